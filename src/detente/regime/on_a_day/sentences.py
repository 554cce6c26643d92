"""Sentences of the card and of the clocks, each in English and in Chinese; the words stand here once.

The Chinese follows the announcements of the Customs Tariff Commission and of the Ministry of Commerce:
加征, 暂停实施, 停止实施, 到期, 延长.
"""

from __future__ import annotations

from collections.abc import Sequence

Said = tuple[str, str]

STATUS_WORDS: dict[str, Said] = {
    "in_force": ("in force", "实施中"),
    "suspended": ("suspended", "暂停实施"),
    "adopted": ("adopted", "已公布待实施"),
    "threatened": ("threatened", "威胁实施"),
    "agreed_in_principle": ("agreed in principle", "原则商定"),
    "stated_by_both": ("stated by both", "双方均已宣布"),
    "proposed": ("proposed", "拟议"),
    "void": ("void", "被判无效"),
    "ended": ("ended", "停止实施"),
    "not_begun": ("not begun", "尚未实施"),
    "never_applied": ("never applied", "从未实施"),
    "replaced_before_effect": ("replaced before effect", "实施前被取代"),
}
OUTCOME: dict[str, Said] = {
    "no_licence": ("no licence", "无需许可"),
    "licence_needed": ("licence needed", "需出口许可"),
    "licence_needed_case_by_case": ("licence needed case by case", "需出口许可（逐案审批）"),
    "licence_needed_stricter_review": ("licence needed stricter review", "需出口许可（从严审查）"),
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


def since(what: Said, start: str) -> Said:
    """A clause and its first moment."""
    return f"{what[0]}, since {start.replace('T', ' ')}", f"{what[1]}，自{zh_moment(start)}起实施"


def clause_stands(measure: Said, clause: Said, state: str, start: str) -> Said:
    """A clause of a licence or a fee, how it stands and since when."""
    en = {"suspended": "suspended since", "not_begun": "begins"}.get(state, "since")
    zh = {"suspended": "起暂停实施", "ended": "起停止实施"}.get(state, "起实施")
    name = measure[1] if measure[1] == clause[1] else f"{measure[1]}，{clause[1]}"
    return (
        f"{measure[0]}, {clause[0]}: {en} {start.replace('T', ' ')}",
        f"{name}：自{zh_moment(start)}{zh}",
    )


def among(count: int, status: str, lead: Said) -> Said:
    """Several clauses of one status, led by one."""
    return (
        f"{count} provisions {STATUS_WORDS[status][0]}, among them: {lead[0]}",
        f"共{count}项条款{STATUS_WORDS[status][1]}，其中：{lead[1]}",
    )


def begins(start: str) -> Said:
    """A clause that has not begun."""
    return f"begins {start.replace('T', ' ')}", f"自{zh_moment(start)}起实施"


def ended(until: str) -> Said:
    """A clause that is over."""
    return f"ended {until.replace('T', ' ')}", f"自{zh_moment(until)}起停止实施"


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
        f"Past {verified}, the last day the law was checked: the text of the instruments (by_text) "
        "and what both sides announced are shown side by side; what came after is not known here.",
        f"所查日期晚于法律最后核对日（{zh_day(verified)}）：文件文本本身的结果与双方所宣布的内容并列，其后变化本页不知。",
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
