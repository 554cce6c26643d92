"""Chinese sentence -> attribution: subject, verb of saying, joint statements, 'according to'."""

from __future__ import annotations

import re

from detente.talks.extract.mentions_zh import CLAUSE
from detente.talks.extract.people import PeopleZh
from detente.talks.words.claim import Mention, Voice
from detente.talks.words.lexicon import compose, table, words
from detente.talks.words.names_zh import is_person_name
from detente.talks.words.verbs import Attribution
from detente.talks.words.verbs_zh import VerbsZh, verbs_zh

_NOT_SAID = compose(r"^(?:{not_said_phrases_zh})")
_PRONOUN = compose(r"(?:^|[,。;”’」』])({pronouns_zh})")
_CITED = compose(r"(?:{citing_verbs_zh})([^,。]{2,30}?)(?:{cited_verbs_zh})")
_VIEW = compose(r"{in_the_view_of_zh}")
_HEARD = compose(r"{heard_from_zh}")
_REPORT = compose(r"{according_to_zh}")
_OF = words("particle_of_zh")[0]
_ANALYSTS = words("unnamed_analysts_zh")[0]
_CITING, _IN_THE_VIEW, _ACCORDING_TO = words("cues_of_sources_zh")


_Subject = tuple[tuple[Voice, ...], int, bool]


def find_attributions_zh(masked: str, mentions: list[Mention], people: PeopleZh) -> list[Attribution]:
    """The attributions of one Chinese sentence; quoted words are blanked in ``masked``."""
    verbs = verbs_zh(people.registry)
    attributions: list[Attribution] = []
    for hit in verbs.verb.finditer(masked):
        if any(m.start <= hit.start() < m.end for m in mentions) or _is_no_verb(masked, hit):
            continue
        subject = _subject_of_verb(masked, hit, mentions, people, attributions)
        attribution = subject and _read_attribution(masked, hit, subject, attributions, verbs)
        if attribution:
            attributions.append(attribution)
    if not attributions and (lead := _leading_person(masked, mentions, verbs)):
        people.person = lead
    cited = _cited_sources(masked, mentions)
    if cited and (
        not attributions or (cited[0].voices[0].kind != "outlet" and cited[0].start < attributions[0].start)
    ):
        return cited
    return attributions or _joint_statements(masked, mentions, verbs)


def _is_no_verb(masked: str, hit: re.Match[str]) -> bool:
    """A character of a verb of saying that is part of another word."""
    if _NOT_SAID.match(masked[hit.start() : hit.start() + 26]):
        return True
    short = hit[0] in words("short_verbs_of_saying_zh")
    return short and bool(compose(r"(?:{endings_before_verb_zh})$").search(masked[: hit.start()]))


def _subject_of_verb(
    masked: str,
    hit: re.Match[str],
    mentions: list[Mention],
    people: PeopleZh,
    earlier: list[Attribution],
) -> _Subject | None:
    """The subject in the verb's clause, before an inserted clause, or that of the verb before."""
    verbs = verbs_zh(people.registry)
    start = max([m.end() for m in CLAUSE.finditer(masked[: hit.start()])] + [0])
    subject = _find_subject(masked, start, hit.start(), mentions, people, verbs)
    if subject is None and start and _is_inserted(masked, start, hit.start()):
        before = max([m.end() for m in CLAUSE.finditer(masked[: start - 1])] + [0])
        subject = _find_subject(masked, before, start - 1, mentions, people, verbs)
    goes_on = compose(r"[{characters_of_continuation_zh},]*")
    if subject is None and start and earlier and goes_on.fullmatch(masked[start : hit.start()]):
        return earlier[-1].voices, start, earlier[-1].plural
    return subject


def _read_attribution(
    masked: str, hit: re.Match[str], subject: _Subject, earlier: list[Attribution], verbs: VerbsZh
) -> Attribution | None:
    """The attribution of a verb to its subject; nothing where the subject cites, acts or is spoken of."""
    voices, at, plural = subject
    between = masked[at : hit.start()]
    if compose(r"{citing_verbs_zh}").search(between):
        return None  # the source cited speaks, not the outlet that cites it
    modality = verbs.family[hit[0]]
    if hit[0] in words("future_particles_zh") and voices[0].kind not in ("group", "party"):
        return None
    differs = earlier and voices != earlier[0].voices
    if differs and _is_inside_speech(masked, earlier[0], at, hit, voices, modality):
        return None  # what a speaker says that somebody does
    return Attribution(
        voices,
        hit[0],
        "act" if modality else "say",
        modality,
        at,
        hit.span(),
        len(masked),
        plural,
        any(no in between for no in words("negations_of_saying_zh")),
    )


def _leading_person(masked: str, mentions: list[Mention], verbs: VerbsZh) -> Voice | None:
    """The person a sentence without words of saying is about: the next pronoun may be this one."""
    first = next((m for m in mentions if m.voice.kind == "person"), None)
    if (
        first is None
        or first.start > 16
        or masked[max(0, first.start - 1) : first.start] in list(verbs.object)
    ):
        return None
    return None if masked[first.end : first.end + 1] == _OF else first.voice


