"""Build the embedded world from the OECD inter-country table, with manufacturing and farming split.

``python -m detente.economy.data.embed ECONOMY_FOLDER OUTPUT.npz`` writes the same bytes every time. The
OECD's totals by exporter, importer and section are kept; what divides them is an estimate and is
marked in ``derived_cells``:

* manufacturing into eleven groups: bilateral mix of the 2011 world input–output table, scaled to
  the OECD's bilateral totals; inputs and final use of each group from the 2020 shares of the same
  OECD system, scaled (RAS) to the OECD's national blocks;
* farming into oilseeds and the rest: customs values of soybeans to China at 85 % (the trade margin
  is a service in the OECD table), elsewhere a rough share of each exporter's farm sales.

Source: OECD (2023), OECD Inter-Country Input-Output Tables, http://oe.cd/icio.
"""

from __future__ import annotations

import csv
import json
import sys
from importlib.resources import files
from pathlib import Path

import numpy as np

from detente.economy.data.elasticities import used_elasticities
from detente.economy.data.icio_shares import read_icio_shares
from detente.economy.data.plainfiles import load_arrays, read_rows
from detente.economy.data.ras import scale_to
from detente.economy.model.kernel import Array
from detente.terms import InputError

MANUFACTURES = (
    "food", "textiles", "wood_paper", "petroleum", "chemicals", "plastics_minerals", "metals",
    "machinery", "electronics", "transport_eq", "other_mfg",
)  # fmt: skip
SECTORS = (
    "oilseeds", "agriculture", "mining", *MANUFACTURES, "energy_water", "construction",
    "trade_hotels", "transport", "information", "finance_property", "business", "public_personal",
)  # fmt: skip
SECTIONS = {
    "A": "agriculture", "B": "mining", "C": "C", "D": "energy_water", "E": "energy_water",
    "F": "construction", "G": "trade_hotels", "H": "transport", "I": "trade_hotels",
    "J": "information", "K": "finance_property", "L": "finance_property", "M": "business",
    "N": "business", "O": "public_personal", "P": "public_personal", "Q": "public_personal",
    "R": "public_personal", "S": "public_personal", "T": "public_personal",
}  # fmt: skip
ACTIVITIES = {
    "A": "agriculture", "B": "mining", "C10T12": "food", "C13T15": "textiles", "C16": "wood_paper",
    "C17_18": "wood_paper", "C19": "petroleum", "C20": "chemicals", "C21": "chemicals",
    "C22": "plastics_minerals", "C23": "plastics_minerals", "C24": "metals", "C25": "metals",
    "C26": "electronics", "C27": "electronics", "C28": "machinery", "C29": "transport_eq",
    "C30": "transport_eq", "C31T33": "other_mfg",
}  # fmt: skip
WIOD_NAMES = {"textiles_leather": "textiles", "services": ""}
WIOD_REGIONS = {"DEU": "EU26", "FRA": "EU26", "ITA": "EU26", "ARG": "ROW", "SAU": "ROW", "ZAF": "ROW"}
SOY_NAMES = {"Brazil": "BRA", "USA": "USA", "Argentina": "ARG"}
SOY_TO_BASIC = 0.85
YEAR = 2019
CITATION = (
    "OECD (2023), OECD Inter-Country Input-Output Tables, http://oe.cd/icio, year 2019. This is an "
    "adaptation of an original work by the OECD; it does not represent the official views of the "
    "OECD or of its Member countries. Pass this acknowledgment on."
)
DERIVED = (
    "manufacturing split into eleven groups by 2011 bilateral mixes and 2020 use shares (RAS to OECD totals)",
    "oilseeds split from farming: soybeans to China from customs values, other flows by rough farm shares",
    "statutory tariffs are not part of the source: the baseline carries zero tariffs unless given",
)


def build(folder: str | Path) -> dict[str, Array]:
    """Give the arrays of the embedded world from the folders of the sources.

    Parameters
    ----------
    folder : holds ``oecd-icio-g20``, ``oecd-icio-77x45-shares``, ``wiod-2011`` and ``soy-monthly``.
    """
    folder = Path(folder)
    regions, trade, use, final = _sections(folder / "oecd-icio-g20" / "icio_oecd2023_2019_isic_g20.npz")
    flows = _split_flows(folder, regions, trade)
    inputs, final_use = _split_use(folder, regions, flows, use, final)
    # rounded to 1,000 USD; final use takes the rounding, so that the accounts clear to the last digit
    value, inputs = np.round(flows, 3), np.round(inputs, 3)
    left = np.round(value.sum(axis=0) - inputs.sum(axis=2), 3)
    if np.abs(left - final_use).max() > 0.1 or left.min() < -0.02:
        raise InputError(
            "final use does not follow from the split", where="embed", remedy="check the sources"
        )
    return {
        "regions": np.array(regions),
        "sectors": np.array(SECTORS),
        "trade": value,
        "intermediate": inputs,
        "final": np.maximum(left, 0.0),
        "derived_cells": _derived(len(regions)),
        "theta": used_elasticities(SECTORS),
        "about": np.array(
            json.dumps(
                {
                    "name": "embedded world 2019",
                    "year": YEAR,
                    "unit": "million USD, basic prices",
                    "sources": [CITATION, "World Input-Output Database, 2011 (M. Timmer et al., 2015)"],
                    "derived": list(DERIVED),
                }
            )
        ),
    }


