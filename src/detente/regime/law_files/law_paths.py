"""Where a law file lies and what its id is: one follows from the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from detente.terms import InputError, nearest

OMITTED = ("tariffs", "entry", "pledges", "agreements")  # folders that an id leaves out
PLACES = ("us", "china", "pledges", "agreements")  # folders that hold one file a measure, pledge or agreement
# folders whose files hold rows, not one act
TABLES = ("clocks", "sources", "outcomes", "parties", "starter", "watch")
_PART = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DRAFT = re.compile(rb"^status:[ \t]*[\"']?draft\b", re.MULTILINE)


def id_of(path: Path) -> str:
    """The id of a law file from its path under ``law/``.

    Examples
    --------
    >>> id_of(Path("us/tariffs/section-301/list-3.yaml")), id_of(Path("china/entry/vat.yaml"))
    ('us.s301.list-3', 'cn.vat')
    >>> id_of(Path("us/port-fees/annex-i.yaml")), id_of(Path("pledges/tiktok.yaml"))
    ('us.port-fees.annex-i', 'tiktok')
    """
    parts = [part for part in path.with_suffix("").parts if part not in OMITTED]
    if parts[0] == "china":
        parts[0] = "cn"
    return ".".join(re.sub(r"^section-(?=\d)", "s", part) for part in parts)


def is_draft(path: Path) -> bool:
    """Whether a law file says of itself that it is not finished (``status: draft``)."""
    return bool(_DRAFT.search(path.read_bytes()))


def law_files(folder: Path) -> Iterator[Path]:
    """Every law file under a folder that counts as law, in path order: drafts and the starter schedule do
    not."""
    for path in sorted(folder.rglob("*.yaml")):
        if "starter" not in path.relative_to(folder).parts and not is_draft(path):
            yield path


def draft_files(folder: Path) -> tuple[Path, ...]:
    """Every draft under a folder, in path order."""
    paths = sorted(folder.rglob("*.yaml"))
    return tuple(p for p in paths if "starter" not in p.relative_to(folder).parts and is_draft(p))


def place_of(spelling: str, folder: Path, working: Path) -> Path:
    """The path under the law folder that a person means.

    Parameters
    ----------
    spelling : str
        A path with or without ``law/`` and ``.yaml``, with slashes or dots, or an id such as
        ``us.s301.list-5``;
        also a path seen from the working folder.
    folder : Path
        The law folder.
    working : Path
        The folder the person works in.

    Raises
    ------
    InputError
        When it names no place for a measure, a pledge or an agreement.
    """
    text = re.sub(r"\.ya?ml$", "", spelling.strip().replace("\\", "/"))
    parts = [part for part in text.split("/") if part not in ("", ".")]
    if text.startswith("/") or ".." in parts or parts[:1] == ["~"]:
        parts = _parts_inside((working / Path(text).expanduser()).resolve(), folder, spelling)
    else:
        parts = [part for word in parts for part in word.split(".") if part]
        if parts[:1] == ["law"]:
            parts = parts[1:]
        parts = ["china", *parts[1:]] if parts[:1] == ["cn"] else parts
        if (
            parts
            and parts[0] not in (*PLACES, *TABLES)
            and working.resolve().is_relative_to(folder.resolve())
        ):
            parts = _parts_inside((working / Path(*parts)).resolve(), folder, spelling)
    return _check_place(_with_omitted_folder(parts, folder), folder, spelling)


def _parts_inside(path: Path, folder: Path, spelling: str) -> list[str]:
    if not path.is_relative_to(folder.resolve()):
        raise InputError(
            f"{spelling!r} lies outside law/", remedy="give a path such as us/tariffs/section-301/new-action"
        )
    return list(path.relative_to(folder.resolve()).parts)


def _with_omitted_folder(parts: list[str], folder: Path) -> list[str]:
    """Parts of an id as parts of a path: `s301` is ``section-301``, in the omitted folder that holds it."""
    parts = [re.sub(r"^s(?=\d{3}(-|$))", "section-", part) for part in parts]
    if len(parts) < 2 or parts[0] not in ("us", "china") or (folder / parts[0] / parts[1]).is_dir():
        return parts
    for omitted in ("tariffs", "entry"):
        if (folder / parts[0] / omitted / parts[1]).is_dir():
            return [parts[0], omitted, *parts[1:]]
    return parts


def _check_place(parts: list[str], folder: Path, spelling: str) -> Path:
    """The path of `parts`, refused where no act of its own can lie there."""
    remedy = "give a path such as us/tariffs/section-301/new-action or pledges/name"
    if parts and parts[0] in TABLES:
        raise InputError(
            f"law/{parts[0]} holds tables of rows, not one file an act",
            where=spelling,
            remedy="add a row to a file there",
        )
    least = 2 if parts[:1] in (["pledges"], ["agreements"]) else 3
    if len(parts) < least or parts[0] not in PLACES:
        raise InputError(f"{spelling!r} is no place for a law file", remedy=remedy)
    if parts[0] in ("us", "china"):
        subjects = sorted(
            {p.name for side in ("us", "china") for p in (folder / side).iterdir() if p.is_dir()}
        )
        if parts[1] not in subjects:
            hint = nearest(parts[1], subjects) or f"one of {', '.join(subjects)}"
            raise InputError(f"law/{parts[0]} has no folder {parts[1]!r}", where=spelling, remedy=hint)
    for part in parts:
        if not _PART.fullmatch(part):
            plain = re.sub(r"[^a-z0-9]+", "-", part.lower()).strip("-")
            raise InputError(
                f"{part!r} is no name for a law file", where=spelling,
                remedy=f"small letters, digits and hyphens{f': {plain}' if plain else ''}",
            )  # fmt: skip
    return Path(*parts).with_suffix(".yaml")
