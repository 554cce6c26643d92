"""A progress bar on work of more than two seconds: how far, how quick, how long still; on terminals only."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from detente.cli.speaking import said

SHOWN_AFTER_S = 2.0
Tick = Callable[[int], None]


@contextmanager
def progress_on(
    what: str, total: int | None = None, *, unit: str = "lines", quiet: bool = False
) -> Iterator[Tick]:
    """A bar on the error stream once the work has taken two seconds; yields what to tell the amount done.

    Parameters
    ----------
    what : str
        The work, in one word or two.
    total : int, optional
        Amount to be done; without it only the time is shown.
    quiet : bool
        Show nothing.

    Examples
    --------
    >>> with progress_on("reading", 2, quiet=True) as done:
    ...     done(1)
    """
    if quiet or not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeElapsedColumn
    from rich.progress import TimeRemainingColumn as Remaining
    from rich.text import Text

    from detente.report import console

    class Rate(ProgressColumn):
        """Amount a second."""

        def render(self, task: Task) -> Text:
            speed = task.speed or (task.completed / task.elapsed if task.elapsed else 0)
            return Text(f"{speed:,.0f} {said(f'{unit}/s')}" if speed else "")

    counted = (Rate(), Remaining()) if total else ()
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), *counted, TimeElapsedColumn(),
        console=console(stderr=True), transient=True,
    )  # fmt: skip
    task = bar.add_task(said(what), total=total)
    timer = threading.Timer(SHOWN_AFTER_S, bar.start)
    timer.daemon = True
    timer.start()
    try:
        yield lambda done: bar.update(task, completed=done)
    finally:
        timer.cancel()
        bar.stop()
