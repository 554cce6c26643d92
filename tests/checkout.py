"""Scripts of the checkout (docs, benchmarks) as modules: they are run by hand, and tested as they stand."""

from __future__ import annotations

import importlib.util
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]


@cache
def script(place: str) -> ModuleType:
    """The script at a place under the root, as a module of its own name; those beside it can be imported."""
    path = ROOT / place
    if str(path.parent) not in sys.path:
        sys.path.append(str(path.parent))
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module
