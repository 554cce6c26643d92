"""Which value a claim gives an attribute, at the edge of each rule, and which values can both hold."""

from __future__ import annotations

from typing import Any

import pytest

from detente.talks import load_registry
from detente.talks.compare.attributes import compatible, plain, self_correction, values_of
from detente.talks.words.claim import DateFound, FigureFound, Statement, Voice

REGISTRY = load_registry()
START = 100  # a claim stands somewhere in its document; figures count from the document's start


def claim(text: str, **fields: Any) -> Statement:
    given = {"lang": "en", "kind": "indirect", "topics": ("tariff-truce",)} | fields
    lang, kind = given.pop("lang"), given.pop("kind")
    voice = Voice("bessent", "Scott Bessent", "US")
    return Statement("d", START, START + len(text), text, lang, kind, (voice,), **given)


def figure(text: str, words: str, value: float | tuple[float, ...], unit: str) -> FigureFound:
    at = START + text.index(words)
    return FigureFound(at, at + len(words), words, value, unit)


def values(rule: dict[str, Any], row: Statement) -> list[str]:
    return values_of(rule, row, REGISTRY)


def test_patterns_read_simplified_chinese_and_us_without_points() -> None:
    assert plain(claim("The U.S. and the E.U. met.")) == "The US and the EU met."
    assert plain(claim("關稅暫停，雙方同意。", lang="zh")) == "关税暂停,双方同意。"


def test_only_evidence_of_a_topic_that_says_the_needed_words_gives_a_value() -> None:
    rule = {"topics": ["tariff-truce"], "needs": [r"\bpause\b", r"\bdelay\b"], "values": {"yes": ["."]}}
    assert values(rule, claim("A pause.")) == ["yes"]
    assert values(rule, claim("A DELAY.")) == ["yes"]
    assert values(rule, claim("A rest.")) == []
    assert values(rule, claim("A pause.", topics=("soybeans",))) == []
    assert values(rule, claim("A pause.", topics=("soybeans", "tariff-truce"))) == ["yes"]
    assert values(rule, claim("A pause.", kind="question")) == []
    assert values(rule, claim("A pause.", kind="comment")) == []
    assert values({"values": {"yes": ["."]}}, claim("A rest.", topics=())) == ["yes"]


def test_the_first_value_that_fits_is_taken_unless_several_are_asked_for() -> None:
    rule = {"values": {"candid": ["frank", "candid"], "tough": ["tough"], "good": ["good"]}}
    text = claim("A tough, good and candid talk.")
    assert values(rule, text) == ["candid"]
    assert values({**rule, "several": "true"}, text) == ["candid", "tough", "good"]
    assert values({**rule, "several": ""}, text) == ["candid"]
    assert values(rule, claim("A short talk.")) == []
    assert values({}, claim("A short talk.")) == []


@pytest.mark.parametrize(
    ("words", "value", "unit", "wanted"),
    [
        ("21 days", 21, "days", ["21 day"]),
        ("20 days", 20, "days", []),
        ("20.5 days", 20.5, "days", ["20.5 day"]),
        ("6 months", 6, "months", ["6 month"]),
        ("one year", 1, "year", ["1 year"]),
        ("3 years", 3.0, "years", ["3 year"]),
        ("30 weeks", 30, "weeks", []),
        ("30 to 60 days", (30, 60), "days", []),
    ],
)
def test_a_length_is_months_years_or_more_than_twenty_days(
    words: str, value: Any, unit: str, wanted: list[str]
) -> None:
    text = f"The pause lasts {words}."
    assert values({"read": "duration"}, claim(text, figures=(figure(text, words, value, unit),))) == wanted


def rate(text: str, words: str = "10%", value: Any = 10, unit: str = "%") -> list[str]:
    return values({"read": "rate"}, claim(text, figures=(figure(text, words, value, unit),)))


def test_a_rate_is_a_percentage_beside_the_name_of_a_duty() -> None:
    assert rate("The tariff is 10% now.") == ["10%"]
    assert rate("It pays 10% in Duties.") == ["10%"]
    assert rate("关税为10%。") == ["10%"]
    assert rate("Prices rose 10% now.") == ["no rate given"]
    assert rate("The tariff is 7.5% now.", "7.5%", 7.5) == ["7.5%"]
    assert rate("The tariff fell by 10 points.", "10 points", 10, "percentage points") == ["no rate given"]
    assert rate("The tariff is 10 to 20% now.", "10 to 20%", (10, 20)) == ["no rate given"]
    assert values({"read": "rate"}, claim("The tariff stays.")) == ["no rate given"]


