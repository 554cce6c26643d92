"""Lines under outcomes, and on days of entry, are each answered as the single shipment under that law.

Random lines with facts that meet in the law and with rows that cannot be read: duty, components, bounds,
refunds and what is settled, under every outcome and on every day on which entering is compared. The short
form runs with the tests; ``DETENTE_PROOF_LINES`` and ``DETENTE_PROOF_SEED`` make it long.
"""

from __future__ import annotations

import os
import random
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from detente.duties.goods import schedule
from detente.duties.settled import settle_shipment
from detente.duties.shipment import question_of, read_shipment
from detente.duties.shown.wording import covered
from detente.duties.totals import bounds_of, is_duty, low_cents_of
from detente.outcomes.costs.compare import outcomes_on
from detente.outcomes.entering.holding import hold
from detente.outcomes.entering.timing import compare_days
from detente.outcomes.laying.store import with_files
from detente.portfolio.read.rows import frame_sheet
from detente.regime.dated.tables import tables
from detente.terms import DetenteError

LINES = int(os.environ.get("DETENTE_PROOF_LINES", "350"))
SEED = int(os.environ.get("DETENTE_PROOF_SEED", "5"))
KNOWN = "2025-10-29"
OUTCOMES = ("lapse", "busan", "truce", "plus100", "ships-suspended", "threat-without-toys")
FACTS = {
    "steel_value_usd": None, "aluminum_value_usd": None, "us_content_value_usd": None,
    "mode": ("ocean", "air", "post"), "vehicle_part": ("yes", "no"), "de_minimis_claim": ("yes",),
    "melted_poured": ("US", "CN"), "exclusion": ("none", "granted", "9903.88.69"), "sts_crane": ("yes", "no"),
    "quantity": ("10", "2.5"), "chapter_98": ("yes",),
}  # fmt: skip


def _row(draw: random.Random, codes: list[str]) -> dict[str, str]:
    value = draw.choice(("0", "1", "499.50", "801", "12345.67", "1000000"))
    day = date(2025, 10, 29) + timedelta(days=draw.randrange(420))
    row = {
        "hts": draw.choice(codes), "origin": draw.choice(("CN",) * 5 + ("HK", "VN", "DE")),
        "entry_date": day.isoformat(), "customs_value_usd": value,
    }  # fmt: skip
    for name in draw.sample(sorted(FACTS), draw.choice((0, 0, 1, 2, 3))):
        words = FACTS[name]
        row[name] = draw.choice(words) if words else f"{float(value) * draw.random() / 3:.2f}"
    if draw.random() < 0.3:
        row["imported_on"] = (day - timedelta(days=draw.randrange(90))).isoformat()
    if draw.random() < 0.04:
        row[draw.choice(("hts", "origin", "entry_date", "customs_value_usd"))] = "30/26/2025"
    return row


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    draw = random.Random(SEED)
    book = schedule("US")
    every = sorted({*book.codes(8), *book.codes(10)})
    codes = [c for c in every if not c.startswith("9903")]  # headings of additional duties are no goods
    listed = [c for c in codes if len({m.list_id for m in book.memberships(c)}) > 3] or codes
    known = [{"hts": c, "origin": "CN", "entry_date": "2026-11-12", "customs_value_usd": "10000"}
             for c in ("9506.62.40", "9503.00.00.73", "8426.19.00", "7304.29.61")]  # fmt: skip
    return [_row(draw, listed if draw.random() < 0.6 else codes) for _ in range(LINES)] + known


@pytest.fixture(scope="module")
def made(rows):
    names = list(dict.fromkeys(name for row in rows for name in row))
    frame = pl.DataFrame({name: [row.get(name) for row in rows] for name in names})
    files = with_files(["examples/outcomes-mine.yaml"])
    return outcomes_on(frame_sheet(frame), OUTCOMES, rows=files, known=KNOWN)


