"""The schedule that travels with the program: facts of every line, own words for goods and headings.

`python -m detente.schedule.building.shipped FOLDER` (`make schedule`) writes the facts anew from a book that
`detente data build` made; the compiler of the law makes the book of the package from them.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from detente.schedule.book import open_book
from detente.schedule.building.book_builder import build
from detente.schedule.building.book_writer import write_book
from detente.schedule.building.facts_text import facts_of, read_facts, read_table, write_facts
from detente.schedule.finding.trade_words import words_by_heading
from detente.schedule.lines import DatedLine
from detente.schedule.places import US_BOOK
from detente.terms import HtsCode, LawError

OWN_WORDS = "own-words.tsv"
WORD_COLUMNS = ("code", "words", "words in Chinese")


def compile_shipped(folder: Path | str, out: Path | str) -> str:
    """Read the facts of a folder and write the book they make.

    Parameters
    ----------
    folder : Path
        ``law/us/schedule`` of a checkout.
    out : Path
        Where the book is to stand.

    Returns
    -------
    str
        The book's content hash.

    Raises
    ------
    LawError
        Naming every row that cannot be read, and own words of codes that no line has.
    """
    facts = read_facts(Path(folder))
    lines = _with_words(facts.lines, Path(folder) / OWN_WORDS)
    return write_book(out, lines, facts.memberships, facts.meta, words_by_heading())


def _with_words(lines: list[DatedLine], table: Path) -> list[DatedLine]:
    """Lines with the words that the project has for their goods."""
    faults: list[str] = []
    words = {code: (english, chinese) for code, english, chinese in read_table(table, WORD_COLUMNS, faults)}
    standing = {HtsCode(line.code).dotted for line in lines}
    faults += [f"{table.name}: no line {code}" for code in sorted(words.keys() - standing)]
    if faults:
        raise LawError(faults)
    by_digits = {code.replace(".", ""): own for code, own in words.items()}
    return [
        line._replace(words=own[0], words_zh=own[1]) if (own := by_digits.get(line.code)) else line
        for line in lines
    ]


def main(arguments: list[str]) -> int:
    """Build the book of a folder of official texts and write its facts: FROM, and where the tables stand."""
    source, tables = map(Path, arguments)
    with TemporaryDirectory() as folder:
        report = build(source, folder)
        book = open_book(Path(folder) / US_BOOK)
        written = write_facts(facts_of(book), tables)
        book.close()
    size = sum(path.stat().st_size for path in written)
    sys.stdout.write(
        f"{report.lines_8:,} lines, {report.lines_10:,} statistical numbers, "
        f"{sum(report.memberships.values()):,} places on lists: {len(written)} tables, {size:,} bytes\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
