"""Licences and port fees under outcomes: which clauses differ, and which goods they bear on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from detente.licensing import licence
from detente.outcomes.laying.overlay import Laid
from detente.outcomes.laying.overlay_tracks import GROUPS
from detente.regime import Reading, standing
from detente.terms import Frozen


class ControlRow(Frozen):
    """A clause of a licence, fee or ownership test whose state on a day differs between outcomes."""

    measure: str
    title: str
    title_zh: str
    clause: str
    clause_zh: str
    kind: str
    states: tuple[str, ...]


class LicenceRow(Frozen):
    """A class of controlled items a code may belong to, and the licence outcome under each."""

    hts: str
    item: str
    item_zh: str
    lines: int
    low: tuple[str, ...]
    high: tuple[str, ...]
    note: str


BY_CODE_ONLY = "by customs code only: whether these goods are the controlled item is for the exporter to say"
KINDS = {
    "port_fees": "port fee", "licences": "licence", "ownership_tests": "ownership test",
    "entity_lists": "list of parties",
}  # fmt: skip


def controls(laids: Sequence[Laid], day: str, said: Sequence[Laid] = ()) -> tuple[ControlRow, ...]:
    """Clauses that differ between outcomes at the end of a day.

    Parameters
    ----------
    said : sequence of Laid
        The laws of the outcomes as announced: where a state then differs, both are told.
    """
    rows = []
    for group in GROUPS:
        for measure in getattr(laids[0].trade, group):
            for track in measure.tracks:
                place = group, measure.id, track.id, day
                states = tuple(
                    _both_states(one, two, place) for one, two in zip(laids, said or laids, strict=True)
                )
                if len(set(states)) > 1:
                    rows.append(
                        ControlRow(
                            measure=measure.id, title=measure.title.en, title_zh=measure.title.zh,
                            clause=track.title.en, clause_zh=track.title.zh, kind=KINDS[group], states=states,
                        )
                    )  # fmt: skip
    return tuple(rows)


def _both_states(one: Laid, two: Laid, place: tuple[str, str, str, str]) -> str:
    """The state of a clause under an outcome, by the text and as announced where these differ."""
    return in_both_readings(_state_under(one, *place), _state_under(two, *place))


def in_both_readings(text: str, announced: str) -> str:
    """A state in words, under both readings where they differ."""
    return text if text == announced else f"{text} by the text or {announced} as announced"


def _state_under(laid: Laid, group: str, measure: str, track: str, day: str) -> str:
    """The state of a clause under an outcome at the end of a day."""
    own = next(m for m in getattr(laid.trade, group) if m.id == measure)
    clause = next(t for t in own.tracks if t.id == track)
    said = own.id in laid.said
    return str(standing(clause, own.imposed_by, f"{day}T23:59", laid.known, announced=said).state)


def licences_of(
    codes: Iterable[str],
    laids: Sequence[Laid],
    day: str,
    *,
    destination: str = "US",
    said: Sequence[Laid] = (),
) -> tuple[LicenceRow, ...]:
    """Chinese export licences that lines of a portfolio may need, by six-digit code and class of item.

    A customs code does not say whether goods are controlled: it says that they may be. The outcome is
    that of goods of the class moving from China to `destination`; facts that are not given leave a range.

    Parameters
    ----------
    codes : iterable of str
        Digits of the tariff code of every line.
    day : str
        Day of export.
    said : sequence of Laid
        The laws of the outcomes as announced: low and high then span both readings.
    """
    counts = Counter(code[:6] for code in codes)
    rows = []
    for item in (c for vocabulary in laids[0].trade.items for c in vocabulary.classes):
        for short in sorted({h[:6] for h in item.hs} & counts.keys()):
            answers = [
                licence(
                    item.id, on=day, known=one.known, law=one.trade, leg="CN_to_abroad",
                    destination=destination, reading=_reading_of(one, two),
                )
                for one, two in zip(laids, said or laids, strict=True)
            ]  # fmt: skip
            if any(a.low != "no_licence" or a.high != "no_licence" for a in answers):
                rows.append(
                    LicenceRow(
                        hts=f"{short[:4]}.{short[4:]}", item=item.title.en, item_zh=item.title.zh,
                        lines=counts[short], low=tuple(a.low for a in answers),
                        high=tuple(a.high for a in answers),
                        note=BY_CODE_ONLY,
                    )
                )  # fmt: skip
    return tuple(rows)


def _reading_of(one: Laid, two: Laid) -> Reading:
    """The reading a licence is asked under: both where something is open under an outcome."""
    if one.said:
        return "announced"
    return "both" if two.said else "text"
