"""'According to', 'citing', 'quoted … as saying': sources named beside the sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from detente.talks.extract.people import People
from detente.talks.extract.subjects import joined_subject
from detente.talks.words.claim import Mention
from detente.talks.words.lexicon import compose
from detente.talks.words.verbs import Attribution

_ACCORDING = re.compile(
    r"\b(?:[Aa]ccording\s+to|[Pp]er|[Ii]n\s+the\s+words\s+of|[Qq]uoted\s+by|as\s+reported\s+by|[Cc]iting|[Aa]s\s+told\s+to)\s+"
)


_OWN_WORDS = compose(r"^['’]s?\s+(?:own\s+)?(?:{nouns_of_words_given})\b")
_WORDS_GIVEN = compose(
    r"^(?:And\s+|But\s+)?({possessors_of_words})(?:['’]s?)?\s+(?:{adjectives_of_words})?"
    r"(?:{nouns_before_colon})\b[^:.]{0,60}:\s"
)
_IN_VIEW = compose(r"\b[Ii]n\s+(?:his|her)\s+(?:{view_nouns})\b")
_CITING = compose(r"\b(?:{citing_participles})\s+")


_AS_SAYING = compose(r"\b(?:{quoting_verbs})\s+$")


def named_sources(masked: str, mentions: Sequence[Mention], people: People) -> list[Attribution]:
    """Attributions made by 'according to', 'citing', 'quoted … as saying'."""
    rows = []
    for m in mentions:
        lead = _AS_SAYING.search(masked[: m.start])
        if lead and compose(r"\s+as\s+(?:{saying_participles})\b").match(masked[m.end :]):
            carrier = [x for x in mentions if x.end <= lead.start() and x.voice.kind == "outlet"]
            rows.append(
                Attribution(
                    (m.voice,),
                    "quoted as saying",
                    "say",
                    "",
                    lead.start(),
                    lead.span(),
                    len(masked),
                    m.plural,
                    False,
                    tuple(x.voice.name for x in carrier),
                )
            )
    for m in mentions:
        if re.search(r"\b[Ii]n\s+$", masked[: m.start]) and _OWN_WORDS.match(masked[m.end :]):
            rows.append(
                Attribution((m.voice,), "in the words of", "according", "", 0, (m.start, m.end), len(masked))
            )
    given = _WORDS_GIVEN.match(masked)
    if given:
        owner = next((m.voice for m in mentions if m.start <= given.start(1) and m.end >= given.end(1)), None)
        named = owner or (people.person if given[1] in ("His", "Her") else people.several or people.body)
        if named:
            rows.append(Attribution((named,), "words of", "according", "", 0, given.span(), len(masked)))
    for hit in _IN_VIEW.finditer(masked):
        if people.person:
            rows.append(
                Attribution(
                    (people.person,), hit[0].strip(), "according", "", hit.start(), hit.span(), len(masked)
                )
            )
    for hit in _ACCORDING.finditer(masked):
        word = hit[0].split()[0].lower()
        if word == "quoted" or (word == "per" and not re.search(r"(?:^|[,”\"’]\s*)$", masked[: hit.start()])):
            continue
        if (
            word == "citing"
            and _CITING.search(masked[max(0, hit.start() - 1) : hit.end()])
            and any(r.verb[0] < hit.start() < r.verb[1] + 80 and r.cue.startswith("accord") for r in rows)
        ):
            continue
        after = [m for m in mentions if m.start >= hit.end()]
        if (
            not after
            or re.search(r"[,;]", masked[hit.end() : after[0].start])
            or after[0].start - hit.end() > 40
        ):
            continue
        sources = joined_subject(after[0], mentions, masked)[0]
        chain: tuple[str, ...] = ()
        deeper = _CITING.search(masked, after[0].end)
        if deeper and ";" not in masked[after[0].end : deeper.start()]:
            inner = [m for m in mentions if 0 <= m.start - deeper.end() < 30]
            if inner:
                chain = tuple(v.name for v in sources)
                sources = joined_subject(inner[0], mentions, masked)[0]
        elif sources[0].kind == "person" and (
            outlet := next(
                (
                    m
                    for m in after[1:]
                    if m.voice.kind == "outlet"
                    and compose(r"\b(?:{prepositions_of_source})\s+(?:the\s+)?$").search(masked[: m.start])
                ),
                None,
            )
        ):
            chain = (outlet.voice.name,)
        start = _clause_before(masked, hit.start())
        rows.append(
            Attribution(
                sources,
                re.sub(r"\s+", " ", hit[0]).strip(),
                "according",
                "",
                start,
                hit.span(),
                len(masked),
                after[0].plural or len(sources) > 1,
                False,
                chain,
            )
        )
    return rows


def _clause_before(masked: str, at: int) -> int:
    """Where the clause starts that a closing 'according to' covers: the last ', where/which/while/and' before it."""
    if at < 3:
        return 0
    last = 0
    for hit in compose(r"(?:,\s+(?:{clause_openers})\s+|;\s+)").finditer(masked[:at]):
        last = hit.end()
    return last
