"""What people type in Chinese, of either kind of characters, any width, anywhere: read or refused by name."""

from __future__ import annotations

import pytest

from detente.terms import (
    HtsCode,
    InputError,
    Instant,
    Party,
    folded,
    in_traditional,
    negotiated_language,
    read_day,
    read_language,
    read_share,
    read_yes_no,
)
from detente.terms.party import _lines


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("鎵", "镓"),
        ("無人機", "无人机"),
        ("稅號", "税号"),
        ("釜山共識", "釜山共识"),
        ("台湾", "台湾"),
        ("臺灣", "台湾"),
        ("川普", "特朗普"),
        ("ＡＢＣ　１２３", "ABC 123"),
        ("Électricité", "Électricité"),
        ("plain", "plain"),
    ],
)
def test_words_of_either_kind_fold_to_one(typed: str, plain: str) -> None:
    assert folded(typed) == plain


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("台湾", "TW"), ("臺灣", "TW"), ("越南", "VN"), ("中国大陆", "CN"), ("中國大陸", "CN"),
        ("南韓", "KR"), ("紐西蘭", "NZ"), ("義大利", "IT"), ("沙烏地阿拉伯", "SA"), ("寮國", "LA"),
        ("香港", "HK"), ("美國", "US"),
    ],
)  # fmt: skip
def test_countries_in_chinese(typed: str, code: str) -> None:
    assert Party.read(typed) == code


def test_every_chinese_name_reads_in_traditional_characters_too() -> None:
    rows = [row for row in _lines() if row[0] != "refused"]
    for code, *cells in rows:
        for name in filter(None, (cells[3], *cells[4].split("|"))):
            assert Party.read(in_traditional(name)) == code, name


@pytest.mark.parametrize(
    "typed",
    [
        "2025年10月26日",
        "２０２５年１０月２６號",
        "2025年10月26号",
        "2025 年 10 月 26 日",
        "２０２５－１０－２６",
    ],
)
def test_days_in_chinese(typed: str) -> None:
    assert read_day(typed).isoformat() == "2025-10-26"


def test_a_time_behind_a_day_in_full_width() -> None:
    assert Instant.read("2025年11月10日 １３：０１").text == "2025-11-10T13:01"


def test_a_day_without_its_year_is_refused_and_not_guessed() -> None:
    with pytest.raises(InputError, match=r"has no year — write the year too"):
        read_day("10月26號")


@pytest.mark.parametrize(
    "typed",
    ["稅號 8505.11.00.70", "税则号列：８５０５１１００７０", "HS 8505.11.0070", "８５０５．１１．００．７０"],
)
def test_codes_with_their_label_and_in_full_width(typed: str) -> None:
    assert HtsCode.read(typed).digits == "8505110070"


def test_yes_no_and_shares() -> None:
    assert read_yes_no("military", "是") == "yes"
    assert read_yes_no("military", "否") == "no"
    assert read_share("controlled_share", "０．１２％") == "0.0012"


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("zh", "zh-Hans"), ("zh-CN", "zh-Hans"), ("zh_CN.UTF-8", "zh-Hans"), ("zh-Hans-CN", "zh-Hans"),
        ("ZH-hans", "zh-Hans"), ("zh-SG", "zh-Hans"), ("cmn-Hans", "zh-Hans"), ("中文", "zh-Hans"),
        ("zh-TW", "zh-Hant"), ("zh-HK", "zh-Hant"), ("zh-Hant-HK", "zh-Hant"), ("zh-MO", "zh-Hant"),
        ("繁體中文", "zh-Hant"), ("en", "en"), ("en-US", "en"), ("en_GB.UTF-8", "en"),
    ],
)  # fmt: skip
def test_tags_of_languages(tag: str, language: str) -> None:
    assert read_language(tag) == language


@pytest.mark.parametrize("tag", ["", "fr", "zh-Latn-pinyin-x", "klingon", "C"])
def test_other_languages_are_refused(tag: str) -> None:
    with pytest.raises(InputError, match="give en, zh-Hans, zh-Hant"):
        read_language(tag)


def test_a_misspelt_tag_names_the_nearest() -> None:
    with pytest.raises(InputError, match=r"did you mean zh-han[st]"):
        read_language("zh-hanz")


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
        ("en;q=0.5, zh-TW", "zh-Hant"),
        ("fr, de;q=0.9", "en"),
        ("fr, *;q=0.1", "en"),
        ("zh;q=0, en;q=0.1", "en"),
        ("zh;q=high", "en"),
        ("", "en"),
        (None, "en"),
        ("x" * 5000, "en"),
    ],
)
def test_accept_language(header: str | None, language: str) -> None:
    assert negotiated_language(header) == language


def test_traditional_takes_the_words_of_taiwan() -> None:
    words = in_traditional("特朗普对华加征关税：关于中重稀土的里程碑，最终用户")
    assert words == "川普對華加徵關稅：關於中重稀土的里程碑，最終用戶"
