"""Scores of the extraction on annotated reports: what `make score-talks` prints.

The annotation and its scorer lie beside the checkout in ``../shared/gold``; without them nothing is
scored and the reason is said. The agreed points are scored here, because the scorer has no row for them.
"""

from __future__ import annotations

import importlib.util
import io
import json
import sys
import tempfile
from contextlib import redirect_stdout
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

SHARED = Path(__file__).parents[1] / "../shared"
FLOORS = {
    "quotes_6_words_with_speaker": ("F1", 0.95),
    "quotes_with_speaker": ("F1", 0.85),
    "turns": ("F1", 1.0),
    "indirect_mixed_en": ("F1", 0.88),
    "statements_zh": ("F1", 0.92),
    "dates": ("F1", 0.97),
    "figures": ("F1", 0.97),
}


def scorer(folder: Path) -> ModuleType:
    """The scorer that lies with the annotation."""
    sys.path.insert(0, str(folder))
    spec = importlib.util.spec_from_file_location("evaluate", folder / "evaluate.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def scores(shared: Path = SHARED, known: date = date(2025, 10, 26)) -> dict[str, dict[str, Any]]:
    """Scores by type over the annotated reports."""
    from detente.talks import analyse, gather, write_annotations

    analysis = analyse(gather([shared / "reports"]), known=known)
    evaluate = scorer(shared / "gold")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "found.jsonl"
        write_annotations(path, analysis.store.notes(), analysis.disagreements)
        out = io.StringIO()
        with redirect_stdout(out):
            evaluate.main(str(path))
    table = {line.split(" ", 1)[0]: json.loads(line.split(" ", 1)[1]) for line in out.getvalue().splitlines()}
    table["agreed_points"] = agreed(shared / "gold", analysis.agreements)
    return table


def agreed(gold: Path, points: Any) -> dict[str, int]:
    """Gold points met: a point must touch the evidence of each side, and of the outlets, that gold has."""
    claims = {c["id"]: c for c in _rows(gold / "claims.jsonl")}
    spans = [list(p.claims.spans) for p in points]

    def touched(ids: list[str], found: list[tuple[str, int, int]]) -> bool:
        return any(
            d == claims[i]["doc"] and min(b, claims[i]["end"]) > max(a, claims[i]["start"])
            for i in ids
            if i in claims
            for d, a, b in found
        )

    met = 0
    rows = _rows(gold / "agreed.jsonl")
    for row in rows:
        groups = [
            [i for e in row[key] for i in e["claims"]] for key in ("us_evidence", "cn_evidence", "outlets")
        ]
        met += any(all(touched(g, found) for g in groups if g) for found in spans)
    return {"met": met, "gold": len(rows), "given": len(spans)}


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def main() -> None:
    if not (SHARED / "gold" / "evaluate.py").exists():
        print("not scored: the annotated reports are not beside this checkout (../shared/gold)")
        return
    for name, row in scores().items():
        floor = FLOORS.get(name)
        mark = (
            "" if not floor else f"   floor {floor[1]:.2f} {'met' if row[floor[0]] >= floor[1] else 'MISSED'}"
        )
        print(f"{name:30} {json.dumps(row)}{mark}")


if __name__ == "__main__":
    main()
