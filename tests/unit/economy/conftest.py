"""Inputs of the impact tests: the shared economy folder when it is there."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def economy_folder() -> Path:
    folder = Path(__file__).parents[4] / "shared" / "economy"
    if not folder.is_dir():
        pytest.skip("no shared economy folder beside the checkout")
    return folder
