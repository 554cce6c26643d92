"""The server's pages in a browser: widths, keyboard, languages, forms; nothing asked of anyone else."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser
pytest.importorskip("uvicorn")
EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "importer.csv"
DAY = "on=2025-10-26"


@pytest.fixture(scope="module")
def address():
    code = "from detente.cli.main import run; run(['serve', '--port', '0'])"
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    yield re.search(r"http://\S+/", process.stdout.readline())[0]
    process.kill()
    process.communicate()


@pytest.fixture
def opened(browser, address):
    """A page, and what it complained of or asked of others."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: said.append(str(e)))
    page.on("request", lambda r: said.append(r.url) if not r.url.startswith((address, "data:")) else None)
    yield page, said
    context.close()


@pytest.mark.parametrize("width", [1280, 390, 320])
@pytest.mark.parametrize(
    "path", [f"?{DAY}", f"?{DAY}&lang=zh", "api", f"brief?{DAY}&tree=october-2025", "brief?tree=none-such"]
)
def test_every_page_fits(opened, address, width, path):
    page, said = opened
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address + path)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert page.locator("h1").count() == 1
    assert [words for words in said if "400 (Bad Request)" not in words] == []


def test_a_day_is_asked_for_with_the_keyboard_alone(opened, address):
    page, said = opened
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.get_by_label("On the day").fill("2025-10-26")
    page.get_by_label("On the day").press("Enter")
    page.wait_for_url("**on=2025-10-26**")
    assert "Threatened further 100 %" in page.inner_text("#card")
    page.get_by_label("With hindsight").check()
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**hindsight=true**")
    assert "never applied" in page.inner_text("#card")
    assert said == []


def test_the_language_switches_and_keeps_the_day(opened, address):
    page, _ = opened
    page.goto(f"{address}?{DAY}")
    page.get_by_role("link", name="简体中文").click()
    assert page.get_attribute("html", "lang") == "zh-Hans"
    assert "2025-10-26" in page.inner_text("h1")
    assert "芬太尼关税" in page.inner_text("#card")
    assert f"{address}calendar.ics?lang=zh" in page.inner_text("#feeds")


def test_a_mistake_is_said_on_the_page(opened, address):
    page, _ = opened
    page.goto(f"{address}?on=someday")
    assert "cannot be read as a day" in page.get_by_role("alert").inner_text()
    page.goto(f"{address}brief?tree=none-such")
    assert "no tree 'none-such'" in page.get_by_role("alert").inner_text()


def test_a_brief_with_own_lines(opened, address):
    page, said = opened
    page.goto(f"{address}?{DAY}")
    page.get_by_label("File").set_input_files(EXAMPLE)
    page.get_by_label("Take every line as entered on").fill("2025-11-15")
    page.get_by_role("button", name="Make the brief").click()
    page.wait_for_selector("[data-chart=outcomes] svg")
    assert "Lapse" in page.inner_text("#portfolio")
    assert said == []


def test_every_field_has_a_label_and_every_citation_a_source(opened, address):
    page, _ = opened
    page.goto(f"{address}?{DAY}")
    assert page.evaluate(
        "[...document.querySelectorAll('input:not([type=hidden]),select')].every(e => e.labels.length === 1)"
    )
    assert page.evaluate(
        "[...document.querySelectorAll('a[href^=\"#\"]')].every(a => "
        "document.getElementById(a.hash.slice(1)))"
    )
    assert page.evaluate(
        "[...document.querySelectorAll('table')].every(t => t.querySelectorAll('thead "
        "th[scope=col]').length > 0)"
    )