def _is_inside_speech(
    masked: str, first: Attribution, at: int, hit: re.Match[str], voices: tuple[Voice, ...], modality: str
) -> bool:
    """Whether a further verb stands inside what the first speaker of the sentence says."""
    if first.family not in ("say", "act") or first.modality in ("agreed", "will"):
        return False
    between = masked[first.verb[1] : at]
    if re.search(r"[;。]", between) or compose(r"{also_particles_zh}").search(masked[at : hit.start()]):
        return False
    if first.family == "say" and voices[0].kind in ("party", "group") and modality:
        return True
    opens = first.voices[0].kind not in ("party", "group") and masked[first.verb[1] : first.verb[1] + 1] in (
        ",",
        ":",
    )
    return opens and (voices[0].kind in ("party", "group", "role") or bool(modality))


def _is_inserted(masked: str, start: int, verb: int) -> bool:
    """A clause such as 'answering questions' stands between the speaker and the verb."""
    return (
        bool(compose(r"(?:{openings_of_inserted_clauses_zh})").match(masked[start:verb].strip()))
        or verb - start <= 2
    )


def _is_within_name(before: str, start: int, inside: list[Mention]) -> bool:
    """Whether an 'and' before a mention belongs to the name of an organisation, not to the sentence."""
    joined = before[-1] in words("conjunctions_in_names_zh") and not any(
        m.end == start + len(before) - 1 for m in inside
    )
    return joined and bool(compose(r"{endings_of_bodies_zh}").search(before[:-1]))


_PLAIN_GAP = compose(r"(?:{words_between_subject_and_verb_zh})")
_BEFORE_NAME = compose(r"^(?:(?:{words_before_name_zh})+,?)")
_BEHIND_NAME = compose(r"(?:{words_behind_name_zh})+$")
_NO_NAME = compose(r"{words_that_begin_no_name_zh}")


def _unknown_name(clause: str, verb: str) -> tuple[str, int] | None:
    """A short name nobody has introduced, alone before a firm verb of saying; its offset."""
    if verb not in words("firm_verbs_of_saying_zh"):
        return None
    lead = _BEFORE_NAME.match(clause)
    at = lead.end() if lead else 0
    name = _BEHIND_NAME.sub("", clause[at:])
    if not 2 <= len(name) <= 9 or not re.fullmatch(r"[\u4e00-\u9fffA-Za-z·]+", name) or _NO_NAME.search(name):
        return None
    return name, at


_SOMEBODY = compose(r"(?:{openings_of_views_zh})?(?:{nouns_of_views_zh})(?:{endings_of_views_zh})?$")


def _find_subject(
    masked: str, start: int, verb: int, mentions: list[Mention], people: PeopleZh, verbs: VerbsZh
) -> _Subject | None:
    """The speaker named in a clause before the verb, an unknown name, unnamed analysts, or a pronoun's."""
    clause = masked[start:verb]
    if len(clause) > 90:
        return None
    inside = [m for m in mentions if start <= m.start < verb]
    for m in inside:
        if _may_be_subject(masked, start, verb, m, inside, verbs):
            voices = _joined_voices(masked, m, [x for x in inside if x.start >= m.end])
            if m.voice.kind in ("person", "role") and m.voice.side != "both":
                people.person = m.voice
            return tuple(dict.fromkeys(voices)), m.start, m.plural or len(voices) > 1
    if not inside and masked[verb : verb + 1] and (named := _unknown_name(clause, masked[verb : verb + 2])):
        name, at = named
        voice = people.named.setdefault(name, Voice(name, name, "third", "institution", "", False))
        if len(name) > 2 and is_person_name(name):
            people.person = voice
        return (voice,), start + at, False
    if len(clause) < 10 and _SOMEBODY.search(clause):
        return (Voice(_ANALYSTS, _ANALYSTS, "third", "role", "", False),), start, True
    before = masked[max(0, start - 1) : verb]
    pronoun = _PRONOUN.search(before) or compose(r"()?({pronouns_and_spokesperson_zh})").match(clause)
    antecedent = people.person or people.role
    return ((antecedent,), start, False) if pronoun and antecedent and len(clause) < 26 else None


def _may_be_subject(
    masked: str, start: int, verb: int, m: Mention, inside: list[Mention], verbs: VerbsZh
) -> bool:
    """Whether a mention is the subject: no object of a preposition, no owner, no part of another name."""
    before, gap = masked[start : m.start], masked[m.end : verb]
    if before and before[-1] in verbs.object and not _is_compound_subject(masked, before, start, m, inside):
        return False
    if compose(r"(?:{topic_prepositions_zh})$").search(before):
        return False
    answer = gap == _OF and compose(r"(?:{answers_and_views_zh})").match(masked[verb:])
    if len(gap) > 45 or (gap[:1] == _OF and not answer and not verbs.texts.search(gap)):
        return False
    if m.voice.kind != "party":
        return True
    if compose(r"(?:{subjects_that_cannot_speak_zh})").match(gap):
        return False
    # else the party's name opens the name of something else
    return not compose(r"{country_suffix_zh}?[\u4e00-\u9fff]").match(gap) or bool(_PLAIN_GAP.match(gap))


