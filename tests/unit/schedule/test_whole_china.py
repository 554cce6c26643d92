"""China's whole schedule: every line of the tables in the facts that ship, each list with its count."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from detente.duties.china.codes import china_code
from detente.duties.evaluation import duty
from detente.duties.goods import schedule
from detente.regime.dated.tables import tables
from detente.regime.law_files.artefact import law_folder
from detente.schedule.building.facts_text import read_facts
from detente.schedule.chinese.lines import facts_of_china
from detente.schedule.chinese.rules import read_rules
from detente.schedule.chinese.sources import MATRIX, TARIFF, read_sources
from detente.schedule.chinese.splitting import split_sums
from detente.terms import UnknownCode

FOLDER = (law_folder() or Path()) / "china" / "schedule"
PUBLISHED = {
    "cn.232.group-1": 120, "cn.232.group-2": 8, "cn.301.list-1": 545, "cn.301.list-2": 333,
    "cn.301.list-3a": 2493, "cn.301.list-3b": 1078, "cn.301.list-3c": 974, "cn.301.list-3d": 662,
    "cn.301.vehicles-suspended": 211,
}  # fmt: skip
IN_2025 = {
    "cn.2025-1.coal-lng": 8, "cn.2025-1.crude-machinery": 72, "cn.2025-2.group-15": 29,
    # the notice counts 711: two of its lines have no 10 points in the matrix; which two is not known
    "cn.2025-2.group-10": 709,
}  # fmt: skip


@pytest.fixture(scope="module")
def data(shared: Path) -> Path:
    if not (shared / "data" / MATRIX).is_file():
        pytest.skip("the tables of China's duties are not beside this checkout")
    return shared / "data"


@pytest.fixture(scope="module")
def facts():
    return read_facts(FOLDER)


@pytest.fixture(scope="module")
def book():
    return schedule("CN")


def _table(data: Path) -> set[str]:
    with gzip.open(data / TARIFF, "rt") as file:
        return {row["hs10"][:8] for row in csv.DictReader(file)}


def _matrix(data: Path) -> dict[str, Decimal]:
    with (data / MATRIX).open(encoding="utf-8") as file:
        return {row["cn_hs8"]: Decimal(row["additional_pct_total"]) for row in csv.DictReader(file)}


def test_what_ships_is_what_the_tables_give(data: Path, facts) -> None:
    made = facts_of_china(read_sources(data), read_rules(FOLDER))
    assert sorted(made.lines) == sorted(facts.lines)
    assert made.memberships == facts.memberships
    assert made.meta == facts.meta


def test_every_line_of_either_table_is_held(data: Path, book) -> None:
    table, matrix = _table(data), _matrix(data)
    assert (len(table), len(matrix)) == (8547, 7048)
    assert not [code for code in table if book.line_on(code, "2019-06-01") is None]
    assert not [code for code in matrix if book.line_on(code, "2025-03-28") is None]


def test_each_list_of_2018_and_2019_has_its_published_count(data: Path, facts) -> None:
    table = _table(data)
    counts = Counter(m.list_id for m in facts.memberships if m.prefix in table)
    assert {name: counts[name] for name in PUBLISHED} == PUBLISHED


def test_each_list_of_2025_has_its_count(data: Path, facts) -> None:
    matrix = _matrix(data)
    counts = Counter(m.list_id for m in facts.memberships if m.prefix in matrix)
    assert {name: counts[name] for name in IN_2025} == IN_2025


def test_the_layers_add_up_to_the_sum_of_28_march_2025_on_every_line(data: Path) -> None:
    """All 7,048: in force, and suspended on vehicles, which the matrix counts."""
    law, wrong = tables(), []
    for code, total in _matrix(data).items():
        answer = duty(code, origin="US", to="CN", value="100000", on="2025-03-28", law=law)
        added = sum((x.duty_usd for x in answer.lines if x.component != "mfn"), Decimal(0)) / 1000
        spared = [x for x in answer.lines if x.status == "exempt" and "vehicles" in x.because]
        if spared:
            without = {x.provision for x in spared}
            rows = [
                p
                for m in law.measures
                for p in m.provisions()
                if f"{m.id}/{p.id}" in without or p.id in without
            ]
            added += Decimal(max(p.ppm for p in rows)) / 10_000
        if added != total:
            wrong.append((code, total, added))
    assert not wrong, wrong[:20]


def test_codes_are_followed_only_one_to_one(data: Path) -> None:
    split = split_sums(read_sources(data), read_rules(FOLDER))
    assert len(split.new) == 651
    assert set(split.before) <= split.new
    for new, before in split.before.items():
        assert all(old[:6] == new[:6] for old in before), new
    assert split.unseen <= split.gone.keys()


def test_a_code_of_another_year_is_refused_with_the_nearest_and_their_days(book) -> None:
    with pytest.raises(UnknownCode, match=r"8471\.70\.11 \(held since 2018-01-01\)"):
        china_code(book, "84717010", "2025-06-01")
    with pytest.raises(
        UnknownCode, match=r"8419\.34\.00 on 2019-01-01; it is held since 2022-01-01"
    ) as fault:
        china_code(book, "84193400", "2019-01-01")
    assert "8419.31.00" in str(fault.value)
    with pytest.raises(UnknownCode, match="no line"):
        china_code(book, "12345678", "2019-01-01")


def test_ten_digits_are_cut_with_a_word(book) -> None:
    code = china_code(book, "1201902000", "2019-01-01")
    assert code.code == "12019020"
    assert "eight digits" in code.note


def test_a_line_with_two_base_rates_is_between_them() -> None:
    answer = duty("3215.11.00", origin="US", to="CN", value="10000", on="2019-06-15")
    assert answer.status == "undetermined"
    assert answer.high_usd - answer.low_usd > 0
    assert [m.fact for m in answer.missing] == ["part_of_line"]


def test_an_amount_of_money_a_unit_is_not_a_share() -> None:
    answer = duty("0207.12.00", origin="US", to="CN", value="10000", on="2018-03-01")
    assert (answer.status, answer.low_usd, answer.high_usd) == ("undetermined", Decimal("0.00"), None)


def test_a_rate_carried_forward_is_no_surer_than_a_single_mention() -> None:
    before, after = (
        next(
            x
            for x in duty("8471.70.11", origin="US", to="CN", value="1", on=day).lines
            if x.component == "mfn"
        )
        for day in ("2019-06-30", "2023-05-01")
    )
    assert (before.confidence, after.confidence) == ("B", "C")
    assert after.cite[0].document == "CN-PIIE-2019"
