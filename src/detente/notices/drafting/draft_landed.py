"""A finished draft becomes law: its file, what it cites, a test that can fail and a change fragment, all of
them or none."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from detente.regime import Draft, Tables, build_tables, compiled, id_of, law_with, read_draft, read_law
from detente.schedule import Schedule
from detente.terms import InputError, LawError

_ROW = re.compile(r"^  - ", re.MULTILINE)


@dataclass(frozen=True)
class Landed:
    """What landing wrote: paths as seen from the checkout, and what a person must still do."""

    id: str
    written: tuple[str, ...]
    notes: tuple[str, ...]


def land_draft(folder: Path, draft: Path) -> Landed:
    """Move a draft into the law, with its test and its change fragment.

    Everything is checked first on a copy of the law: the numbered rules with the draft in it, and the test
    against the changed law. Then the files are put in place; when one cannot be, those already put are taken
    back.

    Raises
    ------
    LawError
        With everything that keeps the draft from counting as law.
    InputError
        When a file of the law stands at its place already, or its test fails.
    """
    read = read_draft(draft, folder)
    target = folder / read.place
    inside = target.resolve() == draft.resolve()
    if target.exists() and not inside:
        raise InputError(
            f"law/{read.place.as_posix()} exists already", where=draft.name,
            remedy="append to it: history is never overwritten",
        )  # fmt: skip
    law = build_tables(law_with(folder, draft))
    root = folder.parent
    files: dict[Path, str] = {target: _law_text(read), **_source_file(read, folder)}
    name = id_of(read.place)
    test = root / "tests" / "law" / read.place
    notes = []
    skeleton = _skeleton(read, law, name)
    if skeleton and not test.exists():
        files[test] = skeleton
    else:
        place = test.relative_to(root).as_posix()
        notes.append(f"write the test {place} yourself: the day before, the day, the day after")
    fragment = root / "changes.d" / f"{read.place.stem}.md"
    if not fragment.exists():
        files[fragment] = _fragment(read)
    _check_whole(folder, draft if inside else None, files)
    _put(files)
    if not inside:
        draft.unlink()
    written = tuple(path.relative_to(root).as_posix() for path in files)
    notes.append("run `detente rule check`, then `detente rule diff` and the law tests")
    return Landed(name, written, tuple(notes))


def _law_text(draft: Draft) -> str:
    """The text of the law file: the draft without what only a draft says."""
    text = re.sub(r"^(status|place):.*\n", "", draft.text, flags=re.MULTILINE)
    return (
        re.sub(r"^sources:.*\n(?:(?:[ \t]+.*|[ \t]*#.*|)\n)*", "", text, flags=re.MULTILINE).rstrip() + "\n"
    )


def _source_file(draft: Draft, folder: Path) -> dict[Path, str]:
    """The file of law/sources with the rows of the draft at its end."""
    rows = draft.data.get("sources") or []
    if not rows:
        return {}
    path = folder / "sources" / ("china.yaml" if draft.place.parts[0] == "china" else "us.yaml")
    added = "".join(f"  - {_flow(row)}\n" for row in rows)
    return {path: path.read_text(encoding="utf-8").rstrip() + "\n" + added}


def _flow(row: Mapping[str, Any]) -> str:
    return (
        "{" + ", ".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in row.items()) + "}"
    )


def _fragment(draft: Draft) -> str:
    title = (draft.data.get("title") or {}).get("en", draft.place.stem)
    cited = ", ".join(
        str(row.get("citation") or row.get("citation_zh")) for row in draft.data.get("sources") or []
    )
    return f"{title} ({draft.place.with_suffix('').as_posix()}){f': {cited}' if cited else ''}.\n"


def _skeleton(draft: Draft, law: Tables, name: str) -> str:
    """A test of the day before, the day and the day after of each provision, as the draft says the rate.

    The rates are those of the draft's own words, the goods the first line of the schedule under its codes:
    the test fails when another clause, a list or an hour makes the answer another. Empty where the law is of
    a kind the law tests do not read.
    """
    measure = next((m for m in law.measures if m.id == name), None)
    if measure is None or measure.side != "US":
        return ""
    from detente.duties import duty, schedule

    book = schedule("US")
    cases = []
    for provision in draft.data.get("provisions") or []:
        rate = str((provision.get("rate") or {}).get("ad_valorem") or "").rstrip("% ")
        begins = str((provision.get("effective") or {}).get("from") or "")[:10]
        hts = _good(draft, provision, book)
        if not (rate and begins and hts) or provision.get("when"):
            continue
        first = date.fromisoformat(begins)
        days = [(first + timedelta(days=k)).isoformat() for k in (-1, 0, 1)]
        expected = dict(zip(days, ("0", rate, rate), strict=True))
        origin = "CN" if "CN" in measure.origin or not measure.origin else min(measure.origin)
        _check_case(law, duty, (hts, origin, name), expected)
        cases.append(_case(draft, provision, (hts, origin, name, measure.component), expected))
    return "tests:\n" + "".join(cases) if cases else ""


def _good(draft: Draft, provision: Mapping[str, Any], book: Schedule) -> str:
    """A code of the schedule that the provision names."""
    scopes = (provision.get("goods"), (draft.data.get("applies_to") or {}).get("goods"))
    for scope in scopes:
        if isinstance(scope, dict) and scope.get("prefixes"):
            starts = tuple(str(p).replace(".", "")[:8] for p in scope["prefixes"])
            code = next((c for c in sorted(book.codes(8)) if c.startswith(starts)), "")
            return f"{code[:4]}.{code[4:6]}.{code[6:8]}" if code else ""
    return ""


def _check_case(law: Tables, duty: Any, good: tuple[str, str, str], expected: Mapping[str, str]) -> None:
    """Refuse a draft under which its own test fails."""
    hts, origin, name = good
    for day, rate in expected.items():
        answer = duty(hts, origin=origin, on=day, law=law, reading="text")
        lines = [line for line in answer.lines if line.measure == name]
        owed = sum(float(line.duty_usd or 0) for line in lines) / 100
        if round(owed, 4) != round(float(rate), 4):
            raise InputError(
                f"the test of the draft fails: {hts} of {origin} on {day} pays {owed:g} % under it, "
                f"its words say {rate} %",
                remedy="look at the hour, the scope, stacking and the day it was known",
            )  # fmt: skip


def _case(
    draft: Draft, provision: Mapping[str, Any], good: tuple[str, str, str, str], expected: Mapping[str, str]
) -> str:
    hts, origin, name, component = good
    cite = (provision.get("cite") or [{}])[0]
    title = (draft.data.get("title") or {}).get("en", name)
    begins = list(expected)[1]
    days = ", ".join(f"{json.dumps(day)}: {json.dumps(rate)}" for day, rate in expected.items())
    at = f", at: {json.dumps(cite['at'], ensure_ascii=False)}" if cite.get("at") else ""
    said = f"{title}: {list(expected.values())[1]} % from {begins}"
    return (
        f"  - name: {json.dumps(said, ensure_ascii=False)}\n"
        "    kind: law\n"
        f"    cite: {{document: {cite.get('document', '')}{at}}}\n"
        f"    hts: {json.dumps(hts)}\n"
        f"    origin: {origin}\n"
        f"    component: {component}\n"
        f"    measures: [{name}]\n"
        f"    on: {{{days}}}\n"
    )


def _check_whole(folder: Path, replaced: Path | None, files: Mapping[Path, str]) -> None:
    """Every numbered rule on a copy of the law as it will be.

    Raises
    ------
    LawError
        With every fault, in the paths of the law.
    """
    with tempfile.TemporaryDirectory(prefix="detente-land-") as name:
        copy = Path(name) / "law"
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("starter"))
        for path, text in files.items():
            if path.is_relative_to(folder):
                place = copy / path.relative_to(folder)
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_text(text, encoding="utf-8")
        try:
            compiled(read_law(copy)[0])
        except LawError as fault:
            raise LawError(text.replace(str(copy), str(folder)) for text in fault.faults) from None


def _put(files: Mapping[Path, str]) -> None:
    """Put every file in its place; when one cannot be, those already put are taken back.

    Raises
    ------
    InputError
        Names the file that could not be written.
    """
    before = {path: path.read_bytes() if path.exists() else None for path in files}
    done: list[Path] = []
    besides = {path: path.with_name(f".{path.name}.new") for path in files}
    try:
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            beside = besides[path]
            beside.write_text(text, encoding="utf-8")
            beside.replace(path)
            done.append(path)
    except OSError as fault:
        for beside in besides.values():
            beside.unlink(missing_ok=True)
        for path in done:
            earlier = before[path]
            if earlier is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(earlier)
        raise InputError(
            f"{path.name} cannot be written ({fault}); nothing was landed", where=str(path.parent)
        ) from None
