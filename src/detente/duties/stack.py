"""Which measures fall on a shipment, at which rate and on which value: the layers of its duty stack.

In order: the provision of each track that governs the moment as known; origin, goods and conditions;
exemptions; stacking rules, which remove a layer or narrow its value. No arithmetic on money happens here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import TypeAlias

from detente.duties.facts import CONTENTS
from detente.duties.goods import HTS_10, Held, by_number, reaches
from detente.duties.layers import Ground, Layer, Question
from detente.duties.part_of_value import Part, part_of
from detente.duties.states import states_of, windows
from detente.regime import (
    ExemptionRow,
    MeasureRow,
    ProvisionRow,
    StackRow,
    TrackState,
)
from detente.schedule import Membership

_Pairs: TypeAlias = tuple[tuple[MeasureRow, TrackState], ...]


def layers_of(ask: Question) -> list[Layer]:
    """The layers of a shipment under the facts and assumptions of `ask.facts`."""
    if ask.held is None:
        ask.held = held_lists(ask)
    matched = ask.matched if ask.matched is not None else _match(ask)
    ask.facts.metals = frozenset(m.content_fact for m, _ in matched if m.content_fact)
    layers: list[Layer] = []
    part = part_of(ask.tables, ask.direction, ask.facts)
    for measure, state in matched:
        row = state.provision
        if row.when is None or ask.facts.holds(row.when):
            layers.append(_layer(measure, state, part if measure.kind != "fee" else None, ask))
        elif measure.kind == "exclusion" and row.lists and row.shown:
            _note_claim(row.when, ask)
    layers = _one_heading(layers)
    if part is not None:
        _share_part(layers, part.dollars)
    grounds = ask.grounds
    for layer in layers:
        reliefs = grounds[id(layer.state)].reliefs
        if reliefs:
            _exempt(layer, reliefs, ask.held, ask)
    _relieve(layers)
    _stack(layers, ask)
    return layers


def _share_part(layers: list[Layer], dollars: int) -> None:
    """Contents of goods on a part of whose value duty falls share that part: together they are no more."""
    left = dollars
    for layer in layers:
        if layer.parted is not None and layer.state.provision.base in CONTENTS:
            layer.value = min(layer.value, left)
            left -= layer.value


def _one_heading(layers: list[Layer]) -> list[Layer]:
    """Of headings of a measure that exclude each other, the first in its file that reaches the goods."""
    seen: set[str] = set()
    kept = []
    for layer in layers:
        if layer.measure.one_heading and layer.status != "ended":
            if layer.measure.id in seen:
                continue
            seen.add(layer.measure.id)
        kept.append(layer)
    return kept


def _match(ask: Question) -> tuple[tuple[MeasureRow, TrackState], ...]:
    """States that reach the goods; kept for the next evaluation unless the number was asked for."""
    held = ask.held or held_lists(ask)
    number = ask.facts.assumed.get(HTS_10)
    if number is not None and number in ask.by_number:
        return ask.by_number[number]
    whole = (
        ask.relevant is None
        and not held.below
        and HTS_10 not in ask.facts.assumed
        and HTS_10 not in ask.facts.given
    )
    key = (ask.tables, ask.direction, str(ask.origin), ask.moment, ask.known, ask.state, ask.goods.code,
           frozenset(held.lists))  # fmt: skip
    if whole and key in _MATCHED:
        ask.matched, goods, cites, grounds = _MATCHED[key]
        if goods is ask.goods.memberships and cites == held.lists:
            ask.grounds = grounds
        return ask.matched
    rows = states_of(ask.tables, ask.direction, ask.origin, ask.moment, ask.known, ask.state)
    pairs = []
    for measure, states in rows:
        if ask.relevant is not None and measure.id not in ask.relevant:
            continue
        if not _on_goods(measure.lists, measure.prefixes, (), held, ask):
            continue
        for state in states:
            row = state.provision
            if _on_goods(row.lists, row.prefixes, row.except_prefixes, held, ask):
                pairs.append((measure, state))
    matched = tuple(pairs)
    if number is not None:
        ask.by_number[number] = matched
    if HTS_10 not in ask.facts.asked and HTS_10 not in ask.facts.assumed:
        ask.matched = matched
        if whole:
            while len(_MATCHED) >= MOST_MATCHED:
                del _MATCHED[next(iter(_MATCHED))]
            _MATCHED[key] = matched, ask.goods.memberships, held.lists, ask.grounds
    return matched


# states that reach goods at a moment as known, where no statistical number decides: for the next question,
# with what no fact changes of their layers where goods of the same memberships are asked about again
_MATCHED: dict[object, tuple[_Pairs, tuple[Membership, ...], Mapping[str, str], dict[int, Ground]]] = {}
MOST_MATCHED = 4096


def held_lists(ask: Question) -> Held:
    """Lists of the goods of a question."""
    day = ask.moment[:10]
    lists: dict[str, str] = {}
    for row in ask.goods.memberships:
        if row.holds_on(day, ask.known) and not (
            row.condition and ask.facts.given.get(row.condition) == "no"
        ):
            lists[row.list_id] = row.cite
    below: dict[str, tuple[Membership, ...]] = {}
    for row in ask.goods.below:
        if row.list_id not in lists and row.holds_on(day, ask.known):
            below[row.list_id] = (*below.get(row.list_id, ()), row)
    return Held(lists, below)


def _on_goods(
    lists: frozenset[str],
    prefixes: tuple[str, ...],
    except_prefixes: tuple[str, ...],
    held: Held,
    ask: Question,
) -> bool:
    found = reaches(lists, prefixes, except_prefixes, held, ask.goods.code)
    return by_number(lists, prefixes, held, ask.goods.code, ask.facts) if found is None else found


def _note_claim(when: object, ask: Question) -> None:
    """Remember a claim the goods could make, and the value that makes it."""
    if isinstance(when, tuple) and when[0] == "fact":
        _, op, name, value = when
        claim = {"before": "0001-01-01T00:00", "below": "0"}.get(op)
        ask.claimable.setdefault(name, claim or value)


def _ground(measure: MeasureRow, state: TrackState, ask: Question) -> Ground:
    """What no fact changes of the layer of a state, worked out once for a question."""
    found = ask.grounds.get(id(state))
    if found is None or found.state is not state:
        row, held = state.provision, ask.held
        assert held is not None
        names = [name for name in (*row.lists, *measure.lists) if name in held.lists]
        if not names and held.below:
            names = [name for name in (*row.lists, *measure.lists) if name in held.below]
        cite = held.lists.get(names[0]) or held.below[names[0]][0].cite if names else ""
        confidence = _confidence(state.confidence, names, ask)
        reliefs = tuple(_reliefs(measure, row, held, ask))
        rules = tuple(
            (rule, _is_pattern(rule.with_))
            for rule in measure.stacking
            if rule.rule != "adds" and rule.start <= ask.moment < rule.until
        )
        found = Ground(state, names[0] if names else "", cite, confidence, reliefs, rules)
        ask.grounds[id(state)] = found
    return found


def _reliefs(
    measure: MeasureRow, of: ProvisionRow, held: Held, ask: Question
) -> Iterator[tuple[ExemptionRow, bool | None]]:
    """Exemptions from a clause that may reach the goods."""
    for row in windows(measure, ask.moment, ask.known):
        if (row.origin and ask.origin not in row.origin) or (row.of and of.id not in row.of):
            continue
        reached = reaches(row.lists, row.prefixes, row.except_prefixes, held, ask.goods.code)
        if reached is not False:
            yield row, reached


def _layer(measure: MeasureRow, state: TrackState, part: Part | None, ask: Question) -> Layer:
    row = state.provision
    value, words, taken = ask.facts.dollars, "full_value", ""
    if row.base != "full_value":
        value, words, taken = _content_of(row, ask)
    parted = part is not None and part.rule.spares(measure.id)
    if part is not None and parted:
        value = min(value, part.dollars)
        words = part.rule.base if words == "full_value" else words
    ground = _ground(measure, state, ask)
    return Layer(
        measure,
        state,
        state.status,
        state.ppm,
        state.heading or row.heading,
        value,
        words,
        payable_ppm=state.payable_ppm,
        confidence=ground.confidence,
        list_cite=ground.cite,
        list_id=ground.list_id,
        taken=taken,
        parted=part.rule if part is not None and parted else None,
        beside=ask.facts.declared() if taken else (),
    )


def _content_of(row: ProvisionRow, ask: Question) -> tuple[int, str, str]:
    """Whole dollars of the content a duty falls on, the fact that gives it, what was assumed without it."""
    facts = ask.facts
    if row.unknown == "full_value" and row.base not in facts.given:
        ask.claimable.setdefault(row.base, "0")
        if row.base not in facts.assumed:
            return facts.dollars, "full_value", ""
    content = facts.amount(row.base)
    taken = "" if row.base in facts.given else facts.assumed.get(row.base, "0")
    return content or 0, row.base, taken


def _confidence(own: str, names: list[str], ask: Question) -> str:
    """The weaker of the clause and of the goods' place on its list."""
    if not names:
        return own
    day = ask.moment[:10]
    rows = (m for m in ask.goods.memberships if m.list_id in names and m.holds_on(day, ask.known))
    return max((own, *(m.confidence for m in rows)))


