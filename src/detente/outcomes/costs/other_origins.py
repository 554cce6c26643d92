"""One line from several origins: what each owes, and what is missing to say it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from detente.duties import OriginDuty, answer, read_shipment, schedule
from detente.outcomes.laying.overlay import Laid
from detente.terms import Frozen, read_country


class OriginRow(Frozen):
    """A line from another origin: the duty, or what is missing to say it.

    `low_usd` is the duty of the layers that are covered; `beside_usd` what duties of known rate outside them
    come to if no exception holds.
    """

    hts: str
    origin: str
    status: str
    duty_usd: Decimal | None
    low_usd: Decimal | None
    missing: tuple[str, ...]
    beside_usd: Decimal = Decimal(0)
    beside: tuple[OriginDuty, ...] = ()
    layers: tuple[str, ...] = ()


def origins(
    hts: str,
    value: str,
    on: str,
    laid: Laid,
    alternatives: Sequence[str],
    *,
    facts: Mapping[str, str] | None = None,
) -> tuple[OriginRow, ...]:
    """A line from China beside other origins, under an outcome.

    Where the duties of an origin are not all covered the row says what is missing; its `low_usd` is the duty
    of the layers that are known, and the true duty may be higher or lower.
    """
    rows = []
    for origin in ("CN", *alternatives):
        ship = read_shipment(
            hts, origin=read_country(origin), value=value, on=on, known=laid.known, facts=facts, law=laid.law
        )
        duty = answer(ship, laid.law, schedule(), "text")
        missing = tuple(m.question for m in duty.missing) + duty.not_modelled
        missing += tuple(n for n in duty.notes if n.startswith(("special rate of", "column 2 rate of")))
        rows.append(
            OriginRow(
                hts=duty.hts, origin=duty.origin, status=duty.status, duty_usd=duty.duty_usd,
                low_usd=duty.low_usd,
                missing=missing,
                beside_usd=sum((d.up_to_usd for d in duty.elsewhere if not d.refundable), Decimal(0)),
                beside=duty.elsewhere,
                layers=tuple(f"{x.title} {x.rate}" for x in duty.lines if x.duty_usd),
            )
        )  # fmt: skip
    return tuple(rows)
