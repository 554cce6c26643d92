"""Lines of goods drawn at random, of both directions, and one line laid beside its row of a file."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import polars as pl
import test_bound_lines as bound
from faces import REFUSED, Met, by_python

from detente.answers import ENTRIES
from detente.duties.goods import schedule
from detente.portfolio import assess_sheet, frame_sheet, wide
from detente.regime import tables

COLUMNS = {
    "hts": "hts",
    "origin": "origin",
    "entry_date": "on",
    "customs_value_usd": "value",
    "known": "known",
}
# facts that meet in the law, beside those of `test_bound_lines`
MEETING = (
    ("exclusion", "civil_aircraft"), ("exclusion", "chapter_98"), ("chapter_98", "us_content_value_usd"),
    ("civil_aircraft", "steel_value_usd"), ("civil_aircraft", "aluminum_value_usd", "us_content_value_usd"),
    ("exclusion", "steel_value_usd", "us_content_value_usd"), ("mode", "loaded_on", "exclusion"),
    ("vehicle_part", "truck_part", "aluminum_value_usd"), ("metal_weight_share", "us_content_share"),
    ("entry_type", "mode"), ("patented_pharma", "pharma_relief"), ("de_minimis_claim", "chapter_98"),
)  # fmt: skip
AFTER = ("reexported_on", "liquidated_on")
TOTALS = ("duty_usd", "announced_duty_usd", "low_usd", "high_usd", "refundable_usd")
# facts of an entry into China that meet
CHINESE = {
    "quota": ("in", "over"),
    "exclusion": ("none", "granted"),
    "wafer_fab": ("US", "TW", "KR"),
    "mode": ("ocean", "air"),
    "quantity": ("10", "2500.5", "0"),
    "unit": ("kg", "t", "No."),
}


@cache
def us_book() -> bound.Book:
    """The US schedule with the codes to draw from."""
    book = schedule("US")
    every = sorted({*book.codes(8), *book.codes(10)})
    codes = tuple(c for c in every if not c.startswith("9903"))  # headings of additional duties are no goods
    listed = tuple(c for c in codes if len({m.list_id for m in book.memberships(c)}) > 3)
    return bound.Book(book, codes, listed or codes)


@cache
def cn_codes() -> tuple[str, ...]:
    return tuple(schedule("CN").codes(8))


def drawn(direction: str, lines: int, seed: int) -> list[dict[str, str]]:
    """Lines of one direction; the same seed gives the same lines."""
    draw = random.Random(f"{direction}-{seed}")
    if direction == "china_import":
        return [_into_china(draw) for _ in range(lines)]
    return [_into_the_us(draw) for _ in range(lines)]


def _into_the_us(draw: random.Random) -> dict[str, str]:
    """A line with facts that meet, and now and then with any facts of the registry."""
    row = {name: text for name, text in bound._line(draw, us_book()).items() if text}
    names = draw.choice(MEETING) if draw.random() < 0.3 else ()
    if draw.random() < 0.3:
        names = (*names, *draw.sample(registry_facts(), draw.randint(1, 3)))
    for name in names:
        row.setdefault(name, any_value(draw, name, row))
    return row


@cache
def registry_facts() -> tuple[str, ...]:
    """The facts whose values can be drawn from what the registry says of them."""
    return tuple(
        name
        for name, spec in tables().facts.items()
        if spec["kind"] != "required" and (spec["type"] != "text" and name != "unit")
    )


def any_value(draw: random.Random, name: str, row: dict[str, str]) -> str:
    """A value that a fact may have beside the others of a line."""
    spec = tables().facts[name]
    if name == "exclusion":
        return draw.choice(("none", "granted", "9903.88.69", "9903.88.70"))
    if spec["type"] == "yes_no":
        return draw.choice(("yes", "no"))
    if spec["type"] == "word":
        return str(draw.choice(spec["values"]))
    if spec["type"] == "code":
        return draw.choice(("US", "CN", "MX", "GB"))
    if spec["type"] == "share":
        return draw.choice(("0", "0.1", "0.15", "0.5", "1"))
    if spec["type"] == "day":
        day = date.fromisoformat(row["entry_date"][:10])
        return (day + timedelta(days=draw.randrange(-90, 400 if name in AFTER else 0))).isoformat()
    if spec["type"] == "money":
        taken = sum(Decimal(row.get(metal, "0")) for metal in bound.METALS if name in bound.METALS)
        left = max(Decimal(0), Decimal(row["customs_value_usd"]) - taken)
        return format(
            (left * draw.choice((0, 1, 2, 5, 10)) / 10).quantize(Decimal("0.01"), "ROUND_DOWN"), "f"
        )
    return draw.choice(("0", "1", "25", "1000.5"))


def _into_china(draw: random.Random) -> dict[str, str]:
    day = date(2018, 3, 1) + timedelta(days=draw.randrange(3200))
    if draw.random() < 0.5:
        day = date(2025, 1, 15) + timedelta(days=draw.randrange(650))
    if draw.random() < 0.15:  # around the end that the announcement leaves open, and the announced one
        day = date(2026, 11, 1) + timedelta(days=draw.randrange(80))
    row = {
        "hts": draw.choice(cn_codes()),
        "origin": draw.choice(("US",) * 6 + ("BR", "TW", "DE", "CN")),
        "entry_date": day.isoformat(),
        "customs_value_usd": draw.choice(bound.VALUES),
        "direction": "china_import",
    }
    known = draw.choice(("", day.isoformat(), "2026-10-10"))
    row |= {"known": known} if known else {}
    for name in draw.sample(tuple(CHINESE), draw.choice((0, 0, 1, 2, 3))):
        row[name] = draw.choice(CHINESE[name])
    for name in ("exported_on", "loaded_on"):
        if draw.random() < 0.2:
            row[name] = (day - timedelta(days=draw.randrange(60))).isoformat()
    return row


def question_of(row: dict[str, str]) -> dict[str, Any]:
    """The single question that asks what a row of a file asks."""
    given: dict[str, Any] = {COLUMNS[name]: text for name, text in row.items() if name in COLUMNS}
    if row.get("direction") == "china_import":
        given["to"] = "CN"
    facts = {name: text for name, text in row.items() if name not in COLUMNS and name != "direction"}
    return {**given, "facts": facts} if facts else given


def rows_of(lines: Sequence[dict[str, str]]) -> list[dict[str, Any]]:
    """The rows of a file of lines, answered together."""
    names = list(dict.fromkeys(name for line in lines for name in line))
    columns = {name: [line.get(name) for line in lines] for name in names}
    frame = pl.DataFrame(columns, schema=dict.fromkeys(names, pl.String))
    return wide(assess_sheet(frame_sheet(frame), reading="both")).to_dicts()


def differences(line: dict[str, str], row: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Where a row of a file and the answer to the line by itself differ: by name, (row, single)."""
    single = by_python(ENTRIES["duty"], question_of(line))
    together, alone = _of_row(row, single), _of_single(single)
    return {name: (together.get(name), alone[name]) for name in alone if together.get(name) != alone[name]}


