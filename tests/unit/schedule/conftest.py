"""The shared data beside the checkout."""

from __future__ import annotations

from pathlib import Path

import pytest

_DATA = Path(__file__).resolve().parents[3].parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    if not (_DATA / "hts_json").is_dir():
        pytest.skip("the official editions are not beside this checkout (../shared/data)")
    return _DATA
