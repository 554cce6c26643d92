"""Whose verb it is: the subject to the left, behind a relative pronoun, inherited, or to the right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from detente.talks.words.claim import Mention, Voice
from detente.talks.words.lexicon import compose, words
from detente.talks.words.verbs import Attribution, Verbs

_PREPOSITION = compose(r"(?:^|\s)(?:{prepositions_before_object})\s+(?:{determiners})?$", re.IGNORECASE)


_PP_GAP = compose(r"^\s+(?:{prepositions_behind_subject})\s+[^,;:()]{1,90}$")


_APPOSITION = re.compile(r"^\s*(?:[,(—–-]|\s-\s)")


_RELATIVE = compose(r"(?:,\s*|\s)(?:{relative_pronouns_of_subject})$")


_CONJUNCTION = compose(r"(?:,\s*|\s)(?:{conjunctions})$")


_AND = re.compile(r"^\s*(?:,\s*(?:and\s+|as\s+well\s+as\s+)?|and\s+|&\s+|as\s+well\s+as\s+)$")


_BOUNDARY = compose(r"(?:,\s*|;\s*|\s)(?:{boundary_conjunctions})\s+|;\s*|\s[—–]\s?|:\s")


_NEW_CLAUSE = compose(r"(?:[,;]\s*|\s)(?:{clause_conjunctions})\s+|;\s*")


_SEPARATORS = (",", "—", "–", ")")
OF_A_TEXT = compose(
    r"\b(?:{texts_issued})\s+(?:{issuing_participles})?(?:{issuer_prepositions})\s+(?:the\s+)?$"
)


class Subject(NamedTuple):
    """Who speaks, where the speaker's words begin, one or several, and whether taken from a verb before."""

    voices: tuple[Voice, ...]
    start: int
    plural: bool
    inherited: bool


@dataclass(frozen=True)
class _Clause:
    """A verb of saying in its sentence, with what stands to its left."""

    masked: str
    verb: re.Match[str]
    mentions: Sequence[Mention]
    earlier: Sequence[Attribution]
    verbs: Verbs
    left: str  # up to the verb, without the adverbs and days that may stand before it
    set_off: bool  # a comma, a dash or a bracket stands directly before the verb
    participle: bool

    @property
    def before(self) -> list[Mention]:
        """The mentions that begin to the left of the verb."""
        return [m for m in self.mentions if m.start < len(self.left)]


def _strip_adverbs(left: str, adverbs: re.Pattern[str]) -> str:
    while True:
        shorter = adverbs.sub("", left)
        if shorter == left:
            return left
        left = shorter


def subject_left(
    masked: str, hit: re.Match[str], mentions: Sequence[Mention], earlier: Sequence[Attribution], verbs: Verbs
) -> Subject | None:
    """The speaker before a verb of saying, and where the words of that speaker begin."""
    left = masked[: hit.start()].rstrip()
    set_off = left.endswith(_SEPARATORS)
    left = _strip_adverbs(left, verbs.plain if set_off else verbs.transparent).rstrip()
    if not left:
        return None
    clause = _Clause(masked, hit, mentions, earlier, verbs, left, set_off, hit[0].split()[0].endswith("ing"))
    if clause.participle and set_off:
        return _inherit_subject(masked, hit, mentions, earlier)
    if _RELATIVE.search(left):
        return _antecedent(clause)
    if left.endswith(_SEPARATORS) or (set_off and not _stands_adjacent(left, clause.before)):
        return _subject_before_insertion(clause)
    if _CONJUNCTION.search(left) and not clause.participle:
        return _subject_over_conjunction(clause)
    return _subject_of_clause(clause)


def _antecedent(clause: _Clause) -> Subject | None:
    """'the minister, who said': the noun directly before the relative pronoun."""
    head = _RELATIVE.sub("", clause.left)
    near = [m for m in clause.before if m.end <= len(head)]
    if not near or len(head.rstrip()) - near[-1].end > 2:
        return None
    return joined_subject(near[-1], clause.mentions, clause.masked)


