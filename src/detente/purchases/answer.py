"""The answer about pledges: versions, periods, bases, counts and imports, one model for every face."""

from __future__ import annotations

from decimal import Decimal

from detente.terms import Answer, Frozen, InputError, Opens, nearest


class Cited(Frozen):
    """A citation in words."""

    document: str
    citation: str
    read: str
    url: str = ""
    opens: Opens = ""


class CountOut(Frozen):
    """A count as shown."""

    basis: str
    since: str
    on: str
    known: str
    at_least: Decimal
    at_most: Decimal | None
    words: str
    confidence: str
    cite: tuple[Cited, ...]


class BasisResult(Frozen):
    """How a period stands on one basis. Pace in units of the pledge a week."""

    basis: str
    words: str
    at_least: Decimal | None
    at_most: Decimal | None
    status: str
    counted_on: str = ""
    because: str = ""
    pace_needed: Decimal | None = None
    pace_seen: Decimal | None = None
    projected_on: str = ""


class PeriodResult(Frozen):
    """One period of a version: amount, clock, and its standing on every basis that was counted."""

    from_day: str
    last_day: str
    amount: Decimal | None
    status: str
    bases: tuple[BasisResult, ...]


class VersionResult(Frozen):
    """What one side says was promised, and how it stands by that reading."""

    id: str
    side: str
    by: str
    known: str
    clock: str
    words: str
    words_zh: str
    basis: str
    periods: tuple[PeriodResult, ...]
    confidence: str
    cite: tuple[Cited, ...]


class StateOut(Frozen):
    """A dated judgement."""

    state: str
    known: str
    words: str
    words_zh: str
    confidence: str
    cite: tuple[Cited, ...]


class PledgeAnswer(Frozen):
    """One promise on a day as known on a day."""

    id: str
    title: str
    title_zh: str
    by: str
    unit: str
    verdict: str
    versions: tuple[VersionResult, ...]
    silent: tuple[str, ...]
    states: tuple[StateOut, ...]
    counts: tuple[CountOut, ...]


class ImportRow(Frozen):
    """What arrived in China of a good over a span, by origin; None where no figure was read."""

    good: str
    unit: str
    from_day: str
    last_day: str
    total: Decimal
    us: Decimal | None
    brazil: Decimal | None
    argentina: Decimal | None
    us_share_pct: Decimal | None
    note: str
    confidence: str
    cite: tuple[Cited, ...]


class PledgesAnswer(Answer):
    """All promises."""

    on: str
    known: str
    pledges: tuple[PledgeAnswer, ...]
    imports: tuple[ImportRow, ...] = ()
    notes: tuple[str, ...] = ()
    rules: str

    def only(self, name: str) -> PledgesAnswer:
        """The answer with one promise alone.

        Raises
        ------
        InputError
            When no promise is called so; the nearest are named.
        """
        chosen = tuple(p for p in self.pledges if p.id == name)
        if not chosen:
            ids = [p.id for p in self.pledges]
            raise InputError(
                f"no pledge {name[:60]!r}", remedy=nearest(name, ids) or f"one of {', '.join(ids)}"
            )
        return self.model_copy(update={"pledges": chosen})
