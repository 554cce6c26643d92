"""The US starter schedule: sound by itself, equal to official editions and lists where they are at hand."""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from detente.schedule.building.starter import read_starter
from detente.terms.bulk_work import paused_garbage_collection

ROOT = Path(__file__).resolve().parents[3]
FILES = sorted((ROOT / "law" / "starter").glob("us-goods*.yaml"))
LISTS = ROOT / "law" / "us" / "lists.yaml"
AFTER_NOTES = "2026-07-01"  # the notes at hand are those of 2026 revision 6
NUMBERS = LISTS.parent.parent / "starter" / "us-exclusion-numbers.yaml"


class Row(NamedTuple):
    """One membership of a starter file."""

    code: str
    suffix: str
    list_id: str
    first: str
    last: str
    known: str
    condition: str
    cite: str

    @property
    def prefix(self) -> str:
        return self.code + self.suffix


@cache
def entries() -> tuple[dict[str, Any], ...]:
    return tuple(
        line for path in FILES for line in yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)["lines"]
    )


@cache
def rows() -> tuple[Row, ...]:
    keys = ("suffix", "list", "from", "to", "known", "condition", "cite")
    return tuple(
        Row(line["hts"].replace(".", ""), *(item.get(key, "") for key in keys))
        for line in entries()
        for item in line["lists"]
    )


@cache
def codes() -> frozenset[str]:
    return frozenset(line["hts"].replace(".", "") for line in entries())


def on(list_id: str, *, also: str = "") -> set[str]:
    """Prefixes of the starter that stand on a list, now or ever; `also` narrows by a word of the citation."""
    return {row.prefix for row in rows() if row.list_id == list_id and also in row.cite}


def under(listed: Iterable[str]) -> set[str]:
    """Starter lines, and statistical numbers of starter lines, that the given codes cover."""
    found: set[str] = set()
    whole = {code for code in codes() if code.startswith(tuple(c for c in listed if len(c) <= 8))}
    found |= whole
    for code in listed:
        if len(code) == 10 and code[:8] in codes() and code[:8] not in whole:
            found.add(code[:8] if code.endswith("00") else code)
    return found


# ---- sound by itself -------------------------------------------------------------------------------


def test_the_reader_accepts_every_file() -> None:
    known = [entry["id"] for entry in yaml.safe_load(LISTS.read_text("utf-8"))["lists"]]
    lines, memberships = read_starter(FILES, known)
    assert len({line.code for line in lines if len(line.code) == 8}) == len(codes())
    assert len(memberships) == len(rows())


def test_codes_are_unique_and_many() -> None:
    listed = [line["hts"] for line in entries()]
    assert len(listed) == len(set(listed)) >= 600


def test_every_value_is_a_string() -> None:
    def walk(node: Any, where: str) -> Iterable[str]:
        if isinstance(node, dict):
            for key, value in node.items():
                yield from walk(key, where)
                yield from walk(value, where)
        elif isinstance(node, list):
            for value in node:
                yield from walk(value, where)
        elif not isinstance(node, str):
            yield f"{where}: {node!r}"

    assert [fault for line in entries() for fault in walk(line, str(line["hts"]))] == []


def test_words_stand_in_both_languages() -> None:
    chinese = re.compile(r"[一-鿿]")
    for line in entries():
        for words in (line["words"], *line.get("suffixes", {}).values()):
            assert words["en"].strip(), line["hts"]
            assert not chinese.search(words["en"]), line["hts"]
            assert chinese.search(words["zh"]), line["hts"]


def test_dates_are_in_order_and_base_rates_leave_no_gap() -> None:
    for row in rows():
        assert not (row.first and row.last) or row.first < row.last, row
    for line in entries():
        spans = [(base["from"], base.get("to", "")) for base in line["base"]]
        assert spans[0][0] == "2018-01-01", line["hts"]
        assert spans[-1][1] == "", line["hts"]
        assert [last for _, last in spans[:-1]] == [first for first, _ in spans[1:]], line["hts"]


def test_no_membership_is_given_twice() -> None:
    seen: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows():
        seen[row.prefix, row.list_id].append(row)
    for same in seen.values():
        spans = sorted((row.first, row.last or "9999") for row in same)
        assert all(a[1] <= b[0] for a, b in pairwise(spans)), same


def test_a_list_never_names_a_line_and_a_number_of_it_at_once() -> None:
    whole = {(row.code, row.list_id) for row in rows() if not row.suffix}
    assert [row for row in rows() if row.suffix and (row.code, row.list_id) in whole] == []


