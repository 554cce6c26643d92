"""The trade model's pages in a browser: charts drawn, nothing asked of the network, the width kept."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from detente.economy.answer.bargain_answer import bargain
from detente.economy.answer.impact_answer import impact
from detente.report.pages.impact_page import write_bargain, write_impact
from detente.report.pages.world_words import region_name
from detente.terms import InputError

pytestmark = pytest.mark.browser
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="module")
def answers():
    return (
        impact(outcome="lapse", against="truce", on=None, known="2025-10-26", draws=5),
        bargain(known="2025-10-26"),
    )


@pytest.fixture(scope="module")
def pages(answers, tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("impact")
    return {
        "impact": write_impact(folder / "impact.html", answers[0]),
        "bargain": write_bargain(folder / "bargain.html", answers[1]),
    }


@pytest.mark.parametrize(
    ("name", "charts"), [("impact", ("regions", "trade", "output")), ("bargain", ("payoff",))]
)
@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_draws_its_charts_offline_within_the_width(pages, name, charts, width):
    if CHROMIUM is None:
        pytest.skip("no chromium here: make browser")
    sync = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_context(viewport={"width": width, "height": 900}, offline=True).new_page()
        said: list[str] = []
        asked: list[str] = []
        page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda e: said.append(str(e)))
        page.on("request", lambda r: asked.append(r.url))
        page.goto(pages[name].as_uri())
        assert said == []
        assert asked == [pages[name].as_uri()]
        assert (
            page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        )
        if name == "impact":
            assert page.locator("svg.map path").count() > 170
            assert page.locator("svg.map title").first.text_content()
            box = page.locator("svg.map").bounding_box()
            assert box and 0.4 < box["height"] / box["width"] < 0.55
        for chart in charts:
            assert page.locator(f"[data-chart={chart}] svg path").count() > 3
        browser.close()


def test_every_region_and_package_stands_in_the_tables(answers, pages):
    text = pages["impact"].read_text(encoding="utf-8")
    assert all(f'<th scope="row">{region_name(r.region)}' in text for r in answers[0].regions)
    text = pages["bargain"].read_text(encoding="utf-8")
    assert all(f'<th scope="row">{o.name}</th>' in text for o in answers[1].offers)


def test_words_from_outside_are_escaped_on_the_page_and_in_its_script(answers, tmp_path):
    foul = "</script><script>alert(1)</script>"
    answer = answers[1].model_copy(
        update={"offers": (answers[1].offers[0].model_copy(update={"name": foul}), *answers[1].offers[1:])}
    )
    text = write_bargain(tmp_path / "foul.html", answer).read_text(encoding="utf-8")
    assert "alert(1)</script>" not in text
    assert text.count("<script") == 3


def test_another_suffix_is_refused(answers, tmp_path):
    with pytest.raises(InputError, match="not written"):
        write_impact(tmp_path / "impact.xlsx", answers[0])
