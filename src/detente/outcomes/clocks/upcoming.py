"""Clocks and decisions of both sides: instruments with a last day, and clauses that begin or end by their own text.

Clocks of ``law/clocks`` come first. Duties, port fees, licences and ownership tests carry their days in their
clauses: where such a day lies ahead as known, it is a clock too, unless a clock of the law says it already.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np

from detente.assess.answer import Frozen
from detente.assess.tables import Sheet
from detente.outcomes.clocks.duty_steps import duty_clauses, minute_before, said_already
from detente.outcomes.costs.compare import entered_on
from detente.outcomes.costs.exposure import compute_outcomes
from detente.outcomes.laying.choose import extend_clock
from detente.outcomes.laying.overlay import Laid, base, lay
from detente.outcomes.laying.overlay_tracks import GROUPS
from detente.regime.kinds_fee_licence import Base, FeeLicenceTables, Track
from detente.regime.kinds_fee_licence_standing import boundaries, standing
from detente.regime.sentences import OPEN, PASSED, both, turns, zh_day
from detente.regime.shown import CiteText, ClockText
from detente.regime.status import clocks
from detente.regime.tables import Tables
from detente.terms import OPEN_END, ZONES, InputError, LawError, in_zone

CHOICES = {"in_force": ("suspend", "apply"), "suspended": ("end", "suspend"), "ended": ("extend", "lapse")}


NO_DUTY = {
    "cost_words": "no duty: a licence, fee or ownership clause",
    "cost_words_zh": "不涉及关税：许可、港口费或股权条款",
}
NO_END = {
    "cost_words": "nothing in the law ends then: no instrument",
    "cost_words_zh": "届时并无法律文件到期",
}


class Decision(Frozen):
    """A clock with its moment in every zone asked for and, where a portfolio was given, what its lapse costs it."""

    clock: ClockText
    utc: str
    local: str = ""
    kind: str = "instrument"
    cost_usd: Decimal | None = None
    cost_words: str = ""
    cost_words_zh: str = ""


def decisions(
    law: Tables, trade: FeeLicenceTables, on: str, known: str, *, zone: str = "", passed: bool = True
) -> tuple[Decision, ...]:
    """Clocks known by `known` that are ahead of `on`, and those that passed with no instrument seen, in order of time.

    Parameters
    ----------
    zone : str
        A third zone in which to show each moment.

    Raises
    ------
    InputError
        No such zone.
    """
    _check_zone(zone)
    rows = [_decision(c, zone, "instrument") for c in clocks(law, on, known, passed=passed)]
    rows += [_decision(c, zone, "clause") for c in _clauses(law, trade, on, known, passed)]
    rows += [_decision(c, zone, "duty") for c in duty_clauses(law, on, known, passed=passed)]
    return tuple(sorted(rows, key=lambda d: (d.utc, d.clock.side, d.clock.id)))


def _check_zone(zone: str) -> None:
    try:
        ZoneInfo(zone or "UTC")
    except (KeyError, ValueError, OSError):
        raise InputError(f"no zone {zone[:60]!r}", remedy="give a name such as Europe/Berlin") from None


def _decision(clock: ClockText, zone: str, kind: str) -> Decision:
    moment = datetime.fromisoformat(clock.last_moment).replace(tzinfo=ZoneInfo(ZONES[clock.side]))
    local = in_zone(clock.last_moment, clock.side, zone).strftime("%Y-%m-%d %H:%M %Z") if zone else ""
    return Decision(
        clock=clock, utc=moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ"), local=local, kind=kind
    )


def _clauses(law: Tables, trade: FeeLicenceTables, on: str, known: str, passed: bool) -> list[ClockText]:
    """A clock for every moment at which clauses change by their own text, one for all that one authority decides."""
    found: dict[tuple[str, str, tuple[str, str], str, str], list[tuple[Base, Track]]] = {}
    for group in GROUPS:
        for measure in getattr(trade, group):
            for track in measure.tracks:
                for moment in boundaries([(track, measure.imposed_by)], known):
                    ahead = moment > f"{on}T23:59"
                    unseen = passed and measure.verified < moment[:10] <= on
                    if (
                        moment >= OPEN_END
                        or not (ahead or unseen)
                        or said_already(law, measure.id, moment, known)
                    ):
                        continue
                    before = standing(track, measure.imposed_by, minute_before(moment), known).state
                    after = standing(track, measure.imposed_by, moment, known).state
                    if before != after:
                        decider = both((track.decider.en, track.decider.zh)) if track.decider else ("", "")
                        key = (moment, measure.imposed_by, decider, before, after)
                        found.setdefault(key, []).append((measure, track))
    made = []
    for (moment, side, decider, before, after), rows in sorted(found.items(), key=lambda x: x[0]):
        name = f"{rows[0][0].id}/{rows[0][1].id}@{moment[:10]}"
        made.append(_clause_clock(law, name, moment, side, decider, (before, after), rows, on, known))
    return made


def _clause_clock(
    law: Tables,
    name: str,
    moment: str,
    side: str,
    decider: tuple[str, str],
    states: tuple[str, str],
    rows: list[tuple[Base, Track]],
    on: str,
    known: str,
) -> ClockText:
    before, after = states
    en = dict.fromkeys(m.title.en + (f", {t.title.en}" if len(m.tracks) > 1 else "") for m, t in rows)
    zh = dict.fromkeys(m.title.zh + (f"，{t.title.zh}" if len(m.tracks) > 1 else "") for m, t in rows)
    said = [both((s.note.en, s.note.zh)) for _, t in rows for s in t.said if s.known <= known and s.note]
    by_text, state = turns(before, after), OPEN if moment > f"{on}T23:59" else PASSED
    cites = {c.document: c for _, t in rows for a in t.assertions if a.known <= known for c in a.cite}
    return ClockText(
        id=name, title="; ".join(en), title_zh="；".join(zh), side=side, last_moment=moment,
        washington=in_zone(moment, side, "America/New_York").strftime("%Y-%m-%d %H:%M %Z"),
        beijing=in_zone(moment, side, "Asia/Shanghai").strftime("%Y-%m-%d %H:%M") + " Beijing", decider=decider[0],
        decider_zh=decider[1], by_text=by_text[0], by_text_zh=by_text[1],
        outcomes=("extend", "lapse") if before == "suspended" else CHOICES.get(after, ("extend", "lapse")),
        state=state[0], state_zh=state[1],
        said=tuple(dict.fromkeys(en for en, _ in said)), said_zh=tuple(dict.fromkeys(zh for _, zh in said)),
        cite=tuple(
            CiteText(document=c.document, citation=law.sources.get(c.document, {}).get("citation", ""), at=c.at)
            for c in list(cites.values())[:6]
        ),
    )  # fmt: skip


def with_costs(
    rows: Sequence[Decision], law: Tables, trade: FeeLicenceTables, known: str, sheet: Sheet
) -> tuple[Decision, ...]:
    """What the lapse of each clock costs a portfolio.

    The cost is what the lines would owe if each were entered on the clock's last day and the text took its
    course, less what they would owe then if what the clock ends were extended; settled lines, USD. For duties
    that step by their own text it is the day of the step less the day before, all steps of a day together.
    """
    ground = base(law, trade, known)
    by_id = {c.id: c for c in law.clocks}
    counted: dict[str, str] = {}
    names = {row.clock.id: row.clock.title_zh or row.clock.title for row in rows}
    made = []
    for row in rows:
        clock = by_id.get(row.clock.id)
        if row.kind == "duty":
            day = row.clock.last_moment[:10]
            told = counted.setdefault(day, row.clock.id)
            # a day's steps meet in one line's stack: they are priced together, once
            also: dict[str, object] = {
                "cost_words": f"counted with {told}",
                "cost_words_zh": f"与{names[told]}合并计算",
            }
            made.append(
                row.model_copy(update=also if told != row.clock.id else _step_cost(ground, sheet, day, known))
            )
            continue
        if clock is None:
            made.append(row.model_copy(update=NO_DUTY))
            continue
        year = (date.fromisoformat(clock.last_moment[:10]) + timedelta(days=366)).isoformat()
        try:
            longer = lay(ground, extend_clock(clock, year, law, known))
        except LawError:
            made.append(row.model_copy(update=NO_END))
            continue
        c = compute_outcomes(
            entered_on(sheet, clock.last_moment[:10]), {"lapse": ground, "extended": longer}, known=known
        )
        lapse, other = c.money
        settled = lapse.settled & other.settled
        cents = int(np.where(settled, lapse.duty - other.duty, 0).sum())
        day, count = clock.last_moment[:10], int(settled.sum())
        cost = {
            "cost_usd": Decimal(cents) / 100,
            "cost_words": f"if every line were entered on {day}: lapse against extension, {count} settled lines",
            "cost_words_zh": f"假设各行均于{zh_day(day)}进口申报：到期失效与延长之差，{count}行税额已定",
        }
        made.append(row.model_copy(update=cost))
    return tuple(made)


def _step_cost(ground: Laid, sheet: Sheet, day: str, known: str) -> dict[str, object]:
    """What entering every line on the day of a step costs against the day before; settled lines, USD."""
    eve = (date.fromisoformat(day) - timedelta(days=1)).isoformat()
    money = [
        compute_outcomes(entered_on(sheet, entered), {"law": ground}, known=known).money[0]
        for entered in (eve, day)
    ]
    settled = money[0].settled & money[1].settled
    cents = int(np.where(settled, money[1].duty - money[0].duty, 0).sum())
    count = int(settled.sum())
    return {
        "cost_usd": Decimal(cents) / 100,
        "cost_words": f"if every line were entered on {day}, all that begins or ends that day: against the day "
        f"before, {count} settled lines",
        "cost_words_zh": f"假设各行均于{zh_day(day)}进口申报，当日起止的措施合并：与前一日之差，{count}行税额已定",
    }
