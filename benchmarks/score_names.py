"""How well names meet lists: what `make score-names` prints.

The pairs lie in ``tests/golden/names``: a name as people write it and the listed name it means, or none.
They are looked for among every name of ``law/parties`` and a few of other published lists. Which half a pair
is in is told by its hash: one half was looked at while the matching was tuned, of the other only the score;
``afterwards.tsv`` was written last. All pairs come from one hand, so the figures flatter. Where a package
with names of companies on stock exchanges is installed (``pytickersymbols``), those serve as names that are
on no list but for a few.
"""

from __future__ import annotations

import hashlib
import re
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from detente.regime import law_tables
from detente.screening import NameIndex

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "tests" / "golden" / "names"
PAIRS, AFTERWARDS, LISTED = (FOLDER / f"{name}.tsv" for name in ("pairs", "afterwards", "listed"))
PRECISION, RECALL = 0.9, 0.9


class Pair(NamedTuple):
    """A name as written, the listed name it means or nothing, and what is wanted."""

    asked: str
    listed: str
    wanted: str

    @property
    def half(self) -> str:
        return "held out" if int(hashlib.sha256(self.asked.encode()).hexdigest(), 16) % 2 else "tuned on"

    @property
    def chinese(self) -> bool:
        return bool(re.search("[\u3400-\u9fff]", self.asked))


class Score(NamedTuple):
    """Counts over pairs: wanted and met, wanted and missed, met though nothing was wanted, and of the names
    that are the same those that are sure, and sure ones that are not."""

    met: int
    missed: int
    wrong: int
    quiet: int
    sure: int
    same: int
    falsely_sure: int

    @property
    def precision(self) -> float:
        return self.met / (self.met + self.wrong) if self.met + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.met / (self.met + self.missed) if self.met + self.missed else 1.0


def pairs(place: Path = PAIRS) -> list[Pair]:
    """The pairs of a file."""
    if not place.exists():
        return []
    rows = [line.split("\t") for line in place.read_text("utf-8").splitlines() if line and line[0] != "#"]
    return [Pair(asked, "" if listed == "-" else listed, wanted) for asked, listed, wanted, _ in rows]


def listed_names() -> tuple[NameIndex, list[int]]:
    """Every name that is looked in, and the party each is of."""
    parties = [party.names for action in law_tables().listed_parties for party in action.parties]
    lines = (line for line in LISTED.read_text("utf-8").splitlines() if line and line[0] != "#")
    parties += [tuple(line.split("|")) for line in lines]
    named = [(name, number) for number, names in enumerate(parties) for name in names]
    return NameIndex.of(name for name, _ in named), [number for _, number in named]


def score(
    index: NameIndex, parties: list[int], asked: Iterable[Pair], said: list[str] | None = None
) -> Score:
    """Scores over pairs; `said` takes a line for each that went wrong."""
    met = missed = wrong = quiet = sure = same = falsely = 0
    for pair in asked:
        rows = index.matches(pair.asked)
        meant = {parties[i] for i, name in enumerate(index.names) if name == pair.listed}
        hits = [row for row in rows if parties[row.place] in meant]
        if not pair.listed:
            wrong, quiet = wrong + bool(rows), quiet + (not rows)
        else:
            met, missed = met + bool(hits), missed + (not hits)
            same += pair.wanted == "same"
            sure += pair.wanted == "same" and any(row.same for row in hits)
        bad = bool(rows) != bool(pair.listed) or (pair.listed and not hits)
        weak = pair.wanted == "same" and not any(row.same for row in hits)
        odd = any(row.same for row in rows) and (not hits or pair.wanted != "same")
        falsely += odd
        if said is not None and (bad or weak or odd):
            shown = ", ".join(f"{row.name} ({row.score:g}, {row.why})" for row in rows[:2]) or "nothing"
            said.append(f"{pair.asked} [{pair.wanted} {pair.listed or '-'}]: {shown}")
    return Score(met, missed, wrong, quiet, sure, same, falsely)


def line(title: str, one: Score) -> str:
    """A score in one line."""
    return (
        f"{title}: precision {one.precision:.3f}, recall {one.recall:.3f} "
        f"({one.met} of {one.met + one.missed} met, {one.wrong} of {one.wrong + one.quiet} met wrongly); "
        f"sure of {one.sure} of {one.same} same names, "
        f"{one.falsely_sure} falsely"
    )


def exchange_names() -> list[str]:
    """Names of companies on stock exchanges, where the package that holds them is installed."""
    try:
        from pytickersymbols import PyTickerSymbols
    except ImportError:
        return []
    return sorted({str(stock["name"]) for stock in PyTickerSymbols().get_all_stocks()})


OWN = "north|harbour|delta|crane|valley|optics|steel|marine|nova|linden|orchid|falcon|ridge|amber|quartz"
TRADES = "Technologies|Industries|Trading|Systems|Precision|Logistics|Chemicals|Instruments|Holdings"
FORMS = "Co., Ltd.|LLC|Inc.|GmbH|JSC|Limited"


def invented(number: int) -> str:
    """A company name that a number makes up."""
    own = hashlib.sha256(str(number).encode()).hexdigest()
    letters = "".join(chr(97 + int(c, 16)) for c in own[:7]).capitalize()
    said = (words.split("|")[number % len(words.split("|"))] for words in (OWN, TRADES, FORMS))
    return " ".join((letters, *said))


def speed(parties: int = 1000, listed: int = 20_000) -> tuple[float, float]:
    """CPU seconds to index a list of that many names and to ask that many parties."""
    names = [invented(number) for number in range(2 * listed)]
    begun = time.process_time()
    index = NameIndex.of(names[:listed])
    built = time.process_time()
    for number in range(parties):
        index.matches(names[number * 37 % len(names)].replace("Co., Ltd.", "Company Limited"))
    return built - begun, time.process_time() - built


def main() -> int:
    """Print the scores; the exit status says whether the halves keep the floors."""
    index, parties = listed_names()
    known = pairs()
    said: list[str] = []
    kept = True
    groups = {half: [p for p in known if p.half == half] for half in ("tuned on", "held out")}
    groups |= {"written afterwards": pairs(AFTERWARDS), "Chinese": [p for p in known if p.chinese]}
    for title, group in groups.items():
        one = score(index, parties, group, said if title == "tuned on" or "-v" in sys.argv else None)
        sys.stdout.write(line(f"{title} ({len(group)} pairs)", one) + "\n")
        kept &= one.precision >= PRECISION and one.recall >= RECALL
    sys.stdout.writelines(f"  {words}\n" for words in said)
    others = exchange_names()
    if others:
        met = {name: rows for name in others if (rows := index.matches(name))}
        sure = [name for name, rows in met.items() if rows[0].same]
        sys.stdout.write(
            f"{len(others)} names of listed companies: {len(sure)} the same as a listed name, "
            f"{len(met) - len(sure)} near one\n"
        )
        if "-v" in sys.argv:
            sys.stdout.writelines(
                f"  {n}: {r[0].name} ({r[0].score:g}, {r[0].why})\n" for n, r in met.items()
            )
    built, asked = speed()
    sys.stdout.write(
        f"a list of 20,000 names: indexed in {built:.1f} CPU s, 1,000 parties asked in {asked:.1f} CPU s\n"
    )
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
