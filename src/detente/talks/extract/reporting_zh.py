"""Chinese sentence -> attribution: subject, verb of saying, joint statements, 'according to'."""

from __future__ import annotations

import re

from detente.talks.extract.mentions_zh import CLAUSE, PeopleZh, VerbsZh, verbs_zh
from detente.talks.words.claim import Mention, Voice
from detente.talks.words.lexicon import compose, table, words
from detente.talks.words.names_zh import is_person_name
from detente.talks.words.verbs import Attribution

_NOT_SAID = compose(r"^(?:{not_said_phrases_zh})")
_PRONOUN = compose(r"(?:^|[,。;”’」』])({pronouns_zh})")
_CITED = compose(r"(?:{citing_verbs_zh})([^,。]{2,30}?)(?:{cited_verbs_zh})")
_VIEW = compose(r"{in_the_view_of_zh}")
_HEARD = compose(r"{heard_from_zh}")
_REPORT = compose(r"{according_to_zh}")
_OF = words("particle_of_zh")[0]
_ANALYSTS = words("unnamed_analysts_zh")[0]
_CITING, _IN_THE_VIEW, _ACCORDING_TO = words("cues_of_sources_zh")


def find_attributions_zh(masked: str, mentions: list[Mention], people: PeopleZh) -> list[Attribution]:
    """The attributions of one Chinese sentence; quoted words are blanked in ``masked``."""
    verbs = verbs_zh(people.registry)
    attributions: list[Attribution] = []
    for hit in verbs.verb.finditer(masked):
        if _NOT_SAID.match(masked[hit.start() : hit.start() + 26]) or any(
            m.start <= hit.start() < m.end for m in mentions
        ):
            continue
        if compose(r"(?:{endings_before_verb_zh})$").search(masked[: hit.start()]) and hit[0] in words(
            "short_verbs_of_saying_zh"
        ):
            continue
        start = max([m.end() for m in CLAUSE.finditer(masked[: hit.start()])] + [0])
        row = _find_subject(masked, start, hit.start(), mentions, people, verbs)
        if row is None and start and _is_inserted(masked, start, hit.start()):
            earlier = max([m.end() for m in CLAUSE.finditer(masked[: start - 1])] + [0])
            row = _find_subject(masked, earlier, start - 1, mentions, people, verbs)
        if (
            row is None
            and start
            and attributions
            and compose(r"[{characters_of_continuation_zh},]*").fullmatch(masked[start : hit.start()])
        ):
            row = (attributions[-1].voices, start, attributions[-1].plural)
        if row is None:
            continue
        voices, at, plural = row
        if compose(r"{citing_verbs_zh}").search(masked[at : hit.start()]):
            continue  # the source cited speaks, not the outlet that cites it
        modality = verbs.family[hit[0]]
        if (
            modality == "will"
            and hit[0] in words("future_particles_zh")
            and voices[0].kind not in ("group", "party")
        ):
            continue
        if (
            attributions
            and voices != attributions[0].voices
            and _is_inside_speech(masked, attributions[0], at, hit, voices, modality)
        ):
            continue  # what a speaker says that somebody does
        attributions.append(
            Attribution(
                voices,
                hit[0],
                "say" if not modality else "act",
                modality,
                at,
                hit.span(),
                len(masked),
                plural,
                any(no in masked[at : hit.start()] for no in words("negations_of_saying_zh")),
            )
        )
    if not attributions and (lead := _leading_person(masked, mentions, verbs)):
        people.person = lead
    reported = _cited_sources(masked, mentions)
    if reported and (
        not attributions
        or (reported[0].voices[0].kind != "outlet" and reported[0].start < attributions[0].start)
    ):
        return reported
    return attributions or _joint_statements(masked, mentions, verbs)


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
) -> tuple[tuple[Voice, ...], int, bool] | None:
    clause = masked[start:verb]
    if len(clause) > 90:
        return None
    inside = [m for m in mentions if start <= m.start < verb]
    for m in inside:
        before = masked[start : m.start]
        if (
            before
            and before[-1] in verbs.object
            and not _is_within_name(before, start, inside)
            and not (
                before[-1] in words("prepositions_of_a_career_zh") and _OF in m.text
            )  # a former office before the name
            and not compose(r"{compounds_of_same_zh}").match(masked[m.start - 1 : m.start + 1])
            and not (
                before[-1] in words("conjunctions_between_speakers_zh")
                and inside
                and inside[0].end == m.start - 1
            )
        ):
            continue
        if compose(r"(?:{topic_prepositions_zh})$").search(before):
            continue
        gap = masked[m.end : verb]
        answer = gap == _OF and compose(r"(?:{answers_and_views_zh})").match(masked[verb:])
        if len(gap) > 45 or (gap[:1] == _OF and not answer and not verbs.texts.search(gap)):
            continue
        if m.voice.kind == "party" and compose(r"(?:{subjects_that_cannot_speak_zh})").match(gap):
            continue
        if (
            m.voice.kind == "party"
            and compose(r"{country_suffix_zh}?[\u4e00-\u9fff]").match(gap)
            and not _PLAIN_GAP.match(gap)
        ):
            continue  # the party's name opens the name of something else
        joined = [m.voice]
        rest = [x for x in inside if x.start >= m.end]
        at = m.end
        for x in rest:
            if masked[at : x.start] in words("joiners_of_speakers_zh"):
                if (
                    joined[-1].kind == "role"
                    and x.voice.kind == "person"
                    and masked[at : x.start] in words("joiners_of_titles_zh")
                ):
                    joined.pop()  # a title and another title before one name
                joined.append(x.voice)
                at = x.end
        if m.voice.kind in ("person", "role") and m.voice.side != "both":
            people.person = m.voice
        return tuple(dict.fromkeys(joined)), m.start, m.plural or len(joined) > 1
    if not inside and masked[verb : verb + 1] and (named := _unknown_name(clause, masked[verb : verb + 2])):
        new = Voice(named[0], named[0], "third", "institution", "", False)
        known = people.named.setdefault(named[0], new)
        if len(named[0]) > 2 and is_person_name(named[0]):
            people.person = known
        return (known,), start + named[1], False
    if len(clause) < 10 and _SOMEBODY.search(clause):
        return (Voice(_ANALYSTS, _ANALYSTS, "third", "role", "", False),), start, True
    pronoun = _PRONOUN.search(masked[max(0, start - 1) : verb]) or compose(
        r"()?({pronouns_and_spokesperson_zh})"
    ).match(clause)
    if pronoun:
        voice = people.person or people.role
        if voice and len(clause) < 26:
            return (voice,), start, False
    return None


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
    for hit in _CITED.finditer(masked):
        inside = [m for m in mentions if hit.start(1) <= m.start < hit.end(1)]
        name = compose(r"{counted_persons_or_reports_zh}").sub("", hit[1])
        voices: tuple[Voice, ...] = (
            (inside[-1].voice,) if inside else (Voice(name, name, "third", "role", "", False),)
        )
        carrier = tuple(m.voice.name for m in mentions if m.end <= hit.start())
        return [
            Attribution(
                voices,
                _CITING,
                "according",
                "",
                hit.start(),
                hit.span(),
                len(masked),
                False,
                False,
                carrier[-1:],
            )
        ]
    view = _VIEW.search(masked)
    seen = [m for m in mentions if view and view.start(1) <= m.start and m.end <= view.end(1)]
    if view and seen and seen[-1].voice.kind != "party":
        return [
            Attribution(
                (seen[-1].voice,),
                _IN_THE_VIEW,
                "according",
                "",
                view.start(),
                view.span(),
                len(masked),
                seen[-1].plural,
            )
        ]
    heard = _HEARD.search(masked)
    if heard:
        inside = [m for m in mentions if heard.start(1) <= m.start < heard.end(1)]
        name = compose(r"{counted_persons_zh}").sub("", heard[1])
        voice = inside[-1].voice if inside else Voice(name, name, "third", "role", "", False)
        return [Attribution((voice,), heard[2], "according", "", heard.start(), heard.span(), len(masked))]
    for hit in _REPORT.finditer(masked):
        inside = [m for m in mentions if hit.start(1) <= m.start < hit.end(1)]
        if inside:
            voices = tuple(dict.fromkeys(m.voice for m in inside))
            return [
                Attribution(
                    voices[-1:] if _CITING in hit[0] else voices,
                    _ACCORDING_TO + hit[2],
                    "according",
                    "",
                    hit.start(),
                    hit.span(),
                    len(masked),
                    len(voices) > 1,
                )
            ]
    return []
