"""Write docs/coverage-notes.md from an installed full schedule: the lines of every edition by base rate.

detente data build --from FOLDER && python docs/coverage_editions.py && make docs
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import polars as pl

from detente.duties import schedule
from detente.portfolio import on_day, panel
from detente.regime import tables
from detente.schedule import AdValorem, Free, NotUnderstood, data_folder

HERE = Path(__file__).resolve().parent


def main() -> int:
    """Read the installed book and its report; exit 1 when none is installed."""
    report_file = data_folder() / "report.json"
    if not report_file.is_file():
        sys.stderr.write("no full schedule is installed: run `detente data build --from FOLDER`\n")
        return 1
    report = json.loads(report_file.read_text(encoding="utf-8"))
    rows = ["## The whole schedule, edition by edition", ""]
    rows.append(
        f"From the {len(report['editions'])} official editions {report['editions'][0]} to "
        f"{report['editions'][-1]} and the notes of {report['notes_edition']}: {report['lines_8']:,} lines "
        f"of 8 digits, {report['lines_10']:,} statistical numbers. Chapters 1 to 97. Base rate: *priced* is "
        "free or ad valorem, *conditional* needs a quantity or another fact, *refused* is kept as words. "
        "Additional duties on goods of China on the edition's day, as known that day: lines in force / "
        "lines that depend on a fact."
    )
    rows += [
        "",
        *_table(report),
        "",
        "## Where official sources and check lists differ",
        "",
        *_differences(report),
    ]
    rows += ["", "Read with `detente data verify`, which prints every comparison with its counts.", ""]
    (HERE / "coverage-notes.md").write_text("\n".join(rows), encoding="utf-8")
    return 0


def _table(report: dict[str, object]) -> list[str]:
    law, book = tables(), schedule()
    codes = [c for c in book.codes(8) if c < "98"]
    frame = panel(first="2025-01-01", last=law.verified, origins=("CN",), codes=codes)
    parts = ["s301", "s232", "s201", "fentanyl", "reciprocal", "s122", "s301_forced_labor"]
    rows = [
        "| edition | day | lines | priced / conditional / refused | "
        + " | ".join(f"`{c}`" for c in parts)
        + " |"
    ]
    rows.append("| --- | --- | --- | --- | " + " | ".join("---" for _ in parts) + " |")
    published = report["published"]
    assert isinstance(published, dict)
    for edition, day in sorted(published.items(), key=lambda item: (item[1] or "2025-01-01", item[0])):
        on = day or "2025-01-01"
        base: Counter[str] = Counter()
        standing = []
        for code in codes:
            line = book.line_on(code, on) if hasattr(book, "line_on") else None
            if line is None:
                continue
            standing.append(code)
            rate = line.general
            simple = isinstance(rate, AdValorem) or (isinstance(rate, Free) and not rate.condition)
            base[
                "refused"
                if isinstance(rate, NotUnderstood) or rate is None
                else "priced"
                if simple
                else "conditional"
            ] += 1
        held = on_day(frame, on).filter(pl.col("hts").is_in(standing))
        cells = [f"{_count(held, c, 'in_force'):,} / {_count(held, c, 'conditional'):,}" for c in parts]
        rows.append(
            f"| {edition} | {on} | {len(standing):,} | {base['priced']:,} / {base['conditional']:,} / "
            f"{base['refused']:,} | " + " | ".join(cells) + " |"
        )
    return rows


def _count(frame: pl.DataFrame, component: str, status: str) -> int:
    return frame.filter((pl.col("component") == component) & (pl.col("status") == status))["hts"].n_unique()


def _differences(report: dict[str, object]) -> list[str]:
    rows = []
    found = report["differences"]
    assert isinstance(found, list)
    agreed = sum(not d["only_first"] and not d["only_second"] for d in found)
    rows.append(f"{len(found)} comparisons, {agreed} agree in every code. The others:")
    rows.append("")
    for d in found:
        if d["only_first"] or d["only_second"]:
            why = "; ".join(f"{code}: {reason}" for code, reason in d["explained"]) or "not explained"
            rows.append(f"- `{d['list_id']}`, {d['first']} against {d['second']}: {why}")
    questions = report["questions"]
    assert isinstance(questions, list)
    rows += [f"- judged: {str(q)[:400]}" for q in questions]
    return rows


if __name__ == "__main__":
    sys.exit(main())
