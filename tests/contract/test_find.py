"""Goods, measures and parties by words, and candidates where a code is asked: equal on every face."""

from __future__ import annotations

import asyncio

import pytest

import detente as dt
from detente.cli.main import run
from detente.duties import schedule
from detente.terms import InputError, UnknownCode

testing = pytest.importorskip("starlette.testclient")
pytest.importorskip("fastapi")

from detente.web.app import make_app  # noqa: E402 - only with the extra


@pytest.fixture(scope="module")
def client():
    return testing.TestClient(make_app(), base_url="http://127.0.0.1:8321")


def printed(capsys, *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        run(list(words))
    said = capsys.readouterr()
    return int(ended.value.code or 0), said.out, said.err


@pytest.mark.parametrize(
    ("words", "kind", "name"),
    [
        ("list 4A", "measure", "us.s301.list-4a"), ("section 122", "measure", "us.s122"),
        ("122条款", "measure", "us.s122"), ("9903.88.15", "measure", "us.s301.list-4a"),
        ("芬太尼", "measure", "us.ieepa.fentanyl"), ("对等关税", "measure", "us.ieepa.reciprocal"),
        ("gallium", "line", "8112.92.10"), ("gallium", "measure", "cn.export-controls.no-23-2023"),
        ("Illumina", "party", "Illumina, Inc."), ("通用动力", "party", "General Dynamics"),
        ("Hanwha Ocean", "party", "Hanwha Ocean USA International LLC"),
        ("越南", "party", "VN"), ("Vietnam", "party", "VN"),
    ],
)  # fmt: skip
def test_measures_and_parties_are_named_beside_goods(words, kind, name):
    assert (kind, name) in [(row.kind, row.name) for row in dt.find(words).rows]


def test_a_measure_is_first_when_only_it_is_named():
    assert dt.find("list 4A").rows[0].name == "us.s301.list-4a"
    assert dt.find("section 122").rows[0].name == "us.s122"


def test_the_other_sides_schedule_is_said_and_can_be_asked():
    answer = dt.find("soybeans")
    assert any(note.startswith("entering China: 1201.90.00") for note in answer.notes)
    assert dt.find("soybeans", to="China").rows[0].name == "1201.90.00"
    assert "China" in dt.find("soybeans", to="CN").searched


def test_the_command_repeats_the_answer(capsys):
    import shlex

    answer = dt.find('brass "ball" valve', limit=4)
    words = shlex.split(answer.repeat.command)[1:]
    status, out, _ = printed(capsys, *words, "--json")
    assert status == 0
    assert dt.find('brass "ball" valve', limit=4).model_dump_json(indent=2) + "\n" == out


def test_words_without_quotes_are_one_search(capsys):
    assert printed(capsys, "find", "soccer", "ball")[1] == printed(capsys, "find", "soccer ball")[1]


@pytest.mark.parametrize(
    "words",
    ["soccer ball", "稀土磁铁", "8505", "section 122", "steel", "gallium", "drug precursors", "qwxzt"],
)
def test_the_screen_holds_one_sentence_at_most_ten_rows_and_what_to_do_next(capsys, monkeypatch, words):
    monkeypatch.setenv("COLUMNS", "80")
    status, out, _ = printed(capsys, "find", words, "--limit", "30")
    from rich.cells import cell_len

    lines = out.splitlines()
    assert status == 0
    assert f"“{words}”" in lines[0]
    assert all(cell_len(line) <= 80 for line in lines)
    assert sum(line.startswith("Next: ") for line in lines) == 1
    shown = [r.name for r in dt.find(words, limit=30).rows[:10]]
    assert all(name in out for name in shown)


def test_nothing_near_says_what_was_searched(capsys):
    status, out, _ = printed(capsys, "find", "qwxzt")
    assert status == 0
    lines = sum(code[:2] < "98" for code in schedule("US").codes(8))  # of goods, those that ended among them
    assert lines > 11_415, "fewer than one edition alone holds"
    said = f"Nothing near “qwxzt”; searched: {lines:,} lines of the shipped schedule"
    assert said in " ".join(out.split())
    assert dt.find("qwxzt").rows == ()


def test_duty_offers_candidates_and_never_picks_one(capsys, client):
    status, out, err = printed(capsys, "duty", "soccer balls", "--from", "CN")
    assert (status, out) == (2, "")
    assert err.startswith(
        "detente: 'soccer balls' is not a tariff code — which of these is it?\n  9506.62.40  "
    )
    with pytest.raises(UnknownCode) as fault:
        dt.duty("soccer balls", origin="CN")
    assert f"detente: {fault.value.text}\n" == err
    served = client.get("/api/duty", params={"hts": "soccer balls", "from": "CN"})
    assert served.status_code == 400
    assert served.json()["detail"] == fault.value.text
    with pytest.raises(UnknownCode, match=r"大豆.*\n  1201.90.00  大豆"):
        dt.duty("大豆", to="CN")


def test_a_tool_offers_the_same_candidates():
    pytest.importorskip("mcp.server")
    from mcp.server.mcpserver.exceptions import ToolError

    from detente.web.tools import make_server

    with pytest.raises(ToolError, match=r"which of these is it\?\n  9506\.62\.40"):
        asyncio.run(make_server().call_tool("duty", {"hts": "soccer balls", "origin": "CN"}))


def test_words_that_name_nothing_are_no_code_either():
    with pytest.raises(UnknownCode, match="is not a tariff code — give 8 or 10 digits"):
        dt.duty("qwxzt", origin="CN")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"text": ""}, "text is empty"), ({"text": "   "}, "text is empty"),
        ({"text": "--"}, "text is empty"),
        ({"text": "x" * 401}, "text has 401 characters"), ({"text": "ball", "limit": 0}, "limit '0'"),
        ({"text": "ball", "limit": "many"}, "limit 'many'"), ({"text": "ball", "limit": 51}, "limit '51'"),
        ({"text": "ball", "to": "VN"}, "there is no schedule of VN"), ({"text": 7}, "text is no text"),
    ],
)  # fmt: skip
def test_bad_input_is_refused_alike(client, given, says):
    with pytest.raises(InputError, match=says) as fault:
        dt.find(**given)
    if isinstance(given["text"], str):
        served = client.get("/api/find", params=given)
        assert served.status_code == 400
        assert served.json()["detail"] == fault.value.text


