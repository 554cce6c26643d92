"""Whose verb it is: the subject to the left, behind a relative pronoun, inherited, or to the right."""

from __future__ import annotations

import re
from collections.abc import Sequence

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


OF_A_TEXT = compose(
    r"\b(?:{texts_issued})\s+(?:{issuing_participles})?(?:{issuer_prepositions})\s+(?:the\s+)?$"
)
Row = tuple[tuple[Voice, ...], int, bool, bool]


def _strip_adverbs(left: str, pattern: re.Pattern[str]) -> str:
    while True:
        shorter = pattern.sub("", left)
        if shorter == left:
            return left
        left = shorter


def subject_left(
    masked: str, hit: re.Match[str], mentions: Sequence[Mention], earlier: Sequence[Attribution], verbs: Verbs
) -> Row | None:
    """The speaker before a verb of saying, and where the words of that speaker begin."""
    left = masked[: hit.start()]
    raw_comma = left.rstrip().endswith((",", "—", "–", ")"))
    left = _strip_adverbs(left.rstrip(), verbs.plain if raw_comma else verbs.transparent).rstrip()
    participle = hit[0].split()[0].endswith("ing")
    before = [m for m in mentions if m.end <= len(left) or m.start < len(left)]
    if not left:
        return None
    if participle and raw_comma:
        return _inherit_subject(masked, hit, mentions, earlier)
    if _RELATIVE.search(left):
        head = _RELATIVE.sub("", left)
        near = [m for m in before if m.end <= len(head)]
        return (
            joined_subject(near[-1], mentions, masked)
            if near and len(head.rstrip()) - near[-1].end <= 2
            else None
        )
    if left.endswith((",", "—", "–", ")")) or (raw_comma and not _stands_adjacent(left, before)):
        behind = re.match(r"\s+(?:the\s+)?", masked[hit.end() :])
        named = behind and any(
            m.start == hit.end() + behind.end() or m.start == hit.end() + 1 for m in mentions
        )
        # "…, said the ministry": who is named behind the verb said it, not who met whom in a place before it
        off = _APPOSITION.match if named else _is_set_off
        bounded = [m for m in before if off(masked[m.end :]) and may_lead(masked, m)]
        breaks = [b.end() for b in _NEW_CLAUSE.finditer(left)]
        bounded = [m for m in bounded if breaks and m.start >= breaks[-1]] or bounded
        bounded = [
            m for m in bounded if not _has_clause_between(masked[m.end : hit.start()], verbs)
        ] or bounded[:0]
        if (
            len(bounded) > 1
            and bounded[0].voice.kind == "role"
            and bounded[1].voice.kind == "person"
            and re.fullmatch(r",\s+", masked[bounded[0].end : bounded[1].start])
        ):
            return joined_subject(bounded[1], mentions, masked)
        if bounded:
            return joined_subject(bounded[0], mentions, masked)
        return _inherit_subject(masked, hit, mentions, earlier) if participle else None
    if _CONJUNCTION.search(left) and not participle:
        spoken = verbs.family[re.sub(r"\s+", " ", hit[0])][0] in ("say", "describe", "expressed")
        joined = hit[0] in words("verbs_of_joined_parties")
        return _inherit_subject(masked, hit, mentions, earlier) if spoken or earlier or joined else None
    clause_start = max([b.end() for b in _BOUNDARY.finditer(left)] + [left.rfind(",") + 1, 0])
    near = [m for m in before if m.start >= clause_start] or [m for m in before if len(left) - m.end <= 1]
    for m in near:
        gap = left[m.end :]
        if OF_A_TEXT.search(masked[: m.start]) and not gap.strip(" ,"):
            return joined_subject(m, mentions, masked)  # a statement from the ministry said …
        if (
            participle
            and re.search(r"(?:^|[\s,])with\s+$", masked[: m.start])
            and m.voice.kind in ("person", "role")
        ) and (not gap.strip(" ,") or _PP_GAP.match(gap)):
            return joined_subject(m, mentions, masked)  # 'with Name of somewhere warning that …'
        if not may_lead(masked, m):
            continue
        if (
            participle
            and m.voice.kind == "role"
            and compose(r"(?:a|an)\s.*\b(?:{texts_of_an_author})$").match(m.text)
        ):
            return _inherit_subject(masked, hit, mentions, earlier)  # issued a statement confirming …
        issuer = [
            x
            for x in mentions
            if m.end <= x.start < len(left) and x.voice.kind in ("institution", "outlet", "party")
        ]
        if (
            issuer
            and compose(r"\b(?:{texts_as_subject})$").search(m.text)
            and compose(r"\s+(?:{issuer_prepositions})\b").match(gap)
        ):
            return (issuer[0].voice,), m.start, False, False
        if (
            not gap.strip(" ,")
            or _PP_GAP.match(gap)
            or verbs.texts.fullmatch(gap)
            or _is_text_of_subject(gap, verbs)
        ):
            return joined_subject(m, mentions, masked)
    if participle and earlier:
        return _inherit_subject(masked, hit, mentions, earlier)
    return None


