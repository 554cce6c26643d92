"""Words of the brief in English and Chinese."""

from __future__ import annotations

import re

from detente.regime import STATUS_WORDS
from detente.report.pages.world_words import WORLD
from detente.terms import is_chinese

ALIVE = ("in_force", "not_settled")  # told first on a card
DEAD = ("void", "ended", "never_applied", "replaced_before_effect")  # folded into one line
WORDS: dict[str, tuple[str, str]] = {
    "title": ("US–China truce: brief of", "中美经贸简报："),
    "known": ("as known on", "所据信息截至"),
    "card": ("What holds", "现行措施"),
    "gone": ("Over or void", "已届满或无效"),
    "measure": ("measure", "措施"),
    "rate": ("rate", "税率"),
    "status": ("status", "状态"),
    "until": ("until", "有效期至"),
    "because": ("because", "依据"),
    "later": ("with hindsight", "后续"),
    "US": ("United States", "美国"),
    "CN": ("China", "中国"),
    "positions": ("What both sides said", "双方表态"),
    "record": ("the record", "事实记录"),
    "open": ("open", "未决"),
    "commitments": ("Commitments", "承诺"),
    "clocks": ("Clocks", "期限"),
    "moment": ("last moment", "到期时刻"),
    "decider": ("who decides", "决定方"),
    "by_text": ("by the text", "按文件规定"),
    "as_announced": ("as announced", "按所宣布"),
    "choices": ("can be chosen", "可作的选择"),
    "lapse_cost": ("lapse costs this portfolio", "到期失效使本货单多缴"),
    "tree": ("What may come", "可能的走向"),
    "leaf": ("way", "路径"),
    "probability": ("probability", "概率"),
    "duty": ("duty USD", "关税（美元）"),
    "expected": ("expected", "期望值"),
    "range": ("range", "范围"),
    "portfolio": ("The portfolio under each outcome", "各情形下的货单"),
    "outcome": ("outcome", "情形"),
    "change": ("against the first", "与首项之差"),
    "open_lines": ("open lines: low to high", "税额未定的行：低至高"),
    "causes": ("Which clauses cause it", "差异由哪些条款造成"),
    "clauses": ("clauses together", "共同造成差异的条款"),
    "lines": ("lines", "行数"),
    "top": ("Lines that change most", "变化最大的行"),
    "line": ("line", "行"),
    "code": ("code", "税号"),
    "under": ("under", "情形"),
    "share": ("share", "占比"),
    "controls": ("Licences, fees and lists that differ on", "许可、港口费与管制规则的差异："),
    "sources": ("Sources", "来源"),
    "document": ("document", "文件"),
    "citation": ("citation", "出处"),
    "search": ("a search, not the document", "检索页，非文件本身"),
    "read": ("how it was read", "核对方式"),
    "assumptions": ("Assumptions", "假设"),
    "method": ("Method", "方法"),
    "entered": ("every line taken as entered on", "所有行均按此日进口申报："),
    "not_law": (
        "An outcome is an assumption laid over the law, not law. This page is no legal advice.",
        "“情形”是叠加于法律之上的假设，并非法律。本页不构成法律意见。",
    ),
    "exact": (
        "Every line is assessed under each outcome by the rules of a single shipment, to the cent; a line "
        "that depends on a missing fact has a low and a high bound instead of a duty.",
        "每一行在各情形下均按单票货物的规则计算至分；缺少事实的行不给税额，只给低、高两个界限。",
    ),
    "minimal": (
        "Clauses are the smallest set that alone gives the difference: leaving any of them out breaks it.",
        "所列条款是足以单独造成该差异的最小集合：缺少任何一条即不成立。",
    ),
    "uniform": ("assumed", "假设"),
    "repeat": ("The same page again", "重现本页"),
    "unusable": ("line(s) could not be read", "行无法读取"),
    "no_bound": ("no upper bound known", "无已知上限"),
    **STATUS_WORDS,
    **WORLD,
    "choice_extend": ("extend", "延长"),
    "choice_lapse": ("lapse", "到期失效"),
    "choice_suspend": ("suspend", "暂停实施"),
    "choice_apply": ("apply", "如期实施"),
    "choice_end": ("end", "停止实施"),
    "choice_renew": ("renew", "续期"),
    "choice_defer": ("defer", "推迟实施"),
    "choice_announce": ("announce", "公布税率"),
    "choice_carried_out": ("carried out", "付诸实施"),
    "choice_dropped": ("dropped", "放弃"),
    "read_text": ("the official text itself", "官方原文"),
    "read_quoted": ("quoted officially", "官方引述"),
    "read_secondary": ("through a report", "据报道"),
    "read_memory": ("not read again", "待核"),
    "washington": ("", "美东"),
    "beijing": ("", "北京"),
    "usd": ("USD", "美元"),
    "points_suspended": ("suspended", "%暂停实施"),
    "rules": ("rules", "规则版本"),
    "data": ("data", "数据"),
    "skip": ("To the card", "跳至正文"),
    "likelihood": ("p =", "概率"),
    "mfn": ("base duty", "最惠国税"),
    "s301": ("Section 301", "301条款"),
    "s232": ("Section 232", "232条款"),
    "s201": ("Section 201", "201条款"),
    "fentanyl": ("fentanyl duty", "芬太尼关税"),
    "reciprocal": ("reciprocal duty", "对等关税"),
    "s122": ("Section 122", "122条款"),
    "s301_forced_labor": ("forced-labour duty", "强迫劳动关税"),
    "threat_100": ("threatened 100 %", "威胁加征的100%"),
    "as_known": ("the law as known", "已知的法律"),
    "low": ("low", "低"),
    "high": ("high", "高"),
    "medium": ("medium", "中"),
}

