"""Sentences of the card and of the clocks, each in English and in Chinese; the words stand here once.

The Chinese follows the announcements of the Customs Tariff Commission and of the Ministry of Commerce:
加征, 暂停实施, 停止实施, 到期, 延长.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

Said = tuple[str, str]

STATUS_WORDS: dict[str, Said] = {
    "in_force": ("in force", "实施中"),
    "suspended": ("suspended", "暂停实施"),
    "adopted": ("adopted", "已公布待实施"),
    "threatened": ("threatened", "威胁实施"),
    "agreed_in_principle": ("agreed in principle", "原则上达成一致"),
    "stated_by_both": ("stated by both", "双方均已宣布"),
    "proposed": ("proposed", "拟议"),
    "void": ("void", "被裁定无效"),
    "ended": ("ended", "停止实施"),
    "not_settled": ("not settled", "未定"),
    "not_begun": ("not begun", "尚未实施"),
    "never_applied": ("never applied", "从未实施"),
    "replaced_before_effect": ("replaced before effect", "实施前被取代"),
}
OUTCOME: dict[str, Said] = {
    "no_licence": ("no licence", "无需许可"),
    "licence_needed": ("licence needed", "需出口许可"),
    "licence_needed_case_by_case": ("licence needed case by case", "需出口许可（逐案审查）"),
    "licence_needed_stricter_review": (
        "licence needed stricter review",
        "需出口许可（更严格的最终用户和最终用途审查）",
    ),
    "presumption_of_denial": ("presumption of denial", "原则上不予许可"),
    "prohibited": ("prohibited", "禁止出口"),
    "exemption": ("exemption", "豁免"),
}
CURRENCY = {"USD": "美元", "CNY": "元人民币"}
UNIT = {"net_ton": "每净吨", "container": "每个集装箱", "ceu": "每标准车位"}
RELIEF_WORDS: Said = ("relief", "排除加征")
NOT_AVAILABLE: Said = ("not available", "不适用")
CLOCK_OPEN: Said = ("open", "未到期，尚无新文件")
CLOCK_PASSED: Said = ("passed; no instrument seen", "已过期限，未见文件")
CLOCK_NOT_SETTLED: Said = ("open: not settled", "未定：已宣布延期，未见文件")
CLOCK_NOT_NAMED: Said = (
    "passed; not named in the announcement, no instrument seen",
    "已过期限；所宣布内容未提及，未见文件",
)
CLOCK_BOTH_OVER: Said = (
    "passed, the announced extension too; no instrument seen",
    "已过期限，所宣布的延期亦已届满，未见文件",
)


def both(words: Sequence[str]) -> Said:
    """Words of the law in both languages; English stands in where the law of a user has no Chinese."""
    return words[0], words[1] or words[0]


def zh_day(day: str) -> str:
    """A day in Chinese.

    Examples
    --------
    >>> zh_day("2025-03-04")
    '2025年3月4日'
    """
    year, month, number = day[:10].split("-")
    return f"{int(year)}年{int(month)}月{int(number)}日"


def zh_moment(moment: str) -> str:
    """A moment in Chinese, without its hour where that is midnight.

    Examples
    --------
    >>> zh_moment("2025-03-04T00:01")
    '2025年3月4日00:01'
    """
    return zh_day(moment) + ("" if moment[11:16] in ("", "00:00") else moment[11:16])


def percent(number: str) -> Said:
    """A rate."""
    return f"{number} %", f"{number}%"


def fixed_fee(amount_usd: str) -> Said:
    """A fee that is the same for every entry."""
    return f"{amount_usd} USD an entry", f"每票{amount_usd}美元"


def floor(number: str) -> Said:
    """A floor under the total."""
    return f"total at least {number} %", f"合计不低于{number}%"


# what begins at the first moment of a state, in the words of the announcements; every sentence takes it here
STATE_VERBS: dict[str, Said] = {
    "in_force": ("in force", "实施"),
    "not_begun": ("in force", "实施"),
    "adopted": ("in force", "实施"),
    "suspended": ("suspended", "暂停实施"),
    "ended": ("ended", "停止实施"),
    "resumed": ("in force again", "恢复实施"),
    "void": ("void", "失效（被裁定无效）"),
    "threatened": ("threatened", "威胁实施"),
    "proposed": ("proposed", "拟实施"),
    "never_applied": ("never applied", "视为从未实施"),
    "replaced_before_effect": ("replaced before effect", "由其他措施取代"),
}


def holds_from(state: str, start: str, until: str = "") -> Said:
    """A state with its first and its last moment; an end at midnight is told as the day before, included.

    Examples
    --------
    >>> holds_from("suspended", "2025-11-07", "2026-11-11")[1]
    '自2025年11月7日起暂停实施，至2026年11月10日（含当日）'
    >>> holds_from("suspended", "2025-11-10T13:01", "2026-11-10T13:01")[0]
    'suspended from 2025-11-10 13:01 until 2026-11-10 13:01'
    """
    en, zh = STATE_VERBS.get(state) or (STATUS_WORDS[state][0], f"“{STATUS_WORDS[state][1]}”")
    last = last_moment(until) if until else ("", "")
    return (
        f"{en}{'' if state == 'ended' else ' from'} {_moment_en(start)}" + (f" {last[0]}" if until else ""),
        f"自{zh_moment(start)}起{zh}" + (f"，至{last[1]}" if until else ""),
    )


def last_moment(until: str) -> Said:
    """The end of a span: the moment itself, or the last day where it ends at midnight.

    Examples
    --------
    >>> last_moment("2026-11-11"), last_moment("2026-11-10T13:01+08:00")
    (('to 2026-11-10', '2026年11月10日（含当日）'), ('until 2026-11-10 13:01', '2026年11月10日13:01'))
    """
    if until[11:16] in ("", "00:00"):
        day = (date.fromisoformat(until[:10]) - timedelta(days=1)).isoformat()
        return f"to {day}", f"{zh_day(day)}（含当日）"
    return f"until {_moment_en(until)}", zh_moment(until)


def _moment_en(moment: str) -> str:
    return moment[:10] + ("" if moment[11:16] in ("", "00:00") else f" {moment[11:16]}")


def since(what: Said, start: str) -> Said:
    """A clause and its first moment."""
    return f"{what[0]}, since {start.replace('T', ' ')}", f"{what[1]}，{holds_from('in_force', start)[1]}"


def clause_stands(measure: Said, clause: Said, state: str, start: str) -> Said:
    """A clause of a licence or a fee, how it stands and since when."""
    en = {"suspended": "suspended since", "not_begun": "begins"}.get(state, "since")
    name = measure[1] if measure[1] == clause[1] else f"{measure[1]}，{clause[1]}"
    return (
        f"{measure[0]}, {clause[0]}: {en} {start.replace('T', ' ')}",
        f"{name}：{holds_from(state, start)[1]}",
    )


def among(count: int, status: str, lead: Said) -> Said:
    """Several clauses of one status, led by one."""
    return (
        f"{count} provisions {STATUS_WORDS[status][0]}, among them: {lead[0]}",
        f"共{count}项条款{STATUS_WORDS[status][1]}，其中：{lead[1]}",
    )


def begins(start: str) -> Said:
    """A clause that has not begun."""
    return f"begins {start.replace('T', ' ')}", holds_from("in_force", start)[1]


def ended(until: str) -> Said:
    """A clause that is over."""
    return f"ended {until.replace('T', ' ')}", holds_from("ended", until)[1]


def later(word: Said, known: str) -> Said:
    """What later knowledge says of a day."""
    return f"later {word[0]} (known {known})", f"{word[1]}（{zh_day(known)}获知）"


def fee(amount: str, currency: str, unit: str) -> Said:
    """An amount a unit of a vessel."""
    return (
        f"{amount} {currency} a {unit.replace('_', ' ')}",
        f"{UNIT.get(unit, unit)}{amount}{CURRENCY.get(currency, currency)}",
    )


def owned(threshold: str) -> Said:
    """The share at which an ownership test bites."""
    return f"{threshold} % owned", f"持股{threshold}%及以上"


def entities(count: str | int) -> Said:
    """How many entities a listing names."""
    return f"{count} entities", f"{count}家实体"


def nothing_else(words: Said) -> Said:
    """What a suspended clause would ask."""
    return f"nothing (else {words[0]})", f"暂不适用（恢复后：{words[1]}）"


def past(verified: str) -> Said:
    """A day after the last one on which the law was checked."""
    return (
        f"Past {verified}, the last day the law was checked: what the text says by itself and what both "
        "sides announced are two readings (--reading text, --reading announced); what came after is not "
        "known here.",
        f"所查日期晚于法律最后核对日（{zh_day(verified)}）：文件文本与双方所宣布的内容为两种解读，其后变化本页不知。",
    )


def either(text: Said, announced: Said) -> Said:
    """Two readings of one thing; where both are the same words, those alone.

    Examples
    --------
    >>> either(("34 %", "34%"), ("10 %", "10%"))
    ('34 % by the text or 10 % as announced', '按文件文本34%，按所宣布内容10%')
    """
    if text == announced:
        return text
    return (
        f"{text[0]} by the text or {announced[0]} as announced",
        f"按文件文本{text[1]}，按所宣布内容{announced[1]}",
    )


def settled(known: str, words: Said) -> Said:
    """What became of a clock."""
    return f"settled {known}: {words[0]}", f"{zh_day(known)}已定：{words[1]}"


def turns(before: str, after: str) -> Said:
    """A clause that changes by its own text."""
    return (
        f"{STATUS_WORDS[before][0]} until then, {STATUS_WORDS[after][0]} after",
        f"届时由“{STATUS_WORDS[before][1]}”转为“{STATUS_WORDS[after][1]}”",
    )


def step(what: Said, start: str) -> Said:
    """The next step of a clause."""
    return f"{what[0]} from {start.replace('T', ' ')}", f"{zh_moment(start)}起：{what[1]}"


def replaced(rate: Said, start: str, note: Said) -> Said:
    """A step that never took effect."""
    why = (f": {note[0]}", f"：{note[1]}") if note[0] else ("", "")
    return (
        f"{rate[0]} from {start.replace('T', ' ')}, replaced before effect{why[0]}",
        f"原定{zh_moment(start)}起{rate[1]}，实施前被取代{why[1]}",
    )


def stated(known: str, by: str, status: Said, words: Said) -> Said:
    """A statement with its day, who made it, and what it is."""
    return f"{known}, {by} ({status[0]}): {words[0]}", f"{zh_day(known)}，{by}（{status[1]}）：{words[1]}"
