"""Readers of published data sets in their own layouts, each giving a world, a model and scenarios.

Array orders differ between sources; each reader says which it expects. Nothing is repaired in
silence: what a reader changes is a line of ``World.derived``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from detente.economy.data.plainfiles import load_arrays, read_matrix, read_rows, read_text
from detente.economy.model.kernel import Array
from detente.economy.model.monopolistic_calibration import calibrate_firms, formula_tariff, profit_shares
from detente.economy.model.scenario import Scenario
from detente.economy.model.variants import Firms, Model
from detente.economy.model.world import World
from detente.terms import InputError


@dataclass(frozen=True)
class Published:
    """A published case: the accounts, the model of the paper, and its scenarios by name."""

    world: World
    model: Model
    scenarios: dict[str, Scenario]


@dataclass(frozen=True, eq=False)
class Shares:
    """Shares of a table without its flows between regions: no world by themselves, but a guide to split one.

    Attributes
    ----------
    value_added : (N, J) share of output; inputs : (N, K, J) share of output of J spent on K; final :
        (N, J) share of final spending; deficit : (N,) in the source's unit; theta : (J,).
    """

    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    value_added: Array
    inputs: Array
    final: Array
    deficit: Array
    theta: Array


def read_icio_shares(folder: str | Path) -> Shares:
    """The 77 × 45 shares of the OECD table of 2020; order of regions as presumed in ``labels.txt``.

    ``icio2020_77x45_B_G_alpha_D_theta.npz``: ``B, alpha (sector, region)``, ``G (input, region, user)``.

    Raises
    ------
    InputError
        Labels and arrays differ in size, or shares of a region and sector do not add up to one.
    """
    held = load_arrays(Path(folder) / "icio2020_77x45_B_G_alpha_D_theta.npz")
    lines = read_text(Path(folder) / "labels.txt").splitlines()
    regions, sectors = (tuple(line.split(":", 1)[1].split()) for line in lines[:2])
    shape = (len(regions), len(sectors))
    found = Shares(
        regions=regions,
        sectors=sectors,
        value_added=held["B"].T,
        inputs=held["G"].transpose(1, 0, 2),
        final=held["alpha"].T,
        deficit=held["D"],
        theta=held["theta"],
    )
    if found.value_added.shape != shape or found.inputs.shape != (*shape, shape[1]):
        raise InputError(
            f"arrays of {found.value_added.shape} for {shape} labels",
            where=str(folder),
            remedy="give one label a row",
        )
    for name, total in (
        ("cost shares", found.value_added + found.inputs.sum(axis=1)),
        ("final shares", found.final.sum(axis=1)[:, None]),
    ):
        off = np.abs(total - 1.0)
        if not off.max() < 1e-9:
            at = np.unravel_index(int(off.argmax()), off.shape)
            raise InputError(
                f"{name} of {regions[at[0]]} add up to {total[at]:.6f}",
                where=str(folder),
                remedy="each must be one",
            )
    return found


def read_caliendo_parro(folder: str | Path) -> Published:
    """The 31 × 40 world of Caliendo and Parro (2015), 1993, with tariffs of 1993 and 2005.

    ``cp2015_arrays.npz``: ``pi, t0, tc (sector, importer, exporter)``; ``gam (region, input, user)``;
    ``gv, al (region, sector)``; ``X0 (sector, region)`` in USD; ``D`` imports less exports.
    The source's final shares were cut at zero and rescaled, so its accounts do not clear: use
    ``rebalanced(world, deficits="zero")`` for the published table.
    """
    arrays = load_arrays(Path(folder) / "cp2015_arrays.npz")
    flip: Callable[[Array], Array] = lambda a: np.ascontiguousarray(a.transpose(2, 1, 0))  # noqa: E731
    flow = arrays["pi"] * arrays["X0"][:, :, None] / (1.0 + arrays["t0"]) / 1e6
    trade = flip(flow)
    world = World(
        regions=tuple(str(one) for one in arrays["R"]),
        sectors=tuple(str(one) for one in arrays["S"]),
        trade=trade,
        tariff=flip(arrays["t0"]),
        value_added=arrays["gv"],
        inputs=np.ascontiguousarray(arrays["gam"]),
        final=arrays["al"] / arrays["al"].sum(axis=1, keepdims=True),
        deficit=trade.sum(axis=(0, 2)) - trade.sum(axis=(1, 2)),
        theta=arrays["theta"],
        name="Caliendo–Parro 31 × 40",
        year=1993,
        sources=("L. Caliendo and F. Parro (2015), Review of Economic Studies 82(1), 1–44, data files",),
        negative_inputs=True,
    )
    later = read_matrix(Path(folder) / "tariffs2005.txt") / 100.0
    goods = later.reshape(-1, len(world.regions), len(world.regions))
    full = arrays["t0"].copy()
    full[: len(goods)] = goods
    scenarios = {
        "nafta": Scenario("NAFTA tariffs of 2005, all others of 1993", tariff=flip(arrays["tc"])),
        "world_2005": Scenario("all tariffs of 2005", tariff=flip(full)),
    }
    return Published(world, Model.caliendo_parro(), scenarios)


def read_liberation_day(folder: str | Path, *, labor_share: float = 1.0, theta: float = 4.0) -> Published:
    """The 194-region one-sector world of the Liberation Day paper, 2023, with its tariffs.

    ``trade_cepii.csv``: rows exporters, columns importers, thousand USD, home sales left out;
    ``gdp.csv`` USD; ``tariffs.csv`` announced rates by exporter. Home sales follow from GDP and the
    profit shares; a region whose imports exceed its spending gets home sales of zero.

    Parameters
    ----------
    labor_share : 1 for the main model; 0.49 for the paper's roundabout variant, for which the paper
        searches its optimal tariffs: the scenarios of its formula are then left out.
    """
    folder = Path(folder)
    labels = read_rows(folder / "country_labels.csv")
    regions = tuple(row["iso3"] for row in labels)
    flow = np.nan_to_num(read_matrix(folder / "trade_cepii.csv", header=1)) / 1e3
    gdp = read_matrix(folder / "gdp.csv", header=1).ravel() / 1e6
    announced = read_matrix(folder / "tariffs.csv", header=1).ravel()
    n = len(regions)
    if flow.shape != (n, n) or gdp.shape != (n,) or announced.shape != (n,):
        raise InputError(
            f"trade {flow.shape}, gdp {gdp.shape} and tariffs {announced.shape} do not fit {n} labels",
            where=str(folder),
            remedy="give one row a country, in the order of country_labels.csv",
        )
    usa = regions.index("USA")
    foreign, own = profit_shares(flow, gdp, usa)
    nu = np.full(n, foreign)
    nu[usa] = own
    spend = gdp + (1.0 - nu) * (flow.sum(axis=0) - flow @ (1.0 - nu))
    home = np.maximum(spend - flow.sum(axis=0), 0.0)
    cut = int(np.sum(home == 0.0))
    flow[np.diag_indices(n)] = home / labor_share
    world = World(
        regions=regions,
        sectors=("goods",),
        trade=flow[:, :, None],
        tariff=np.zeros((n, n, 1)),
        value_added=np.full((n, 1), labor_share),
        inputs=np.full((n, 1, 1), 1.0 - labor_share),
        final=np.ones((n, 1)),
        deficit=flow.sum(axis=0) - flow.sum(axis=1),
        theta=np.array([theta]),
        name="Liberation Day, 194 regions",
        year=2023,
        sources=(
            "A. Ignatenko et al. (2025), J. of International Economics 157, data files (CEPII, World Bank)",
        ),
        derived=(f"home sales from GDP and profit shares; {cut} region(s) cut at zero",),
    )
    firms = calibrate_firms(world, local_profit=nu)
    tariff = np.zeros((n, n, 1))
    tariff[:, usa, 0] = np.maximum(0.1, announced)
    tariff[usa, usa, 0] = 0.0
    answered = tariff.copy()
    answered[usa, :, 0] = tariff[:, usa, 0]
    scenarios = {
        "announced": Scenario("tariffs announced on 2 April 2025, 10 % at least", tariff=tariff),
        "answered": Scenario("announced tariffs, answered in kind", tariff=answered),
    }
    if labor_share == 1.0:
        scenarios |= _formula_scenarios(world, firms, tariff, usa)
    return Published(world, Model.monopolistic_competition(firms), scenarios)


def _formula_scenarios(world: World, firms: Firms, announced: Array, usa: int) -> dict[str, Scenario]:
    """Scenarios with the paper's formula tariffs, which it has for the model without intermediates only."""
    n = len(world.regions)
    others = [k for k in range(n) if k != usa]
    answer = formula_tariff(world, firms, others, pooled=True)
    scenarios = {}
    for name, rate, words in (
        ("optimal", formula_tariff(world, firms, [usa], base="spending"), "US tariff of the formula"),
        ("optimal_retaliated", formula_tariff(world, firms, [usa]), "US tariff of the formula, answered"),
    ):
        optimal = np.zeros((n, n, 1))
        optimal[others, usa, 0] = rate
        if name == "optimal_retaliated":
            optimal[usa, others, 0] = answer
        scenarios[name] = Scenario(words, tariff=optimal)
    retaliated = announced.copy()
    retaliated[usa, others, 0] = answer
    scenarios["retaliated"] = Scenario(
        "announced tariffs, answered by the formula's optimal tariff", tariff=retaliated
    )
    return scenarios


