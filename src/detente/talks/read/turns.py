"""Transcripts: runs of labelled turns, with the voice of each label."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from detente.talks.read.document import Paragraph
from detente.talks.read.language import fold_chinese
from detente.talks.words.claim import Turn, Voice
from detente.talks.words.lexicon import compose, words
from detente.talks.words.registry import Registry, fold

_LABEL = compose(
    r"^(?P<label>(?:[A-Z][\w.'’\-]*|[A-Z])(?:\s+(?:{words_in_a_label})){0,6}|"
    r"[\u3400-\u9fff·《》A-Z]{1,18})\s*(?P<mark>[:：])\s*(?P<rest>.*)$"
)
_QUESTION = re.compile(r"[?？]")
_RANK = compose(r"^(?:the\s+)?(?:{ranks_before_name})\b\.?\s+", re.IGNORECASE)


def find_turns(
    paragraphs: Sequence[Paragraph], registry: Registry, aside: AbstractSet[int] = frozenset()
) -> tuple[Turn, ...]:
    """All labelled turns. A label opens a transcript only where somebody in the same run asks.

    A line that holds a label alone is a turn when text follows it, and a heading when the next line
    has a label of its own. ``aside`` are numbers of paragraphs that are boilerplate.
    """
    labels = [None if n in aside else _label_of(p, paragraphs, n, registry) for n, p in enumerate(paragraphs)]
    turns: list[Turn] = []
    for run in _label_runs(paragraphs, labels):
        if not _is_transcript(run, paragraphs, labels, registry):
            continue
        voices = _voices_of_run(
            [labels[n] or "" for n in run], registry, _announced_speaker(paragraphs[: run[0]], registry)
        )
        for k, n in enumerate(run):
            stop = _end_of_turn(paragraphs, labels, n, run[k + 1] if k + 1 < len(run) else None, aside)
            voice = voices[labels[n] or ""]
            voice = _as_interviewer(voice, [paragraphs[k].text for k in run if labels[k] == labels[n]])
            turns.append(Turn(paragraphs[n].start, stop, labels[n] or "", voice, asks=_asks(voice)))
    return tuple(turns)


def _as_interviewer(voice: Voice, words: Sequence[str]) -> Voice:
    """Somebody the registry does not know, and who asks in every other turn, is the interviewer."""
    if voice.known or 2 * sum(bool(_QUESTION.search(w)) for w in words) < len(words):
        return voice
    return Voice(voice.id, voice.name, "outlet", "person", "interviewer", known=False)


def _label_of(p: Paragraph, paragraphs: Sequence[Paragraph], n: int, registry: Registry) -> str | None:
    label_line = _LABEL.match(p.text)
    if not label_line or len(label_line["label"]) > 60:
        return None
    label = label_line["label"].strip()
    voice = registry.voice(label)
    if voice and voice.kind in ("party", "group"):
        return None
    if not label_line["rest"]:
        nxt = paragraphs[n + 1] if n + 1 < len(paragraphs) else None
        if nxt is None or _LABEL.match(nxt.text) or _voice_of(label, registry) is None:
            return None
    if _is_no_name(label, registry):
        return None
    if _voice_of(label, registry) is None and not _looks_like_name(label):
        return None
    return label


def _is_no_name(label: str, registry: Registry) -> bool:
    words = "|".join(registry.attributes.get("not_labels", ()))
    return bool(words and re.fullmatch(words, label, re.IGNORECASE))


def _looks_like_name(label: str) -> bool:
    if compose(
        r"[{family_names_zh}][\u4e00-\u9fff]{1,2}|[\u4e00-\u9fff]{0,12}(?:{offices_of_labels_zh})"
    ).fullmatch(label):
        return True
    written = label.split()
    if any(ch.isdigit() for ch in label):
        return False
    return 1 <= len(written) <= 4 and all(w[0].isupper() or w in words("joiners_in_names") for w in written)


def _voice_of(label: str, registry: Registry) -> Voice | None:
    """The voice of a label: a name of the registry, a rank with a surname, a reporter's label."""
    lowered = label.casefold().rstrip(".")
    askers = [
        re.compile(rf"^(?:{a})\s*\d*$", re.IGNORECASE) for a in registry.attributes.get("asker_labels", ())
    ]
    if any(a.match(lowered) for a in askers):
        return registry.voices["reporter"]
    voice = registry.voice(label) or registry.voice(label.title())
    if voice:
        return voice
    bare = _RANK.sub("", label)
    if bare != label:
        return registry.voice(bare) or registry.voice(bare.title())
    return None


