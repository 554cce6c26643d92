"""The language of reporting, one construction at a time."""

from __future__ import annotations

from datetime import date

import pytest

from detente.talks import Extraction, extract_claims, load_registry, read_document
from detente.talks.extract.annotations import speaker_label


def read(text: str, day: str = "2025-09-15") -> Extraction:
    return extract_claims(read_document(text, "t.txt", date.fromisoformat(day)), load_registry())


def speakers(text: str) -> list[str]:
    return [speaker_label(s.voices) for s in read(text).statements if s.kind != "outlet"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Bessent said the talks would go on.", "Scott Bessent"),
        ("The talks would go on, Bessent said.", "Scott Bessent"),
        ("Washington thinks it holds the better cards, said Clara Voigt, who runs a fund.", "Clara Voigt"),
        (
            "A third official briefed on the deliberations said the talks would go on.",
            "A third official briefed on the deliberations",
        ),
        ("Few were calm, with Peter Lang of Oriel Freight warning that the talks would fail.", "Peter Lang"),
        ("The talks will go on, according to the official Xinhua News Agency.", "Xinhua News Agency"),
        ("Minority whip Dana Holt charged that the talks would go nowhere.", "Dana Holt"),
        ("Guo Mingxia, a fellow at the Institute of Commerce, said the talks would go on.", "Guo Mingxia"),
        ("“It will take a while longer,” said Bessent.", "Scott Bessent"),
        ("Bessent, who arrived on Sunday, said the talks would go on.", "Scott Bessent"),
        ("Anna Weiss, head of the Harbour Institute in Bremen, said the talks would go on.", "Anna Weiss"),
        ("In Washington, a White House spokesperson said the talks would go on.", "White House spokesperson"),
        ("It came from Li Chenggang, who told reporters that the talks would go on.", "Li Chenggang"),
        (
            "According to a Bloomberg report that quoted a senior administration official, talks go on.",
            "a senior administration official",
        ),
        ("Talks will go on, according to Greer’s interview with NBC.", "Jamieson Greer"),
        ("CCTV quoted He Lifeng as saying that the talks would go on.", "He Lifeng"),
        ("Beijing, meanwhile, seeks a rollback of tariffs.", "the Chinese side"),
        ("Washington continues to press Beijing to lift its restrictions.", "the US side"),
        ("Neither side disclosed the text of the understanding.", "both sides"),
        ("China and the United States said on Sunday they had reached a consensus.", "both sides"),
        ("Market analysts expect the tariff truce to hold.", "Market analysts"),
        ("Xinhua’s commentary stressed that dialogue should go on.", "Xinhua News Agency"),
        ("Senator Ruth Calder warned that the deal would fail.", "Ruth Calder"),
        ("Portuguese President Tomas Vidal hailed the outcome of the talks.", "Tomas Vidal"),
        ("The US treasury secretary has said that the truce will hold.", "Scott Bessent"),
        ("Chinese trade negotiator Li Chenggang confirmed the consensus.", "Li Chenggang"),
        (
            "A source close to the Chinese delegation told Caixin that talks go on.",
            "A source close to the Chinese delegation",
        ),
        ("何立峰在会谈后表示，双方应当相向而行。", "He Lifeng"),
        ("商务部新闻发言人何咏前11日在例行记者会上指出，中方立场没有变化。", "He Yongqian"),
        ("贝森特在接受采访时称，磋商进展顺利。", "Scott Bessent"),
        ("双方同意保持沟通。", "both sides"),
        ("美方表示，愿同中方继续对话。", "the US side"),
        ("据彭博社报道，双方可能在下月再次会面。", "Bloomberg"),
        ("清华大学教授许文远认为，休战期有望延长。", "许文远"),
        ("何立峰強調，合則兩利。", "He Lifeng"),
    ],
)
def test_who_says_it(text: str, speaker: str) -> None:
    assert speakers(text)[0].casefold() == speaker.casefold()


@pytest.mark.parametrize(
    "text",
    [
        "The reports on the truce fill a shelf, and claims of progress fill another.",
        "This round of talks suggests that both countries want to prevent escalation.",
        "Under one arrangement, China would agree to purchase more soybeans.",
        "The agreed framework is a text of forty pages on the tariff truce.",
        "China’s rare earth exports were expected to fall this year.",
    ],
)
def test_what_nobody_said(text: str) -> None:
    assert speakers(text) == []


def test_two_speakers_in_one_sentence_have_a_span_each() -> None:
    rows = read(
        "Washington has warned of a further tariff, while Beijing has hinted at export curbs on magnets."
    ).statements
    assert [(s.voice.id, s.text) for s in rows] == [
        ("us_side", "Washington has warned of a further tariff"),
        ("cn_side", "Beijing has hinted at export curbs on magnets."),
    ]


