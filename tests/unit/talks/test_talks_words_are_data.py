"""Words are data: Python of the talks room holds grammar, the registry files hold the vocabulary."""

from __future__ import annotations

import ast
import io
import json
import re
import tokenize
from collections import Counter
from pathlib import Path

import pytest

import detente.talks
from detente.talks.words import compiled
from detente.talks.words.lexicon import compose, expand, lexicon, words
from detente.terms import DataError

ROOM = Path(detente.talks.__file__).parent
FILES = sorted(ROOM.rglob("*.py"))
FOLDERS = ("words", "read", "extract", "compare", "page")
HAN = re.compile("[\u3400-\u9fff]")
# An alternative that begins with a letter is a word; marks, classes and groups are grammar.
WORD = re.compile(r"(?:\\b|\^)*[A-Za-zÀ-ÿ]")
GROUP = re.compile(r"\((?:\?(?:P<\w+>|:|=|!|<=|<!|[a-z]+:))?")


def docstrings(tree: ast.AST) -> set[int]:
    """Lines of docstrings: examples and doctests may show Chinese."""
    lines: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node):
            text = node.body[0]
            lines |= set(range(text.lineno, (text.end_lineno or text.lineno) + 1))
    return lines


def alternations(pattern: str) -> list[list[str]]:
    """The alternatives of every group of a pattern, and of the whole; marks inside classes do not count."""
    stack: list[list[str]] = [[""]]
    bodies: list[list[str]] = []
    n = 0
    while n < len(pattern):
        token = pattern[n]
        if token == "\\":
            token = pattern[n : n + 2]
        elif token == "[" and (end := re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]").match(pattern, n)):
            token = end[0]
        elif token == "(" and (start := GROUP.match(pattern, n)):
            token = start[0]
            stack.append([""])
        elif token == ")" and len(stack) > 1:
            bodies.append(stack.pop())
            stack[-1][-1] += "()"
        elif token == "|":
            stack[-1].append("")
        if token[0] not in "(|)":
            stack[-1][-1] += token
        n += len(token)
    return [*bodies, *stack]


def vocabulary(pattern: str) -> list[str]:
    """The first alternation of a pattern that lists three words or more; empty when there is none."""
    for body in alternations(pattern):
        listed = [alternative for alternative in body if WORD.match(alternative)]
        if len(listed) >= 3:
            return listed
    return []


def literals(path: Path) -> list[tuple[int, str]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    shown = docstrings(tree)
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.lineno not in shown
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOM)))
def test_no_chinese_stands_in_python(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    shown = docstrings(ast.parse(source))
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    faults = [(t.start[0], t.string) for t in tokens if HAN.search(t.string) and t.start[0] not in shown]
    assert not faults, "move these words to registry/words"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOM)))
def test_no_pattern_in_python_lists_vocabulary(path: Path) -> None:
    faults = [(line, listed) for line, text in literals(path) if "|" in text and (listed := vocabulary(text))]
    assert not faults, "name a list of registry/words in the pattern: {list}"


def test_the_criterion_sees_vocabulary_and_leaves_grammar_alone() -> None:
    assert vocabulary(r"\b(?:said|told|asked)\b") == ["said", "told", "asked"]
    assert vocabulary(r"^(?:held\s+talks|met|spoke\w*)$")
    assert vocabulary("monday|tuesday|wednesday")
    assert not vocabulary(r"\b(?:{verbs_of_saying}|said)\b")
    assert not vocabulary(r"[,;]\s*|[—–]|\d{1,2}(?:[/.)]|\s)|(?P<y>20\d\d)")
    assert not vocabulary(r"[a|b|c]|x\|y\|z")


