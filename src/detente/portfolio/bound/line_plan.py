"""One line's plan in words: the layers of its stack, made when asked for, shared by lines of its kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from detente.duties import Shipment, is_duty, question_of
from detente.portfolio.bound.bound_law import BoundRegime
from detente.portfolio.bound.cents import ad_valorem
from detente.portfolio.bound.compiler import Term
from detente.portfolio.bound.parts import ON_BASE
from detente.portfolio.bound.store import form_value
from detente.portfolio.place.plans import Plan, class_plan, single_plan
from detente.terms import whole_dollars


@dataclass(frozen=True, slots=True)
class LinePlan:
    """The plan of one line.

    Parameters
    ----------
    stack, number : int
        Numbers of its stack and plan.
    alone : bool
        Whether the line was evaluated on its own values.
    """

    regime: BoundRegime
    ship: Shipment
    stack: int
    number: int
    alone: bool

    @property
    def terms(self) -> tuple[Term, ...]:
        """One term a layer that is a duty."""
        store = self.regime.store
        found: tuple[Term, ...] = store.layers.values[store.arrays.layers[self.number]]
        return found

    @property
    def own(self) -> bool:
        """Whether the layers are those of the line's own values, not those that lines of its kind share.

        So it is where no plan fits the line, where its value is zero, and where the layers of its kind are
        not the plan's: which of them are shown can depend on whether a missing fact matters on its values.
        """
        return self.alone or not self.ship.dollars or self._shared() is None

    @property
    def words(self) -> Plan:
        """The plan with its layers in words."""
        shared = None if self.alone or not self.ship.dollars else self._shared()
        if shared is not None:
            return shared
        regime = self.regime
        return single_plan(question_of(self.ship, regime.law, regime.book, regime.state, self.ship.known))

    def _shared(self) -> Plan | None:
        """The layers in words that lines of the kind share; None where they are not those of the plan."""
        regime, facts = self.regime, self.ship.facts
        bits = int(regime.stacks.arrays[1][self.stack])
        given = {n: facts[n] for k, n in enumerate(regime.facts) if bits >> k & 1 and n in facts}
        key = (
            self.stack,
            self.number,
            tuple(sorted(given.items())),
            self.ship.code.digits if int(regime.stacks.arrays[2][self.stack]) & ON_BASE else "",
        )
        if key not in regime.worded:
            plan = class_plan(regime.plain_question(self.stack, given, self.ship))
            alike = [(t.component, t.ppm, t.floor, t.void) for t in plan.terms] == [
                (t.component, t.ppm, t.floor, t.void) for t in self.terms
            ]
            regime.worded[key] = plan if alike else None
        return regime.worded[key]

    def layer_money(self, k: int, base_cents: int) -> tuple[float | None, float | None, float]:
        """Dollars a layer falls on, its duty and refundable part, in USD; None where a fact is missing."""
        plan = self.words
        if plan.missing and plan.low[k : k + 1] != plan.high[k : k + 1]:
            return None, None, 0.0
        if self.own:
            layers = [
                x
                for x in zip(plan.found.outcome.layers, plan.found.outcome.cents, strict=True)
                if is_duty(x[0].measure)
            ]
            layer, (duty, back) = layers[k]
            return float(layer.value), duty / 100, back / 100
        term = self.terms[k]
        one = np.zeros(1, dtype=np.int64)
        value = form_value(term.form, self.amounts(), one)
        cents = int(ad_valorem(np.array([term.ppm]), value)[0])
        if term.floor:
            cents = max(0, cents - base_cents)
        return float(value[0]), 0.0 if term.void else cents / 100, cents / 100 if term.void else 0.0

    def amounts(self) -> Mapping[str, np.ndarray[tuple[int], np.dtype[np.int64]]]:
        """Whole dollars of the line by name."""
        ship, facts = self.ship, self.regime.law.facts
        made = {"customs_value_usd": ship.dollars}
        for name, text in ship.facts.items():
            if facts.get(name, {}).get("type") == "money":
                made[name] = min(whole_dollars(Decimal(text)), ship.dollars)
        return {name: np.array([n], dtype=np.int64) for name, n in made.items()}
