"""Workbooks people keep: headings in sight, numbers as numbers, days as days; no text becomes a formula."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.rowfiles.sheet_rows import MAX_CELL, column_letters, row_blocks

if TYPE_CHECKING:
    import polars as pl

MAX_ROWS = 1_048_575  # of a worksheet, without its heading
NUMBER_FORMATS = {"money": "#,##0.00", "percent": "0.00##", "number": "#,##0.######", "day": "yyyy-mm-dd"}
HEADING = {"bold": True, "bg_color": "#DDE6F0", "border": 1, "text_wrap": True, "valign": "top"}
PAGE_CHARACTERS = 190  # that can still be read across a printed page
MOST_LINKS = 5_000  # of a sheet; Excel holds 65,530
WIDTHS = {"money": 15, "percent": 11, "number": 12, "day": 12}


@dataclass(frozen=True)
class SheetLook:
    """How a sheet is shown: headings people read, kinds of columns, colours of rows.

    Parameters
    ----------
    headings : mapping
        The heading shown by column; the column's own name then stands in a comment.
    kinds : mapping
        ``money``, ``percent``, ``number`` or ``day`` by column; ``…_usd`` is money and ``…_pct`` percent
        without being named.
    row_colours : mapping
        Background colour by value of `colour_by`; those rows stand out.
    frozen_columns : int
        Columns at the left that stay in sight.
    links : tuple of str
        Columns of web addresses, which open when they are pressed.
    """

    headings: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    colour_by: str = ""
    row_colours: Mapping[str, str] = field(default_factory=dict)
    frozen_columns: int = 0
    links: tuple[str, ...] = ()

    def kind(self, name: str) -> str:
        """The kind of a column: as given, else by the end of its name."""
        ending = {"usd": "money", "pct": "percent"}.get(name.rpartition("_")[2], "")
        return self.kinds.get(name, ending)


PLAIN = SheetLook()


def write_workbook(
    path: Path,
    sheets: Mapping[str, pl.DataFrame],
    *,
    looks: Mapping[str, SheetLook] | None = None,
    front: Callable[[Any], None] | None = None,
) -> None:
    """An Excel workbook: text as text, numbers as numbers, headings frozen and filtered, ready to print.

    Parameters
    ----------
    front : callable, optional
        Draws sheets before the others; given the open xlsxwriter workbook.
    """
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(str(path), options)
    formats = {kind: book.add_format({"num_format": words}) for kind, words in NUMBER_FORMATS.items()}
    heading = book.add_format(HEADING)
    if front is not None:
        front(book)
    for title, frame in sheets.items():
        look = (looks or {}).get(title, PLAIN)
        for part, name in _parts(frame, title):
            kinds = {c: kind for c in part.columns if (kind := look.kind(c))}
            sheet = _streamed(book, name, part, kinds, lambda kind: int(formats[kind]._get_xf_index()))
            _dress(book, sheet, part, look, heading)
    book.close()


def _parts(frame: pl.DataFrame, title: str) -> Iterator[tuple[pl.DataFrame, str]]:
    """A frame as sheets that Excel can hold: past its last row a sheet of the next number goes on."""
    for k, start in enumerate(range(0, max(1, frame.height), MAX_ROWS)):
        yield frame.slice(start, MAX_ROWS), f"{title} {k + 1}"[:31] if k else title[:31]


def _streamed(
    book: Any, name: str, frame: pl.DataFrame, kinds: Mapping[str, str], styles: Callable[[str], int]
) -> Any:
    """A worksheet whose rows below the heading are written by whole columns."""
    from xlsxwriter.worksheet import Worksheet

    class StreamedSheet(Worksheet):  # type: ignore[misc]
        def _write_rows(self) -> None:
            super()._write_rows()
            for block in row_blocks(frame, kinds, styles, 2):
                self.fh.write(block)

    sheet = book.add_worksheet(name, worksheet_class=StreamedSheet)
    sheet.dim_rowmin, sheet.dim_rowmax = 0, frame.height
    sheet.dim_colmin, sheet.dim_colmax = 0, max(0, frame.width - 1)
    return sheet


def _dress(book: Any, sheet: Any, frame: pl.DataFrame, look: SheetLook, heading: Any) -> None:
    """Headings, widths, filter, frozen panes, colours and the printed page of a sheet."""
    widths = [_width(frame, name, look) for name in frame.columns]
    for j, name in enumerate(frame.columns):
        shown = look.headings.get(name, name)
        sheet.write_string(0, j, shown[:MAX_CELL], heading)
        if shown != name:
            sheet.write_comment(0, j, name, {"author": "", "x_scale": 1.2, "y_scale": 0.4})
        sheet.set_column(j, j, widths[j])
    _link(sheet, frame, look)
    sheet.freeze_panes(1, look.frozen_columns)
    if frame.height and frame.width:
        sheet.autofilter(0, 0, frame.height, frame.width - 1)
        sheet.print_area(0, 0, frame.height, frame.width - 1)
    sheet.set_row(0, 30)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(max(1, round(sum(widths) / PAGE_CHARACTERS)), 0)
    if look.frozen_columns:
        sheet.repeat_columns(0, look.frozen_columns - 1)
    sheet.set_footer("&L&A&RPage &P of &N")
    if look.colour_by in frame.columns and frame.height:
        column = column_letters(frame.columns.index(look.colour_by))
        for value, colour in look.row_colours.items():
            rule = {
                "type": "formula", "criteria": f'=${column}2="{value}"',
                "format": book.add_format({"bg_color": colour}),
            }  # fmt: skip
            sheet.conditional_format(1, 0, frame.height, frame.width - 1, rule)


def _link(sheet: Any, frame: pl.DataFrame, look: SheetLook) -> None:
    """Let the cells of addresses open; their text is streamed like that of all others."""
    sheet.ignore_write_string = True  # of a link only the target is kept
    for name in look.links:
        if name not in frame.columns:
            continue
        column = frame.columns.index(name)
        for row, url in enumerate(frame[name].head(MOST_LINKS).to_list(), start=1):
            if url and url.startswith("https://"):
                sheet.write_url(row, column, url)
    sheet.ignore_write_string = False


def _width(frame: pl.DataFrame, name: str, look: SheetLook) -> int:
    """Width of a column in characters: its kind's, or as its first rows need within bounds."""
    kind = look.kind(name)
    if kind:
        return WIDTHS[kind]
    longest = frame[name].head(200).cast(str_type()).str.len_chars().max()
    words = [len(w) for w in look.headings.get(name, name).split()]
    return min(48, max(8, *words, (longest if isinstance(longest, int) else 0) + 2))


def str_type() -> Any:
    """The text type of frames, loaded when used."""
    import polars as pl

    return pl.String
