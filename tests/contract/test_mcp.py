"""An assistant's tools give the fields of --json, over the real protocol with a started program."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys

import pytest

from detente.answers import ENTRIES
from detente.cli.main import run

mcp = pytest.importorskip("mcp")

RUN = "from detente.cli.main import run; run()"
DAY = "2025-10-26"
SERVED = [entry.name for entry in ENTRIES.values() if entry.method]


def asked(*calls):
    """What tools answer: error flag, structured content and text of each call, and the names of the tools."""
    from mcp import Client
    from mcp.client.stdio import StdioServerParameters

    async def talk():
        command = StdioServerParameters(command=sys.executable, args=["-c", RUN, "mcp"], env=dict(os.environ))
        async with Client(command) as client:
            tools = (await client.list_tools()).tools
            made = [await client.call_tool(name, given) for name, given in calls]
        return tools, [(r.is_error, r.structured_content, "".join(c.text for c in r.content)) for r in made]

    return asyncio.run(asyncio.wait_for(talk(), 120))


@pytest.fixture
def printed(capsys):
    def call(*words: str) -> object:
        with pytest.raises(SystemExit):
            run([*words, "--json"])
        said = capsys.readouterr()
        return json.loads(said.out) if said.out else said.err

    return call


def test_every_tool_equals_its_command_field_by_field(printed):
    pairs = [
        (("status", {"on": DAY, "side": "us"}), ("status", "--on", DAY, "--side", "us")),
        (("next", {"on": DAY}), ("next", "--on", DAY)),
        (("duty", {"hts": "7408.11.60", "on": DAY, "fact": ["copper_value_usd=8000"]}),
         ("duty", "7408.11.60", "--on", DAY, "--fact", "copper_value_usd=8000")),
        (("licence", {"item": "NdFeB magnet", "on": "2025-12-02", "known": DAY, "fact": ["destination=DE"]}),
         ("licence", "NdFeB magnet", "--on", "2025-12-02", "--known", DAY, "--to", "DE")),
        (("fee", {"on": DAY, "fact": ["net_tonnage=10000", "owner_country=CN"]}),
         ("fee", "--on", DAY, "--net-tonnage", "10000", "--owner-country", "CN")),
        (("whatif", {"choice": ["lapse", "truce"]}), ("whatif", "lapse", "truce")),
        (("whatif", {"choice": ["lapse"], "hts": "9506.62.40", "entered": "2025-11-15"}),
         ("whatif", "lapse", "--hts", "9506.62.40", "--entered", "2025-11-15")),
        (("whatif", {}), ("whatif", "--list")),
        (("diff", {"known": ["2025-10-29", "2025-11-10"], "lines": False}),
         ("diff", "--known", "2025-10-29", "--known", "2025-11-10", "--no-lines")),
    ]  # fmt: skip
    tools, made = asked(*(call for call, _ in pairs))
    assert [tool.name for tool in tools] == SERVED
    assert all(tool.input_schema["additionalProperties"] is False for tool in tools)
    assert all(tool.description and tool.annotations.read_only_hint for tool in tools)
    for (call, words), (failed, fields, _) in zip(pairs, made, strict=True):
        assert not failed, call
        # the protocol wants an object: lists and answers of several kinds stand under `result`
        assert (fields["result"] if set(fields) == {"result"} else fields) == printed(*words), call


def test_a_mistake_reaches_the_assistant_in_the_words_of_the_command(printed):
    _, made = asked(
        ("duty", {"hts": "banana"}), ("duty", {"hts": "9506.62.40", "fact": ["quanttiy=3"]}),
        ("fee", {"fact": ["imo=1"]}),
        ("duty", {}),
    )  # fmt: skip
    said = [
        printed("duty", "banana"), printed("duty", "9506.62.40", "--fact", "quanttiy=3"),
        printed("fee", "--imo", "1"),
    ]  # fmt: skip
    assert all(failed for failed, _, _ in made)
    for (_, _, text), words in zip(made[:3], said, strict=True):
        assert words.removeprefix("detente: ").strip() in text
    assert "hts" in made[3][2]


def test_without_the_extra_it_says_how_to_install():
    code = "import sys; sys.modules['mcp'] = None; from detente.cli.main import run; run(['mcp'])"
    made = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert (made.returncode, made.stdout) == (2, "")
    assert "pip install 'detente[mcp]'" in made.stderr


def test_nothing_but_the_command_loads_the_library():
    code = (
        "import sys, detente.web.tools, detente.web.served, detente.cli.main; print('mcp' in "
        "sys.modules, 'fastapi' in sys.modules)"
    )
    made = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert made.stdout.split() == ["False", "False"]


def test_the_tools_can_be_listed_without_serving(printed, capsys):
    rows = printed("mcp", "--list")
    assert [row["name"] for row in rows] == SERVED
    assert all(row["inputSchema"]["type"] == "object" for row in rows)
    with pytest.raises(SystemExit):
        run(["mcp", "--list"])
    assert "hts, origin, to, value" in capsys.readouterr().out