def test_every_list_of_the_registry_has_lines() -> None:
    short = ("us.s301.note-31c", "us.s232.upholstered-furniture", "us.s201.solar")
    single = ("us.s301.note-31e", "us.s301.note-31h", "us.s301.note-31i", "us.s301.sts-cranes")
    few = dict.fromkeys((*short, "us.ieepa.described", "us.s122.described"), 2) | dict.fromkeys(
        single, 1
    )  # the list names no more, or goods of little trade
    held: dict[str, set[str]] = defaultdict(set)
    for row in rows():
        held[row.list_id].add(row.code)
    for row in yaml.safe_load(NUMBERS.read_text("utf-8"))["numbers"]:
        held[row["list"]].update(row["numbers"].split())
    for entry in yaml.safe_load(LISTS.read_text("utf-8"))["lists"]:
        old_exclusion = re.match(r"us\.s301\.exclusion-\d\d-", entry["id"])
        least = 1 if old_exclusion else few.get(entry["id"], 3)
        assert len(held[entry["id"]]) >= least, entry["id"]


def test_the_reference_page_gives_the_counts_as_they_are() -> None:
    page = (ROOT / "docs" / "reference" / "starter.md").read_text("utf-8")
    counts = {
        name: int(number)
        for name, number in re.findall(r"^\| `(us\.[\w.-]+)` \| (\d+) \|$", page, re.MULTILINE)
    }
    held: dict[str, set[str]] = defaultdict(set)
    for row in rows():
        held[row.list_id].add(row.code)
    assert counts == {name: len(found) for name, found in held.items()}
    assert f"holds {len(codes()):,} eight-digit lines" in page


def test_conditions_name_facts_the_page_explains() -> None:
    facts = {
        fact["name"] for fact in yaml.safe_load((ROOT / "law" / "facts.yaml").read_text("utf-8"))["facts"]
    }
    page = (ROOT / "docs" / "reference" / "starter.md").read_text("utf-8")
    used = {row.condition for row in rows()} - {""}
    assert used <= facts
    assert all(f"`{name}`" in page for name in used)


def test_note_31_lines_keep_their_earlier_list() -> None:
    notes = {f"us.s301.note-31{letter}" for letter in "bcdefghij"}
    earlier = {"us.s301.list-1", "us.s301.list-2", "us.s301.list-3", "us.s301.list-4a"}
    moved = {row.code for row in rows() if row.list_id in notes}
    free_before = re.compile(r"2504|2602|2611|2825|2841|2844|2849|7202|7901|8001|8101|8103|8112|8505|9018")
    for code in moved:
        lists = {row.list_id for row in rows() if row.code == code} & earlier
        assert bool(lists) is not bool(free_before.match(code)), (code, lists)


# ---- against the official editions -----------------------------------------------------------------


@cache
def _tidy(text: str) -> str:
    text = re.sub(r"<[^>]+>", "", text or "").replace("\xa0", " ").replace("weght", "weight")
    return re.sub(r",\s+(?=[A-Z+*]{1,3}[,)])", ",", re.sub(r"\s+", " ", text).strip())


def _edition(path: Path) -> tuple[dict[str, tuple[str, str, str]], dict[str, list[str]]]:
    rates: dict[str, tuple[str, str, str]] = {}
    units: dict[str, list[str]] = {}
    for row in json.loads(gzip.decompress(path.read_bytes())):
        code = row["htsno"].replace(".", "")
        if code[:8] not in codes() or len(code) not in (8, 10):
            continue
        units[code] = [_tidy(unit) for unit in row["units"]]
        if len(code) == 8 or row["general"] or row["other"]:
            rates.setdefault(code[:8], (_tidy(row["general"]), _tidy(row["special"]), _tidy(row["other"])))
    return rates, units


def _order(path: Path) -> tuple[int, int]:
    year, revision = re.search(r"hts_(\d{4})_(?:basic|rev_(\d+))", path.name).groups()  # type: ignore[union-attr]
    return int(year), int(revision or 0)


@pytest.fixture(scope="module")
def editions(shared: Path) -> list[tuple[tuple[int, int], dict[str, Any], dict[str, Any]]]:
    folder = shared / "data" / "hts_json"
    if not folder.is_dir():
        pytest.skip("the official editions are not beside this checkout")
    with paused_garbage_collection():  # tens of thousands of small dicts an edition
        return [(_order(path), *_edition(path)) for path in sorted(folder.glob("*.json.gz"), key=_order)]


