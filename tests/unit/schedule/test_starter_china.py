"""The curated lines of American goods entering China: whole, sourced, as in the official texts at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.duties.goods import schedule
from detente.regime.dated.tables import tables
from detente.regime.law_files.artefact import law_folder
from detente.schedule.building.starter import read_starter
from detente.schedule.rates import understood

GOODS = {
    "soybeans": "12019000", "sorghum": "10079000", "corn": "10059000", "wheat": "10019900",
    "cotton": "52010000", "pork": "02032900", "beef": "02023000", "poultry": "02072700", "dairy": "04069000",
    "seafood": "03063290", "fruit": "08081000", "LNG": "27111100", "crude": "27090000", "coal": "27011210",
    "propane": "27111200", "ethane": "27111990", "aircraft": "88024010", "aircraft parts": "88073000",
    "engines": "84111290", "chips": "85423190", "chip equipment": "84862041", "polysilicon": "28046190",
    "medical devices": "90181310", "medicines": "30049090", "cars": "87032361", "logs": "44039100",
    "pulp": "47032100", "copper scrap": "74040000",
    "chemicals": "28151200",
}  # fmt: skip


@pytest.fixture(scope="module")
def book():
    return schedule("CN")


@pytest.fixture(scope="module")
def curated() -> list[str]:
    """Codes written by hand, with words, rates and lists of their own."""
    files = ((law_folder() or Path()) / "starter").glob("china-*.yaml")
    return sorted({line.code for line in read_starter(files)[0]})


def test_it_covers_the_goods_of_the_trade_war(book, curated) -> None:
    assert len(curated) >= 150
    missing = [name for name, code in GOODS.items() if not book.lines(code)]
    assert not missing


def test_every_line_has_rates_one_vat_class_and_citations(book, curated) -> None:
    registry = tables().lists
    for code in curated:
        lines, members = book.lines(code), book.memberships(code)
        assert all(understood(line.general) and line.cite for line in lines), code
        assert len([m for m in members if m.list_id.startswith("cn.vat.")]) == 1, code
        for m in members:
            assert m.list_id in registry, (code, m.list_id)
            assert m.cite, (code, m.list_id)
            # what rests on memory is never more than a single mention
            assert "memory" not in m.cite or m.confidence == "C", (code, m)


def test_each_line_stands_in_one_band_of_each_list(book, curated) -> None:
    for code in curated:
        held = {m.list_id for m in book.memberships(code)}
        assert len([x for x in held if x.startswith("cn.301.list-3")]) <= 1, code
        assert len([x for x in held if x.startswith("cn.301.list-4-")]) <= 1, code
        assert len([x for x in held if x in ("cn.301.list-1", "cn.301.list-2")]) <= 1, code
        assert len([x for x in held if x.startswith("cn.2025-2.")]) <= 1, code


def test_the_answer_to_section_232_is_the_official_annex(shared: Path, book, curated) -> None:
    import fastexcel

    path = shared / "data" / "china" / "P020180401856022545193.xlsx"
    if not path.exists():
        pytest.skip("the official annex is not beside this checkout")
    frame = fastexcel.read_excel(path).load_sheet(0, header_row=None, dtypes="string").to_polars()
    annex = {row[1]: row[3] for row in frame.rows() if row[1] and row[1].isdigit()}
    assert len(annex) == 128
    rates = {"cn.232.group-1": "15", "cn.232.group-2": "25"}
    for code in curated:
        held = [rates[m.list_id] for m in book.memberships(code) if m.list_id in rates]
        assert held == ([annex[code]] if code in annex else []), code


def test_the_farm_list_is_its_six_digit_roll_up(shared: Path, book, curated) -> None:
    import yaml

    path = shared / "facts" / "china" / "march2025_farm_hs6.yaml"
    if not path.exists():
        pytest.skip("the roll-up is not beside this checkout")
    facts = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    fifteen, ten = ({c.zfill(6) for c in facts[k]} for k in ("rate15", "rate10"))
    # the roll-up stops before these; the Retaliation Product Matrix of the US Commerce Department (28 March
    # 2025) has ten points more on them than lists 1 and 4 and the answer to Section 232 add up to
    ten |= {"081290", "081310", "081320", "081330", "081340", "081350"}
    for code in curated:
        held = {m.list_id for m in book.memberships(code)}
        assert ("cn.2025-2.group-15" in held) == (code[:6] in fifteen), code
        assert ("cn.2025-2.group-10" in held) == (code[:6] in ten - fifteen), code


def test_the_answers_add_up_to_the_matrix_of_march_2025(shared: Path, book, curated) -> None:
    path = shared / "data" / "china" / "retaliation_matrix_2025-03-28.csv"
    if not path.exists():
        pytest.skip("the matrix is not beside this checkout")
    rates = {
        "cn.232.group-1": 15, "cn.232.group-2": 25, "cn.301.list-1": 25, "cn.301.list-2": 25,
        "cn.301.list-3a": 25, "cn.301.list-3b": 20, "cn.301.list-3c": 10, "cn.301.list-3d": 5,
        "cn.301.list-4-10": 5, "cn.301.list-4-5": 2.5, "cn.2025-1.coal-lng": 15,
        "cn.2025-1.crude-machinery": 10, "cn.2025-2.group-15": 15, "cn.2025-2.group-10": 10,
    }  # fmt: skip
    lines = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    matrix = {code: float(points) for code, points in lines}
    compared = 0
    for code in curated:
        held = {m.list_id for m in book.memberships(code)}
        # vehicles stand in the matrix with the 25 points that China suspended on 1 January 2019
        if code in matrix and "cn.301.vehicles-suspended" not in held:
            assert sum(rates.get(name, 0) for name in held) == matrix[code], code
            compared += 1
    assert compared > 200
