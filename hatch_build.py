"""Compile the law into the wheel, so that an installed program reads no YAML."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class LawBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs the compiler of the checkout before files are collected."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write ``detente/_data``; an editable install compiles on first use instead."""
        if version == "editable" or self.target_name != "wheel":
            return
        source = Path(self.root) / "src"
        sys.path.insert(0, str(source))
        try:
            from detente.outcomes import compile_outcomes
            from detente.regime import DATA, refresh, write_registry
            from detente.talks import compiled_registry, read_record

            for old in DATA.glob("*"):  # what an earlier state of the law left is not of this wheel
                old.unlink()
            refresh()
            write_registry(DATA / "lists.json")
            read_record()  # compiles the record of the talks beside them
            compiled_registry()  # and the registry of speakers, topics and words
            compile_outcomes()
        finally:
            sys.path.remove(str(source))
        build_data["artifacts"].append("src/detente/_data/*")
