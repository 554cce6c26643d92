"""Which forms are verbs of saying, and which look like one and are a noun, a passive or an event."""

from __future__ import annotations

import re

import pytest

from detente.talks import load_registry
from detente.talks.words.verbs import is_noun, verbs_of

VERBS = verbs_of(load_registry())


def noun(sentence: str) -> bool:
    """Whether the form between bars is no verb of saying."""
    before, form, after = sentence.split("|")
    hit = re.compile(re.escape(form)).search(before + form + after, len(before))
    assert hit
    return is_noun(before + form + after, hit)


@pytest.mark.parametrize(
    "sentence",
    [
        # directly behind an article, a determiner or a preposition
        "the |reports| fell",
        "The |comments| fell",
        "its |claims| fell",
        "no |answer| came",
        "of |warning| signs",
        "in |saying| so",
        "by |noting| it",
        "such |says| it",
        # a noun that looks like a verb, up to three words behind one
        "the many loud |claims| fell",
        "a long list of angry |demands| fell",
        "an early set |notes| it",
        # infinitives that report nothing
        "China has to |say| so",
        "the plan to |announce| it",
        "to |say| so",
        # participles before a noun
        "Beijing welcomed the |agreed| framework",
        "two |proposed| terms",
        "they met on |agreed| text",
        "on the |proposed| tariffs",
        "on a |threatened| tariff",
        "China and |promised| measures",
        # an event goes on
        "talks |continued| in Geneva",
        "The truce |continues| for now",
        "he |continued| with it",
        # a think tank
        "a Washington |think| tank",
        "Washington |think| tank",
        # who is asked did not ask
        "Bessent |asked| about soybeans",
        "Bessent |asked| for comment",
        "Bessent |asked| not to be named",
        # a plan
        "A call is |scheduled| soon",
        "A call was not |expected| soon",
        "A call being |expected| soon",
        "It is not |expected| soon",
        # a passive
        "Tariffs were |described| so",
        "Bessent was |told| so",
        "Bessent is also |asked| so",
        "Tariffs are widely |seen| so",
        "Tariffs are also |believed| so",
        "Tariffs have been |raised| so",
        "The text was not |published| so",
        # a noun with its complement
        "Beijing |claims| of success",
        "Beijing |promises| of talks",
    ],
)
def test_a_noun_a_passive_or_an_event_is_no_verb_of_saying(sentence: str) -> None:
    assert noun(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Bessent |said| so",
        "Beijing |reports| a rise",
        "the ministry |said| so",
        "The ministry of commerce |warned| them",
        "the two sides |agreed| to it",
        "a senior official |claimed| it",
        # an infinitive behind a verb that reports
        "China continues to |say| so",
        "China is likely to |announce| it",
        "He went on to |say| it",
        "He was quick to |say| so",
        "He appeared openly to |say| so",
        # participles that are verbs
        "Beijing |agreed| that terms hold",
        "Beijing |proposed| to wait",
        "Beijing |proposed| tariffs",
        "Beijing |threatened| measures",
        "Beijing |praised| terms",
        # speech goes on
        "“It is fine,” Bessent |continued|",
        "“It is fine,” he |continued|",
        "“It is fine,” |continued| Bessent",
        "Bessent |continued|: wait",
        "Bessent |continued|, and sat",
        "Bessent |continued| that it holds",
        # thinking, asking
        "We |think| so",
        "Bessent |asked| Beijing",
        "Bessent |questioned| about soybeans",
        # plans of somebody
        "Beijing |expected| a call",
        "Beijing |scheduled| a call",
        # active
        "Tariffs he |described| so",
        # a verb with of
        "Bessent |warned| of it",
        "Bessent |spoke| of it",
        "Beijing |claims| often",
        "Beijing |claims| offers",
    ],
)
def test_a_verb_of_saying_stays_one(sentence: str) -> None:
    assert not noun(sentence)


@pytest.mark.parametrize(
    ("adverb", "short", "long"),
    [
        ("Bessent quietly", True, True),
        ("Bessent, meanwhile,", True, True),
        ("Bessent on Sunday", False, True),
        ("Bessent late Sunday evening", False, True),
        ("Bessent last week", False, True),
        ("Bessent in an interview", False, True),
        ("Bessent after the talks", False, True),
        ("Bessent the minister", False, False),
        ("Bessent in, Geneva", False, False),
        ("Bessent next week", False, False),
    ],
)
def test_what_may_stand_between_a_speaker_and_the_verb(adverb: str, short: bool, long: bool) -> None:
    assert bool(VERBS.plain.search(adverb)) is short
    assert bool(VERBS.transparent.search(adverb)) is long


@pytest.mark.parametrize(
    ("form", "kind", "modality"),
    [
        ("said", "say", ""),
        ("was quoted as saying", "say", ""),
        ("reads", "text", ""),
        ("aired", "carry", ""),
        ("agreed", "act", "agreed"),
        ("warned", "say", "threatened"),
    ],
)
def test_every_form_has_its_family(form: str, kind: str, modality: str) -> None:
    assert VERBS.family[form] == (kind, modality)
    assert VERBS.pattern.search(f"He {form} it")[0] == form  # type: ignore[index]


def test_forms_inside_other_words_are_none() -> None:
    assert not VERBS.pattern.search("an aforesaid un-said thing, said-so")


@pytest.mark.parametrize(
    ("text", "whole"), [("’s statement", True), ("’s long joint statement", True), ("’s garden", False)]
)
def test_texts_behind_their_owner(text: str, whole: bool) -> None:
    assert bool(VERBS.texts.match(text)) is whole


def test_words_that_express_something() -> None:
    assert VERBS.nouns.match(" deep concern about it")
    assert not VERBS.nouns.match(" the goods to it")
