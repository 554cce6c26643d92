"""Speed of the talks room: loading, characters a CPU second, memory over many documents.

Prints medians of one run. The documents are written here, sentence by sentence, so that the figures
do not depend on a file.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time

ENGLISH = (
    "{who} said on {day} that the two sides had agreed to extend the tariff truce by {n} days. "
    "“We covered rare earths, soybeans and fentanyl,” {who} told reporters after the talks in Madrid. "
    "According to a person familiar with the matter, Beijing would delay its export controls for a year, "
    "while Washington would lower the duty from {n} percent to 10 percent.\n\n"
)
CHINESE = (
    "{zh}表示，双方就对等关税暂停期、芬太尼关税和执法合作、农产品贸易等问题进行了坦诚、深入的交流，"
    "达成初步共识。美方表示，愿同中方继续对话。\n\n"
)
PEOPLE = ("Scott Bessent", "He Lifeng", "Jamieson Greer", "Wu Xinbo")
CHINESE_PEOPLE = ("何立峰", "李成钢", "贝森特", "格里尔")
DAYS = ("Monday", "Sunday", "May 12", "Thursday")
DOCUMENTS = 200


def document(number: int, paragraphs: int = 12) -> str:
    """One made-up report in two languages."""
    rows = [
        ENGLISH.format(who=PEOPLE[(number + k) % 4], day=DAYS[(number * 3 + k) % 4], n=30 + (number + k) % 60)
        + CHINESE.format(zh=CHINESE_PEOPLE[(number + k) % 4])
        for k in range(paragraphs)
    ]
    return "September 15, 2025\n\n" + "".join(rows)


def loading_s() -> float:
    """Seconds of a fresh process until the first claim of a short text."""
    code = (
        "import time; t = time.process_time(); from detente.talks import claims;"
        "claims(['He Lifeng said on Sunday that talks were candid.'], date='2025-05-12'); "
        "print(time.process_time() - t)"
    )
    runs = [
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
        for _ in range(3)
    ]
    return statistics.median(runs)


def main() -> None:
    from detente.talks import Source, analyse, extract_claims, load_registry, read_document

    registry = load_registry()
    print(f"loading and a first claim: {loading_s():.2f} s of CPU (median of 3)")
    texts = [document(n) for n in range(DOCUMENTS)]
    extract_claims(read_document(texts[0], "warm"), registry)
    speeds = []
    for n, text in enumerate(texts):
        start = time.process_time()
        extract_claims(read_document(text, f"d{n}"), registry)
        speeds.append(len(text) / (time.process_time() - start))
    print(
        f"characters a CPU second: {statistics.median(speeds):,.0f} "
        f"(median of {DOCUMENTS} documents, slowest {min(speeds):,.0f})"
    )
    memory = []
    for count in (50, 100, 200):
        start = time.process_time()
        found = analyse([Source(f"d{n}", raw=t.encode()) for n, t in enumerate(texts[:count])])
        written = sum(map(len, found.json()))
        took = time.process_time() - start
        memory.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
    print(f"{DOCUMENTS} documents compared and {written:,} characters of answer written: {took:.1f} s of CPU")
    print(f"peak memory after 50, 100, 200 documents in one run: {', '.join(f'{m} MiB' for m in memory)}")


if __name__ == "__main__":
    main()
