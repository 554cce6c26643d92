"""Fail when a command, a question, a field, a fact, a component or a required document is undocumented."""

from __future__ import annotations

import sys
from pathlib import Path

from detente.cli.main import COMMANDS
from detente.questions import ENTRIES
from detente.regime.tables import tables

HERE = Path(__file__).resolve().parent
REQUIRED = ("timing.md", "assumptions.md", "coverage.md", "glossary.md", "notation.md")


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
    missing = [f"docs/{name} does not exist" for name in REQUIRED if not (HERE / name).is_file()]
    pages = [HERE.parent / "README.md", *sorted(HERE.rglob("*.md"))]
    text = "\n".join(p.read_text(encoding="utf-8") for p in pages if p.is_file())
    missing += [
        f"command `detente {c}` stands in no document" for c in COMMANDS if f"detente {c}" not in text
    ]
    page = HERE / "reference" / "questions.md"
    missing += undocumented_questions(page.read_text(encoding="utf-8") if page.is_file() else "")
    law = tables()
    missing += [f"fact `{name}` stands in no document" for name in law.facts if f"`{name}`" not in text]
    parts = {m.component for m in law.measures if m.kind in ("additional_duty", "fee")}
    missing += [
        f"component `{name}` stands in no document" for name in sorted(parts) if f"`{name}`" not in text
    ]
    for path in pages:
        if path.is_file() and "](/" in path.read_text(encoding="utf-8"):
            missing.append(f"{path.name} links to an absolute path")
    for line in missing:
        sys.stderr.write(line + "\n")
    return min(len(missing), 99)


if __name__ == "__main__":
    sys.exit(main())