_OF_PLACE = compose(
    r"^\s+(?:{prepositions_of_place})\s+(?:the\s+)?"
    r"(?![^,;.]*\b(?:{weekdays_and_months})\b)[A-Z][^,;.]{1,50},"
)


def _is_set_off(after: str) -> bool:
    """Whether a comma, a dash or a bracket follows a mention, at once or behind its place."""
    return bool(_APPOSITION.match(after) or _OF_PLACE.match(after))


def _stands_adjacent(left: str, before: Sequence[Mention]) -> bool:
    return any(len(left) - m.end <= 1 for m in before)


def _is_text_of_subject(gap: str, verbs: Verbs) -> bool:
    text = verbs.texts.match(gap)
    return bool(text) and (text.end() == len(gap) or bool(_PP_GAP.match(gap[text.end() :])))  # type: ignore[union-attr]


def _has_clause_between(text: str, verbs: Verbs) -> bool:
    inner = text.split(",", 1)[-1]
    return bool(re.search(r";", inner)) or text.count(",") > 5


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


def joined_subject(m: Mention, mentions: Sequence[Mention], masked: str) -> Row:
    """The mention and those joined to it by commas and 'and'."""
    ordered = [x for x in mentions if x.voice.kind != "text" or x is m]
    at = next((n for n, x in enumerate(ordered) if x is m), None)
    if at is None:
        return (m.voice,), m.start, m.plural, False
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
    return voices, group[0].start, m.plural or len(voices) > 1, False


def _are_of_one_rank(a: Mention, b: Mention) -> bool:
    ranks = {"person": 1, "role": 1, "institution": 2, "party": 2, "group": 2, "outlet": 3, "text": 3}
    return ranks[a.voice.kind] == ranks[b.voice.kind]


def _inherit_subject(
    masked: str, hit: re.Match[str], mentions: Sequence[Mention], earlier: Sequence[Attribution]
) -> Row | None:
    """The subject of the verb before, or the subject the sentence opens with."""
    if earlier:
        return earlier[-1].voices, hit.start(), earlier[-1].plural, True
    for m in mentions:
        if m.start > hit.start():
            break
        if may_lead(masked, m) and not re.match(r"['’]", masked[m.end :]):
            voices, _, plural, _ = joined_subject(_name_in_apposition(m, mentions, masked), mentions, masked)
            return voices, hit.start(), plural, True
    return None


def _name_in_apposition(m: Mention, mentions: Sequence[Mention], masked: str) -> Mention:
    """'The chief executive, Jay Foreman, …': the name behind a role is who it is."""
    if m.voice.kind != "role":
        return m
    after = next((x for x in mentions if x.start >= m.end), None)
    named = after is not None and after.voice.kind == "person"
    return after if named and re.fullmatch(r",\s+", masked[m.end : after.start]) else m  # type: ignore[union-attr, return-value]


def subject_right(masked: str, hit: re.Match[str], mentions: Sequence[Mention]) -> Row | None:
    """Inverted: a mark of quotation or a comma, the verb, then its subject."""
    before = masked[: hit.start()].rstrip()
    if not (not before or before[-1] in ",\x02”\"’'」—–?!"):
        return None
    for m in mentions:
        gap = masked[hit.end() : m.start]
        if m.start >= hit.end() and re.fullmatch(r"\s+(?:the\s+|a\s+)?", gap):
            voices, _, plural, _ = joined_subject(m, mentions, masked)
            return voices, m.start, plural, False
    return None
