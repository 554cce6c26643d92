"""Clear transactions: every record of a file screened, asked, priced and told what to do; nothing lost."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path, PurePath
from typing import Any

from detente.clearance.answer import (
    VERDICTS,
    AskedOfFile,
    ClearAnswer,
    ClearedPart,
    ClearedRecord,
    RecordFault,
)
from detente.clearance.asked import Asking, Tables
from detente.clearance.derived import derive
from detente.clearance.judging import Lens, parts_of
from detente.clearance.parts import ask_part
from detente.clearance.pricing import Asked, priced_questions
from detente.clearance.record_files import Transactions, read_transactions
from detente.clearance.records import TransactionRecord
from detente.clearance.registers import Registers
from detente.clearance.verdicts import sentence, to_do, verdict, verdict_of_part
from detente.regime import artefact, law_tables, read_reading
from detente.rowfiles import RowFault, Source, Upload, reading_words
from detente.terms import DetenteError, InputError, Repeat, nearest, read_day, weakest

Tick = Callable[[int], None]


def clear(
    transactions: Any,
    tables: Tables | None = None,
    asking: Asking | None = None,
    *,
    progress: Tick | None = None,
) -> ClearAnswer:
    """Every transaction of a file: what stops it, what to ask next, what to do.

    Parameters
    ----------
    transactions : path, upload, frame, mapping or list of mappings
        One row, or one nested record, a transaction; see ``read_transactions``.
    tables : Tables, optional
        Who the parties are, who owns them, and who is listed beside the lists that the law files name.
    progress : callable, optional
        Told the number of records done.

    Raises
    ------
    InputError, UnreadableFile
        When nothing of a file can be read; a record that cannot be is a fault, and the others are answered.

    Examples
    --------
    >>> answer = clear([{"id": "1", "on": "2025-10-26", "shipped_from": "CN", "destination": "DE",
    ...                  "item": "ferrite magnet"}])
    >>> answer.records[0].verdict != "may_ship"
    True
    """
    asking = asking or Asking()
    read_reading(asking.reading)
    read = transactions if isinstance(transactions, Transactions) else read_transactions(transactions)
    chosen = _chosen(read, asking.only)
    if asking.known:
        read_day(asking.known, what="known")
    registers = Registers(read, tables or Tables(), asking)
    faults = list(read.faults)
    answered = [_unread(fault, name) for name, fault in read.unread if not asking.only or name in asking.only]
    again = _command(read, tables or Tables(), asking, transactions)
    for count, record in enumerate(chosen):
        try:
            answered.append(_answer_record(record, registers, asking, again))
        except DetenteError as fault:
            one = RowFault(record.row, fault.where or "record", fault.sentence)
            faults.append(one)
            answered.append(_unread(one, record.name, record))
        if progress is not None:
            progress(count + 1)
    answered.sort(key=lambda one: (VERDICTS.index(one.verdict), one.row))
    law = law_tables()
    counts: Counter[str] = Counter(record.verdict for record in answered)
    return ClearAnswer(
        reading=asking.reading,
        counts={v: counts[v] for v in VERDICTS if counts[v]},
        records=tuple(answered), ask=_over_file(answered), screened=registers.screened,
        notes=(*read.notes, *registers.notes),
        faults=tuple(_fault(one) for one in (*faults, *registers.faults)),
        verified=max((m.verified for m in (*law.licences, *law.port_fees)), default=""),
        repeat=Repeat(command=again, rules=str(artefact()["hash"]), data=""),
    )  # fmt: skip


def _chosen(read: Transactions, only: Sequence[str]) -> tuple[TransactionRecord, ...]:
    names = {record.name for record in read.records}
    for name in only:
        if name not in names and not any(name == unread for unread, _ in read.unread):
            raise InputError(
                f"no transaction {name[:60]!r}", where="only",
                remedy=nearest(name, names) or f"one of {', '.join(sorted(names)[:12])}",
            )  # fmt: skip
    return tuple(record for record in read.records if not only or record.name in only)


def _answer_record(
    record: TransactionRecord, registers: Registers, asking: Asking, again: str
) -> ClearedRecord:
    lens = Lens(asking.reading, asking.known)
    derived = derive(record, registers.of(record))
    parts, left_out = parts_of(record, derived.facts, lens)
    asked: list[Asked] = []
    for part in parts:
        shown, missing, answer = ask_part(part, {})
        asked.append(Asked(part, shown, missing, getattr(answer, "item_classes", ())))
    shown_parts = [one.shown for one in asked]
    questions = priced_questions(asked)
    said = verdict(shown_parts, derived.parties)
    open_parts = [p.status for p in shown_parts if p.status != "ok"]
    unsure = any(p.outcome in ("undetermined", "red_flag") for p in derived.parties)
    return ClearedRecord(
        record=record.name, row=record.row, on=record.on, item=record.item, way=_way(record),
        known=record.known or asking.known or record.on[:10],
        verdict=said, status=_status(open_parts, unsure or (said == "ask_first" and not open_parts)),
        sentence=sentence(said, shown_parts, derived.parties, questions),
        parties=derived.parties, derived=derived.rows,
        parts=tuple(sorted(shown_parts, key=_stops_most)), ask=questions, to_do=to_do(shown_parts),
        not_asked=tuple(left_out),
        confidence=weakest(*(p.confidence for p in shown_parts)),
        repeat=f"{again} --only {shlex.quote(record.name)}",
    )  # fmt: skip


def _stops_most(part: ClearedPart) -> int:
    return VERDICTS.index(verdict_of_part(part))


def _status(open_parts: Sequence[str], unsure: bool) -> Any:
    if unsure or "undetermined" in open_parts:
        return "undetermined"
    return "not_modelled" if open_parts else "ok"


def _way(record: TransactionRecord) -> str:
    start, end = record.shipped_from or "?", record.destination or "?"
    return f"{start} to {end}" if (record.shipped_from or record.destination) else record.leg


def _unread(fault: RowFault, name: str, record: TransactionRecord | None = None) -> ClearedRecord:
    """A record that could not be read or asked, with the reason in place of an answer."""
    unread = ClearedRecord(
        record=name, row=fault.row, verdict="error", status="error",
        sentence=f"Not read: {fault.text}",
    )  # fmt: skip
    if record is None:
        return unread
    return unread.model_copy(update={"item": record.item, "on": record.on})


def _over_file(records: Iterable[ClearedRecord]) -> tuple[AskedOfFile, ...]:
    """The questions over all records, those first that settle most of them."""
    asked: dict[str, list[tuple[str, str, bool]]] = {}
    for record in records:
        for one in record.ask:
            alone = len(record.ask) == 1 or any(v.settled for v in one.tried)
            asked.setdefault(one.fact, []).append((one.question, one.question_zh, alone))
    rows = [
        AskedOfFile(
            fact=fact, question=said[0][0], question_zh=said[0][1], records=len(said),
            settles=sum(alone for _, _, alone in said),
        )
        for fact, said in asked.items()
    ]  # fmt: skip
    return tuple(sorted(rows, key=lambda row: (-row.settles, -row.records)))


def _fault(one: RowFault) -> RecordFault:
    return RecordFault(row=one.row, column=one.column, text=one.text, file=one.file)


def _command(read: Transactions, tables: Tables, asking: Asking, transactions: Any) -> str:
    words = ["detente", "clear", read.name]
    for name in ("parties", "owners", "listed"):
        table = getattr(tables, name)
        given = table.given if isinstance(table, Source) else table
        if isinstance(given, (str, Path, Upload)) and str(given) not in ("", "law"):
            words += [f"--{name}", PurePath(str(given)).name]
    words += ["--known", asking.known] if asking.known else []
    words += ["--reading", asking.reading] if asking.reading != "both" else []
    words += ["--owners-complete"] if asking.owners_complete else []
    words += reading_words(transactions) if isinstance(transactions, Source) else []
    return shlex.join(words)