def _exempt(
    layer: Layer, reliefs: tuple[tuple[ExemptionRow, bool | None], ...], held: Held, ask: Question
) -> None:
    for row, reached in reliefs:
        if reached is None and not by_number(row.lists, row.prefixes, held, ask.goods.code, ask.facts):
            continue
        if not ask.facts.holds(row.when):
            if row.lists or row.prefixes or (row.offer and ask.goods.code.startswith(row.offer)):
                _note_claim(row.when, ask)
            continue
        if row.base == "value_less_us_content":
            us_content = ask.facts.amount("us_content_value_usd")
            if us_content is not None:
                # what a provision of chapter 98 leaves out is not taken off twice
                rest = ask.facts.dollars if layer.parted else layer.value
                layer.value = min(layer.value, max(0, rest - us_content))
                layer.value_words, layer.exemption = row.base, row
                layer.minus += (("us_content_value_usd", ""),)
            continue
        layer.exemption, layer.heading = row, row.heading
        if row.ppm is None:
            layer.status, layer.ppm, layer.payable_ppm = "exempt", 0, 0
            return
        if layer.status == "void":
            layer.payable_ppm = min(layer.payable_ppm, row.ppm)
        else:
            layer.ppm = row.ppm


@lru_cache(maxsize=4096)
def _matches(name: str, pattern: str) -> bool:
    return fnmatchcase(name, pattern)