@pytest.mark.parametrize(("gap", "near"), [(39, True), (40, False)])
def test_the_name_of_a_duty_stands_within_45_characters_before_its_rate(gap: int, near: bool) -> None:
    text = "tariff" + "x" * gap + "10%"
    assert rate(text) == (["10%"] if near else ["no rate given"])


@pytest.mark.parametrize(("gap", "near"), [(36, True), (37, False)])
def test_the_name_of_a_duty_stands_within_45_characters_from_its_rate_on(gap: int, near: bool) -> None:
    assert rate("10%" + "x" * gap + "tariff") == (["10%"] if near else ["no rate given"])


def test_approvers_are_those_named() -> None:
    row = claim("x", approval=("unnamed", "US president", "leaders"))
    assert values({"read": "approval"}, row) == ["US president", "leaders"]


def leads(text: str, lang: str = "en") -> list[str]:
    return values({"read": "leads"}, claim(text, lang=lang))


def test_the_leads_are_one_person_a_side_and_never_a_president() -> None:
    assert leads("Bessent met He Lifeng in Geneva.") == ["He Lifeng / Scott Bessent"]
    assert leads("Jamieson Greer and Bessent met He Lifeng.") == ["He Lifeng / Jamieson Greer"]
    assert leads("贝森特同何立峰会谈。", "zh") == ["He Lifeng / Scott Bessent"]
    assert leads("Bessent met Jamieson Greer.") == []
    assert leads("Trump met He Lifeng.") == []
    assert leads("Bessent met Xi Jinping.") == []
    assert leads("The Commerce Ministry met Bessent.") == []


def venue(text: str, *places: str) -> list[str]:
    return values({"read": "places"}, claim(text, places=places))


def test_the_place_of_a_meeting_is_the_nearest_to_its_verb_and_the_city_before_its_country() -> None:
    assert venue("They meet in Busan, South Korea.", "busan", "south-korea") == ["busan"]
    assert venue("In South Korea, at Busan, they meet.", "south-korea", "busan") == ["busan"]
    assert venue("South Korea hosts, and they meet near Geneva.", "south-korea", "geneva") == ["geneva"]
    assert venue("Geneva will see the summit of Madrid.", "geneva", "madrid") == ["madrid"]
    assert venue("Geneva lies far from Madrid.", "geneva", "madrid") == ["geneva"]
    assert venue("They meet in Geneva.", "madrid") == []
    assert venue("They meet in Geneva.") == []
    assert venue("在釜山会晤。", "busan") == ["busan"]


def test_a_visit_is_no_meeting_place() -> None:
    assert venue("They meet in Geneva on a visit.", "geneva") == []
    assert venue("They meet in Geneva on a Trip home.", "geneva") == []
    assert venue("访华期间在日内瓦会晤。", "geneva") == []


def days(text: str, *figures: FigureFound, dates: tuple[DateFound, ...] = ()) -> list[str]:
    return values({"read": "talks_days"}, claim(text, figures=figures, dates=dates))


def test_talks_of_up_to_seven_days_have_a_length() -> None:
    for words, wanted in (("two days", ["2 days"]), ("seven days", ["7 days"]), ("eight days", [])):
        text = f"After {words} of talks they rose."
        number = {"two": 2, "seven": 7, "eight": 8}[words.split()[0]]
        assert days(text, figure(text, words, number, "days")) == wanted
    text = "After two days of rest they rose."
    assert days(text, figure(text, "two days", 2, "days")) == []
    text = "After two weeks of talks they rose."
    assert days(text, figure(text, "two weeks", 2, "weeks")) == []
    text = "Talks of one to two days."
    assert days(text, figure(text, "one to two days", (1, 2), "days")) == []


def test_more_than_a_day_is_said_so() -> None:
    text = "The talks took more than a day, one day and a night."
    assert days(text, figure(text, "one day", 1, "days")) == ["more than a day"]
    text = "磋商持续一天多,1天半。"
    assert days(text, figure(text, "1天", 1, "days")) == ["more than a day"]


