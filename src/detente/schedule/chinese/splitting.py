"""Which lists a line stands on: columns of 2018 and 2019, and what the sum of 2025 holds above them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from decimal import Decimal

from detente.schedule.chinese.rules import Rules, Share, Step
from detente.schedule.chinese.sources import OldLine, Sources

NONE = Decimal(0)


@dataclass(frozen=True, slots=True)
class Place:
    """A line's place on a list, how sure it is and where it is seen."""

    list_id: str
    confidence: str
    cite: str


@dataclass(slots=True)
class Split:
    """Every line with its lists.

    Parameters
    ----------
    places : mapping
        By code.
    gone : mapping
        Codes of 2018 that no longer stand in 2025: to each, those that came in its place, where any is known.
    before : mapping
        New codes whose predecessors all agree: to each, these.
    new : set
        Codes of 2025 that the table of 2018 does not have.
    unseen : set
        Codes that went, of which it is not known whether the last list named them.
    """

    places: dict[str, list[Place]] = field(default_factory=lambda: defaultdict(list))
    gone: dict[str, tuple[str, ...]] = field(default_factory=dict)
    before: dict[str, tuple[str, ...]] = field(default_factory=dict)
    new: set[str] = field(default_factory=set)
    unseen: set[str] = field(default_factory=set)


def split_sums(sources: Sources, rules: Rules) -> Split:
    """The lists of every line, and what became of those that went."""
    old, sums = sources.old, sources.sums
    split = Split(new=sums.keys() - old.keys())
    steps = {code: steps_of(line, rules) for code, line in old.items()}
    _find_gone(split, sources, rules)
    parts: dict[str, tuple[Share, ...]] = {}
    for code, line in old.items():
        both = code in sums
        for list_id, cite in steps[code]:
            seen = rules.sources["both"] if both else rules.sources["table"]
            split.places[code].append(Place(list_id, "A" if both else "B", f"{cite}; {seen}"))
        if both:
            left = sums[code] - points_of(line, rules)
            parts[code] = shares_of(left, code, rules)
            split.places[code] += [
                Place(s.gives, "B", f"{s.cite}; {rules.sources['remainder']}") for s in parts[code]
            ]
    for code in sorted(split.new):
        _place_new(code, split, sources, rules, steps, parts)
    _follow(split, sources, rules, parts)
    return split


def steps_of(line: OldLine, rules: Rules) -> list[tuple[str, str]]:
    """Lists of 2018 and 2019 that a line stands on, each with its citation."""
    return [(step.gives, step.cite) for step in (*rules.steps, *rules.suspended) if step.holds(line.steps)]


def points_of(line: OldLine, rules: Rules) -> Decimal:
    """Percentage points that the lists of 2018 and 2019 lay on a line, as the sum of 2025 counts them."""
    return sum((NONE + sum(s.amounts.values()) for s in rules.steps if s.holds(line.steps)), NONE)


def shares_of(left: Decimal, code: str, rules: Rules) -> tuple[Share, ...]:
    """The parts of what a sum holds above the steps; the layer by codes first, then the last list.

    Raises
    ------
    ValueError
        When the sum cannot be parted.
    """
    for layer in (*(r for r in rules.layers if r.reaches(code)), None):
        rest = left - (layer.points if layer else NONE)
        if rest == NONE:
            return (layer,) if layer else ()
        for last in rules.remainders:
            if rest == last.points:
                return (layer, last) if layer else (last,)
    raise ValueError(f"{code}: {left} points cannot be parted")


def _find_gone(split: Split, sources: Sources, rules: Rules) -> None:
    """Codes that went: a sum was due in 2025 and is not there, HS 2022 has no such subheading, or new codes
    divide them."""
    dividing = {stem for code in split.new for stem in _stems(code)}
    for code, line in sources.old.items():
        if code in sources.sums:
            continue
        due = points_of(line, rules) and not any(step.holds(line.steps) for step in rules.left_out)
        if due or code[:6] not in sources.subheadings or code.rstrip("0") in dividing:
            split.gone[code] = ()


def _stems(code: str) -> tuple[str, ...]:
    """What a code of eight digits begins with, from six digits on."""
    return code[:6].rstrip("0"), code[:6], code[:7]


def _before(code: str, split: Split) -> tuple[str, ...]:
    """The codes that a new one came from: the one that it divides, else all that went of its six digits."""
    gone = [old for old in split.gone if old[:6] == code[:6]]
    divided = [old for old in gone if len(old.rstrip("0")) >= 6 and code.startswith(old.rstrip("0"))]
    longest = max((old.rstrip("0") for old in divided), default="")
    return tuple(old for old in divided if old.rstrip("0") == longest) or tuple(gone)


def _place_new(
    code: str,
    split: Split,
    sources: Sources,
    rules: Rules,
    steps: Mapping[str, list[tuple[str, str]]],
    parts: dict[str, tuple[Share, ...]],
) -> None:
    """A new code stands where all its predecessors stood; else its sum stays undivided."""
    before = _before(code, split)
    total = sources.sums[code]
    for old in before:
        split.gone[old] = (*split.gone[old], code)
    if before and len({(tuple(steps[old]), sources.old[old].rates) for old in before}) == 1:
        left = total - points_of(sources.old[before[0]], rules)
        try:
            parts[code] = shares_of(left, code, rules)
        except ValueError:
            pass
        else:
            split.before[code] = before
            seen = f"its predecessors {', '.join(before)}; {rules.sources['sum']}"
            split.places[code] += [Place(gives, "C", f"{cite}; {seen}") for gives, cite in steps[before[0]]]
            split.places[code] += [Place(s.gives, "C", f"{s.cite}; {seen}") for s in parts[code]]
            return
    split.places[code] += _undivided(code, total, split, sources, rules, steps, parts)


