"""English sentence -> attributions: which verb of saying, whose, over which span.

The grammar works on a sentence whose quotations are blanked: it strips the words that may stand
between a speaker and a verb, then reads the subject to the left (adjacent, with an apposition, before
a relative pronoun, inherited over a conjunction or a participle), to the right after an inverted verb,
and in the phrases 'according to', 'citing', 'quoted by'.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from detente.talks.claim import Mention, Voice
from detente.talks.mentions import People
from detente.talks.registry import Registry


@dataclass(frozen=True)
class Attribution:
    """One verb of saying with its speaker; offsets count from the start of the sentence."""

    voices: tuple[Voice, ...]
    cue: str
    family: str
    modality: str
    start: int
    verb: tuple[int, int]
    end: int
    plural: bool = False
    negated: bool = False
    chain: tuple[str, ...] = ()
    told: str = ""
    inherited: bool = False


@dataclass(frozen=True)
class _Verbs:
    pattern: re.Pattern[str]
    family: Mapping[str, tuple[str, str]]
    transparent: re.Pattern[str]
    plain: re.Pattern[str]
    texts: re.Pattern[str]
    nouns: re.Pattern[str]


@lru_cache(maxsize=4)
def _verbs(registry: Registry) -> _Verbs:
    cues: Mapping[str, Any] = registry.cues["en"]
    family: dict[str, tuple[str, str]] = {}
    for kind in ("act", "describe", "say"):
        for modality, words in cues[kind].items():
            for word in words:
                family[word] = (kind, modality)
    for word in cues["expressed"]:
        family.setdefault(word, ("expressed", ""))
    for word in (
        "was quoted as saying",
        "is quoted as saying",
        "were quoted as saying",
        "was cited as saying",
        "has been quoted as saying",
        "was reported as saying",
    ):
        family[word] = ("say", "")
    for word in ("reported", "reports", "reporting", "carried", "aired"):
        family.setdefault(word, ("carry", ""))
    body = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(family, key=len, reverse=True))
    words = sorted({*cues["transparent"]}, key=len, reverse=True)
    transparent = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in words)
    days = r"(?:on|late|early|later\s+on)\s+(?:\w+day)(?:\s+(?:morning|afternoon|evening|night))?|(?:on\s+)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:\s+\w+ing)?|(?:last|this|earlier\s+this|late\s+last)\s+(?:week|month|year|night)|in\s+(?:a|an|his|her|its|their|the)\s+[^,]{2,60}|(?:at|after|during|following)\s+(?:a|an|the)\s+[^,]{2,60}"
    return _Verbs(
        re.compile(rf"(?<![\w-])(?:{body})(?![\w-])"),
        family,
        re.compile(rf"(?:(?:^|[\s,])(?:(?:{transparent})|[a-z]+ly|n['’]t|{days}))[\s,]*$", re.IGNORECASE),
        re.compile(rf"(?:(?:^|[\s,])(?:(?:{transparent})|[a-z]+ly|n['’]t))[\s,]*$", re.IGNORECASE),
        re.compile(
            r"^['’]s?\s+(?:[\w-]+\s+){0,4}?(?:"
            + "|".join(re.escape(t) for t in cues["roles"]["texts"])
            + r")\b",
            re.IGNORECASE,
        ),
        re.compile(r"^\W*(?:\w+\s+){0,3}(?:" + "|".join(cues["expressed_nouns"]) + r")\b", re.IGNORECASE),
    )


_PREPOSITION = re.compile(
    r"(?:^|\s)(?:of|with|by|to|for|from|between|in|on|at|against|about|over|into|toward|towards|under|than|via|"
    r"through|alongside|including|like|near|within|after|before|during|following|since|despite|versus|vs\.?|urging|pressing|pressed|"
    r"asked|told|urged|as|on\s+the)\s+(?:the\s+|a\s+)?$",
    re.IGNORECASE,
)
_PP_GAP = re.compile(
    r"^\s+(?:from|for|at|in|of|with|on|after|during|before|who|following|close|familiar|based|led|headed|attending|involved|briefed|speaking)\s+[^,;:()]{1,90}$"
)
_APPOSITION = re.compile(r"^\s*(?:[,(—–-]|\s-\s)")
_RELATIVE = re.compile(r"(?:,\s*|\s)(?:who|which|that)$")
_CONJUNCTION = re.compile(r"(?:,\s*|\s)(?:and|but|or|while|then|yet)$")
_AND = re.compile(r"^\s*(?:,\s*(?:and\s+|as\s+well\s+as\s+)?|and\s+|&\s+|as\s+well\s+as\s+)$")
_BOUNDARY = re.compile(
    r"(?:,\s*|;\s*|\s)(?:and|but|while|whereas|although|though|as|yet|where|because|so)\s+|;\s*|\s[—–]\s?|:\s"
)
_NOT = re.compile(r"\b(?:not|never|n['’]t|no|neither|nor|yet\s+to|refus\w+|without)\b", re.IGNORECASE)


def find_attributions(masked: str, mentions: Sequence[Mention], people: People) -> list[Attribution]:
    """All attributions of one sentence, left to right."""
    verbs = _verbs(people.registry)
    found: list[Attribution] = []
    for hit in verbs.pattern.finditer(masked):
        if any(m.start <= hit.start() < m.end for m in mentions if m.voice.kind != "role") or _is_noun(
            masked, hit
        ):
            continue
        kind, modality = verbs.family[re.sub(r"\s+", " ", hit[0])]
        if kind == "expressed" and not verbs.nouns.match(masked[hit.end() :]):
            continue
        row = _from_left(masked, hit, mentions, found, verbs) or _from_right(masked, hit, mentions)
        if row is None or (kind == "carry" and row[0][0].kind != "outlet"):
            continue
        voices, start, plural, inherited = row
        if (
            voices[0].kind == "outlet"
            and kind == "carry"
            and re.match(r"\s+(?:from|live|in)\b", masked[hit.end() :])
        ):
            continue
        if found and _is_pronoun(start, mentions) and found[-1].voices[0].kind in ("person", "role"):
            voices = found[-1].voices  # he, in the same sentence, is who spoke before
        gap = masked[min(start, hit.start()) : hit.start()]
        if kind == "act" and start < hit.start() and _MIGHT.search(gap):
            continue
        if (
            kind in ("act", "describe")
            and not inherited
            and _by_no_one(masked, start, hit.start(), found, verbs)
        ):
            continue
        negated = bool(_NOT.search(gap[-60:])) if start < hit.start() else False
        negated = negated or any(re.match(r"(?i)neither", m.text) for m in mentions if m.start == start)
        found.append(
            Attribution(
                voices,
                hit[0],
                kind,
                modality,
                min(start, hit.start()),
                hit.span(),
                len(masked),
                plural,
                negated,
                (),
                _told(masked, hit),
                inherited,
            )
        )
    found += _according_to(masked, mentions, people)
    return _nested(masked, sorted(found, key=lambda a: a.start))


def _is_pronoun(start: int, mentions: Sequence[Mention]) -> bool:
    return any(m.start == start and m.text.lower() in ("he", "she") for m in mentions)


_MIGHT = re.compile(r"\b(?:would|could|might|may|can|will|likely\s+to|expected\s+to|set\s+to)\b")


def _by_no_one(masked: str, start: int, verb: int, found: Sequence[Attribution], verbs: _Verbs) -> bool:
    """Whether the clause hangs on a verb of saying whose subject cannot speak ('the talks suggest that …')."""
    heads = [
        h
        for h in verbs.pattern.finditer(masked[:start])
        if verbs.family[re.sub(r"\s+", " ", h[0])][0] == "say"
    ]
    known = {a.verb for a in found}
    return any(h.span() not in known and re.match(r"\s+(?:\w+\s+)?that\b", masked[h.end() :]) for h in heads)


def _is_noun(masked: str, hit: re.Match[str]) -> bool:
    """A form such as 'reports', 'claims', 'calls for' behind an article or before 'of' is no verb here."""
    before = masked[: hit.start()]
    word = hit[0].split()[0]
    if re.search(
        r"(?:^|\s)(?:a|an|the|these|those|such|any|no|its|his|her|their|our|of|for|to|by|in)\s+(?:\w+\s+){0,3}$",
        before,
        re.IGNORECASE,
    ):
        if re.search(r"\bto\s+$", before):
            return not re.search(
                r"\b(?:continues?|continued|went on|goes on|likely|expected|sought|appear\w*|seem\w*|used|set|was|is|are)\s+(?:\w+\s+)?to\s+$",
                before,
            )
        if re.search(
            r"(?:^|\s)(?:a|an|the|these|those|such|any|no|its|his|her|their|our|of|for|by|in)\s+$",
            before,
            re.IGNORECASE,
        ):
            return True
        if word in (
            "claims",
            "reports",
            "notes",
            "signals",
            "estimates",
            "forecasts",
            "hopes",
            "demands",
            "promises",
            "threats",
            "views",
            "pledges",
            "comments",
            "posts",
            "wishes",
            "remarks",
            "answers",
            "press",
        ):
            return True
    if word in (
        "agreed",
        "proposed",
        "considered",
        "threatened",
        "expected",
        "promised",
        "anticipated",
    ) and re.match(r"\s+(?:framework|deal|increase|tariffs?|terms|measures|text)\b", masked[hit.end() :]):
        return not re.match(r"\s+(?:tariffs?|measures)\b", masked[hit.end() :]) or before.rstrip().endswith(
            (" the", " a", "and")
        )
    if (
        word in ("continued", "continues")
        and not re.search(r"[”\"’]\s*(?:[A-Z][\w.’-]*\s+){0,3}(?:he\s+|she\s+)?$", before)
        and not re.match(r"\s*[:,.]|\s+that\b", masked[hit.end() :])
    ):
        return True
    if word == "think" and re.match(r"\s+tank", masked[hit.end() :]):
        return True
    if word == "asked" and re.match(
        r"\s+(?:about|whether|if|by|why|how|on|what|when|for\s+comment|not\s+to\s+be)\b", masked[hit.end() :]
    ):
        return True
    if word in ("expected", "scheduled") and re.search(
        r"\b(?:is|are|was|were|be|been|being|not)\s+(?:\w+\s+)?$", before
    ):
        return True
    if word in (
        "said",
        "reported",
        "believed",
        "thought",
        "expected",
        "estimated",
        "seen",
        "viewed",
        "regarded",
        "described",
        "agreed",
        "asked",
        "told",
        "urged",
        "pressed",
        "proposed",
        "considered",
        "raised",
        "announced",
        "signed",
        "approved",
        "accepted",
        "released",
        "published",
        "confirmed",
        "disclosed",
        "carried",
        "offered",
        "mentioned",
        "welcomed",
    ) and re.search(r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+|also\s+|not\s+)?$", before):
        return not re.search(r"\b(?:was|were|is|are)\s+(?:asked|told)", before)
    return bool(
        re.match(r"\s+of\b", masked[hit.end() :])
        and word not in ("warned", "spoke", "complained", "accused", "warns", "warning")
    )


Row = tuple[tuple[Voice, ...], int, bool, bool]


def _strip(left: str, pattern: re.Pattern[str]) -> str:
    while True:
        shorter = pattern.sub("", left)
        if shorter == left:
            return left
        left = shorter


def _from_left(
    masked: str, hit: re.Match[str], mentions: Sequence[Mention], found: Sequence[Attribution], verbs: _Verbs
) -> Row | None:
    left = masked[: hit.start()]
    raw_comma = left.rstrip().endswith((",", "—", "–", ")"))
    left = _strip(left.rstrip(), verbs.plain if raw_comma else verbs.transparent).rstrip()
    participle = hit[0].split()[0].endswith("ing")
    before = [m for m in mentions if m.end <= len(left) or m.start < len(left)]
    if not left:
        return None
    if participle and raw_comma:
        return _inherit(masked, hit, mentions, found)
    if _RELATIVE.search(left):
        head = _RELATIVE.sub("", left)
        near = [m for m in before if m.end <= len(head)]
        return _row(near[-1], mentions, masked) if near and len(head.rstrip()) - near[-1].end <= 2 else None
    if left.endswith((",", "—", "–", ")")) or (raw_comma and not _adjacent(left, before)):
        bounded = [m for m in before if _APPOSITION.match(masked[m.end :]) and _may_lead(masked, m)]
        bounded = [m for m in bounded if not _verb_between(masked[m.end : hit.start()], verbs)] or bounded[:0]
        if (
            len(bounded) > 1
            and bounded[0].voice.kind == "role"
            and bounded[1].voice.kind == "person"
            and re.fullmatch(r",\s+", masked[bounded[0].end : bounded[1].start])
        ):
            return _row(bounded[1], mentions, masked)
        if bounded:
            return _row(bounded[0], mentions, masked)
        return _inherit(masked, hit, mentions, found) if participle else None
    if _CONJUNCTION.search(left) and not participle:
        spoken = verbs.family[re.sub(r"\s+", " ", hit[0])][0] in ("say", "describe", "expressed")
        joined = hit[0] in ("agreed", "committed", "pledged", "promised", "undertook", "urged", "vowed")
        return _inherit(masked, hit, mentions, found) if spoken or found or joined else None
    clause_start = max([b.end() for b in _BOUNDARY.finditer(left)] + [left.rfind(",") + 1, 0])
    near = [m for m in before if m.start >= clause_start] or [m for m in before if len(left) - m.end <= 1]
    for m in near:
        gap = left[m.end :]
        if not _may_lead(masked, m):
            continue
        if not gap.strip(" ,") or _PP_GAP.match(gap) or verbs.texts.fullmatch(gap) or _text_gap(gap, verbs):
            return _row(m, mentions, masked)
    if participle and found:
        return _inherit(masked, hit, mentions, found)
    return None


def _adjacent(left: str, before: Sequence[Mention]) -> bool:
    return any(len(left) - m.end <= 1 for m in before)


def _text_gap(gap: str, verbs: _Verbs) -> bool:
    found = verbs.texts.match(gap)
    return bool(found) and (found.end() == len(gap) or bool(_PP_GAP.match(gap[found.end() :])))  # type: ignore[union-attr]


def _verb_between(text: str, verbs: _Verbs) -> bool:
    inner = text.split(",", 1)[-1]
    return bool(re.search(r";", inner)) or text.count(",") > 5


def _may_lead(masked: str, m: Mention) -> bool:
    """Whether a mention stands where a subject stands: not behind a preposition, not as an object."""
    before = masked[: m.start]
    if _PREPOSITION.search(before) and not re.search(r"\bbetween\s*$", before):
        whole = re.search(
            r"(?:^|,\s*|\bthat\s+|\band\s+)(?:after|before|as|since|like)\s+(?:the\s+)?$",
            before,
            re.IGNORECASE,
        )
        return bool(whole and re.search(r"(?:after|before|as|since)\s+(?:the\s+)?$", before, re.IGNORECASE))
    return True


def _row(m: Mention, mentions: Sequence[Mention], masked: str) -> Row:
    """The mention and those joined to it by commas and 'and'."""
    ordered = [x for x in mentions if x.voice.kind != "text" or x is m]
    at = next((n for n, x in enumerate(ordered) if x is m), None)
    if at is None:
        return (m.voice,), m.start, m.plural, False
    first = last = at
    while (
        last + 1 < len(ordered)
        and _AND.match(masked[ordered[last].end : ordered[last + 1].start])
        and _same_rank(ordered[last], ordered[last + 1])
    ):
        last += 1
    while (
        first
        and _AND.match(masked[ordered[first - 1].end : ordered[first].start])
        and _same_rank(ordered[first - 1], ordered[first])
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


def _same_rank(a: Mention, b: Mention) -> bool:
    ranks = {"person": 1, "role": 1, "institution": 2, "party": 2, "group": 2, "outlet": 3, "text": 3}
    return ranks[a.voice.kind] == ranks[b.voice.kind]


def _inherit(
    masked: str, hit: re.Match[str], mentions: Sequence[Mention], found: Sequence[Attribution]
) -> Row | None:
    """The subject of the verb before, or the subject the sentence opens with."""
    if found:
        return found[-1].voices, hit.start(), found[-1].plural, True
    for m in mentions:
        if m.start > hit.start():
            break
        if _may_lead(masked, m) and not re.match(r"['’]", masked[m.end :]):
            voices, _, plural, _ = _row(m, mentions, masked)
            return voices, hit.start(), plural, True
    return None


def _from_right(masked: str, hit: re.Match[str], mentions: Sequence[Mention]) -> Row | None:
    """Inverted: a mark of quotation or a comma, the verb, then its subject."""
    before = masked[: hit.start()].rstrip()
    if not (not before or before[-1] in ",\x02”\"’'」—–?!"):
        return None
    for m in mentions:
        gap = masked[hit.end() : m.start]
        if m.start >= hit.end() and re.fullmatch(r"\s+(?:the\s+|a\s+)?", gap):
            voices, _, plural, _ = _row(m, mentions, masked)
            return voices, m.start, plural, False
    return None


_ACCORDING = re.compile(
    r"\b(?:[Aa]ccording\s+to|[Pp]er|[Ii]n\s+the\s+words\s+of|[Qq]uoted\s+by|as\s+reported\s+by|[Cc]iting|[Aa]s\s+told\s+to)\s+"
)
_CITING = re.compile(
    r"\b(?:citing|quoting|that\s+(?:quoted|cited)|which\s+(?:quoted|cited)|who\s+(?:quoted|cited)|quoted)\s+"
)


_AS_SAYING = re.compile(r"\b(?:quoted|cited|quotes|cites|quoting|citing)\s+$")


def _according_to(masked: str, mentions: Sequence[Mention], people: People) -> list[Attribution]:
    rows = []
    for m in mentions:
        lead = _AS_SAYING.search(masked[: m.start])
        if lead and re.match(r"\s+as\s+(?:saying|telling|stating)\b", masked[m.end :]):
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
    for hit in _ACCORDING.finditer(masked):
        word = hit[0].split()[0].lower()
        if word == "quoted" or word == "per" and not re.search(r"(?:^|,\s*)$", masked[: hit.start()]):
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
        sources = _row(after[0], mentions, masked)[0]
        chain: tuple[str, ...] = ()
        deeper = _CITING.search(masked, after[0].end)
        if deeper and ";" not in masked[after[0].end : deeper.start()]:
            inner = [m for m in mentions if 0 <= m.start - deeper.end() < 30]
            if inner:
                chain = tuple(v.name for v in sources)
                sources = _row(inner[0], mentions, masked)[0]
        elif sources[0].kind == "person" and (
            outlet := next(
                (
                    m
                    for m in after[1:]
                    if m.voice.kind == "outlet"
                    and re.search(r"\b(?:with|to|on)\s+(?:the\s+)?$", masked[: m.start])
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
                len(sources) > 1,
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
    for hit in re.finditer(r"(?:,\s+(?:where|which|while|and|but|whereas)\s+|;\s+)", masked[:at]):
        last = hit.end()
    return last


def _told(masked: str, hit: re.Match[str]) -> str:
    """To whom it was said: told NBC, told reporters, in an interview with CNN."""
    if not hit[0].startswith(("told", "tell", "brief")):
        return ""
    found = re.match(
        r"\s+(?:the\s+)?((?:[A-Z][\w.&’']*(?:\s+[A-Z][\w.&’']*)*)|\w+(?:\s+\w+)?)", masked[hit.end() :]
    )
    return found[1] if found else ""


_BREAK = re.compile(
    r"(?:,\s*|;\s*|\s)(?:while|but|whereas|although|and|as|with)\s+[^,;]*$|[;—–]\s*[^,;]*$|,\s*[^,;]*$"
)


def _nested(masked: str, rows: list[Attribution]) -> list[Attribution]:
    """Verbs inside what somebody said belong to that speaker; a new clause opens only at a break."""
    kept: list[Attribution] = []
    for row in rows:
        opener = next((k for k in kept if k.family in ("say", "describe") and k.verb[1] <= row.verb[0]), None)
        if opener and row.family != "according" and not row.inherited and row.voices != opener.voices:
            between = masked[kept[-1].verb[1] : row.start]
            strong = row.family in ("say", "describe", "expressed") or re.search(
                r"\b(?:while|but|whereas)\s*$|;\s*$", between
            )
            if not (
                strong
                and re.search(
                    r"(?:,\s*|;\s*|\s)(?:while|but|and|whereas|although|though)?\s*(?:the\s+)?$", between
                )
                and re.search(r"[,;]|\b(?:while|but|whereas)\b", between)
            ):
                continue
        kept.append(row)
    return kept
