"""Bounds are a theorem on every question that has them: whatever the missing facts are, they hold.

A question is asked with facts left out, the facts it names as missing are filled at random, again and again
until it is settled; the settled duty, fee or outcome lies within the bounds of every answer on the way.
Duties of both directions, alone and as rows of a file; refunds; port fees and licences of both sides.
``DETENTE_PROOF_EXAMPLES`` sets the number of questions.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Container, Iterator
from decimal import Decimal
from typing import Any

import pytest
from drawn_lines import any_value, drawn, question_of, rows_of
from faces import REFUSED, by_python, command_of

from detente.answers import ENTRIES
from detente.duties.goods import schedule
from detente.licensing.rules import OUTCOMES, values_of
from detente.regime import tables
from witnesses import CALLS, TRANSACTIONS

EXAMPLES = int(os.environ.get("DETENTE_PROOF_EXAMPLES", "400"))
SEED = int(os.environ.get("DETENTE_PROOF_SEED", "1"))
ROUNDS = 5
Fill = Callable[[str, dict[str, Any]], dict[str, Any] | None]
COUNTRIES = ("CN", "HK", "US", "GR", "KR", "JP")


def settled_ways(name: str, given: dict[str, Any], fill: Fill) -> Iterator[tuple[dict[str, Any], Any]]:
    """A question and its answer, then the same with its missing facts filled, until nothing is missing."""
    for _ in range(ROUNDS):
        kind, answer = by_python(ENTRIES[name], given)
        if kind == REFUSED:
            return
        yield given, answer
        asked = [m["fact"] for m in answer["missing"]]
        if not asked:
            return
        for fact in asked:
            filled = fill(fact, given)
            if filled is None:
                return
            given = filled


def with_fact(given: dict[str, Any], name: str, value: str) -> dict[str, Any]:
    return {**given, "facts": {**given.get("facts", {}), name: value}}


def filling(draw: random.Random, facts: Container[str], value: Callable[[random.Random, str], str]) -> Fill:
    """Fills a fact of a question with any value it may have."""
    return lambda fact, given: with_fact(given, fact, value(draw, fact)) if fact in facts else None


def number_of(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def outside(figure: Decimal | None, low: Any, high: Any) -> bool:
    """Whether a settled figure breaks a bound; no upper bound bounds nothing."""
    if figure is None:
        return False
    top = number_of(high)
    return figure < (number_of(low) or 0) or (top is not None and figure > top)


def duty_fill(
    draw: random.Random, line: dict[str, str]
) -> Callable[[str, dict[str, Any]], dict[str, Any] | None]:
    def fill(fact: str, given: dict[str, Any]) -> dict[str, Any] | None:
        if fact == "hts":
            book, code, day = schedule("US"), given["hts"].replace(".", "")[:8], line["entry_date"]
            numbers = [n for n in book.codes(10) if n.startswith(code)]
            numbers = [n for n in numbers if any(row.holds_on(day) for row in book.lines(n))]
            return {**given, "hts": draw.choice(numbers)} if numbers else None
        if fact not in tables().facts or tables().facts[fact]["type"] == "text":
            return None
        return with_fact(given, fact, any_value(draw, fact, {**line, **given.get("facts", {})}))

    return fill


@pytest.mark.parametrize("direction", ["us_import", "china_import"])
def test_a_settled_duty_and_refund_lie_within_every_answer_before(direction: str) -> None:
    draw, faults, settled = random.Random(SEED), [], 0
    lines = drawn(direction, 4 * EXAMPLES, SEED + 77)
    rows = rows_of(lines)
    for line, row in zip(lines, rows, strict=True):
        if row["status"] != "undetermined":
            continue
        way = list(settled_ways("duty", question_of(line), duty_fill(draw, line)))
        if len(way) < 2 or way[-1][1]["status"] != "ok":
            continue
        settled += 1
        last = number_of(way[-1][1]["duty_usd"])
        back = number_of(way[-1][1]["refundable_usd"])
        for given, answer in way[:-1]:
            stated = number_of(answer["refundable_usd"])
            if outside(last, answer["low_usd"], answer["high_usd"]) or stated not in (None, back):
                faults.append(
                    f"{answer['low_usd']}..{answer['high_usd']}, back {stated}: "
                    f"{command_of(ENTRIES['duty'], given)}"
                    f"\n  settled {last}, back {back}: {command_of(ENTRIES['duty'], way[-1][0])}"
                )
        assert not outside(last, row["low_usd"], row["high_usd"]) or faults, line
    assert not faults, f"{len(faults)} of {settled}:\n" + "\n".join(faults[:5])
    assert settled >= (EXAMPLES // 20 if direction == "us_import" else 1)


def call_value(draw: random.Random, name: str) -> str:
    if name not in CALLS:
        return draw.choice(("9074729", "9176187")) if name == "imo" else "a"
    _, _, _, one, two, _ = CALLS[name]
    if name.endswith("_country") or name == "flag":
        return draw.choice(COUNTRIES)
    if one in ("yes", "no") or name == "us_programme":
        return draw.choice(("yes", "no"))
    if name == "vessel_type":
        return draw.choice(("container", "bulk", "tanker", "vehicle_carrier", "lng_carrier", "general_cargo"))
    if name.endswith("_pct"):
        return draw.choice(("0", "24.9", "25", "49", "50", "75", "100"))
    if name == "voyage_no_in_year":
        return draw.choice(("1", "5", "6"))
    return draw.choice((one, two, "0", "2000", "55000", "80000"))


def test_a_settled_fee_lies_within_every_answer_before() -> None:
    draw, faults, settled = random.Random(SEED), [], 0
    for _ in range(EXAMPLES // 2):
        side = draw.choice(("US", "CN"))
        on = draw.choice(("2025-10-13", "2025-10-14", "2025-11-09", "2026-04-20", "2026-11-12", "2028-04-17"))
        facts = {name: call_value(draw, name) for name in CALLS if draw.random() < 0.4}
        known = {} if draw.random() < 0.7 else {"known": "2025-09-01"}
        start = {"side": side, "on": on, **known, "facts": facts}
        way = list(settled_ways("fee", start, filling(draw, CALLS, call_value)))
        last = number_of(way[-1][1]["fee_amount"]) if way else None
        if last is None:
            continue
        settled += 1
        for given, answer in way:
            if outside(last, answer["low"], answer["high"]):
                faults.append(
                    f"{answer['low']}..{answer['high']}: {command_of(ENTRIES['fee'], given)}"
                    f"\n  settled {last}: {command_of(ENTRIES['fee'], way[-1][0])}"
                )
    assert not faults, f"{len(faults)} of {settled}:\n" + "\n".join(faults[:5])
    assert settled > EXAMPLES // 8


ITEMS = ("dysprosium metal", "NdFeB magnet", "gallium metal", "graphite", "indium phosphide", "laptop")


def transaction_value(draw: random.Random, name: str) -> str:
    if name in ("origin", "destination"):
        return draw.choice(COUNTRIES)
    if name in ("controlled_share", "us_controlled_share"):
        return draw.choice(("0", "0.0005", "0.001", "0.3", "0.5"))
    if name == "eccn":
        return draw.choice(("3A090.a", "5A992.c", "EAR99"))
    if name == "kind":
        return draw.choice(("goods", "technology", "service"))
    values = {**values_of("US"), **values_of("CN")}.get(name, ("yes", "no"))
    return draw.choice([v for v in values if v != "japan_military_strength"])  # a use in Japan alone


# what a general licence says of itself is no fact beside it
DRAWN_FACTS = [n for n in TRANSACTIONS if not n.startswith("general_licence_")]


def test_a_settled_outcome_lies_within_every_answer_before() -> None:
    draw, faults, settled = random.Random(SEED), [], 0
    for _ in range(EXAMPLES // 2):
        on = draw.choice(("2025-10-26", "2025-12-02", "2026-12-01"))
        start = {
            "item": draw.choice(ITEMS), "side": draw.choice(("CN", "US")), "on": on,
            **({"known": "2025-10-26"} if draw.random() < 0.5 else {}),
            "facts": {n: transaction_value(draw, n) for n in DRAWN_FACTS if draw.random() < 0.4},
        }  # fmt: skip
        way = list(settled_ways("licence", start, filling(draw, DRAWN_FACTS, transaction_value)))
        if not way or way[-1][1]["status"] != "ok":
            continue
        settled += 1
        last = OUTCOMES.index(way[-1][1]["outcome"])
        for given, answer in way:
            if not OUTCOMES.index(answer["low"]) <= last <= OUTCOMES.index(answer["high"]):
                faults.append(
                    f"{answer['low']}..{answer['high']}: {command_of(ENTRIES['licence'], given)}"
                    f"\n  settled {way[-1][1]['outcome']}: {command_of(ENTRIES['licence'], way[-1][0])}"
                )
    assert not faults, f"{len(faults)} of {settled}:\n" + "\n".join(faults[:5])
    assert settled > EXAMPLES // 16