def _subject_before_insertion(clause: _Clause) -> Subject | None:
    """'Greer, the trade representative, said': the first noun set off by a comma that may be a subject."""
    masked, hit, mentions = clause.masked, clause.verb, clause.mentions
    behind = re.match(r"\s+(?:the\s+)?", masked[hit.end() :])
    named = behind and any(m.start in (hit.end() + behind.end(), hit.end() + 1) for m in mentions)
    # "…, said the ministry": who is named behind the verb said it, not who met whom in a place before it
    is_set_off = _APPOSITION.match if named else _is_set_off
    bounded = [m for m in clause.before if is_set_off(masked[m.end :]) and may_lead(masked, m)]
    breaks = [b.end() for b in _NEW_CLAUSE.finditer(clause.left)]
    bounded = [m for m in bounded if breaks and m.start >= breaks[-1]] or bounded
    bounded = [m for m in bounded if not _has_clause_between(masked[m.end : hit.start()])]
    if not bounded:
        return _inherit_subject(masked, hit, mentions, clause.earlier) if clause.participle else None
    first, second = bounded[0], bounded[1] if len(bounded) > 1 else None
    if (
        second
        and first.voice.kind == "role"
        and second.voice.kind == "person"
        and re.fullmatch(r",\s+", masked[first.end : second.start])
    ):
        first = second
    return joined_subject(first, mentions, masked)


def _subject_over_conjunction(clause: _Clause) -> Subject | None:
    """'He shook hands and said': the subject of the verb before the conjunction."""
    family, _ = clause.verbs.family[re.sub(r"\s+", " ", clause.verb[0])]
    spoken = family in ("say", "describe", "expressed")
    if not (spoken or clause.earlier or clause.verb[0] in words("verbs_of_joined_parties")):
        return None
    return _inherit_subject(clause.masked, clause.verb, clause.mentions, clause.earlier)


def _subject_of_clause(clause: _Clause) -> Subject | None:
    """The first noun of the verb's own clause that is its subject."""
    masked, left = clause.masked, clause.left
    start = max([b.end() for b in _BOUNDARY.finditer(left)] + [left.rfind(",") + 1, 0])
    near = [m for m in clause.before if m.start >= start]
    for m in near or [m for m in clause.before if len(left) - m.end <= 1]:
        gap = left[m.end :]
        adjacent = not gap.strip(" ,")
        if OF_A_TEXT.search(masked[: m.start]) and adjacent:
            return joined_subject(m, clause.mentions, masked)  # a statement from the ministry said …
        if _is_subject_behind_with(clause, m) and (adjacent or _PP_GAP.match(gap)):
            return joined_subject(m, clause.mentions, masked)
        if not may_lead(masked, m):
            continue
        if (
            clause.participle
            and m.voice.kind == "role"
            and compose(r"(?:a|an)\s.*\b(?:{texts_of_an_author})$").match(m.text)
        ):  # issued a statement confirming …
            return _inherit_subject(masked, clause.verb, clause.mentions, clause.earlier)
        if issuer := _issuer_of_text(clause, m):
            return Subject((issuer,), m.start, False, False)
        if adjacent or _PP_GAP.match(gap) or _belongs_to_text(gap, clause.verbs):
            return joined_subject(m, clause.mentions, masked)
    if clause.participle and clause.earlier:
        return _inherit_subject(masked, clause.verb, clause.mentions, clause.earlier)
    return None


def _is_subject_behind_with(clause: _Clause, m: Mention) -> bool:
    """'with Name of somewhere warning that …'."""
    return (
        clause.participle
        and m.voice.kind in ("person", "role")
        and bool(re.search(r"(?:^|[\s,])with\s+$", clause.masked[: m.start]))
    )


def _issuer_of_text(clause: _Clause, m: Mention) -> Voice | None:
    """'a statement by the ministry said': the ministry."""
    issuers = (
        x.voice
        for x in clause.mentions
        if m.end <= x.start < len(clause.left) and x.voice.kind in ("institution", "outlet", "party")
    )
    issued = compose(r"\b(?:{texts_as_subject})$").search(m.text) and compose(
        r"\s+(?:{issuer_prepositions})\b"
    ).match(clause.left[m.end :])
    return next(issuers, None) if issued else None


_OF_PLACE = compose(
    r"^\s+(?:{prepositions_of_place})\s+(?:the\s+)?"
    r"(?![^,;.]*\b(?:{weekdays_and_months})\b)[A-Z][^,;.]{1,50},"
)


def _is_set_off(after: str) -> bool:
    """Whether a comma, a dash or a bracket follows a mention, at once or behind its place."""
    return bool(_APPOSITION.match(after) or _OF_PLACE.match(after))


def _stands_adjacent(left: str, before: Sequence[Mention]) -> bool:
    return any(len(left) - m.end <= 1 for m in before)


