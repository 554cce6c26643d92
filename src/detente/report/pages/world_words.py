"""Names of the trade model's regions and sectors, and what its numbers rest on, in English and Chinese."""

from __future__ import annotations

REGIONS: dict[str, tuple[str, str]] = {
    "ARG": ("Argentina", "阿根廷"), "AUS": ("Australia", "澳大利亚"), "BRA": ("Brazil", "巴西"),
    "CAN": ("Canada", "加拿大"),
    "CHN": ("China", "中国"), "DEU": ("Germany", "德国"), "FRA": ("France", "法国"),
    "GBR": ("United Kingdom", "英国"),
    "IDN": ("Indonesia", "印度尼西亚"), "IND": ("India", "印度"), "ITA": ("Italy", "意大利"),
    "JPN": ("Japan", "日本"), "KOR": ("Korea", "韩国"), "MEX": ("Mexico", "墨西哥"),
    "RUS": ("Russia", "俄罗斯"),
    "SAU": ("Saudi Arabia", "沙特阿拉伯"),
    "TUR": ("Türkiye", "土耳其"), "USA": ("United States", "美国"), "ZAF": ("South Africa", "南非"),
    "ROW": ("Rest of the world", "世界其他地区"),
}  # fmt: skip
SECTORS: dict[str, tuple[str, str]] = {
    "agriculture": ("agriculture", "农业"), "oilseeds": ("oilseeds", "油籽"), "mining": ("mining", "采矿"),
    "food": ("food", "食品"), "textiles": ("textiles", "纺织服装"),
    "wood_paper": ("wood and paper", "木材造纸"), "petroleum": ("petroleum", "成品油"),
    "chemicals": ("chemicals", "化工医药"),
    "plastics_minerals": ("plastics and minerals", "塑料及非金属矿物"), "metals": ("metals", "金属"),
    "electronics": ("electronics", "电子电气"), "machinery": ("machinery", "机械"),
    "transport_eq": ("transport equipment", "运输设备"),
    "other_mfg": ("other manufacturing", "其他制造业"), "energy_water": ("energy and water", "能源供水"),
    "construction": ("construction", "建筑"), "trade_hotels": ("trade and hotels", "商贸住宿"),
    "transport": ("transport", "运输"),
    "information": ("information", "信息"), "finance_property": ("finance and property", "金融地产"),
    "business": ("business services", "商务服务"),
    "public_personal": ("public and personal services", "公共及个人服务"),
}  # fmt: skip
WORLD: dict[str, tuple[str, str]] = {
    "world": ("What it does to the world", "对各国经济的影响"),
    "real_income": ("real income %", "实际收入变化%"),
    "interval": ("90 % of draws", "90%抽样区间"),
    "percent": (" %", "%"),
    "region": ("region", "地区"),
    "income_pct": ("real income %", "实际收入%"),
    "musd": ("million USD a year", "百万美元/年"),
    "map_table": ("The table below has the numbers", "数字见下表"),
    "map_note": (
        "Countries that are no region of the model take the shade of the rest of the world. Boundaries "
        "are those of the public-domain base map; they endorse no claim.",
        "模型未单列的国家和地区按“世界其他地区”着色。界线取自公有领域底图，仅为示意，不代表对任何领土主张的立场。",
    ),
    "long_run": (
        "Long run, not a forecast; percent against the first outcome, exact.",
        "长期结果，不是预测；相对第一个情形的百分比变化，按精确值计算。",
    ),
    "no_draws": (
        "No draws of elasticities were asked for, so no intervals are shown.",
        "未作弹性抽样，故不显示区间。",
    ),
    "with_draws": (
        "The black line is 90 % of the draws of elasticities:",
        "黑线为弹性抽样的90%区间，抽样次数：",
    ),
    "bounds": (
        "Duties that depend on a missing fact stand at their low bound; the other bound moves the United "
        "States by at most, in points:",
        "缺少事实的关税取其低界；若取高界，美国的数字至多变动（百分点）：",
    ),
    "by_sector": (
        "Trade between the two by sector, percent change of its value",
        "双边贸易（按行业），金额变化%",
    ),
    "sector": ("sector", "行业"),
    "flow": ("flow", "流向"),
    "numbers": ("The numbers as a table", "数字列表"),
    "packages_title": ("Packages at the table", "谈判桌上的方案"),
    "package": ("package", "方案"),
    "surplus_us": ("surplus of the United States, billion USD a year", "美国谈判净收益，十亿美元/年"),
    "surplus_cn": ("surplus of China, billion USD a year", "中国谈判净收益，十亿美元/年"),
    "us_musd": ("United States, million USD a year", "美国，百万美元/年"),
    "cn_musd": ("China, million USD a year", "中国，百万美元/年"),
    "others_musd": ("third countries, million USD a year", "第三国，百万美元/年"),
    "over": ("Surplus over no deal, which here means:", "相对谈判破裂的净收益；此处谈判破裂指："),
    "both_gain": ("both gain", "双方均获益"),
    "undominated": ("on the frontier", "在前沿上"),
    "yes": ("yes", "是"),
    "no": ("no", "否"),
    "nash": ("Nash solution", "纳什解"),
    "kalai": ("Kalai–Smorodinsky solution", "卡莱—斯莫罗丁斯基解"),
    "none": ("none", "无"),
    "frontier": ("frontier", "谈判前沿"),
    "no_deal": ("no deal", "谈判破裂"),
    "packages": ("packages", "方案"),
    "solutions": ("Nash or Kalai–Smorodinsky", "纳什解或卡莱—斯莫罗丁斯基解"),
    "rests_on": ("What the numbers rest on", "数字所依据的假设"),
    "whole": ("All assumptions and sources of these numbers:", "这些数字的全部假设与来源："),
}
MODELS = {"Caliendo–Parro": "卡利恩多—帕罗多部门模型"}
CAVEATS: dict[str, str] = {
    "long run: full employment, no adjustment path, no capital, no exchange-rate or monetary response": (
        "长期结果：充分就业，无调整路径，不含资本、汇率及货币政策反应"
    ),
    "signs can depend on elasticities and on the use of revenue: ask for draws before relying on a sign": (
        "正负号可能取决于弹性和关税收入的用途：据此下结论之前，应先作随机抽样"
    ),
    "the accounts are of one year; the mix of trade has moved since": "账户只取一年；此后贸易结构已有变化",
    "payoffs are long-run real income from the trade model; "
    "security, politics and credibility are outside it": (
        "收益为贸易模型的长期实际收入；安全、政治与信誉不在其内"
    ),
    "a year's flow, not a path: no adjustment cost, no uncertainty about whether a promise is kept": (
        "为一年的流量而非路径：不含调整成本，也不考虑承诺能否兑现"
    ),
    "the disagreement point is an assumption: move it and the split moves with it": (
        "谈判破裂点是假设：移动它，收益分配随之移动"
    ),
    "side payments are counted dollar for dollar; their own effect on prices is left out": (
        "补偿支付按一美元计一美元；其自身的价格效应未计入"
    ),
    "signs can depend on elasticities: see the draws before relying on a small number": (
        "正负号可能取决于弹性：数值很小时应先看随机抽样"
    ),
}


def region_name(code: str, *, zh: bool = False) -> str:
    """A region's name; its code where the world is one of the user's own.

    Examples
    --------
    >>> region_name("USA", zh=True), region_name("EUR")
    ('美国', 'EUR')
    """
    return REGIONS.get(code, (code, code))[zh]


def sector_name(code: str, *, zh: bool = False) -> str:
    """A sector's name; its code where the world is one of the user's own."""
    return SECTORS.get(code, (code, code))[zh]
