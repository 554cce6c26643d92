"""A starter schedule, that of China: chosen lines, written by hand as YAML, read into a book."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.schedule.building.book_writer import write_book
from detente.schedule.lines import BookMeta, DatedLine, Membership
from detente.schedule.rate_grammar import read_rate, read_special
from detente.schedule.rates import Rate, understood
from detente.schedule.units import read_unit
from detente.terms import InputError, LawError, nearest

if TYPE_CHECKING:
    import yaml

_LINE_KEYS = ("hts", "words", "units", "base", "suffixes", "lists", "notes")
_BASE_KEYS = ("general", "special", "column2", "from", "to", "cite")
_LIST_KEYS = (
    "list",
    "suffix",
    "from",
    "to",
    "known",
    "end_known",
    "cite",
    "condition",
    "confidence",
    "words",
)
_SUFFIX_KEYS = ("en", "zh", "units", "from", "to")


class _Faults:
    """Every fault of every file, with its place."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def add(self, node: Any, file: str, what: str) -> None:
        self.lines.append(f"{file}:{node.start_mark.line + 1}: {what}")


def compile_starter(
    paths: Iterable[Path | str],
    out: Path | str,
    known_lists: Collection[str] = (),
    verified_through: str = "",
) -> str:
    """Read starter files and write the book they make.

    Parameters
    ----------
    paths : iterable of Path
        The YAML files.
    out : Path
        Where the book is to stand.
    known_lists : collection of str
        Ids of the registry of goods lists; when given, any other id is a fault.
    verified_through : str
        Last day on which the files were checked against the law.

    Returns
    -------
    str
        The book's content hash.

    Raises
    ------
    LawError
        Naming every fault in every file with its line.
    """
    lines, memberships = read_starter(paths, known_lists)
    return write_book(
        out,
        lines,
        memberships,
        BookMeta(kind="starter", editions=("starter",), verified_through=verified_through),
    )


def read_starter(
    paths: Iterable[Path | str], known_lists: Collection[str] = ()
) -> tuple[list[DatedLine], list[Membership]]:
    """The lines and memberships of starter files.

    Raises
    ------
    LawError
        Naming every fault in every file with its line.
    """
    import yaml

    faults = _Faults()
    lines: list[DatedLine] = []
    memberships: list[Membership] = []
    seen: dict[str, str] = {}
    for path in sorted(Path(p) for p in paths):
        try:
            root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        except (yaml.YAMLError, UnicodeDecodeError, OSError) as fault:
            faults.lines.append(f"{path.name}: cannot be read as YAML: {fault}")
            continue
        for node in _read_entries(root, path.name, faults):
            entry = _Entry(node, path.name, faults)
            code = entry.code()
            if code in seen:
                faults.add(node, path.name, f"hts {code} stands already at {seen[code]}")
            if code:
                seen[code] = f"{path.name}:{node.start_mark.line + 1}"
                lines += entry.lines(code)
                memberships += entry.memberships(code, known_lists)
    if faults.lines:
        raise LawError(faults.lines)
    return lines, memberships


def _read_entries(root: yaml.Node | None, file: str, faults: _Faults) -> Iterator[yaml.MappingNode]:
    import yaml

    if isinstance(root, yaml.MappingNode):
        root = next((value for key, value in root.value if key.value == "lines"), None)
    if not isinstance(root, yaml.SequenceNode):
        faults.lines.append(f"{file}: expected a list of lines, or a mapping with `lines:`")
        return
    for node in root.value:
        if isinstance(node, yaml.MappingNode):
            yield node
        else:
            faults.add(node, file, "expected a mapping that starts with hts:")


