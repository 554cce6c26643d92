"""Licences and port fees under outcomes: which clauses stand otherwise, and which goods they bear on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from detente.licensing import licence
from detente.outcomes.laying.overlay import Laid
from detente.outcomes.laying.overlay_tracks import GROUPS
from detente.regime import standing
from detente.terms import Frozen


class ControlRow(Frozen):
    """A clause of a licence, a fee or an ownership test that does not stand alike under all outcomes on a day."""

    measure: str
    title: str
    title_zh: str
    clause: str
    clause_zh: str
    kind: str
    states: tuple[str, ...]


class LicenceRow(Frozen):
    """A class of controlled items that a code of the portfolio may belong to, with the licence outcome under each."""

    hts: str
    item: str
    item_zh: str
    lines: int
    low: tuple[str, ...]
    high: tuple[str, ...]
    note: str


KINDS = {"port_fees": "port fee", "licences": "licence", "ownership_tests": "ownership test"}


def controls(laids: Sequence[Laid], day: str) -> tuple[ControlRow, ...]:
    """Clauses that differ between outcomes at the end of a day."""
    made = []
    moment = f"{day}T23:59"
    for group in GROUPS:
        for measure in getattr(laids[0].trade, group):
            for track in measure.tracks:
                states = []
                for one in laids:
                    same = next(m for m in getattr(one.trade, group) if m.id == measure.id)
                    own = next(t for t in same.tracks if t.id == track.id)
                    states.append(standing(own, measure.imposed_by, moment, one.known).state)
                if len(set(states)) > 1:
                    made.append(
                        ControlRow(
                            measure=measure.id, title=measure.title.en, title_zh=measure.title.zh,
                            clause=track.title.en, clause_zh=track.title.zh, kind=KINDS[group], states=tuple(states),
                        )
                    )  # fmt: skip
    return tuple(made)


def licences_of(
    codes: Iterable[str], laids: Sequence[Laid], day: str, *, destination: str = "US"
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
    """
    counts: dict[str, int] = {}
    for code in codes:
        counts[code[:6]] = counts.get(code[:6], 0) + 1
    made = []
    for vocabulary in laids[0].trade.items:
        for item in vocabulary.classes:
            for short in sorted({h[:6] for h in item.hs} & counts.keys()):
                answers = [
                    licence(
                        item.id,
                        on=day,
                        known=one.known,
                        law=one.trade,
                        leg="CN_to_abroad",
                        destination=destination,
                    )
                    for one in laids
                ]
                if any(a.low != "no_licence" or a.high != "no_licence" for a in answers):
                    made.append(
                        LicenceRow(
                            hts=f"{short[:4]}.{short[4:]}", item=item.title.en, item_zh=item.title.zh,
                            lines=counts[short], low=tuple(a.low for a in answers), high=tuple(a.high for a in answers),
                            note="by customs code only: whether these goods are the controlled item is for the exporter to say",
                        )
                    )  # fmt: skip
    return tuple(made)
