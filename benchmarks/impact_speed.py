"""Time of a counterfactual, beside puremacro and gegravity on the same inputs in the same run.

Run: ``.venv/bin/python benchmarks/impact_speed.py [--peers PYTHON] [--policy] [ECONOMY_FOLDER]``.
``--peers`` names an interpreter that has puremacro and gegravity (they are no dependency of the
project); a peer that is not installed is reported as such, never guessed. Everything runs on one
thread. Medians of repeated solves; inputs of the peers are handed over as files.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np  # noqa: E402 - threads are set before numpy loads

PEER_LIMIT_S = 600


def median_time(call: Callable[[], object], *, least: int = 5, budget_s: float = 2.0) -> float:
    """Median seconds of processor time of a call after one warm-up: what a free core would take."""
    call()
    times: list[float] = []
    begin = time.perf_counter()
    while len(times) < least or (time.perf_counter() - begin < budget_s and len(times) < 50):
        start = time.process_time()
        call()
        times.append(time.process_time() - start)
    return statistics.median(times)


def own_cases(folder: Path) -> dict[str, tuple[object, object, object]]:
    """World, scenario and model by case name."""
    from detente.economy import (
        Model,
        Scenario,
        read_caliendo_parro,
        read_liberation_day,
        rebalanced,
        toy_world,
    )

    cases: dict[str, tuple[object, object, object]] = {}
    if folder.is_dir():
        nafta = read_caliendo_parro(folder / "cp2015-nafta")
        world = rebalanced(nafta.world, deficits="zero")
        cases["31 × 40, NAFTA"] = (world, nafta.scenarios["nafta"], nafta.model)
        liberation = read_liberation_day(folder / "liberation-day-2025")
        cases["194 × 1, firm profits"] = (
            liberation.world,
            liberation.scenarios["announced"],
            liberation.model,
        )
        cases["194 × 1, competitive"] = (
            liberation.world,
            liberation.scenarios["announced"],
            Model.caliendo_parro(deficits="share_of_world_income"),
        )
    toy = toy_world(41, 35, seed=41)
    cases["41 × 35, invented"] = (
        toy,
        Scenario("x").with_tariff(toy, 0.25, importer="R1"),
        Model.caliendo_parro(),
    )
    return cases


def peer_files(cases: dict[str, tuple[object, object, object]], folder: Path) -> dict[str, tuple[str, Path]]:
    """Inputs of the peers by case: (peer, file)."""
    found: dict[str, tuple[str, Path]] = {}
    for name, (world, scenario, _) in cases.items():
        path = folder / f"{len(found)}.npz"
        turn = (2, 1, 0)
        if world.size[1] > 1:
            np.savez(
                path,
                shares=world.shares.transpose(turn),
                value_added=world.value_added,
                io=world.inputs.transpose(0, 2, 1),
                final=world.final,
                theta=world.theta,
                labor=(world.value_added * world.output).sum(axis=1),
                tariff=1 + world.tariff.transpose(turn),
                new=1 + scenario.tariff.transpose(turn),
                deficit=world.deficit,
            )
            found[name] = ("puremacro", path)
        elif "competitive" in name:
            np.savez(path, trade=world.trade[:, :, 0], theta=world.theta, new=1 + scenario.tariff[:, :, 0])
            found[name] = ("gegravity", path)
    return found


def run_peer(peer: str, path: Path) -> dict[str, object]:
    """One counterfactual of a peer; called in the peer's interpreter."""
    held = np.load(path)
    if peer == "puremacro":
        from puremacro.trade.caliendo_parro import CaliendoParroModel

        model = CaliendoParroModel(
            held["shares"], held["value_added"], held["io"], held["final"], held["theta"], held["labor"],
            deficits=held["deficit"], tariffs=held["tariff"],
        )  # fmt: skip
        start = time.process_time()
        result = model.solve_counterfactual(tariffs_new=held["new"])
        took = time.process_time() - start
        return {
            "seconds": took,
            "converged": bool(result.converged),
            "real_wage": result.real_wage_hat.tolist(),
        }
    import gegravity
    import pandas

    trade = np.maximum(held["trade"], 1e-6)
    n = len(trade)
    sold, bought = trade.sum(axis=1), trade.sum(axis=0)
    label = [f"C{k:03d}" for k in range(n)]
    i, m = (axis.ravel() for axis in np.indices((n, n)))
    frame = pandas.DataFrame(
        {
            "exporter": np.array(label)[i], "importer": np.array(label)[m], "year": "2023",
            "trade": trade.ravel(), "Y": sold[i], "E": bought[m],
            "cost": np.log(trade / sold[:, None] / bought[None, :] * sold.sum()).ravel(),
        }
    )  # fmt: skip
    baseline = gegravity.BaselineData(
        frame, imp_var_name="importer", exp_var_name="exporter", year_var_name="year",
        trade_var_name="trade", expend_var_name="E", output_var_name="Y",
    )  # fmt: skip
    effects = gegravity.CostCoeffs(
        pandas.DataFrame({"var": ["cost"], "coeff": [1.0]}), identifier_col="var", coeff_col="coeff"
    )
    theta = float(held["theta"][0])
    start = time.process_time()
    model = gegravity.OneSectorGE(
        baseline, year="2023", expend_var_name="E", output_var_name="Y", reference_importer=label[0],
        sigma=theta + 1, cost_variables=["cost"], cost_coeff_values=effects, quiet=True,
    )  # fmt: skip
    model.build_baseline(omr_rescale=1)
    built = time.process_time() - start
    experiment = model.baseline_data.copy()
    shock = pandas.Series(
        (-theta * np.log(held["new"])).ravel(),
        index=pandas.MultiIndex.from_arrays([frame["exporter"], frame["importer"]]),
    )
    keys = pandas.MultiIndex.from_arrays([experiment["exporter"], experiment["importer"]])
    experiment["cost"] = experiment["cost"].to_numpy() + shock.reindex(keys).to_numpy()
    start = time.process_time()
    model.define_experiment(experiment)
    model.simulate()
    took = time.process_time() - start
    ended = all(bool(one.get("success")) for one in model.solver_diagnostics.values())
    return {"seconds": took, "converged": ended, "baseline_seconds": built}


