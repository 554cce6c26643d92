"""The first sheet of a result, one printed page: totals, a chart, the lines that matter, what is missing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from detente.regime import tables
from detente.report.terminal.spoken import spoken_in
from detente.report.workbooks.looks import ROW_COLOURS, words_of
from detente.report.workbooks.printed_page import STYLES, PrintedPage
from detente.terms import is_chinese, read_language

if TYPE_CHECKING:
    from detente.duties import PortfolioSummary
    from detente.portfolio import LineAtStake, Overview

WIDTHS = (24, 16, 11, 13, 14, 14, 18)
MOST_FACTS = 8
CHART_SIZE = (335, 12)  # pixels across, rows down


def front_page(page: Overview, totals: PortfolioSummary, language: str = "en") -> Callable[[Any], None]:
    """What draws the first sheet into a workbook (see `rowfiles.write_workbook`)."""

    def draw(book: Any) -> None:
        sheet = PrintedPage(book, "front_page", language, WIDTHS)
        for sentence in _sentences(totals, sheet.words):
            sheet.wide(sentence, height=32 if len(sentence) > 95 else 16)
        sheet.row += 1
        _layers(sheet, page, language)
        _lines(sheet, page, language)
        _missing(sheet, page, language)
        sheet.wide(sheet.words["again"].format(rules=totals.rules, data=totals.data), "small", 24)
        sheet.finish()

    return draw


def _sentences(totals: PortfolioSummary, words: Any) -> list[str]:
    said = [words["owed"].format(lines=totals.lines, value=totals.customs_value_usd, duty=totals.duty_usd)]
    waiting = totals.by_status.get("undetermined", 0)
    if waiting:
        top = totals.open_high_usd
        high = words["no_top"] if top is None else words["dollars"].format(top)
        said.append(words["open"].format(n=waiting, low=totals.open_low_usd, high=high))
    elif totals.by_status.get("ok", 0) == totals.lines:
        said.append(words["none_open"])
    for status, key in (("error", "bad"), ("not_modelled", "unmodelled")):
        if totals.by_status.get(status):
            said.append(words[key].format(n=totals.by_status[status]))
    if totals.refundable_usd:
        said.append(words["refund"].format(usd=totals.refundable_usd))
    return said


def _layers(page: PrintedPage, overview: Overview, language: str) -> None:
    """Duty by layer, and its chart at the right."""
    words, names = page.words, words_of("headings", language)
    heads = (words["by_layer"], words["usd"], words["share"], words["lines"])
    page.part(words["by_layer"], heads, (1, 2, 3))
    first = page.row
    value = overview.settled_value_usd
    for layer in overview.layers:
        if not layer.usd:
            continue
        how = page.styles["aside"] if layer.is_fee else None
        page.sheet.write_string(page.row, 0, names.get(layer.component, layer.component), how)
        page.sheet.write_number(page.row, 1, float(layer.usd), page.styles["money"])
        if value and not layer.is_fee:
            page.sheet.write_number(page.row, 2, float(layer.usd / value * 100), page.styles["percent"])
        page.sheet.write_number(page.row, 3, layer.lines, page.styles["whole"])
        page.row += 1
    if page.row > first:
        title = f"{words['by_layer']} ({words['usd']})"
        page.bars((first, page.row - 1), (first - 1, 4), title, CHART_SIZE)
    page.row = max(page.row, first - 1 + CHART_SIZE[1]) + 1


def _lines(page: PrintedPage, overview: Overview, language: str) -> None:
    if not overview.lines:
        return
    heads = [page.words[k] for k in ("line", "code", "origin", "status", "value", "low", "high")]
    page.part(page.words["matter"].format(n=len(overview.lines)), heads, (4, 5, 6))
    for line in overview.lines:
        _line(page, line, str(spoken_in(line.status.replace("_", " "), read_language(language))))
    page.row += 1


def _line(page: PrintedPage, line: LineAtStake, status: str) -> None:
    shade = {"bg_color": ROW_COLOURS[line.status]} if line.status in ROW_COLOURS else {}
    plain = page.book.add_format(shade) if shade else None
    money = page.book.add_format(STYLES["money"] | shade) if shade else page.styles["money"]
    for j, text in enumerate((line.line_id or str(line.row), line.hts, line.origin, status)):
        page.sheet.write_string(page.row, j, text[:80], plain)
    page.sheet.write_number(page.row, 4, line.value_usd, money)
    if line.duty_usd is None:
        page.sheet.write_number(page.row, 5, float(line.low_usd), money)
    else:
        page.sheet.write_blank(page.row, 5, None, plain)
    high = line.duty_usd if line.duty_usd is not None else line.high_usd
    if high is None:
        right = page.book.add_format({"align": "right"} | shade)
        page.sheet.write_string(page.row, 6, page.words["no_top"], right)
    else:
        page.sheet.write_number(page.row, 6, float(high), money)
    page.row += 1


def _missing(page: PrintedPage, overview: Overview, language: str) -> None:
    words, facts = page.words, tables().facts
    if not overview.facts:
        page.part(words["missing"], (), ())
        page.wide(words["nothing"])
        return
    heads = (words["question"], "", "", words["lines"], words["value"], words["whom"], "")
    page.part(words["missing"], heads, (3, 4))
    tag, mark = ("zh", "：") if is_chinese(language) else ("en", ": ")
    for fact in overview.facts[:MOST_FACTS]:
        known = facts.get(fact.fact)
        question = spoken_in(known["question"][tag] if known else fact.fact, read_language(language))
        whom = "; ".join(fact.suppliers)
        said = f"{fact.fact}{mark}{question}"
        page.sheet.merge_range(page.row, 0, page.row, 2, said, page.styles["text"])
        page.sheet.write_number(page.row, 3, fact.lines, page.styles["whole"])
        page.sheet.write_number(page.row, 4, fact.value_usd, page.styles["whole"])
        page.sheet.merge_range(page.row, 5, page.row, 6, whom[:120], page.styles["reason"])
        page.sheet.set_row(page.row, 30 if len(whom) > 34 else 15)
        page.row += 1
    page.row += 1