_PLACES: tuple[tuple[str, str], ...] = (
    (r"\bannex(?:es)? (I+(?:-[A-Z])?|IV|A|\d+) to (I+|IV|\d+)\b", r"附件\1至\2"),
    (r"\bannex(?:es)? ([IVX]+(?:-[A-Z])?|[A-Z]|\d+)\b", r"附件\1"),
    (r"\bannex\b", "附件"),
    (r"\bsecs?\. ([\w()]+)", r"第\1节"),
    (r"\bnotes? ((?:\d+)?(?:\([a-z]+\)|\(\d+\)|-|\d)+)", r"注释\1"),
    (r"\bheadings? ([\d.]+)", r"税目\1"),
    (r"\brows (\d+) to (\d+)", r"第\1至\2行"),
    (r"\b(\d+) lines\b", r"\1个税目"),
    (r"\bitem (\d+)", r"第\1项"),
    (r"\bclause ([\d()]+)", r"第\1款"),
    (r"\bchapter (\d+)", r"第\1章"),
    (r"\bclosing paragraph\b", "末段"),
    (r"\bexemptions\b", "豁免"),
    (r"\bexception\b", "例外"),
    (r"\barts?\. (\d+)(?: and (\d+))?", r"第\1、\2条"),
    (r"、条", "条"),
    (r"\b(\d{4}) revision (\d+)", r"\1年第\2次修订"),
    (r" to (?=[.\d(])", "至"),
    (r" and (?=[.税注\d(])", "、"),
)


def pin_cite(at: str) -> tuple[str, bool]:
    """The place of a citation in Chinese, and whether it had to stay English.

    Examples
    --------
    >>> pin_cite("annex 1, 8 lines"), pin_cite("note 20(r)-(s)"), pin_cite("red flag 29")
    (('附件1，8个税目', False), ('注释20(r)-(s)', False), ('red flag 29', True))
    """
    place = at
    for pattern, words in _PLACES:
        place = re.sub(pattern, words, place, flags=re.IGNORECASE)
    if re.search(r"[A-Za-z]{5,}|[A-Za-z]+ [A-Za-z]+ ", place):
        return at, True
    return place.replace(", ", "，").replace("; ", "；"), False


def words_in(language: str) -> dict[str, str]:
    """Every word in one language.

    Examples
    --------
    >>> words_in("zh")["clocks"]
    '期限'
    """
    at = int(is_chinese(language))
    return {key: pair[at] for key, pair in WORDS.items()}
