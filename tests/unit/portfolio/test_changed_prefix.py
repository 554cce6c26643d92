"""A change that spares goods by a prefix the law does not look at: the first met stands for nobody else."""

from __future__ import annotations

import polars as pl
import pytest

from detente.outcomes.costs.compare import outcomes_on
from detente.outcomes.laying.store import with_files
from detente.portfolio.bound import regime as bound
from detente.portfolio.changed import changed_law
from detente.portfolio.read.rows import frame_sheet

TOY = {"hts": "9506.62.40", "origin": "CN", "entry_date": "2025-11-05", "customs_value_usd": "10000"}
OTHER = {"hts": "8505.11.00.70", "origin": "CN", "entry_date": "2025-11-05", "customs_value_usd": "10000"}
KNOWN = "2025-10-29"


def threat_of(rows: list[dict[str, str]]) -> list[int]:
    """Cents of the threatened duty on each row where toys are spared."""
    sheet = frame_sheet(pl.DataFrame(rows))
    files = with_files(["examples/outcomes-mine.yaml"])
    made = outcomes_on(sheet, ["threat-without-toys"], rows=files, known=KNOWN)
    return made.money[made.names.index("threat-without-toys")].parts["threat_100"].tolist()


@pytest.mark.parametrize("met_first", [TOY, OTHER])
def test_spared_goods_and_others_of_their_class_are_told_apart_whoever_came_first(
    met_first: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DETENTE_BOUND", "off")
    monkeypatch.setattr(bound, "_BOUND", {})
    monkeypatch.setattr(changed_law, "_KEPT", {})
    sheet = frame_sheet(pl.DataFrame([met_first]))
    outcomes_on(sheet, ["plus100"], rows=with_files([]), known=KNOWN)
    twins = [{**TOY, "hts": code} for code in twins_of("95066240")]
    assert twins, "no code outside chapter 95 is of the toys' class: the case is not met"
    assert threat_of([TOY, *twins]) == [0, *([1_000_000] * len(twins))]


def twins_of(digits: str) -> list[str]:
    """Codes of other chapters that the law cannot tell from a code."""
    from detente.duties import schedule
    from detente.regime import tables

    book = schedule("US")
    regime = bound.bound_regime(tables(), book, "by_text", "us_import")
    codes = [digits, *(code for code in book.codes(8) if not code.startswith(("95", "98", "99")))]
    kinds = regime.class_numbers(codes).tolist()
    return [code for code, kind in zip(codes[1:], kinds[1:], strict=True) if kind == kinds[0]][:5]
