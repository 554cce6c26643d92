"""A table of text with its rows and columns, the faults that name them, and how a person said to read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from detente.terms import DetenteError, InputError, nearest

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

RAGGED = "__ragged__"  # column that says which rows have more cells than the header
UNREAD = "-"  # a meaning that leaves a column unread
DATES = ("dmy", "mdy", "ymd")
DECIMALS = ("point", "comma")
_SETTINGS = ("sheet", "dates", "decimals", "encoding")


@dataclass(frozen=True)
class Reading:
    """How a file is to be read, where it does not say so itself.

    Parameters
    ----------
    sheet : str
        Name of the sheet of a workbook.
    columns : mapping of str to str
        The file's own column to the meaning it has; ``-`` leaves it unread.
    dates : {"", "dmy", "mdy", "ymd"}
        Order of day, month and year in days written in numbers.
    decimals : {"", "point", "comma"}
        The decimal mark of amounts.
    encoding : str
        Encoding of delimited text.
    several : bool
        Whether it is of several files: a column that this one lacks is one of another.
    """

    sheet: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    dates: str = ""
    decimals: str = ""
    encoding: str = ""
    several: bool = False

    @property
    def given_meanings(self) -> tuple[str, ...]:
        """Columns that were given a meaning, not left unread."""
        return tuple(column for column, meaning in self.columns.items() if meaning != UNREAD)

    def __bool__(self) -> bool:
        return self != Reading(several=self.several)


def reading_of(given: Mapping[str, Any]) -> Reading:
    """A reading from a mapping: sheet, dates, decimals and encoding by their names, all else are columns.

    Raises
    ------
    InputError
        For an order of dates or a decimal mark that there is none of.

    Examples
    --------
    >>> reading_of({"dates": "dmy", "HTS Number": "hts"}).columns
    {'HTS Number': 'hts'}
    """
    said = {name: str(given.get(name) or "").strip() for name in _SETTINGS}
    for name, accepted in (("dates", DATES), ("decimals", DECIMALS)):
        said[name] = said[name].lower()
        if said[name] and said[name] not in accepted:
            raise InputError(
                f"{name} {said[name][:40]!r} is not known", remedy=f"one of {', '.join(accepted)}"
            )
    columns = {
        str(name).strip(): str(meaning).strip() for name, meaning in given.items() if name not in _SETTINGS
    }
    return Reading(said["sheet"], columns, said["dates"], said["decimals"], said["encoding"])


def reading_words(source: Any) -> list[str]:
    """The options of a command that read a source again as it was read; none where it was read as it is.

    Examples
    --------
    >>> reading_words(Source("x.csv", reading_of({"dates": "dmy", "Our Code": "hts"})))
    ['--map', 'Our Code=hts', '--dates', 'dmy']
    """
    if not isinstance(source, Source):
        return []
    said = source.reading
    words = [word for column, meaning in said.columns.items() for word in ("--map", f"{column}={meaning}")]
    for name in _SETTINGS:
        if getattr(said, name):
            words += [f"--{name}", str(getattr(said, name))]
    return words


@dataclass(frozen=True)
class Upload:
    """Rows that came as CSV text instead of lying in a file; `name` is what faults and commands call them."""

    name: str
    body: bytes

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Source:
    """A file, an upload or a frame, and how it is to be read."""

    given: Any
    reading: Reading

    def __str__(self) -> str:
        return str(self.given)


def source_of(given: Any, reading: Reading) -> Any:
    """What was given, with how it is to be read where a person said so."""
    return Source(given, reading) if reading and given is not None else given


def is_file(given: Any) -> bool:
    """Whether rows lie in a file or an upload; else they are a frame."""
    return isinstance(given.given if isinstance(given, Source) else given, (str, Path, Upload))


@dataclass(frozen=True)
class ReadColumn:
    """A column of the file, the meaning it was given, and a value of it."""

    column: str
    meaning: str
    example: str


@dataclass(frozen=True)
class Sheet:
    """A table of text: `frame` holds every cell as a string or null; `first_row` is the file's row of the
    first record.

    Parameters
    ----------
    notes : tuple of str
        What was understood on the way, and which columns nothing reads though they were probably meant.
    numbers : array of int, optional
        The file's row of every record, where records do not follow one another.
    mapping : tuple of ReadColumn
        Columns read under another name than their own.
    reading : Reading
        What was said about how to read it.
    """

    name: str
    frame: pl.DataFrame
    first_row: int = 2
    notes: tuple[str, ...] = ()
    numbers: NDArray[np.int64] | None = None
    mapping: tuple[ReadColumn, ...] = ()
    reading: Reading = field(default_factory=Reading)

    @property
    def said(self) -> tuple[str, ...]:
        """How the columns were read, and what else was understood, in sentences."""
        read = (f"column {c.column!r} is read as {c.meaning}" for c in self.mapping)
        return (*read, *self.notes)

    def row(self, place: int) -> int:
        """The file's row of a record."""
        return self.first_row + place if self.numbers is None else int(self.numbers[place])

    def rows_at(self, places: Sequence[int]) -> list[int]:
        """The file's rows of records."""
        if self.numbers is None:
            return [self.first_row + place for place in places]
        made: list[int] = self.numbers[np.array(places, dtype=np.int64)].tolist()
        return made

    def place(self, row: int) -> int:
        """The record of a row of the file."""
        return row - self.first_row if self.numbers is None else int(np.searchsorted(self.numbers, row))

    @property
    def rows(self) -> list[int]:
        """The file's row of every record."""
        if self.numbers is not None:
            return [int(n) for n in self.numbers]
        return list(range(self.first_row, self.first_row + self.frame.height))

    def with_frame(self, frame: pl.DataFrame) -> Sheet:
        """The same rows with other cells."""
        return replace(self, frame=frame)


