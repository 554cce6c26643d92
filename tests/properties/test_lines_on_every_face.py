"""One line, every face: by itself, in a file, over HTTP, as a tool's answer, in Python, to the cent.

Lines of both directions are drawn with facts that bear on each other (`drawn_lines`). Every line is answered
by itself and in a file; every twentieth is asked on each face. A fault is shown as the
command that repeats it.
`make proof` runs the same over a million lines (`tests/proof.py`).
"""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path
from typing import Any

import pytest
from drawn_lines import differences, drawn, question_of, rows_of
from faces import by_command, by_http, by_python, by_tool, command_of

from detente.answers import ENTRIES, assess
from detente.cli.main import run
from detente.rowfiles import csv_bytes

LINES = int(os.environ.get("DETENTE_PROOF_LINES", "1200"))
SEED = int(os.environ.get("DETENTE_PROOF_SEED", "1"))
DUTY = ENTRIES["duty"]
DIRECTIONS = ("us_import", "china_import")


def app_client() -> Any:
    testing = pytest.importorskip("starlette.testclient")
    app = pytest.importorskip("detente.web.app").make_app()
    return testing.TestClient(app, base_url="http://127.0.0.1:8321")


def differences_in_a_file(direction: str, lines: int, seed: int) -> list[str]:
    """The lines whose row in a file is another answer, each as the command that repeats it."""
    some = drawn(direction, lines, seed)
    faults = ((line, differences(line, row)) for line, row in zip(some, rows_of(some), strict=True))
    return [f"{command_of(DUTY, question_of(line))}\n  {other}" for line, other in faults if other]


def differences_on_faces(client: Any, direction: str, lines: int, seed: int) -> list[str]:
    """The lines that some face answers otherwise than Python."""
    faults = []
    for line in drawn(direction, lines, seed)[::20]:
        given = question_of(line)
        first = by_python(DUTY, given)
        faces = {"tool": by_tool(DUTY, given), "HTTP": by_http(client, DUTY, given),
                 "command": by_command(DUTY, given)}  # fmt: skip
        faults += [f"{face}: {command_of(DUTY, given)}" for face, met in faces.items() if met != first]
    return faults


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_a_line_in_a_file_is_the_line_by_itself(direction: str) -> None:
    faults = differences_in_a_file(direction, LINES, SEED)
    assert not faults, f"{len(faults)} of {LINES}:\n" + "\n".join(faults[:5])


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_a_line_is_the_same_on_every_face(direction: str) -> None:
    pytest.importorskip("mcp.server.mcpserver")
    faults = differences_on_faces(app_client(), direction, LINES, SEED)
    assert not faults, "\n".join(faults[:5])


def test_a_file_of_lines_is_the_same_on_every_face(tmp_path: Path) -> None:
    lines = [line for way in DIRECTIONS for line in drawn(way, 150, SEED)]
    names = list(dict.fromkeys(name for line in lines for name in line))
    text = io.StringIO()
    sheet = csv.DictWriter(text, names, lineterminator="\n")
    sheet.writeheader()
    sheet.writerows(lines)
    (tmp_path / "lines.csv").write_text(text.getvalue(), encoding="utf-8")
    from_python = csv_bytes(assess(tmp_path / "lines.csv"))
    with pytest.raises(SystemExit):
        run(["assess", str(tmp_path / "lines.csv"), "-o", str(tmp_path / "out.csv"), "--json"])
    assert (tmp_path / "out.csv").read_bytes() == from_python
    made = app_client().post(
        "/api/assess?format=csv", content=text.getvalue().encode(), headers={"Content-Type": "text/csv"}
    )
    assert made.content == from_python


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_a_cell_that_is_changed_is_seen(direction: str) -> None:
    """The comparison itself: a cent, a status, a heading, a missing fact put in is a difference."""
    lines = drawn(direction, 60, SEED)
    for line, row in zip(lines, rows_of(lines), strict=True):
        if row["status"] != "ok":
            continue
        assert not differences(line, row)
        for name in ("duty_usd", "low_usd", "high_usd", "mfn_usd", "refundable_usd"):
            if row[name] is not None:
                assert differences(line, {**row, name: row[name] + 0.01}), name
        assert differences(line, {**row, "status": "undetermined"})
        assert differences(line, {**row, "missing": "mode"})
