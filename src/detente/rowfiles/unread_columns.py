"""Columns of a file that nothing reads: which of them were probably meant, and for what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

LINE = ("line_id", "known", "invoice_id", "direction", "state", "supplier", "duty_paid_usd")
MOST_NAMED = 12  # columns named in one note
CLOSE = 90.0  # of 100: one letter wrong in a word of six; `model` is not `mode`
MEANT = {
    "destination": "direction", "importing_country": "direction", "import_country": "direction",
    "to": "direction",
    "hs": "hts", "hs_code": "hts", "hts_code": "hts", "htsus": "hts", "tariff_code": "hts", "hts10": "hts",
    "country_of_origin": "origin", "origin_country": "origin", "coo": "origin",
    "country": "origin", "from": "origin",
    "value": "customs_value_usd", "value_usd": "customs_value_usd", "entered_value": "customs_value_usd",
    "entered_on": "entry_date", "entered": "entry_date", "import_date": "entry_date", "entry": "entry_date",
    "load_date": "loaded_on", "ship_date": "loaded_on", "shipped_on": "loaded_on",
    "export_date": "exported_on",
    "arrival_date": "imported_on", "arrived_on": "imported_on", "eta": "imported_on",
    "re_export_date": "reexported_on",
    "liquidation_date": "liquidated_on", "transport_mode": "mode", "uom": "unit", "qty": "quantity",
    "owner": "owner_country", "beneficial_owner": "owner_country", "operator": "operator_country",
    "registered_owner": "registered_owner_country", "cofr_operator": "certificate_operator_country",
    "charterer": "charterer_country", "built": "built_country", "build_country": "built_country",
    "country_of_build": "built_country", "nt": "net_tonnage", "net_tons": "net_tonnage",
    "ship_type": "vessel_type", "type": "vessel_type", "teu": "teu_capacity", "deadweight": "dwt",
    "voyage": "rotation_id", "arrival_time": "hour", "berthing_time": "hour",
}  # fmt: skip


def meant(column: str, accepted: Iterable[str], taken: Sequence[str] = ()) -> str:
    """The accepted column a name that nothing reads was probably meant for, or an empty string.

    A name is taken for another when the trade uses it so, when a letter or two are wrong, or when its words
    are some of the other's. A column the file already has is never suggested.

    Examples
    --------
    >>> meant("destination", ["direction", "hts"])
    'direction'
    >>> meant("steel_value", ["steel_value_usd", "copper_value_usd"])
    'steel_value_usd'
    >>> meant("model", ["mode"])
    ''
    """
    from rapidfuzz import fuzz, process

    names = list(accepted)
    if MEANT.get(column) in names:
        meaning = MEANT[column]
    else:
        close = process.extractOne(column, names, scorer=fuzz.ratio, score_cutoff=CLOSE)
        words = set(column.split("_"))
        longer = [n for n in names if len(words) > 1 and words < set(n.split("_"))]
        meaning = close[0] if close else longer[0] if len(longer) == 1 else ""
    return "" if meaning in taken else meaning


def column_notes(columns: Sequence[str], accepted: Sequence[str], *, every: bool = False) -> tuple[str, ...]:
    """A note for every column that nothing reads and that was probably meant for one that something does;
    with `every`, one more that names the others.

    Examples
    --------
    >>> column_notes(["hts", "destination", "colour"], ["hts", "direction"])
    ("column 'destination' is not read; did you mean 'direction'? It is carried through unchanged",)
    """
    notes, others = [], []
    for name in columns:
        if name in accepted or name.startswith("__"):
            continue
        meaning = meant(name, accepted, columns)
        if meaning:
            notes.append(
                f"column {name!r} is not read; did you mean {meaning!r}? It is carried through unchanged"
            )
        else:
            others.append(repr(name))
    if every and others:
        more = f" and {len(others) - MOST_NAMED} more" if len(others) > MOST_NAMED else ""
        notes.append(
            f"columns with no use here, carried through unchanged: {', '.join(others[:MOST_NAMED])}{more}"
        )
    return tuple(notes)
