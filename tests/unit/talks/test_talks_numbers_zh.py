"""Chinese dates and figures as reports print them, and what looks like one and is none."""

from __future__ import annotations

from datetime import date

import pytest

from detente.talks import load_registry, read_document
from detente.talks.read.dates_zh import find_dates_zh
from detente.talks.read.figures import find_figures_zh
from detente.talks.read.segments import split_segments

DAY = date(2025, 8, 13)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("上月26日至29日双方在海牙会谈。", "2025-07-26/2025-07-29"),
        ("协议覆盖2027年至2030年的采购。", "2027/2030"),
        ("二季度出口回落。", "2025-04/2025-06"),
        ("公司第四季的订单已满。", "2025-10/2025-12"),
        ("前七个月的贸易额下降。", "2025-01/2025-07"),
        ("价格回到年初的水平。", "2025-01"),
        ("去年初的关税更低。", "2024-01"),
    ],
)
def test_dates(text: str, iso: str) -> None:
    assert iso in [row.iso for row in find_dates_zh(text, DAY)]


@pytest.mark.parametrize("text", ["依据《1962年贸易扩展法》征税。", "《1930年关税法案》仍然有效。"])
def test_the_year_in_the_title_of_a_law_is_no_date(text: str) -> None:
    assert find_dates_zh(text, DAY) == []


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("约三成企业受到影响。", 30, "%"),
        ("运费贵了两成。", 20, "%"),
        ("磋商持续了近12个小时。", 12, "hours"),
        ("时隔近7年再访。", 7, "years"),
        ("公司递交了25份申请。", 25, "count"),
        ("超过450多家企业联名。", 450, "count"),
        ("恒指升逾1,200点。", 1200, "count"),
    ],
)
def test_figures(text: str, value: float, unit: str) -> None:
    assert [(row.value, row.unit) for row in find_figures_zh(text)] == [(value, unit)]


@pytest.mark.parametrize(
    "text",
    ["动用232条款等手段。", "依据第301条征税。", "会议8点开始。", "三名知情人士透露。"],
)
def test_what_is_no_figure(text: str) -> None:
    assert find_figures_zh(text) == []


def test_the_day_beside_author_clock_and_place_is_the_day_of_the_document() -> None:
    text = (
        "关税又延期了\n原创 阿海 阿海聊进出口生意经 2025年8月13日 21:40 广东\n他上周到了港口,昨天才回来。\n"
    )
    assert read_document(text, "t.txt").day == DAY


def test_a_label_with_the_name_of_a_paper_is_a_turn() -> None:
    text = (
        "外交部例行记者会\n《中国日报》记者:中方对此有何评论?\n林剑:中方的立场是一贯的。\n"
        "《读卖新闻》记者:会谈何时举行?\n林剑:有消息会及时发布。\n"
    )
    _, turns = split_segments(read_document(text, "t.txt", DAY), load_registry())
    assert [t.asks for t in turns] == [True, False, True, False]
