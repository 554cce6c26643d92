"""Ask the official sources, or read their saved answers; show what was seen; note what was handled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from detente.answers import answer_watch
from detente.cli.ask import asks
from detente.cli.show import as_json, show
from detente.questions import WatchQuestion
from detente.terms import InputError, read_whole_day

if TYPE_CHECKING:
    from detente.notices import WatchAnswer

ANSWERED, SOME_FAILED = 0, 1


@asks(WatchQuestion)
def watch(
    question: WatchQuestion,
    *,
    from_: Annotated[Path | None, Parameter(name=["--from"])] = None,
    through: str | None = None,
    seen: bool = False,
    handle: str | None = None,
    as_: Annotated[str | None, Parameter(name=["--as"])] = None,
    full: bool = False,
    json: bool = False,
) -> int:
    """Show the notices. Exit 1 when a source did not answer.

    Parameters
    ----------
    from_
        Read the saved answers in this folder; no source is asked.
    through
        The last day the saved answers hold whole, YYYY-MM-DD, where the folder does not say it.
    seen
        Show what was seen before; no source is asked.
    handle
        Note that the notice of this id was handled.
    as_
        What it was handled as: "no change", or the path of the law file that holds it.
    full
        Show every notice, family and source.
    json
        Print the answer as JSON.
    """
    from detente.notices import Ledger, checked_days, watched, write_checked
    from detente.regime import tables

    handle, as_, through = handle or "", as_ or "", through or ""
    _check((handle, as_), from_, through, seen=seen, known=question.known is not None)
    law, ledger, today = tables(), Ledger(), date.today().isoformat()
    told = question
    if handle:
        ledger.handle(handle, _handled_as(as_), today)
    elif not seen and question.known is None:
        last = _ask(question, from_, through, quiet=json)
        told = question.model_copy(update={"known": max(today, last)})
    moved = None
    if question.known is None and (handle or not seen):
        moved = write_checked(checked_days(watched(law), ledger.runs(), ledger.notices()))
    answer = answer_watch(told)
    if json:
        as_json(answer)
    else:
        from detente.report import watch_screen

        show(watch_screen(answer, moved), full=full)
    return _exit(answer, asked=not (handle or seen or question.known))


def _exit(answer: WatchAnswer, *, asked: bool) -> int:
    return SOME_FAILED if asked and any(not s.answered for s in answer.sources) else ANSWERED


def _check(handled: tuple[str, str], from_: Path | None, through: str, *, seen: bool, known: bool) -> None:
    """Refuse options that do not go together."""
    handle, as_ = handled
    if bool(handle) != bool(as_):
        raise InputError(
            "--handle and --as go together", where="--as" if handle else "--handle",
            remedy='for example --handle ID --as "no change"',
        )  # fmt: skip
    if handle and from_ is not None:
        raise InputError("--handle and --from cannot both be given", remedy="read the answers first")
    for name, given in (("--seen", seen), ("--known", known)):
        if given and from_ is not None:
            raise InputError(f"{name} and --from cannot both be given", remedy="leave one out")
    if through and from_ is None:
        raise InputError("--through says of which day saved answers are", remedy="give --from FOLDER")


def _handled_as(as_: str) -> str:
    """`no change`, or the path of a law file that is there.

    Raises
    ------
    InputError
        When it is neither.
    """
    from detente.regime import id_of, law_folder, place_of, tables

    if as_.strip().lower() == "no change":
        return "no change"
    folder = law_folder()
    if folder is not None:
        place = place_of(as_, folder, Path.cwd())
        if (folder / place).is_file():
            return f"law/{place.as_posix()}"
        raise InputError(f"there is no law file {as_!r}", where="--as", remedy='or write "no change"')
    known = {m.id for m in tables().measures}
    place = Path(as_.removeprefix("law/"))
    if as_ in known or (place.suffix == ".yaml" and id_of(place) in known):
        return as_
    raise InputError(f"{as_[:60]!r} is no measure of this law", where="--as", remedy='or write "no change"')


def _ask(question: WatchQuestion, from_: Path | None, through: str, *, quiet: bool) -> str:
    """Ask the sources, or read the folder, and keep what is new; gives the day on which they were asked."""
    from detente.notices import Ledger, ask_sources, first_day, read_run, saved_answers
    from detente.regime import tables

    law, today = tables(), date.today().isoformat()
    if from_ is None:
        with _progress(quiet) as told:
            folder = ask_sources(law, question.since or first_day(law), datetime.now(UTC), told=told)
    else:
        day = read_whole_day(through, what="through") if through else None
        folder = saved_answers(from_, law, question.since, day, today)
    return read_run(folder, law, Ledger()).run.asked_on


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[str], None]]:
    import sys

    if quiet or not sys.stderr.isatty():
        yield lambda _source: None
        return
    from rich.console import Console

    with Console(stderr=True).status("") as status:

        def told(source: str) -> None:
            status.update(source)

        yield told