def _base_of(line: dict[str, Any], year: int) -> tuple[str, str, str]:
    day = "2026-01-01" if year == 2026 else "2025-06-30"
    for base in line["base"]:
        if base["from"] <= day and (not base.get("to") or day < base["to"]):
            return base["general"], base.get("special", ""), base.get("column2", "")
    raise AssertionError(line["hts"])


def test_base_rates_equal_every_edition(editions: Any) -> None:
    assert len(editions) >= 40
    wrong = [
        (line["hts"], name, rates.get(line["hts"].replace(".", "")))
        for name, rates, _ in editions
        for line in entries()
        if rates.get(line["hts"].replace(".", "")) != _base_of(line, name[0])
    ]
    assert wrong == []


def test_units_are_those_of_the_editions(editions: Any) -> None:
    printed: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for _, _, units in editions:
        for code, value in units.items():
            if any(value):
                printed[code[:8]].add(tuple(part for unit in value if unit for part in unit.split(" and ")))
    for line in entries():
        found = printed[line["hts"].replace(".", "")]
        assert tuple(line["units"]) in found or not found, (line["hts"], found)


def test_suffixes_exist_in_some_edition(editions: Any) -> None:
    printed = {code for _, _, units in editions for code in units if len(code) == 10}
    for line in entries():
        code = line["hts"].replace(".", "")
        for suffix, words in line.get("suffixes", {}).items():
            assert code + suffix in printed, code + suffix
            spelt = {tuple(units[code + suffix]) for _, _, units in editions if code + suffix in units}
            assert tuple(words["units"]) in spelt, code + suffix
    absent = {row.prefix for row in rows() if row.suffix and row.prefix not in printed}
    later = {row.prefix for row in rows() if row.list_id == "us.s232.polysilicon"}
    earlier = {row.prefix for row in rows() if row.list_id.startswith("us.s301.exclusion-")}
    assert absent <= later | earlier, absent - later - earlier


def test_numbers_of_exclusions_that_no_edition_prints_are_printed_by_the_notes(
    shared: Path, editions: Any
) -> None:
    text = _chapter_99(shared)
    printed = {code for _, _, units in editions for code in units}
    for row in rows():
        if not row.list_id.startswith("us.s301.exclusion-"):
            continue
        if row.first >= AFTER_NOTES:
            assert "91 FR" in row.cite, row  # numbers that came after the notes at hand name their notice
        elif row.suffix and row.prefix not in printed:
            assert f"{row.code[:4]}.{row.code[4:6]}.{row.code[6:8]}{row.suffix}" in text, row


# ---- against the lists -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def data(shared: Path) -> Path:
    folder = shared / "data" / "lists"
    if not folder.is_dir():
        pytest.skip("the lists for cross-checking are not beside this checkout")
    return folder


def _read(path: Path, column: str, **wanted: str) -> set[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row[column].replace(".", "")
            for row in csv.DictReader(file)
            if all(row[key] == value for key, value in wanted.items())
        }


def _chapter_99(shared: Path) -> str:
    path = shared / "data" / "us_notes" / "chapter99_2026_rev_6.txt.gz"
    if not path.is_file():
        pytest.skip("the text of chapter 99 is not beside this checkout")
    return gzip.decompress(path.read_bytes()).decode("utf-8", errors="replace")


@pytest.mark.parametrize(
    ("note", "list_id"),
    [
        ("20(b)", "us.s301.list-1"),
        ("20(d)", "us.s301.list-2"),
        ("20(f)", "us.s301.list-3"),
        ("20(s)(i)", "us.s301.list-4a"),
        ("20(u)(i)", "us.s301.list-4b"),
        *((f"31({letter})", f"us.s301.note-31{letter}") for letter in "bcdfghij"),
    ],
)
def test_section_301_lists(data: Path, note: str, list_id: str) -> None:
    printed = under(_read(data / "s301_china_lists_hts2026rev6.csv", "hts", us_note=note))
    open_ended = {
        row.prefix
        for row in rows()
        if row.list_id == list_id
        and not row.last
        and "(ii)" not in row.cite  # described by statistical numbers, not in the printed table
        and "before 89 FR" not in row.cite  # earlier lists of lines that note 31 has taken over
        and "84 FR 43304" not in row.cite
    }
    assert open_ended == printed


