"""Each rule of the grammar with a sentence that needs it: read as told only with the rule."""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from detente.talks import extract_claims, load_registry, read_document
from detente.talks.compare.marks import marks_of
from detente.talks.extract.annotations import speaker_label
from detente.talks.extract.subjects import subject_left
from detente.talks.words.claim import Mention, Voice
from detente.talks.words.names_zh import is_person_name
from detente.talks.words.verbs import verbs_of

REGISTRY = load_registry()
NEVER = re.compile(r"(?!)")
EXTRACT, COMPARE = "detente.talks.extract", "detente.talks.compare"

# rule, sentence, the speaker of its last statement that is nobody's question ("" for the article itself)
SENTENCES = [
    ("reporting_en._is_nameless_group", "Growers want the tariff truce to hold through the winter.", ""),
    ("reporting_en._ASKED", "Asked whether Beijing said the truce holds, Greer shrugged.", ""),
    ("reporting_zh._PRONOUN", "何立峰出席会议。其表示，双方将继续沟通。", "He Lifeng"),
    ("reporting_zh._is_within_name", "东海大学与商务部表示，关税将下调。", "Ministry of Commerce"),
    ("reporting_zh._BEFORE_NAME", "此外北欧银行预测，运价将上涨。", "北欧银行"),
    ("reporting_zh._NO_NAME", "大家认为，运价将上涨。", ""),
    ("reporting_zh._SOMEBODY", "有分析认为，短期内难有突破。", "分析人士"),
    ("reporting_zh._joint_statements", "双方一致，继续磋商。", "both sides"),
    ("subjects._PREPOSITION", "A note to Greer on Monday said the truce holds.", ""),
    ("subjects._BOUNDARY", "Xi from Beijing smiled because Greer said the truce holds.", "Jamieson Greer"),
    (
        "subjects._NEW_CLAUSE",
        "Bessent, the Treasury secretary, left, while Greer, the trade representative, said the truce holds.",
        "Jamieson Greer",
    ),
    (
        "subjects._belongs_to_text",
        "The commerce ministry’s statement on Monday said the truce holds.",
        "Ministry of Commerce",
    ),
    ("subjects._has_clause_between", "Bessent, a banker; the talks, long and cold, said little.", ""),
    (
        "sources._in_view_of",
        "Greer spoke for an hour. In his view the tariff truce will hold for years.",
        "Jamieson Greer",
    ),
    ("sources._IN_VIEW", "Greer spoke. In his opinion the tariff truce will hold.", "Jamieson Greer"),
    (
        "quotation_speakers._OUTCOME",
        "The talks reached a “preliminary consensus” on the truce.",
        "both sides",
    ),
    (
        "quotation_speakers._outcome_voice",
        "The talks reached a “basic consensus” on the truce.",
        "both sides",
    ),
    ("quotation_speakers._TALKED", "The talks reached an “important consensus” on soybeans.", "both sides"),
    ("role_phrases._opens_no_name", "Later officials said the truce holds.", "officials"),
    (
        "role_phrases._is_plural",
        "Two officials said the truce holds. Bessent nodded. They said it may grow.",
        "Two officials",
    ),
    ("mentions._NOT_PEOPLE", "The Lisbon Forum said the truce holds.", ""),
    (
        "mentions._antecedent_in_sentence",
        "Greer spoke. When Bessent landed he said the truce holds.",
        "Scott Bessent",
    ),
    ("mentions_zh._ENVOY", "特朗普特使表示，休战将延长。", "特朗普特使"),
    ("mentions_zh._is_no_name", "美国总统和夫人在北京说，友谊长存。", "Donald Trump"),
    ("mentions_zh._is_body_of", "美国一位高级官员表示，休战将延长。", "美国一位高级官员"),
    (
        "statements._meet_full_names",
        "Li said the truce holds. Li Chenggang then left the hall.",
        "Li Chenggang",
    ),
    ("sentence._BULLET_HEAD", "• U.S. side: the tariff truce holds for now.", "the US side"),
]

