"""Outcome files: every fault is named with file and line, and hostile files change nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.outcomes.laying.choose import day_for, laid_for
from detente.outcomes.laying.store import own_outcomes, with_files
from detente.outcomes.trees.paths import paths
from detente.regime.dated.law_tables import law_tables
from detente.regime.dated.tables import tables
from detente.terms import InputError, LawError

HEAD = 'outcomes:\n  - id: mine\n    title: {en: "t"}\n    known: "2025-10-29"\n    summary: {en: "s"}\n'
GOOD = '      - {id: a, do: suspend, of: us.ieepa.fentanyl, from: "2025-11-10", says: {en: "x"}}\n'


def write(folder: Path, text: str) -> Path:
    path = folder / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def faults(folder: Path, text: str) -> str:
    with pytest.raises(LawError) as caught:
        with_files([write(folder, text)])
    return "\n".join(caught.value.faults)


CHANGES = {
    "unknown measure": ('{id: a, do: end, of: us.ieepa.fentanil, from: "2025-11-10", says: {en: x}}',
                        "OUT-02", "us.ieepa.fentanyl"),
    "unknown provision": ('{id: a, do: end, of: us.ieepa.fentanyl, provisions: [at-99], from: '
                          '"2025-11-10", says: {en: x}}',
                          "OUT-07", "at-20"),
    "nothing ends then": ('{id: a, do: extend, of: us.ieepa.reciprocal, at: "2025-11-11", to: '
                          '"2026-01-01", says: {en: x}}',
                          "OUT-07", "nothing"),
    "ends before it begins": ('{id: a, do: end, of: us.ieepa.fentanyl, from: "2025-11-10", until: '
                              '"2025-11-01", says: {en: x}}',
                              "OUT-07", "before it begins"),
    "extends backwards": ('{id: a, do: extend, of: us.ieepa.reciprocal, at: "2025-11-10T00:01-05:00", to: '
                          '"2025-11-01", says: {en: x}}',
                          "OUT-07", "not after"),
    "rate without a rate": ('{id: a, do: rate, of: us.ieepa.fentanyl, from: "2025-11-10", says: {en: x}}',
                            "needs rate", ""),
    "suspend with a rate": ('{id: a, do: suspend, of: us.ieepa.fentanyl, from: "2025-11-10", rate: '
                            '{ad_valorem: "1%"}, says: {en: x}}',
                            "takes no rate", ""),
    "unknown key": ('{id: a, do: end, of: us.ieepa.fentanyl, from: "2025-11-10", says: {en: x}, frm: y}',
                    "Extra inputs", ""),
    "unknown kind": ('{id: a, do: abolish, of: us.ieepa.fentanyl, from: "2025-11-10", says: {en: x}}',
                     "suspend", ""),
    "no day": ('{id: a, do: end, of: us.ieepa.fentanyl, from: soon, says: {en: x}}', "not a day", ""),
    "hour without zone": ('{id: a, do: end, of: us.ieepa.fentanyl, from: "2025-11-10T00:01", says: {en: x}}',
                          "no zone", ""),
    "unknown list": ('{id: a, do: impose, of: us.threat-100, from: "2025-11-10", provision: {id: p, '
                     'title: {en: x}, rate: {ad_valorem: "1%"}, goods: {lists: [no.such]}}, says: {en: x}}',
                     "OUT-05", "no.such"),
    "unknown fact": ('{id: a, do: impose, of: us.threat-100, from: "2025-11-10", provision: {id: p, '
                     'title: {en: x}, rate: {ad_valorem: "1%"}, when: {fact: colour, equals: red}}, says: '
                     '{en: x}}',
                     "OUT-05", "colour"),
    "steps on a duty": ('{id: a, do: steps, of: us.ieepa.fentanyl, from: "2025-11-10", steps: [{unit: '
                        'net_ton, amount: "1"}], says: {en: x}}',
                        "OUT-07", "port fees"),
    "a rate on a licence": ('{id: a, do: rate, of: cn.export-controls.no-61-2025, from: "2025-11-10", '
                            'rate: {ad_valorem: "1%"}, says: {en: x}}',
                            "OUT-07", "tracks"),
    "unknown track": ('{id: a, do: suspend, of: cn.export-controls.no-61-2025, tracks: [z], from: '
                      '"2025-11-10", says: {en: x}}',
                      "OUT-07", "no track"),
    "a provision known later": ('{id: a, do: suspend, of: us.ieepa.fentanyl, provisions: [at-10-again], '
                                'from: "2025-11-10", says: {en: x}}',
                                "OUT-07", "at-10-again"),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_a_fault_names_file_line_and_rule(tmp_path, name):
    change, rule, hint = CHANGES[name]
    said = faults(tmp_path, f"{HEAD}    changes:\n      - {change}\n")
    assert "mine.yaml:7" in said, said
    assert rule in said, said
    assert hint in said, said


def test_every_fault_is_reported_not_only_the_first(tmp_path):
    text = (
        HEAD
        + "    changes:\n"
        + "".join(f"      - {CHANGES[n][0]}\n" for n in ("unknown key", "no day", "unknown kind"))
    )
    said = faults(tmp_path, text)
    assert "mine.yaml:7" in said
    assert "mine.yaml:8" in said
    assert "mine.yaml:9" in said


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("outcomes: {a: b}\n", "is a list"),
        ("- a\n", "mapping"),
        ("rules: []\n", "no such key"),
        ("outcomes: &a [*a]\n", "nested deeper"),
        ("outcomes:\n  - id: x\n    id: y\n", "stands twice"),
        ("outcomes: [\n", "not YAML"),
        ("a: " + "[" * 40 + "]" * 40, "nested deeper"),
        (HEAD + "    includes: [mine]\n", "OUT-03"),
        (HEAD + "    includes: [nobody]\n", "OUT-03"),
        (HEAD + "    decides: [{clock: us.reciprocal.november-2025, choose: forget}]\n", "OUT-04"),
        (HEAD + "    decides: [{clock: us.s122.150-days, choose: lapse}]\n", "OUT-04"),
        (HEAD + "    cite: [{document: NOWHERE}]\n", "OUT-06"),
        (HEAD.replace("mine", "../mine"), "an id is letters"),
        (HEAD + "    changes:\n" + GOOD + GOOD, "OUT-01"),
    ],
)
def test_unusable_files_are_refused_with_their_place(tmp_path, text, words):
    said = faults(tmp_path, text)
    assert words in said, said
    assert "mine.yaml" in said


TABLE = """bargains:
  - id: mine
    title: {en: x}
    known: "2025-10-26"
    disagreement: DIS
    packages:
      - {id: war, title: {en: w}, outcome: OUT}
      - {id: SECOND, title: {en: d}, outcome: truce, rules: [
          {kind: pledge, exporter: USA, importer: CHN, sector: oilseeds, ratio: "RATIO", says: {en: s}}]}
