"""A notice: what an official source published, as evidence beside the law."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from detente.terms import Frozen

Errs = Literal["high", "low", "either"]


@dataclass(frozen=True)
class Item:
    """One entry of a source as it was read.

    Attributes
    ----------
    number : str
        What the source numbers it by, unique in the source.
    citation, citation_zh : str
        How it is cited.
    published : str
        ISO day of publication.
    text : str
        All that was said of it: what words and numbers are looked for in.
    named : frozenset of str
        Dockets, parts and lists its fields name.
    """

    number: str
    title: str
    citation: str
    published: str
    text: str
    url: str = ""
    named: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Reading:
    """What a saved or fetched answer of a source held.

    Attributes
    ----------
    items : tuple of Item
        Entries in the order of the source.
    reaches_back_to : str
        The first day the answer covers; empty where it covers all that was asked for.
    names : frozenset of str
        Of a list of parties every entry, to compare with the list seen before.
    part : str
        Why this is not all that the source said, empty where it is: the source then counts as not answered.
    notes : tuple of str
        What could not be read in it.
    """

    items: tuple[Item, ...]
    reaches_back_to: str = ""
    names: frozenset[str] = frozenset()
    part: str = ""


class Notice(Frozen):
    """A notice seen.

    Attributes
    ----------
    id : str
        Source and number; what `--handle` takes.
    detected : str
        The day on which it was seen: from then on it is known here.
    families, clocks : tuple of str
        What it touches; both empty where it is for a person to place.
    because : tuple of str
        The words and numbers by which it touches them.
    errs : str
        Which way an answer errs that does not know it: ``high``, ``low`` or ``either``.
    handled_on, handled_as : str
        When it was handled, and as what: ``no change``, or the path of a law file.
    """

    id: str
    source: str
    title: str
    citation: str
    published: str
    detected: str
    url: str = ""
    families: tuple[str, ...] = ()
    clocks: tuple[str, ...] = ()
    because: tuple[str, ...] = ()
    errs: Errs = "either"
    errs_because: str = ""
    errs_because_zh: str = ""
    handled_on: str = ""
    handled_as: str = ""

    @property
    def open(self) -> bool:
        """Whether nobody has handled it yet."""
        return not self.handled_on