# rule, sentence, what else must be read in it
READINGS: list[tuple[str, str, Callable[[Any], Any], Any]] = [
    (
        "reporting_en._NOT",
        "Bessent never said that the truce would end.",
        lambda x: x.statements[-1].negated,
        True,
    ),
    (
        "quotation_speakers._is_outlet",
        "The story in “Global Times” was short, Bessent said.",
        lambda x: x.quotations[0].voice,
        None,
    ),
    (
        "quotation_speakers._voice_behind",
        "“We will keep the truce for as long as it takes.” He Lifeng said so on Monday.",
        lambda x: x.quotations[0].voice.name,
        "He Lifeng",
    ),
    (
        "quotation_speakers._only_names_speaker",
        "“合作是唯一正确的选择。”在会后何立峰对记者说。",
        lambda x: x.quotations[0].voice.name,
        "He Lifeng",
    ),
    (
        "quotation_speakers._headline_voice",
        "‘We will wait and see’: Bessent leaves Geneva\n\nThe talks on the tariff truce went on in Geneva.",
        lambda x: x.quotations[0].voice.name,
        "Scott Bessent",
    ),
    (
        "quotation_speakers._RELATIVE",
        "The White House drew up the list of farm goods for the truce that China said it wants.",
        lambda x: x.statements[-1].text[:20],
        "the truce that China",
    ),
    (
        "mentions._BETWEEN",
        "China’s finance chief Ana Sorel said the truce holds.",
        lambda x: (x.statements[0].voice.name, x.statements[0].side),
        ("Ana Sorel", "China"),
    ),
    (
        "statement_rows._LINKED",
        "China will lift its curbs on rare earths. In return, the US will cut port fees, according to "
        "Bessent.",
        lambda x: [s.voice.name for s in x.statements],
        ["Scott Bessent", "Scott Bessent"],
    ),
    (
        "statement_rows._NEW_MATTER",
        "何立峰表示，合作是唯一选择。据统计，双边贸易额增长两成。",
        lambda x: len(x.statements),
        1,
    ),
    (
        "statement_rows._opens_new_matter",
        "何立峰表示，合作是唯一选择。目前，双边贸易额增长两成。",
        lambda x: len(x.statements),
        1,
    ),
    (
        "quotation_speakers._is_plain_closing",
        "Both sides have agreed to extend the truce, Bessent announced on Monday.",
        lambda x: [s.voice.name for s in x.statements],
        ["Scott Bessent"],
    ),
    (
        "quotation_speakers._NOTHING_SAID_AFTER",
        "Both sides have agreed to extend the truce, Bessent announced late on Monday.",
        lambda x: [s.voice.name for s in x.statements],
        ["Scott Bessent"],
    ),
    (
        "check_worthiness._ADVICE",
        "Companies trading with China should hold stocks while tariffs are high.",
        lambda x: len(x.statements),
        0,
    ),
    (
        "check_worthiness._EVALUATES",
        "The tariff truce is a crucial relief for farmers everywhere.",
        lambda x: len(x.statements),
        0,
    ),
    (
        "check_worthiness._STRONG",
        "The tariff truce is a crucial relief if approved by both leaders.",
        lambda x: len(x.statements),
        1,
    ),
]


def read(text: str) -> Any:
    return extract_claims(read_document(text, "t.txt", date(2025, 11, 5)), REGISTRY)


def last_speaker(text: str) -> str:
    rows = [s for s in read(text).statements if s.kind not in ("outlet", "question")]
    return speaker_label(rows[-1].voices) if rows else ""


def without(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take a rule away: a pattern matches nothing, a function finds nothing or says no."""
    folder = COMPARE if rule.startswith(("marks", "stages", "attributes")) else EXTRACT
    module, name = rule.split(".")
    old = getattr(sys.modules[f"{folder}.{module}"], name)
    returns = "" if isinstance(old, re.Pattern) else str(old.__annotations__["return"])
    nothing: Any = {"bool": False}.get(returns, [] if returns.startswith(("list", "Iterator")) else None)
    new = NEVER if isinstance(old, re.Pattern) else lambda *args, **named: nothing
    for imported in [m for k, m in sys.modules.items() if k.startswith("detente.talks")]:
        for key in [k for k, v in vars(imported).items() if v is old]:
            monkeypatch.setattr(imported, key, new)


@pytest.mark.parametrize(("rule", "text", "speaker"), SENTENCES, ids=[s[0] for s in SENTENCES])
def test_who_speaks_by_a_rule(rule: str, text: str, speaker: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert last_speaker(text) == speaker
    without(rule, monkeypatch)
    assert last_speaker(text) != speaker


@pytest.mark.parametrize(("rule", "text", "asked", "wanted"), READINGS, ids=[r[0] for r in READINGS])
def test_what_is_read_by_a_rule(
    rule: str, text: str, asked: Callable[[Any], Any], wanted: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert asked(read(text)) == wanted
    without(rule, monkeypatch)
    # without the rule there may be no statement, or a quotation without a speaker
    with contextlib.suppress(IndexError, AttributeError):
        assert asked(read(text)) != wanted


def test_a_statement_by_a_body_is_what_the_body_says(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "The statement by the ministry of long standing in the hall said so."
    verbs = verbs_of(REGISTRY)
    verb = verbs.pattern.search(text, text.index(" said"))
    assert verb
    mentions = [
        Mention(0, 13, "The statement", Voice("statement", "The statement", "third", "role")),
        Mention(17, 29, "the ministry", Voice("ministry", "the ministry", "third", "institution")),
    ]
    subject = subject_left(text, verb, mentions, [], verbs)
    assert subject and subject.voices[0].id == "ministry"
    without("subjects._issuer_of_text", monkeypatch)
    assert subject_left(text, verb, mentions, [], verbs) is None


def test_a_meeting_confirmed_is_agreed(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Bessent confirmed that the two leaders will meet in Busan on Thursday."

    def stage() -> dict[str, str]:
        return dict(marks_of(read(text).statements[0], REGISTRY))

    assert stage()["stage:leaders-meeting"] == "agreed"
    without("stages._CONFIRMED", monkeypatch)
    assert stage()["stage:leaders-meeting"] == "announced for the future"


def test_a_pledge_of_the_procedure_needs_words_of_the_procedure(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Bessent said the two sides will extend the truce after domestic approval."

    def marks() -> list[tuple[str, str]]:
        return list(marks_of(read(text).statements[0], REGISTRY))

    assert ("pledge:approval", "announced for the future") in marks()
    without("marks._is_process", monkeypatch)
    assert ("pledge:approval", "announced for the future") not in marks()


def test_a_country_and_a_word_of_time_are_no_persons() -> None:
    assert not is_person_name("泰国")
    assert is_person_name("泰勒")
