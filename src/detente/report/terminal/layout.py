"""Lines that fit a terminal: words wrap, codes, keys and amounts never break; Chinese wraps at any character.

A table whose columns do not fit side by side is written as blocks, one row under the other; nothing is ever
cut with an ellipsis.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rich.cells import cell_len
from rich.console import Group
from rich.table import Table
from rich.text import Text

GAP = 2
LEAST_WORDS = 16  # columns that a column of words keeps before a table is written as blocks
_WIDE = "\u2e80-\u303f\u3040-\u33ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uff60"
_OPENING, _CLOSING = "（《「『“【〔", "，。；：、？！）》」』”】〕…%％"
_UNITS = "%|USD|CNY|EST|EDT|Beijing|points?"
_AMOUNT = rf"[-+±(]*\d[\d,.:–-]*(?: (?:{_UNITS})(?!\w))+[^\s{_WIDE}]*"
_ATOM = re.compile(
    rf"(?P<amount>[{_OPENING}]*{_AMOUNT}[{_CLOSING}]*)"
    rf"|(?P<word>[{_OPENING}]*[^\s{_WIDE}]+[{_CLOSING}]*)"
    rf"|(?P<wide>[{_OPENING}]*[{_WIDE}][{_CLOSING}]*)"
    r"|(?P<space>[^\S\n]+)"
)


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes
    ----------
    title : str
        Its head; empty for none.
    right : bool
        Numbers stand to the right.
    words : bool
        Whether its cells may wrap at spaces; codes, keys, days and amounts do not.
    """

    title: str
    right: bool = False
    words: bool = False


@dataclass(frozen=True)
class Rows:
    """A table: its columns, and cells that are text, plain or coloured."""

    columns: tuple[Column, ...]
    cells: tuple[tuple[str | Text, ...], ...]
    title: str = ""


def wrapped(text: Text, width: int) -> list[Text]:
    """A text in lines of at most `width` columns; a number stays with its unit, a word is never broken.

    A word longer than the line stands alone and, only where even that does not fit, is folded.

    Examples
    --------
    >>> [line.plain for line in wrapped(Text("saves 2,400 USD 中国原产货物"), 12)]
    ['saves', '2,400 USD 中', '国原产货物']
    """
    lines: list[Text] = []
    for part in text.split("\n", allow_blank=True) or [text]:
        lines += _wrapped_line(part, max(width, 1))
    return lines


def _wrapped_line(text: Text, width: int) -> list[Text]:
    plain, lines = text.plain, []
    start = end = 0  # of the line that grows; end leaves blanks at its end out
    for match in _ATOM.finditer(plain):
        if match.lastgroup == "space":
            continue
        if end > start and cell_len(plain[start : match.end()]) > width:
            lines.append(text[start:end])
            start = match.start()
        end = match.end()
        while cell_len(plain[start:end]) > width:
            cut = start + _fitting(plain[start:end], width)
            lines.append(text[start:cut])
            start = cut
    lines.append(text[start:end])
    return lines


def _fitting(text: str, width: int) -> int:
    """How many characters fit into a width, at least one."""
    used = 0
    for count, char in enumerate(text):
        used += cell_len(char)
        if used > width:
            return max(count, 1)
    return len(text)


def paragraph(text: str | Text, width: int, *, hang: int = 0) -> Text:
    """A text wrapped to a width, later lines set in by `hang` columns."""
    whole = Text(text) if isinstance(text, str) else text
    lines = wrapped(whole, width)
    if hang and len(lines) > 1:
        first = lines[0]
        rest = whole[len(first.plain) :]
        rest = rest[len(rest.plain) - len(rest.plain.lstrip(" ")) :]
        lines = [first, *(Text(" " * hang) + line for line in wrapped(rest, width - hang))]
    return Text("\n").join(lines)


def command(words: str, width: int) -> str:
    """A command to type; where it is longer than the line, it goes on after a backslash as in a shell.

    Examples
    --------
    >>> print(command("detente duty 9506.62.40 --on 2025-10-26", 30))
    detente duty 9506.62.40 \\
        --on 2025-10-26
    """
    if cell_len(words) <= width:
        return words
    parts: list[str] = []
    for piece in re.split(r" (?=-)", words):
        whole = cell_len(piece) < width - 6 or "'" in piece or '"' in piece
        parts += [piece] if whole else piece.split(" ")
    lines, line = [], ""
    for part in parts:
        longer = f"{line} {part}" if line else part
        if line and cell_len(longer) > width - 2:
            lines.append(line + " \\")
            longer = "    " + part
        line = longer
    return "\n".join([*lines, line])


def laid_out(table: Rows, width: int) -> Text:
    """A table in lines of at most `width` columns."""
    lines = [line.copy() for line in wrapped(Text(table.title, style="bold"), width)] if table.title else []
    table = _without_empty_columns(table)
    if table.cells:
        widths = _widths(table, width)
        lines += list(_beside(table, widths) if widths else _blocks(table, width))
    return Text("\n").join(lines)


