"""Plausible junk in any field of any question never gives an assured answer.

The cases are made from the questions' own models: every field, on every question that a server takes or a
command asks, with the junk of its kind (`junk_values`) and its own examples misspelt. Junk is refused in
words that name the field and say what is accepted, or the answer is undetermined and is not the one without
the field. Odd spellings that mean something give the answer of what they mean. The same junk goes into
every fact of shipments, port calls and transactions, where the fact decides the answer (`witnesses`), and
into the cells of a file, where it spoils its own row alone.

``DETENTE_PROOF`` set: every case on every face; else a draw of cases goes to all faces.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
import pytest
from faces import REFUSED, by_command, by_http, by_python, by_tool, command_of, dumped, plain
from junk_values import KINDS, NOTHING, kind_of, spoiled

from detente.answers import ENTRIES, Entry
from detente.portfolio import assess_sheet, frame_sheet, wide
from detente.questions import LocalFile, Rows, marked
from detente.regime import tables
from detente.terms import DetenteError
from witnesses import CALLS, DUTIES, TRANSACTIONS

ROOT = Path(__file__).resolve().parents[2]
LONG = bool(os.environ.get("DETENTE_PROOF"))
# notes that say what nothing here can check: a statistical number, the name of a party
NOT_CHECKED = ("to check it against", "was not screened", "is not among the")
DRAWN = 400  # cases of the short form that go to every face
# what a refusal may call a field whose content is a thing of the trade
NOUNS = {
    # a code of goods asks for their day of entry first
    "hts": ("tariff code", "heading", "entered"),
    "name": ("pledge", "arrangement", "tree", "bargain", "table"),
    "outcomes": ("outcome", "clock"), "against": ("outcome", "clock", "day"), "outcome": ("outcome", "clock"),
    "probabilities": ("probability", "decision"), "chances": ("probability", "outcome"),
    "threat": ("outcome", "rate"), "offers": ("outcome",), "add_us_on_china": ("rate",),
    "facts": ("fact", "mode"),
    "read_as": ("column", "columns", "dates", "decimals", "encoding"),
    "critical": ("sector",), "weight_us": ("weights",), "weight_china": ("weights",), "rules": ("rule",),
    "disagreement": ("package",), "bargain": ("bargain",), "tree": ("tree",), "zone": ("zone",),
}  # fmt: skip
# words that stand for a thing nobody looks up, with the reason
TAKEN = {
    ("impact", "seed"): "any whole number is a seed",
    ("licence", "general_licence_item"): "an item in words; what nothing recognises is refused",
    ("licence", "general_licence_customer"): "a name: it covers an end user of that name alone",
}


class Case(NamedTuple):
    """Junk in one field of a question whose other fields have an answer."""

    entry: Entry
    given: dict[str, Any]
    field: str
    value: Any

    @property
    def asked(self) -> dict[str, Any]:
        """The question with the junk."""
        if self.field in self.entry.question.model_fields:
            return {**self.given, self.field: self.value}
        return {**self.given, "facts": {**self.given.get("facts", {}), self.field: self.value}}

    @property
    def command(self) -> str:
        """The command line that repeats the case."""
        return command_of(self.entry, self.asked)


def bases(entry: Entry) -> Iterator[dict[str, Any]]:
    """The examples of a question, their files found from any folder."""
    for example in entry.question.examples:
        given = dict(example)
        for name in entry.question.rows_fields():
            if isinstance(given.get(name), str) and "/" in given[name]:
                given[name] = str(ROOT / given[name])
        yield given


def junk_of(entry: Entry, name: str, given: Mapping[str, Any]) -> list[str]:
    """The junk of a field: that of its kind, and its own examples misspelt."""
    kind = kind_of(entry.question, name)
    values = list(KINDS[kind].junk)
    spec = entry.question.model_fields[name]
    if kind in ("text", "several", "listed", "word", "maybe code"):
        for known in (given.get(name), spec.default, *(spec.examples or ())):
            for one in (known,) if isinstance(known, str) else known if isinstance(known, list) else ():
                values += list(spoiled(str(one))) if one else []
    return list(dict.fromkeys(values))


def cases(entry: Entry) -> Iterator[Case]:
    for given in bases(entry):
        for name, spec in entry.question.model_fields.items():
            if marked(spec, Rows, LocalFile):
                continue
            rest = {key: value for key, value in given.items() if key != name}
            for value in junk_of(entry, name, given):
                yield Case(entry, rest, name, value)


def answer_to(entry: Entry, given: Mapping[str, Any]) -> Any:
    """The answer as JSON, without the words that repeat the question."""
    return plain(dumped(entry.ask(entry.question.read(given))))


@cache
def _answer_without(name: str, given: str) -> Any:
    try:
        return answer_to(ENTRIES[name], json.loads(given))
    except DetenteError:
        return None


def unsettled(answer: Any) -> bool:
    """Whether an answer says that it is not assured, or what of the question nothing here can check."""
    if isinstance(answer, list):
        return any(unsettled(one) for one in answer)
    return isinstance(answer, dict) and (
        {answer.get("status"), answer.get("outcome")} & {"undetermined", "not_modelled"} != set()
        or bool(answer.get("unusable") or answer.get("open_lines"))
        or any(words in str(note) for words in NOT_CHECKED for note in answer.get("notes") or ())
        or any(unsettled(one) for one in answer.values() if isinstance(one, (dict, list)))
    )


def fault_of(case: Case) -> str:
    """What is wrong with the way junk was met, empty where nothing is."""
    try:
        answer = answer_to(case.entry, case.asked)
    except DetenteError as refusal:
        return _unclear(case, refusal)
    except Exception as crash:  # a traceback is no answer
        return f"crashed with {type(crash).__name__}: {str(crash)[:80]}"
    if (case.entry.name, case.field) in TAKEN:
        return ""
    without = _answer_without(case.entry.name, json.dumps(case.given))
    if answer == without:
        return "gave the answer of the question without it"
    return "" if unsettled(answer) else "was taken for known"


def _unclear(case: Case, refusal: DetenteError) -> str:
    names = [case.field, *(a for a, of in case.entry.question.aliases.items() if of == case.field)]
    names += [name.replace("_", " ") for name in names]
    if not any(name in refusal.text for name in (*names, *NOUNS.get(case.field, ()))):
        return f"was refused without naming the field: {refusal.text[:100]}"
    return "" if refusal.remedy else f"was refused without saying what is accepted: {refusal.text[:100]}"


def complaints(tried: Iterator[Case]) -> list[str]:
    """The faults of cases, each with the command that repeats it."""
    made = ((case, fault_of(case)) for case in tried)
    return [
        f"{case.field} {case.value[:40]!r} {fault}\n  {case.command[:300]}" for case, fault in made if fault
    ]


def told(faults: list[str]) -> str:
    return f"{len(faults)} faults:\n" + "\n".join(faults[:12])


ASKED = [name for name in ENTRIES if name not in ("talks", "brief", "panel")]


@pytest.mark.parametrize("name", ASKED)
def test_junk_in_a_field_is_refused_or_leaves_the_answer_open(name: str) -> None:
    faults = complaints(cases(ENTRIES[name]))
    assert not faults, told(faults)


@pytest.mark.parametrize("name", ASKED)
def test_an_odd_spelling_gives_the_answer_of_what_it_means(name: str) -> None:
    entry = ENTRIES[name]
    for given in list(bases(entry))[: None if LONG else 2]:
        for field, spec in entry.question.model_fields.items():
            if marked(spec, Rows, LocalFile):
                continue
            rest = {key: value for key, value in given.items() if key != field}
            for value, means in KINDS[kind_of(entry.question, field)].means.items():
                meant = rest if means == NOTHING else {**rest, field: means}
                odd, usual = by_python(entry, {**rest, field: value}), _kept(name, json.dumps(meant))
                assert odd[0] == usual[0] and (odd[0] == REFUSED or odd == usual), (field, value, means)


@cache
def _kept(name: str, given: str) -> Any:
    return by_python(ENTRIES[name], json.loads(given))


def fact_kind(value: str) -> str:
    """The kind of a fact, by a value that it may have."""
    if value in ("yes", "no"):
        return "yes or no"
    if value.replace(".", "").isdigit() and len(value) != 10:
        return "quantity"
    if len(value) == 10 and value[4] == "-":
        return "moment"
    return "party" if len(value) == 2 and value.isupper() else "text"


def fact_junk(value: str) -> list[str]:
    kind = fact_kind(value)
    spelled = list(spoiled(value)) if kind in ("text", "moment") else []
    return [x for x in dict.fromkeys((*KINDS[kind].junk, *spelled)) if x not in ("unknown", "?", "")]


def shipments() -> Iterator[Case]:
    for name, (code, day, one, _, others, more) in DUTIES.items():
        rest = {"hts": code, "on": day, "origin": "CN", **more, "facts": others}
        values = [] if name == "end_use" else fact_junk(one)  # free words, which may tell nothing
        if "none" in tables().facts[name].get("values", ()) or name == "exclusion":
            values.remove("None")  # a word of theirs
        yield from (Case(ENTRIES["duty"], rest, name, junk) for junk in values)


def calls() -> Iterator[Case]:
    for name, (side, day, known, one, _, facts) in CALLS.items():
        others = {key: value for key, value in facts.items() if key != name}
        rest = {"side": side, "on": day, **({"known": known} if known else {}), "facts": others}
        for junk in fact_junk(one):
            yield Case(ENTRIES["fee"], rest, name, junk)


def transactions() -> Iterator[Case]:
    for name, (item, side, day, known, one, _, others) in TRANSACTIONS.items():
        rest = {"item": item, "side": side, "on": day, "facts": others, **({"known": known} if known else {})}
        for junk in fact_junk(one):
            yield Case(ENTRIES["licence"], rest, name, junk)


@pytest.mark.parametrize("made", [shipments, calls, transactions])
def test_junk_in_a_fact_that_decides_is_refused_or_leaves_the_answer_open(made: Any) -> None:
    faults = complaints(made())
    assert not faults, told(faults)


def test_facts_of_other_questions_are_no_facts_of_this_one() -> None:
    own = {"duty": set(tables().facts), "fee": set(CALLS), "licence": set(TRANSACTIONS)}
    known = {"duty": {"hts": "9506.62.40", "on": "2025-10-26"}, "fee": {"on": "2025-10-26", "flag": "US"},
             "licence": {"item": "NdFeB magnet", "on": "2025-12-02"}}  # fmt: skip
    for name, given in known.items():
        others = set().union(*(facts for other, facts in own.items() if other != name)) - own[name]
        others -= set(ENTRIES[name].question.model_fields) | {"origin"}
        faults = complaints(Case(ENTRIES[name], given, fact, "1") for fact in sorted(others))
        assert not faults, told(faults)


@pytest.fixture(scope="module")
def client() -> Any:
    testing = pytest.importorskip("starlette.testclient")
    app = pytest.importorskip("detente.web.app").make_app()
    return testing.TestClient(app, base_url="http://127.0.0.1:8321", raise_server_exceptions=False)


def drawn() -> list[Case]:
    """Cases of every question, mixed; all of them in the long form."""
    every = [c for name in ASKED if ENTRIES[name].method for c in cases(ENTRIES[name])]
    every += [*shipments(), *calls(), *transactions()]
    if LONG:
        return every
    by_name: dict[str, list[Case]] = {}
    for case in every:
        by_name.setdefault(case.entry.name, []).append(case)
    draw = random.Random(11)
    few = DRAWN // len(by_name)
    return [c for own in by_name.values() for c in draw.sample(own, min(few, len(own)))]


def test_junk_is_met_alike_on_every_face(client: Any) -> None:
    pytest.importorskip("mcp.server.mcpserver")
    faults = []
    for case in drawn():
        entry, asked = case.entry, case.asked
        first = by_python(entry, asked)
        for face, met in (
            ("HTTP", by_http(client, entry, asked)),
            ("a tool", by_tool(entry, asked)),
            ("the command", by_command(entry, asked)),
        ):
            # the command line reads some of its words itself: a hyphen begins an option, a switch has no word
            alike = met[0] == first[0] if face == "the command" or first[0] == REFUSED else met == first
            if not alike:
                faults.append(f"{face}: {case.field} {case.value[:40]!r}\n  {case.command[:300]}")
    assert not faults, told(faults)


GOOD = {"hts": "9506.62.40", "origin": "CN", "entry_date": "2025-10-26", "customs_value_usd": "10000"}


def spoiled_rows() -> list[tuple[str, dict[str, str]]]:
    """Rows of a portfolio with junk in one cell: of a required column, or of a fact that decides."""
    kinds = {"hts": "code", "origin": "party", "entry_date": "moment", "customs_value_usd": "amount"}
    rows = [(name, {**GOOD, name: x}) for name, kind in kinds.items() for x in KINDS[kind].junk]
    rows += [("known", {**GOOD, "known": x}) for x in KINDS["day"].junk]
    for name, (code, day, one, _, others, more) in DUTIES.items():
        if name != "end_use" and more.get("to", "US") == "US":
            own = {**GOOD, "hts": code, "entry_date": day, **others}
            own["customs_value_usd"] = more.get("value", "10000")
            rows += [(name, {**own, name: junk}) for junk in fact_junk(one)]
    return [(name, row) for name, row in rows if row[name].strip() and "\x00" not in row[name]]


def test_one_bad_cell_spoils_its_own_row_and_is_met_as_in_a_single_question() -> None:
    rows = spoiled_rows()
    names = list(dict.fromkeys(column for _, row in rows for column in row))
    for size in range(0, len(rows), 400):
        some = rows[size : size + 400]
        between = [one for _, row in some for one in (row, GOOD)]
        frame = pl.DataFrame(
            {c: [row.get(c) for row in between] for c in names}, schema=dict.fromkeys(names, pl.String)
        )
        answer = assess_sheet(frame_sheet(frame))
        made = wide(answer).to_dicts()
        assert {row["duty_usd"] for row in made[1::2]} == {3750.0}
        faults = []
        for (column, row), got in zip(some, made[::2], strict=True):
            single = _single(row)
            want = "error" if single[0] == REFUSED else single[1]["status"]
            if got["status"] != want:
                faults.append(
                    f"{column} {row[column][:40]!r}: {got['status']} in a file, {want} by itself: {row}"
                )
        assert not faults, told(faults)


def _single(row: Mapping[str, str]) -> tuple[str, Any]:
    own = {
        "hts": "hts",
        "origin": "origin",
        "entry_date": "on",
        "customs_value_usd": "value",
        "known": "known",
    }
    given: dict[str, Any] = {own[k]: v for k, v in row.items() if k in own}
    given["facts"] = {k: v for k, v in row.items() if k not in own}
    return by_python(ENTRIES["duty"], given)
