"""Words of the page of a line of China's schedule, in English and Chinese."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "tag": ("en", "zh"),
    "title": (
        "{name} ({code}) from the United States: duties on entry into China",
        "美国{name}（{code}）输华关税",
    ),
    "how": (
        "Percent of customs value, VAT apart. Each step is answered as known on its own day; steps after "
        "{verified}, the last day on which the law was checked, follow the text of the instruments. Hours "
        "are Beijing's. “With an exclusion” is what an importer with an approved exclusion pays.",
        "按完税价格的百分比计，不含增值税。各步按当日已知信息作答；法律最后核对日{verified}之后按文件规定。"
        "时刻为北京时间。“获批排除”指经申请获批排除的进口商所缴。",
    ),
    "whole": ("Base duty and the duties on top of it", "基础关税与加征关税"),
    "added": (
        "The duties on top of the base duty, which is not known and not counted",
        "加征关税；基础税率未知，未计入",
    ),
    "step": (
        "from {day}: {total} %, with an exclusion {excluded} %",
        "{day} 起：{total}%，获批排除 {excluded}%",
    ),
    "joint": (". ", "。"),
    "colon": (": ", "："),
    "chart": ("Duties on {code} of the United States entering China", "美国{code}输华关税"),
    "statutory": ("statutory", "法定"),
    "excluded": ("with an exclusion", "获批排除"),
    "from": ("from (Beijing)", "自（北京时间）"),
    "vat": ("VAT", "增值税"),
    "what": ("what changed", "变动"),
    "no_longer": ("no longer: ", "不再：",),
    "open": ("not known from here: a fact decides", "自此未知：取决于事实"),
    "gone": ("the line stands no longer", "该税目不再存在"),
    "unknown": (
        "What is due is not known on any day; it depends on: {facts}.", "各日应缴均未知，取决于：{facts}。",
    ),
    "yes": ("Yes.", "是。"),
    "no": ("No.", "否。"),
    "beside": ("Beside the totals", "合计之外"),
    "sources": ("Sources", "来源"),
    "again": ("One answer", "单次查询"),
}  # fmt: skip


def line_words(*, chinese: bool) -> dict[str, str]:
    """The words of one language by name."""
    return {name: pair[chinese] for name, pair in WORDS.items()}
