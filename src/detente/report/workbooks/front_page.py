"""The first sheet of a result, one printed page: totals, a chart, the lines that matter, what is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from detente.regime import tables
from detente.report.terminal.spoken import spoken_in
from detente.report.workbooks.looks import ROW_COLOURS, words_of
from detente.terms import read_language

if TYPE_CHECKING:
    from detente.duties import PortfolioSummary
    from detente.portfolio import LineAtStake, Overview

WIDTHS = (24, 16, 11, 13, 14, 14, 18)
LAST = len(WIDTHS) - 1
MOST_FACTS = 8
CHART_ROWS = 12
SHORT_AMOUNT = '[>=1000000]0.0,,"m";[>=1000]0,"k";0'
CHART_SIZE = {"width": 335, "height": 20 * CHART_ROWS}


def front_page(page: Overview, totals: PortfolioSummary, language: str = "en") -> Callable[[Any], None]:
    """What draws the first sheet into a workbook (see `rowfiles.write_workbook`)."""

    def draw(book: Any) -> None:
        _Drawing(book, page, totals, language).draw()

    return draw


class _Drawing:
    """The sheet while it is drawn: the next free row moves down."""

    def __init__(self, book: Any, page: Overview, totals: PortfolioSummary, language: str) -> None:
        self.page, self.totals, self.language = page, totals, language
        self.words = words_of("front_page", language)
        self.book = book
        self.sheet = book.add_worksheet(self.words["sheet"])
        self.row = 0
        self.title = book.add_format({"bold": True, "font_size": 15, "font_color": "#16324F"})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.part = book.add_format({"bold": True, "font_size": 11, "bottom": 1, "font_color": "#16324F"})
        self.head = book.add_format({"bold": True, "bg_color": "#DDE6F0", "text_wrap": True, "valign": "top"})
        self.fee = book.add_format({"italic": True, "font_color": "#555555"})
        self.whom = book.add_format({"text_wrap": True, "valign": "top", "indent": 1})
        self.head_right = book.add_format({"bold": True, "bg_color": "#DDE6F0", "align": "right"})
        self.money = book.add_format({"num_format": "#,##0.00"})
        self.whole = book.add_format({"num_format": "#,##0", "valign": "top"})
        self.percent = book.add_format({"num_format": "0.00"})
        self.small = book.add_format(
            {"font_size": 8, "font_color": "#555555", "text_wrap": True, "valign": "top"}
        )

    def draw(self) -> None:
        for j, width in enumerate(WIDTHS):
            self.sheet.set_column(j, j, width)
        self.sheet.hide_gridlines(2)
        self.sheet.write_string(0, 0, self.words["title"], self.title)
        self.row = 1
        for sentence in self._sentences():
            self._wide(sentence, self.text, 32 if len(sentence) > 95 else 16)
        self.row += 1
        self._layers()
        self._lines()
        self._missing()
        self._wide(self.words["again"].format(rules=self.totals.rules, data=self.totals.data), self.small, 24)
        self.sheet.set_paper(9)
        self.sheet.set_portrait()
        self.sheet.set_margins(0.5, 0.5, 0.5, 0.5)
        self.sheet.print_area(0, 0, self.row - 1, LAST)
        self.sheet.fit_to_pages(1, 1)

    def _sentences(self) -> list[str]:
        words, totals = self.words, self.totals
        said = [
            words["owed"].format(lines=totals.lines, value=totals.customs_value_usd, duty=totals.duty_usd)
        ]
        waiting = totals.by_status.get("undetermined", 0)
        high = (
            words["no_top"] if totals.open_high_usd is None else words["dollars"].format(totals.open_high_usd)
        )
        said.append(
            words["open"].format(n=waiting, low=totals.open_low_usd, high=high)
            if waiting
            else words["none_open"]
            if totals.by_status.get("ok", 0) == totals.lines
            else ""
        )
        for status, key in (("error", "bad"), ("not_modelled", "unmodelled")):
            if totals.by_status.get(status):
                said.append(words[key].format(n=totals.by_status[status]))
        if totals.refundable_usd:
            said.append(words["refund"].format(usd=totals.refundable_usd))
        return [sentence for sentence in said if sentence]

    def _wide(self, text: str, how: Any, height: int) -> None:
        self.sheet.merge_range(self.row, 0, self.row, LAST, text, how)
        self.sheet.set_row(self.row, height)
        self.row += 1

    def _heading(self, text: str) -> None:
        self.sheet.write_string(self.row, 0, text, self.part)
        for j in range(1, LAST + 1):
            self.sheet.write_blank(self.row, j, None, self.part)
        self.row += 1

    def _head(self, names: Sequence[str], numbers: Sequence[int]) -> None:
        """A row of headings, those of numbers at the right."""
        for j, name in enumerate(names):
            self.sheet.write_string(self.row, j, name, self.head_right if j in numbers else self.head)
        self.row += 1

    def _layers(self) -> None:
        """Duty by layer, and its chart at the right."""
        words, names = self.words, words_of("headings", self.language)
        self._heading(words["by_layer"])
        top = self.row
        self._head((words["by_layer"], words["usd"], words["share"], words["lines"]), numbers=(1, 2, 3))
        owed = [layer for layer in self.page.layers if layer.usd]
        first = self.row
        value = self.page.settled_value_usd
        for layer in owed:
            how = self.fee if layer.is_fee else None
            self.sheet.write_string(self.row, 0, names.get(layer.component, layer.component), how)
            self.sheet.write_number(self.row, 1, float(layer.usd), self.money)
            if value and not layer.is_fee:
                self.sheet.write_number(self.row, 2, float(layer.usd / value * 100), self.percent)
            self.sheet.write_number(self.row, 3, layer.lines, self.whole)
            self.row += 1
        if owed:
            self._chart(first, self.row - 1, top)
        self.row = max(self.row, top + CHART_ROWS) + 1

    def _chart(self, first: int, last: int, top: int) -> None:
        chart = self.book.add_chart({"type": "bar"})
        sheet = self.words["sheet"]
        chart.add_series(
            {
                "categories": [sheet, first, 0, last, 0], "values": [sheet, first, 1, last, 1],
                "fill": {"color": "#2F6690"}, "gap": 40,
            }
        )  # fmt: skip
        chart.set_legend({"none": True})
        chart.set_title(
            {"name": f"{self.words['by_layer']} ({self.words['usd']})", "name_font": {"size": 10}}
        )
        chart.set_y_axis({"reverse": True, "interval_unit": 1, "num_font": {"size": 8}})
        chart.set_x_axis(
            {"num_format": SHORT_AMOUNT, "major_gridlines": {"visible": True}, "num_font": {"size": 8}}
        )
        chart.set_size(CHART_SIZE)
        self.sheet.insert_chart(top, 4, chart, {"description": self.words["by_layer"]})

    def _lines(self) -> None:
        words = self.words
        if not self.page.lines:
            return
        self._heading(words["matter"].format(n=len(self.page.lines)))
        names = [words[k] for k in ("line", "code", "origin", "status", "value", "low", "high")]
        self._head(names, numbers=(4, 5, 6))
        for line in self.page.lines:
            self._line(line)
        self.row += 1

    def _line(self, line: LineAtStake) -> None:
        colour = ROW_COLOURS.get(line.status)
        plain = self.book.add_format({"bg_color": colour}) if colour else None
        money = self.book.add_format({"num_format": "#,##0.00", "bg_color": colour}) if colour else self.money
        for j, text in enumerate(
            (line.line_id or str(line.row), line.hts, line.origin, self.status(line.status))
        ):
            self.sheet.write_string(self.row, j, text[:80], plain)
        self.sheet.write_number(self.row, 4, line.value_usd, money)
        if line.duty_usd is None:
            self._amount(5, line.low_usd, money)
        else:
            self.sheet.write_blank(self.row, 5, None, plain)
        high = line.duty_usd if line.duty_usd is not None else line.high_usd
        if high is None:
            right = self.book.add_format({"align": "right", **({"bg_color": colour} if colour else {})})
            self.sheet.write_string(self.row, 6, self.words["no_top"], right)
        else:
            self._amount(6, high, money)
        self.row += 1

    def status(self, status: str) -> str:
        """A status in words of the language."""
        return str(spoken_in(status.replace("_", " "), read_language(self.language)))

    def _amount(self, column: int, usd: Decimal, how: Any) -> None:
        self.sheet.write_number(self.row, column, float(usd), how)

    def _missing(self) -> None:
        words, facts = self.words, tables().facts
        self._heading(words["missing"])
        if not self.page.facts:
            self._wide(words["nothing"], self.text, 16)
            return
        self._head(
            (words["question"], "", "", words["lines"], words["value"], words["whom"], ""), numbers=(3, 4)
        )
        mark = "：" if self.language.startswith("zh") else ": "
        for fact in self.page.facts[:MOST_FACTS]:
            question = facts[fact.fact]["question"]["en"] if fact.fact in facts else fact.fact
            question = spoken_in(question, read_language(self.language))
            self.sheet.merge_range(self.row, 0, self.row, 2, f"{fact.fact}{mark}{question}", self.text)
            self.sheet.write_number(self.row, 3, fact.lines, self.whole)
            self.sheet.write_number(self.row, 4, fact.value_usd, self.whole)
            self.sheet.merge_range(self.row, 5, self.row, 6, "; ".join(fact.suppliers)[:120], self.whom)
            self.sheet.set_row(self.row, 30 if len("; ".join(fact.suppliers)) > 34 else 15)
            self.row += 1
        self.row += 1
