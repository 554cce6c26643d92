"""Parties and holdings from rows of text: ids numbered, shares exact, dates applied, faults kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.rowfiles import (
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
from detente.screening.owner_files.holdings import INTERESTS, OWNER, keep_once, read_holdings
from detente.screening.owner_files.ownership_files import bods_owners, gleif_owners, is_gleif
from detente.screening.owner_files.party_countries import read_countries, says_countries
from detente.screening.ownership import Graph, build_graph
from detente.terms import InputError, UnreadableFile, file_at

if TYPE_CHECKING:
    import polars as pl

PARTIES = ("party_id", "name")
LONGEST_NAME = 300
NAMES_OF_OWNERS = ("owner_name", "owned_name")
OWNERS = ("owner_id", "owned_id", "share_pct")
KNOWN_OF_PARTIES = (*PARTIES, "aliases", "country")
KNOWN_OF_OWNERS = (
    *OWNERS, "votes_pct", "board_pct", "role", "from", "to", *NAMES_OF_OWNERS, "owner_country",
    "owned_country",
)  # fmt: skip


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
        Holdings of equity of the day, as written.
    asked : array (P,)
        Numbers of the parties asked about, in the order of the file.
    edges : mapping of str to DataFrame
        ``owner, owned, share, role`` by interest: equity, votes, board.
    given : frozenset of str
        Interests that the table has a column for.
    over : mapping of int to str
        Companies whose owners come to more than the whole, with the sum in percent.
    countries : mapping of int to str
        Country of a party, where a table says it; `said_countries` whether any has a column for it.
    """

    ids: pl.Series
    names: pl.DataFrame
    graph: Graph
    asked: np.ndarray
    faults: tuple[RowFault, ...]
    notes: tuple[str, ...]
    edges: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    given: frozenset[str] = frozenset({"equity"})
    over: Mapping[int, str] = field(default_factory=dict)
    countries: Mapping[int, str] = field(default_factory=dict)
    said_countries: bool = False

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

    def graph_of(self, interest: str, counts: Mapping[str, str]) -> Graph:
        """Holdings of one interest under a test.

        Parameters
        ----------
        counts : mapping of str to str
            Role -> ``yes``, ``no`` or ``open``; a share in a role of which it is open counts as at most so
            much, as does one in a role that is not known.
        """
        import polars as pl

        edges = self.edges[interest]
        present = set(edges["role"].unique().to_list())
        left = [role for role in present if counts.get(role) == "no"]
        doubtful = [
            role for role in present if counts.get(role, "yes" if role == OWNER else "open") == "open"
        ]
        if not left and not doubtful and interest == "equity":
            return self.graph
        share = pl.col("share")
        edges = edges.with_columns(
            pl.when(pl.col("role").is_in(left))
            .then(pl.lit(0))
            .when(pl.col("role").is_in(doubtful) & (share > 0))
            .then(-share)
            .otherwise(share)
            .alias("share")
        )
        return graph_from(edges, len(self.ids))

    def as_written(self, interest: str) -> Graph:
        """Holdings of one interest with every share as written, whatever its role."""
        roles = self.edges[interest]["role"].unique().to_list()
        return self.graph_of(interest, dict.fromkeys(roles, "yes"))

    def roles_between(self, owner: int, owned: int) -> tuple[str, ...]:
        """The roles other than that of a plain owner in which a party holds another."""
        import polars as pl

        if owner >= len(self.ids) or owned >= len(self.ids):
            return ()
        equity = self.edges["equity"].filter((pl.col("owner") == owner) & (pl.col("owned") == owned))
        return tuple(role for role in equity["role"].unique(maintain_order=True).to_list() if role != OWNER)