def test_annex_ii_by_date(data: Path) -> None:
    expected: set[tuple[str, str, str]] = set()
    removal = {"rev_17": "2025-08-01", "rev_22": "2025-09-08", "rev_25": "2025-10-14", "NA": ""}
    with (data / "annex_ii_first_appearance.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            first = row["first_effective_date"].replace("NA", "2025-04-05")
            for prefix in under([row["prefix"]]):
                whole = prefix + "70" if prefix == "85051100" else prefix
                expected.add((whole, first, removal[row["removed_at"]]))
    held = {(row.prefix, row.first, row.last) for row in rows() if row.list_id == "us.ieepa.annex-ii"}
    assert held == expected


def test_section_122_and_forced_labour_exemptions(data: Path) -> None:
    exempt = data / "exempt_lists_hts2026rev6.csv"
    assert on("us.s122.exempt") == under(_read(exempt, "hts", us_note="2(aa)(ii)"))
    assert on("us.s122.aircraft") == under(_read(exempt, "hts", us_note="2(aa)(iv)"))
    forced = data / "note52b_forced_labor_exempt.csv"
    assert on("us.s301-forced-labor.exempt") == under(_read(forced, "hts", kind="full"))
    assert on("us.s301-forced-labor.described") == under(_read(forced, "hts", kind="described"))


@pytest.mark.parametrize(
    ("list_id", "roman"),
    [
        ("us.s232.metals-1a", ("i", "ii", "iii", "iv", "v")),
        ("us.s232.metals-1b", ("vi", "vii", "viii")),
        ("us.s232.metals-3", ("ix", "x")),
    ],
)
def test_metals_of_april_2026(data: Path, list_id: str, roman: tuple[str, ...]) -> None:
    path = data / "s232_metals_note16_hts2026rev6.csv"
    printed = under(set().union(*(_read(path, "hts", subdivision=f"16(c)({part})") for part in roman)))
    held = {row.prefix for row in rows() if row.list_id == list_id and row.first == "2026-04-06"}
    # six codes stand on the line of their list's title in the printed note 16(c); the table left them out
    printed |= under(
        {"73072250", "73072300", "73072900", "74081900", "74082100", "74091110"} if roman[0] == "i" else set()
    )
    assert held == printed


def test_metals_until_april_2026(data: Path, shared: Path) -> None:
    derived = data / "s232_derivative_products.csv"
    steel = under(_read(derived, "hts_prefix", ch99_code="9903.81.91"))
    listed = {row.code for row in rows() if row.list_id == "us.s232.steel-derivatives-content"}
    assert steel <= listed
    assert {row.code for row in rows() if row.list_id == "us.s232.copper"} == {
        code[:8] for code in under(_read(data / "s232_copper_products.csv", "hts10"))
    }
    text = _chapter_99(shared)
    note = text[text.index("(k) The rates of duty in heading 9903.85.08") :]
    note = note[: note.index("For any derivative aluminum product")]
    printed = {code.replace(".", "") for code in re.findall(r"\b\d{4}\.\d\d\.\d{2,4}\b", note)}
    assert on("us.s232.aluminum-derivatives-content", also="note 19(k);") == under(printed)


def test_vehicles_chips_and_medicines(data: Path) -> None:
    parts = set((data / "s232_auto_parts.txt").read_text().split())
    assert on("us.s232.auto-parts") == under(parts)
    assert on("us.s232.truck-parts") == under(set((data / "s232_mhd_parts.txt").read_text().split()))
    chips = {code[:8] for code in _read(data / "s232_semi_products.csv", "hts10")}
    assert on("us.s232.semiconductors") == under(chips | {"847330"})
    assert on("us.s232.pharma") == under(_read(data / "s232_pharma_products.csv", "hts10"))


def test_exclusions_stand_under_their_numbers(shared: Path) -> None:
    text = _chapter_99(shared)
    note = text[text.index("(vvv)  (i) The U.S. Trade") :]
    note = note[: note.index("(www) The U.S. Trade")]
    named = set(re.findall(r"\b\d{4}\.\d\d\.\d{4}\b", note))
    lines = re.findall(r"^ *\(\d+\) (\d{4}\.\d\d\.\d{4}.*)$", note, flags=re.MULTILINE)
    whole = {number for line in lines for number in re.findall(r"\d{4}\.\d\d\.\d{4}", line)}
    held = {
        row
        for row in rows()
        if row.list_id.startswith("us.s301.exclusion-") and "(vvv)" in row.cite and row.first < AFTER_NOTES
    }
    for row in held:
        number = f"{row.code[:4]}.{row.code[4:6]}.{row.code[6:8]}{row.suffix or '00'}"
        assert number in named, row
        assert (number in whole) is (row.list_id == "us.s301.exclusion-whole"), row
    later = {
        row.prefix for row in rows() if row.list_id == "us.s301.exclusion-whole" and row.first >= AFTER_NOTES
    }
    assert on("us.s301.exclusion-whole") - later == under({number.replace(".", "") for number in whole})
