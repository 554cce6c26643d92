"""Words of the brief in English and Chinese."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "title": ("US–China truce: brief of", "美中休战简报："),
    "known": ("as known on", "截至已知日期"),
    "card": ("What holds", "现行措施"),
    "measure": ("measure", "措施"),
    "rate": ("rate", "税率"),
    "status": ("status", "状态"),
    "until": ("until", "截止"),
    "because": ("because", "依据"),
    "later": ("with hindsight", "事后"),
    "US": ("United States", "美国"),
    "CN": ("China", "中国"),
    "positions": ("What both sides said", "双方表态"),
    "record": ("the record", "事实记录"),
    "open": ("open", "未决"),
    "commitments": ("Commitments", "承诺"),
    "clocks": ("Clocks", "期限"),
    "moment": ("last moment", "最后时刻"),
    "decider": ("who decides", "决定方"),
    "by_text": ("by the text", "按文本"),
    "choices": ("can be chosen", "可选结果"),
    "lapse_cost": ("lapse costs this portfolio", "到期对本组合的影响"),
    "tree": ("What may come", "可能走向"),
    "leaf": ("way", "路径"),
    "probability": ("probability", "概率"),
    "duty": ("duty USD", "关税（美元）"),
    "expected": ("expected", "期望值"),
    "range": ("range", "范围"),
    "portfolio": ("The portfolio under each outcome", "各结果下的组合"),
    "outcome": ("outcome", "结果"),
    "change": ("against the first", "与首列之差"),
    "open_lines": ("open lines: low to high", "未决行：低至高"),
    "causes": ("Which clauses cause it", "差异由哪些条款造成"),
    "clauses": ("clauses together", "共同条款"),
    "lines": ("lines", "行数"),
    "top": ("Lines that change most", "变化最大的行"),
    "line": ("line", "行"),
    "code": ("code", "税号"),
    "under": ("under", "结果"),
    "share": ("share", "占比"),
    "controls": ("Licences, fees and lists that stand otherwise on", "许可、港口费与清单的差异，日期"),
    "sources": ("Sources", "来源"),
    "document": ("document", "文件"),
    "citation": ("citation", "引用"),
    "read": ("how it was read", "核对方式"),
    "assumptions": ("Assumptions", "假设"),
    "method": ("Method", "方法"),
    "entered": ("every line taken as entered on", "所有行按此日进口"),
    "not_law": (
        "An outcome is an assumption laid over the law, not law. This page is no legal advice.",
        "“结果”是叠加于法律之上的假设，并非法律。本页不构成法律意见。",
    ),
    "exact": (
        "Every line is assessed under each outcome by the rules of a single shipment, to the cent; a line that hangs on a missing fact has a low and a high bound instead of a duty.",
        "每一行在各结果下均按单票规则计算至分；缺少事实的行给出低、高两个界限。",
    ),
    "minimal": (
        "Clauses are the smallest set that alone gives the difference: leaving any of them out breaks it.",
        "条款为单独即可造成该差异的最小集合：缺任何一条即不成立。",
    ),
    "uniform": ("assumed", "假设"),
    "repeat": ("The same page again", "重现本页"),
    "unusable": ("lines could not be read", "行无法读取"),
    "no_bound": ("no upper bound known", "无已知上限"),
    "in_force": ("in force", "生效"),
    "suspended": ("suspended", "暂停"),
    "adopted": ("adopted", "已公布"),
    "threatened": ("threatened", "威胁"),
    "agreed_in_principle": ("agreed in principle", "原则一致"),
    "stated_by_both": ("stated by both", "双方宣布"),
    "proposed": ("proposed", "提议"),
    "void": ("void", "被判无效"),
    "ended": ("ended", "已终止"),
    "not_begun": ("not begun", "未开始"),
    "never_applied": ("never applied", "从未实施"),
    "replaced_before_effect": ("replaced before effect", "生效前被取代"),
    "mfn": ("base duty", "最惠国税"),
    "s301": ("Section 301", "301条款"),
    "s232": ("Section 232", "232条款"),
    "s201": ("Section 201", "201条款"),
    "fentanyl": ("fentanyl duty", "芬太尼关税"),
    "reciprocal": ("reciprocal duty", "对等关税"),
    "s122": ("Section 122", "122条款"),
    "s301_forced_labor": ("forced-labour duty", "强迫劳动关税"),
    "threat_100": ("threatened 100 %", "威胁的100%"),
    "as_known": ("the law as known", "已知法律"),
    "low": ("low", "低"),
    "high": ("high", "高"),
    "medium": ("medium", "中"),
}


def words_in(language: str) -> dict[str, str]:
    """Every word in one language.

    Examples
    --------
    >>> words_in("zh")["clocks"]
    '期限'
    """
    at = 1 if language == "zh" else 0
    return {key: pair[at] for key, pair in WORDS.items()}
