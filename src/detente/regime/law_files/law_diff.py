"""What an edit of the law files changes in the compiled law: measures, clauses, sources and clocks, before
and after."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from detente.regime.law_files.compile import PERCENTS, compiled, read_law
from detente.terms import Frozen, InputError, file_at, ppm_to_percent


class LawChange(Frozen):
    """One value of the compiled law that differs: where it stands, what it was and what it is."""

    kind: Literal["added", "removed", "changed"]
    place: str
    before: str = ""
    after: str = ""


class LawDiff(Frozen):
    """Every difference between two states of the law files, with the rules hash of each."""

    against: str
    before_rules: str
    after_rules: str
    changes: tuple[LawChange, ...]


def law_diff(folder: Path, against: str = "HEAD") -> LawDiff:
    """Compare the law files of a folder with another state of them.

    Parameters
    ----------
    against : str
        A folder with law files, or a revision of the repository the folder lies in.

    Raises
    ------
    InputError
        When there is no such folder and no such revision.
    LawError
        With every fault of either state.
    """
    after = compiled(read_law(folder)[0])
    with tempfile.TemporaryDirectory(prefix="detente-law-") as name:
        other = Path(against) if file_at(Path(against) / "families.yaml") else None
        earlier = other or _files_at(folder, against, Path(name))
        before = compiled(read_law(earlier, earlier=True)[0])
    return LawDiff(
        against=against, before_rules=before["hash"], after_rules=after["hash"],
        changes=tuple(differences(_rows_by_id(before), _rows_by_id(after))),
    )  # fmt: skip


def _files_at(folder: Path, revision: str, into: Path) -> Path:
    """The law files as a revision of the repository holds them, written into a folder."""
    # the path is this checkout's own; a revision that looks like an option is refused
    words = ["git", "-C", str(folder), "archive", "--format=tar", revision, "--", "."]
    if revision.startswith("-"):
        raise InputError(f"{revision!r} is no revision", where="against")
    try:
        packed = subprocess.run(words, capture_output=True, check=True).stdout  # noqa: S603
    except (OSError, subprocess.CalledProcessError) as fault:
        said = (getattr(fault, "stderr", b"") or str(fault).encode()).decode(errors="replace").strip()
        raise InputError(
            f"{revision!r} is neither a folder with law files nor a revision here ({said})",
            remedy="give a revision such as HEAD~1, or a folder that holds families.yaml",
        ) from None
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(into, filter="data")
    return into


def _rows_by_id(value: Any) -> Any:
    """Compiled rows by their ids instead of their places, so that a row that moves is no change; rates in
    percent."""
    if isinstance(value, Mapping):
        return {
            key: f"{ppm_to_percent(child)} %"
            if key in PERCENTS and isinstance(child, int)
            else _rows_by_id(child)
            for key, child in value.items()
            if key not in ("hash", "format")
        }
    if isinstance(value, (list, tuple)):
        keys = [row.get("id", row.get("name")) if isinstance(row, Mapping) else None for row in value]
        if keys and all(isinstance(k, str) for k in keys) and len(set(keys)) == len(keys):
            return {key: _rows_by_id(row) for key, row in zip(keys, value, strict=True)}
        return [_rows_by_id(row) for row in value]
    return value


def differences(before: Any, after: Any, place: str = "") -> Iterator[LawChange]:
    """Every value that differs between two nested bodies, in the order of their places.

    Examples
    --------
    >>> changes = differences({"a": {"b": "1"}}, {"a": {"b": "2", "c": "3"}})
    >>> [(c.kind, c.place, c.before, c.after) for c in changes]
    [('changed', 'a b', '1', '2'), ('added', 'a c', '', '3')]
    """
    if before == after:
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in sorted(before.keys() | after.keys()):
            here = f"{place} {key}".strip()
            if key not in before:
                yield LawChange(kind="added", place=here, after=_shown_in_line(after[key]))
            elif key not in after:
                yield LawChange(kind="removed", place=here, before=_shown_in_line(before[key]))
            else:
                yield from differences(before[key], after[key], here)
        return
    yield LawChange(kind="changed", place=place, before=_shown_in_line(before), after=_shown_in_line(after))


def _shown_in_line(value: Any) -> str:
    """A value in one line: a row by its title, heading and day where it has them, else as it is."""
    if isinstance(value, Mapping):
        title = value.get("title")
        words = [title.get("en", "") if isinstance(title, Mapping) else str(title or "")]
        words += [str(value[key]) for key in ("heading", "known") if value.get(key)]
        shown = ", ".join(word for word in words if word)
        return shown or ", ".join(f"{key}: {_shown_in_line(child)}" for key, child in value.items())[:160]
    return ", ".join(_shown_in_line(child) for child in value) if isinstance(value, list) else str(value)