def test_pronouns_and_bare_surnames_over_paragraphs() -> None:
    x = read(
        "Li Chenggang met reporters on Sunday. He said the tone was sober.\n\nThe hall was full.\n\n“We "
        "met as equals on the truce,” Li said. “That helped a good deal.”\n\n“It may help again next time.”"
    )
    assert {q.voice.name for q in x.quotations if q.voice} == {"Li Chenggang"}
    assert len(x.quotations) == 3
    assert [s.voice.name for s in x.statements if s.text.startswith("He said")] == ["Li Chenggang"]


def test_the_same_family_name_is_not_the_same_person() -> None:
    text = (
        "Guo Mingxia, a fellow at the Institute of Commerce, said the talks would go on.\nGuo urged "
        "patience.\n"
    )
    assert [s.split()[0] for s in speakers(text)] == ["Guo", "Guo"]
    assert "Guo Jiakun" not in speakers(text)


def test_he_lifeng_is_no_pronoun_and_he_is_no_surname() -> None:
    assert speakers("Greer spoke first. He said the truce would hold.") == ["Jamieson Greer"]


def test_an_open_quotation_runs_to_its_paragraph_and_goes_on() -> None:
    x = read(
        "“The truce is a bridge,” said Rosa Lind, a pilot. “It sways.\n\n“But it carries us over the river.”"
    )
    assert [(q.voice.name, q.closed) for q in x.quotations if q.voice] == [
        ("Rosa Lind", True),
        ("Rosa Lind", False),
        ("Rosa Lind", True),
    ]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“We made headway on hard questions,” a visibly tired Greer said.", "Jamieson Greer"),
        ("The deal is “as good as done,” per Trump.", "Donald Trump"),
        ("In Bessent’s words, “the ball is in their court.”", "Scott Bessent"),
        (
            "“The two sides will keep talking for now,” the statement from China’s Ministry of Commerce "
            "read.",
            "Ministry of Commerce",
        ),
        ("Bessent was more upbeat: “Give it two weeks and see.”", "Scott Bessent"),
        ("“I do not see this holding,” — Ana Ruiz, trade lawyer", "Ana Ruiz"),
        ("Asked by CNBC whether he trusted Beijing, Bessent said: “I trust my notes.”", "Scott Bessent"),
        ("“Both did their homework,” Bessent said of his counterparts.", "Scott Bessent"),
        ("“Nobody went home empty-handed,” an official who took part in the talks said.", "an official"),
        ("“合则两利，”何立峰说。", "He Lifeng"),
        ("李成钢说：“门是开着的。”", "Li Chenggang"),
    ],
)
def test_whose_quotation_it_is(text: str, speaker: str) -> None:
    got = [q.voice.name for q in read("Talks went on.\n\n" + text).quotations if q.voice]
    assert got[:1] == ([speaker] if speaker else [])


def test_titles_and_so_called_things_are_no_quotations_of_anybody() -> None:
    x = read(
        "中方将研究所谓“芬太尼关税”。《大国贸易》一书已出版。The so-called “50% rule” is a rule on "
        "affiliates."
    )
    assert not [q for q in x.quotations if q.voice]


def test_chain_of_speakers() -> None:
    row = read("Bessent told NBC News that soybeans were discussed.").statements[0]
    assert row.chain[0] == "Scott Bessent"
    assert "NBC News" in row.chain
    assert row.told == "NBC News"


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Greer said both sides reached a preliminary consensus.", "preliminary"),
        ("Bessent said there had been no changes in export controls.", "denied"),
        ("Trump threatened a further tariff on all goods.", "threatened"),
        ("Washington urged China to curb precursors.", "urged"),
        ("He Lifeng said both sides should keep talking.", "urged"),
        ("The two leaders are scheduled to meet in Lisbon.", "planned"),
        ("The truce is expected to be extended.", "expected"),
        ("China agreed to buy soybeans.", "agreed"),
        ("If both leaders approve, the truce could be extended.", "would"),
        ("双方就农产品贸易达成初步共识。", "preliminary"),
        ("外交部发言人林剑表示，中方坚决反对有关做法。", "denied"),
        ("美方表示，愿同中方继续对话。", "will"),
    ],
)
def test_modality(text: str, modality: str) -> None:
    assert modality in [s.modality for s in read(text).statements]


