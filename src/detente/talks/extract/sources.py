"""'According to', 'citing', 'quoted … as saying': sources named beside the sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from detente.talks.extract.people import People
from detente.talks.extract.subjects import joined_subject
from detente.talks.words.claim import Mention
from detente.talks.words.lexicon import compose
from detente.talks.words.verbs import Attribution

_ACCORDING = compose(r"\b(?:{source_phrases})\s+")


_OWN_WORDS = compose(r"^['’]s?\s+(?:own\s+)?(?:{nouns_of_words_given})\b")
_WORDS_GIVEN = compose(
    r"^(?:And\s+|But\s+)?({possessors_of_words})(?:['’]s?)?\s+(?:{adjectives_of_words})?"
    r"(?:{nouns_before_colon})\b[^:.]{0,60}:\s"
)
_IN_VIEW = compose(r"\b[Ii]n\s+(?:his|her)\s+(?:{view_nouns})\b")
_CITING = compose(r"\b(?:{citing_participles})\s+")


_AS_SAYING = compose(r"\b(?:{quoting_verbs})\s+$")


def named_sources(masked: str, mentions: Sequence[Mention], people: People) -> list[Attribution]:
    """Attributions made by 'according to', 'citing', 'quoted … as saying', 'in the words of'."""
    attributions = [
        *_quoted_as_saying(masked, mentions),
        *_in_words_of(masked, mentions),
        *_words_given(masked, mentions, people),
        *_in_view_of(masked, people),
    ]
    for hit in _ACCORDING.finditer(masked):
        if not _is_source_phrase(masked, hit, attributions):
            continue
        after = [m for m in mentions if m.start >= hit.end()]
        if after and not re.search(r"[,;]", masked[hit.end() : after[0].start]):
            near = after[0].start - hit.end() <= 40
            attributions += [_according_to(masked, hit, after, mentions)] if near else []
    return attributions


def _quoted_as_saying(masked: str, mentions: Sequence[Mention]) -> Iterator[Attribution]:
    """'Xinhua quoted the minister as saying': the minister, carried by the outlet."""
    for m in mentions:
        lead = _AS_SAYING.search(masked[: m.start])
        if lead and compose(r"\s+as\s+(?:{saying_participles})\b").match(masked[m.end :]):
            carriers = (x.voice.name for x in mentions if x.end <= lead.start() and x.voice.kind == "outlet")
            yield Attribution(
                (m.voice,),
                "quoted as saying",
                "say",
                "",
                lead.start(),
                lead.span(),
                len(masked),
                m.plural,
                chain=tuple(carriers),
            )


def _in_words_of(masked: str, mentions: Sequence[Mention]) -> Iterator[Attribution]:
    """'In the minister's words', 'in his own view' with the name before it."""
    for m in mentions:
        if re.search(r"\b[Ii]n\s+$", masked[: m.start]) and _OWN_WORDS.match(masked[m.end :]):
            yield Attribution(
                (m.voice,), "in the words of", "according", "", 0, (m.start, m.end), len(masked)
            )


def _words_given(masked: str, mentions: Sequence[Mention], people: People) -> Iterator[Attribution]:
    """'His only message: …': the words behind the colon are that person's."""
    given = _WORDS_GIVEN.match(masked)
    if not given:
        return
    owner = next((m.voice for m in mentions if m.start <= given.start(1) and m.end >= given.end(1)), None)
    named = owner or (people.person if given[1] in ("His", "Her") else people.several or people.body)
    if named:
        yield Attribution((named,), "words of", "according", "", 0, given.span(), len(masked))


def _in_view_of(masked: str, people: People) -> Iterator[Attribution]:
    """'in his view': the person spoken of before."""
    for hit in _IN_VIEW.finditer(masked):
        if people.person:
            cue = hit[0].strip()
            yield Attribution((people.person,), cue, "according", "", hit.start(), hit.span(), len(masked))


def _is_source_phrase(masked: str, hit: re.Match[str], earlier: Sequence[Attribution]) -> bool:
    """Not 'quoted by', no 'per' inside a clause ('tons per year'), no 'citing' inside an 'according to'."""
    word = hit[0].split()[0].lower()
    if word == "quoted":
        return False
    if word == "per":
        return bool(re.search(r"(?:^|[,”\"’]\s*)$", masked[: hit.start()]))
    citing = word == "citing" and _CITING.search(masked[max(0, hit.start() - 1) : hit.end()])
    return not (
        citing
        and any(r.verb[0] < hit.start() < r.verb[1] + 80 and r.cue.startswith("accord") for r in earlier)
    )


def _according_to(
    masked: str, hit: re.Match[str], after: Sequence[Mention], mentions: Sequence[Mention]
) -> Attribution:
    """The source behind the phrase; where it cites another, that one speaks and the first carries."""
    sources = joined_subject(after[0], mentions, masked).voices
    chain: tuple[str, ...] = ()
    deeper = _CITING.search(masked, after[0].end)
    if deeper and ";" not in masked[after[0].end : deeper.start()]:
        inner = [m for m in mentions if 0 <= m.start - deeper.end() < 30]
        if inner:
            chain = tuple(v.name for v in sources)
            sources = joined_subject(inner[0], mentions, masked).voices
    elif sources[0].kind == "person":
        behind = compose(r"\b(?:{prepositions_of_source})\s+(?:the\s+)?$")
        outlets = (m for m in after[1:] if m.voice.kind == "outlet" and behind.search(masked[: m.start]))
        chain = tuple(m.voice.name for m in outlets)[:1]
    return Attribution(
        sources,
        re.sub(r"\s+", " ", hit[0]).strip(),
        "according",
        "",
        _clause_before(masked, hit.start()),
        hit.span(),
        len(masked),
        after[0].plural or len(sources) > 1,
        chain=chain,
    )


def _clause_before(masked: str, at: int) -> int:
    """Where the clause starts that a closing 'according to' covers: the last ', while', ', and' or ';'."""
    if at < 3:
        return 0
    last = 0
    for hit in compose(r"(?:,\s+(?:{clause_openers})\s+|;\s+)").finditer(masked[:at]):
        last = hit.end()
    return last
