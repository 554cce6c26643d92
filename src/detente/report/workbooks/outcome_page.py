"""The first sheet of a what-if, one printed page: what each outcome costs, a chart, the causes, the lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from detente.report.workbooks.printed_page import PrintedPage

if TYPE_CHECKING:
    from detente.outcomes import Exposure

WIDTHS = (24, 18, 16, 16, 12, 16)
MOST_LINES = 20
MOST_CAUSES = 6
CHART_SIZE = (700, 10)  # pixels across, rows down
NUMBERS = ("duty", "against", "open_low", "open_lines", "change", "lines", "value")


def outcome_page(answer: Exposure, language: str = "en") -> Callable[[Any], None]:
    """What draws the first sheet into a workbook (see `rowfiles.write_workbook`)."""

    def draw(book: Any) -> None:
        page = PrintedPage(book, "outcome_page", language, WIDTHS)
        page.wide(page.words["said"].format(lines=answer.lines, known=answer.known, first=answer.outcomes[0]))
        if answer.unusable:
            page.wide(page.words["unusable"].format(n=answer.unusable))
        page.row += 1
        _totals(page, answer)
        _causes(page, answer, chinese=language.startswith("zh"))
        _lines(page, answer)
        for note in answer.notes:
            page.wide(note)
        page.finish()

    return draw


def _part(page: PrintedPage, key: str, *columns: str) -> None:
    heads = [page.words.get(name, name) for name in columns]
    page.part(page.words[key], heads, [j for j, name in enumerate(columns) if name in NUMBERS], 30)


def _totals(page: PrintedPage, answer: Exposure) -> None:
    """Duty under each outcome, its distance from the first, the open lines; a chart below."""
    _part(page, "totals", "outcome", "duty", "against", "open_low", "open_lines")
    first, start, sheet = float(answer.totals[0].duty_usd), page.row, page.sheet
    for total, title in zip(answer.totals, answer.titles, strict=True):
        sheet.write_string(page.row, 0, total.outcome)
        sheet.write_number(page.row, 1, float(total.duty_usd), page.styles["money"])
        sheet.write_number(page.row, 2, float(total.duty_usd) - first, page.styles["change"])
        sheet.write_number(page.row, 3, float(total.open_low_usd), page.styles["money"])
        sheet.write_number(page.row, 4, total.open_lines)
        if title != total.outcome:
            sheet.write_comment(page.row, 0, title, {"author": ""})
        page.row += 1
    page.bars((start, page.row - 1), (page.row + 1, 0), page.words["duty"], CHART_SIZE)
    page.row += CHART_SIZE[1] + 2


def _causes(page: PrintedPage, answer: Exposure, *, chinese: bool) -> None:
    """Which clauses explain the differences."""
    causes = answer.causes[:MOST_CAUSES]
    if not causes:
        return
    _part(page, "causes", "outcome", "change", "lines", "because")
    for cause in causes:
        words = "；".join(cause.words_zh) if chinese and cause.words_zh else "; ".join(cause.words)
        page.sheet.write_string(page.row, 0, cause.outcome)
        page.sheet.write_number(page.row, 1, float(cause.change_usd), page.styles["change"])
        page.sheet.write_number(page.row, 2, cause.lines)
        page.sheet.merge_range(page.row, 3, page.row, page.last, words, page.styles["reason"])
        page.sheet.set_row(page.row, 16 * (1 + len(words) // 46))
        page.row += 1
    page.row += 1


def _lines(page: PrintedPage, answer: Exposure) -> None:
    """The lines on which the outcomes differ most."""
    lines = answer.top[:MOST_LINES]
    if not lines:
        return
    _part(page, "matter", "line", "code", "value", "change", "outcome", "entered")
    for line in lines:
        page.sheet.write_string(page.row, 0, line.line_id or str(line.row))
        page.sheet.write_string(page.row, 1, line.hts)
        page.sheet.write_number(page.row, 2, float(line.value_usd), page.styles["money"])
        page.sheet.write_number(page.row, 3, float(line.change_usd), page.styles["change"])
        page.sheet.write_string(page.row, 4, line.widest, page.styles["beside"])
        page.sheet.write_string(page.row, 5, line.entered)
        page.row += 1
    page.row += 1