def test_days_before_the_talks_are_not_their_length() -> None:
    for words in ("before the talks", "ahead of the talks"):
        text = f"He left two days {words}."
        assert days(text, figure(text, "two days", 2, "days")) == []
    text = "会谈之前2天。"
    assert days(text, figure(text, "2天", 2, "days")) == []


@pytest.mark.parametrize(("gap", "near"), [(35, True), (36, False)])
def test_the_talks_stand_within_40_characters_before_their_days(gap: int, near: bool) -> None:
    text = "talks" + " " * gap + "two days" + " " * 70 + "talks"
    assert days(text, figure(text, "two days", 2, "days")) == (["2 days"] if near else [])


@pytest.mark.parametrize(("gap", "near"), [(55, True), (56, False)])
def test_the_talks_stand_within_60_characters_behind_their_days(gap: int, near: bool) -> None:
    text = "talks" + " " * 60 + "two days" + " " * gap + "talks"
    assert days(text, figure(text, "two days", 2, "days")) == (["2 days"] if near else [])


def dated(iso: str) -> tuple[DateFound, ...]:
    return (DateFound(START, START + 4, "date", iso),)


@pytest.mark.parametrize(
    ("iso", "wanted"),
    [
        ("2025-05-10/2025-05-11", ["2 days"]),
        ("2025-05-01/2025-05-07", ["7 days"]),
        ("2025-05-01/2025-05-08", []),
        ("2025-05-10/2025-05-10", []),
        ("2025-05-30/2025-06-01", []),
        ("2025-05/2025-06", []),
        ("2025-05-10", []),
    ],
)
def test_an_interval_within_a_month_gives_the_days_of_the_talks(iso: str, wanted: list[str]) -> None:
    assert days("The round of talks.", dates=dated(iso)) == wanted
    assert days("The picnic.", dates=dated(iso)) == []


def test_one_day_named_with_a_verb_leaves_the_length_open() -> None:
    assert days("The talks began there.", dates=dated("2025-05-10")) == ["one day named"]
    assert days("They held discussions.", dates=dated("2025-05-10")) == ["one day named"]
    assert days("The talks began there.", dates=dated("2025-05")) == []
    assert days("The talks went on.", dates=dated("2025-05-10")) == []
    assert days("The round began there.", dates=dated("2025-05-10")) == []
    assert days("The talks began there.") == []


@pytest.mark.parametrize(
    ("attribute", "a", "b", "both_hold"),
    [
        ("rate", "10%", "10%", True),
        ("rate", "10%", "20%", False),
        ("rate", "no rate given", "20%", True),
        ("rate", "20%", "no rate given", True),
        ("scope", "no scope given", "all goods", True),
        ("dates", "one day named", "3 days", True),
        ("dates", "more than a day", "2 days", True),
        ("dates", "2 days", "more than a day", True),
        ("dates", "more than a day", "1 days", False),
        ("dates", "1 days", "more than a day", False),
        ("dates", "2 days", "3 days", False),
        ("length", "more than a day", "2 days", False),
        ("venue", "busan", "south-korea", True),
        ("venue", "south-korea", "busan", True),
        ("venue", "busan", "gyeongju", False),
        ("venue", "busan", "geneva", True),
        ("venue", "spain", "sweden", True),
        ("venue", "atlantis", "lemuria", True),
        ("outcome", "busan", "south-korea", False),
        ("approver", "US president", "leaders", False),
    ],
)
def test_which_values_can_both_hold(attribute: str, a: str, b: str, both_hold: bool) -> None:
    assert compatible(attribute, a, b, REGISTRY) is both_hold


def test_a_slip_put_right_in_the_same_breath() -> None:
    slip = "This is the third round- excuse me, the fourth round."
    assert self_correction(claim(slip), REGISTRY) == ("third", "fourth")
    assert self_correction(claim("这是第三轮,更正,第四轮磋商。", lang="zh"), REGISTRY) == ("第三轮", "第四轮")
    assert self_correction(claim(slip, kind="comment"), REGISTRY) is None
    assert self_correction(claim("This is the fourth round."), REGISTRY) is None