def write(folder: str | Path, target: str | Path) -> None:
    """Write the embedded world; the same sources give the same bytes."""
    np.savez_compressed(Path(target), allow_pickle=False, **build(folder))


def _sections(path: Path) -> tuple[list[str], Array, Array, Array]:
    """Flows (N, N, 14), national use (N, 14, 14) and final use (N, 14) by coarse sector."""
    arrays = load_arrays(path)
    regions = [str(one) for one in arrays["country_codes"]]
    codes = [str(one) for one in arrays["sector_codes"]]
    n, s = len(regions), len(codes)
    table = arrays["data"]
    if table.shape != (n * s + 3, n * s + 3 * n):
        raise InputError(f"table of shape {table.shape}", where=path.name, remedy="use the 20 × 20 file")
    coarse = _coarse()
    pick = np.array([[1.0 if SECTIONS[code] == name else 0.0 for code in codes] for name in coarse])
    between = table[: n * s, : n * s].reshape(n, s, n, s)
    bought = table[: n * s, n * s :].reshape(n, s, n, 3).sum(axis=3)
    use = np.einsum("as,bt,isnt->inab", pick, pick, between)
    final = np.einsum("as,isn->ina", pick, bought)
    return regions, use.sum(axis=3) + final, use.sum(axis=0), final.sum(axis=0)


def _coarse() -> list[str]:
    return list(dict.fromkeys(SECTIONS.values()))


def _split_flows(folder: Path, regions: list[str], trade: Array) -> Array:
    coarse = _coarse()
    n = len(regions)
    flows = np.zeros((n, n, len(SECTORS)))
    for name in coarse:
        if name != "C":
            flows[:, :, SECTORS.index(name)] = trade[:, :, coarse.index(name)]
    mix = _bilateral_mix(folder / "wiod-2011" / "agg16x14_trade_musd_2011.csv", regions)
    first = SECTORS.index(MANUFACTURES[0])
    flows[:, :, first : first + len(MANUFACTURES)] = mix * trade[:, :, [coarse.index("C")]]
    farm, oil = SECTORS.index("agriculture"), SECTORS.index("oilseeds")
    path = files("detente.economy.data") / "oilseeds.csv"
    share = {
        row["region"]: float(row["share_of_farm_sales"])
        for row in csv.DictReader(path.read_text().splitlines())
    }
    for i, exporter in enumerate(regions):
        flows[i, :, oil] = share[exporter] * flows[i, :, farm]
    china = regions.index("CHN")
    total = dict.fromkeys(SOY_NAMES.values(), 0.0)
    for row in read_rows(folder / "soy-monthly" / "soy_long.csv"):
        if row["Date"].startswith(str(YEAR)):
            total[SOY_NAMES[row["Country"]]] += float(row["Soy_Exports_China"]) / 1e3
    for exporter, value in total.items():
        i = regions.index(exporter)
        flows[i, china, oil] = SOY_TO_BASIC * value
    flows[:, :, farm] -= flows[:, :, oil]
    if np.any(flows < 0):
        i, m, j = np.argwhere(flows < 0)[0]
        raise InputError(
            f"oilseeds from {regions[i]} to {regions[m]} exceed farm sales ({SECTORS[j]})",
            where="embed",
            remedy="lower the share or the customs value",
        )
    return flows


def _bilateral_mix(path: Path, regions: list[str]) -> Array:
    """(N, N, 11) share of each manufacturing group in the 2011 flow between two regions."""
    rows = read_rows(path)
    value: dict[tuple[str, str, str], float] = {}
    for row in rows:
        name = WIOD_NAMES.get(row["sector"], row["sector"])
        value[row["exporter"], row["importer"], name] = float(row["total"])
    mix = np.zeros((len(regions), len(regions), len(MANUFACTURES)))
    for i, exporter in enumerate(regions):
        for m, importer in enumerate(regions):
            a, b = WIOD_REGIONS.get(exporter, exporter), WIOD_REGIONS.get(importer, importer)
            for s, name in enumerate(MANUFACTURES):
                # a floor keeps small flows possible: the mix is eight years older than the totals
                mix[i, m, s] = value.get((a, b, name), 0.0) + 0.5
    share: Array = mix / mix.sum(axis=2, keepdims=True)
    return share