def read_ossa(folder: str | Path, *, column: int = 0) -> Published:
    """The 7 × 33 world of Ossa (2014): trade, tariffs and elasticities of substitution.

    ``trade_ijs.csv``, ``tariff_ijs.csv``: rows sector by sector and in each by exporter, columns
    importers; ``sigma_s.csv``: five columns, the first is the baseline. Use
    ``rebalanced(world, deficits="zero", model=Model.krugman())`` before a counterfactual, as the
    paper does.
    """
    folder = Path(folder)
    regions = tuple(row["String"] for row in read_rows(folder / "regions.csv") if row.get("No."))
    sectors = tuple(
        line.strip().strip('"') for line in read_text(folder / "labels.csv").split() if line.strip()
    )
    n, j = len(regions), len(sectors)
    stacks = [read_matrix(folder / name) for name in ("trade_ijs.csv", "tariff_ijs.csv")]
    for name, stack in zip(("trade_ijs.csv", "tariff_ijs.csv"), stacks, strict=True):
        if stack.shape != (n * j, n):
            raise InputError(f"{stack.shape} numbers", where=name, remedy=f"{(n * j, n)} are needed")
    trade, tariff = (np.ascontiguousarray(s.reshape(j, n, n).transpose(1, 2, 0)) for s in stacks)
    sigma = read_matrix(folder / "sigma_s.csv")[:, column]
    spent = (trade * (1.0 + tariff)).sum(axis=0)
    world = World(
        regions=regions,
        sectors=sectors,
        trade=trade,
        tariff=tariff,
        value_added=np.ones((n, j)),
        inputs=np.zeros((n, j, j)),
        final=spent / spent.sum(axis=1, keepdims=True),
        deficit=trade.sum(axis=(0, 2)) - trade.sum(axis=(1, 2)),
        theta=sigma - 1.0,
        name="Ossa 7 × 33",
        year=2007,
        sources=("R. Ossa (2014), American Economic Review 104(12), 4104–4146, data files",),
    )
    listed = np.repeat(read_ossa_targets(folder, world)[None], n, axis=0)
    np.einsum("nnj->nj", listed)[:] = 0.0
    scenarios = {"noncooperative": Scenario("measured noncooperative tariffs", tariff=listed)}
    return Published(world, Model.krugman(), scenarios)


