"""What the talks room passes from step to step: voices, spans, quotations, turns, statements."""

from __future__ import annotations

from dataclasses import dataclass, field

KINDS = (
    "direct",
    "mixed",
    "indirect",
    "transcript",
    "readout",
    "commentary",
    "question",
    "outlet",
    "comment",
)
EVIDENCE = frozenset({"direct", "mixed", "indirect", "transcript", "readout", "commentary", "outlet"})


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who can say something: a person, an office, a delegation, an outlet, a text.

    Parameters
    ----------
    id : str
        Registry id, or a name derived from the words of the document for somebody it introduces.
    kind : str
        ``person | role | institution | party | group | text | outlet``.
    side : str
        Id of a party of the registry, ``both``, ``third``, ``outlet`` or ``unknown``.
    """

    id: str
    name: str
    side: str = "third"
    kind: str = "person"
    role: str = ""
    known: bool = True


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a document names a voice; character offsets."""

    start: int
    end: int
    text: str
    voice: Voice
    plural: bool = False


@dataclass(frozen=True, slots=True)
class Quotation:
    """A span in quotation marks; ``start`` and ``end`` include the marks.

    ``closed`` is false when the source forgot the closing mark and the span ends with its paragraph.
    """

    start: int
    end: int
    text: str
    words: int
    closed: bool = True
    voice: Voice | None = None
    lang: str = "en"

    @property
    def inner(self) -> str:
        """The words without their marks."""
        return self.text.strip("“”\"‘’'「」『』«»„ ")


@dataclass(frozen=True, slots=True)
class Turn:
    """One labelled turn of a transcript: label, speaker, the span from the label to the next turn."""

    start: int
    end: int
    label: str
    voice: Voice
    asks: bool = False
    venue: str = ""


@dataclass(frozen=True, slots=True)
class DateFound:
    """A dated expression with its ISO value: day, month, year, or interval ``a/b``."""

    start: int
    end: int
    text: str
    iso: str
    kind: str = "absolute"


@dataclass(frozen=True, slots=True)
class FigureFound:
    """A policy figure or count: value, unit, and the words next to it that say of what."""

    start: int
    end: int
    text: str
    value: float | tuple[float, ...]
    unit: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """One attributed claim with its exact span in the document.

    ``chain`` runs from the first speaker over the media that carried the words to the document.
    ``doubt`` is empty for rows of the ledger; a row with a doubt goes to the review list instead.
    """

    doc: str
    start: int
    end: int
    text: str
    lang: str
    kind: str
    voices: tuple[Voice, ...]
    cue: str = ""
    chain: tuple[str, ...] = ()
    told: str = ""
    topics: tuple[str, ...] = ()
    modality: str = "asserted"
    negated: bool = False
    approval: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    figures: tuple[FigureFound, ...] = ()
    dates: tuple[DateFound, ...] = ()
    places: tuple[str, ...] = ()
    doubt: str = ""
    source: str = "rule"
    attributes: tuple[tuple[str, str], ...] = field(default=())

    @property
    def voice(self) -> Voice:
        """The first speaker of the chain."""
        return self.voices[0]

    @property
    def side(self) -> str:
        """The side that said it: one party, ``both``, ``third``, ``outlet``."""
        if self.kind == "outlet":
            return "outlet"
        sides = {v.side for v in self.voices}
        parties = sides - {"third", "outlet", "unknown", "both"}
        if "both" in sides or len(parties) > 1:
            return "both"
        return self.voices[0].side

    @property
    def evidence(self) -> bool:
        """Whether the row may stand for what somebody holds; questions and comments never do."""
        return self.kind in EVIDENCE and not self.doubt