def policy(folder: Path) -> None:
    """Seconds of optimal tariffs, Nash and draws, beside their budgets."""
    from detente.economy import (
        Model,
        Scenario,
        draw_elasticities,
        monte_carlo,
        nash,
        optimal_tariff,
        read_icio,
        read_liberation_day,
        read_ossa,
        rebalanced,
        solve,
        solve_batch,
    )

    if not folder.is_dir():
        print("\nno inputs for optimal tariffs beside the checkout")
        return
    ossa = read_ossa(folder / "ossa2014")
    world = rebalanced(ossa.world, deficits="zero", model=ossa.model)
    print("\n| task | seconds | equilibria | budget s |\n| --- | ---: | ---: | ---: |")
    for player in ("US", "China"):
        start = time.process_time()
        best = optimal_tariff(world, player, ossa.model)
        print(
            f"| 198 optimal tariffs, {player} | {time.process_time() - start:.2f} | {best.calls} | 2 |",
            flush=True,
        )
    start = time.process_time()
    war = nash(world, world.regions, ossa.model)
    print(f"| Nash, seven players | {time.process_time() - start:.1f} | {war.calls} | 60 |", flush=True)
    liberation = read_liberation_day(folder / "liberation-day-2025")
    start = time.process_time()
    best = optimal_tariff(liberation.world, "USA", liberation.model)
    print(
        f"| 193 bilateral tariffs, 194 regions | {time.process_time() - start:.2f} | {best.calls} | 10 |",
        flush=True,
    )
    table = read_icio(folder / "oecd-icio-g20" / "icio_oecd2023_2019_isic_g20.npz")
    shocks = [Scenario(str(r)).with_tariff(table, r, exporter="CHN", importer="USA") for r in (0.1, 0.3, 0.6)]
    start = time.process_time()
    lots = monte_carlo(table, shocks, Model.caliendo_parro(), draws=1000)
    took = time.process_time() - start
    failed = sum(lots.failed.values())
    print(f"| 1,000 draws × 3 outcomes, 20 × 20, one process | {took:.1f} | {failed} failed | 30 |")
    some = draw_elasticities(table, 100)
    start = time.process_time()
    for theta in some:
        world = table.with_elasticities(theta)
        world._cache.update(table._cache)
        for shock in shocks:
            solve(world, shock)
    single = time.process_time() - start
    start = time.process_time()
    solve_batch(table, shocks, theta=some)
    batched = time.process_time() - start
    print(
        f"\nPer solve at 20 × 20, processor time on one thread: {single / 300 * 1e3:.2f} ms one by one, "
        f"{batched / 300 * 1e3:.2f} ms in batches."
    )


def main() -> None:
    ask = argparse.ArgumentParser()
    ask.add_argument("folder", nargs="?", default=str(Path(__file__).parents[1] / "../shared/economy"))
    ask.add_argument("--peers", default=sys.executable)
    ask.add_argument("--policy", action="store_true")
    ask.add_argument("--peer", nargs=2, help=argparse.SUPPRESS)
    given = ask.parse_args()
    if given.peer:
        print("RESULT " + json.dumps(run_peer(given.peer[0], Path(given.peer[1]))))
        return
    from detente.economy import solve

    cases = own_cases(Path(given.folder))
    print("| case | Detente ms (median) | steps | peer | peer s | ratio | largest gap of real wage |")
    print("| --- | ---: | ---: | --- | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as temporary:
        files = peer_files(cases, Path(temporary))
        for name, (world, scenario, model) in cases.items():
            took = median_time(lambda w=world, s=scenario, m=model: solve(w, s, m))
            result = solve(world, scenario, model)
            row = f"| {name} | {took * 1e3:.2f} | {result.iterations} |"
            if name not in files:
                print(row + " none with this model | | | |", flush=True)
                continue
            peer, path = files[name]
            try:
                done = subprocess.run(
                    [given.peers, __file__, "--peer", peer, str(path)],
                    capture_output=True, text=True, timeout=PEER_LIMIT_S, check=False,
                )  # fmt: skip
            except subprocess.TimeoutExpired:
                print(row + f" {peer} | > {PEER_LIMIT_S} | > {PEER_LIMIT_S / took:,.0f} | |", flush=True)
                continue
            line = next((one for one in done.stdout.splitlines() if one.startswith("RESULT ")), "")
            if not line:
                why = (done.stderr.strip().splitlines() or ["no answer"])[-1][:80]
                print(row + f" {peer}: not run ({why}) | | | |", flush=True)
                continue
            found = json.loads(line[7:])
            gap = ""
            if "real_wage" in found:
                gap = f"{np.abs(np.array(found['real_wage']) - result.real_wage).max():.1e}"
            mark = "" if found["converged"] else " (not converged)"
            print(
                row + f" {peer}{mark} | {found['seconds']:.2f} | {found['seconds'] / took:,.0f} | {gap} |",
                flush=True,
            )
    if given.policy:
        policy(Path(given.folder))


if __name__ == "__main__":
    main()
