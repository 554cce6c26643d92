"""Fail when a command, question, field, fact, component, numbered rule, room or page is undocumented.

Each check below gives one line for everything it misses in the documents. What is new in kind (a setting,
say) gets a check of its own in CHECKS, and nothing else has to change.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from cyclopts import App

import detente
from detente.answers import ENTRIES
from detente.cli.main import COMMANDS
from detente.licensing import QUESTIONS as TRANSACTION_FACTS
from detente.port_fees import CALL_QUESTIONS as CALL_FACTS
from detente.regime import tables

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
REQUIRED = ("timing.md", "assumptions.md", "coverage.md", "glossary.md", "notation.md")
_RULE = re.compile(r"\b(?:LAW|OUT)-\d\d\b|\b(?:FL|PL|ER|OR|EL|AC)\d\b")
Check = Callable[[str], Iterator[str]]


def pages() -> dict[str, str]:
    """Every document with its text, by its path in the checkout."""
    paths = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(HERE.rglob("*.md"))]
    return {p.relative_to(ROOT).as_posix(): p.read_text(encoding="utf-8") for p in paths if p.is_file()}


def commands(text: str) -> Iterator[str]:
    """Every command and every command of a group, as it is typed."""
    for name, target in COMMANDS.items():
        module, _, attribute = target.partition(":")
        thing = getattr(importlib.import_module(module), attribute)
        parts = [word for word in thing if not word.startswith("-")] if isinstance(thing, App) else []
        for words in (name, *(f"{name} {part}" for part in parts)):
            if f"detente {words}" not in text:
                yield f"command `detente {words}` stands in no document"


def facts(text: str) -> Iterator[str]:
    """Every fact of a shipment, a transaction and a port call."""
    for name in dict.fromkeys((*tables().facts, *TRANSACTION_FACTS, *CALL_FACTS)):
        if f"`{name}`" not in text:
            yield f"fact `{name}` stands in no document"


def components(text: str) -> Iterator[str]:
    """Every component of an answer."""
    for name in sorted({m.component for m in tables().measures if m.kind in ("additional_duty", "fee")}):
        if f"`{name}`" not in text:
            yield f"component `{name}` stands in no document"


def numbered_rules(text: str) -> Iterator[str]:
    """Every numbered rule of law and outcome files that the code names, with words behind its number."""
    source = Path(detente.__file__).resolve().parent
    numbers = {n for p in source.rglob("*.py") for n in _RULE.findall(p.read_text(encoding="utf-8"))}
    for number in sorted(numbers):
        if not re.search(rf"\| {number} \| \w", text):
            yield f"rule {number} stands in no document"


def rooms(text: str) -> Iterator[str]:
    """Every room of the house."""
    for folder in sorted(Path(detente.__file__).resolve().parent.iterdir()):
        if (folder / "__init__.py").is_file() and f"`detente.{folder.name}`" not in text:
            yield f"room `detente.{folder.name}` stands in no document"


def questions(text: str) -> Iterator[str]:
    """Every question and each of its fields, in the page of questions."""
    head = "# Questions\n"
    start = text.find(head)
    yield from undocumented_questions(text[start:] if start >= 0 else "")


CHECKS: tuple[Check, ...] = (commands, questions, facts, components, numbered_rules, rooms)


def missing() -> list[str]:
    """Everything that is undocumented, and every link to an absolute path."""
    written = pages()
    text = "\n".join(written.values())
    lines = [f"docs/{name} does not exist" for name in REQUIRED if f"docs/{name}" not in written]
    lines += [line for check in CHECKS for line in check(text)]
    lines += [f"{name} links to an absolute path" for name, page in written.items() if "](/" in page]
    lines += [line for name, page in written.items() for line in broken_links(name, page)]
    index = (HERE / "README.md").read_text(encoding="utf-8")
    listed = {path.removeprefix("docs/") for path in written if path.startswith("docs/")}
    lines += [f"docs/{path} is not in docs/README.md" for path in sorted(listed) if not _reached(path, index)]
    return lines


def broken_links(name: str, page: str) -> Iterator[str]:
    """Links of a page to a file that is not there, or to an anchor that its page does not have."""
    prose = re.sub(r"^```.*?^```$|`[^`\n]*`", "", page, flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", prose):
        path, _, anchor = target.partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        file = (ROOT / name).parent / path if path else ROOT / name
        if not file.exists():
            yield f"{name} links to {target}, which is not there"
        elif anchor and anchor not in anchors(file.read_text(encoding="utf-8")):
            yield f"{name} links to {target}, which has no such anchor"


def anchors(page: str) -> set[str]:
    """The anchors of a page: those it names, and its headings as a forge spells them."""
    heads = re.findall(r"^#+ (.+)$", page, flags=re.MULTILINE)
    spelt = {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}
    return spelt | set(re.findall(r'<a id="([^"]+)">', page))


def _reached(path: str, index: str) -> bool:
    """Whether the index links to a page, or to the folder of reasons it stands in."""
    return path in ("README.md", "coverage-notes.md") or f"]({path})" in index or path.startswith("why/")


def undocumented_questions(page: str) -> list[str]:
    """Questions and fields that the page of questions does not have, or has without their description."""
    sections = {part.partition("\n")[0].strip(): part for part in page.split("\n## ")}
    missing = []
    for name, entry in ENTRIES.items():
        section = sections.get(name)
        if section is None:
            missing.append(f"question `{name}` stands in no document")
            continue
        for field, spec in entry.question.model_fields.items():
            words = " ".join((spec.description or "").split()).replace("|", "\\|")
            rows = [row for row in section.splitlines() if row.startswith(f"| `{field}` |")]
            if not words or not any(words in row for row in rows):
                missing.append(f"field `{field}` of question `{name}` stands in no document")
    return missing


def main() -> int:
    """Print what is missing; the number of missing things is the exit status (at most 99)."""
    lines = missing()
    for line in lines:
        sys.stderr.write(line + "\n")
    return min(len(lines), 99)


if __name__ == "__main__":
    sys.exit(main())
