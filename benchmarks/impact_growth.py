"""How the time of a counterfactual grows with regions and with sectors, beside puremacro: table and picture.

Run, with one thread (``OPENBLAS_NUM_THREADS=1``):
``.venv/bin/python benchmarks/impact_growth.py [--peers PYTHON] [--plot FILE.svg]``.
The worlds are invented and the same for both. A peer past its limit, or not installed, is said to be so.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path

import numpy as np

from detente.economy import Model, Scenario, solve, toy_world
from impact_speed import median_time, peer_files, run_peer

LIMIT_S = 75
BY_REGIONS = [(5, 10), (10, 10), (20, 10), (40, 10), (80, 10)]
BY_SECTORS = [(20, 5), (20, 10), (20, 20), (20, 40), (20, 80)]
SERIES = (("Detente", "#0b6e99", ""), ("puremacro", "#b3541e", "6 4"))
WIDTH, HEIGHT = 900, 380


def measure(peers: str) -> dict[tuple[int, int], tuple[float, int, float | None, str]]:
    """Seconds of ours, steps, seconds of the peer, and why the peer has none, by size."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for regions, sectors in sorted({*BY_REGIONS, *BY_SECTORS}):
            world = toy_world(regions, sectors, seed=regions)
            scenario = Scenario("x").with_tariff(world, 0.25, importer="R1")
            ours = median_time(lambda w=world, s=scenario: solve(w, s), budget_s=1.0)
            name = f"{regions} × {sectors}"
            files = peer_files({name: (world, scenario, Model.caliendo_parro())}, Path(folder))
            other, why = peer_seconds(peers, files[name][1])
            found[regions, sectors] = (ours, solve(world, scenario).iterations, other, why)
            sys.stderr.write(f"{name}: {ours * 1e3:.2f} ms, {other} {why}\n")
    return found


def peer_seconds(peers: str, path: Path) -> tuple[float | None, str]:
    """Seconds of one solve of puremacro, or why there are none."""
    try:
        done = subprocess.run(
            [peers, __file__, "--peer", str(path)],
            capture_output=True,
            text=True,
            timeout=LIMIT_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None, f"more than {LIMIT_S} s by the clock"
    line = next((one for one in done.stdout.splitlines() if one.startswith("RESULT ")), "")
    return (json.loads(line[7:])["seconds"], "") if line else (None, "not run")


def picture(points: dict[tuple[int, int], tuple[float, int, float | None, str]]) -> str:
    """Two log–log panels: seconds by regions and by sectors."""
    rows = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-labelledby="growth-title growth-words" font-family="sans-serif" font-size="12">',
        '<title id="growth-title">Seconds of a counterfactual by size of the world</title>',
        '<desc id="growth-words">Two panels with logarithmic axes; '
        "the numbers are in the table on the page.</desc>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
    ]
    seconds = [s for p in points.values() for s in (p[0], p[2]) if s]
    low, high = int(np.floor(np.log10(min(seconds)))), int(np.ceil(np.log10(max(seconds))))
    for panel, (sizes, axis, words) in enumerate(
        ((BY_REGIONS, 0, "regions, with 10 sectors"), (BY_SECTORS, 1, "sectors, with 20 regions"))
    ):
        left, right, top, bottom = 70 + 440 * panel, 420 + 440 * panel, 30, 300
        ends = np.log([sizes[0][axis], sizes[-1][axis]])

        def x(size: int, left: int = left, right: int = right, ends: np.ndarray = ends) -> float:
            return left + (right - left) * float((np.log(size) - ends[0]) / (ends[1] - ends[0]))

        def y(value: float, top: int = top, bottom: int = bottom) -> float:
            return bottom - (bottom - top) * float((np.log10(value) - low) / (high - low))

        for power in range(low, high + 1):
            at = y(10.0**power)
            label = f"{10.0**power:g} s" if power >= 0 else f"{10.0 ** (power + 3):g} ms"
            rows.append(f'<line x1="{left}" x2="{right}" y1="{at:.1f}" y2="{at:.1f}" stroke="#d7dce0"/>')
            rows.append(f'<text x="{left - 6}" y="{at + 4:.1f}" text-anchor="end">{label}</text>')
        for size in sizes:
            rows.append(
                f'<text x="{x(size[axis]):.1f}" y="{bottom + 18}" text-anchor="middle">{size[axis]}</text>'
            )
        rows.append(
            f'<text x="{(left + right) / 2}" y="{bottom + 38}" text-anchor="middle">{escape(words)}</text>'
        )
        for column, (name, colour, dash) in zip((0, 2), SERIES, strict=True):
            known = [(x(s[axis]), y(points[s][column])) for s in sizes if points[s][column]]
            if not known:
                continue
            path = " ".join(f"{a:.1f},{b:.1f}" for a, b in known)
            rows.append(
                f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.5" '
                f'stroke-dasharray="{dash}"><title>{name}</title></polyline>'
            )
            rows += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3.5" fill="{colour}"/>' for a, b in known]
    for k, (name, colour, dash) in enumerate(SERIES):
        at = 320 + 150 * k
        rows.append(
            f'<line x1="{at}" x2="{at + 30}" y1="{HEIGHT - 14}" y2="{HEIGHT - 14}" stroke="{colour}" '
            f'stroke-width="2.5" stroke-dasharray="{dash}"/>'
            f'<text x="{at + 36}" y="{HEIGHT - 10}">{name}</text>'
        )
    return "\n".join([*rows, "</svg>"]) + "\n"


def main() -> None:
    ask = argparse.ArgumentParser()
    ask.add_argument("--peers", default=sys.executable)
    ask.add_argument("--plot", type=Path)
    ask.add_argument("--peer", help=argparse.SUPPRESS)
    given = ask.parse_args()
    if given.peer:
        print("RESULT " + json.dumps(run_peer("puremacro", Path(given.peer))))
        return
    points = measure(given.peers)
    print("| regions × sectors | Detente ms | steps | puremacro s |\n| --- | ---: | ---: | ---: |")
    for size in [*BY_REGIONS, *(s for s in BY_SECTORS if s not in BY_REGIONS)]:
        ours, steps, other, why = points[size]
        beside = why if other is None else f"{other:.2f}"
        print(f"| {size[0]} × {size[1]} | {ours * 1e3:.2f} | {steps} | {beside} |")
    for axis, sizes, name in (
        (0, BY_REGIONS, "regions (10 sectors)"),
        (1, BY_SECTORS, "sectors (20 regions)"),
    ):
        for column, who in ((0, "Detente"), (2, "puremacro")):
            held = [(s[axis], points[s][column]) for s in sizes if points[s][column]]
            if len(held) > 2:
                slope = np.polyfit(*np.log(np.array(held)).T, 1)[0]
                print(f"\nGrowth in {name}: time of {who} goes with the power {slope:.2f}.")
    if given.plot:
        given.plot.write_text(picture(points), encoding="utf-8")


if __name__ == "__main__":
    main()
