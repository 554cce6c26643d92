"""Which sentences of the program have no Chinese yet: errors and remedies by their templates, help, pages.

``python docs/chinese_words.py`` prints them; each gets a line in ``src/detente/terms/chinese``.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from detente.terms import has_words, worded

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "detente"
FAULTS = frozenset(
    (
        "InputError", "UnknownCode", "UnknownFact", "UnreadableFile", "DataError", "NotInstalled",
        "SolveError", "UnknownArgument",
    )
)  # fmt: skip
# names under which a sentence is put together before the error is raised
NAMED_APART = frozenset(("remedy", "hint", "REMEDY", "REBUILD"))
# for those who write law files, in English like the files themselves
AUTHORING = ("regime/law_files",)


def templates() -> dict[str, str]:
    """Sentences of errors and of what to do, with {} where a value stands, and where each is raised."""
    found: dict[str, str] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        inside = path.relative_to(SOURCE).as_posix()
        if inside.startswith(AUTHORING):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Assign) and {_name(t) for t in node.targets} & NAMED_APART:
                for text in _texts(node.value):
                    found.setdefault(" ".join(text.split()), f"{inside}:{node.lineno}")
            if isinstance(node, ast.Call) and _name(node.func) in FAULTS and node.args:
                remedies = [k.value for k in node.keywords if k.arg == "remedy"]
                for part in (node.args[0], *remedies):
                    for text in _texts(part):
                        found.setdefault(" ".join(text.split()), f"{inside}:{node.lineno}")
    return {text: place for text, place in found.items() if re.search(r"[A-Za-z]{2}", text)}


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _texts(node: ast.expr) -> Iterator[str]:
    """The texts an expression may give, as far as they are written there."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(v.value) if isinstance(v, ast.Constant) else "{}" for v in node.values)
    elif isinstance(node, ast.IfExp):
        yield from (*_texts(node.body), *_texts(node.orelse))
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from _texts(value)


def missing_templates() -> list[str]:
    """Templates without Chinese, each with its place."""
    return [f"{place}: {text}" for text, place in templates().items() if not has_words(text)]


def help_sentences() -> list[str]:
    """Every sentence of the help of every command."""
    from rich.console import Console

    import detente.cli.help_words as words
    from detente.cli import main

    heard: dict[str, None] = {}

    def hear(text: str) -> str:
        heard.setdefault(" ".join(text.split()))
        return text

    kept, words.said = words.said, hear
    try:
        for command in ([], *([name] for name in main.CATALOGUE), *_inner()):
            app = main.program(listing=not command)
            app.help_print(command, console=Console(file=StringIO(), width=200))
    finally:
        words.said = kept
    return [text for text in heard if text]


def _inner() -> list[list[str]]:
    """Commands of groups."""
    import importlib

    from cyclopts import App

    from detente.cli.main import COMMANDS

    groups: list[list[str]] = []
    for name, target in COMMANDS.items():
        module, _, attribute = target.partition(":")
        thing = getattr(importlib.import_module(module), attribute)
        if isinstance(thing, App):
            groups += [[name, word] for word in thing if not word.startswith("-")]
    return groups


def missing_help() -> list[str]:
    """Sentences of the help without Chinese."""
    left = []
    for text in help_sentences():
        before, mark, _ = text.rpartition(" One of ")
        if worded(text, "zh-Hans") == text and (not mark or worded(before, "zh-Hans") == before):
            left.append(f"help: {text}")
    return left


def missing_labels() -> list[str]:
    """Labels of page templates, written t('…'), without Chinese."""
    left = []
    for path in sorted(SOURCE.rglob("*.j2")):
        for _, text in re.findall(r"""\bt\((['"])([^'"~]*?)\1\)""", path.read_text(encoding="utf-8")):
            if worded(text, "zh-Hans") == text:
                left.append(f"{path.relative_to(SOURCE).as_posix()}: {text}")
    return left


def missing() -> list[str]:
    """Everything without Chinese."""
    return [*missing_templates(), *missing_help(), *missing_labels()]


if __name__ == "__main__":
    lines = missing()
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.exit(int(bool(lines)))