@dataclass(frozen=True)
class RowFault:
    """One thing wrong with one row: where it stands in the file, what was found, what to do.

    `file` is named where rows of several files are read together.
    """

    row: int
    column: str
    text: str
    file: str = ""

    @property
    def words(self) -> str:
        """The fault in one line."""
        where = f"{self.file}, " if self.file else ""
        return f"{where}row {self.row}, column {self.column}: {self.text}"

    def of(self, file: str) -> RowFault:
        """The fault with the name of its file."""
        return replace(self, file=self.file or PurePath(file).name)


class HasColumns(Protocol):
    """A table that says which of its columns were read under another name."""

    @property
    def mapping(self) -> tuple[ReadColumn, ...]:
        """Columns read under another name than their own."""

    @property
    def frame(self) -> pl.DataFrame:
        """Its cells."""


def check_columns_said(reading: Reading, sheets: Iterable[HasColumns]) -> None:
    """Refuse what was said of a column that no file has, or of a meaning that none takes.

    Raises
    ------
    InputError
        Names the column and the nearest that there is.
    """
    files = tuple(sheets)
    unread = sorted(set(reading.given_meanings) - {c.column for sheet in files for c in sheet.mapping})
    if unread:
        columns = [c for sheet in files for c in sheet.frame.columns]
        raise InputError(
            f"no file has a column {unread[0][:60]!r} of that meaning", where="read_as",
            remedy=nearest(unread[0], columns) or f"their columns: {', '.join(columns[:20])}",
        )  # fmt: skip


def faulty_column(fault: DetenteError, columns: Iterable[str], usual: str) -> str:
    """The column that a fault is about: where it says so, else the one its words begin with.

    Examples
    --------
    >>> from detente.terms import InputError
    >>> faulty_column(InputError("on '2025-13-01' is no day"), ("item", "on"), "item")
    'on'
    """
    begins = (column for column in columns if fault.what.startswith(f"{column} "))
    return fault.where or next(begins, usual)
