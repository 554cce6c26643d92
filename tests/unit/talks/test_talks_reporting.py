"""Ways of reporting that newspapers, agencies and ministries use, one construction at a time."""

from __future__ import annotations

from datetime import date

import pytest

from detente.talks import Extraction, extract_claims, load_registry, read_document
from detente.talks.extract.annotations import speaker_label


def read(text: str, day: str = "2025-11-05") -> Extraction:
    return extract_claims(read_document(text, "t.txt", date.fromisoformat(day)), load_registry())


def last_speaker(text: str) -> str:
    rows = [s for s in read(text).statements if s.kind not in ("outlet", "question")]
    return speaker_label(rows[-1].voices) if rows else ""


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Olga Rehn, an economist at Lakeside Research, reckons the duty will fall.", "Olga Rehn"),
        ("Ana Sorel of Lakeside Research predicts a lower duty.", "Ana Sorel"),
        (("Jamieson Greer met Vice Premier He Lifeng in Oslo Saturday and Sunday, said the White House in a "
            "statement."), "The White House"),
        ("Scott Bessent had lunch with He Lifeng in Oslo on May 4, said the Treasury Department.",
         "US Treasury"),
        ("Sen. Ida Moss of Oregon accused Beijing of stalling.", "Ida Moss"),
        ("Lakeside’s Ivo Brandt wrote that the duty will fall.", "Ivo Brandt"),
        ("The Harbour Growers Association pleaded for time. The group warned of losses.",
         "The Harbour Growers Association"),
        (("China’s commerce ministry gave a briefing and said little. “We are calm,” a ministry "
            "spokesperson said."), "Ministry of Commerce spokesperson"),
        ("Two diplomats said the talks were stiff. One said it was a bad night.", "Two diplomats"),
        (("Three people briefed on the draft called it thin. One of the people said it has two "
            "pages."), "Three people"),
        ("Ana Sorel shrugged. “We have seen worse pauses before this one.”", "Ana Sorel"),
        ("Bessent spoke first. The president’s version was different: chips came up, he said.",
         "Donald Trump"),
        ("Ana Sorel said the talks were over. Her advice to the two sides: wait for rain.", "Ana Sorel"),
        ("Asked whether he trusted Beijing, Greer replied that he did.", "Jamieson Greer"),
        (("Trade adviser Ana Sorel called it thin, while Sen. Ida Moss, who flew in on Friday, praised the "
            "patience of all."), "Ida Moss"),
        ("The Chamber of Lakes in China, which has many members, said the duty hurts.", ("The Chamber of "
            "Lakes")),
        ("Lakeside’s chief executive, Ivo Brandt, was gloomy, saying the duty hurts.", "Ivo Brandt"),
        ("Xi told Trump that trade is a bridge, according to a readout carried by Xinhua.", "Xi Jinping"),
        (("OSLO, Nov. 5 (Xinhua) -- Vice Premier He Lifeng met guests here.\n\nHe said that China will open "
            "up."), "He Lifeng"),
        ("China bought no soybeans, according to Chinese customs data.", "Chinese customs data"),
        ("商务部今晨公布，措施暂停一年。", "Ministry of Commerce"),
        ("据美国贸易代表办公室公告，新税率已经生效。", "Office of the US Trade Representative"),
        ("北欧银行预测，运价将上涨。", "北欧银行"),
        ("世贸组织总干事阿玛拉警告说，碎片化代价高昂。", "阿玛拉"),
        ("前美国贸易代表办公室谈判代表卡洛维（Ann Calloway）形容，协议是喘息。", "卡洛维"),
        ("东海大学港口与航运研究中心研究员苏望舒在接受采访时说，费用由买家承担。", "苏望舒"),
        ("路透社援引知情人士的话说，特朗普不希望节外生枝。", "知情人士"),
        ("记者从多位业内人士处获悉，买家正在观望。", "业内人士"),
        ("一位不愿具名的货代对记者表示，报价一天一变。", "货代"),
        ("李成钢向媒体介绍说，双方对成果都表示肯定。", "Li Chenggang"),
        ("何立峰副总理表示，合则两利。", "He Lifeng"),
        ("有分析认为，短期内难有突破。", "分析人士"),
        ("台灣學者唐維遠分析，關稅只是開始。", "唐维远"),
        ("美國財長貝森特周日受訪時指，局勢已經緩和。", "Scott Bessent"),
    ],
)  # fmt: skip
def test_who_says_it(text: str, speaker: str) -> None:
    assert last_speaker(text).casefold() == speaker.casefold()


