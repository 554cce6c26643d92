"""Every question with its own examples: the command, address, tool and Python function answer alike."""

from __future__ import annotations

import asyncio
import importlib
import inspect
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import BaseModel

from detente.answers import ENTRIES, loaded
from detente.cli.main import run
from detente.questions import LocalFile, UnknownArgument, marked
from detente.terms import InputError, nearest

testing = pytest.importorskip("starlette.testclient")
pytest.importorskip("fastapi")
pytest.importorskip("mcp.client.stdio")  # here, while the streams are those of the process

from detente.web.app import make_app  # noqa: E402 - only with the extra
from detente.web.reading import CSV, FORM, JSON, body_kind  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
FRAMES = {"assess", "panel"}  # the Python function gives the rows, the other faces their summary
CASES = [
    pytest.param(entry, example, id=f"{entry.name}-{n}")
    for entry in ENTRIES.values()
    for n, example in enumerate(entry.question.examples)
]
NAMES = list(ENTRIES)


@pytest.fixture(scope="module")
def client():
    return testing.TestClient(make_app(), base_url="http://127.0.0.1:8321")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def with_files(entry, example: dict, folder: Path) -> dict:
    """An example whose rows and documents lie in the folder under the name of their field."""
    made = dict(example)
    for name in entry.question.rows_fields():
        if name in made:
            (folder / f"{name}.csv").write_bytes((ROOT / made[name]).read_bytes())
            made[name] = f"{name}.csv"
    if "documents" in made:
        (folder / "text.txt").write_text(made["documents"][0], encoding="utf-8")
        made["documents"] = ["text.txt"]
    return made


def words_of(entry, example: dict) -> list[str]:
    """The command line of an example, every field by its name."""
    words = [entry.name]
    for name, value in example.items():
        option = f"--{name.replace('_', '-')}"
        if isinstance(value, bool):
            words.append(option if value else f"--no-{option[2:]}")
        elif isinstance(value, dict):
            words += [word for k, v in value.items() for word in (option, f"{k}={v}")]
        elif isinstance(value, list):
            words += [word for one in value for word in (option, str(one))]
        else:
            words += [option, str(value)]
    return words


def printed(capsys, words: list[str]) -> object:
    with pytest.raises(SystemExit):
        run([*words, "--json"])
    said = capsys.readouterr()
    return json.loads(said.out) if said.out else said.err


def dumped(answer: object) -> object:
    if isinstance(answer, BaseModel):
        return answer.model_dump(mode="json", by_alias=True)
    return [one.model_dump(mode="json", by_alias=True) for one in answer]


def by_http(client, entry, example: dict):
    """The answer of the address, as the body that it takes is sent."""
    rows = {
        n: (f"{n}.csv", Path(example[n]).read_bytes(), CSV)
        for n in entry.question.rows_fields()
        if n in example
    }
    query = {
        name: [f"{k}={v}" for k, v in value.items()] if isinstance(value, dict) else value
        for name, value in example.items()
        if name not in rows
    }
    address = f"/api/{entry.name}"
    if not rows and entry.method == "GET":
        return client.get(address, params=query)
    if body_kind(entry) == FORM:
        return client.post(address, files=rows, data=query)
    if body_kind(entry) == JSON:
        return client.post(address, json=query)
    ((_, (name, body, kind)),) = rows.items()
    return client.post(
        address, params={**query, "file_name": name}, content=body, headers={"Content-Type": kind}
    )


def by_tools(calls: list[tuple[str, dict]]) -> list[tuple[bool, dict | None, str]]:
    """Failure, fields and text of each call of a tool, over the real protocol."""
    from mcp import Client
    from mcp.client.stdio import StdioServerParameters

    code = "from detente.cli.main import run; run()"

    async def talk():
        started = StdioServerParameters(
            command=sys.executable, args=["-c", code, "mcp"], env=dict(os.environ)
        )
        async with Client(started) as asked:
            made = [await asked.call_tool(name, given) for name, given in calls]
        return [(r.is_error, r.structured_content, "".join(c.text for c in r.content)) for r in made]

    return asyncio.run(asyncio.wait_for(talk(), 300))


@pytest.mark.parametrize(("entry", "example"), CASES)
def test_command_address_and_function_answer_alike(client, capsys, folder, entry, example):
    given = with_files(entry, example, folder)
    question = entry.question.read(given)
    if entry.name == "brief":
        printed(capsys, [*words_of(entry, given), "-o", "brief.html"])
        function = loaded(f"detente.answers:{entry.function}")
        assert (folder / "brief.html").read_text(encoding="utf-8") == function(**given)
        assert entry.ask(question).html == function(**given)
        return
    from_command = printed(capsys, words_of(entry, given))
    assert from_command == dumped(entry.ask(question))
    if entry.name not in FRAMES:
        assert from_command == dumped(loaded(f"detente.answers:{entry.function}")(**given))
    if entry.method:
        made = by_http(client, entry, given)
        assert made.status_code == 200, made.text
        assert made.json() == from_command


