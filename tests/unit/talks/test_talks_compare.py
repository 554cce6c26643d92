"""Comparability before contradiction, the record's verdict on two time axes, the board."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest

from detente.talks import Extraction, extract_claims, load_registry, read_document
from detente.talks.compare.agreements import find_agreements
from detente.talks.compare.attributes import compatible
from detente.talks.compare.claim_store import ClaimStore
from detente.talks.compare.commitments import find_commitments
from detente.talks.compare.disagreements import Disagreement, find_disagreements
from detente.talks.compare.record import _end_by_later_provision, rates_of, verdict

DAY = date(2025, 10, 26)


def read(name: str, text: str, day: date = DAY) -> Extraction:
    return extract_claims(read_document(text, name, day), load_registry())


def store(found: Iterable[Extraction]) -> ClaimStore:
    return ClaimStore.of(found, load_registry())


def differences(*texts: str, known: date = DAY) -> dict[tuple[str, str], Disagreement]:
    found = find_disagreements(store(read(f"d{n}.txt", t) for n, t in enumerate(texts)), known)
    return {(d.topic, d.attribute): d for d in found}


VENUE = "The two leaders are scheduled to meet on October 30 in {}."


def test_a_country_agrees_with_its_cities_and_two_cities_do_not() -> None:
    registry = load_registry()
    assert compatible("venue", "south-korea", "busan", registry)
    assert compatible("venue", "south-korea", "gyeongju", registry)
    assert not compatible("venue", "gyeongju", "busan", registry)
    assert ("leaders-meeting", "venue") not in differences(
        VENUE.format("Busan, South Korea"), VENUE.format("South Korea")
    )
    assert ("leaders-meeting", "venue") in differences(
        VENUE.format("Busan, South Korea"), VENUE.format("Gyeongju")
    )


def test_the_venue_is_open_on_the_day_and_settled_with_hindsight() -> None:
    texts = VENUE.format("Busan"), VENUE.format("Gyeongju")
    early = differences(*texts)[("leaders-meeting", "venue")].verdict
    late = differences(*texts, known=date(2026, 10, 10))[("leaders-meeting", "venue")].verdict
    assert early and not early.settled and early.known == "2025-10-30" and not early.says
    assert late and late.settled and late.value == "busan" and late.cite


def test_verdicts_the_day_before_and_on_the_day() -> None:
    before, on = (verdict("leaders-meeting", "venue", DAY, date(2025, 10, n)) for n in (29, 30))
    assert before and not before.settled
    assert on and on.settled
    assert verdict("leaders-meeting", "venue", date(2024, 1, 1), date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    ("day", "number", "value"),
    [
        (date(2025, 5, 12), "1", "2025-05-10/2025-05-11"),
        (date(2025, 6, 11), "2", "2025-06-09/2025-06-10"),
        (date(2025, 9, 16), "4", "2025-09-14/2025-09-15"),
    ],
)
def test_the_calendar_settles_days_and_number_of_every_round(day: date, number: str, value: str) -> None:
    ordinal, dates = (verdict("process", a, day, date(2026, 1, 1)) for a in ("ordinal", "dates"))
    assert ordinal and ordinal.value == number and ordinal.cite
    assert dates and dates.value == value
    before = verdict("process", "dates", day, date(2025, 5, 1))
    assert before and not before.settled


def test_a_rate_is_held_against_the_law_of_the_day() -> None:
    found = differences(
        "Trump threatened fentanyl tariffs of 57 percent on Chinese goods.",
        "Greer said the fentanyl tariff of 20 percent would stay.",
    )
    d = found[("fentanyl-tariff", "rate")]
    assert (
        d.verdict
        and d.verdict.value == "20%"
        and "EO 14228" in " ".join(d.verdict.cite) + " 90 FR 11463 EO 14228"
    )
    assert rates_of("us.ieepa.fentanyl", DAY, DAY)[0][0] == 20
    assert rates_of("us.ieepa.fentanyl", date(2025, 11, 9), date(2025, 11, 9))[0][0] == 20
    assert rates_of("us.ieepa.fentanyl", date(2025, 11, 10), date(2025, 11, 10))[0][0] == 10
    assert ("fentanyl-tariff", "rate") not in differences(
        "Greer said the fentanyl tariff of 20 percent would stay.",
        "Bessent said the 20% fentanyl tariff was discussed.",
    )


def test_a_corrected_slip_is_no_conflict() -> None:
    found = differences(
        "ELENA: How often have you met?\n\nBESSENT: This is the third round- excuse me, the fourth round "
        "of talks.\n\nELENA: Thank you?"
    )
    d = found[("process", "ordinal of the meeting")]
    assert d.type == "self-correction"
    assert d.positions[0].value == "third, corrected at once to fourth"
    assert not [k for k, v in found.items() if v.type == "value-conflict"]


def test_two_official_terms_are_a_translation_matter() -> None:
    found = differences(
        "李成钢表示，双方形成了初步共识。何立峰指出，双方达成基本共识。",
        "Li Chenggang said both sides reached a preliminary consensus.",
    )
    assert found[("relationship", "translation")].type == "translation"


def test_several_outlets_that_repeat_one_speaker_are_one_source() -> None:
    said = "Bessent said a final deal on TikTok was reached."
    assert not [k for k in differences(said, said, said) if k[0] == "tiktok"]


def test_a_point_in_one_list_that_no_side_names() -> None:
    lists = "The talks covered:\n\n• soybeans\n• port fees\n• Taiwan"
    official = "Li Chenggang said the two sides discussed soybeans, port fees and export controls."
    d = differences(lists, official)[("agenda", "agenda")]
    assert d.type == "omission" and "taiwan" in d.positions[0].value


def test_a_point_in_the_list_of_one_side_on_which_the_other_is_silent() -> None:
    ours = "Bessent said the two sides discussed soybeans, port fees and TikTok."
    theirs = "Li Chenggang said the two sides discussed soybeans, port fees and rare earths."
    agenda = {t: d for (t, a), d in differences(ours, theirs).items() if a == "agenda"}
    assert [p.value for p in agenda["tiktok"].positions] == ["named by US", "the other side is silent"]
    assert [p.value for p in agenda["rare-earths"].positions] == [
        "named by China",
        "the other side is silent",
    ]
    assert "soybeans" not in agenda
    assert not [k for k in differences(ours, ours) if k[1] == "agenda"]


def test_a_rate_ends_where_a_later_one_known_by_then_begins() -> None:
    measure = {
        "provisions": [
            {"effective": {"from": "2025-02-04"}, "known": "2025-02-01"},
            {"effective": {"from": "2025-03-04"}, "known": "2025-03-03"},
            {"effective": {"from": "2025-11-10"}, "known": "2025-11-04"},
        ]
    }
    first, second, last = measure["provisions"]
    assert _end_by_later_provision(measure, first, date(2025, 12, 1)) == "2025-03-04"
    assert _end_by_later_provision(measure, second, date(2025, 11, 4)) == "2025-11-10"
    assert _end_by_later_provision(measure, second, date(2025, 11, 3)) is None
    assert _end_by_later_provision(measure, last, date(2025, 12, 1)) is None


def test_an_outlet_misnamed_is_read_and_reported() -> None:
    found = differences(
        "Rosa Lind, a pilot quoted by the South China Evening Post, said the truce is thin.",
        "The South China Morning Post said the truce is thin.",
    )
    assert [d.type for k, d in found.items() if k[0] == "source"] in ([], ["attribution-error"])
    close = differences(
        "Rosa Lind, quoted by South China Mourning Post, said the truce is thin.",
        "South China Morning Post reports that talks went on.",
    )
    assert close[("source", "name of the outlet")].positions[0].value == "South China Mourning Post"


def test_questions_and_comments_are_compared_with_nothing() -> None:
    found = differences(
        "REPORTER: Is the TikTok deal final?\n\nBESSENT: We discussed TikTok.\n\nREPORTER: So you reached "
        "a final deal on TikTok?",
        "The talks ended.\n\n\n\nComments\nBessent said a final deal on TikTok was reached lol",
    )
    assert not [k for k in found if k[0] == "tiktok"]


def test_agreed_points_by_side() -> None:
    found = find_agreements(
        store(
            [
                read("a", "Bessent said soybeans were discussed."),
                read("b", "李成钢表示，双方讨论了大豆采购。"),
            ]
        )
    )
    farm = next(a for a in found if a.id == "farm")
    assert farm.standing == "stated by both sides"
    assert [side for side, _ in farm.by_side] == ["US", "China"]


@pytest.mark.parametrize(("known", "settled"), [(DAY, False), (date(2025, 11, 4), True)])
def test_the_board_tells_who_said_it_and_what_became_of_it(known: date, settled: bool) -> None:
    texts = (
        "Bessent said both sides agreed to extend the tariff truce, pending President Trump’s final "
        "approval.",
        "Li Chenggang said the two sides discussed extending the tariff truce.",
    )
    board = find_commitments(store(read(f"{n}", t) for n, t in enumerate(texts)), known)
    row = next(c for c in board if c.id == "truce-extension")
    assert dict(row.said)["China"] == "discussed"
    assert row.status == "stated by US only"
    assert row.conditions == ("trump",)
    assert row.record and row.record.settled is settled
    assert row.clock == "us.reciprocal.november-2025"
