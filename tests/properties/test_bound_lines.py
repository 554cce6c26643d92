"""Many lines at once are answered as each by itself: to the cent, component by component, word by word.

Lines are generated with pairs and triples of facts that bear on each other (metal contents, US content,
a missing statistical number, claims), on all origins, days and days of knowledge; half of them rest on a
bound law that was written to disk and opened again. A short form runs with the tests. The long form takes
``DETENTE_PROOF_LINES`` lines from the seed ``DETENTE_PROOF_SEED`` on, on the schedule at
``DETENTE_PROOF_SCHEDULE`` where one is named.
"""

from __future__ import annotations

import os
import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from detente.duties.goods import schedule
from detente.duties.settled import settle_shipment
from detente.duties.shipment import Shipment, question_of, read_shipment
from detente.duties.shown.stack_lines import layer_lines
from detente.duties.shown.wording import ASKED_AS, covered, informal_note
from detente.duties.totals import Bounds, bounds_of, is_duty, low_cents_of
from detente.duties.trade_remedies import checks_beside
from detente.portfolio.bound.regime import _BOUND, bound_regime, keep
from detente.portfolio.bound.snapshot import snapshot_path
from detente.portfolio.evaluation import PortfolioAnswer, assess_sheet
from detente.portfolio.layout.frames import long, wide
from detente.portfolio.place.plans import plan_headings, plan_notes
from detente.portfolio.read.rows import frame_sheet
from detente.regime.dated.tables import tables
from detente.schedule import Schedule, open_book
from detente.terms import DetenteError

LINES = int(os.environ.get("DETENTE_PROOF_LINES", "2500"))
SEED = int(os.environ.get("DETENTE_PROOF_SEED", "1"))
FIRST, DAYS = date(2018, 3, 1), 3200
VALUES = (
    "0",
    "1",
    "3",
    "12",
    "499.50",
    "700.5",
    "800",
    "801",
    "2500",
    "12345.67",
    "10000",
    "1000000",
    "999999999999",
)
SHARES = ("0", "0.02", "0.0999", "0.1", "0.15", "0.2", "0.5", "0.999", "1")
METALS = ("steel_value_usd", "aluminum_value_usd", "copper_value_usd")
PARTS = ("processing_value_usd", "us_parts_value_usd")
WORDS = {
    "us_content_share": ("0.25", "15%", "0.1", "0.2"),
    "metal_weight_share": ("0.1", "20%", "0.15"),
    "melted_poured": ("US", "CN", "GB"),
    "civil_aircraft": ("yes", "no"),
    "chapter_98": ("yes", "no", "9802.00.40", "9802.00.50", "9802.00.60", "9802.00.80"),
    "de_minimis_claim": ("yes", "no"),
    "donation": ("yes", "no"),
    "informational_materials": ("yes", "no"),
    "end_use": ("office furniture", "auto part", "generic drug", "household"),
    "vehicle_part": ("yes", "no"),
    "truck_part": ("yes", "no"),
    "kitchen_cabinet": ("yes", "no"),
    "mode": ("ocean", "air", "land", "post"),
    "exclusion": ("none", "granted", "9903.88.69", "9903.88.70"),
    "in_quota": ("yes", "no"),
    "described_good": ("yes", "no"),
    "semiconductor_excused_use": ("yes", "no"),
    "patented_pharma": ("yes", "no"),
    "quota": ("in", "over"),
    "wafer_fab": ("US", "TW"),
    "unit": ("kg", "No.", "doz", "t", "lb", "m2"),
    "adcvd_case": ("none", "A-570-967", "A-570-967; C-570-968", "A-570-106"),
    "ad_rate_pct": ("0", "25.6", "376.67"),
    "cvd_rate_pct": ("3.5", "37.84%"),
    "quantity": ("10", "2.5", "100000", "0.333", "0"),
}
# facts that meet in the law: drawn together more often than chance would
TOGETHER = (
    ("steel_value_usd", "us_content_value_usd"),
    ("steel_value_usd", "aluminum_value_usd"),
    ("steel_value_usd", "aluminum_value_usd", "us_content_value_usd"),
    ("copper_value_usd", "us_content_share"),
    ("quantity", "unit"),
    ("quantity", "unit", "steel_value_usd"),
    ("exclusion", "us_content_value_usd"),
    ("de_minimis_claim", "mode"),
    ("melted_poured", "aluminum_value_usd"),
    ("vehicle_part", "steel_value_usd"),
    ("civil_aircraft", "us_content_value_usd"),
    ("loaded_on", "us_content_value_usd"),
    ("chapter_98", "steel_value_usd"),
    ("chapter_98", "processing_value_usd"),
    ("chapter_98", "us_parts_value_usd"),
    ("chapter_98", "us_parts_value_usd", "us_content_value_usd"),
    ("chapter_98", "processing_value_usd", "steel_value_usd", "quantity", "unit"),
    ("metal_weight_share", "steel_value_usd"),
)