def _is_pattern(name: str) -> bool:
    """Whether a name stands for several measures."""
    return not _PATTERN_MARKS.isdisjoint(name)


_PATTERN_MARKS = frozenset("*?[")


def _relieve(layers: list[Layer]) -> None:
    reliefs = [layer for layer in layers if layer.measure.relieves and layer.status == "in_force"]
    if not reliefs:
        return
    for layer in layers:
        for relief in reliefs:
            if layer is not relief and any(
                _matches(layer.measure.id, name) for name in relief.measure.relieves
            ):
                layer.status, layer.ppm, layer.payable_ppm = "exempt", 0, 0
                layer.heading, layer.yields_to = relief.heading, relief.measure
                layer.relief = relief.state.provision


def _stack(layers: list[Layer], ask: Question) -> None:
    done: set[int] = set()
    grounds = ask.grounds

    def settle(layer: Layer) -> None:
        if id(layer) in done:
            return
        done.add(id(layer))
        for rule, pattern in grounds[id(layer.state)].rules:
            if layer.active:
                _apply(rule, pattern, layer)

    def _apply(rule: StackRow, pattern: bool, layer: Layer) -> None:
        with_ = rule.with_
        for other in layers:
            name = other.measure.id
            if other is layer or not (_matches(name, with_) if pattern else name == with_):
                continue
            settle(other)
            kept = other.exemption is not None and other.exemption.keeps_content
            stays = other.active or (kept and rule.rule != "replaces")
            if not stays or other.measure.kind == "exclusion":
                continue
            if rule.rule in ("excluded_by", "replaces"):
                layer.status, layer.ppm, layer.payable_ppm = "excluded", 0, 0
                layer.rule, layer.yields_to = rule, other.measure
                layer.heading = rule.heading or layer.heading
                return
            content, name, taken = _content(other, rule, ask)
            layer.value = max(0, layer.value - content)
            layer.minus += ((name, taken),)
            layer.value_words, layer.rule, layer.yields_to = "remaining_content", rule, other.measure
            if layer.value == 0 and ask.facts.dollars > 0:
                layer.status, layer.heading = "excluded", rule.heading or layer.heading
                layer.ppm = layer.payable_ppm = 0
                return

    for layer in layers:
        settle(layer)


def _content(other: Layer, rule: StackRow, ask: Question) -> tuple[int, str, str]:
    """Metal content of another layer, the fact that gives it, and what was assumed of it.

    Where the duty falls on the whole value, that is the content, unless the rule goes by what is declared.
    """
    whole = {"full_value", other.parted.base} if other.parted else {"full_value"}
    if rule.declared and other.value_words in whole and other.measure.content_fact:
        declared = ask.facts.given.get(other.measure.content_fact)
        if declared is not None:
            return ask.facts.amount(other.measure.content_fact) or 0, other.measure.content_fact, ""
    return other.value, other.value_words, other.taken
