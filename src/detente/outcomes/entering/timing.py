"""When to enter: days around each clock, bonded warehouse, zone, drawback and refunds, line by line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import numpy as np

from detente.outcomes.costs.compute import Computed, compute_outcomes
from detente.outcomes.costs.timing_answer import Timing
from detente.outcomes.entering.around_clocks import clock_days, loaded_rules
from detente.outcomes.entering.bond_and_zone import held_lines, held_totals
from detente.outcomes.entering.holding import Held, hold
from detente.outcomes.entering.option_value import read_chances, waiting_lines
from detente.outcomes.entering.recoverable_duty import drawn_back, refunds
from detente.outcomes.entering.ways import refund_status, ways
from detente.outcomes.laying.overlay import Laid
from detente.regime import EntryRules, Reading, Tables, entry_rules
from detente.rowfiles import Sheet
from detente.terms import paused_garbage_collection

NOTES = (
    "the days are those of entry for consumption; what moving or storing a shipment costs is yours to set "
    "against the saving",
    "interest on deferred duty, storage and financing are not modelled",
)


@paused_garbage_collection()
def compare_days(
    sheet: Sheet,
    outcomes: Mapping[str, Laid],
    law: Tables,
    known: str,
    *,
    top: int | None = 20,
    with_hindsight: bool = True,
    chances: Sequence[str] = (),
    reading: Reading = "both",
    planned: Computed | None = None,
) -> Timing:
    """Days of entry compared at every clock ahead as known, and what waiting, a zone and re-export come to.

    Parameters
    ----------
    outcomes : mapping of name to Laid
        Under which outcomes to compare.
    top : int or None
        Lines in each list, largest first; None for all.
    with_hindsight : bool
        Say also what later law makes refundable.
    chances : sequence of str
        Probabilities of outcomes, ``truce=0.6``; what is left is shared by the others alike.
    reading : {"both", "announced", "text"}
        Of what no outcome decides, where an extension was announced and no instrument was seen: a line that
        owes otherwise under the two is open.
    planned : Computed, optional
        The sheet under these outcomes, where it was computed before.
    """
    rules = entry_rules(law)
    clocks, lines = clock_days(sheet, outcomes, law, known, reading)
    timing = Timing(
        known=known, clocks=clocks, lines=tuple(sorted(lines, key=lambda x: -abs(x.saving_usd))),
        loaded=loaded_rules(law, known), ways=ways(rules, known), notes=NOTES,
        refundable_with_hindsight_usd=None,
    )  # fmt: skip
    if "entry_date" in sheet.frame.columns:
        planned = planned or compute_outcomes(sheet, outcomes, known=known, reading=reading)
        timing = timing.model_copy(update=_on_own_days(sheet, outcomes, planned, rules, chances))
        if with_hindsight and known < law.verified:
            timing = timing.model_copy(update=_with_hindsight(sheet, law, rules))
    return shortened(timing, top)


def _on_own_days(
    sheet: Sheet, outcomes: Mapping[str, Laid], planned: Computed, rules: EntryRules, chances: Sequence[str]
) -> dict[str, Any]:
    """What needs the file's own days: bond and zone, the option value of waiting, drawback."""
    known = planned.known
    held = hold(sheet, outcomes, known, planned)
    odds, weights = read_chances(planned.names, chances)
    waiting = waiting_lines(held, planned, weights)
    drawn, drawn_lines = drawn_back(planned, rules)
    totals = held_totals(held, planned, known)
    return {
        "held": totals,
        "held_lines": tuple(sorted(held_lines(held, planned, known), key=lambda x: -x.saving_usd)),
        "waiting": tuple(sorted(waiting, key=lambda x: -x.value_usd)),
        "waiting_usd": sum((w.value_usd for w in waiting), Decimal(0)) if totals else None,
        "chances": odds,
        "drawn": drawn,
        "drawn_lines": tuple(sorted(drawn_lines, key=lambda x: -x.drawback_usd)),
        "not_modelled": tuple(_gaps(planned, held)),
        "open_lines": _open_lines(planned),
    }


def _with_hindsight(sheet: Sheet, law: Tables, rules: EntryRules) -> dict[str, Any]:
    """What later law makes refundable, and where refunds stand; nothing where there is none."""
    lines = refunds(sheet, law, rules)
    if not lines:
        return {}
    return {
        "refundable_with_hindsight_usd": sum((r.refundable_usd for r in lines), Decimal(0)),
        "refunds": tuple(sorted(lines, key=lambda r: -r.refundable_usd)),
        "refund_status": refund_status(rules, law),
    }


def shortened(answer: Timing, top: int | None) -> Timing:
    """The answer with the first `top` lines of each list; all of them for None."""
    names = ("lines", "held_lines", "waiting", "drawn_lines", "refunds")
    return answer.model_copy(update={name: getattr(answer, name)[:top] for name in names})


def _open_lines(c: Computed) -> int:
    """Lines that can be answered and are not settled under every outcome."""
    settled = np.logical_and.reduce([money.settled[c.rows] for money in c.money])
    return int((~settled).sum())


def _gaps(c: Computed, held: Held) -> list[str]:
    """Lines and law that the answer on holding goods leaves out, and what is missing."""
    gaps = []
    ways = c.answer.entries.directions
    china = int((ways.at[c.rows] != ways.values.index("us_import")).sum())
    if china:
        gaps.append(
            f"{china} lines entering China: bonded warehousing and drawback there are not modelled; "
            "no amounts given"
        )
    open_ = len(c.rows) - china - int(held.usable.sum())
    if open_:
        gaps.append(
            f"{open_} lines whose duty on arrival is not settled: give the missing facts (see the lines)"
        )
    return gaps
