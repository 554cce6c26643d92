"""Transactions at random: nothing is cleared for want of knowledge, and every answer lies in its bounds."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from detente.clearance.judging import Facts, Lens, parts_of
from detente.clearance.parts import ask_part
from detente.clearance.pricing import Asked, priced_questions
from detente.clearance.records import read_record
from detente.clearance.verdicts import verdict
from detente.licensing import licence_trials
from detente.port_fees import fee_trials
from detente.regime import OUTCOMES
from detente.terms import DetenteError, InputError

ITEMS = st.sampled_from(
    ["", "dysprosium oxide", "NdFeB magnet", "ferrite magnet", "gallium nitride wafer", "NVIDIA H20",
     "laptop", "HBM3E stack", "8505.11.10.00", "frobnicator", "tungsten powder", "plasma etcher part"]
)  # fmt: skip
COUNTRIES = st.sampled_from(["", "CN", "US", "DE", "JP", "SG", "HK", "KR"])
DAYS = st.sampled_from(["2025-10-26", "2025-11-20", "2026-07-01", "2026-11-20"])
SOME = {"end_use": "civil", "military": "no", "listed": "no", "owned_by_listed": "no", "origin": "CN"}
SHIP = {
    "vessel_type": "bulk", "built_country": "CN", "net_tonnage": "20000", "flag": "LR",
    "owner_country": "GR", "operator_country": "GR", "dwt": "60000",
}  # fmt: skip


@st.composite
def records(draw) -> dict[str, str]:
    record = {"case_id": "r", "on": draw(DAYS), "item": draw(ITEMS), "shipped_from": draw(COUNTRIES),
              "destination": draw(COUNTRIES)}  # fmt: skip
    record |= {k: SOME[k] for k in draw(st.sets(st.sampled_from(sorted(SOME)), max_size=4))}
    if draw(st.booleans()):
        record |= {k: SHIP[k] for k in draw(st.sets(st.sampled_from(sorted(SHIP)), min_size=1))}
        record |= {"port_call_on": record["on"]} if draw(st.booleans()) else {}
    return {k: v for k, v in record.items() if v}


def within(before, after) -> bool:
    if before.question == "licence":
        low, high = (OUTCOMES.index(o) for o in (before.low, before.high))
        return low <= OUTCOMES.index(after.low) and OUTCOMES.index(after.high) <= high
    most = Decimal(before.high) if before.high else None
    return Decimal(before.low) <= Decimal(after.low) and (
        most is None or (after.high != "" and Decimal(after.high) <= most)
    )


@settings(max_examples=30, deadline=None)
@given(records())
def test_whatever_a_missing_fact_turns_out_to_be_lies_within_the_bounds(given_: dict[str, str]) -> None:
    try:
        record, _ = read_record(given_, 1)
        parts, _ = parts_of(record, Facts(), Lens(reading="text"))
        asked = [(part, *ask_part(part, {})) for part in parts]
    except DetenteError:
        return  # refused, which settles nothing
    for part, shown, missing, _ in asked:
        trials = licence_trials(part.side) if part.question == "licence" else fee_trials(part.side)
        for fact in (m.fact for m in missing):
            for value in trials.get(fact, ()):
                try:
                    after = ask_part(part, {fact: value})[0]
                except InputError:
                    continue  # it contradicts another fact: not a value that it may have
                assert within(shown, after), (part.question, part.side, fact, value, shown, after)


@settings(max_examples=30, deadline=None)
@given(records())
def test_nothing_may_ship_while_a_part_is_open(given_: dict[str, str]) -> None:
    try:
        record, _ = read_record(given_, 1)
        parts = [ask_part(part, {})[0] for part in parts_of(record, Facts(), Lens(reading="text"))[0]]
    except DetenteError:
        return
    if verdict(parts, ()) != "may_ship":
        return
    assert parts
    assert all(part.status == "ok" for part in parts)
    assert all(
        part.outcome == "no_licence" if part.question == "licence" else Decimal(part.outcome) == 0
        for part in parts
    )


@settings(max_examples=15, deadline=None)
@given(records())
def test_a_question_said_to_settle_does(given_: dict[str, str]) -> None:
    try:
        record, _ = read_record(given_, 1)
        parts, _ = parts_of(record, Facts(), Lens(reading="text"))
        asked = [Asked(part, *ask_part(part, {})[:2]) for part in parts]
        priced = priced_questions(asked)
    except DetenteError:
        return
    for question in priced:
        lacking = [one for one in asked if one.shown.name in question.bears_on]
        for tried in question.tried:
            after = [ask_part(one.part, {question.fact: tried.value})[0] for one in lacking]
            assert tried.settled == all(part.status == "ok" for part in after)