def test_every_list_is_named_by_a_pattern_or_a_function() -> None:
    used: Counter[str] = Counter()
    names = {*lexicon().lists, *lexicon().tables}
    for path in FILES:
        for _, text in literals(path):
            used.update(re.findall(r"\{([a-z][a-z0-9_]*)\}", text))
            used.update([text] if text in names else [])
    for entries in lexicon().lists.values():
        for entry in entries:
            used.update(re.findall(r"\{([a-z][a-z0-9_]*)\}", entry))
    by_language = {n for n in names if re.fullmatch(r"(?:months|small_words)_[a-z]{2}", n)}
    assert names - set(used) - by_language == set()


def test_no_list_names_a_word_twice() -> None:
    twice = {
        name: [w for w, n in Counter(entries).items() if n > 1] for name, entries in lexicon().lists.items()
    }
    assert {name: again for name, again in twice.items() if again} == {}


def test_every_word_file_says_what_it_holds() -> None:
    for path in (ROOM / "registry" / "words").glob("*.yaml"):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("# ") and len(first) > 30, path.name


def test_a_name_that_is_no_list_is_an_error() -> None:
    with pytest.raises(DataError, match="no word list is named 'verbs_of_silence'"):
        compose(r"\b(?:{verbs_of_silence})\b")
    with pytest.raises(DataError, match="no word list"):
        words("verbs_of_silence")


def test_a_blank_of_an_entry_stands_for_any_blanks_and_a_part_goes_before_a_list() -> None:
    assert "earlier this" in words("openings_of_a_period")
    assert compose(r"^(?:{openings_of_a_period})$").match("earlier \n this")
    assert expand("{articles}", {"articles": "{x}", "x": "z{1,2}"}) == "z{1,2}"


def test_the_compiled_registry_is_made_again_when_a_file_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped, out = tmp_path / "registry", tmp_path / "talks.json"
    (shipped / "words").mkdir(parents=True)
    (shipped / "words" / "a.yaml").write_text("colours: [red]\n", encoding="utf-8")
    monkeypatch.setattr(compiled, "SHIPPED", shipped)
    monkeypatch.setattr(compiled, "COMPILED", out)
    read = compiled.compiled_registry.__wrapped__
    assert read()["words"] == [("a.yaml", {"colours": ["red"]})]
    assert json.loads(out.read_text(encoding="utf-8"))["words"] == [["a.yaml", {"colours": ["red"]}]]
    monkeypatch.setattr(compiled, "read_folder", lambda folder: pytest.fail("YAML read although current"))
    assert read()["words"] == [["a.yaml", {"colours": ["red"]}]]
    monkeypatch.undo()
    monkeypatch.setattr(compiled, "SHIPPED", shipped)
    monkeypatch.setattr(compiled, "COMPILED", out)
    (shipped / "words" / "a.yaml").write_text("colours: [red, green]\n", encoding="utf-8")
    assert read()["words"][0][1] == {"colours": ["red", "green"]}


def test_an_installation_without_law_files_reads_the_compiled_registry_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "talks.json"
    out.write_text('{"stamp": [["other", 1, 1]], "rows": [], "words": []}', encoding="utf-8")
    monkeypatch.setattr(compiled, "COMPILED", out)
    monkeypatch.setattr(compiled, "law_folder", lambda: None)
    assert compiled.compiled_registry.__wrapped__()["rows"] == []
    out.write_text("{", encoding="utf-8")
    with pytest.raises(DataError, match="install the package again"):
        compiled.compiled_registry.__wrapped__()


def test_folders_import_to_their_left_only() -> None:
    faults = []
    for path in FILES:
        inside = path.relative_to(ROOM).parts
        if len(inside) < 2:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("detente.talks"):
                folder = [*(node.module or "").split("."), ""][2]
                if folder not in FOLDERS or FOLDERS.index(folder) > FOLDERS.index(inside[0]):
                    faults.append((str(path.relative_to(ROOM)), node.module))
    assert not faults


def test_no_folder_holds_more_than_twenty_modules() -> None:
    sizes = {folder: len(list((ROOM / folder).glob("*.py"))) - 1 for folder in FOLDERS}
    assert max(sizes.values()) <= 20, sizes
