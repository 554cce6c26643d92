"""Parts that answers of every room share: citations, missing facts, the next clock, and how to repeat the
answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from detente.terms.answer_views import Chart, cite_of, frame_of, html_of, plot_of
from detente.terms.citation_links import Opens

if TYPE_CHECKING:
    import altair
    import polars as pl


class Frozen(BaseModel):
    """Frozen base of answers and of their parts."""

    model_config = ConfigDict(frozen=True)


class Answer(Frozen):
    """Base of whole answers, with their views for a notebook.

    Attributes
    ----------
    rows_in : tuple of str
        The fields whose rows a frame shows; by default the first that holds rows.
    chart : Chart or None
        What a chart of the answer shows.
    """

    rows_in: ClassVar[tuple[str, ...]] = ()
    chart: ClassVar[Chart | None] = None

    def frame(self) -> pl.DataFrame:
        """The rows of the answer as a frame, one row each: amounts as numbers, lists in one cell."""
        return frame_of(self, self.rows_in)

    def cite(self, style: Literal["bibtex", "csl", "text"] = "bibtex") -> Any:
        """The documents the answer rests on and the rules that gave it: BibTeX, CSL-JSON items or text.

        Raises
        ------
        InputError
            When the style is none of these.
        """
        return cite_of(self, style, _version())

    def plot(self) -> altair.Chart:
        """The answer's chart (needs the extra ``notebooks``).

        Raises
        ------
        InputError
            When this answer has none.
        NotInstalled
            When altair is not installed.
        """
        return plot_of(self, self.chart)

    def _repr_html_(self) -> str:
        return html_of(self, self.rows_in)


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("detente")
    except PackageNotFoundError:  # a source tree that is not installed
        return "0"


class CiteOut(Frozen):
    """Where a number stands, and where it opens: `url` is the document itself, or a search for it."""

    document: str
    title: str
    citation: str
    at: str = ""
    note: str = ""
    read: str = "secondary"
    url: str = ""
    opens: Opens = ""


class MissingFact(Frozen):
    """What the answer depends on: a fact of the shipment, or an `instrument` that no one has seen."""

    fact: str
    question: str
    question_zh: str = ""
    unit: str = ""
    kind: Literal["fact", "instrument"] = "fact"


class NextClock(Frozen):
    """What next changes the answer, by whose decision, and to what."""

    moment: str
    title: str
    title_zh: str
    decider: str
    if_lapsed: str
    if_extended: str
    said: str = ""


ACT_PARTS = ("authority", "form", "evidence", "payer", "deadline", "consequence", "refund")


class Act(Frozen):
    """What to do: before which authority, in which form, with what evidence, who pays or applies, by when,
    what follows when nobody does, and how money paid comes back."""

    authority: str
    authority_zh: str = ""
    form: str = ""
    form_zh: str = ""
    evidence: str = ""
    evidence_zh: str = ""
    payer: str = ""
    payer_zh: str = ""
    deadline: str = ""
    deadline_zh: str = ""
    consequence: str = ""
    consequence_zh: str = ""
    refund: str = ""
    refund_zh: str = ""
    cite: tuple[CiteOut, ...] = ()
    confidence: str = "A"


class Repeat(Frozen):
    """The command and versions that give this answer again."""

    command: str
    rules: str
    data: str


def weakest(*grades: str) -> str:
    """The lowest of several confidences.

    Examples
    --------
    >>> weakest("A", "C", "B")
    'C'
    """
    return max(grades, default="A")
