"""A sheet that prints on one page: title, sentences, parts with their headings, bars, from top to bottom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from detente.report.workbooks.looks import words_of

INK, SHADE, BAR = "#16324F", "#DDE6F0", "#2F6690"
SHORT_AMOUNT = '[>=1000000]0.0,,"m";[>=1000]0,"k";0'
ROW_PIXELS = 20  # of a row of the sheet, for the height of a chart
STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 15, "font_color": INK},
    "text": {"text_wrap": True, "valign": "top"},
    "reason": {"text_wrap": True, "valign": "top", "indent": 1},
    "beside": {"indent": 1},
    "part": {"bold": True, "font_size": 11, "bottom": 1, "font_color": INK},
    "head": {"bold": True, "bg_color": SHADE, "text_wrap": True, "valign": "top"},
    "head_right": {"bold": True, "bg_color": SHADE, "text_wrap": True, "valign": "top", "align": "right"},
    "small": {"font_size": 8, "font_color": "#555555", "text_wrap": True, "valign": "top"},
    "aside": {"italic": True, "font_color": "#555555"},
    "money": {"num_format": "#,##0.00"},
    "change": {"num_format": "+#,##0.00;-#,##0.00;0.00"},
    "whole": {"num_format": "#,##0", "valign": "top"},
    "percent": {"num_format": "0.00"},
}


class PrintedPage:
    """A sheet while it is drawn: the next free row moves down.

    Parameters
    ----------
    book : xlsxwriter.Workbook
        The open workbook.
    table : str
        The table of words of this page; holds ``sheet`` and ``title``.
    widths : sequence of int
        Width of each column, in characters.
    """

    def __init__(self, book: Any, table: str, language: str, widths: Sequence[int]) -> None:
        self.book, self.last = book, len(widths) - 1
        self.words = words_of(table, language)
        self.styles = {name: book.add_format(style) for name, style in STYLES.items()}
        self.sheet = book.add_worksheet(self.words["sheet"])
        for j, width in enumerate(widths):
            self.sheet.set_column(j, j, width)
        self.sheet.hide_gridlines(2)
        self.sheet.write_string(0, 0, self.words["title"], self.styles["title"])
        self.row = 1

    def wide(self, text: str, style: str = "text", height: int = 0) -> None:
        """A text over all columns."""
        self.sheet.merge_range(self.row, 0, self.row, self.last, text, self.styles[style])
        self.sheet.set_row(self.row, height or 16 * (1 + len(text) // 100))
        self.row += 1

    def part(self, title: str, heads: Sequence[str], numbers: Sequence[int], height: int = 15) -> None:
        """The title of a part, and the headings of its columns, those of numbers at the right."""
        for j in range(self.last + 1):
            self.sheet.write_string(self.row, j, "" if j else title, self.styles["part"])
        self.row += 1
        if not heads:
            return
        for j, name in enumerate(heads):
            self.sheet.write_string(self.row, j, name, self.styles["head_right" if j in numbers else "head"])
        self.sheet.set_row(self.row, height)
        self.row += 1

    def bars(self, rows: tuple[int, int], at: tuple[int, int], title: str, size: tuple[int, int]) -> None:
        """Bars of the amounts in the second column, from nothing, named by the first.

        Parameters
        ----------
        rows : tuple of int
            First and last row of the amounts.
        at : tuple of int
            Row and column of the chart's corner.
        size : tuple of int
            Width in pixels and height in rows.
        """
        chart = self.book.add_chart({"type": "bar"})
        first, last = rows
        sheet = self.words["sheet"]
        chart.add_series(
            {
                "categories": [sheet, first, 0, last, 0], "values": [sheet, first, 1, last, 1],
                "fill": {"color": BAR}, "gap": 40,
            }
        )  # fmt: skip
        chart.set_legend({"none": True})
        chart.set_title({"name": title, "name_font": {"size": 10}})
        chart.set_y_axis({"reverse": True, "interval_unit": 1, "num_font": {"size": 8}})
        lines = {"visible": True}
        chart.set_x_axis(
            {"num_format": SHORT_AMOUNT, "min": 0, "major_gridlines": lines, "num_font": {"size": 8}}
        )
        chart.set_size({"width": size[0], "height": ROW_PIXELS * size[1]})
        self.sheet.insert_chart(*at, chart, {"description": title})

    def finish(self) -> None:
        """Set the sheet to print on one upright page."""
        self.sheet.set_paper(9)
        self.sheet.set_portrait()
        self.sheet.set_margins(0.5, 0.5, 0.5, 0.5)
        self.sheet.print_area(0, 0, self.row - 1, self.last)
        self.sheet.fit_to_pages(1, 1)