class _Entry:
    """One line of a starter file, read field by field; faults are noted and reading goes on."""

    def __init__(
        self, node: yaml.MappingNode, file: str, faults: _Faults, keys: Collection[str] = _LINE_KEYS
    ) -> None:
        self.node, self.file, self.faults = node, file, faults
        self.fields = self.mapping(node, keys)

    def fault(self, node: Any, what: str) -> None:
        self.faults.add(node, self.file, what)

    def mapping(self, node: Any, keys: Collection[str]) -> dict[str, Any]:
        import yaml

        if not isinstance(node, yaml.MappingNode):
            self.fault(node, f"expected a mapping of {', '.join(keys)}")
            return {}
        pairs: dict[str, Any] = {}
        for key, value in node.value:
            name = str(key.value)
            if keys and name not in keys:
                self.fault(
                    key, f"unknown field {name!r}; {nearest(name, keys) or 'fields are ' + ', '.join(keys)}"
                )
            if name in pairs:
                self.fault(key, f"field {name!r} is given twice")
            pairs[name] = value
        return pairs

    def items(self, node: Any) -> list[Any]:
        import yaml

        if node is None:
            return []
        if isinstance(node, yaml.SequenceNode):
            return list(node.value)
        self.fault(node, "expected a list")
        return []

    def text(self, node: Any) -> str:
        import yaml

        if node is None:
            return ""
        if isinstance(node, yaml.ScalarNode):
            return " ".join(str(node.value).split())
        self.fault(node, "expected a text")
        return ""

    def day(self, node: Any, name: str) -> str:
        text = self.text(node)
        if text:
            try:
                if date.fromisoformat(text).isoformat() != text:
                    raise ValueError
            except ValueError:
                self.fault(node, f"{name} {text!r} is no day; write YYYY-MM-DD")
                return ""
        return text

    def span(self, fields: dict[str, Any], where: Any) -> tuple[str, str]:
        first, last = self.day(fields.get("from"), "from"), self.day(fields.get("to"), "to")
        if last and last <= first:
            self.fault(
                fields.get("to", where),
                f"to {last} is not after from {first}; `to` is the first day it no longer holds",
            )
        return first, last

    def code(self) -> str:
        node = self.fields.get("hts")
        text = self.text(node) if node is not None else ""
        if not re.fullmatch(r"\d{4}\.\d{2}\.\d{2}", text):
            self.fault(node or self.node, f'hts {text!r} is not of the form "8505.11.00"')
            return ""
        return text.replace(".", "")

    def units(self, node: Any) -> tuple[str, ...]:
        texts = []
        for item in self.items(node):
            for text in self.text(item).split(" and "):  # the schedule prints "No. and kg"
                try:
                    read_unit(text)
                except InputError as fault:
                    if text not in ("", "X"):
                        self.fault(item, fault.text)
                texts.append(text)
        return tuple(texts)

    def words(self, node: Any, keys: Collection[str] = ("en", "zh")) -> tuple[str, str]:
        fields = self.mapping(node, keys) if node is not None else {}
        english = self.text(fields.get("en"))
        if not english:
            self.fault(node or self.node, "words need `en`")
        return english, self.text(fields.get("zh"))

    def rate(self, node: Any, name: str) -> tuple[Rate | None, str]:
        text = self.text(node)
        rate = read_rate(text)
        if rate is not None and not understood(rate):
            self.fault(node, f"{name} {text!r} is not a rate the grammar can read")
        return rate, text

    def lines(self, code: str) -> Iterator[DatedLine]:
        english, chinese = self.words(self.fields.get("words"))
        units = self.units(self.fields.get("units"))
        spans: list[tuple[str, str]] = []
        for node in self.items(self.fields.get("base")):
            fields = self.mapping(node, _BASE_KEYS)
            first, last = self.span(fields, node)
            general, text = self.rate(fields.get("general"), "general")
            column2, _ = self.rate(fields.get("column2"), "column2")
            special = read_special(self.text(fields.get("special")))
            if not all(understood(e.rate) and e.programmes for e in special):
                self.fault(fields["special"], "special is not of the form 'Free (A,AU) 1.3% (KR)'")
            if general is None:
                self.fault(node, "a base rate needs `general`")
            if not self.text(fields.get("cite")):
                self.fault(node, "a base rate needs `cite`")
            spans.append((first, last))
            yield DatedLine(
                code=code,
                from_day=first,
                to_day=last,
                words=english,
                words_zh=chinese,
                units=units,
                general=general,
                general_text=text,
                special=special,
                column2=column2,
                edition="starter",
                cite=self.text(fields.get("cite")),
            )
        self.check_spans(spans)
        yield from self.suffixes(code)

    def check_spans(self, spans: list[tuple[str, str]]) -> None:
        node = self.fields.get("base") or self.node
        if not spans:
            self.fault(node, "a line needs at least one base rate")
        for (first, last), (after, _) in zip(sorted(spans), sorted(spans)[1:], strict=False):
            if not last or after < last:
                self.fault(node, f"base rates overlap: from {first} to {last or 'open'}, and from {after}")
            elif after > last:
                self.fault(
                    node,
                    f"no base rate from {last} to {after}; `to` is the first day it no longer holds, so "
                    f"write to {after}",
                )

    def suffixes(self, code: str) -> Iterator[DatedLine]:
        node = self.fields.get("suffixes")
        if node is None:
            return
        for name, value in self.mapping(node, ()).items():
            if not re.fullmatch(r"\d{2}", name):
                self.fault(value, f"suffix {name!r} is not two digits")
                continue
            english, chinese = self.words(value, _SUFFIX_KEYS)
            fields = self.mapping(value, _SUFFIX_KEYS)
            first, last = self.span(fields, value)
            yield DatedLine(
                code + name,
                from_day=first,
                to_day=last,
                words=english,
                words_zh=chinese,
                units=self.units(fields.get("units")),
                edition="starter",
            )

    def memberships(self, code: str, known_lists: Collection[str]) -> Iterator[Membership]:
        for node in self.items(self.fields.get("lists")):
            fields = self.mapping(node, _LIST_KEYS)
            first, last = self.span(fields, node)
            name, suffix, cite = (self.text(fields.get(key)) for key in ("list", "suffix", "cite"))
            condition = self.text(fields.get("condition"))
            if not name or (known_lists and name not in known_lists):
                self.fault(node, f"list {name!r} is not in the registry; {nearest(name, known_lists)}")
            if suffix and not re.fullmatch(r"\d{2}", suffix):
                self.fault(node, f"suffix {suffix!r} is not two digits")
            if not cite:
                self.fault(node, "a membership needs `cite`")
            if condition and not re.fullmatch(r"[a-z][a-z0-9_.:-]*", condition):
                self.fault(node, f"condition {condition!r} is not the name of a fact")
            yield Membership(
                prefix=code + suffix,
                list_id=name,
                from_day=first,
                to_day=last,
                known_day=self.day(fields.get("known"), "known"),
                condition=condition,
                confidence=self.text(fields.get("confidence")) or "A",
                cite=cite,
                words=self.text(fields.get("words")),
                end_known_day=self.day(fields.get("end_known"), "end_known"),
            )