@dataclass(frozen=True)
class Book:
    """A schedule with the codes to draw from; those on several lists are drawn more often."""

    schedule: Schedule
    codes: tuple[str, ...]
    listed: tuple[str, ...]


@pytest.fixture(scope="module")
def book() -> Book:
    named = os.environ.get("DETENTE_PROOF_SCHEDULE")
    found = open_book(Path(named)) if named else schedule("US")
    codes = tuple(sorted({*found.codes(8), *found.codes(10)}))
    codes = tuple(c for c in codes if not c.startswith("9903"))  # headings of additional duties are no goods
    listed = tuple(c for c in codes if len({m.list_id for m in found.memberships(c)}) > 3)
    return Book(found, codes, listed or codes)


def _line(draw: random.Random, book: Book) -> dict[str, str]:
    day = FIRST + timedelta(days=draw.randrange(DAYS))
    if draw.random() < 0.5:
        day = date(2025, 1, 15) + timedelta(days=draw.randrange(650))
    value = draw.choice(VALUES) if draw.random() < 0.6 else f"{draw.randrange(10**7) / 100:.2f}"
    row = {
        "hts": draw.choice(book.listed if draw.random() < 0.7 else book.codes),
        "origin": draw.choice(("CN",) * 6 + ("HK", "MO", "VN", "MX", "DE", "KR", "RU")),
        "entry_date": day.isoformat(),
        "customs_value_usd": value,
        "known": draw.choice(
            ("", "", day.isoformat(), (day + timedelta(days=200)).isoformat(), "2026-10-10")
        ),
    }
    names: list[str] = []
    if draw.random() < 0.5:
        names += draw.choice(TOGETHER)
    if draw.random() < 0.5:
        names += draw.sample((*WORDS, *METALS, *PARTS, "loaded_on", "exported_on"), draw.randint(1, 3))
    rest = 1.0  # metals together are no more than the value; lines that say otherwise are refused
    for name in dict.fromkeys(names):
        row[name] = _fact(draw, name, value, day)
        if name in METALS:
            share = float(draw.choice(SHARES)) * rest
            rest -= share
            row[name] = f"{share * float(value):.2f}"
    return row


def _fact(draw: random.Random, name: str, value: str, day: date) -> str:
    if name in WORDS:
        return draw.choice(WORDS[name])
    if name.endswith("_on"):
        return (day - timedelta(days=draw.randrange(0, 90))).isoformat()
    return f"{float(draw.choice(SHARES)) * float(value):.2f}"


def _lines(book: Book) -> list[dict[str, str]]:
    draw = random.Random(SEED)
    rows = [_line(draw, book) for _ in range(LINES)]
    known = ("CN", "2025-09-01", "10000")
    for steel in ("0", "5000", "10000", ""):
        row = dict(zip(("origin", "entry_date", "customs_value_usd"), known, strict=True))
        rows.append(
            row
            | {"hts": "8503.00.65.00", "us_content_value_usd": "5000", "steel_value_usd": steel, "known": ""}
        )
    return rows


