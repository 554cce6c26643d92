"""Words of the server's pages in English and Chinese, beside those of the brief."""

from __future__ import annotations

from detente.terms import is_chinese

WORDS: dict[str, tuple[str, str]] = {
    "home_title": ("What holds between the US and China", "美中之间现行有效的措施"),
    "on_label": ("On the day", "适用日期"),
    "known_label": ("As known on", "所据信息截至"),
    "known_hint": ("empty: the same day, no hindsight", "留空：同一天，不用事后信息"),
    "hindsight_label": ("With hindsight", "使用事后信息"),
    "show": ("Show", "显示"),
    "skip": ("To the content", "跳到正文"),
    "wrong": ("This cannot be answered", "无法回答"),
    "find_title": ("Find goods, measures and parties", "查找货物、措施和主体"),
    "find_label": ("Words, or the beginning of a code", "词语，或编码的开头"),
    "find_to": ("Entering", "进口至"),
    "find_us": ("the United States", "美国"),
    "find_cn": ("China", "中国"),
    "find": ("Find", "查找"),
    "find_code": ("code or name", "编码或名称"),
    "find_what": ("what it is", "内容"),
    "find_because": ("because", "依据"),
    "find_none": ("Nothing is near these words. Searched:", "没有相近的结果。查找范围："),
    "find_yours": ("Best first; which one it is, is yours to say.", "按相近程度排列；是哪一项由您判断。"),
    "find_read_as": ("read as", "按此词查找"),
    "find_until": ("until", "终止于"),
    "find_paid": ("what it has paid", "历年关税"),
    "feeds": ("Subscribe", "订阅"),
    "calendar_feed": ("Calendar of the clocks, with alarms", "期限日历（含提醒）"),
    "calendar_day": ("the calendar of this day's knowledge", "按此日已知信息的日历"),
    "atom_feed": ("What became known, as Atom", "新获知的变化（Atom）"),
    "address": ("address", "地址"),
    "briefs": ("The brief", "简报"),
    "brief_plain": ("Brief of this day", "此日简报"),
    "brief_tree": ("with the tree", "附决策树"),
    "own_lines": ("With your lines", "加入您的货物行"),
    "own_hint": (
        "CSV with hts, origin, entry_date, customs_value_usd. The file is answered and forgotten.",
        "CSV，列为 hts, origin, entry_date, customs_value_usd。文件仅用于计算，不保存。",
    ),
    "file": ("File", "文件"),
    "outcomes_label": ("Outcomes, with commas between", "结果（以逗号分隔）"),
    "tree_label": ("Tree of decisions", "决策树"),
    "none": ("none", "无"),
    "entered_label": ("Take every line as entered on", "所有行按此日进口"),
    "make": ("Make the brief", "生成简报"),
    "api_title": ("Addresses of this server", "本服务器的地址"),
    "api_link": ("Addresses for programs (HTTP)", "供程序使用的地址（HTTP）"),
    "api_words": (
        "Every answer equals the command's --json field by field. The machine-readable list:",
        "每个答案与命令的 --json 逐字段相同。机器可读的清单：",
    ),
    "parameter": ("parameters", "参数"),
    "method_column": ("method", "方法"),
    "tells": ("what it tells", "内容"),
    "back": ("Back to the card", "返回"),
    "verified": ("The law was last checked on", "法律最后核对日期"),
    "no_advice": ("This page is no legal advice.", "本页不构成法律意见。"),
}


def page_words(language: str) -> dict[str, str]:
    """Every word in one language."""
    at = int(is_chinese(language))
    return {key: pair[at] for key, pair in WORDS.items()}
