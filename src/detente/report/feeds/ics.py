"""A calendar of clocks: zoned events with alarms, for any calendar program."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from detente.regime import tables
from detente.report.briefing.words import words_in
from detente.terms import ZONES, InputError, in_traditional, is_chinese, read_language

DAYS_BEFORE = 7
SIDES_ZH = {"US": "美国措施期限", "CN": "中国措施期限"}


WORDS = {
    "name": ("US-China clocks, as known", "中美经贸措施期限，所据信息截至"),
    "decider": ("Decides", "决定方"),
    "unnamed": ("not named", "未指明"),
    "itself": ("its own text", "文件本身的规定"),
    "by_text": ("By the text", "按文件规定"),
    "choices": ("Can be chosen", "可作的选择"),
    "state": ("State", "状态"),
    "lapse": ("Lapse costs this portfolio", "到期失效使本货单多缴"),
    "cost": ("Cost", "影响"),
    "said": ("Said", "表态"),
    "source": ("Source", "来源"),
    "known": ("As known", "所据信息截至"),
    "days": ("In {} days", "{}天后"),
}


def calendar(
    rows: Sequence[Any], known: str, *, days_before: int = DAYS_BEFORE, language: str = "both"
) -> bytes:
    """Clocks as an iCalendar file with VTIMEZONE and one alarm each.

    Parameters
    ----------
    rows : sequence of Decision
        Clocks with, where a portfolio was given, what their lapse costs it.
    known : str
        Day of the knowledge used; it stamps every event, so that the same question gives the same file.
    language : str
        ``both`` for titles in English and Chinese, or one language by any of its tags for every word.
    """
    from icalendar import Calendar

    if not 0 <= days_before <= 366:
        raise InputError(f"{days_before} days", where="--alarm-days", remedy="give 0 to 366")
    spoken = "both" if language == "both" else read_language(language)
    zh = is_chinese(spoken)
    events = Calendar()
    events.add("prodid", "-//Detente//clocks//EN")
    events.add("version", "2.0")
    events.add("method", "PUBLISH")
    events.add("x-wr-calname", _written(f"{WORDS['name'][zh]} {known}", spoken))
    events.add("refresh-interval", timedelta(hours=12), parameters={"value": "DURATION"})
    events.add("x-published-ttl", "PT12H")
    for row in rows:
        events.add_component(_event(row, known, days_before, spoken))
    if rows:
        years = [int(row.clock.last_moment[:4]) for row in rows]
        events.add_missing_timezones(
            first_date=date(min(years) - 1, 1, 1), last_date=date(max(years) + 1, 12, 31)
        )  # fmt: skip
    text: bytes = events.to_ical()
    return text


def _event(row: Any, known: str, days_before: int, language: str) -> Any:
    """One clock as an event of half an hour with an alarm some days before."""
    from icalendar import Alarm, Event

    clock, zh = row.clock, is_chinese(language)
    start = datetime.fromisoformat(clock.last_moment).replace(tzinfo=ZoneInfo(ZONES[clock.side]))
    title = _written(_title(clock, language), language)
    event = Event()
    event.add("uid", f"{clock.id}@detente")
    event.add("dtstamp", datetime.fromisoformat(known).replace(tzinfo=ZoneInfo("UTC")))
    event.add("dtstart", start)
    event.add("dtend", start + timedelta(minutes=30))
    event.add("summary", title)
    event.add("description", _written(description(row, known, zh=zh), language))
    event.add("categories", [_written(SIDES_ZH[clock.side], language) if zh else f"{clock.side} clock"])
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add(
        "description",
        _written(f"{WORDS['days'][zh].format(days_before)}{'：' if zh else ': '}{title}", language),
    )
    alarm.add("trigger", -timedelta(days=days_before))
    event.add_component(alarm)
    return event


def _document(cite: Any, zh: bool) -> str:
    """A document: in Chinese by its name and number, as far as the law names it."""
    chinese = tables().sources.get(cite.document, {}).get("citation_zh", "") if zh else ""
    return chinese or f"{cite.document}: {cite.citation}"


def _written(text: str, language: str) -> str:
    """Words in the characters of their language."""
    return in_traditional(text) if language == "zh-Hant" else text


def _title(clock: Any, language: str) -> str:
    if language == "both":
        return f"{clock.title} / {clock.title_zh}" if clock.title_zh else str(clock.title)
    return str((clock.title_zh or clock.title) if is_chinese(language) else clock.title)


def description(row: Any, known: str, *, zh: bool = False) -> str:
    """What an event says: when, who decides, what lapses, what it costs, what was said, where it stands."""
    clock, w = row.clock, {key: pair[zh] for key, pair in WORDS.items()}
    choices = list(clock.outcomes)
    if zh:
        chinese = words_in("zh-Hans")
        choices = [chinese.get(f"choice_{name}", name) for name in choices]
    decider = (zh and clock.decider_zh) or clock.decider or w["itself" if row.kind == "duty" else "unnamed"]
    parts = [
        f"美东{clock.washington[:16]}；北京{clock.beijing[:16]}"
        if zh
        else f"Washington {clock.washington}; {clock.beijing}",
        f"{w['decider']}: {decider}",
        f"{w['by_text']}: {(zh and clock.by_text_zh) or clock.by_text}",
        *(
            [f"{w['choices']}: {('、' if zh else ', ').join(choices) or w['unnamed']}"]
            if row.kind != "duty"
            else []
        ),
        f"{w['state']}: {(zh and clock.state_zh) or clock.state}",
    ]
    cost = (zh and row.cost_words_zh) or row.cost_words
    if row.cost_usd is not None:
        money = f"{row.cost_usd:,.2f}"
        parts.append(f"{w['lapse']}{money}美元（{cost}）" if zh else f"{w['lapse']} {money} USD ({cost})")
    elif cost:
        parts.append(f"{w['cost']}: {cost}")
    parts += [f"{w['said']}: {words}" for words in (zh and clock.said_zh) or clock.said]
    parts += [f"{w['source']}: {_document(c, zh)}" for c in clock.cite]
    parts.append(f"{w['known']} {known}. Detente.")
    # Chinese takes its own colon between a word of ours and what follows
    return "\n".join(p.replace(": ", "：", 1) if zh else p for p in parts)