def _split_use(
    folder: Path, regions: list[str], flows: Array, use: Array, final: Array
) -> tuple[Array, Array]:
    """Inputs (N, K, J) and final use (N, K) that clear the split flows and keep the OECD's blocks."""
    coarse = _coarse()
    prior_in, prior_final = _use_prior(folder / "oecd-icio-77x45-shares", regions)
    parent = np.array([coarse.index("C") if s in MANUFACTURES else _parent(s, coarse) for s in SECTORS])
    count, blocks = len(SECTORS), len(coarse)
    spent, output = flows.sum(axis=0), flows.sum(axis=1)
    inputs, final_use = np.zeros((len(regions), count, count)), np.zeros((len(regions), count))
    rows = np.repeat(np.arange(count)[:, None], count + 1, axis=1)
    columns = np.repeat(np.arange(count + 1)[None], count + 1, axis=0)[:count]
    to = np.append(parent, blocks)
    block = parent[:, None] * (blocks + 1) + to[None, :]
    for n in range(len(regions)):
        table = (
            np.hstack([prior_in[n] * output[n][None, :], (prior_final[n] * final[n].sum())[:, None]]) + 1e-6
        )
        whole = np.hstack([use[n], final[n][:, None]])
        table[whole[np.ix_(parent, to)] <= 0] = 0.0
        # value added is what is left of output, so only the sum of inputs of a parent sector is known:
        # each of its parts keeps the parent's input share
        used = use[n].sum(axis=0)
        parent_output = np.array([output[n][parent == b].sum() for b in range(blocks)])
        share = np.divide(used, parent_output, out=np.zeros(blocks), where=parent_output > 0)
        tilt = np.array([prior_in[n][:, j].sum() for j in range(count)])
        column = output[n] * tilt
        for b in range(blocks):
            members = parent == b
            needed = share[b] * parent_output[b]
            column[members] *= needed / column[members].sum() if column[members].sum() > 0 else 0.0
            if np.any(column[members] > 0.97 * output[n][members]):
                column[members] = share[b] * output[n][members]
        sums = np.append(column, final[n].sum())
        balanced = scale_to(
            table,
            [(block, whole.ravel()), (columns, sums), (rows, spent[n])],
            precision=1e-9,
        )
        inputs[n], final_use[n] = balanced[:, :count], balanced[:, count]
    return inputs, final_use


def _parent(sector: str, coarse: list[str]) -> int:
    return coarse.index("agriculture" if sector == "oilseeds" else sector)


def _use_prior(folder: Path, regions: list[str]) -> tuple[Array, Array]:
    """Input shares (N, K, J) and final shares (N, K) on the embedded sectors, from the 2020 shares."""
    shares = read_icio_shares(folder)
    target = []
    for activity in shares.sectors:
        name = ACTIVITIES.get(activity) or ACTIVITIES.get(activity[0]) or SECTIONS[activity[0]]
        target.append(SECTORS.index(name))
    count = len(SECTORS)
    row = np.zeros((count, len(shares.sectors)))
    row[target, np.arange(len(shares.sectors))] = 1.0
    user = row / np.maximum(row.sum(axis=1, keepdims=True), 1.0)
    farm, oil, food = (SECTORS.index(name) for name in ("agriculture", "oilseeds", "food"))
    user[oil] = user[farm]
    inputs, final = np.zeros((len(regions), count, count)), np.zeros((len(regions), count))
    for n, region in enumerate(regions):
        at = shares.regions.index(region)
        inputs[n] = row @ shares.inputs[at] @ user.T
        final[n] = row @ shares.final[at]
        # oilseeds are crushed: the food industry takes most of them, households few, farms some as feed
        inputs[n, oil] = 0.05 * inputs[n, farm]
        inputs[n, oil, food] = 0.5 * inputs[n, farm, food]
        final[n, oil] = 0.02 * final[n, farm]
    return inputs, final


def _derived(n: int) -> Array:
    marks = np.zeros((n, n, len(SECTORS)), dtype=bool)
    first = SECTORS.index(MANUFACTURES[0])
    marks[:, :, first : first + len(MANUFACTURES)] = True
    marks[:, :, [SECTORS.index("oilseeds"), SECTORS.index("agriculture")]] = True
    return marks


if __name__ == "__main__":
    write(sys.argv[1], sys.argv[2])
