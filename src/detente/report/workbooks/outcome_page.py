"""The first sheet of a what-if, one printed page: what each outcome costs, a chart, the causes, the lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from detente.report.workbooks.looks import words_of

if TYPE_CHECKING:
    from detente.outcomes import Exposure

WIDTHS = (24, 18, 16, 16, 12, 16)
LAST = len(WIDTHS) - 1
MOST_LINES = 20
MOST_CAUSES = 6
CHART_ROWS = 10
NUMBERS = ("duty", "against", "open_low", "open_lines", "change", "lines", "value")


def outcome_page(answer: Exposure, language: str = "en") -> Callable[[Any], None]:
    """What draws the first sheet into a workbook (see `rowfiles.write_workbook`)."""

    def draw(book: Any) -> None:
        _Page(book, answer, "zh" if language.startswith("zh") else "en").draw()

    return draw


class _Page:
    """The sheet while it is drawn: the next free row moves down."""

    def __init__(self, book: Any, answer: Exposure, language: str) -> None:
        self.book, self.answer, self.language = book, answer, language
        self.words = words_of("outcome_page", language)
        self.sheet = book.add_worksheet(self.words["sheet"])
        self.row = 0
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.reason = book.add_format({"text_wrap": True, "valign": "top", "indent": 1})
        self.part = book.add_format({"bold": True, "font_size": 11, "bottom": 1, "font_color": "#16324F"})
        self.head = book.add_format({"bold": True, "bg_color": "#DDE6F0", "text_wrap": True, "valign": "top"})
        self.head_right = book.add_format(
            {"bold": True, "bg_color": "#DDE6F0", "text_wrap": True, "valign": "top", "align": "right"}
        )
        self.beside = book.add_format({"indent": 1})
        self.money = book.add_format({"num_format": "#,##0.00"})
        self.change = book.add_format({"num_format": "+#,##0.00;-#,##0.00;0.00"})

    def draw(self) -> None:
        for j, width in enumerate(WIDTHS):
            self.sheet.set_column(j, j, width)
        self.sheet.hide_gridlines(2)
        title = self.book.add_format({"bold": True, "font_size": 15, "font_color": "#16324F"})
        self.sheet.write_string(0, 0, self.words["title"], title)
        answer = self.answer
        said = self.words["said"].format(lines=answer.lines, known=answer.known, first=answer.outcomes[0])
        self.row = 1
        self._wide(said)
        if answer.unusable:
            self._wide(self.words["unusable"].format(n=answer.unusable))
        self.row += 1
        self._totals()
        self._causes()
        self._lines()
        for note in answer.notes:
            self._wide(note)
        self.sheet.set_paper(9)
        self.sheet.set_portrait()
        self.sheet.set_margins(0.5, 0.5, 0.5, 0.5)
        self.sheet.print_area(0, 0, self.row - 1, LAST)
        self.sheet.fit_to_pages(1, 1)

    def _wide(self, text: str) -> None:
        self.sheet.merge_range(self.row, 0, self.row, LAST, text, self.wrapped)
        self.sheet.set_row(self.row, 16 * (1 + len(text) // 100))
        self.row += 1

    def _part(self, key: str, *columns: str) -> None:
        """The title of a part, and the headings of its columns."""
        for j in range(LAST + 1):
            self.sheet.write_string(self.row, j, "" if j else self.words[key], self.part)
        self.row += 1
        for j, name in enumerate(columns):
            how = self.head_right if name in NUMBERS else self.head
            self.sheet.write_string(self.row, j, self.words.get(name, name), how)
        self.sheet.set_row(self.row, 30)
        self.row += 1

    def _totals(self) -> None:
        """Duty under each outcome, its distance from the first, the open lines; a chart below."""
        self._part("totals", "outcome", "duty", "against", "open_low", "open_lines")
        first, start = float(self.answer.totals[0].duty_usd), self.row
        for total, title in zip(self.answer.totals, self.answer.titles, strict=True):
            self.sheet.write_string(self.row, 0, total.outcome)
            self.sheet.write_number(self.row, 1, float(total.duty_usd), self.money)
            self.sheet.write_number(self.row, 2, float(total.duty_usd) - first, self.change)
            self.sheet.write_number(self.row, 3, float(total.open_low_usd), self.money)
            self.sheet.write_number(self.row, 4, total.open_lines)
            if title != total.outcome:
                self.sheet.write_comment(self.row, 0, title, {"author": ""})
            self.row += 1
        chart = self.book.add_chart({"type": "bar"})
        sheet = self.words["sheet"]
        chart.add_series(
            {
                "categories": [sheet, start, 0, self.row - 1, 0],
                "values": [sheet, start, 1, self.row - 1, 1], "fill": {"color": "#2F6690"}, "gap": 40,
            }
        )  # fmt: skip
        chart.set_legend({"none": True})
        chart.set_title({"name": self.words["duty"], "name_font": {"size": 10}})
        chart.set_y_axis({"reverse": True})
        chart.set_x_axis({"num_format": '[>=1000000]0.0,,"m";[>=1000]0,"k";0'})
        chart.set_size({"width": 700, "height": 20 * CHART_ROWS})
        self.sheet.insert_chart(self.row + 1, 0, chart, {"description": self.words["totals"]})
        self.row += CHART_ROWS + 2

    def _causes(self) -> None:
        """Which clauses explain the differences."""
        causes = self.answer.causes[:MOST_CAUSES]
        if not causes:
            return
        self._part("causes", "outcome", "change", "lines", "because")
        for cause in causes:
            zh = self.language == "zh" and cause.words_zh
            words = "；".join(cause.words_zh) if zh else "; ".join(cause.words)
            self.sheet.write_string(self.row, 0, cause.outcome)
            self.sheet.write_number(self.row, 1, float(cause.change_usd), self.change)
            self.sheet.write_number(self.row, 2, cause.lines)
            self.sheet.merge_range(self.row, 3, self.row, LAST, words, self.reason)
            self.sheet.set_row(self.row, 16 * (1 + len(words) // 46))
            self.row += 1
        self.row += 1

    def _lines(self) -> None:
        """The lines on which the outcomes differ most."""
        lines = self.answer.top[:MOST_LINES]
        if not lines:
            return
        self._part("matter", "line", "code", "value", "change", "outcome", "entered")
        for line in lines:
            self.sheet.write_string(self.row, 0, line.line_id or str(line.row))
            self.sheet.write_string(self.row, 1, line.hts)
            self.sheet.write_number(self.row, 2, float(line.value_usd), self.money)
            self.sheet.write_number(self.row, 3, float(line.change_usd), self.change)
            self.sheet.write_string(self.row, 4, line.widest, self.beside)
            self.sheet.write_string(self.row, 5, line.entered)
            self.row += 1
        self.row += 1
