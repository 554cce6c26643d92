"""The statutory total and that with an approved exclusion are the same on every face."""

from __future__ import annotations

import polars as pl
import pytest

import detente as dt

pytest.importorskip("fastapi")
from starlette.testclient import TestClient

from detente.web import ServeSettings, make_app

CODES = ("12019011", "08061000", "33030000", "84717011", "02071100", "10059000", "27090000")
DAYS = ("2020-03-01", "2020-03-02", "2025-04-11", "2025-11-10")


@pytest.mark.parametrize("day", DAYS)
def test_both_totals_are_equal_on_every_face(day: str) -> None:
    client = TestClient(make_app(ServeSettings(names=frozenset({"testserver"}))))
    count = len(CODES)
    rows = pl.DataFrame(
        {
            "line_id": CODES, "hts": CODES, "origin": ["US"] * count, "entry_date": [day] * count,
            "customs_value_usd": ["1000"] * count, "direction": ["china_import"] * count,
        }
    )  # fmt: skip
    bulk = {row["line_id"]: row for row in dt.assess(rows, known=day).to_dicts()}
    for code in CODES:
        one = dt.duty(code, origin="US", to="CN", value="1000", on=day, known=day)
        asked = {"hts": code, "origin": "US", "to": "CN", "value": "1000", "on": day, "known": day}
        served = client.get("/api/duty", params=asked).json()
        claimed = one.with_exclusion.total_pct if one.with_exclusion else None
        assert served["total_pct"] == (None if one.total_pct is None else str(one.total_pct))
        assert (served["with_exclusion"] or {}).get("total_pct") == (
            None if claimed is None else str(claimed)
        )
        total = one.total_pct if claimed is None else claimed
        assert bulk[code]["with_exclusion_pct"] == (None if total is None else float(total)), (day, code)
        assert claimed is None or day >= "2020-03-02"