def read_ossa_targets(folder: str | Path, world: World) -> Array:
    """(N, J) measured noncooperative rates of Ossa (2014): what political weights are fitted to.

    ``tariff_noncoop.csv``: rows sectors, columns regions. Columns of zeros are regions without a
    measure (Brazil, India, the rest of the world); as in the paper's programs they take the means of
    their factual tariffs, weighted by imports in ``world``, so pass the world whose deficits are closed.
    """
    rates = read_matrix(Path(folder) / "tariff_noncoop.csv").T
    if rates.shape != world.size:
        raise InputError(
            f"{rates.shape} numbers", where="tariff_noncoop.csv", remedy=f"{world.size} are needed"
        )
    abroad = world.trade.copy()
    np.einsum("nnj->nj", abroad)[:] = 0.0
    bought = abroad.sum(axis=0)
    mean = np.divide((abroad * world.tariff).sum(axis=0), bought, out=np.zeros_like(bought), where=bought > 0)
    measured = (rates != 0.0).sum(axis=1) > 0
    return np.where(measured[:, None], rates, mean)


def read_us_china(folder: str | Path) -> Published:
    """The 7 × 44 world of 2017 with pre-war tariffs and the wave-five tariffs of both sides.

    Long tables: ``TradeFlow2017`` (iso_o exporter, iso_d importer, indcode, tradevalue million USD);
    ``IOshare`` (iso_o region, input_ind, output_ind, valueshare of output); ``vashare``;
    ``finalshare``; ``cal_elasticities``. Final shares are taken as read; accounts that do not clear
    are for ``rebalanced``.
    """
    folder = Path(folder)
    rows = read_rows(folder / "TradeFlow2017.csv")
    regions = tuple(sorted({row["iso_o"] for row in rows}))
    codes = sorted({int(row["indcode"]) for row in rows})
    sectors = tuple(f"{code:02d}" for code in codes)
    at = {label: k for k, label in enumerate(regions)}
    n, j = len(regions), len(sectors)
    trade, tariff = np.zeros((n, n, j)), np.zeros((n, n, j))
    for row in rows:
        trade[at[row["iso_o"]], at[row["iso_d"]], int(row["indcode"]) - 1] = float(row["tradevalue"])
    for row in read_rows(folder / "tariff_prewar2017.csv"):
        tariff[at[row["iso_o"]], at[row["iso_d"]], int(row["indcode"]) - 1] = float(row["AHS_simple"])
    np.einsum("nnj->nj", tariff)[:] = 0.0
    value_added, final, inputs = np.zeros((n, j)), np.zeros((n, j)), np.zeros((n, j, j))
    for row in read_rows(folder / "vashare.csv"):
        value_added[at[row["iso_o"]], int(row["indcode"]) - 1] = float(row["vashare"])
    for row in read_rows(folder / "finalshare.csv"):
        final[at[row["iso_o"]], int(row["input_ind"]) - 1] = float(row["finalshare"])
    for row in read_rows(folder / "IOshare.csv"):
        inputs[at[row["iso_o"]], int(row["input_ind"]) - 1, int(row["output_ind"]) - 1] = float(
            row["valueshare"]
        )
    bundle = inputs.sum(axis=1, keepdims=True)
    inputs = np.divide(inputs, bundle, out=np.zeros_like(inputs), where=bundle > 0)
    theta = np.array([float(row["\\theta"]) for row in read_rows(folder / "cal_elasticities.csv")])
    world = World(
        regions=regions,
        sectors=sectors,
        trade=trade,
        tariff=tariff,
        value_added=value_added,
        inputs=inputs * (1.0 - value_added)[:, None, :],
        final=final / final.sum(axis=1, keepdims=True),
        deficit=trade.sum(axis=(0, 2)) - trade.sum(axis=(1, 2)),
        theta=theta,
        name="US–China 7 × 44",
        year=2017,
        sources=("replication files of a 2017 seven-region trade-war study",),
        derived=("input shares rescaled to one less value added; final shares rescaled to one",),
    )
    us, cn = at["USA"], at["CHN"]
    war = tariff.copy()
    for name, column, exporter, importer in (
        ("tariff_Trump.csv", "trump_tariff_wave5", cn, us),
        ("tariff_China.csv", "China_tariff_wave5", us, cn),
    ):
        for row in read_rows(folder / name):
            war[exporter, importer, int(row["indcode"]) - 1] += float(row[column])
    return Published(world, Model.caliendo_parro(), {"wave_five": Scenario("wave-five tariffs", tariff=war)})