@pytest.mark.parametrize(
    "text",
    [
        "The Chinese embassy did not immediately respond to a request for comment.",
        "Neither the Commerce Department nor the Chinese embassy responded to requests for comment.",
        "Related Content\nTrump says the truce will hold\nBessent says so too",
        "延伸閱讀\n貝森特說關稅將下調？\n何立峰回應了",
    ],
)
def test_what_nobody_said(text: str) -> None:
    assert last_speaker("The talks ended at noon in the old harbour hall, without a word.\n\n" + text) == ""


def test_a_headline_quotes_whom_the_body_introduces() -> None:
    x = read(
        "Deal ‘thin as paper’ on the eve of talks\n\n“Thin as paper,” said Olga Rehn of Lakeside Research."
    )
    assert [q.voice.name for q in x.quotations if q.voice] == ["Olga Rehn", "Olga Rehn"]


def test_the_name_of_a_programme_or_a_platform_is_no_quotation() -> None:
    x = read("“So far, so good,” Greer said on CNBC’s “Squawk Box.”\n\n特朗普在“真实社交”上说，会谈顺利。")
    assert [q.inner for q in x.quotations if q.voice] == ["So far, so good,"]


def test_a_title_with_a_colon_is_no_speaker() -> None:
    assert (
        last_speaker("Managed Weather: Reading the Harbour Text\n\nIt rained in the old harbour for a week.")
        == ""
    )


def test_a_question_in_chinese_prose_is_no_evidence() -> None:
    rows = read("有记者问，特朗普总统称将于明年访华，能否证实？毛宁表示，没有可以提供的信息。").statements
    assert [(s.kind, s.evidence) for s in rows] == [("question", False), ("indirect", True)]


def test_a_conference_of_a_ministry_has_turns_in_both_languages() -> None:
    chinese = read(
        "发布会\n\n海风电视台记者：中方有何评论？\n\n何亚东：双方保持沟通。\n\n山城晚报记者：还会延长吗？\n\n何亚东：我没有可以提供的信息。"
    )
    assert [t.voice.name for t in chinese.turns] == ["a reporter", "He Yadong"] * 2
    english = read(
        "MOFCOM Spokesperson's Remarks on Port Fees\n\nQ: What is the comment?\n\nA: China opposes the "
        "fees.\n\nWe will act."
    )
    assert [t.voice.name for t in english.turns] == ["a reporter", "Ministry of Commerce spokesperson"]
    assert english.statements[-1].text == "We will act." and english.statements[-1].kind == "transcript"


def test_where_and_when_of_an_interview_are_no_turns() -> None:
    x = read(
        "WHEN: Today\n\nWHERE: “Harbour Morning”\n\nJOE HALE: Is it done?\n\nSEC. BESSENT: It is.\n\nJOE "
        "HALE: Sure?\n\nSEC. BESSENT: Sure."
    )
    assert {t.voice.name for t in x.turns} == {"Joe Hale", "Scott Bessent"}


def test_a_fact_sheet_is_the_word_of_its_issuer_but_for_those_it_quotes() -> None:
    x = read(
        "The White House\nFact Sheets\nFact Sheet: President Donald J. Trump Secures a Pause\n\n• China "
        "will suspend its port dues.\n\n• Gulf Growers Alliance hailed the pause as “air.”"
    )
    assert [(s.kind, s.voice.name) for s in x.statements] == [
        ("readout", "The White House"),
        ("mixed", "Gulf Growers Alliance"),
    ]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("They spoke over the weekend.", "2025-11-01/2025-11-02"),
        ("It runs until Nov. 10 next year.", "2026-11-10"),
        ("They meet the day after tomorrow.", "2025-11-07"),
        ("It ends at year’s end.", "2025-12-31"),
        ("Has anything changed since May?", "2025-05"),
        ("the Aug. 12 deadline", "2025-08-12"),
        ("细节要等两人周五通话后才能敲定", "2025-11-07"),
        ("过去两天", "2025-11-04/2025-11-05"),
        ("上周末会谈", "2025-11-01/2025-11-02"),
        ("明年首季恢复", "2026-01/2026-03"),
        ("三天前宣布", "2025-11-02"),
    ],
)
def test_dates(text: str, iso: str) -> None:
    assert [d.iso for d in read(text).dates] == [iso]


def test_years_in_a_list_are_years_of_their_own() -> None:
    assert [d.iso for d in read("China will buy more in each of 2026, 2027 and 2028.").dates] == [
        "2026",
        "2027",
        "2028",
    ]
    assert [d.iso for d in read("Trade fell between 2018 and 2020.").dates] == ["2018/2020"]
