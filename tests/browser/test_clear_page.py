"""The page of cleared transactions in a browser: readable at every width, nothing asked of the network."""

from __future__ import annotations

import pytest

import detente as dt
from detente.report import write_clear_page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    answer = dt.clear("examples/transactions/magnets.yaml")
    folder = tmp_path_factory.mktemp("clear")
    return {lang: write_clear_page(folder / f"{lang}.html", answer, language=lang) for lang in ("en", "zh")}
