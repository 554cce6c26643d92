"""The long form of the proofs: a million drawn lines, every junk case on every face, many more bounds.

`make proof` runs everything; each part can be run by itself:

- lines: shards of `DETENTE_PROOF_SIZE` lines of each direction, alone, in a file and (every twentieth) on
  every face. `DETENTE_PROOF_SHARD=2/8` takes every eighth shard from the third on, for several machines.
  Shards done under the same law are left out when it runs again; a fault is printed as the command that
  repeats it.
- tests: the property tests that have a long form.

``python tests/proof.py lines|tests``; seconds at most for the lines in `DETENTE_PROOF_SECONDS`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(HERE), str(HERE / "properties")]
LINES = int(os.environ.get("DETENTE_PROOF_LINES", "1000000"))
SIZE = int(os.environ.get("DETENTE_PROOF_SIZE", "5000"))
SEED = int(os.environ.get("DETENTE_PROOF_SEED", "1"))
SECONDS = float(os.environ.get("DETENTE_PROOF_SECONDS", "0"))
LONG = {"DETENTE_PROOF": "1", "DETENTE_PROOF_LINES": "50000", "DETENTE_PROOF_EXAMPLES": "20000"}
FILES = ("test_junk.py", "test_bound_lines.py", "test_bounds.py", "test_bounds_of_faces.py")


def shards() -> Iterator[int]:
    """Numbers of the shards this run takes."""
    own, _, of = os.environ.get("DETENTE_PROOF_SHARD", "0/1").partition("/")
    yield from range(int(own), -(-LINES // (2 * SIZE)), int(of or 1))


def prove_lines() -> int:
    """Every shard that is not done; the number of lines that differ."""
    from test_lines_on_every_face import DIRECTIONS, app_client, differences_in_a_file, differences_on_faces

    from detente.regime import artefact

    log = ROOT / "build" / "proof" / f"{artefact()['hash']}-seed-{SEED}-size-{SIZE}.txt"
    log.parent.mkdir(parents=True, exist_ok=True)
    done = set(log.read_text("utf-8").split()) if log.is_file() else set()
    client, began, faults, lines = app_client(), time.monotonic(), 0, 0
    for shard in shards():
        if str(shard) in done:
            continue
        if SECONDS and time.monotonic() - began > SECONDS:
            break
        seed, wrong = SEED * 1_000_003 + shard, []
        for direction in DIRECTIONS:
            wrong += differences_in_a_file(direction, SIZE, seed)
            wrong += differences_on_faces(client, direction, SIZE, seed)
        lines += 2 * SIZE
        faults += len(wrong)
        print(f"shard {shard}: {2 * SIZE} lines, {len(wrong)} differ", *wrong, sep="\n", flush=True)
        if not wrong:
            with log.open("a", encoding="utf-8") as file:
                file.write(f"{shard}\n")
    print(f"{lines} lines tried, {len(done)} shards were done before, {faults} lines differ")
    return faults


def prove_tests() -> int:
    """The property tests in their long form."""
    files = [str(HERE / "properties" / name) for name in FILES]
    words = [sys.executable, "-m", "pytest", "-n", "0", "-q", *files]
    return subprocess.run(words, cwd=ROOT, env={**os.environ, **LONG}, check=False).returncode


def main(parts: list[str]) -> int:
    """Run the named parts, or all; 1 when something differs or fails."""
    how = {"lines": prove_lines, "tests": prove_tests}
    unknown = [part for part in parts if part not in how]
    if unknown:
        print(f"no part {unknown[0]!r}: {', '.join(how)}", file=sys.stderr)
        return 2
    results = [how[part]() for part in parts or how]  # all of them, also after one that fails
    return int(any(results))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
