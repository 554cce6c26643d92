"""Goods entering China: which rate of the tariff plan applies, whose origin a chip has, and import VAT."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from detente.regime import MeasureRow, ProvisionRow, Tables, governing
from detente.schedule import IN_PART, DatedLine, Need, Rate, Schedule

if TYPE_CHECKING:
    from detente.duties.layers import Question

CHINA_IMPORT: Final = "china_import"
CHINA_ORDER: Final = ("mfn", "retaliation_232", "retaliation_301", "retaliation_2025", "safeguard", "vat")
STARTER: Final = "starter"
PART_NEED: Final = Need("part_of_line", "Which ten-digit goods of the line? They bear two base rates.")
QUOTA_NEED: Final = Need("quota", "Within the tariff-rate quota (in) or above it (over)?")
INSTALL_CHINA: Final = {
    "us_import": "install the official schedule with `detente data sync` or "
    "`detente data build --from FOLDER`",
    CHINA_IMPORT: "give your own schedule of China with `detente data build --side china --from FOLDER`",
}


def plan_rates(line: DatedLine, given: Mapping[str, str]) -> tuple[Rate, ...]:
    """The base rates that can apply: one, or those in and over the quota while the quota is not stated.

    The provisional rate of the year (PTR) stands before the most-favoured-nation rate.

    Law
    ---
    Tariff Law (2024), on the order of rates: a provisional rate goes before the most-favoured-nation rate;
    goods within a tariff-rate quota pay the quota rate.
    """
    general = line.general
    if general is None:
        return ()
    named = {entry.programmes[0]: entry.rate for entry in line.special if entry.programmes}
    if IN_PART in named:
        return named[IN_PART], general
    if "TRQ" in named:
        stated = given.get("quota")
        if stated is None:
            return named["TRQ"], general
        return (named["TRQ"],) if stated == "in" else (general,)
    return (named.get("PTR", general),)


def has_plan(line: DatedLine) -> bool:
    """Whether the line carries a quota rate, a provisional rate, or a lower rate of a part of its goods."""
    return bool(line.special) and line.special[-1].programmes[:1] in (("TRQ",), ("PTR",), (IN_PART,))


def plan_need(line: DatedLine) -> tuple[Need, str, str]:
    """What decides between the two rates of a plan, and what each of them is, in words."""
    if line.special[-1].programmes[:1] == (IN_PART,):
        return PART_NEED, "on a part of its ten-digit goods", "on the rest"
    return QUOTA_NEED, "in quota", "over quota"


def is_carried(edition: str, cite: str) -> bool:
    """Whether a base rate is the last one read, of an earlier day."""
    return edition != STARTER and cite.split(";", maxsplit=1)[0].endswith("carried forward")


def origin_rule(law: Tables, code: str, known: str) -> dict[str, Any] | None:
    """The rule by which a fact decides the origin of a good, as known on a day (``law/china/entry``)."""
    for rule in law.extra.get("origin_rules", ()):
        if (
            rule["direction"] == CHINA_IMPORT
            and rule["known"] <= known
            and code.startswith(tuple(rule["prefixes"]))
        ):
            row: dict[str, Any] = rule
            return row
    return None


def origin_of(law: Tables, code: str, origin: str, facts: Mapping[str, str], known: str) -> str:
    """Origin of a good: for integrated circuits the country of the wafer fab, when it is stated."""
    rule = origin_rule(law, code, known)
    return facts.get(rule["fact"], origin) if rule else origin


def quota_question(ask: Question) -> MeasureRow | None:
    """A safeguard that would fall on the goods above a quota, when the quota was not stated."""
    if ask.facts.given.get("quota") is not None:
        return None
    day = ask.moment[:10]
    held = {m.list_id for m in ask.goods.memberships if m.holds_on(day, ask.known)}
    for measure in ask.tables.measures:
        named = (
            measure.direction == CHINA_IMPORT and measure.component == "safeguard" and measure.lists & held
        )
        if named and any(governing(track, ask.moment, ask.known) for track in measure.tracks):
            return measure
    return None


def vat_provision(
    law: Tables, book: Schedule, digits: str, moment: str, known: str
) -> tuple[ProvisionRow, str] | None:
    """The VAT clause of a good on a moment and how sure its class is; None where no schedule gives it."""
    day = moment[:10]
    held = {m.list_id: m for m in book.memberships(digits) if m.holds_on(day, known)}
    for measure in law.measures:
        if measure.component != "vat" or measure.direction != CHINA_IMPORT:
            continue
        for track in measure.tracks:
            row = governing(track, moment, known)
            if row is not None:
                for name in row.lists & held.keys():
                    return row, max(row.confidence, held[name].confidence)
    return None


def vat_cents(ppm: int, dollars: int, duty_cents: int) -> int:
    """VAT in cents on the customs value and the duties, half a cent up.

    Examples
    --------
    >>> vat_cents(90_000, 100_000, 1_300_000)
    1017000
    """
    return (ppm * (dollars * 100 + duty_cents) + 500_000) // 1_000_000


def from_memory(words: Iterable[str]) -> bool:
    """Whether any citation says that it rests on memory."""
    return any("memory" in text for text in words)
