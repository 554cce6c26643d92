"""A portfolio answers every line, good or bad, as a single question does: every column, to the cent."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.duties.duty_answer import DutyAnswer
from detente.duties.evaluation import duty
from detente.duties.goods import schedule
from detente.portfolio.evaluation import LineAnswer, assess_sheet
from detente.portfolio.layout.frames import wide
from detente.portfolio.read.rows import frame_sheet
from detente.regime import Reading
from detente.terms import DetenteError

UNSETTLED = st.dates(date(2026, 11, 8), date(2027, 1, 12))  # ends passed, an extension announced, no text
SIDES = {"us_import": "US", "china_import": "CN"}
AMOUNTS = st.sampled_from(["0", "1", "499.50", "700.5", "12345.67", "$2,083", "1e5", "999999999999"])
FACTS = {
    "quantity": st.sampled_from(["10", "2.5", "100000", "0", "many"]),
    "unit": st.sampled_from(["kg", "No.", "doz", "t", "furlong"]),
    "steel_value_usd": AMOUNTS,
    "aluminum_value_usd": AMOUNTS,
    "copper_value_usd": AMOUNTS,
    "us_content_value_usd": AMOUNTS,
    "us_content_share": st.sampled_from(["0.25", "15%", "0.1", "2"]),
    "metal_weight_share": st.sampled_from(["0.1", "20%"]),
    "melted_poured": st.sampled_from(["US", "CN", "nowhere"]),
    "civil_aircraft": st.sampled_from(["yes", "no"]),
    "chapter_98": st.sampled_from(["yes", "no"]),
    "de_minimis_claim": st.sampled_from(["yes", "no"]),
    "end_use": st.sampled_from(["office furniture", "auto part", "generic drug", "household", "thing"]),
    "vehicle_part": st.sampled_from(["yes", "no", "perhaps"]),
    "truck_part": st.sampled_from(["yes", "no"]),
    "exported_on": st.dates(date(2018, 1, 1), date(2026, 10, 1)).map(date.isoformat),
    "loaded_on": st.dates(date(2025, 1, 1), date(2026, 10, 1)).map(date.isoformat),
    "mode": st.sampled_from(["ocean", "air", "land", "post"]),
    "exclusion": st.sampled_from(["none", "granted", "9903.88.69", "9903.88.70"]),
    "in_quota": st.sampled_from(["yes", "no"]),
    "described_good": st.sampled_from(["yes", "no"]),
    "quota": st.sampled_from(["in", "over"]),
    "wafer_fab": st.sampled_from(["US", "TW"]),
    "semiconductor_band": st.sampled_from(["yes", "no"]),
}


@lru_cache(maxsize=2)
def _codes(territory: str) -> list[str]:
    book = schedule(territory)
    return sorted({*book.codes(8), *book.codes(10), "99999999", "84719999"})


@st.composite
def lines(draw: st.DrawFn) -> dict[str, str]:
    way = draw(st.sampled_from(["us_import", "us_import", "us_import", "china_import"]))
    day = draw(st.one_of(st.dates(date(2018, 3, 1), date(2027, 1, 20)), UNSETTLED))
    into_china = way == "china_import"
    origins = ["US", "US", "VN"] if into_china else ["CN", "CN", "CN", "HK", "MO", "VN", "Atlantis"]
    row = {
        "hts": draw(st.sampled_from(_codes(SIDES[way]))),
        "origin": draw(st.sampled_from(origins)),
        "entry_date": draw(st.sampled_from([day.isoformat(), day.strftime("%d %b %Y"), f"{day}T09:30"])),
        "customs_value_usd": draw(
            st.one_of(AMOUNTS, st.integers(0, 10**9).map(lambda c: f"{c / 100:.2f}"), st.just("-5"))
        ),
        "direction": way,
        "known": draw(st.sampled_from(["", day.isoformat(), (day + timedelta(days=200)).isoformat()])),
    }
    names = draw(st.lists(st.sampled_from(sorted(FACTS)), max_size=4, unique=True))
    return row | {name: draw(FACTS[name]) for name in names}


def _single(row: dict[str, str], reading: Reading) -> DutyAnswer | None:
    """The line as a single question; None where that refuses it."""
    facts = {k: v for k, v in row.items() if k in FACTS and v}
    try:
        return duty(
            row["hts"], origin=row["origin"], value=row["customs_value_usd"], on=row["entry_date"],
            to=SIDES[row["direction"]], known=row["known"] or None, facts=facts,
            reading=reading,
        )  # fmt: skip
    except DetenteError:
        return None


def _money(cents: int | None) -> Decimal | None:
    return None if cents is None else Decimal(cents) / 100


def _agree(made: LineAnswer, shown: dict[str, object], single: DutyAnswer) -> None:
    assert made.status == single.status
    assert (_money(made.duty), _money(made.low), _money(made.high)) == (
        single.duty_usd,
        single.low_usd,
        single.high_usd,
    )
    assert set(made.missing) == {m.fact for m in single.missing}
    if not single.missing:
        assert _money(made.refundable) == single.refundable_usd
    if single.duty_usd is not None:
        layers = [*single.lines]
        for name in {x.component for x in layers}:
            want = sum((x.duty_usd or Decimal(0) for x in layers if x.component == name), Decimal(0))
            assert Decimal(str(shown[f"{name}_usd"])) == want, name
        assert shown["duty_usd"] == float(single.duty_usd)
    if ("hmf" in made.fees or "vat" in made.fees) and not single.readings:
        fees = {x.component: x.duty_usd for x in single.fees}
        assert {name: _money(cents) for name, cents in made.fees.items()} == fees


def _agree_in_both(shown: dict[str, object], row: dict[str, str]) -> None:
    """A row of two readings shows the figures of the text, VAT with them, and the announced total beside."""
    text, announced = _single(row, "text"), _single(row, "announced")
    assert text is not None and announced is not None and shown["status"] != "ok"
    for name, single in (("duty_usd", text), ("announced_duty_usd", announced)):
        if single.status == "ok":
            assert shown[name] == float(single.duty_usd or 0), name
    if text.status == "ok":
        assert {f"{x.component}_usd": shown[f"{x.component}_usd"] for x in text.fees} == {
            f"{x.component}_usd": None if x.duty_usd is None else float(x.duty_usd) for x in text.fees
        }


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(lines(), min_size=1, max_size=30), st.sampled_from(["both", "announced", "text"]))
def test_a_portfolio_answers_each_line_as_a_single_question_does(
    rows: list[dict[str, str]], reading: Reading
) -> None:
    names = list(dict.fromkeys(name for row in rows for name in row))
    frame = pl.DataFrame({name: [row.get(name, "") for row in rows] for name in names})
    answer = assess_sheet(frame_sheet(frame), reading=reading)
    shown = wide(answer).to_dicts()
    for i, row in enumerate(rows):
        single = _single(row, reading)
        if single is None:
            assert answer.rows[i].status == shown[i]["status"] == "error", row
            assert shown[i]["notes"], row
            continue
        try:
            _agree(answer.rows[i], shown[i], single)
            if single.readings:
                _agree_in_both(shown[i], row)
        except AssertionError as fault:
            raise AssertionError(f"{row}: {fault}") from None


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(lines(), min_size=2, max_size=20), st.randoms(use_true_random=False))
def test_neither_order_nor_company_changes_a_line(rows: list[dict[str, str]], pick) -> None:
    names = list(dict.fromkeys(name for row in rows for name in row))
    frame = pl.DataFrame({name: [row.get(name, "") for row in rows] for name in names})
    order = pick.sample(range(len(rows)), len(rows))
    plain = wide(assess_sheet(frame_sheet(frame))).drop("notes")
    mixed = wide(assess_sheet(frame_sheet(frame[order]))).drop("notes")
    assert mixed.rows() == [plain.row(i) for i in order]