def _is_compound_subject(masked: str, before: str, start: int, m: Mention, inside: list[Mention]) -> bool:
    """Whether the preposition before a mention belongs to a name, a career, a word, or joins two speakers."""
    return bool(
        _is_within_name(before, start, inside)
        or (before[-1] in words("prepositions_of_a_career_zh") and _OF in m.text)
        or compose(r"{compounds_of_same_zh}").match(masked[m.start - 1 : m.start + 1])
        or (
            before[-1] in words("conjunctions_between_speakers_zh")
            and inside
            and inside[0].end == m.start - 1
        )
    )


def _joined_voices(masked: str, first: Mention, rest: list[Mention]) -> list[Voice]:
    """The speaker and those joined to it; a title and another title before one name are that person."""
    voices, at = [first.voice], first.end
    for m in rest:
        joiner = masked[at : m.start]
        if joiner not in words("joiners_of_speakers_zh"):
            continue
        titles = joiner in words("joiners_of_titles_zh")
        if titles and voices[-1].kind == "role" and m.voice.kind == "person":
            voices.pop()
        voices.append(m.voice)
        at = m.end
    return voices


def _joint_statements(masked: str, mentions: list[Mention], verbs: VerbsZh) -> list[Attribution]:
    """What both sides state together: they agreed, they will."""
    for m in mentions:
        if m.voice.kind != "group":
            continue
        gap = masked[m.end : m.end + 14]
        hit = verbs.joint.search(gap)
        before = masked[: m.start]
        if (
            hit
            and not compose(r"{joint_prepositions_zh}").search(before)
            and (not before or before[-1] in ",,。;; " or len(before) < 16)
        ):
            word = hit[0]
            modality = table("modality_of_joint_verbs_zh").get(word, "")
            return [
                Attribution(
                    (m.voice,),
                    word,
                    "joint",
                    modality,
                    m.start,
                    (m.end + hit.start(), m.end + hit.end()),
                    len(masked),
                    True,
                )
            ]
    return []


def _cited_sources(masked: str, mentions: list[Mention]) -> list[Attribution]:
    """'According to' and 'citing': the source named, carried by the outlet before it."""
    for rule in (_source_cited, _view_of, _heard_from, _according_to):
        if attribution := rule(masked, mentions):
            return [attribution]
    return []


def _mentions_in(hit: re.Match[str], mentions: list[Mention]) -> list[Mention]:
    return [m for m in mentions if hit.start(1) <= m.start < hit.end(1)]


def _source_cited(masked: str, mentions: list[Mention]) -> Attribution | None:
    """'the agency cites an official as reporting': the official, carried by the agency."""
    hit = _CITED.search(masked)
    if hit is None:
        return None
    inside = _mentions_in(hit, mentions)
    name = compose(r"{counted_persons_or_reports_zh}").sub("", hit[1])
    voice = inside[-1].voice if inside else Voice(name, name, "third", "role", "", False)
    carriers = tuple(m.voice.name for m in mentions if m.end <= hit.start())
    return Attribution(
        (voice,), _CITING, "according", "", hit.start(), hit.span(), len(masked), chain=carriers[-1:]
    )


def _view_of(masked: str, mentions: list[Mention]) -> Attribution | None:
    """'in the eyes of the analyst'."""
    view = _VIEW.search(masked)
    seen = [m for m in _mentions_in(view, mentions) if m.end <= view.end(1)] if view else []
    if view is None or not seen or seen[-1].voice.kind == "party":
        return None
    return Attribution(
        (seen[-1].voice,),
        _IN_THE_VIEW,
        "according",
        "",
        view.start(),
        view.span(),
        len(masked),
        seen[-1].plural,
    )


def _heard_from(masked: str, mentions: list[Mention]) -> Attribution | None:
    """'the reporter learned from the ministry'."""
    heard = _HEARD.search(masked)
    if heard is None:
        return None
    inside = _mentions_in(heard, mentions)
    name = compose(r"{counted_persons_zh}").sub("", heard[1])
    voice = inside[-1].voice if inside else Voice(name, name, "third", "role", "", False)
    return Attribution((voice,), heard[2], "according", "", heard.start(), heard.span(), len(masked))


def _according_to(masked: str, mentions: list[Mention]) -> Attribution | None:
    """'according to a report of': all that are named, or the last where one cites another."""
    for hit in _REPORT.finditer(masked):
        voices = tuple(dict.fromkeys(m.voice for m in _mentions_in(hit, mentions)))
        if voices:
            return Attribution(
                voices[-1:] if _CITING in hit[0] else voices,
                _ACCORDING_TO + hit[2],
                "according",
                "",
                hit.start(),
                hit.span(),
                len(masked),
                len(voices) > 1,
            )
    return None