def _over_a_kept_file(frame: pl.DataFrame, book: Book) -> PortfolioAnswer:
    """Answers half of which rest on a bound law read from disk, the others on what was bound after it."""
    _BOUND.clear()
    assess_sheet(frame_sheet(frame.head(len(frame) // 2)), book=book.schedule)
    law = tables()
    keep(bound_regime(law, book.schedule, "by_text", "us_import"))
    assert snapshot_path(law, book.schedule, "by_text", "us_import").is_file()
    _BOUND.clear()
    assert bound_regime(law, book.schedule, "by_text", "us_import").kept > 0
    return assess_sheet(frame_sheet(frame), book=book.schedule)


def test_lines_together_are_answered_as_each_by_itself(
    book: Book, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    rows = _lines(book)
    names = list(dict.fromkeys(name for row in rows for name in row))
    frame = pl.DataFrame({name: [row.get(name) or None for row in rows] for name in names})
    shown_anew = wide(assess_sheet(frame_sheet(frame), book=book.schedule))
    with monkeypatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path))
        answer = _over_a_kept_file(frame, book)
    shown = wide(answer)
    assert shown.equals(shown_anew)
    faults = []
    checked = 0
    for i, row in enumerate(rows):
        ship = _shipment(row, book.schedule)
        assert (ship is None) == (answer.plan[i] < 0), row
        if ship is None:
            continue
        checked += 1
        ask = question_of(ship, tables(), book.schedule, "by_text", ship.known)
        bounds = bounds_of(ask)
        together, alone = _of_answer(answer, shown, i), _of_single(ship, ask, bounds)
        if together != alone:
            faults.append((row, {k: (together[k], alone[k]) for k in alone if together[k] != alone[k]}))
    assert not faults, f"{len(faults)} of {checked}: {faults[:3]}"
    assert checked > 0.95 * LINES


def test_the_layers_of_the_long_layout_are_those_of_each_line_by_itself(book: Book) -> None:
    """Layers in words come from lines of a kind, money from the plan: both must be those of the line."""
    rows = _lines(book)[: max(800, LINES // 4)]
    rows += [
        {
            "hts": "8505.11.00", "origin": "CN", "entry_date": "2025-04-28", "customs_value_usd": "97291.73",
            "known": "2026-10-10", "civil_aircraft": "yes",
        },
        {
            "hts": "8713.90.00", "origin": "CN", "entry_date": "2025-12-15", "customs_value_usd": "55930.66",
            "known": "", "steel_value_usd": "40000", "us_content_value_usd": "8389.60",
        },
    ]  # fmt: skip
    names = list(dict.fromkeys(name for row in rows for name in row))
    frame = pl.DataFrame({name: [row.get(name) or None for row in rows] for name in names})
    answer = assess_sheet(frame_sheet(frame), book=book.schedule)
    by_row = long(answer).partition_by("row", as_dict=True)
    faults = []
    for i, row in enumerate(rows):
        ship = _shipment(row, book.schedule)
        if ship is None or answer.plan[i] < 0:
            continue
        ask = question_of(ship, tables(), book.schedule, "by_text", ship.known)
        alone = layer_lines(ask, bounds_of(ask))
        shown = by_row[answer.rows[i].row,]
        measures = {layer.measure for layer in alone}
        together = [r for r in shown.iter_rows(named=True) if r["measure"] in measures]
        settled = answer.rows[i].status == "ok"
        found = [_of_layer(r["measure"], r["status"], r["duty_usd"] if settled else None) for r in together]
        wanted = [_of_layer(x.measure, x.status, x.duty_usd if settled else None) for x in alone]
        if found != wanted:
            faults.append((row, found, wanted))
    assert not faults, f"{len(faults)}: {faults[:2]}"


def _of_layer(measure: str, status: str, duty: object) -> tuple[str, str, float | None]:
    return measure, status, None if duty is None else round(float(str(duty)), 2)


def _shipment(row: dict[str, str], schedule: Schedule) -> Shipment | None:
    facts = {k: v for k, v in row.items() if k in tables().facts and k not in _OWN and v}
    try:
        ship = read_shipment(
            row["hts"], origin=row["origin"], value=row["customs_value_usd"], on=row["entry_date"],
            known=row["known"] or None, facts=facts,
        )  # fmt: skip
        return settle_shipment(ship, tables(), schedule)
    except DetenteError:
        return None


_OWN = ("hts", "origin", "entry_date", "customs_value_usd")


def _of_answer(answer: PortfolioAnswer, shown: pl.DataFrame, i: int) -> dict[str, object]:
    words = answer.words
    return {
        "status": answer.rows[i].status,
        "duty": int(answer.cents.duty[i]),
        "low": int(answer.cents.low[i]),
        "high": None if answer.cents.open_top[i] else int(answer.cents.high[i]),
        "back": int(answer.refundable[i]) if answer.refund_known[i] else None,
        "parts": {name: int(cents[i]) for name, cents in answer.cents.parts.items() if cents[i]},
        "missing": words.missing[words.missing_at[i]],
        "headings": shown["headings"][i],
        "notes": _plain(shown["notes"][i].split("; ")),
        "total_pct": shown["total_pct"][i],
    }


def _of_single(ship: Shipment, ask, bounds: Bounds) -> dict[str, object]:
    outcome = bounds.outcome
    parts: dict[str, int] = {"mfn": outcome.base.low_cents}
    for layer, (cents, _) in zip(outcome.layers, outcome.cents, strict=True):
        if is_duty(layer.measure):
            parts[layer.measure.component] = parts.get(layer.measure.component, 0) + cents
    missing = (*bounds.missing, *(need.fact for need in outcome.base.needs))
    missing += () if ask.goods.line is not None else ("schedule",)
    known = outcome.base.known and not missing
    status = "not_modelled" if not covered(ask, bounds) else "ok" if known else "undetermined"
    total = None
    if status == "ok" and ship.dollars:
        total = float(round(_percent(outcome.duty_cents, ship.dollars), 4))
    elif status == "ok":
        rates = sum(x.ppm for x in outcome.layers if x.status == "in_force" and is_duty(x.measure))
        total = ((outcome.base.ppm or 0) + rates) / 10_000
    return {
        "status": status,
        "duty": outcome.duty_cents,
        "low": low_cents_of(ask, bounds),
        "high": None if status == "not_modelled" else bounds.high_cents,
        "back": None if ask.goods.line is None else bounds.refund_cents,
        "parts": {name: cents for name, cents in parts.items() if cents},
        "missing": tuple(ASKED_AS.get(name, name) for name in missing),
        "headings": plan_headings(ask, bounds),
        "notes": _plain(
            [
                *ship.notes,
                *plan_notes(ask, bounds),
                *(f"not claimed: {name}" for name in bounds.claims),
                *checks_beside(
                    tables(), ("us_import", ship.digits, ship.origin, ship.moment, ship.known), ship.facts
                ),
                *(() if outcome.base.relieved else informal_note(tables(), ship)),
            ]
        ),
        "total_pct": total,
    }


def _percent(cents: int, dollars: int):
    from decimal import Decimal

    return Decimal(cents) / Decimal(dollars)


def _plain(notes: list[str]) -> set[str]:
    """Notes of the law: not what was read into the line, nor what its base rate takes for granted."""
    return {
        part
        for note in notes
        for part in note.split("; ")
        if part
        and not part.startswith(("end use", "code not in", "nearest codes", "the "))
        and "else give" not in part
    }
