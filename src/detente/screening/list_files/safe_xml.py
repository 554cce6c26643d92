"""XML of published lists, read as a stream and without trust: no document type, no entities, no depth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from xml.parsers import expat

from detente.terms import UnreadableFile

MAX_DEPTH = 40
MAX_TEXT = 20_000  # characters of one element
MAX_CHILDREN = 20_000  # elements within one record
_CHUNK = 1 << 20


@dataclass(slots=True)
class Element:
    """An element of a record: its name without namespace, attributes, text, and what stands in it."""

    tag: str
    attributes: dict[str, str]
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def all(self, tag: str) -> list[Element]:
        """The elements of a name that stand directly in this one."""
        return [child for child in self.children if child.tag == tag]

    def say(self, tag: str) -> str:
        """Text of the first such element, or nothing."""
        return next((child.text.strip() for child in self.children if child.tag == tag), "")


def read_records(
    file: BinaryIO, where: str, records: frozenset[str], take: Callable[[Element], None]
) -> Element:
    """Go through a document, handing over every record, and answer with its root, which holds no children.

    Raises
    ------
    UnreadableFile
        When it is no XML, declares a document type or entities, or is nested or stuffed beyond sense.
    """
    state = _Reader(where, records, take)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = state.start
    parser.EndElementHandler = state.end
    parser.CharacterDataHandler = state.text
    parser.StartDoctypeDeclHandler = state.refuse_doctype
    parser.EntityDeclHandler = state.refuse_doctype
    parser.ExternalEntityRefHandler = state.refuse_doctype
    try:
        while chunk := file.read(_CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as fault:
        raise UnreadableFile(f"it cannot be read as XML ({str(fault)[:120]})", where=where) from None
    if state.root is None:
        raise UnreadableFile("it holds no XML element", where=where)
    return state.root


class _Reader:
    def __init__(self, where: str, records: frozenset[str], take: Callable[[Element], None]) -> None:
        self.where, self.records, self.take = where, records, take
        self.root: Element | None = None
        self.depth = self.within = 0
        self.open: list[Element] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise UnreadableFile(f"its elements are nested more than {MAX_DEPTH} deep", where=self.where)
        element = Element(name.rpartition(":")[2], {k.rpartition(":")[2]: v for k, v in attributes.items()})
        if self.root is None:
            self.root = element
        elif self.open:
            self.within += 1
            if self.within > MAX_CHILDREN:
                raise UnreadableFile(f"a record holds more than {MAX_CHILDREN:,} elements", where=self.where)
            self.open[-1].children.append(element)
            self.open.append(element)
        elif element.tag in self.records:
            self.within = 0
            self.open.append(element)

    def end(self, _name: str) -> None:
        self.depth -= 1
        if self.open and len(self.open) == 1:
            self.take(self.open.pop())
        elif self.open:
            self.open.pop()

    def text(self, data: str) -> None:
        if self.open and len(self.open[-1].text) < MAX_TEXT:
            self.open[-1].text += data[:MAX_TEXT]

    def refuse_doctype(self, *_: Any) -> int:
        raise UnreadableFile(
            "it declares a document type or entities, which no published list does",
            where=self.where,
            remedy="fetch the list from its publisher again",
        )
