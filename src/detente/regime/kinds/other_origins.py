"""Goods of other origins: rates that are known but stand in no total, gaps with their direction, special
and column 2 rates."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any, Literal

from pydantic import model_validator

from detente.regime.law_files.cited_rows import CitedRow, compiled_row
from detente.regime.law_files.model import Heading, Percent, Window, Words
from detente.regime.law_files.read import validated
from detente.terms import LawError


class OriginDuty(CitedRow):
    """A duty on goods of some origins whose rate is known and whose exceptions are not modelled."""

    track: str = "reciprocal"
    heading: Heading
    origin: tuple[str, ...]
    except_origin: tuple[str, ...] = ()
    points: Percent | None = None
    floor: Percent | None = None
    unless: Words | None = None
    effective: Window
    voided_with: str

    @model_validator(mode="after")
    def _one_rate(self) -> OriginDuty:
        if (self.points is None) == (self.floor is None):
            raise ValueError("a rate is one of points, floor")
        return self


class OriginGap(CitedRow):
    """Law that bears on goods of some origins and is not covered; only `where` a layer of such a measure
    stands."""

    origin: tuple[str, ...]
    except_origin: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    what: Words
    errs: Literal["high", "low", "either"]
    effective: Window


class SpecialSymbols(CitedRow):
    """Symbols of the special column by country."""

    symbols: dict[str, str]


class ColumnTwo(CitedRow):
    """Countries whose goods pay column 2."""

    origin: tuple[str, ...]


KINDS: dict[str, type[CitedRow]] = {
    "origin_duties": OriginDuty, "origin_gaps": OriginGap, "special_symbols": SpecialSymbols,
    "column_two": ColumnTwo,
}  # fmt: skip
FILE_KINDS: tuple[str, ...] = ()
TABLES: tuple[str, ...] = tuple(KINDS)


def compiled(law: Mapping[str, Any]) -> dict[str, Any]:
    """The rows on other origins, under ``elsewhere``.

    Raises
    ------
    LawError
        When a numbered rule is broken: EL1 every row is well formed. EL2 every pattern names a measure. EL3
        every
        citation resolves to a source.
    """
    faults: list[str] = []
    sources = {source.id for source in law["sources"]}
    measures = [m.id for _, m in law["measures"]]
    tables: dict[str, list[dict[str, Any]]] = {key: [] for key in KINDS}
    for key, kind in KINDS.items():
        for document, written in law.get("tables", {}).get(key, ()):
            for i, _ in enumerate(written):
                row = validated(kind, document, (key, i), faults)
                if row is None:
                    continue
                place = document.place((key, i))
                names = [*getattr(row, "where", ()), *filter(None, [getattr(row, "voided_with", "")])]
                for name in names:
                    if not any(fnmatchcase(m, name) for m in measures):
                        faults.append(f"{place}: EL2: no measure {name!r}")
                faults.extend(
                    f"{place}: EL3: no source {c.document!r}" for c in row.cite if c.document not in sources
                )
                tables[key].append(compiled_row(row))
    if faults:
        raise LawError(faults)
    return {"elsewhere": tables}