def test_control_characters_are_neither_echoed_nor_kept(capsys):
    status, out, err = printed(capsys, "find", "soccer\x1b[31m ball\x07")
    assert (status, out) == (2, "")
    assert "\x1b" not in err and "\x07" not in err
    with pytest.raises(InputError, match="cannot be seen"):
        dt.find("soccer\x00 ball")


def test_the_page_has_a_box_and_shows_the_rows_of_the_answer(client):
    assert 'action="/find"' in client.get("/").text
    page = client.get("/find", params={"text": "soccer ball"}).text
    for row in dt.find("soccer ball", limit=20).rows:
        assert row.name in page
        assert row.because in page
    chinese = client.get("/find", params={"text": "足球", "lang": "zh"}).text
    assert "足球、橄榄球" in chinese
    assert "是哪一项由您判断" in chinese
    assert "没有相近的结果" in client.get("/find", params={"text": "qwxzt", "lang": "zh"}).text
    assert client.get("/find").status_code == 200


def test_the_page_escapes_words_and_refuses_as_the_command_does(client):
    page = client.get("/find", params={"text": "<script>alert(1)</script>"})
    assert "<script>alert" not in page.text
    refused = client.get("/find", params={"text": "--"})
    assert refused.status_code == 400
    assert "text is empty" in refused.text


@pytest.mark.parametrize(
    "words",
    [
        ("ship", "soccer balls", "--on", "2025-11-15"),
        ("whatif", "lapse", "--hts", "soccer balls", "--entered", "2025-11-15"),
    ],
    ids=lambda words: words[0],
)  # fmt: skip
def test_every_question_about_one_good_offers_the_same_candidates(capsys, words):
    status, out, err = printed(capsys, *words)
    assert (status, out) == (2, "")
    assert err == printed(capsys, "duty", "soccer balls", "--from", "CN")[2]
