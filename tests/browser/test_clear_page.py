"""The page of cleared transactions in a browser: readable at every width, nothing asked of the network."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path

import pytest

import detente as dt
from detente.report import write_clear_page

pytestmark = pytest.mark.browser
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    answer = dt.clear("examples/transactions/magnets.yaml")
    folder = tmp_path_factory.mktemp("clear")
    return {lang: write_clear_page(folder / f"{lang}.html", answer, language=lang) for lang in ("en", "zh")}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [1280, 640, 390])
def test_the_page_keeps_its_width_and_says_what_to_do(pages: dict[str, Path], language: str, width: int):
    if CHROMIUM is None:
        pytest.skip("no chromium here: make browser")
    sync = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_context(viewport={"width": width, "height": 900}, offline=True).new_page()
        said: list[str] = []
        asked: list[str] = []
        page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
        page.on("request", lambda r: asked.append(r.url))
        page.goto(pages[language].as_uri())
        assert said == []
        assert asked == [pages[language].as_uri()]
        over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(over) <= 0
        cards = page.locator("section.verdict")
        assert cards.count() == 6
        assert "do_not_ship" in (cards.first.get_attribute("class") or "")
        assert page.locator("dl.act").count() >= 3
        ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
        assert len(ids) == len(set(ids))
        levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3')].map(e => +e.tagName[1])")
        assert levels[0] == 1 and all(b - a <= 1 for a, b in itertools.pairwise(levels))
        assert page.evaluate("document.documentElement.lang").startswith(language)
        browser.close()
