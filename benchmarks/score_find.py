"""How often `detente find` names the right line among its first five: what `make score-find` prints.

The phrases lie in ``tests/golden/find/phrases.tsv``, each with its line and the reason. Which half a phrase
is in is told by its hash: one half was looked at while the order was tuned, of the other only the score.
Phrases and trade words come from one hand, so both halves flatter; ``afterwards.tsv`` was written last.
Where the official lists lie beside the checkout, goods of exclusion notices, in words that nobody wrote for
this, are scored too.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import re
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from detente.duties import installed_books, schedule
from detente.schedule import Schedule, find_goods, layered, open_book

ROOT = Path(__file__).resolve().parents[1]
PHRASES = ROOT / "tests" / "golden" / "find" / "phrases.tsv"
AFTERWARDS = PHRASES.with_name("afterwards.tsv")
NOTICES = ROOT.parent / "shared" / "data" / "s301_exclusions" / "s301_exclusion_items_hts2026rev6.csv.gz"
FIRST = 5
FLOOR = 0.9


class Phrase(NamedTuple):
    """A phrase of the trade with its right lines."""

    text: str
    codes: frozenset[str]

    @property
    def half(self) -> str:
        return "held out" if int(hashlib.sha256(self.text.encode()).hexdigest(), 16) % 2 else "tuned on"

    @property
    def chinese(self) -> bool:
        return bool(re.search("[\u3400-\u9fff]", self.text))


class Score(NamedTuple):
    """Phrases, and those whose right line (or heading) is among the first five."""

    phrases: int
    lines: int
    headings: int

    @property
    def recall(self) -> float:
        return self.lines / self.phrases if self.phrases else 0.0


def phrases(place: Path = PHRASES) -> list[Phrase]:
    """The measured list."""
    rows = [line.split("\t") for line in place.read_text("utf-8").splitlines() if not line.startswith("#")]
    return [Phrase(text, frozenset(codes.replace(".", "").split("|"))) for text, codes, _ in rows]


def notices(most: int = 400) -> list[Phrase]:
    """Goods of exclusion notices up to the first comma, with the lines they stand under."""
    goods: dict[str, set[str]] = {}
    with gzip.open(NOTICES, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            head = re.split(r",|\(|;", row["text"])[0].strip()
            codes = re.findall(r"\d{4}\.\d{2}\.\d{2}", row["text"])
            if codes and len(head.split()) <= 7 and re.search("[a-z]{3}", head):
                goods.setdefault(head, set()).update(c.replace(".", "") for c in codes)
    ordered = sorted(goods, key=lambda text: hashlib.sha256(text.encode()).hexdigest())
    return [Phrase(text, frozenset(goods[text])) for text in ordered[:most]]


def score(book: Schedule, asked: Iterable[Phrase]) -> Score:
    """Recall among the first five over the phrases whose line the book holds."""
    total = lines = headings = 0
    for phrase in asked:
        if not any(book.has(code) for code in phrase.codes):
            continue
        first = [c.code for c in find_goods(book, phrase.text).candidates[:FIRST]]
        total += 1
        lines += bool(phrase.codes & set(first))
        headings += bool({c[:4] for c in phrase.codes} & {c[:4] for c in first})
    return Score(total, lines, headings)


def scores(book: Schedule) -> Iterator[tuple[str, Score]]:
    """The measured list by half and language, then the notices where they are."""
    listed = phrases()
    for half in ("tuned on", "held out"):
        for language in ("English", "Chinese"):
            part = [p for p in listed if p.half == half and p.chinese == (language == "Chinese")]
            yield f"{half}, {language}", score(book, part)
        yield f"{half}, both", score(book, [p for p in listed if p.half == half])
    yield "written afterwards", score(book, phrases(AFTERWARDS))
    if NOTICES.is_file():
        yield "goods of exclusion notices", score(book, notices())


def main() -> int:
    """Print the scores of the schedule in use, and of the shipped one where another is installed."""
    books = {"in use": schedule(), "shipped": layered([open_book(installed_books()[-1])])}
    if len(installed_books()) == 1:
        del books["in use"]
    low = False
    for name, book in books.items():
        find_goods(book, "soccer ball")  # the index is made before the clock runs
        started = time.process_time()
        for part, figures in scores(book):
            print(
                f"{name:8}  {part:27}  {figures.lines:3} of {figures.phrases:3} = {figures.recall:6.1%}   "
                f"heading {figures.headings:3}"
            )
            low |= "both" in part and figures.recall < FLOOR
        spent = time.process_time() - started
        print(f"{name:8}  {len(book.codes(8)):,} lines; {spent:.1f} CPU s for all")
    return int(low)


if __name__ == "__main__":
    sys.exit(main())
