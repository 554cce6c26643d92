"""Parties and holdings from rows of text: ids numbered, shares exact, dates applied, faults kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.rowfiles import (
    RAGGED,
    SUFFIXES,
    Reading,
    RowFault,
    Sheet,
    Source,
    Upload,
    frame_sheet_of,
    is_file,
    read_sheet,
)
from detente.screening.ownership import UNKNOWN, Graph, build_graph
from detente.screening.ownership_files import bods_owners, gleif_owners, is_gleif
from detente.screening.ownership_kernel import FULL_SHARE, UNITS_PER_PERCENT
from detente.screening.share_bands import UNSAID, read_band
from detente.terms import InputError, UnreadableFile, file_at, read_day

if TYPE_CHECKING:
    import polars as pl

PARTIES = ("party_id", "name")
LONGEST_NAME = 300
_ON_TOP = "\u2191"  # marks the part of a band above its least
NAMES_OF_OWNERS = ("owner_name", "owned_name")
OWNERS = ("owner_id", "owned_id", "share_pct")


@dataclass(frozen=True)
class Register:
    """Everyone named, by number, and who holds what on a day.

    Attributes
    ----------
    ids : Series (N,)
        Ids of all parties: those asked about, their owners, and those on lists.
    names : DataFrame
        ``key`` (number), ``name``, ``plain``: every name, aliases too.
    graph : Graph
        Holdings of the day.
    asked : array (P,)
        Numbers of the parties asked about, in the order of the file.
    """

    ids: pl.Series
    names: pl.DataFrame
    graph: Graph
    asked: np.ndarray
    faults: tuple[RowFault, ...]
    notes: tuple[str, ...]

    def number(self, party: str) -> int:
        """Number of a party by its id.

        Raises
        ------
        InputError
            When no such party is in the register.
        """
        places = (self.ids == party).arg_true()
        if not len(places):
            raise InputError(f"no party {party!r} in the register")
        return int(places[0])


def read_register(parties: Sheet, owners: Sheet, listed: pl.DataFrame, on: str) -> Register:
    """Number the parties and lay out the holdings of a day.

    A holding whose share is empty or cannot be read counts as one of unknown size and is named in the
    faults; it is never dropped. Rows that repeat another word for word are counted once.

    Parameters
    ----------
    parties, owners : Sheet
        ``party_id, name[, aliases]`` and ``owner_id, owned_id, share_pct[, from, to]``.
    listed : DataFrame
        ``party_id, name`` of list entries.
    on : str
        Day, ``YYYY-MM-DD``; `from` and `to` are the first and last day of a holding.
    """
    import polars as pl

    from detente.terms import comparable

    people = parties.frame.select(
        pl.col("party_id").str.strip_chars(), *_rest(parties.frame, ("name", "aliases"))
    )
    faults = [
        RowFault(parties.row(int(i)), "party_id", "is empty: the row is not answered")
        for i in people.select(pl.col("party_id").fill_null("") == "").to_series().arg_true()
    ]
    people = people.filter(pl.col("party_id").fill_null("") != "")
    faults = [fault.of(parties.name) for fault in faults]
    in_holdings: list[RowFault] = []
    held = _read_holdings(owners, on, in_holdings)
    faults += [fault.of(owners.name) for fault in in_holdings]
    ids = (
        pl.concat(
            [
                people["party_id"],
                held["owner_id"],
                held["owned_id"],
                listed["party_id"].filter(listed["party_id"] != ""),
            ]
        )
        .unique(maintain_order=True)
        .rename("id")
    )
    number = pl.DataFrame({"id": ids}).with_row_index("number")
    edges = held.join(number, left_on="owner_id", right_on="id").rename({"number": "owner"})
    edges = edges.join(number, left_on="owned_id", right_on="id").rename({"number": "owned"})
    edges, notes = _keep_once(edges.drop("owner_id", "owned_id", strict=False), ids)
    graph = build_graph(
        edges["owner"].to_numpy().astype(np.int32),
        edges["owned"].to_numpy().astype(np.int32),
        edges["share"].to_numpy().astype(np.int64),
        len(ids),
    )
    asked = people.select("party_id").join(number, left_on="party_id", right_on="id", maintain_order="left")
    also = listed.filter((pl.col("party_id") != "") & (pl.col("name") != "")).select("party_id", "name")
    people = pl.concat(
        [people, also.unique(maintain_order=True).with_columns(aliases=pl.lit(None, pl.String))]
    )
    names = _names_of_parties(pl.concat([people, *_named_in(owners.frame)]), number)
    names = names.with_columns(plain=comparable(names["name"])).filter(pl.col("plain") != "")
    return Register(
        ids, names, graph, asked["number"].unique(maintain_order=True).to_numpy(), tuple(faults), notes
    )


def read_owners(source: Path | str | Upload | Source) -> Sheet:
    """Who owns whom, from a table, GLEIF's relationship records or BODS statements.

    Raises
    ------
    UnreadableFile
        When it cannot be read or lacks a column.
    """
    given = source.given if isinstance(source, Source) else source
    if not isinstance(given, Upload) and Path(given).suffix.lower() in (".json", ".jsonl"):
        if not file_at(given):
            raise UnreadableFile("there is no such file", where=str(given))
        return bods_owners(Path(given))
    if is_gleif(source):
        return gleif_owners(source)
    return read_sheet(
        source, required=OWNERS, known=(*OWNERS, "from", "to", *NAMES_OF_OWNERS), say_unread=True
    )


def names_sheet(value: object) -> Sheet | None:
    """Parties given by their names alone: one name, or several in a list; None where a table was given.

    Text that ends as files of rows do is a file, whether it is there or not; what is sent in place of a file
    is a name where it is one line and no row of column names.

    Examples
    --------
    >>> names_sheet("General Dynamics").frame.rows()
    [('General Dynamics', 'General Dynamics')]
    >>> names_sheet("parties.csv") is None
    True
    """
    import polars as pl

    sent = isinstance(value, Upload)
    if isinstance(value, Upload):
        value = _name_sent(value)
    several = (str(value),) if isinstance(value, (str, Path)) else value
    if not isinstance(several, (list, tuple)) or not all(isinstance(name, str) for name in several):
        return None
    names = list(dict.fromkeys(name.strip() for name in several if name.strip()))
    if not names or (not sent and any(_is_path(name) for name in names)):
        return None
    if any(len(name) > LONGEST_NAME for name in names):
        raise InputError(
            f"a name has at most {LONGEST_NAME} characters", where="parties", remedy="give the names alone"
        )
    rows = pl.DataFrame(dict.fromkeys(PARTIES, names), schema=dict.fromkeys(PARTIES, pl.String))
    return Sheet(names[0] if len(names) == 1 else "parties", rows, 1)


def _name_sent(upload: Upload) -> str | None:
    """A name in place of a table: one line of text that is no row of column names."""
    try:
        text = upload.body.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        return None
    columns = {word.strip().strip('"').casefold() for word in re.split("[,;\t]", text)}
    return None if "\n" in text or not text.isprintable() or columns & {*PARTIES, "aliases"} else text


def _is_path(text: str) -> bool:
    if len(text) > LONGEST_NAME:
        return False
    suffix = Path(text).suffix.lower()
    table = suffix in (*SUFFIXES, ".txt", ".json", ".xml")
    return table or text.startswith(("/", "./", "../", "~")) or file_at(text)


def no_owners() -> Sheet:
    """The table of owners where none was given."""
    import polars as pl

    return Sheet("", pl.DataFrame(schema=dict.fromkeys(OWNERS, pl.String)), 1)


def as_sheet(value: object, name: str, required: tuple[str, ...], known: tuple[str, ...] = ()) -> Sheet:
    """A sheet from a path, a frame or a list of mappings.

    Raises
    ------
    InputError
        When a column is missing or the value is none of these.
    """
    import polars as pl

    if isinstance(value, Sheet):
        return value
    reading = value.reading if isinstance(value, Source) else Reading()
    if is_file(value):
        if required == OWNERS:
            return read_owners(value)  # type: ignore[arg-type]
        return read_sheet(value, required=required, known=known, say_unread=True)  # type: ignore[arg-type]
    value = value.given if isinstance(value, Source) else value
    try:
        rows: Any = value
        frame = value if isinstance(value, pl.DataFrame) else pl.DataFrame(rows, infer_schema_length=None)
    except (TypeError, ValueError) as fault:
        raise InputError(
            f"{name} is no table ({str(fault)[:120]})", remedy="give a path, a frame or rows"
        ) from None
    missing = [c for c in required if c not in frame.columns]
    if missing and known:
        return frame_sheet_of(frame, name, reading, required, known)
    if missing:
        raise InputError(f"column {', '.join(missing)} is missing in {name}")
    return Sheet(name, frame.select(pl.all().cast(pl.String, strict=False)), 1)


def _rest(frame: pl.DataFrame, wanted: tuple[str, ...]) -> list[pl.Expr]:
    import polars as pl

    return [pl.col(c) if c in frame.columns else pl.lit(None, pl.String).alias(c) for c in wanted]


def _named_in(owners: pl.DataFrame) -> list[pl.DataFrame]:
    """Names that the table of owners gives of its parties."""
    import polars as pl

    return [
        owners.select(
            party_id=pl.col(party).str.strip_chars(), name=pl.col(name), aliases=pl.lit(None, pl.String)
        )
        .drop_nulls("name")
        .unique(maintain_order=True)
        for party, name in zip(("owner_id", "owned_id"), NAMES_OF_OWNERS, strict=True)
        if name in owners.columns
    ]


def _names_of_parties(people: pl.DataFrame, number: pl.DataFrame) -> pl.DataFrame:
    """Every name of every party; an id with letters and a blank in it, or Chinese, is a name as well."""
    import polars as pl

    given = people.join(number, left_on="party_id", right_on="id").select(
        pl.col("number").alias("key"), "name", "aliases"
    )
    aliases = given.select("key", name=pl.col("aliases").str.split("|")).explode("name")
    worded = number.filter(
        pl.col("id").str.contains(r"(\p{Latin}\P{Latin}* \P{Latin}*\p{Latin})|[\x{3400}-\x{9fff}]{2}")
    )
    parts = [given.select("key", "name"), aliases, worded.select(pl.col("number").alias("key"), name="id")]
    return pl.concat(parts).drop_nulls().unique(maintain_order=True)


def _read_holdings(owners: Sheet, on: str, faults: list[RowFault]) -> pl.DataFrame:
    """Holdings of the day with shares in units; faults on the way."""
    import polars as pl

    frame = owners.frame.with_columns(pl.Series("row", owners.rows, dtype=pl.UInt32))
    frame = frame.with_columns(pl.col("owner_id", "owned_id").str.strip_chars().fill_null(""))
    if RAGGED in frame.columns:
        odd = frame.filter(pl.col(RAGGED).is_not_null()).select("row", RAGGED)
        faults += [
            RowFault(row, "row", f"{words}: its share is taken as unknown") for row, words in odd.iter_rows()
        ]
        frame = frame.with_columns(pl.when(pl.col(RAGGED).is_null()).then("share_pct").alias("share_pct"))
    for column in ("owner_id", "owned_id"):
        empty = frame.filter(pl.col(column) == "")["row"].to_list()
        faults += [RowFault(row, column, "is empty: the holding cannot be placed") for row in empty]
    frame = frame.filter((pl.col("owner_id") != "") & (pl.col("owned_id") != ""))
    frame, bands = _with_bands(frame)
    text = pl.col("share_pct").fill_null("").str.strip_chars().str.strip_chars_end("%％").str.strip_chars()
    plain = text.str.contains(r"^\d+(\.\d*)?([eE][+-]?\d+)?$|^\.\d+$")
    number = pl.when(plain).then(text).otherwise(None).cast(pl.Float64, strict=False)
    sound = number.is_not_null() & (number >= 0) & (number <= 100)
    # the added thousandth of a unit undoes the binary rounding of up to nine decimals, never of a tenth
    exact = (number * UNITS_PER_PERCENT + 0.001).floor().clip(0, FULL_SHARE).cast(pl.Int64)
    frame = frame.with_columns(
        share=pl.when(sound).then(exact).otherwise(UNKNOWN),
        bad=~sound & ~text.str.to_lowercase().is_in(list(UNSAID)),
    )
    if bands:
        held = pl.col("share_pct").replace_strict(bands, default=None, return_dtype=pl.Int64)
        frame = frame.with_columns(share=pl.coalesce(held, "share"), bad=pl.col("bad") & held.is_null())
    for row, said in frame.filter("bad").select("row", "share_pct").iter_rows():
        faults.append(
            RowFault(row, "share_pct", f"{str(said)[:40]!r} is no percentage of 0 to 100: taken as unknown")
        )
    frame = _of_day(frame, on, faults)
    return frame.select("owner_id", "owned_id", "share", *(c for c in ("from", "to") if c in frame.columns))


def _with_bands(frame: pl.DataFrame) -> tuple[pl.DataFrame, dict[str, int]]:
    """Holdings of which least and most are known, as two rows: the least, and what may come on top of it.

    The second row's share is negative: nothing in a count from below, its size in one from above.
    """
    import polars as pl

    cells = pl.col("share_pct").fill_null("").str.strip_chars().str.to_lowercase()
    plain = cells.str.contains(r"^\d+(\.\d*)?([eE][+-]?\d+)?\s*[%％]?$|^\.\d+\s*[%％]?$") | cells.is_in(
        list(UNSAID)
    )
    odd = frame.filter(~plain)["share_pct"].unique().drop_nulls().to_list()
    bands = {text: band for text in odd if (band := read_band(text)) is not None}
    wide = {text: band for text, band in bands.items() if band[1] - band[0] > 1}
    said = {text: low for text, (low, _) in bands.items()}
    if wide:
        more = frame.filter(pl.col("share_pct").is_in(list(wide)))
        labels = {text: f"{text} {_ON_TOP}" for text in wide}
        more = more.with_columns(pl.col("share_pct").replace(list(labels), list(labels.values())))
        said |= {labels[text]: low - high for text, (low, high) in wide.items()}
        frame = pl.concat([frame, more])
    return frame, said


def _keep_once(edges: pl.DataFrame, ids: pl.Series) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Numbered holdings, each word-for-word repetition counted once; and what is odd about the sums."""
    import polars as pl

    distinct = edges.unique()
    notes = []
    if distinct.height < edges.height:
        notes.append(f"{edges.height - distinct.height} holdings repeat another row and count once")
    known = distinct.filter(pl.col("share") > 0)["share"].to_numpy()
    if len(known) and int(known.max()) <= UNITS_PER_PERCENT:
        notes.append("no share is above 1 %: if share_pct holds fractions, multiply it by 100")
    sums = distinct.filter(pl.col("share") > 0).group_by("owned").agg(pl.col("share").sum())
    over = sums.filter(pl.col("share") > FULL_SHARE)["owned"]
    if len(over):
        shown = ", ".join(sorted(ids.gather(over).to_list())[:5])
        notes.append(
            f"stakes in {len(over)} parties sum above 100 % ({shown}{' …' if len(over) > 5 else ''})"
        )
    return distinct, tuple(notes)


def _of_day(frame: pl.DataFrame, on: str, faults: list[RowFault]) -> pl.DataFrame:
    import polars as pl

    for column, open_end in (("from", "0000-01-01"), ("to", "9999-12-31")):
        if column not in frame.columns:
            continue
        text = pl.col(column).fill_null("").str.strip_chars()
        odd = frame.filter(~text.str.contains(r"^(\d{4}-\d{2}-\d{2})?$")).select("row", column)
        read: dict[str, str] = {}
        for row, said in odd.iter_rows():
            try:
                read[str(said)] = read_day(said, what=column).isoformat()
            except InputError as fault:
                faults.append(RowFault(row, column, f"{fault.what}: the holding is counted on every day"))
                read[str(said)] = open_end
        frame = frame.with_columns(pl.col(column).fill_null("").replace(read).str.strip_chars())
        frame = frame.with_columns(
            pl.when(pl.col(column) == "").then(pl.lit(open_end)).otherwise(column).alias(column)
        )
    if "from" in frame.columns:
        frame = frame.filter(pl.col("from") <= on)
    if "to" in frame.columns:
        frame = frame.filter(pl.col("to") >= on)
    return frame