def _undivided(
    code: str,
    total: Decimal,
    split: Split,
    sources: Sources,
    rules: Rules,
    steps: Mapping[str, list[tuple[str, str]]],
    parts: Mapping[str, tuple[Share, ...]],
) -> list[Place]:
    """The parts of a new code's sum that its neighbours have, and the rest as one sum of undivided lists."""
    near = _neighbours(code, split, sources, rules, steps, parts)
    sums = {share.points: share for share in rules.undivided}
    ways: list[tuple[tuple[int, int], list[Share | Step]]] = []
    met = {gives for own, rows in steps.items() if own[:4] == code[:4] for gives, _ in rows}
    for step in (None, *(r for r in rules.apart if r.gives in met)):
        for layer in (None, *(r for r in rules.layers if r.reaches(code))):
            rest = total - (sum(step.amounts.values()) if step else NONE) - (layer.points if layer else NONE)
            if rest != NONE and rest not in sums:
                continue
            chosen = [x for x in (step, layer, sums.get(rest)) if x]
            names = {x.gives for x in (step, layer) if x}
            alike = [own_rest for own, own_rest in near if own == names]
            ways.append(((alike.count(rest), len(alike)), chosen))
    if not ways:
        raise ValueError(f"{code}: {total} points cannot be parted")
    best = max(score for score, _ in ways)
    if not near and len(ways) > 1:
        return _undecided(code, total, rules, sums)
    chosen = min((parts for score, parts in ways if score == best), key=len)
    seen = rules.sources["sum"] + (f"; {rules.sources['likely']}" if len(ways) > 1 else "")
    places = [Place(x.gives, "C", f"{x.cite}; {seen}") for x in chosen]
    suspended = {step.gives for step in rules.suspended}
    listed = [own for own in steps if own[:4] == code[:4] and steps[own]]
    if listed and all(suspended & {gives for gives, _ in steps[own]} for own in listed):
        cite = next(step.cite for step in rules.suspended)
        places = [
            *places,
            Place(suspended.pop(), "C", f"{cite}; as every listed line of its heading in 2018"),
        ]
    return places


def _undecided(code: str, total: Decimal, rules: Rules, sums: Mapping[Decimal, Share]) -> list[Place]:
    """A sum that parts in two ways, with nothing near to settle it: what is common, and points of either."""
    layer = next(r for r in rules.layers if r.reaches(code))
    common = sums[total - layer.points]
    seen = f"{rules.sources['sum']}; {rules.sources['undecided']}"
    either = [rules.lists[f"{name} {layer.gives}"] for name in ("either", "or")]
    return [Place(name, "C", f"{common.cite}; {seen}") for name in (common.gives, *either)]


def _neighbours(
    code: str,
    split: Split,
    sources: Sources,
    rules: Rules,
    steps: Mapping[str, list[tuple[str, str]]],
    parts: Mapping[str, tuple[Share, ...]],
) -> list[tuple[Set[str], Decimal]]:
    """Which of the lists apart the lines next to a code stand on, and what they carry beside these.

    Next to it are those of the same six digits, then of five, then of its heading; lines that went count
    where all of them carried as much.
    """
    points = {s.gives: NONE + sum(s.amounts.values()) for s in rules.apart}
    points |= {layer.gives: layer.points for layer in rules.layers}
    total = sources.sums[code]
    for digits in (6, 5, 4):
        near = [own for own in parts if own[:digits] == code[:digits] and own in steps]
        went = [own for own in split.gone if own[:digits] == code[:digits] and digits > 4]
        rows = [(own, sources.sums[own]) for own in near]
        if {points_of(sources.old[own], rules) for own in went} == {total}:
            rows += [(own, total) for own in went]
        if rows:
            names = {
                own: {*(g for g, _ in steps[own]), *(s.gives for s in parts.get(own, ()))} for own, _ in rows
            }
            apart = {own: points.keys() & names[own] for own, _ in rows}
            return [(apart[own], much - sum(points[name] for name in apart[own])) for own, much in rows]
    return []


def _follow(split: Split, sources: Sources, rules: Rules, parts: Mapping[str, tuple[Share, ...]]) -> None:
    """Codes that went stood on the later lists with their successors, where all of these agree."""
    for old, came in split.gone.items():
        shares = {parts[new] for new in came if old in split.before.get(new, ())}
        if len(shares) == 1 and all(new in split.before for new in came):
            seen = f"its successors {', '.join(came)}; {rules.sources['sum']}"
            split.places[old] += [Place(s.gives, "C", f"{s.cite}; {seen}") for s in shares.pop()]
        else:
            split.unseen.add(old)
            split.places[old].append(Place(rules.lists["unseen"], "C", rules.sources["unseen"]))
