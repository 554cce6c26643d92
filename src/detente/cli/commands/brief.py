"""The brief: one page to read and to hand on."""

from __future__ import annotations

import json as text
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from detente.answers import brief_settings
from detente.cli.ask import asks
from detente.cli.show import show
from detente.cli.speaking import spoken
from detente.questions import BriefQuestion


@asks(BriefQuestion, letters={"probabilities": "-p"})
def brief(
    question: BriefQuestion,
    *,
    output: Annotated[Path, Parameter(name=["--output", "-o"])] = Path("build/brief.html"),
    json: bool = False,
) -> int:
    """Write the page: one file that needs no network.

    Parameters
    ----------
    output
        Where to write: .html, or .pdf with the extra `pdf`.
    json
        Print what was written as JSON.
    """
    from detente.report import write_brief

    path = write_brief(output, brief_settings(question, spoken()))
    size = path.stat().st_size
    if json:
        sys.stdout.write(text.dumps({"written": str(path), "bytes": size}) + "\n")
    else:
        from detente.report import written_screen

        show(written_screen("One page on both sides and every outcome", path, size))
    return 0
