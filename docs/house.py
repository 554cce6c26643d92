"""The house as its code draws it: rooms, doors and imports, read from the source files and never run.

`make docs` writes the picture; the contract tests ask the same functions for cycles and for the size of
folders.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parent / "src"
PACKAGE = SOURCE / "detente"

# rooms from the top of the house downward: each imports only from rows below its own
STOREYS: tuple[tuple[str, ...], ...] = (
    ("cli", "web"),
    ("answers",),
    ("report",),
    ("economy",),
    ("outcomes", "clearance", "notices"),
    ("portfolio", "talks", "purchases"),
    ("duties", "licensing", "port_fees", "screening"),
    ("regime",),
    ("schedule",),
    ("rowfiles", "questions"),
    ("terms",),
)


@dataclass(frozen=True)
class Room:
    """One room: its name, the sentence its ``__init__`` opens with, its modules, lines and names shown."""

    name: str
    words: str
    modules: int
    lines: int
    names: int


def module_name(path: Path) -> str:
    """The dotted name of a source file."""
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@lru_cache(maxsize=1)
def source_files() -> dict[str, Path]:
    """Every module of the package, by its dotted name."""
    return {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def folders() -> dict[str, int]:
    """Modules that lie flat in each folder, ``__init__`` left out."""
    counts: dict[str, int] = {}
    for path in source_files().values():
        if path.name != "__init__.py":
            place = str(path.parent.relative_to(SOURCE))
            counts[place] = counts.get(place, 0) + 1
    return counts


@lru_cache(maxsize=64)
def door(room: str) -> dict[str, str]:
    """Name -> defining module of what a room shows at its door (``__init__.pyi``, else ``__init__.py``)."""
    stub = PACKAGE / room / "__init__.pyi"
    path = stub if stub.exists() else PACKAGE / room / "__init__.py"
    names: dict[str, str] = {}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            home = f"detente.{room}.{node.module}" if node.level else node.module
            if home.startswith(f"detente.{room}."):
                names.update({alias.asname or alias.name: home for alias in node.names})
    return names


def _imported(node: ast.AST) -> Iterator[str]:
    known = source_files()
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names if alias.name in known)
    elif isinstance(node, ast.ImportFrom) and not node.level and node.module in known:
        parts = node.module.split(".")
        for alias in node.names:
            deeper = f"{node.module}.{alias.name}"
            if deeper in known:
                yield deeper
            elif len(parts) == 2:
                yield door(parts[1]).get(alias.name, node.module)
            elif len(parts) > 2:
                yield node.module


@lru_cache(maxsize=1)
def imports() -> dict[str, frozenset[str]]:
    """Module -> modules it imports, lazily too; a name at a door is followed to its defining module."""
    graph: dict[str, frozenset[str]] = {}
    for name, path in source_files().items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        graph[name] = frozenset(m for node in ast.walk(tree) for m in _imported(node) if m != name)
    return graph


def rooms() -> dict[str, Room]:
    """The rooms, in the order of the storeys."""
    made = {}
    for name in (room for storey in STOREYS for room in storey):
        paths = [
            p for m, p in source_files().items() if m == f"detente.{name}" or m.startswith(f"detente.{name}.")
        ]
        if not paths:
            continue
        words = (
            ast.get_docstring(ast.parse((PACKAGE / name / "__init__.py").read_text(encoding="utf-8"))) or ""
        )
        lines = sum(len(p.read_text(encoding="utf-8").splitlines()) for p in paths)
        made[name] = Room(
            name, words.split("\n\n", 1)[0].replace("\n", " "), len(paths), lines, len(door(name))
        )
    return made


def between_rooms() -> dict[tuple[str, str], int]:
    """(importing room, imported room) -> how many modules of the first import the second."""
    counts: dict[tuple[str, str], int] = {}
    for module, others in imports().items():
        parts = module.split(".")
        if len(parts) < 2 or parts[1] not in {r for s in STOREYS for r in s}:
            continue
        for room in {other.split(".")[1] for other in others if other.count(".")} - {parts[1]}:
            counts[parts[1], room] = counts.get((parts[1], room), 0) + 1
    return counts


def direct() -> dict[str, frozenset[str]]:
    """Room -> rooms it imports."""
    pairs = between_rooms()
    return {room: frozenset(b for a, b in pairs if a == room) for room in rooms()}


def shortest() -> set[tuple[str, str]]:
    """The imports between rooms that no way over a third room implies: what the picture draws."""
    graph = direct()

    def reached(room: str) -> set[str]:
        below = set(graph.get(room, ()))
        for other in graph.get(room, ()):
            below |= reached(other)
        return below

    return {
        (room, other)
        for room, others in graph.items()
        for other in others
        if not any(other in reached(third) for third in others - {other})
    }


WIDTH, ROW, BOX, TALL = 1180, 92, 150, 44
# where a room stands across its storey (share of the width) when the middle would hide an arrow
ACROSS = {
    "talks": 0.09, "portfolio": 0.36, "purchases": 0.91,
    "duties": 0.27, "licensing": 0.45, "port_fees": 0.61, "screening": 0.77,
    "questions": 0.77, "rowfiles": 0.45,
}  # fmt: skip


def picture() -> str:
    """The house as SVG: one row a storey, arrows to the rooms a room imports, less those a third implies."""
    have = rooms()
    at: dict[str, tuple[float, float]] = {}
    storeys = [[name for name in storey if name in have] for storey in STOREYS]
    storeys = [storey for storey in storeys if storey]
    for row, storey in enumerate(storeys):
        for k, name in enumerate(storey):
            share = ACROSS.get(name, (k + 1) / (len(storey) + 1))
            at[name] = (WIDTH * share, 36 + row * ROW)
    tall = 20 + len(storeys) * ROW - (ROW - TALL) + 16
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {tall}" role="img" '
        'font-family="system-ui, sans-serif" aria-labelledby="house-title house-words">',
        '<title id="house-title">The rooms of Detente and their imports</title>',
        '<desc id="house-words">Rooms in storeys; an arrow points from a room to a room below that it '
        "imports. "
        "Imports that a way over a third room implies are left out.</desc>",
        '<rect width="100%" height="100%" fill="#fff"/>',
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" '
        'orient="auto" '
        'markerUnits="userSpaceOnUse"><path d="M0 0L8 4L0 8z" fill="#5a6b7b"/></marker></defs>',
    ]
    parts += [_arrow(at[a], at[b]) for a, b in sorted(shortest())]
    parts += [_box(name, *place) for name, place in at.items()]
    return "\n".join([*parts, "</svg>", ""])


def _arrow(start: tuple[float, float], end: tuple[float, float]) -> str:
    (x1, y1), (x2, y2) = start, end
    y1, y2 = y1 + TALL / 2, y2 - TALL / 2
    far = y2 - y1 > ROW  # arrows over several storeys bend round the rooms between
    bend = (110 if x2 >= x1 else -110) if far else 0
    return (
        f'<path d="M{x1:.0f} {y1:.0f}C{x1 + bend:.0f} {y1 + 30:.0f} {x2 + bend:.0f} {y2 - 30:.0f} {x2:.0f} '
        f'{y2:.0f}" '
        'fill="none" stroke="#5a6b7b" stroke-width="1.4" marker-end="url(#tip)"/>'
    )


def _box(name: str, x: float, y: float) -> str:
    left, top = x - BOX / 2, y - TALL / 2
    return (
        f'<g><rect x="{left:.0f}" y="{top:.0f}" width="{BOX}" height="{TALL}" rx="8" fill="#f2f6fa" '
        'stroke="#33475b"/>'
        f'<text x="{x:.0f}" y="{y + 6:.0f}" text-anchor="middle" font-size="17" font-weight="600" '
        'fill="#16202a">'
        f"{escape(name)}</text></g>"
    )


def table() -> str:
    """The rooms as a table in Markdown: what each does and which rooms it imports."""
    below = direct()
    rows = ["| room | what it does | imports |", "| --- | --- | --- |"]
    rows += [
        f"| `detente.{r.name}` | {r.words.replace('|', '/')} | {', '.join(sorted(below[r.name])) or '–'} |"
        for r in rooms().values()
    ]
    return "\n".join(rows)


def sizes() -> str:
    """Modules, lines and door names of each room, for the terminal: ``python docs/house.py``."""
    rows = [f"{'room':<12}{'modules':>8}{'lines':>8}{'at its door':>13}"]
    rows += [f"{r.name:<12}{r.modules:>8}{r.lines:>8}{r.names:>13}" for r in rooms().values()]
    largest = max(folders().items(), key=lambda item: item[1])
    rows.append(f"largest folder: {largest[0]}, {largest[1]} modules; files {len(source_files())}")
    return "\n".join(rows)


if __name__ == "__main__":
    print(sizes())  # noqa: T201 - what it is for
