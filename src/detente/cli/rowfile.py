"""What the commands that answer a whole file of rows have in common."""

from __future__ import annotations

import json as text
import sys
from pathlib import Path
from typing import Any

from detente.cli.show import say_faults, show


def finish_file(
    frame: Any, faults: list[Any], output: Path, what: str, *, full: bool = False, json: bool
) -> int:
    """Say what a file of rows came to, `what` being what a row is; exit 1 when rows failed."""
    if json:
        counts = {str(k): int(v) for k, v in frame["status"].value_counts().iter_rows()}
        report = {
            "output": str(output),
            "rows": frame.height,
            "status": counts,
            "faults": [{"row": f.row, "column": f.column, "text": f.text} for f in faults],
        }
        sys.stdout.write(text.dumps(report, ensure_ascii=False, indent=2) + "\n")
    else:
        from detente.report import file_screen

        show(file_screen(frame, output, what), full=full)
        say_faults(faults, "that failed")
    return 1 if faults else 0
