"""Ownership at scale: one million companies, five million holdings; ours beside networkx on the same graph.

    .venv/bin/python benchmarks/ownership.py [--companies 1000000] [--holdings 5000000] [--rivals]

Times are medians of ``--repeat`` runs in one process, after one warm-up run (compilation is reported
apart). Memory is the peak resident size of a process of its own that builds and solves, with the decoded
arrays inside. ``--rivals`` adds networkx and rustworkx where they are installed.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from decimal import Decimal

import numpy as np

from detente.screening import build_graph, caught_at, explain, units


def holdings(
    companies: int, edges: int, seed: int, *, dense: bool = False
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """A random register, 0.1 % of it listed.

    Owners are drawn at random, so loops and cross-holdings abound. The stakes in one company sum to at
    most 100 %; with ``dense`` they do not have to, and most of the register ends up caught.
    """
    draw = np.random.default_rng(seed)
    owner = draw.integers(0, companies, edges, dtype=np.int32)
    owned = draw.integers(0, companies, edges, dtype=np.int32)
    size = draw.beta(0.6, 1.6, edges) if dense else draw.gamma(0.7, 1.0, edges)
    if not dense:
        total = np.bincount(owned, size, companies)
        size /= total[owned] * 1.02
    size *= 100 * 10**9
    listed = draw.choice(companies, companies // 1000, replace=False).astype(np.int32)
    return owner, owned, size.astype(np.int64), listed


def timed(work: Callable[[], object], repeat: int) -> float:
    """Median seconds."""
    spent = []
    for _ in range(repeat):
        begin = time.perf_counter()
        work()
        spent.append(time.perf_counter() - begin)
    return statistics.median(spent)


def ours(companies: int, edges: int, repeat: int, *, dense: bool = False) -> dict[str, float]:
    """Build, solve and explain, with the sizes of what was found."""
    owner, owned, share, listed = holdings(companies, edges, 7, dense=dense)
    half = Decimal(50)
    begin = time.perf_counter()
    graph = build_graph(owner, owned, share, companies)
    caught = caught_at(graph, listed, half)
    first = time.perf_counter() - begin
    hits = np.flatnonzero(caught.rank > 0)
    chosen = hits[:: max(1, len(hits) // 1000)]
    return {
        "first_run_s": first,
        "build_s": timed(lambda: build_graph(owner, owned, share, companies), repeat),
        "solve_ms": 1e3 * timed(lambda: caught_at(graph, listed, half), max(repeat, 21)),
        "explain_ms_a_hit": 1e3
        * timed(lambda: [explain(graph, caught, int(x), units(half)) for x in chosen], repeat)
        / max(1, len(chosen)),
        "caught": int(caught.mask.sum()),
        "caught_by_ownership": len(hits),
    }


def memory(companies: int, edges: int) -> float:
    """Peak resident MB of a process that holds the decoded arrays, builds and solves once."""
    code = (
        "import sys; sys.path.insert(0, 'benchmarks');"
        f"from ownership import *; o, d, s, l = holdings({companies}, {edges}, 7);"
        f"g = build_graph(o, d, s, {companies}); caught_at(g, l, Decimal(50));"
        "print([int(w.split()[1]) / 1024 for w in open('/proc/self/status') if w.startswith('VmHWM')][0])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ
    )
    return float(done.stdout)


def rivals(companies: int, edges: int) -> dict[str, dict[str, float]]:
    """The same fixpoint on networkx and rustworkx digraphs, one run each."""
    owner, owned, share, listed = holdings(companies, edges, 7)
    found: dict[str, dict[str, float]] = {}
    try:
        import networkx

        begin = time.perf_counter()
        graph = networkx.DiGraph()
        graph.add_nodes_from(range(companies))
        for o, d, s in zip(owner.tolist(), owned.tolist(), share.tolist(), strict=True):
            if graph.has_edge(o, d):
                graph[o][d]["share"] += s
            else:
                graph.add_edge(o, d, share=s)
        build = time.perf_counter() - begin
        begin = time.perf_counter()
        caught = _worklist(listed.tolist(), lambda o: ((d, w["share"]) for d, w in graph[o].items()))
        found["networkx"] = {
            "build_s": build,
            "solve_ms": 1e3 * (time.perf_counter() - begin),
            "caught": len(caught),
        }
    except ImportError:
        pass
    try:
        import rustworkx

        begin = time.perf_counter()
        rust = rustworkx.PyDiGraph(multigraph=True)
        rust.add_nodes_from(range(companies))
        rust.add_edges_from(list(zip(owner.tolist(), owned.tolist(), share.tolist(), strict=True)))
        build = time.perf_counter() - begin
        begin = time.perf_counter()
        caught = _worklist(listed.tolist(), lambda o: ((d, w) for _, d, w in rust.out_edges(o)))
        found["rustworkx"] = {
            "build_s": build,
            "solve_ms": 1e3 * (time.perf_counter() - begin),
            "caught": len(caught),
        }
    except ImportError:
        pass
    return found


def _worklist(listed: list[int], stakes: Callable[[int], object]) -> set[int]:
    caught, held, waiting = set(listed), {}, list(listed)
    while waiting:
        owner = waiting.pop()
        for end, share in stakes(owner):  # type: ignore[attr-defined]
            if end == owner:
                continue
            held[end] = held.get(end, 0) + share
            if end not in caught and held[end] >= units(Decimal(50)):
                caught.add(end)
                waiting.append(end)
    return caught


def main() -> None:
    """Print one JSON object."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--companies", type=int, default=1_000_000)
    options.add_argument("--holdings", type=int, default=5_000_000)
    options.add_argument("--repeat", type=int, default=5)
    options.add_argument("--rivals", action="store_true")
    chosen = options.parse_args()
    result: dict[str, object] = {"companies": chosen.companies, "holdings": chosen.holdings}
    result["detente"] = ours(chosen.companies, chosen.holdings, chosen.repeat)
    result["detente_dense"] = ours(chosen.companies, chosen.holdings, chosen.repeat, dense=True)
    result["peak_mb"] = memory(chosen.companies, chosen.holdings)
    if chosen.rivals:
        found = rivals(chosen.companies, chosen.holdings)
        mine = result["detente"]
        assert isinstance(mine, dict)
        for name, row in found.items():
            assert row["caught"] == mine["caught"], f"{name} finds {row['caught']}, detente {mine['caught']}"
            row["times_slower_to_build"] = row["build_s"] / mine["build_s"]
            row["times_slower_to_solve"] = row["solve_ms"] / mine["solve_ms"]
        result["rivals"] = found
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