def _belongs_to_text(gap: str, verbs: Verbs) -> bool:
    """'the ministry’s statement said', with what may stand behind the text."""
    text = verbs.texts.match(gap)
    return text is not None and (text.end() == len(gap) or bool(_PP_GAP.match(gap[text.end() :])))


def _has_clause_between(text: str) -> bool:
    return ";" in text.split(",", 1)[-1] or text.count(",") > 5


def may_lead(masked: str, m: Mention) -> bool:
    """Whether a mention stands where a subject stands: not behind a preposition, not as an object."""
    before = masked[max(0, m.start - 60) : m.start]
    before = before if m.start <= 60 else " …" + before
    if _PREPOSITION.search(before) and not re.search(r"\bbetween\s*$", before):
        whole = compose(
            r"(?:^|,\s*|\bthat\s+|\band\s+)(?:{temporal_conjunctions})\s+(?:the\s+)?$", re.IGNORECASE
        ).search(before)
        return bool(
            whole
            and compose(r"(?:{temporal_conjunctions_short})\s+(?:the\s+)?$", re.IGNORECASE).search(before)
        )
    return True


def joined_subject(m: Mention, mentions: Sequence[Mention], masked: str) -> Subject:
    """The mention and those joined to it by commas and 'and'."""
    ordered = [x for x in mentions if x.voice.kind != "text" or x is m]
    at = next((n for n, x in enumerate(ordered) if x is m), None)
    if at is None:
        return Subject((m.voice,), m.start, m.plural, False)
    first = last = at
    while (
        last + 1 < len(ordered)
        and _AND.match(masked[ordered[last].end : ordered[last + 1].start])
        and _are_of_one_rank(ordered[last], ordered[last + 1])
    ):
        last += 1
    while (
        first
        and _AND.match(masked[ordered[first - 1].end : ordered[first].start])
        and _are_of_one_rank(ordered[first - 1], ordered[first])
    ):
        first -= 1
    group = ordered[first : last + 1]
    if (
        len(group) > 1
        and "," in masked[group[0].end : group[1].start]
        and not re.search(r"\band\b|&", masked[group[0].start : group[-1].end])
        and group[0].voice.kind != "party"
    ):
        group = [m]
    voices = tuple(dict.fromkeys(x.voice for x in group))
    return Subject(voices, group[0].start, m.plural or len(voices) > 1, False)


def _are_of_one_rank(a: Mention, b: Mention) -> bool:
    ranks = {"person": 1, "role": 1, "institution": 2, "party": 2, "group": 2, "outlet": 3, "text": 3}
    return ranks[a.voice.kind] == ranks[b.voice.kind]


def _inherit_subject(
    masked: str, hit: re.Match[str], mentions: Sequence[Mention], earlier: Sequence[Attribution]
) -> Subject | None:
    """The subject of the verb before, or the subject the sentence opens with."""
    if earlier:
        return Subject(earlier[-1].voices, hit.start(), earlier[-1].plural, True)
    for m in mentions:
        if m.start > hit.start():
            break
        if may_lead(masked, m) and not re.match(r"['’]", masked[m.end :]):
            voices, _, plural, _ = joined_subject(_name_in_apposition(m, mentions, masked), mentions, masked)
            return Subject(voices, hit.start(), plural, True)
    return None


def _name_in_apposition(m: Mention, mentions: Sequence[Mention], masked: str) -> Mention:
    """'The chief executive, Jay Foreman, …': the name behind a role is who it is."""
    if m.voice.kind != "role":
        return m
    after = next((x for x in mentions if x.start >= m.end), None)
    if after is None or after.voice.kind != "person":
        return m
    return after if re.fullmatch(r",\s+", masked[m.end : after.start]) else m


def subject_right(masked: str, hit: re.Match[str], mentions: Sequence[Mention]) -> Subject | None:
    """Inverted: a mark of quotation or a comma, the verb, then its subject."""
    before = masked[: hit.start()].rstrip()
    if not (not before or before[-1] in ",\x02”\"’'」—–?!"):
        return None
    for m in mentions:
        gap = masked[hit.end() : m.start]
        if m.start >= hit.end() and re.fullmatch(r"\s+(?:the\s+|a\s+)?", gap):
            voices, _, plural, _ = joined_subject(m, mentions, masked)
            return Subject(voices, m.start, plural, False)
    return None