def test_tools_answer_like_the_commands(capsys, folder, monkeypatch):
    calls, commands = [], []
    for n, case in enumerate(CASES):
        entry, example = case.values
        if not entry.method:
            continue
        place = folder / str(n)  # two examples may send different rows under one name
        place.mkdir()
        monkeypatch.chdir(place)
        given = with_files(entry, example, place)
        rows = [name for name in entry.question.rows_fields() if name in given]
        sent = {**given, **{name: Path(given[name]).read_text(encoding="utf-8") for name in rows}}
        calls.append((entry.name, sent))
        commands.append((place, words_of(entry, given)))
    for call, (place, words), (failed, fields, text) in zip(calls, commands, by_tools(calls), strict=True):
        monkeypatch.chdir(place)
        assert not failed, (call, text)
        # the protocol wants an object: lists and answers of several kinds stand under `result`
        answer = fields["result"] if set(fields) == {"result"} else fields
        assert answer == printed(capsys, words), call


@pytest.mark.parametrize("name", NAMES)
def test_a_function_has_the_fields_and_the_defaults_of_its_question(name):
    entry = ENTRIES[name]
    function = loaded(f"detente.answers:{entry.function}")
    assert inspect.isfunction(function)
    own = {"layout"} if name == "assess" else {"language"} if name == "brief" else set()
    takes = {n: p for n, p in inspect.signature(function).parameters.items() if n not in own}
    assert list(takes) == list(entry.question.model_fields)
    for field, parameter in takes.items():
        spec = entry.question.model_fields[field]
        assert parameter.annotation != inspect.Parameter.empty, field
        if field == "documents":  # nothing to read is nothing to answer; the command has a search without it
            continue
        default = inspect.Parameter.empty if spec.is_required() else spec.default
        assert parameter.default == default, field
        assert (spec.description or "").split(" ")[0] in (function.__doc__ or ""), field
    assert importlib.import_module("detente").__all__.count(entry.function) == 1


@pytest.mark.parametrize("name", NAMES)
def test_a_misspelt_argument_is_refused_on_every_face_with_the_nearest(client, capsys, name):
    entry = ENTRIES[name]
    served = [f for f, spec in entry.question.model_fields.items() if not marked(spec, LocalFile)]
    field = next((f for f in served if len(f) > 3), None)
    if field is None:
        field, wrong = "", "nothing"
    else:
        wrong = field[:-2] + field[-1] + field[-2] if field[-1] != field[-2] else field + "x"
    hint = nearest(wrong, [*entry.question.model_fields, *entry.question.aliases])
    assert field in hint
    with pytest.raises(UnknownArgument, match=wrong) as refused:
        loaded(f"detente.answers:{entry.function}")(**{wrong: "x"})
    assert field in str(refused.value)
    with pytest.raises(SystemExit) as ended:
        run([name, f"--{wrong.replace('_', '-')}", "x"])
    assert ended.value.code == 2
    said = capsys.readouterr().err.replace("\n│ ", " ")
    assert "Unknown option" in said
    assert not field or f"--{field.replace('_', '-')}" in said
    if entry.method == "GET":
        made = client.get(f"/api/{name}", params={wrong: "x"})
        assert made.status_code == 422
        assert wrong in made.json()["detail"] and field in made.json()["detail"]
    elif entry.method and body_kind(entry) == JSON:
        made = client.post(f"/api/{name}", json={wrong: "x"})
        assert (made.status_code, field in made.json()["detail"]) == (422, True)


def test_a_misspelt_argument_of_a_tool_is_refused_with_the_nearest():
    (made,) = by_tools([("duty", {"hts": "9506.62.40", "orgin": "CN"})])
    assert made[0]
    assert "no parameter 'orgin' — did you mean origin?" in made[2]