def _label_runs(paragraphs: Sequence[Paragraph], labels: list[str | None]) -> list[list[int]]:
    """Groups of labelled paragraphs that belong together: at most two unlabelled ones in between."""
    runs: list[list[int]] = []
    for n, label in enumerate(labels):
        if label is None:
            continue
        if runs and n - runs[-1][-1] <= 5:
            runs[-1].append(n)
        else:
            runs.append([n])
    return runs


def _is_transcript(
    run: list[int], paragraphs: Sequence[Paragraph], labels: list[str | None], registry: Registry
) -> bool:
    names = {labels[n] for n in run}
    asked = any(_QUESTION.search(paragraphs[n].text) for n in run)
    if all(_voice_of(label or "", registry) == registry.voices["reporter"] for label in names):
        return False
    return (len(run) >= 3 and len(names) >= 2 and asked) or (len(run) == 2 and len(names) == 2 and asked)


def _end_of_turn(
    paragraphs: Sequence[Paragraph],
    labels: list[str | None],
    n: int,
    following: int | None,
    aside: AbstractSet[int] = frozenset(),
) -> int:
    """Where a turn ends: at the next label, or before a heading that closes the transcript."""
    stop = following if following is not None else len(paragraphs)
    end = paragraphs[n].end
    for k in range(n + 1, stop):
        p = paragraphs[k]
        if k in aside:
            return end
        short = len(p.text) < 80 and not re.search(r"[.!?。！？”\"’…]$", p.text)
        if short and (k == stop - 1 or p.text.endswith((":", "："))):
            return end
        if short and following is None:
            return end
        if following is None and not _continues_turn(paragraphs[n], p):
            return end
        end = p.end
    return paragraphs[stop].start if following is not None and end == paragraphs[stop - 1].end else end


def _continues_turn(turn: Paragraph, p: Paragraph) -> bool:
    """Whether a paragraph after the last label still is that speaker: the first person speaks."""
    return (
        p.gap <= 1
        and turn.lang == p.lang
        and bool(
            re.search(r"\b(?:I|[Ww]e|[Oo]ur|[Yy]ou|us)\b", p.text)
            or compose(r"{first_person_zh}").search(p.text)
        )
    )


def _announced_speaker(before: Sequence[Paragraph], registry: Registry) -> Voice | None:
    """Whose remarks the lines above a transcript announce: a person, or an institution's spokesperson."""
    for p in before[-4:]:
        if len(p.text) > 160:
            continue
        plain = fold_chinese(p.text)
        named = [registry.voice(h[0]) for h in registry.names_en.finditer(plain)]
        named += [registry.voices[registry.by_zh[h[0]]] for h in registry.names_zh.finditer(plain)]
        for voice in named:
            if voice and voice.side in registry.sides and voice.kind in ("person", "role", "institution"):
                spoken = compose(r"{spokesperson_words}", re.IGNORECASE).search(plain)
                return (registry.voice(f"{voice.name} spokesperson") if spoken else None) or voice
    return None


def _voices_of_run(labels: list[str], registry: Registry, announced: Voice | None) -> dict[str, Voice]:
    """The voice of each label; labels of an answer are the one person who answers in the run."""
    voices: dict[str, Voice] = {}
    answers = registry.attributes.get("answer_labels", ())
    for label in dict.fromkeys(labels):
        voice = _voice_of(label, registry)
        if voice is None:
            name = _RANK.sub("", label).strip() or label
            twin = next((v for k, v in voices.items() if fold(name).split()[-1] in fold(k).split()), None)
            name = name.title() if name.isupper() else name
            voice = twin or Voice(re.sub(r"\W+", "_", name.casefold()), name, "third", "person", known=False)
        voices[label] = voice
    main = next((v for v in voices.values() if not _asks(v) and v.known), announced)
    for label, voice in list(voices.items()):
        if main and label.casefold() in answers and not voice.known:
            voices[label] = main
    return voices


def _asks(voice: Voice) -> bool:
    return voice.side == "outlet"