"""


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"OUT": "lapes"}, "OUT-09 no outcome 'lapes' (did you mean lapse"),
        ({"OUT": "by_text"}, "OUT-09 by_text rests on knowledge after 2025-10-26"),
        ({"DIS": "peace"}, "OUT-09 no package 'peace'; one of war, deal"),
        ({"SECOND": "war"}, "OUT-09 package war stands twice"),
        ({"RATIO": "1e9"}, "ratio"),
        ({"RATIO": "-1"}, "ratio"),
    ],
)
def test_a_bargain_that_does_not_stand_is_refused(tmp_path, change, words):
    text = TABLE
    for key, value in ({"OUT": "lapse", "DIS": "war", "SECOND": "deal", "RATIO": "1.5"} | change).items():
        text = text.replace(key, value)
    assert words in faults(tmp_path, text)


def test_a_file_that_is_not_text_or_not_there(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(LawError, match="UTF-8"):
        with_files([path])
    with pytest.raises(InputError, match="no such file"):
        with_files([tmp_path / "none.yaml"])


def test_an_own_outcome_stands_beside_and_over_the_named_ones(tmp_path):
    text = HEAD + "    includes: [truce]\n    changes:\n" + GOOD
    rows = with_files([write(tmp_path, text)])
    assert [c.outcome for c in rows.clauses("mine")] == [
        "reciprocal-extended",
        "china-counter-extended",
        "mine",
    ]
    assert set(own_outcomes().outcomes) < set(rows.outcomes)
    mine = write(tmp_path, text.replace("id: mine", "id: lapse"))
    assert len(with_files([mine]).clauses("lapse")) == 3
    assert own_outcomes().clauses("lapse") == ()


def test_a_clock_can_be_extended_to_a_day_by_name():
    laid = laid_for(["reciprocal=extend:2026-05-10"], known="2025-10-26")
    measure = laid.law.measure("us.ieepa.reciprocal")
    assert (measure.events[-1].start, measure.events[-1].until) == ("2025-11-10T00:01", "2026-05-10T00:01")
    assert laid.trade is law_tables()
    assert [m for m in laid.law.measures if m is not tables().measure(m.id)] == [measure]


@pytest.mark.parametrize(
    "word",
    ["nobody=lapse", "reciprocal=forget", "reciprocal=extend:yesterday", "reciprocal=extend:2025-11-09",
     "bussan", "=", "=lapse", "s122=lapse"],
)  # fmt: skip
def test_words_that_mean_nothing_are_refused_with_what_could_be_said(word):
    with pytest.raises(InputError) as caught:
        laid_for([word], known="2025-10-26")
    assert caught.value.remedy


def test_an_outcome_on_the_wrong_day_says_so():
    with pytest.raises(InputError, match="as known 2020-01-01"):
        laid_for(["truce"], known="2020-01-01")
    with pytest.raises(InputError, match="no day of knowledge"):
        day_for(["us.reciprocal.november-2025=lapse"], own_outcomes(), None)
    with pytest.raises(InputError, match="'x' is the name of several clocks"):
        day_for(["x=lapse"], own_outcomes(), None)
    with pytest.raises(InputError, match="has no outcome 'lapsee'"):
        day_for(["us.reciprocal.november-2025=lapsee"], own_outcomes(), None)


def test_a_file_cannot_make_the_program_run_for_ever(tmp_path):
    """Outcomes that include each other twice over are still laid once; a tree without end is refused."""
    chain = [HEAD + "    changes:\n" + GOOD]
    for i in range(40):
        before = "mine" if i == 0 else f"m{i - 1}"
        chain.append(
            f'  - {{id: m{i}, title: {{en: t}}, known: "2025-10-29", summary: {{en: s}}, includes: '
            f"[{before}, {before}]}}\n"
        )
    rows = with_files([write(tmp_path, "".join(chain))])
    assert len(rows.clauses("m39")) == 1
    decision = (
        'title: {en: t}, by: "2025-11-01", decider: {en: d}, branches: [{choose: a, title: {en: '
        "a}}, {choose: b, title: {en: b}}]"
    )
    many = "".join(f"      - {{id: d{i}, {decision}}}\n" for i in range(30))
    path = write(
        tmp_path,
        'trees:\n  - id: endless\n    title: {en: t}\n    known: "2025-10-26"\n    decisions:\n' + many,
    )
    tree = with_files([path]).trees["endless"]
    with pytest.raises(InputError, match="1,024 leaves"):
        list(paths(tree, {}))
