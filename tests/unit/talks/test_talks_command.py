"""The command, its files and its page."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from detente.cli.main import run
from detente.cli.talks_show import safe_cell
from detente.talks import Source, TalksAnswer, analyse, claims
from detente.talks.page.page import render_page

ONE = (
    "September 15, 2025\n\nBessent said a final deal on TikTok was reached in Madrid. “We discussed rare "
    "earths and port fees,” he told reporters."
)
TWO = "2025年9月15日\n\n李成钢表示，双方讨论了TikTok问题，形成初步共识。中方希望美方取消港口费。"
EVIL = (
    "September 15, 2025\n\nBessent said <script>alert(1)</script> soybeans were discussed & <img src=x "
    "onerror=alert(2)>."
)


def detente(*argv: str) -> int:
    with pytest.raises(SystemExit) as end:
        run(list(argv))
    return int(end.value.code or 0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "in"
    inside.mkdir()
    (inside / "one.txt").write_text(ONE, encoding="utf-8")
    (inside / "two.txt").write_text(TWO, encoding="utf-8")
    return inside


def test_json_is_the_answer_field_by_field(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert detente("talks", str(folder), "--json") == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed == json.loads(claims([folder]).model_dump_json())
    assert TalksAnswer.model_validate(printed).on == "2025-09-15"


def test_every_view_prints(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert detente("talks", str(folder), "--diff", "--board", "--review") == 0
    out = capsys.readouterr().out
    words = " ".join(out.split())
    assert "1 difference in 2 documents" in words and "tiktok:" in words and "status" in words
    assert "promise" in words and "for review" in words
    assert detente("talks", str(folder)) == 0
    assert "Scott Bessent" in capsys.readouterr().out


def test_files_are_written(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = {k: tmp_path / f"out.{k}" for k in ("html", "csv", "schema", "annotations", "ledger")}
    flags = [a for k, p in names.items() for a in (f"--{k}", str(p))]
    assert detente("talks", str(folder), *flags) == 0
    rows = list(csv.DictReader(io.StringIO(names["csv"].read_text(encoding="utf-8-sig"))))
    assert {r["speakers"] for r in rows} >= {"Scott Bessent", "Li Chenggang"}
    schema = json.loads(names["schema"].read_text(encoding="utf-8"))
    assert schema[0]["@type"] == "Claim" and schema[0]["appearance"]["datePublished"] == "2025-09-15"
    notes = [json.loads(line) for line in names["annotations"].read_text(encoding="utf-8").splitlines()]
    assert [n["doc"] for n in notes] == ["one.txt", "two.txt"]
    assert notes[0]["quotes"][0]["speaker"] == "Scott Bessent"
    assert {k for n in notes for k in n} == {
        "doc",
        "quotes",
        "statements",
        "turns",
        "dates",
        "figures",
        "disagreements",
    }
    capsys.readouterr()
    assert detente("talks", "--ledger", str(names["ledger"]), "--search", "港口", "--json") == 0
    assert [r["speaker"] for r in json.loads(capsys.readouterr().out)] == ["Li Chenggang"]
    assert detente("talks", str(folder), "--ledger", str(names["ledger"])) == 0
    assert "unchanged" in capsys.readouterr().out


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(ONE.encode())))
    assert detente("talks", "-", "--json") == 0
    assert json.loads(capsys.readouterr().out)["documents"][0]["name"] == "stdin"


def test_one_damaged_document_stops_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "bad.pdf").write_bytes(b"%PDF-1.4 broken")
    assert detente("talks", str(folder), "--json") == 1
    printed = json.loads(capsys.readouterr().out)
    assert [f["name"] for f in printed["failed"]] == ["bad.pdf"]
    assert len(printed["documents"]) == 2


@pytest.mark.parametrize(
    "argv",
    [
        ["talks"],
        ["talks", "/nowhere/at/all.txt"],
        ["talks", "X", "--known", "2025-01-01", "--hindsight"],
        ["talks", "X", "--date", "yesterday"],
        ["talks", "--ledger", "/nowhere.sqlite", "--search", "a"],
    ],
)
def test_unusable_input_is_two(argv: list[str], folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert detente(*[str(folder) if a == "X" else a for a in argv]) == 2
    assert capsys.readouterr().err.startswith("detente: ")


def test_only_documents_up_to_the_day_count(folder: Path) -> None:
    (folder / "late.txt").write_text(
        "October 30, 2025\n\nTrump said the truce was extended.", encoding="utf-8"
    )
    answer = claims([folder], on="2025-09-30")
    assert [d.name for d in answer.documents] == ["one.txt", "two.txt"]
    assert "left out" in answer.failed[0].why


def test_a_day_before_every_document_leaves_none(folder: Path) -> None:
    answer = claims([folder], on="2020-01-01")
    assert answer.documents == () and len(answer.failed) == 2


def test_hindsight_is_told_when_it_is_not_used(folder: Path) -> None:
    early, late = claims([folder]), claims([folder], known="2026-10-01")
    assert any("2025-10-30" in line for line in early.hindsight)
    assert not late.hindsight
    assert early.repeat.data == late.repeat.data


class Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, Any]]] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.ids += [v for k, v in attrs if k == "id" and v]


def page_of(*texts: str) -> tuple[str, Page]:
    html = "".join(render_page(analyse([Source(f"d{n}.txt", raw=t.encode()) for n, t in enumerate(texts)])))
    parsed = Page()
    parsed.feed(html)
    return html, parsed


def test_the_page_is_safe_whole_and_offline() -> None:
    html, page = page_of(ONE, TWO, EVIL)
    names = {t for t, _ in page.tags}
    assert not names & {"script", "img", "link", "iframe", "object"}
    assert "&lt;script&gt;alert(1)" in html
    assert not re.search(r"(?:src|href)=\"(?!#)", html)
    assert "url(" not in html and "@import" not in html
    assert len(page.ids) == len(set(page.ids))
    targets = [a["href"][1:] for t, a in page.tags if t == "a"]
    assert set(targets) <= set(page.ids) | {"main"}, set(targets) - set(page.ids)


def test_the_page_can_be_read_without_seeing_it() -> None:
    _, page = page_of(ONE, TWO)
    assert next(a for t, a in page.tags if t == "html")["lang"] == "en"
    assert any(a.get("lang") == "zh" for t, a in page.tags if t == "blockquote")
    assert all("scope" in a for t, a in page.tags if t == "th")
    levels = [int(t[1]) for t, _ in page.tags if re.fullmatch(r"h[1-6]", t)]
    assert levels[0] == 1 and all(b - a <= 1 for a, b in pairwise(levels))
    assert {"main", "nav", "header"} <= {t for t, _ in page.tags}


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\tx"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert safe_cell(text).startswith("'")
