"""What the commands that answer a whole file of rows have in common."""

from __future__ import annotations

import json as text
import sys
from pathlib import Path
from typing import Any

from detente.cli.show import say_faults


def finish_file(frame: Any, faults: list[Any], output: Path, *, json: bool) -> int:
    """Say what a file of rows came to; exit 1 when rows failed."""
    counts = {str(k): int(v) for k, v in frame["status"].value_counts().iter_rows()}
    if json:
        report = {
            "output": str(output),
            "rows": frame.height,
            "status": counts,
            "faults": [{"row": f.row, "column": f.column, "text": f.text} for f in faults],
        }
        sys.stdout.write(text.dumps(report, ensure_ascii=False, indent=2) + "\n")
    else:
        said = ", ".join(f"{n} {status}" for status, n in sorted(counts.items()))
        sys.stdout.write(f"{frame.height} rows: {said or 'none'} -> {output}\n")
        say_faults(faults, "that failed")
    return 1 if faults else 0