def test_approval_and_conditions() -> None:
    rows = read(
        "The extension of the truce awaits President Trump’s final approval. It will hold if both leaders "
        "approve the framework of the truce. Each side will complete its domestic approval procedures."
    ).statements
    assert [s.approval for s in rows] == [("trump",), ("leaders",), ("domestic-approval",)]
    assert "if both leaders approve" in rows[1].conditions[0]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("They will meet on Thursday.", "2025-09-18"),
        ("They met on Thursday.", "2025-09-11"),
        ("It ends by year-end.", "2025-12-31"),
        ("It ends by the end of 2026.", "2026-12-31"),
        ("They will meet next month.", "2025-10"),
        ("Talks ran from September 14 to 15.", "2025-09-14/2025-09-15"),
        ("The pause runs until Feb. 3.", "2026-02-03"),
        ("In late October 2025 talks resumed.", "2025-10-21/2025-10-31"),
        ("That was two days ago.", "2025-09-13"),
        ("In the first quarter of 2026 it fell.", "2026-01/2026-03"),
        ("会谈于9月14日至15日举行。", "2025-09-14/2025-09-15"),
        ("今年以来，双方多次通话。", "2025-01-01/2025-09-15"),
        ("下周一再谈。", "2025-09-22"),
        ("本月14日，双方会面。", "2025-09-14"),
        ("二〇二六年十一月十日到期。", "2026-11-10"),
    ],
)
def test_dates(text: str, iso: str) -> None:
    assert [d.iso for d in read(text).dates] == [iso]


def test_dates_without_a_day_are_not_guessed() -> None:
    x = extract_claims(
        read_document("They met on Sunday and on May 3. It ended on 4 June 2025.", "t"), load_registry()
    )
    assert [d.iso for d in x.dates] == ["2025-06-04"]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("a duty of 7.5 per cent", 7.5, "%"),
        ("cut by 24 percentage points", 24, "percentage points"),
        ("worth $3 billion", 3e9, "USD"),
        ("some 12 million metric tons", 12e6, "tonnes"),
        ("a two-day meeting", 2, "days"),
        ("delayed for a year", 1, "year"),
        ("the fifth round of talks", 5, "ordinal"),
        ("some 20 or 30 years", (20, 30), "years"),
        ("three leading suppliers", 3, "count"),
        ("取消91%的关税", 91, "%"),
        ("暂停24个百分点", 24, "percentage points"),
        ("价值30亿美元", 3e9, "USD"),
        ("采购1200万吨大豆", 12e6, "tonnes"),
        ("为期90天", 90, "days"),
    ],
)
def test_figures(text: str, value: float, unit: str) -> None:
    assert [(f.value, f.unit) for f in read(text + (" of talks" if text.isascii() else "。")).figures] == [
        (value, unit)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "the two sides and both leaders",
        "under Section 301 of the act",
        "the Group of 20 summit",
        "the world's two largest economies",
        "两国元首一致认为",
    ],
)
def test_what_is_no_figure(text: str) -> None:
    assert not read(text + " met again").figures


def test_later_this_week_is_the_day_the_document_gives_the_meeting() -> None:
    x = read(
        "The two presidents will meet on Thursday in Lisbon. The leaders are to meet later this week, and "
        "markets wait.",
        "2025-09-14",
    )
    assert {d.text: d.iso for d in x.dates}["later this week"] == "2025-09-18"


def test_a_document_that_prints_no_day_is_dated_by_the_round_it_reports() -> None:
    from detente.talks.compare.record import rounds

    x = extract_claims(
        read_document("Officials began talks in Madrid on Sunday. Madrid is warm.", "t"),
        load_registry(),
        rounds(),
    )
    assert str(x.document.day) == "2025-09-14"
    assert "inferred" in x.document.day_source


def test_doubt_goes_to_the_review_list() -> None:
    x = read("The hall was full. “Nobody knows who wrote these seven words,” read a note on the wall.")
    assert not x.statements or all(s.evidence for s in x.statements)
    assert [r.doubt for r in x.review] == ["a quotation without a speaker"]
    assert not any(r.evidence for r in x.review)


def test_an_official_text_is_read_as_one() -> None:
    x = read(
        "Joint Statement on the Talks in Lisbon\n\nThe Parties will establish a working group on tariffs.\n"
        "\nChina will suspend its duties on soybeans."
    )
    assert {(s.kind, s.voice.id) for s in x.statements} == {("readout", "both_sides")}
    x = read("商务部新闻发言人就里斯本会谈答记者问\n\n有记者问：成果如何？\n\n答：双方就农产品贸易达成共识。")
    assert [(s.kind, s.voice.id) for s in x.statements] == [
        ("question", "reporter"),
        ("readout", "mofcom_spokesperson"),
    ]


def test_a_readout_named_after_a_person_is_the_readout_of_the_side() -> None:
    x = read(
        "Two texts\n\nHe Lifeng readout\nThe two sides held talks in Lisbon on tariffs.\nHe Lifeng said "
        "that trade is a bridge.\nThe U.S. side said that it valued the channel."
    )
    assert [s.voice.id for s in x.statements] == ["cn_readout", "he_lifeng", "us_side"]


def test_a_statement_of_an_office_may_quote_a_person() -> None:
    x = read(
        "Statement by the Ministry of Commerce on the talks\n\nChina will suspend its duties on soybeans.\n"
        "\nWang Wentao said that trade is a bridge."
    )
    assert [s.voice.id for s in x.statements] == ["mofcom", "wang_wentao"]
