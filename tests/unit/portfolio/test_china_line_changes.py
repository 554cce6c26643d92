"""Lines of China's schedule changed between two days, by the action that changed them."""

from __future__ import annotations

import polars as pl
import pytest

import detente as dt
from detente.cli.main import run
from detente.duties import CHINA_IMPORT
from detente.portfolio import Point, changes


def _changed(first: str, last: str, *codes: str) -> dict[str, tuple[float, float]]:
    points = (Point(on=first, known=last), Point(on=last, known=last))
    answer = changes(*points, ("US",), codes or None, CHINA_IMPORT)
    return {line.hts: (line.before_high_pct, line.after_high_pct) for line in answer.lines}


def test_the_end_of_the_farm_duty_moves_its_lines_and_no_others() -> None:
    lines = _changed("2025-11-09", "2025-11-10", "12019011", "02071100", "84717011")
    assert lines == {"1201.90.11": (47.5, 37.5), "0207.11.00": (55, 40)}


def test_both_sides_stand_in_one_answer() -> None:
    answer = dt.diff(on=["2025-11-09", "2025-11-10"])
    assert answer.lines is not None and answer.china_lines is not None
    assert {line.origin for line in answer.china_lines.lines} == {"US"}
    farm = [c for c in answer.china_lines.causes if c.component == "retaliation_2025"]
    assert {c.points for c in farm} == {-10, -15}
    assert next(c.lines for c in farm if c.points == -15) == 29
    assert all(c.citation for c in answer.china_lines.causes)


def test_a_line_that_had_gone_between_is_not_a_change_of_law() -> None:
    answer = dt.diff(on=["2025-03-27", "2025-03-29"])
    assert answer.china_lines is not None
    assert answer.china_lines.lines_changed == 0 and answer.china_lines.lines_seen > 8_000


def test_the_file_says_on_which_entry_each_line_changed(tmp_path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "changed.parquet"
    with pytest.raises(SystemExit) as ended:
        run(["diff", "2025-11-09", "2025-11-10", "-o", str(out)])
    assert not ended.value.code
    assert "Into China" in capsys.readouterr().out
    rows = pl.read_parquet(out)
    assert set(rows["into"].unique()) == {"US", "CN"}
    assert rows.filter(pl.col("into") == "CN")["origin"].unique().to_list() == ["US"]
