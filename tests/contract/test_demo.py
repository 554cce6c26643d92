"""The demonstration does the main job: card, portfolio, files, hindsight, brief; and reaches no network."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import openpyxl

ROOT = Path(__file__).resolve().parents[2]
NO_NETWORK = """
import socket, runpy, sys
def refuse(*_, **__): raise OSError("the demonstration must not open a connection")
socket.socket.connect = refuse
runpy.run_path("examples/demo.py", run_name="__main__")
"""


def test_the_demonstration_runs_offline_and_writes_what_it_says() -> None:
    made = subprocess.run(
        [sys.executable, "-c", NO_NETWORK], cwd=ROOT, capture_output=True, text=True, timeout=180, check=False
    )
    assert made.returncode == 0, made.stderr
    lines = made.stdout.splitlines()
    assert len(lines) <= 50, "about forty lines a person reads to the end"
    assert max(map(len, lines)) <= 80
    assert "build/brief.html" in lines[-1] or "build/brief.html" in lines[-2], "it ends with the page"
    words = " ".join(made.stdout.split())
    assert "24 points of 34 %" in words and "suspended" in words
    assert "threatened" in words
    assert "Duty 37.5 % = 3,750.00 USD on 10,000.00 USD" in words and "as known that day" in words
    assert "Entered by 9 November 2025 it saves 24 points = 2,400.00 USD" in words
    assert "750.00 USD, 3000.00 USD may be refundable" in words
    book = openpyxl.load_workbook(ROOT / "build" / "importer-result.xlsx", read_only=True)
    assert {"Lines", "Layers", "Summary", "Exceptions", "Method"} <= set(book.sheetnames)
    book.close()
    page = (ROOT / "build" / "brief.html").read_text(encoding="utf-8")
    assert "<html" in page and "http" not in page.split("<body")[0].replace("http-equiv", "").replace(
        "http://www.w3.org", ""
    )
