"""The brief in a browser, at desktop and phone widths and on paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.report.briefing.brief import BriefSettings, demo_brief, write_brief

pytestmark = pytest.mark.browser
EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "importer.csv"


@pytest.fixture(scope="module")
def page_file(tmp_path_factory) -> Path:
    return demo_brief(tmp_path_factory.mktemp("brief") / "brief.html", EXAMPLE)


def opened(browser, page_file: Path, width: int, height: int = 900):
    context = browser.new_context(viewport={"width": width, "height": height}, offline=True)
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: said.append(str(e)))
    page.on("request", lambda r: asked.append(r.url))
    page.goto(page_file.as_uri())
    return page, said, asked


@pytest.mark.parametrize("width", [1280, 768, 390, 320])
def test_it_fits_the_width_draws_its_charts_and_asks_for_nothing(browser, page_file, width):
    page, said, asked = opened(browser, page_file, width)
    assert said == []
    assert asked == [page_file.as_uri()]
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    for name in ("tree", "outcomes", "income0", "income1", "sectors", "payoff"):
        assert page.locator(f"[data-chart={name}] svg path").count() > 3
    assert page.locator("main h2").count() >= 5
    page.context.close()


def test_the_first_key_leads_past_the_navigation_and_every_table_has_heads(browser, page_file):
    page, _, _ = opened(browser, page_file, 1280)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate(
        "[...document.querySelectorAll('table')].every(t => t.querySelectorAll('thead "
        "th[scope=col]').length > 0)"
    )
    assert page.evaluate(
        "[...document.querySelectorAll('tbody tr')].every(r => r.querySelector('th,td') !== null)"
    )
    assert page.evaluate("document.querySelectorAll('h1').length") == 1
    page.context.close()


def test_small_text_keeps_a_contrast_of_four_and_a_half_to_one(browser, page_file):
    page, _, _ = opened(browser, page_file, 1280)
    worst = page.evaluate(
        """() => {
        const lum = c => { const v = c.map(x => x / 255)
                             .map(x => x <= .03928 ? x / 12.92 : ((x + .055) / 1.055) ** 2.4);
                           return .2126 * v[0] + .7152 * v[1] + .0722 * v[2]; };
        const rgb = s => (s.match(/[\\d.]+/g) || []).map(Number);
        let least = 99;
        for (const e of document.querySelectorAll('main *')) {
          const written = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
          if (e.closest('svg') || !written) continue;
          let back = e;
          while (back && (rgb(getComputedStyle(back).backgroundColor)[3] === 0)) back = back.parentElement;
          const ground = back ? rgb(getComputedStyle(back).backgroundColor).slice(0, 3) : [255, 255, 255];
          const a = lum(rgb(getComputedStyle(e).color).slice(0, 3)), b = lum(ground);
          least = Math.min(least, (Math.max(a, b) + .05) / (Math.min(a, b) + .05));
        } return least; }"""
    )
    assert worst >= 4.5
    page.context.close()


def test_the_second_map_draws_the_shapes_of_the_first(browser, page_file):
    page, _, _ = opened(browser, page_file, 1280)
    assert page.locator("svg.map").count() == 2
    drawn = page.evaluate(
        "[...document.querySelectorAll('svg.map')].map(m => [...m.querySelectorAll('g')].map(g => "
        "g.getBBox().width))"
    )
    assert drawn[0] == drawn[1]
    assert min(drawn[1]) > 0
    page.context.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_the_chinese_page_fits_draws_and_reads_as_chinese(browser, tmp_path, width):
    path = write_brief(
        tmp_path / "zh.html",
        BriefSettings(
            on="2025-10-26", known="2025-10-26", portfolio=EXAMPLE, outcomes=("lapse", "truce"),
            tree="october-2025", entered="2025-11-15", controls_on="2025-12-02", language="zh", impact=True,
            bargain="october-2025",
        ),
    )  # fmt: skip
    page, said, _ = opened(browser, path, width)
    assert said == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert page.evaluate("document.documentElement.lang") == "zh-Hans"
    words = " ".join(page.locator("[data-chart] svg text").all_text_contents())
    assert "芬太尼" in words
    assert "美国" in words
    assert "USD" not in words
    page.context.close()


def test_without_scripts_every_number_is_still_there(browser, page_file):
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto(page_file.as_uri())
    words = page.inner_text("#tree")
    assert "p =" not in words
    assert words.count("0.125") >= 4
    assert "extended a year" in words
    context.close()


def test_on_paper_no_table_is_cut(browser, page_file, tmp_path):
    page, _, _ = opened(browser, page_file, 794)
    page.emulate_media(media="print")
    assert page.evaluate(
        "[...document.querySelectorAll('.scroll')].every(b => b.scrollWidth <= b.clientWidth + 1)"
    )
    assert not page.locator("nav").is_visible()
    page.pdf(path=str(tmp_path / "brief.pdf"), format="A4")
    assert (tmp_path / "brief.pdf").stat().st_size > 20_000
    page.context.close()
