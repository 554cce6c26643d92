"""Views of answers: frames hold every row, charts their amounts, citations each document once; HTML safe."""

from __future__ import annotations

import json
import re

import pytest

import detente as dt
from detente.answers.catalogue import ENTRIES, loaded
from detente.terms import Answer, CiteOut, Frozen, InputError


class Row(Frozen):
    """A row."""

    name: str
    cite: tuple[CiteOut, ...] = ()


class Sample(Answer):
    """An answer."""

    title: str
    rows: tuple[Row, ...]
    rules: str = "abc"


@pytest.fixture(scope="module")
def answer():
    return dt.duty("9506.62.40", origin="CN", value="10000", on="2025-10-26")


def test_a_frame_has_every_layer_and_fee_with_numbers_as_numbers(answer) -> None:
    frame = answer.frame()
    assert frame["component"].to_list() == [x.component for x in (*answer.lines, *answer.fees)]
    shown = [None if x.duty_usd is None else float(x.duty_usd) for x in (*answer.lines, *answer.fees)]
    assert frame["duty_usd"].to_list() == shown


def test_a_chart_shows_the_amounts_of_the_answer(answer) -> None:
    chart = json.loads(answer.plot().to_json())
    values = chart["data"]["values"]
    assert [v["duty_usd"] for v in values] == [float(x.duty_usd) for x in answer.lines]
    assert [v["title"] for v in values] == [x.title for x in answer.lines]


def test_an_answer_without_a_chart_says_so() -> None:
    with pytest.raises(InputError, match="no chart"):
        Sample(title="x", rows=()).plot()


def test_citations_name_each_document_and_place_once_and_end_with_the_rules(answer) -> None:
    items = answer.cite("csl")
    keys = [item["id"] for item in items]
    assert len(set(keys)) == len(keys) and keys[-1] == "detente"
    assert answer.repeat.rules in items[-1]["version"]
    cited = {(c.document, c.at) for line in (*answer.lines, *answer.fees) for c in line.cite}
    assert len(items) == len(cited) + 1
    assert answer.cite("bibtex").count("@misc{") == len(items)
    assert len(answer.cite("text").splitlines()) == len(items)


def test_a_style_that_is_none_is_refused(answer) -> None:
    with pytest.raises(InputError, match="bibtex, csl, text"):
        answer.cite("apa")


def test_marks_of_tex_and_of_html_in_an_answer_stay_words() -> None:
    cite = CiteOut(document="A&B", title="50 % of #1 <b>", citation="x_y")
    sample = Sample(title="<script>alert(1)</script>", rows=(Row(name="<i>", cite=(cite,)),))
    assert "<script>" not in sample._repr_html_() and "<i>" not in sample._repr_html_()
    assert "&lt;script&gt;" in sample._repr_html_()
    assert r"50 \% of \#1" in sample.cite() and r"x\_y" in sample.cite()
    assert re.findall(r"@misc\{([\w-]+),", sample.cite()) == ["A-B", "detente"]


def test_every_whole_answer_of_the_program_has_these_views() -> None:
    kinds = [loaded(entry.answer) for entry in ENTRIES.values()]
    models = [k for k in kinds if isinstance(k, type) and issubclass(k, Frozen)]
    assert [m.__name__ for m in models if not issubclass(m, Answer)] == ["Page"]
