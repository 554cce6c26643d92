"""The user's ledger of notices: what was seen when, what was handled as what, which run asked which source.

One SQLite file in the data folder. Every change is one transaction, so that writers at the same time wait for
each other and a run that breaks off leaves nothing behind.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from detente.notices.notice import Notice
from detente.notices.places import ledger_file
from detente.terms import DataError, InputError, nearest

_FORMAT = 1
_WAIT_S = 30.0
_SHAPE = """
create table if not exists notices (
  id text primary key, source text not null, published text not null, detected text not null,
  families text not null, handled_on text not null default '', handled_as text not null default '',
  body text not null
) strict;
create table if not exists runs (
  n integer primary key, asked_on text not null, since text not null, through text not null
) strict;
create table if not exists asked (
  run integer not null references runs (n), source text not null, answered integer not null,
  reaches_back_to text not null, items integer not null, fault text not null, primary key (run, source)
) strict;
create table if not exists names_seen (
  source text primary key, seen_on text not null, names text not null
) strict;
"""


@dataclass(frozen=True)
class Asked:
    """How a source answered in a run: not at all (with the fault), or so many items, back to a day."""

    source: str
    answered: bool
    items: int = 0
    reaches_back_to: str = ""
    fault: str = ""


@dataclass(frozen=True)
class Run:
    """One run over the sources: when it was, the days it asked for, and how each source answered.

    Attributes
    ----------
    through : str
        The last day the answers hold whole; empty where nobody says, and then the run moves nothing.
    """

    n: int
    asked_on: str
    since: str
    through: str
    asked: tuple[Asked, ...]


class Ledger:
    """The ledger of a user.

    Parameters
    ----------
    path : Path, optional
        Its file; by default in the user's data folder.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or ledger_file()

    @contextmanager
    def _open(self, *, write: bool) -> Iterator[sqlite3.Connection]:
        """A connection within one transaction.

        Raises
        ------
        DataError
            When the file is damaged, of another version, or stays locked.
        """
        if write:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            base = sqlite3.connect(self.path, timeout=_WAIT_S, isolation_level=None)
            try:
                if write:
                    base.execute("begin immediate")
                self._check_format(base, write=write)
                yield base
                if base.in_transaction:
                    base.execute("commit")
            except BaseException:
                if base.in_transaction:
                    base.execute("rollback")
                raise
            finally:
                base.close()
        except sqlite3.DatabaseError as fault:
            raise DataError(
                f"the ledger of notices cannot be used ({fault})", where=self.path.name,
                remedy=f"move {self.path} away and run `detente watch` again",
            ) from None  # fmt: skip

    def _check_format(self, base: sqlite3.Connection, *, write: bool) -> None:
        (version,) = base.execute("pragma user_version").fetchone()
        if version == 0 and write:
            for statement in _SHAPE.split(";"):
                base.execute(statement)
            base.execute(f"pragma user_version = {_FORMAT}")
        elif version not in (0, _FORMAT):
            raise DataError(
                f"the ledger of notices is of a newer version ({version})", where=self.path.name,
                remedy="install the newer program again",
            )  # fmt: skip

    def notices(self) -> tuple[Notice, ...]:
        """Every notice seen, the newest first."""
        if not self.path.is_file():
            return ()
        with self._open(write=False) as base:
            if not base.execute("select 1 from sqlite_master where name = 'notices'").fetchone():
                return ()
            rows = base.execute(
                "select body, handled_on, handled_as from notices order by published desc, id"
            ).fetchall()
        return tuple(
            Notice.model_validate({**json.loads(body), "handled_on": day, "handled_as": what})
            for body, day, what in rows
        )

    def runs(self) -> tuple[Run, ...]:
        """Every run, the first first."""
        if not self.path.is_file():
            return ()
        with self._open(write=False) as base:
            if not base.execute("select 1 from sqlite_master where name = 'runs'").fetchone():
                return ()
            runs = base.execute("select n, asked_on, since, through from runs order by n").fetchall()
            rows = base.execute(
                "select run, source, answered, items, reaches_back_to, fault from asked order by source"
            ).fetchall()
        asked: dict[int, list[Asked]] = {}
        for run, source, answered, items, reach, fault in rows:
            asked.setdefault(run, []).append(Asked(source, bool(answered), items, reach, fault))
        return tuple(Run(n, on, since, to, tuple(asked.get(n, ()))) for n, on, since, to in runs)

    def names_seen(self, source: str) -> tuple[str, frozenset[str]]:
        """The names of a list of parties as last seen, with the day."""
        if not self.path.is_file():
            return "", frozenset()
        with self._open(write=False) as base:
            if not base.execute("select 1 from sqlite_master where name = 'names_seen'").fetchone():
                return "", frozenset()
            row = base.execute("select seen_on, names from names_seen where source = ?", (source,)).fetchone()
        return (row[0], frozenset(row[1].split("\n"))) if row else ("", frozenset())

    def record(
        self,
        run: Run,
        notices: Iterable[Notice],
        names: dict[str, frozenset[str]],
    ) -> tuple[Notice, ...]:
        """Keep a run with what it saw, all or nothing; gives the notices that were not known before.

        A notice seen before keeps its day of detection and how it was handled; its citation may grow, as when
        a filing on public inspection is published.
        """
        fresh = []
        with self._open(write=True) as base:
            (number,) = base.execute("select coalesce(max(n), 0) + 1 from runs").fetchone()
            base.execute(
                "insert into runs values (?, ?, ?, ?)", (number, run.asked_on, run.since, run.through)
            )
            base.executemany(
                "insert into asked values (?, ?, ?, ?, ?, ?)",
                [(number, a.source, int(a.answered), a.reaches_back_to, a.items, a.fault) for a in run.asked],
            )
            for notice in notices:
                if self._keep(base, notice):
                    fresh.append(notice)
            base.executemany(
                "insert or replace into names_seen values (?, ?, ?)",
                [(source, run.asked_on, "\n".join(sorted(seen))) for source, seen in names.items()],
            )
        return tuple(fresh)

    @staticmethod
    def _keep(base: sqlite3.Connection, notice: Notice) -> bool:
        """Insert a notice or renew its words; whether it was not there before."""
        row = base.execute("select detected from notices where id = ?", (notice.id,)).fetchone()
        if row:
            notice = notice.model_copy(update={"detected": min(row[0], notice.detected)})
        body = notice.model_dump_json(exclude={"handled_on", "handled_as"})
        base.execute(
            "insert into notices (id, source, published, detected, families, body) values (?, ?, ?, ?, ?, ?) "
            "on conflict (id) do update set body = excluded.body, families = excluded.families, "
            "detected = excluded.detected",
            (
                notice.id, notice.source, notice.published, notice.detected, " ".join(notice.families), body
            ),
        )  # fmt: skip
        return row is None

    def handle(self, wanted: str, what: str, on: str) -> Notice:
        """Note that a notice was handled, and as what.

        Raises
        ------
        InputError
            When no notice has the id (the nearest are named), or it was handled as something else.
        """
        known = {notice.id: notice for notice in self.notices()}
        short = [name for name in known if name.rpartition(":")[2] == wanted]
        name = wanted if wanted in known else short[0] if len(short) == 1 else ""
        if not name:
            remedy = nearest(wanted, known) or "`detente watch --seen` lists them"
            raise InputError(f"no notice {wanted[:80]!r} was seen", where="--handle", remedy=remedy)
        before = known[name]
        if before.handled_as and before.handled_as != what:
            raise InputError(
                f"{name} was handled on {before.handled_on} as {before.handled_as!r}", where="--handle",
                remedy="history is not overwritten: handle the later notice instead",
            )  # fmt: skip
        with self._open(write=True) as base:
            base.execute(
                "update notices set handled_on = ?, handled_as = ? where id = ? and handled_on = ''",
                (on, what, name),
            )
        return before.model_copy(update={"handled_on": before.handled_on or on, "handled_as": what})
