"""Books of goods over each other: what a person installed over what came with the program."""

from __future__ import annotations

from collections.abc import Sequence

from detente.schedule.book import REBUILD, GoodsBook
from detente.schedule.lines import BookMeta, DatedLine, Membership, Schedule, rank_nearest
from detente.terms import DataError


class LayeredBook:
    """Books over each other: the first that has a code's 8 digits answers for its lines.

    A list counts from the first book that holds it in full (`BookMeta.whole_lists`); lists no book
    holds in full are taken from every book that names the code, where two name the same one from the first.
    Chinese words missing above are taken from below.
    """

    def __init__(self, books: Sequence[GoodsBook]) -> None:
        if not books:
            raise DataError("no book of goods is installed", remedy=REBUILD)
        self.books = tuple(books)
        self._lines: dict[str, tuple[DatedLine, ...]] = {}
        self._memberships: dict[str, tuple[Membership, ...]] = {}

    @property
    def meta(self) -> BookMeta:
        """Of the uppermost book."""
        return self.books[0].meta

    def lines(self, digits: str) -> tuple[DatedLine, ...]:
        """The dated lines of a code, from the first book that has its 8 digits."""
        lines = self._lines.get(digits)
        if lines is None:
            answers = [b.lines(digits) for b in self.books]
            lines = next((a for a in answers if a), ())
            zh = next(
                (line.words_zh for a in answers for line in a if line.words_zh and line.code == digits), ""
            )
            if zh:
                lines = tuple(line if line.words_zh else line._replace(words_zh=zh) for line in lines)
            self._lines[digits] = lines
        return lines

    def line_on(self, digits: str, day: str) -> DatedLine | None:
        """The line of a code on an ISO day, None when no line stands that day."""
        return next((line for line in self.lines(digits) if line.holds_on(day)), None)

    def memberships(self, digits: str) -> tuple[Membership, ...]:
        """Every membership of the code or of a shorter code that begins it."""
        memberships = self._memberships.get(digits)
        if memberships is None:
            memberships = self._memberships[digits] = _merge([(b, b.memberships(digits)) for b in self.books])
        return memberships

    def memberships_below(self, digits: str) -> tuple[Membership, ...]:
        """Memberships of longer codes that begin with `digits`."""
        return _merge([(b, b.memberships_below(digits)) for b in self.books])

    def successors(self, digits: str) -> tuple[str, ...]:
        """The statistical numbers that came in place of one that went, from the first book that knows."""
        return next((successors for b in self.books if (successors := b.successors(digits))), ())

    def has(self, digits: str) -> bool:
        """Whether any book has the code itself."""
        return any(b.has(digits) for b in self.books)

    def nearest(self, digits: str, n: int = 3) -> tuple[str, ...]:
        """The codes of all books most like `digits`."""
        near = {code: None for b in self.books for code in b.nearest(digits, n)}
        return rank_nearest(digits, near, n)

    def codes(self, depth: int = 8, first: str = "", last: str = "") -> tuple[str, ...]:
        """All codes of a depth that stand on a day between two, by the first book that has the code."""
        standing: set[str] = set()
        answered: set[str] = set()
        for book in self.books:
            standing.update(set(book.codes(depth, first, last)) - answered)
            answered.update(book.codes(depth))
        return tuple(sorted(standing))


def _merge(books: list[tuple[GoodsBook, tuple[Membership, ...]]]) -> tuple[Membership, ...]:
    settled: set[str] = set()
    spoken: set[tuple[str, str]] = set()
    merged: dict[Membership, None] = {}
    for book, rows in books:
        own = [row for row in rows if row.list_id not in settled and (row.list_id, row.prefix) not in spoken]
        merged.update(dict.fromkeys(own))
        settled.update(book.meta.whole_lists)
        spoken.update((row.list_id, row.prefix) for row in own)
    return tuple(sorted(merged, key=lambda m: (m.list_id, m.from_day, m.prefix)))


def layered(books: Sequence[GoodsBook]) -> Schedule:
    """One schedule of several books, the first over the others.

    Raises
    ------
    DataError
        When there is no book.
    """
    return books[0] if len(books) == 1 else LayeredBook(books)


def days_of_change(book: Schedule) -> tuple[str, ...]:
    """Days on which what a book says of any code may change, in order: first days and days after the last."""
    days: set[str] = set()
    for source in books_of(book):
        days |= source.edges()
    return tuple(sorted(days - {""}))


def books_of(book: Schedule) -> Sequence[GoodsBook]:
    """The books a schedule is made of."""
    if isinstance(book, LayeredBook):
        return book.books
    assert isinstance(book, GoodsBook)
    return (book,)