def _single(row: dict[str, str], law, day: str | None = None) -> dict[str, object] | None:
    """What one shipment owes under a law, by the evaluator of the single answer; None where it is refused."""
    facts = {k: v for k, v in row.items() if k in tables().facts and k not in _OWN and v}
    book = schedule("US")
    try:
        ship = read_shipment(
            row["hts"], origin=row["origin"], value=row["customs_value_usd"], on=day or row["entry_date"],
            known=KNOWN, facts=facts, law=law,
        )  # fmt: skip
        ship = settle_shipment(ship, law, book)
        ask = question_of(ship, law, book, "by_text", KNOWN)
        found = bounds_of(ask)
    except DetenteError:
        return None
    outcome, known_law = found.outcome, covered(ask, found)
    parts = {"mfn": outcome.base.low_cents}
    for layer, (cents, _) in zip(outcome.layers, outcome.cents, strict=True):
        if is_duty(layer.measure):
            parts[layer.measure.component] = parts.get(layer.measure.component, 0) + cents
    open_ = found.missing or outcome.base.needs or ask.goods.line is None or not outcome.base.known
    refund = None if ask.goods.line is None else found.refund_cents
    return {
        "settled": known_law and not open_,
        "duty": outcome.duty_cents,
        "low": low_cents_of(ask, found),
        "high": found.high_cents if known_law else None,
        "refundable": refund or 0,
        "parts": {name: cents for name, cents in parts.items() if cents},
    }


_OWN = ("hts", "origin", "entry_date", "customs_value_usd")


def _of_lines(lines, i: int) -> dict[str, object]:
    return {
        "settled": bool(lines.settled[i]),
        "duty": int(lines.duty[i]),
        "low": int(lines.low[i]),
        "high": None if lines.open_top[i] else int(lines.high[i]),
        "refundable": int(lines.refundable[i]),
        "parts": {name: int(cents[i]) for name, cents in lines.parts.items() if cents[i]},
    }


def test_every_line_under_every_outcome_is_the_single_shipment_under_that_law(rows, made) -> None:
    faults, moved = [], 0
    for name, laid, lines in zip(made.names, made.laids, made.money, strict=True):
        for i in made.rows.tolist():
            alone, together = _single(rows[i], laid.law), _of_lines(lines, i)
            if alone != together:
                faults.append((name, rows[i], alone, together))
            moved += together != _of_lines(made.money[0], i)
    assert not faults, f"{len(faults)}: {faults[:2]}"
    assert len(made.rows) > 0.85 * len(rows)
    assert moved > len(rows) // 4


def test_every_day_of_entry_under_every_outcome_is_the_single_shipment_on_that_day(rows, made) -> None:
    held = hold(made.answer.sheet, made.by_name, KNOWN, made)
    draw = random.Random(SEED)
    faults, seen = [], 0
    for d, column in enumerate(held.days):
        for n in draw.sample(range(len(held.rows)), min(40, len(held.rows))):
            i = int(held.rows[n])
            k = draw.randrange(len(made.names))
            alone = _single(rows[i], made.laids[k].law, column[n])
            lines = held.computed[d].money[k]
            together = _of_lines(lines, i) if lines.answered[i] else None
            seen += 1
            if alone != together:
                faults.append((made.names[k], column[n], rows[i], alone, together))
    assert not faults, f"{len(faults)} of {seen}: {faults[:2]}"
    assert len(held.days) > 5


def test_a_row_that_errs_on_one_day_only_is_open_there_and_the_file_is_answered() -> None:
    """An exclusion is accepted only on days on which it holds the goods: on the others the row errs."""
    frame = pl.DataFrame(
        {
            "hts": ["9001.30.00", "9506.62.40"], "origin": ["CN", "CN"],
            "entry_date": ["2025-12-01", "2025-11-05"], "customs_value_usd": ["10000", "10000"],
            "imported_on": ["2025-09-14", None], "exclusion": ["9903.88.69", None],
        }
    )  # fmt: skip
    made = outcomes_on(frame_sheet(frame), ["busan"], rows=with_files([]), known=KNOWN)
    assert made.answer.answered.tolist() == [True, True]
    held = hold(made.answer.sheet, made.by_name, KNOWN, made)
    answered = np.array([c.answer.answered for c in held.computed])
    assert not answered[:, 0].all(), "the claim must fail on some day for this test to mean anything"
    assert answered[:, 1].all()
    assert held.open_[~answered[:, 0], :, 0].all()
    timing = compare_days(made.answer.sheet, made.by_name, tables(), KNOWN, top=None)
    assert {r.row for r in timing.held_lines} == {2}
    assert any("whose duty on arrival is not settled" in gap for gap in timing.not_modelled)
