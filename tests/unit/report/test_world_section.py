"""The world in the brief and on the page of an impact: map, bars, sectors, packages, as in the answers."""

from __future__ import annotations

import json
import re
from importlib.resources import files

import pytest

from detente.economy.answer.impact_answer import CAVEATS, impact
from detente.economy.data.worldfiles import default_world
from detente.economy.policy.bargaining import CAVEATS as BARGAIN_CAVEATS
from detente.report.briefing.brief import BriefSettings, brief_content, brief_page
from detente.report.pages.impact_charts import payoff_option, regions_option
from detente.report.pages.world_map import (
    GAINS,
    LOSSES,
    NEAR_ZERO,
    colour_of,
    shades,
    shapes,
    steps_of,
    world_map,
)
from detente.report.pages.world_words import CAVEATS as CAVEATS_ZH
from detente.report.pages.world_words import REGIONS, SECTORS, WORLD
from detente.terms import InputError

SETTINGS = BriefSettings(
    on="2025-10-26", known="2025-10-26", outcomes=("lapse", "truce"), impact=True, bargain="october-2025"
)


@pytest.fixture(scope="module")
def content():
    return brief_content(SETTINGS)


@pytest.fixture(scope="module")
def answer():
    return impact(outcome="truce", against="lapse", known="2025-10-26")


def test_the_section_shows_the_answer_itself(content, answer):
    world = content["world"]
    shown = {r["code"]: r["rows"][0] for r in world["regions"]}
    assert {r.region: r.real_income_pct for r in answer.regions} == {
        c: row.real_income_pct for c, row in shown.items()
    }
    bars = content["charts"]["income0"]["series"][0]["data"]
    assert sorted(b["value"] for b in bars) == sorted(round(r.real_income_pct, 4) for r in answer.regions)
    assert {f["sector"] for f in world["flows"]} <= {en for en, _ in SECTORS.values()}
    assert any(answer.repeat.command == c for c in world["commands"])


def test_every_package_has_a_letter_that_stands_in_the_chart(content):
    payoff = content["world"]["payoff"]
    words = [
        d["name"] for s in content["charts"]["payoff"]["series"] if s["type"] == "scatter" for d in s["data"]
    ]
    letters = re.findall(r"\b[A-Z]\b", " ".join(words))
    assert sorted(letters) == [o["letter"] for o in payoff["offers"]]
    assert payoff["nash"] in letters
    assert len({o["title"] for o in payoff["offers"]}) == len(payoff["offers"])


def test_regions_and_sectors_of_the_embedded_world_have_names_in_both_languages():
    world = default_world()
    assert set(world.regions) <= set(REGIONS)
    assert set(world.sectors) <= set(SECTORS)
    for named in (REGIONS, SECTORS, WORLD):
        assert all(en and zh for en, zh in named.values())
    assert {*CAVEATS, *BARGAIN_CAVEATS} <= set(CAVEATS_ZH)


def test_a_page_in_chinese_names_regions_sectors_and_packages_in_chinese():
    text = brief_page(BriefSettings(**{**SETTINGS.__dict__, "language": "zh"}))
    section = text[text.index('<section id="world"') : text.index('<section id="sources"')]
    for word in ("世界其他地区", "油籽", "纳什解", "休战延长", "谈判破裂"):
        assert word in section
    assert "Rest of the world" not in section


def test_every_country_is_drawn_once_and_every_region_of_the_world_is_on_the_map():
    values = dict.fromkeys(default_world().regions, 0.1)
    text = world_map(values, {}, steps=steps_of([0.1]), label="map")
    assert text.count("<path ") == len(shapes()) > 170
    assert {code for code in values if code != "ROW"} <= set(shapes())
    # the rest of the world is one group: its countries show no boundaries among themselves
    groups = re.findall(r'<g fill="([^"]+)" stroke="([^"]+)">', text)
    assert len(groups) == len(values)
    assert sum(fill == stroke for fill, stroke in groups) == 1


def test_a_world_without_a_rest_leaves_other_countries_blank():
    text = world_map({"USA": -1.0, "CHN": 1.0}, {"USA": "<b>"}, steps=steps_of([1.0]), label='a "map"')
    assert text.count('fill="#ffffff"') == 1
    assert "<title>&lt;b&gt; -1.000 %</title>" in text
    assert 'aria-label="a &quot;map&quot;"' in text


def test_shapes_are_small_and_lie_inside_the_view():
    raw = (files("detente.report") / "assets" / "world.json").read_bytes()
    assert len(raw) < 100_000
    for path in json.loads(raw).values():
        assert re.fullmatch(r"(M\d+,\d+l-?\d+,-?\d+( -?\d+,-?\d+)*z)+", path)


@pytest.mark.parametrize(
    ("value", "colour"),
    [
        (0.0, NEAR_ZERO),
        (0.02, GAINS[0]),
        (-0.02, LOSSES[0]),
        (0.3, GAINS[3]),
        (-1.0, LOSSES[3]),
        (-0.05, LOSSES[1]),
    ],
)
def test_a_change_takes_the_colour_of_the_class_the_legend_names(value, colour):
    steps = steps_of([1.0, value])
    assert steps == (0.01, 0.03, 0.1, 0.3, 1.0)
    assert colour_of(value, steps) == colour
    (words,) = [one["words"] for one in shades(steps) if one["colour"] == colour]
    ends = sorted(abs(float(x)) for x in re.findall(r"[\d.]+", words))
    assert ends[0] <= abs(value) <= ends[-1] or (colour == NEAR_ZERO and abs(value) <= ends[0])


def test_bars_side_by_side_share_an_axis_that_holds_every_value(answer):
    axis = regions_option(answer, span=(-0.309, 0.121))["xAxis"]
    assert (axis["min"], axis["max"]) == (-0.31, 0.13)


def test_points_on_one_another_share_a_mark(content):
    from detente.economy.answer.bargain_answer import bargain

    found = bargain(table="october-2025")
    option = payoff_option(found)
    marks = [d["name"] for s in option["series"] if s["type"] == "scatter" for d in s["data"]]
    assert {"truce, truce-rare-earths, truce-rare-earths-soybeans"} <= set(marks)


def test_wrong_wishes_are_named():
    for changed, words in (
        ({"outcomes": ("lapse",)}, "told against another"),
        ({"bargain": "nothing", "impact": False}, "no bargain 'nothing'"),
    ):
        with pytest.raises(InputError, match=words):
            brief_content(BriefSettings(**{**SETTINGS.__dict__, **changed}))


def test_no_section_where_none_was_asked_for():
    text = brief_page(BriefSettings(on="2025-10-26", known="2025-10-26"))
    assert 'id="world"' not in text
    assert "map-USA" not in text
