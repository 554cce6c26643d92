"""One checked port call: how the fees of its side stand at its moment, and what it may owe under them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from detente.port_fees.weighing import FeeRange, joined, weigh_call
from detente.regime import PortFee, Standing, boundaries, span, standing

DAY_BEGINS = ("00:00", "00:01")  # a change at either is the change of the whole day


@dataclass(frozen=True, slots=True)
class Call:
    """A checked question: fees of the side, facts, moment (`day_alone` without its hour) and knowledge."""

    fees: tuple[PortFee, ...]
    facts: Mapping[str, str]
    moment: str
    known: str
    day_alone: bool = False

    def stands(self, *, moment: str = "", known: str = "", announced: bool = False) -> dict[str, Standing]:
        """How each fee stands, at another moment or with other knowledge where given."""
        at, with_ = moment or self.moment, known or self.known
        return {f.id: standing(f.tracks[0], f.imposed_by, at, with_, announced=announced) for f in self.fees}

    def weighed(self, stands: Mapping[str, Standing], *, moment: str = "") -> FeeRange:
        """Charges the facts allow under given standings."""
        opened = frozenset(name for name, s in stands.items() if s.open)
        return weigh_call(self.fees, self.facts, moment or self.moment, self.known, opened)

    def range(self, *, announced: bool = False) -> FeeRange:
        """Charges the facts allow; over the whole day where it changes at an hour and none is given."""
        return joined(
            [self.weighed(self.stands(moment=at, announced=announced), moment=at) for at in self.parts()],
            "hour",
        )

    def parts(self) -> tuple[str, ...]:
        """The first moments of the parts of the day that differ; the moment alone where the hour is known."""
        turns = self.turns()
        return (f"{self.moment[:10]}T{DAY_BEGINS[1]}", *turns) if turns else (self.moment,)

    def turns(self) -> tuple[str, ...]:
        """Hours of the day at which the fee may change, where only the day is known."""
        if not self.day_alone:
            return ()
        turns = set(boundaries(((f.tracks[0], f.imposed_by) for f in self.fees), self.known, announced=True))
        turns |= {span(s.effective, f.imposed_by)[0] for f in self.fees for s in f.steps}
        day = self.moment[:10]
        return tuple(sorted(t for t in turns if t[:10] == day and t[11:] not in DAY_BEGINS))

    def with_(self, *, known: str = "", **facts: str) -> Call:
        """The same call with other knowledge, or with facts in other senses."""
        return replace(self, known=known or self.known, facts={**self.facts, **facts})
