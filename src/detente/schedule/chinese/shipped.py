"""China's schedule that travels with the program: the facts of every line, curated lines over them.

`python -m detente.schedule.chinese.shipped FOLDER TABLES` (`make schedule`) writes the facts anew from a
folder of data; the compiler of the law makes the book of the package from them and from the lines written by
hand under ``law/starter``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Set
from pathlib import Path

from detente.schedule.building.book_writer import write_book
from detente.schedule.building.facts_text import read_facts, write_facts
from detente.schedule.building.starter import read_starter
from detente.schedule.chinese.lines import facts_of_china
from detente.schedule.chinese.rules import read_rules
from detente.schedule.chinese.sources import read_sources
from detente.schedule.finding.trade_words import words_by_heading
from detente.schedule.lines import Membership

CLASSES = ("lower", "standard")  # of value-added tax: a line is in one of them
OF, UNSEEN = "-", "unseen"
CHINA = "the import tariff of China and its duties on goods of the United States"


def compile_shipped_china(folder: Path | str, curated: Iterable[Path | str], out: Path | str) -> str:
    """Read the facts of a folder and the curated lines, and write the book they make.

    A curated line's words and rates stand in the place of those of the table, until the day its code went.
    Where both say that a line is on a list, the surer of the two is kept; a class of a family (a VAT class)
    and a list of which the tables say that they do not know are the curated ones.

    Parameters
    ----------
    folder : Path
        ``law/china/schedule`` of a checkout.
    curated : iterable of Path
        The YAML files of curated lines.
    out : Path
        Where the book is to stand.

    Returns
    -------
    str
        The book's content hash.

    Raises
    ------
    LawError
        Naming every row and every field that cannot be read.
    """
    facts = read_facts(Path(folder))
    lines, members = read_starter(curated)
    went = {code: day for code, (day, _) in json.loads(facts.meta.successions).items()}
    lines = [line._replace(to_day=line.to_day or went.get(line.code, "")) for line in lines]
    own = {line.code for line in lines}
    lines += [line for line in facts.lines if line.code not in own]
    every = list(_merged(members, facts.memberships))
    return write_book(out, lines, every, facts.meta, words_by_heading())


def _merged(curated: list[Membership], derived: list[Membership]) -> Iterable[Membership]:
    """Places on lists of both, each once."""
    settled = {(m.prefix, m.list_id.rsplit(OF, 1)[0]) for m in curated}
    kept: dict[tuple[str, str], Membership] = {}
    for member in (*curated, *(m for m in derived if not _yields(m, settled))):
        key = member.prefix, member.list_id
        if key not in kept or member.confidence < kept[key].confidence:
            kept[key] = member
    return kept.values()


def _yields(member: Membership, settled: Set[tuple[str, str]]) -> bool:
    """Whether a derived place says no more than what a curated one says better."""
    family, _, last = member.list_id.rpartition(".")
    if last in CLASSES:
        return any((member.prefix, f"{family}.{name}") in settled for name in CLASSES)
    stem, _, last = member.list_id.rpartition(OF)
    return last == UNSEEN and (member.prefix, stem) in settled


def main(arguments: list[str]) -> int:
    """Read a folder of data and write the facts of every line: FROM, and where the tables stand."""
    source, tables = map(Path, arguments)
    facts = facts_of_china(read_sources(source), read_rules(tables))
    written = write_facts(facts, tables, CHINA)
    size = sum(path.stat().st_size for path in written)
    sys.stdout.write(
        f"{len({line.code for line in facts.lines}):,} lines, {len(facts.memberships):,} places on lists: "
        f"{len(written)} tables, {size:,} bytes\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
