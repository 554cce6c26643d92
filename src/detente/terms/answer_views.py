"""Views of an answer for a notebook, made of its fields alone: a frame, a table, a chart, its citations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from detente.terms.errors import InputError, NotInstalled

if TYPE_CHECKING:
    import altair
    import polars as pl

CITE_STYLES = ("bibtex", "csl", "text")
MOST_SHOWN = 60
TITLE = "Detente: the US–China trade truce as running code"
AUTHORS = "Detente contributors"


@dataclass(frozen=True)
class Chart:
    """What an answer's chart shows: one bar a row, `amount` along `category`, in `unit`.

    Parameters
    ----------
    rows : str
        The field that holds the rows.
    colour : str
        A column by which bars of one category stand side by side; empty for none.
    """

    rows: str
    category: str
    amount: str
    unit: str
    colour: str = ""


def rows_of(answer: BaseModel, fields: Sequence[str] = ()) -> list[BaseModel]:
    """The rows of an answer: those of the fields named, else of its first field that holds some."""
    names = (
        fields
        or [
            name
            for name in type(answer).model_fields
            if (held := getattr(answer, name)) and isinstance(held, tuple) and isinstance(held[0], BaseModel)
        ][:1]
    )
    return [row for name in names for row in getattr(answer, name)]


def frame_of(answer: BaseModel, fields: Sequence[str] = ()) -> pl.DataFrame:
    """The rows of an answer as a frame: money and rates as numbers, lists and citations in one cell."""
    import polars as pl

    rows = [{k: _cell(getattr(row, k)) for k in type(row).model_fields} for row in rows_of(answer, fields)]
    return pl.DataFrame(rows, infer_schema_length=None, strict=False)


def _cell(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, BaseModel):
        return "; ".join(f"{k}: {c}" for k in type(value).model_fields if (c := _cell(getattr(value, k))))
    if isinstance(value, (tuple, list)):
        return "; ".join(_reference(v) if _is_citation(v) else str(_cell(v)) for v in value)
    if isinstance(value, dict):
        return "; ".join(f"{k}: {_cell(v)}" for k, v in value.items())
    return value


def _is_citation(value: Any) -> bool:
    return isinstance(value, BaseModel) and {"document", "citation"} <= set(type(value).model_fields)


def _reference(citation: Any) -> str:
    return ", ".join(filter(None, (str(citation.citation), _part(citation, "at"))))


def _part(citation: Any, name: str) -> str:
    """A part of a citation, empty where this kind has none."""
    return str(getattr(citation, name, "") or "")


def citations_of(answer: BaseModel) -> list[Any]:
    """Every citation an answer carries, each document and place once, in the order in which they stand."""
    return list({(c.document, _part(c, "at")): c for c in _walk(answer)}.values())


def _walk(value: Any) -> Iterator[Any]:
    if _is_citation(value):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _walk(getattr(value, name))
    elif isinstance(value, (tuple, list)):
        for held in value:
            yield from _walk(held)


def cite_of(answer: BaseModel, style: str, version: str) -> Any:
    """The documents an answer rests on, and the rules that gave it.

    Parameters
    ----------
    style : {"bibtex", "csl", "text"}
        BibTeX entries; CSL-JSON items (a list); or lines of text.

    Raises
    ------
    InputError
        When the style is none of these.
    """
    if style not in CITE_STYLES:
        raise InputError(f"no style {style!r}", where="style", remedy=f"one of {', '.join(CITE_STYLES)}")
    repeat = getattr(answer, "repeat", None)
    rules = getattr(repeat, "rules", "") or getattr(answer, "rules", "")
    own = f"version {version}" + (f", rules {rules}" if isinstance(rules, str) and rules else "")
    found = citations_of(answer)
    if style == "text":
        return "\n".join([*(f"{_title(c)}. {_reference(c)}." for c in found), f"{AUTHORS}. {TITLE}, {own}."])
    if style == "csl":
        items = [
            {
                "id": _key(c),
                "type": "document",
                "title": _title(c),
                "number": c.citation,
                "section": _part(c, "at"),
            }
            for c in found
        ]
        software = {"id": "detente", "type": "software", "title": TITLE, "author": [{"literal": AUTHORS}]}
        return [{k: v for k, v in item.items() if v} for item in items] + [software | {"version": own}]
    entries = [_bibtex(_key(c), title=_title(c), howpublished=c.citation, note=_part(c, "at")) for c in found]
    entries.append(_bibtex("detente", author="{" + AUTHORS + "}", title=TITLE, note=own))
    return "\n".join(entries)


def _title(citation: Any) -> str:
    return _part(citation, "title") or str(citation.document)


def _key(citation: Any) -> str:
    """A key that bibliographies accept: one for each document and place in it."""
    return re.sub(r"[^\w]+", "-", f"{citation.document} {_part(citation, 'at')}", flags=re.ASCII).strip("-")


def _bibtex(key: str, **fields: str) -> str:
    marks = str.maketrans({"&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_", "$": r"\$"})
    inner = ",\n".join(f"  {name} = {{{text.translate(marks)}}}" for name, text in fields.items() if text)
    return f"@misc{{{key},\n{inner}\n}}"


def html_of(answer: BaseModel, fields: Sequence[str] = ()) -> str:
    """An answer as HTML for a notebook: its single values, then its rows; everything escaped."""
    single = [
        (name, _cell(value))
        for name in type(answer).model_fields
        if (value := getattr(answer, name)) not in (None, "", (), {}) and not _holds_rows(value)
    ]
    head = "".join(f"<tr><th>{escape(k)}</th><td>{escape(str(v))}</td></tr>" for k, v in single)
    rows = rows_of(answer, fields)
    names = [
        n for n in (type(rows[0]).model_fields if rows else ()) if any(_cell(getattr(r, n)) for r in rows)
    ]
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(_shown(getattr(row, n)))}</td>" for n in names) + "</tr>"
        for row in rows[:MOST_SHOWN]
    )
    more = f"<p>… {len(rows) - MOST_SHOWN} more rows</p>" if len(rows) > MOST_SHOWN else ""
    titles = "".join(f"<th>{escape(n)}</th>" for n in names)
    table = f"<table><thead><tr>{titles}</tr></thead><tbody>{body}</tbody></table>{more}" if rows else ""
    return f"<table>{head}</table>{table}"


def _holds_rows(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], BaseModel)


def _shown(value: Any) -> str:
    cell = _cell(value)
    return "" if cell is None else f"{cell:,.2f}" if isinstance(cell, float) else str(cell)


def plot_of(answer: BaseModel, chart: Chart | None) -> altair.Chart:
    """An answer's chart.

    Raises
    ------
    InputError
        When this answer has none.
    NotInstalled
        When altair is not installed.
    """
    if chart is None:
        raise InputError("this answer has no chart", where="plot", remedy="take .frame() and draw your own")
    try:
        import altair
    except ImportError:
        raise NotInstalled("charts need altair", remedy="pip install 'detente[notebooks]'") from None
    rows = frame_of(answer, (chart.rows,))
    names = [c for c in (chart.category, chart.amount, chart.colour) if c]
    values = rows.select(names).drop_nulls().to_dicts() if rows.height else []
    bars = altair.Chart(altair.Data(values=values)).mark_bar().encode(
        y=altair.Y(f"{chart.category}:N", sort=None, title=None),
        x=altair.X(f"{chart.amount}:Q", title=chart.unit),
        tooltip=[f"{chart.category}:N", f"{chart.amount}:Q"],
    )  # fmt: skip
    if chart.colour:
        bars = bars.encode(color=f"{chart.colour}:N", yOffset=f"{chart.colour}:N")
    return bars
