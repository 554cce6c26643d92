"""Published trade elasticities as data, the ones used by default, and draws around them."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from importlib.resources import files

import numpy as np

from detente.economy.model.kernel import Array
from detente.terms import DataError

SMALLEST_SPREAD = 0.25


@dataclass(frozen=True)
class Elasticity:
    """A sector's published elasticities and the one used.

    Attributes
    ----------
    published : source -> value.
    used : geometric mean of the two sector studies, or the sector's own study where there is one.
    log_spread : standard deviation of the log used in draws: half the log distance between the
        highest and the lowest published value, at least 0.25 and at most 0.8. A judgement, not an
        estimate.
    """

    sector: str
    published: dict[str, float]
    used: float
    log_spread: float
    confidence: str
    note: str


def read_elasticities() -> dict[str, Elasticity]:
    """Elasticities by sector of the embedded world.

    Source: L. Caliendo and F. Parro (2015), Review of Economic Studies 82(1), Table 1;
    A. Lashkaripour and V. Lugovskyy (2023), American Economic Review 113(10), Table 2; others in
    the file. Values were entered from memory of the published tables: see ``confidence``.
    """
    path = files("detente.economy.data") / "elasticities.csv"
    table: dict[str, Elasticity] = {}
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        published = {}
        for column in ("caliendo_parro_2015", "lashkaripour_lugovskyy_2023"):
            if row[column]:
                published[column] = float(row[column])
        if row["other"]:
            published[row["other_source"]] = float(row["other"])
            used = float(row["other"])
        else:
            logs = [math.log(value) for value in published.values()]
            used = math.exp(sum(logs) / len(logs))
        values = [math.log(value) for value in published.values()]
        spread = (max(values) - min(values)) / 2.0
        table[row["sector"]] = Elasticity(
            sector=row["sector"],
            published=published,
            used=used,
            log_spread=min(0.8, max(SMALLEST_SPREAD, spread)),
            confidence=row["confidence"],
            note=row["note"],
        )
    if not table:
        raise DataError(
            "no elasticities found", where="data/elasticities.csv", remedy="reinstall the package"
        )
    return table


def used_elasticities(sectors: tuple[str, ...]) -> Array:
    """(J,) elasticities used for sectors of the embedded world, rounded to two decimals."""
    table = read_elasticities()
    return np.array([round(table[sector].used, 2) for sector in sectors])


def log_spreads(sectors: tuple[str, ...]) -> Array:
    """(J,) standard deviations of log elasticities; 0.25 for sectors the table does not know."""
    table = read_elasticities()
    return np.array([table[one].log_spread if one in table else SMALLEST_SPREAD for one in sectors])
