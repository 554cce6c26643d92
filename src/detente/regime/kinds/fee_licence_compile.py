"""Port fees, licences and ownership tests: from parsed YAML to checked, JSON-able tables."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from detente.regime.kinds.country_groups import members_of, put_members
from detente.regime.kinds.fee_licence import (
    KINDS,
    ControlEntries,
    CountryGroups,
    EntityLists,
    ItemClasses,
    Licence,
    PortFee,
)
from detente.regime.kinds.ownership import OwnershipTest
from detente.regime.kinds.parties import TABLE, party_rows
from detente.regime.kinds.tracks import Base, Track, span
from detente.regime.law_files.cited import unresolved
from detente.regime.law_files.read import Document
from detente.terms import LawError

FILE_KINDS: tuple[str, ...] = KINDS
TABLES: tuple[str, ...] = (TABLE,)
_MODELS: dict[str, type[Base]] = {
    "port_fee": PortFee,
    "licence": Licence,
    "ownership_test": OwnershipTest,
    "item_classes": ItemClasses,
    "entity_list": EntityLists,
    "control_entries": ControlEntries,
    "country_groups": CountryGroups,
}


def compile_documents(
    documents: Iterable[Document], faults: list[str], sources: Collection[str] | None = None
) -> dict[str, Any]:
    """The JSON-able tables of every document of these kinds; faults carry file and line.

    Parameters
    ----------
    sources : collection of str, optional
        Ids that citations may name; without it they are not looked up.
    """
    rows: dict[str, list[dict[str, Any]]] = {kind: [] for kind in KINDS}
    for document in documents:
        data = document.data
        if not isinstance(data, Mapping) or data.get("kind") not in KINDS:
            continue
        try:
            model = _MODELS[data["kind"]].model_validate(data)
        except ValidationError as fault:
            for error in fault.errors():
                where = tuple(p for p in error["loc"] if isinstance(p, (str, int)))
                faults.append(f"{document.place(where)}: {error['msg']}")
            continue
        faults.extend(f"{document.place(())}: {message}" for message in check(model))
        if sources is not None:
            faults.extend(unresolved("FL6", document, (), sources))
        rows[data["kind"]].append(model.model_dump(mode="json", by_alias=True))
    faults.extend(_entries_out_of_words(rows))
    groups, unknown = members_of(rows["country_groups"])
    faults.extend((*unknown, *put_members(rows["licence"], groups)))
    return {
        "port_fees": rows["port_fee"],
        "licences": rows["licence"],
        "ownership_tests": rows["ownership_test"],
        "items": rows["item_classes"],
        "entity_lists": rows["entity_list"],
        "control_entries": rows["control_entries"],
    }


def compiled(law: Mapping[str, Any]) -> dict[str, Any]:
    """The tables of these kinds, citations resolved; every fault at once in a ``LawError``."""
    documents = [document for kind in KINDS for document in law["by_kind"].get(kind, ())]
    faults: list[str] = []
    tables = compile_documents(documents, faults, {source.id for source in law["sources"]})
    tables["listed_parties"] = party_rows(law, _counts(tables["entity_lists"]), faults)
    if faults:
        raise LawError(faults)
    for rows in tables.values():  # the day a family was checked counts where it is later than the file's own
        for row in rows:
            if "verified" in row:
                row["verified"] = max(row["verified"], law["verified"].get(row.get("family"), ""))
    return {"fee_licence": tables}


def _counts(measures: Iterable[Mapping[str, Any]]) -> dict[str, tuple[str, int]]:
    """List and number of entities of every track of the lists of entities, by full name."""
    return {
        f"{measure['id']}/{row['track']}": (row["list"], int(row["count"]))
        for measure in measures
        for row in measure["listings"]
        if row["count"].isdigit()
    }


def check(model: Base) -> list[str]:
    """Numbered checks that one file can answer for itself.

    FL1 a span ends after it begins. FL2 rules, listings and recognisers name tracks and classes that exist.
    FL3 a rule id stands once in its file. FL4 a CAS number passes its check digit. FL5 every assertion
    carries a citation. FL6 every citation resolves to a source. FL7 a listing counts its entities. FL8 two
    assertions known on one day do not contradict each other. FL9 an entry of a control list names what the
    vocabulary has. FL10 a condition names groups of countries that exist.
    """
    faults: list[str] = []
    tracks = {track.id for track in model.tracks}
    for track in model.tracks:
        for assertion in (*track.assertions, *track.said):
            first, after = span(assertion.effective, model.imposed_by)
            if after <= first:
                faults.append(f"FL1: {track.id}/{assertion.id} ends before it begins")
            if not assertion.cite:
                faults.append(f"FL5: {track.id}/{assertion.id} cites nothing")
        faults.extend(_overlaps(track, model.imposed_by))
    if isinstance(model, Licence):
        rules = {rule.id for rule in model.rules}
        if len(rules) != len(model.rules):
            faults.append("FL3: a rule id stands twice")
        for rule in model.rules:
            faults.extend(
                f"FL2: rule {rule.id} names {name!r}, which is not in this file"
                for name in rule.tracks
                if name not in tracks and "/" not in name
            )
    if isinstance(model, EntityLists):
        faults.extend(
            f"FL2: a listing names track {row.track!r}" for row in model.listings if row.track not in tracks
        )
        faults.extend(
            f"FL7: {row.track} does not say how many entities it lists"
            for row in model.listings
            if not row.count.isdigit() or int(row.count) < 1
        )
    if isinstance(model, ItemClasses):
        known = {c.id for c in model.classes}
        cas = [c.cas for c in model.classes] + [(e.cas,) for e in model.elements]
        for numbers in cas:
            faults.extend(
                f"FL4: {number} is not a CAS number" for number in numbers if not cas_is_sound(number)
            )
        for recogniser in model.recognise:
            faults.extend(
                f"FL2: {recogniser.id} names class {c!r}" for c in recogniser.classes if c not in known
            )
        faults.extend(
            f"FL2: {row.codes[0]} names class {c!r}"
            for row in model.may_be
            for c in row.classes
            if c not in known
        )
        faults.extend(
            f"FL2: {e.symbol} names class {e.item_class!r}"
            for e in model.elements
            if e.item_class not in known
        )
    return faults


def _entries_out_of_words(rows: Mapping[str, list[dict[str, Any]]]) -> Iterator[str]:
    """FL9: an entry names classes, traits, measures, elements and groups of words that the vocabulary has."""
    for vocabulary in rows["item_classes"]:
        traits = {(t["name"], value) for t in vocabulary["traits"] for value in t["values"]}
        classes = {entry["id"] for entry in vocabulary["classes"]}
        measures = {measure["name"] for measure in vocabulary["measures"]}
        words = {f"@{name}" for name in (*vocabulary["words"], *classes, "light")}
        words |= {f"#{element['symbol']}" for element in vocabulary["elements"]}
        tables = (t for t in rows["control_entries"] if t["imposed_by"] == vocabulary["imposed_by"])
        for entry in (entry for table in tables for entry in table["entries"]):
            named = {word for key in ("unless", "yes_if", "no_if") for word in entry[key]}
            named |= {word for group in entry["named"] for word in group}
            wanted = {(name, value) for name, row in entry["wants"].items() for value in row}
            wrong = {word for word in named if word[:1] in "@#"} - words
            wrong |= ({entry["item_class"]} - classes) | {value for _, value in wanted - traits}
            wrong |= {bound["measure"] for bound in entry["numbers"]} - measures
            yield from (
                f"FL9: {entry['id']} names {word!r}, which is in no vocabulary" for word in sorted(wrong)
            )


def _overlaps(track: Track, side: str) -> Iterator[str]:
    """FL8: two assertions of one day that say different things of one moment."""
    rows = [(a, *span(a.effective, side)) for a in track.assertions]
    for i, (one, first, after) in enumerate(rows):
        for other, start, end in rows[i + 1 :]:
            if one.known == other.known and one.state != other.state and first < end and start < after:
                since = max(first, start)
                yield f"FL8: {track.id}/{one.id} and {other.id}, both known {one.known}, overlap from {since}"


def cas_is_sound(number: str) -> bool:
    """Whether a CAS registry number passes its check digit.

    Examples
    --------
    >>> cas_is_sound("7429-91-6"), cas_is_sound("7429-91-5")
    (True, False)
    """
    digits = number.replace("-", "")
    if not digits.isdigit() or len(digits) < 5:
        return False
    return sum(int(d) * place for place, d in enumerate(reversed(digits[:-1]), 1)) % 10 == int(digits[-1])
