"""The bound law: reopened, it answers alike; amounts remember their form; large values stay exact."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from detente.duties.goods import schedule
from detente.portfolio.bound.amounts import VALUE, TracedFacts, guards_hold
from detente.portfolio.bound.arrays_file import ArraysFile, write_arrays
from detente.portfolio.bound.axes import ENTRY_DAY
from detente.portfolio.bound.bound_law import BoundRegime
from detente.portfolio.bound.cents import ad_valorem
from detente.portfolio.bound.regime import _BOUND, bound_regime, keep
from detente.portfolio.bound.snapshot import snapshot_path
from detente.portfolio.bound.timelines import axis_points
from detente.portfolio.evaluation import assess_sheet
from detente.portfolio.layout.frames import wide
from detente.portfolio.line_sums import sum_lines
from detente.portfolio.read.rows import frame_sheet
from detente.regime.dated.rows import MeasureRow
from detente.regime.dated.tables import tables
from detente.terms import duty_cents


def _frame() -> pl.DataFrame:
    draw = random.Random(5)
    codes = [*schedule("US").codes(8), *schedule("US").codes(10)]
    n = 400
    return pl.DataFrame(
        {
            "hts": [draw.choice(codes) for _ in range(n)],
            "origin": [draw.choice(["CN", "CN", "HK", "VN", "MX"]) for _ in range(n)],
            "entry_date": [f"{draw.randint(2018, 2026)}-{draw.randint(1, 12):02d}-15" for _ in range(n)],
            "customs_value_usd": [str(draw.randrange(0, 10**6)) for _ in range(n)],
            "steel_value_usd": [draw.choice([None, None, "100"]) for _ in range(n)],
            "quantity": [draw.choice([None, "12.5"]) for _ in range(n)],
        }
    )


def test_what_was_kept_on_disk_answers_as_what_was_bound_anew(
    monkeypatch: pytest.MonkeyPatch, tmp_path
) -> None:
    frame = _frame()
    law, book = tables(), schedule("US")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    _BOUND.clear()
    anew = wide(assess_sheet(frame_sheet(frame)))
    keep(bound_regime(law, book, "by_text", "us_import"))
    path = snapshot_path(law, book, "by_text", "us_import")
    assert path.is_file()
    _BOUND.clear()
    again = bound_regime(law, book, "by_text", "us_import")
    assert again.kept > 0
    assert wide(assess_sheet(frame_sheet(frame))).equals(anew)
    more = frame.with_columns(origin=pl.lit("DE"), steel_value_usd=pl.lit("7"))
    extended = wide(assess_sheet(frame_sheet(more)))
    _BOUND.clear()
    path.unlink()
    assert wide(assess_sheet(frame_sheet(more))).equals(extended)
    _BOUND.clear()


def test_a_damaged_file_is_bound_anew(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    law, book = tables(), schedule("US")
    path = snapshot_path(law, book, "by_text", "us_import")
    write_arrays(path, {"numbers": np.arange(1000)}, {"words": ["one"]})
    assert ArraysFile(path).array("numbers").sum() == 499_500
    whole = path.read_bytes()
    path.write_bytes(whole[:2000] + bytes([whole[2000] ^ 1]) + whole[2001:])
    with pytest.raises(ValueError, match="damaged"):
        ArraysFile(path)
    path.write_bytes(whole[:4000])
    with pytest.raises(ValueError, match="cut short"):
        ArraysFile(path)
    _BOUND.clear()
    assert bound_regime(law, book, "by_text", "us_import").kept == 0
    _BOUND.clear()


def test_keeping_can_be_turned_off_and_a_folder_that_cannot_be_written_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path
) -> None:
    law, book = tables(), schedule("US")
    path = tmp_path / "detente" / "bound"
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("DETENTE_BOUND", "off")
    _BOUND.clear()
    assess_sheet(frame_sheet(_frame()))
    keep(bound_regime(law, book, "by_text", "us_import"))
    assert not path.exists()
    monkeypatch.delenv("DETENTE_BOUND")
    path.parent.mkdir()
    path.write_text("no folder")
    keep(bound_regime(law, book, "by_text", "us_import"))
    assert path.read_text() == "no folder"
    _BOUND.clear()
    assert bound_regime(law, book, "by_text", "us_import").kept == 0
    _BOUND.clear()


def test_a_law_that_differs_in_a_measure_takes_over_the_rest_and_answers_as_bound_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    law = tables()
    entries = assess_sheet(frame_sheet(_frame())).entries
    changed = tuple(_dearer(m) if "list-4a" in m.id or "fentanyl" in m.id else m for m in law.measures)
    assert changed != law.measures
    shared = sum_lines(entries, law=replace(law, measures=changed, hash="shared"))
    monkeypatch.setattr("detente.portfolio.bound.regime.comparable", lambda one, two: False)
    anew = sum_lines(entries, law=replace(law, measures=changed, hash="anew"))
    plain = sum_lines(entries)
    for name in ("duty", "low", "high", "open_top", "refundable", "status"):
        assert np.array_equal(getattr(shared, name), getattr(anew, name)), name
    assert (shared.duty != plain.duty).any()


@pytest.mark.parametrize(
    "name", ["us.s301.list-4a", "us.ieepa.fentanyl", "us.s232.metals", "us.s301.exclusions"]
)
def test_timelines_taken_over_from_another_law_are_those_bound_anew(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    law, book = tables(), schedule("US")
    _BOUND.clear()
    monkeypatch.setenv("DETENTE_BOUND", "off")
    codes = random.Random(7).sample(book.codes(10), 300)
    near = bound_regime(law, book, "by_text", "us_import")
    policies = (ENTRY_DAY, near.axes.policy_of(law.verified))
    _filled(near, codes, policies)
    changed = tuple(_dearer(m) if m.id == name else m for m in law.measures)
    shared = bound_regime(replace(law, measures=changed, hash="s"), book, "by_text", "us_import")
    taken = len(shared.stacks)
    assert 0 < taken < len(near.stacks)
    monkeypatch.setattr("detente.portfolio.bound.regime.comparable", lambda one, two: False)
    anew = bound_regime(replace(law, measures=changed, hash="a"), book, "by_text", "us_import")
    for one, two in zip(_filled(shared, codes, policies), _filled(anew, codes, policies), strict=True):
        assert np.array_equal(one[1], two[1]), "facts looked at"
        assert np.array_equal(one[2], two[2]), "flags"
        # where the changed measure stands its part is marked: equal stacks stay equal, others apart
        assert (
            len(np.unique(one[0]))
            == len(np.unique(two[0]))
            == len(np.unique(np.stack([one[0], two[0]]), axis=1).T)
        )
    for number in random.Random(8).sample(range(taken), min(300, taken)):
        stands = shared.stacks.standing(number)
        kind = shared.class_numbers([stands.digits])
        policy = next(p for p in policies if (stands.moment, stands.known) in shared.axes.cells(p))
        table = shared.fill(policy, np.array([stands.group]), kind)
        (cell,) = table.cells_of([stands.moment])
        assert table.stacks[table.row[stands.group, kind[0]], cell] == number
    _BOUND.clear()


def _filled(bound: BoundRegime, codes: list[str], policies: tuple[int, int]) -> list[tuple[np.ndarray, ...]]:
    """Content, facts and flags of the stacks of codes, of all origins, along two policies."""
    numbers = bound.class_numbers(codes)
    made = []
    for policy in policies:
        for group in range(len(bound.groups.first)):
            table = bound.fill(policy, np.full(len(numbers), group), numbers)
            stacks = table.stacks[table.row[group, numbers]].ravel()
            made.append(tuple(column[stacks] for column in bound.stacks.arrays))
    return made


def _dearer(measure: MeasureRow) -> MeasureRow:
    """A measure whose last clauses ask more, of the larger lines alone."""
    last = ("fact", "at_least", "customs_value_usd", "5000")
    tracks = tuple(
        (*t[:-1], replace(t[-1], ppm=(t[-1].ppm or 0) + 10_000, when=last)) for t in measure.tracks
    )
    return replace(measure, tracks=tracks)


def test_amounts_remember_their_form_and_what_they_were_compared_with() -> None:
    facts = TracedFacts({"steel_value_usd": "400"}, 1000, {}, {"steel_value_usd": 400})
    steel = facts.amount("steel_value_usd")
    assert steel is not None
    rest = max(0, facts.dollars - steel)
    assert rest == 600
    assert rest.form == ((VALUE, 1), ("steel_value_usd", -1))
    guards = tuple(facts.trace)
    assert guards_hold(guards, {VALUE: 900, "steel_value_usd": 300})
    assert not guards_hold(guards, {VALUE: 300, "steel_value_usd": 300})


@pytest.mark.parametrize("dollars", [0, 1, 9_999, 10_001, 10**12, 3 * 10**15])
def test_cents_are_exact_however_large_the_value(dollars: int) -> None:
    for ppm in (1, 75_000, 1_450_000):
        assert ad_valorem(np.array([ppm]), np.array([dollars]))[0] == duty_cents(ppm, dollars)


@pytest.mark.parametrize("direction", ["us_import", "china_import"])
def test_no_stack_stands_for_others_on_the_day_that_means_without_end(direction: str) -> None:
    # on that day clauses without an end would have ended: lines of other days must not be answered by it
    points = axis_points(tables(), schedule("US" if direction == "us_import" else "CN"), direction).moments
    assert points and max(points) < "9999"


def test_stacks_bound_before_any_plan_have_none(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    """Law filled for a panel holds stacks and no plan; no plan is no place in the plans."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    _BOUND.clear()
    regime = bound_regime(tables(), schedule("US"), "by_text", "us_import")
    numbers = regime.class_numbers(schedule("US").codes(8)[:5])
    regime.fill(0, np.zeros(len(numbers), dtype=np.int64), numbers)
    assert len(regime.stacks)
    assert not regime.plans
    plans, of_stack = regime.plain_plans()
    assert of_stack.tolist() == [plans.none] * len(regime.stacks)
    assert not wide(assess_sheet(frame_sheet(_frame().head(40)))).is_empty()
    _BOUND.clear()