def read_register(parties: Sheet, owners: Sheet, listed: pl.DataFrame, on: str) -> Register:
    """Number the parties and lay out the holdings of a day.

    A holding whose share is empty or cannot be read counts as one of unknown size and is named in the
    faults; it is never dropped. Rows that repeat another word for word are counted once.

    Parameters
    ----------
    parties, owners : Sheet
        ``party_id, name[, aliases, country]`` and ``owner_id, owned_id, share_pct[, votes_pct, board_pct,
        role, from, to, owner_name, owned_name, owner_country, owned_country]``.
    listed : DataFrame
        ``party_id, name`` of list entries.
    on : str
        Day, ``YYYY-MM-DD``; `from` and `to` are the first and last day of a holding.
    """
    import polars as pl

    from detente.terms import comparable

    columns = ("name", "aliases", "country")
    people = parties.frame.select(pl.col("party_id").str.strip_chars(), *_rest(parties.frame, columns))
    unnamed = people.select(pl.col("party_id").fill_null("") == "").to_series().arg_true()
    faults = [
        RowFault(parties.row(int(i)), "party_id", "is empty: the row is not answered").of(parties.name)
        for i in unnamed
    ]
    people = people.filter(pl.col("party_id").fill_null("") != "")
    in_holdings: list[RowFault] = []
    held = read_holdings(owners, on, in_holdings)
    faults += [fault.of(owners.name) for fault in in_holdings]
    equity = held.of("equity")
    entries = listed["party_id"].filter(listed["party_id"] != "")
    every = pl.concat([people["party_id"], equity["owner_id"], equity["owned_id"], entries])
    ids = every.unique(maintain_order=True).rename("id")
    number = pl.DataFrame({"id": ids}).with_row_index("number")
    edges, notes = {}, list(_own_shares(held.own))
    for interest in INTERESTS:
        edges[interest], said = keep_once(_numbered(held.of(interest), number), ids)
        notes += said if interest == "equity" else ()
    asked = people.select("party_id").join(number, left_on="party_id", right_on="id", maintain_order="left")
    also = listed.filter((pl.col("party_id") != "") & (pl.col("name") != "")).select("party_id", "name")
    also = also.unique(maintain_order=True).with_columns(aliases=pl.lit(None, pl.String))
    named = pl.concat([people.drop("country"), also])
    names = _names_of_parties(pl.concat([named, *_named_in(owners.frame)]), number)
    names = names.with_columns(plain=comparable(names["name"])).filter(pl.col("plain") != "")
    countries = read_countries(people, owners, faults)
    numbers = dict(zip(ids.to_list(), range(len(ids)), strict=True)) if countries or held.over else {}
    return Register(
        ids,
        names,
        graph_from(edges["equity"], len(ids)),
        asked["number"].unique(maintain_order=True).to_numpy(),
        tuple(faults),
        tuple(notes),
        edges,
        held.given,
        {numbers[party]: total for party, total in held.over.items()},
        {numbers[party]: country for party, country in countries.items() if party in numbers},
        says_countries(parties, owners),
    )


def _own_shares(own: tuple[str, ...]) -> list[str]:
    """The note on companies that hold their own shares."""
    more = " …" if len(own) > 5 else ""
    return [f"own shares count in no sum: {', '.join(own[:5])}{more}"] if own else []


def _numbered(held: pl.DataFrame, number: pl.DataFrame) -> pl.DataFrame:
    edges = held.join(number, left_on="owner_id", right_on="id", maintain_order="left").rename(
        {"number": "owner"}
    )
    edges = edges.join(number, left_on="owned_id", right_on="id", maintain_order="left")
    return edges.rename({"number": "owned"}).drop("owner_id", "owned_id", strict=False)


def graph_from(edges: pl.DataFrame, nodes: int) -> Graph:
    """Numbered holdings as a graph of so many parties."""
    return build_graph(
        edges["owner"].to_numpy().astype(np.int32),
        edges["owned"].to_numpy().astype(np.int32),
        edges["share"].to_numpy().astype(np.int64),
        nodes,
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
    return read_sheet(source, required=OWNERS, known=KNOWN_OF_OWNERS, say_unread=True)


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
