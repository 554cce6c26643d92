"""Run every benchmark of this folder, one after another."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> int:
    """Each benchmark prints its own figures; a failing one fails the run."""
    failed = 0
    for path in sorted(HERE.glob("*.py")):
        if path.name in ("run.py", "score_talks.py"):
            continue
        print(f"== {path.stem}", flush=True)
        failed += subprocess.run([sys.executable, str(path)], check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