def _without_empty_columns(table: Rows) -> Rows:
    kept = [
        place
        for place, _ in enumerate(table.columns)
        if any(_cell(row[place]).plain.strip() for row in table.cells)
    ]
    cells = tuple(tuple(row[place] for place in kept) for row in table.cells)
    return Rows(tuple(table.columns[place] for place in kept), cells if kept else (), table.title)


def _cell(cell: str | Text) -> Text:
    return Text(cell) if isinstance(cell, str) else cell


def _widths(table: Rows, width: int) -> list[int]:
    """Width of each column, empty where the columns do not fit side by side."""
    least, most, words = [], [], any(column.words for column in table.columns)
    for place, column in enumerate(table.columns):
        cells = [_cell(row[place]).plain for row in table.cells]
        longest = max(cell_len(line) for cell in cells for line in cell.split("\n") or [""])
        head = max((cell_len(word) for word in column.title.split()), default=0)
        title = max(cell_len(line) for line in column.title.split("\n"))
        # Chinese breaks anywhere, so only its single characters count
        atoms = [
            cell_len(m.group()) for cell in cells for m in _ATOM.finditer(cell) if m.lastgroup != "space"
        ]
        fixed = not column.words or not atoms
        least.append(max(longest if fixed else max(min(longest, LEAST_WORDS), *atoms), head))
        most.append(longest if column.words else max(longest, head if words else title))
    room = width - GAP * (len(table.columns) - 1)
    if sum(least) > room:
        return []
    spare, widths = room - sum(least), list(least)
    wants = [max(high - low, 0) for high, low in zip(most, least, strict=True)]
    for count, place in enumerate(sorted(range(len(wants)), key=lambda p: wants[p])):
        extra = min(wants[place], spare // (len(wants) - count))  # what one does not want, the others share
        widths[place] += extra
        spare -= extra
    return widths


def _beside(table: Rows, widths: Sequence[int]) -> Iterator[Text]:
    """Columns side by side, a line under their heads."""
    columns = table.columns
    if any(column.title for column in columns):
        yield from _line_of([Text(c.title, style="dim") for c in columns], columns, widths)
        used = sum(widths) + GAP * (len(widths) - 1)
        yield Text("─" * used, style="dim")
    for row in table.cells:
        yield from _line_of([_cell(cell) for cell in row], columns, widths)


def _line_of(cells: Sequence[Text], columns: Sequence[Column], widths: Sequence[int]) -> Iterator[Text]:
    stacks = [wrapped(cell, width) for cell, width in zip(cells, widths, strict=True)]
    for height in range(max(len(stack) for stack in stacks)):
        line = Text()
        for place, (stack, width) in enumerate(zip(stacks, widths, strict=True)):
            part = stack[height] if height < len(stack) else Text()
            blank = " " * (width - cell_len(part.plain))
            line.append_text(Text(blank) + part if columns[place].right else part + Text(blank))
            line.append(" " * GAP if place + 1 < len(widths) else "")
        line.rstrip()
        yield line


def _blocks(table: Rows, width: int) -> Iterator[Text]:
    """One row under the other: the first cell as a head, each further one under its column's name."""
    for row in table.cells:
        first, *others = (_cell(cell) for cell in row)
        yield from wrapped(first, width)
        for column, cell in zip(table.columns[1:], others, strict=True):
            if cell.plain.strip():
                mark = "：" if re.search(f"[{_WIDE}]", column.title) else ": "
                label = Text(
                    f"  {' '.join(column.title.split())}{mark}" if column.title else "  ", style="dim"
                )
                text = label + Text(" " if column.right else " · ").join(cell.split("\n"))
                yield from paragraph(text, width, hang=4).split("\n")


def fitted(renderable: Any, width: int) -> Any:
    """A renderable made to fit: tables laid out by their own rules, texts wrapped, groups part by part."""
    if isinstance(renderable, Group):
        parts: list[Any] = []
        for part in renderable.renderables:
            parts += [Text()] if parts and isinstance(part, Group | Table | Rows) else []
            parts.append(fitted(part, width))
        return Group(*parts)
    if isinstance(renderable, Rows):
        return laid_out(renderable, width)
    if isinstance(renderable, Table):
        return laid_out(rows_of(renderable), width)
    if isinstance(renderable, str | Text):
        return paragraph(renderable, width)
    return renderable


def _text(cell: Any) -> str | Text:
    return cell if isinstance(cell, str | Text) else str(cell)


def rows_of(table: Table) -> Rows:
    """A table of rich as rows: columns of numbers and codes keep together, others are words."""
    columns, cells = [], []
    for column in table.columns:
        texts = [_cell(_text(cell)) for cell in column._cells]
        amounts = column.justify == "right"
        columns.append(Column(str(column.header), right=amounts, words=not (amounts or column.no_wrap)))
        cells.append(texts)
    return Rows(tuple(columns), tuple(zip(*cells, strict=True)), title=str(table.title or ""))