def _of_single(met: Met) -> dict[str, Any]:
    if met[0] == REFUSED:
        return {"status": "error"}
    answer = met[1]
    shown = {name: _cents(answer.get(name)) for name in TOTALS}
    if answer["missing"]:  # what is missing may withhold a refund, which a row says by an empty cell
        shown.pop("refundable_usd")
    if answer["status"] == "ok":
        for line in (*answer["lines"], *answer["fees"]):
            name = f"{line['component']}_usd"
            shown[name] = shown.get(name, 0) + (_cents(line["duty_usd"]) or 0)
        shown["total_pct"] = None if answer["total_pct"] is None else round(float(answer["total_pct"]), 4)
    readings = {r["reading"]: r for r in answer["readings"]}
    if answer["status"] != "not_modelled" and readings:  # a row holds the text, and beside it the announced
        shown["duty_usd"] = _cents(readings["text"]["duty_usd"])
        shown["announced_duty_usd"] = _cents(readings["announced"]["duty_usd"])
        for name, one in (("total_pct", "text"), ("announced_total_pct", "announced")):
            total = readings[one]["total_pct"]
            shown[name] = None if total is None or not shown["high_usd"] else round(float(total), 4)
    return {
        "status": answer["status"],
        "missing": {m["fact"] for m in answer["missing"]},
        "headings": _live(answer),
        "claims": {c["fact"] for c in answer["claims"]},
        **shown,
    }


def _of_row(row: dict[str, Any], single: Met) -> dict[str, Any]:
    if single[0] == REFUSED:
        return {"status": row["status"]}
    notes = [note for note in (row["notes"] or "").split("; ") if note.startswith("not claimed: ")]
    missing = {name.strip(",") for name in (row["missing"] or "").split()}
    return {
        "status": row["status"],
        "missing": missing,
        "headings": _compared(set((row["headings"] or "").split()), single[1]),
        "claims": {note.removeprefix("not claimed: ").split(" ")[0] for note in notes},
        **{
            name: None if row.get(name) is None else round(row[name], 4)
            for name in ("total_pct", "announced_total_pct")
        },
        **{name: _amount(name, value) for name, value in row.items() if name.endswith("_usd")},
    }


def _amount(name: str, value: Any) -> int | None:
    """Cents of a cell; a component whose cell is empty is not due."""
    return _cents(value) if value is not None or name in TOTALS else 0


def _live(answer: dict[str, Any]) -> set[str]:
    """Headings of an answer's layers that are owed, or that a relief or an exemption frees."""
    return {x["heading"] for x in answer["lines"] if x["status"] in ("in_force", "exempt") and x["heading"]}


def _compared(headings: set[str], answer: dict[str, Any]) -> set[str]:
    """Headings of a row but those of layers that are not live, and the documents that China's stand for."""
    live = _live(answer)
    others = {x["heading"] for x in answer["lines"]} | {
        cite["document"] for x in answer["lines"] for cite in x["cite"]
    }
    return headings - (others - live)


def _cents(value: Any) -> int | None:
    return None if value is None else int((Decimal(str(value)) * 100).to_integral_value())
