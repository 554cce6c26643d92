"""Fail when a Chinese text of the project breaks a rule of its house: one line for each place.

Three rules over the law, the data and strings of the source, the templates and the documents: no variant that
the table of terms bans; no Chinese character beside ASCII punctuation; no Latin word outside the list of those
that stay Latin in Chinese text (`latin-words.txt`), codes, commands and column names apart.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import yaml

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
SOURCE = ROOT / "src" / "detente"
# a place of the tariff schedule, printed with its own brackets: note 2(v)(iii)(b)
DESIGNATION = re.compile(r"\d+(?:\([a-z0-9]+\))+")
HAN = re.compile(r"[\u3400-\u9fff]")
BESIDE = re.compile(r"[\u3400-\u9fff][,;:!?()]|[,;:!?()][\u3400-\u9fff]|[\u3400-\u9fff]\.(?=\s|$)")
WORD = re.compile(r"(?<![A-Za-z0-9_./@=§-])[A-Za-z][A-Za-z'’-]*[A-Za-z](?![A-Za-z0-9_/@=]|\.[a-z])")
# commands, options, names of columns and files, placeholders: typed as they are in every language
TYPED = re.compile(
    r"`[^`]*`|\{[^{}]*\}|--?[a-z][a-z-]*|https?://\S+|\b[a-z]+(?:[_.][a-z0-9_]+)+\b|\.[a-z0-9]{2,7}\b"
    r"|detente(?: [a-z]+)*|<[^>]*>|\[[^\]]*\]\([^)]*\)"
)
# patterns and lists of words that people may say: read, never shown
INPUT = ("talks/registry", "talks/read", "talks/extract", "talks/words", "talks/compare")


class ChineseText(NamedTuple):
    """A text with the file and line where it stands."""

    place: str
    text: str


def terms() -> list[list[str]]:
    """Rows of the table of terms."""
    table = files("detente.terms.chinese").joinpath("terms.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in table.splitlines() if line and not line.startswith("#")]


def banned() -> dict[str, str]:
    """Variants that are never written, with the term that is."""
    return {variant: row[1] for row in terms() for variant in row[3].split("|") if variant}


def latin_words() -> frozenset[str]:
    """Words that stay Latin in Chinese text."""
    lines = (HERE / "latin-words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def is_chinese(text: str) -> bool:
    """Whether a text is Chinese, not English that names something in Chinese.

    Examples
    --------
    >>> is_chinese("税委会公告2025年第10号"), is_chinese("No. 2 of 2025 stopped (停止实施)")
    (True, False)
    """
    han = len(HAN.findall(text))
    return han >= 2 and han * 1.5 >= len(re.findall("[A-Za-z]", TYPED.sub("", text)))


def texts() -> Iterator[ChineseText]:
    """Every Chinese text the project shows."""
    for path in sorted(ROOT.joinpath("law").rglob("*.yaml")):
        yield from _of_yaml(path)
    for path in sorted(SOURCE.rglob("*")):
        inside = path.relative_to(SOURCE).as_posix()
        if inside.startswith(INPUT) or "__pycache__" in inside:
            continue
        if path.suffix == ".py":
            yield from _of_python(path)
        elif path.suffix == ".j2":
            yield from _of_lines(path, re.compile(r"[^<>{}'\"]+"))
        elif path.suffix == ".tsv" and path.parent.name == "chinese" and path.name != "terms.tsv":
            yield from _of_table(path)
    for path in sorted([*ROOT.glob("*.zh.md"), *HERE.rglob("*.zh.md")]):
        yield from _of_document(path)


def _place(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT).as_posix()}:{line}"


def _of_yaml(path: Path) -> Iterator[ChineseText]:
    for root in yaml.compose_all(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader):
        for key, node in _scalars(root, ""):
            if is_chinese(node.value) and key != "names" and key not in ("says", "quote"):
                yield ChineseText(_place(path, node.start_mark.line + 1), node.value)


def _scalars(node: yaml.Node | None, key: str) -> Iterator[tuple[str, yaml.ScalarNode]]:
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            yield from _scalars(value, name.value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _scalars(value, key)
    elif isinstance(node, yaml.ScalarNode):
        yield key, node


def _of_python(path: Path) -> Iterator[ChineseText]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    inside |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            text = "".join(str(v.value) if isinstance(v, ast.Constant) else "{}" for v in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            text = node.value
        else:
            continue
        if is_chinese(text) and "(?" not in text and "\\" not in text and "[" not in text:
            yield ChineseText(_place(path, node.lineno), text)


def _of_lines(path: Path, piece: re.Pattern[str]) -> Iterator[ChineseText]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        for text in piece.findall(line):
            if HAN.search(text):
                yield ChineseText(_place(path, number), text.strip())


def _of_table(path: Path) -> Iterator[ChineseText]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        cells = line.split("\t")
        if len(cells) > 1 and not line.startswith("#") and HAN.search(cells[1]):
            yield ChineseText(_place(path, number), cells[0 if path.name == "regional.tsv" else 1])


def _of_document(path: Path) -> Iterator[ChineseText]:
    fenced = False
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("```"):
            fenced = not fenced
        elif not fenced and HAN.search(line):
            plain = re.sub(r"\]\([^)]*\)", "]", line)
            yield ChineseText(_place(path, number), plain)


def faults(rows: Iterator[ChineseText] | list[ChineseText] | None = None) -> list[str]:
    """One line for each place that breaks a rule."""
    variants, allowed = banned(), latin_words()
    found: list[str] = []
    for place, text in texts() if rows is None else rows:
        found += [
            f"{place}: {variant} is never written; write {term}"
            for variant, term in variants.items()
            if variant in text
        ]
        typed = TYPED.sub("", text)
        found += [
            f"{place}: {m[0]!r} in {text[:60]!r}"
            for m in BESIDE.finditer(DESIGNATION.sub("", re.sub(r"`[^`]*`|\{[^{}]*\}", "", text)))
        ]
        words = [w for w in WORD.findall(typed) if w not in allowed and not (w.isupper() and len(w) <= 6)]
        found += [f"{place}: the word {word} in {text[:60]!r}" for word in dict.fromkeys(words)]
    return found


def main() -> int:
    """Print every fault."""
    lines = faults()
    for line in lines:
        sys.stderr.write(line + "\n")
    return int(bool(lines))


if __name__ == "__main__":
    sys.exit(main())
