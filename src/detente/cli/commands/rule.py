"""Authoring of law: check the files, start a new measure."""

from __future__ import annotations

import sys
from pathlib import Path

from cyclopts import App

from detente.regime import artefact
from detente.terms import InputError, LawError

app = App(name="rule", help="Check and write law files (in a checkout).")


def _folder() -> Path:
    folder = artefact.law_folder()
    if folder is None:
        raise InputError("there are no law files here", remedy="run this in a checkout of the project")
    return folder


@app.command
def check() -> int:
    """Compile law/ into the artefact and run every numbered rule; every fault is named with file and line."""
    from detente.regime import check as rules
    from detente.regime.compile import compiled, read_law, write_artefact

    folder = _folder()
    try:
        law, _ = read_law(folder)
    except LawError as fault:
        sys.stderr.write(fault.text + "\n")
        return 2
    body = compiled(law)
    write_artefact(body, artefact.ARTEFACT)
    artefact.refresh()
    try:
        from detente.outlook.store import compile_outcomes

        compile_outcomes()
    except LawError as fault:
        sys.stderr.write(fault.text + "\n")
        return 2
    provisions = sum(len(m.provisions) for _, m in law["measures"])
    sys.stdout.write(
        f"{len(law['measures'])} measures, {provisions} provisions, {len(law['sources'])} sources, "
        f"{len(law['clocks'])} clocks; {len(rules.RULES)} rules kept; rules hash {body['hash']}\n"
    )
    return 0


@app.command
def new(path: str) -> int:
    """Start a measure file at a path that says what it is, with every part to fill in.

    Parameters
    ----------
    path
        Path under law/, for example us/tariffs/section-301/new-action.yaml.
    """
    folder = _folder()
    target = (folder / path).resolve()
    if folder.resolve() not in target.parents or target.suffix != ".yaml":
        raise InputError(f"{path!r} is no place for a measure", remedy="give a .yaml path under law/")
    if target.exists():
        raise InputError(f"{path!r} exists already", remedy="append to it: history is never overwritten")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(TEMPLATE.replace("NAME", ".".join(Path(path).with_suffix("").parts)), encoding="utf-8")
    sys.stdout.write(f"law/{path} written; fill it in, then run `make law`\n")
    return 0


TEMPLATE = """# What this measure is, in one sentence.
id: NAME
family: ""          # a row of law/families.yaml
title: {en: "", zh: ""}
kind: additional_duty
component: ""       # column of the answer: s301, s232 …
imposed_by: US
authority: [""]
applies_to: {origin: [CN]}
provisions:
  - id: first
    heading: "9903.00.00"
    rate: {ad_valorem: "0%"}
    announced: "2026-01-01"
    effective: {from: "2026-01-01T00:01-05:00"}
    known: "2026-01-01"
    cite: [{document: "", at: ""}]
    confidence: C
"""