@pytest.mark.parametrize(
    ("name", "spellings"),
    [
        ("duty", [{"hts": "9506.62.40", "on": "2025-10-26", "origin": o}
                  for o in ("CN", "china", "中国", "PRC")]),
        ("duty", [{"hts": "9506.62.40", "on": "2025-10-26", n: "CN"} for n in ("origin", "from")]),
        ("duty", [{"hts": "9506.62.40", "on": "2025-10-26", n: {"mode": m}}
                  for n, m in (("facts", "ocean"), ("fact", "vessel"), ("facts", "Sea"))]),
        ("status", [{"on": "2025-10-26", "side": s} for s in ("us", "US", "USA", "United States", "美国")]),
        ("status", [{"on": day, "side": "china"} for day in ("2025-10-26", "26 Oct 2025", "2025年10月26日")]),
        ("fee", [{"on": "2025-10-26", "side": s, "flag": "US"} for s in ("china", "CN", "中国")]),
        ("licence", [{"item": "NdFeB magnet", "on": "2025-12-02", "military": m}
                     for m in ("no", "N", "false", "否")]),
        ("licence", [{"item": "NdFeB magnet", "on": "2025-12-02", n: "Japan"}
                     for n in ("destination", "to")]),
        ("whatif", [{n: v} for n, v in (("outcomes", ["lapse", "truce"]), ("choice", "lapse,truce"))]),
    ],
)  # fmt: skip
def test_the_words_of_the_trade_mean_the_same_on_every_face(client, capsys, name, spellings):
    entry = ENTRIES[name]
    first = dumped(entry.ask(entry.question.read(spellings[0])))
    for given in spellings:
        assert dumped(entry.ask(entry.question.read(given))) == first
        assert printed(capsys, words_of(entry, given)) == first
        assert by_http(client, entry, given).json() == first


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("status", {"side": "chnia"}, "did you mean China (CN)"),
        ("duty", {"hts": "9506.62.40", "state": "announcd"}, "did you mean announced"),
        ("licence", {"item": "x", "military": "perhaps"}, "neither yes nor no"),
        ("licence", {"item": "x", "leg": "sideways"}, "CN_to_abroad, US_to_abroad, abroad_to_abroad"),
        ("whatif", {"top": "many"}, "top 'many'"),
        ("duty", {"hts": "9506.62.40", "value": "ten"}, "value 'ten'"),
        ("duty", {}, "hts is not given"),
        ("duty", {"hts": "9506.62.40", "origin": "CN", "from": "CN"}, "are the same argument"),
        ("next", {"on": "2025-10-26", "known": "2025-10-26", "hindsight": True}, "cannot both be given"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_is_accepted(client, name, given, said):
    with pytest.raises(InputError) as refused:
        ENTRIES[name].question.read(given)
    assert said in refused.value.text
    made = client.get(f"/api/{name}", params=given)
    assert made.status_code == 400
    assert made.json()["detail"] == refused.value.text


@pytest.mark.parametrize(
    ("name", "field"),
    [(e.name, f) for e in ENTRIES.values() if e.method
     for f, s in e.question.model_fields.items() if marked(s, LocalFile)],
)  # fmt: skip
def test_no_server_takes_the_name_of_a_file(client, name, field):
    entry = ENTRIES[name]
    if entry.method == "GET":
        made = client.get(f"/api/{name}", params={field: "/etc/passwd"})
    elif body_kind(entry) == JSON:
        made = client.post(f"/api/{name}", json={field: "/etc/passwd"})
    else:
        made = client.post(
            f"/api/{name}", params={field: "/etc/passwd"}, content=b"a\n1\n", headers={"Content-Type": CSV}
        )
    assert made.status_code == 422
    assert field not in entry.question.served_schema()["properties"]


def test_rows_are_what_is_sent_and_never_a_file(client):
    for name, field in (("next", "portfolio"), ("tree", "portfolio"), ("pledges", "progress")):
        assert client.get(f"/api/{name}", params={field: "/etc/passwd"}).status_code == 422
    assert client.post("/api/impact", json={"matrix": "/etc/passwd"}).status_code == 400
    form = {
        "parties": ("p.csv", b"party_id,name\nT,T\n"),
        "owners": ("o.csv", b"owner_id,owned_id,share_pct\nA,T,50\n"),
    }
    made = client.post("/api/screen", files=form, data={"listed": "/etc/passwd"})
    assert (made.status_code, "holds no rows" in made.text) == (400, True)


def test_a_matrix_is_the_same_as_a_file_and_as_what_is_sent(client, capsys, folder):
    text = "exporter,importer,sector,rate\nCHN,USA,electronics,25%\n"
    (folder / "matrix.csv").write_text(text, encoding="utf-8")
    from_file = printed(capsys, ["impact", "--matrix", "matrix.csv"])
    sent = client.post("/api/impact", json={"matrix": text}).json()
    assert from_file["regions"] == sent["regions"]
    assert from_file["flows"] == sent["flows"]


def test_one_question_builds_no_other():
    code = (
        "import sys; from detente.questions import DutyQuestion; print([m for m in sys.modules if "
        "m.startswith('detente.questions.')]); print('fastapi' in sys.modules)"
    )
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    own = {f"detente.questions.{name}" for name in ("model", "kinds", "axes", "duty")}
    assert set(json.loads(made.stdout.splitlines()[0].replace("'", '"'))) == own


def test_vocabularies_are_those_of_the_rooms_that_answer():
    from detente.answers.controls import CALL_FACTS, LICENCE_FACTS
    from detente.licensing.china_facts import ROUTES
    from detente.licensing.rules import values_of
    from detente.licensing.transaction_facts import QUESTIONS as TRANSACTION
    from detente.port_fees.call_facts import CALL_QUESTIONS as CALL
    from detente.questions.kinds import FACT_WORDS
    from detente.questions.licence import LEGS
    from detente.regime.dated.tables import tables

    assert set(LEGS) == {*values_of("CN")["leg"], *values_of("US")["leg"], *ROUTES.values()}
    assert set(LICENCE_FACTS) == set(TRANSACTION) - {"item_class"}
    assert set(CALL_FACTS) <= set(CALL)
    assert set(LICENCE_FACTS) <= set(ENTRIES["licence"].question.model_fields)
    assert set(CALL_FACTS) <= set(ENTRIES["fee"].question.model_fields)
    registry = tables().facts
    for fact, words in FACT_WORDS.items():
        assert set(words.values()) <= set(registry[fact]["values"])
        assert not set(words) & set(registry[fact]["values"])
