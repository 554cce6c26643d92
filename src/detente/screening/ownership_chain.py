"""Why a party is caught: the holdings that carry it, back to the listed owners."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from detente.screening.ownership import UNKNOWN, Caught, Graph, percent_text

MOST_STEPS = 200


@dataclass(frozen=True, slots=True)
class Holding:
    """One stake of a chain; ``share`` in units of 1e-9 percent, -1 where its size is not known."""

    owner: int
    owned: int
    share: int


@dataclass(frozen=True, slots=True)
class Chain:
    """Stakes in the order in which they carry, the listed parties they start from, and whether cut short."""

    holdings: tuple[Holding, ...]
    roots: tuple[int, ...]
    cut: bool = False


def explain(graph: Graph, caught: Caught, party: int, threshold: int, *, most: int = MOST_STEPS) -> Chain:
    """The fewest large stakes, tier by tier, that bring a party over the threshold.

    Every owner in the chain was caught before the party it carries, so the chain never argues in a circle.

    Parameters
    ----------
    threshold : int
        Units of 1e-9 percent.
    most : int
        Stakes after which the chain is cut; ``cut`` then says so.
    """
    rank = caught.rank
    if rank[party] < 0:
        return Chain((), ())
    steps: list[Holding] = []
    roots: list[int] = []
    waiting, seen, cut = [party], {party}, False
    while waiting:
        node = waiting.pop(0)
        carriers = _carriers(graph, caught, node, threshold)
        if not carriers:
            roots.append(node)
            continue
        if len(steps) + len(carriers) > most:
            cut = True
            continue
        steps.extend(carriers)
        for holding in carriers:
            if holding.owner not in seen:
                seen.add(holding.owner)
                waiting.append(holding.owner)
    steps.sort(key=lambda h: (int(rank[h.owned]), -h.share, h.owner))
    return Chain(tuple(steps), tuple(sorted(roots)), cut)


def _carriers(graph: Graph, caught: Caught, node: int, threshold: int) -> list[Holding]:
    """Largest stakes of earlier owners that reach the threshold; none when the party is listed itself."""
    span = slice(int(graph.back[node]), int(graph.back[node + 1]))
    own = int(caught.rank[node])
    stakes = [
        Holding(int(owner), node, int(share))
        for owner, share in zip(graph.owner[span], graph.back_share[span], strict=True)
        if 0 <= caught.rank[owner] < own
    ]
    stakes.sort(key=lambda h: (h.share >= 0, -h.share, h.owner))  # unknown sizes carry first
    total, taken = 0, []
    for holding in stakes:
        taken.append(holding)
        total += threshold if holding.share == UNKNOWN else abs(holding.share)
        if total >= threshold:
            return taken
    return []


def share_words(share: int) -> str:
    """A stake in words.

    Examples
    --------
    >>> share_words(50 * 10**9), share_words(-25 * 10**9), share_words(UNKNOWN)
    ('50 %', 'up to 25 % more', 'unknown share')
    """
    if share == UNKNOWN:
        return "unknown share"
    if share >= 0:
        return f"{percent_text(share)} %"
    near = round(-share, -5)  # an open end of a band lies a hair inside it
    return f"up to {percent_text(near)} % more"


def chain_text(chain: Chain, name: Callable[[int], str], listed_as: Callable[[int], str]) -> str:
    """A chain in words: ``A (Entity List) 60 % of B; B 30 % of T; C (MEU) 25 % of T``."""
    if not chain.holdings:
        return "; ".join(f"{name(root)} ({listed_as(root)})" for root in chain.roots)
    roots = set(chain.roots)

    def who(party: int) -> str:
        return f"{name(party)} ({listed_as(party)})" if party in roots else name(party)

    sure = {(h.owner, h.owned) for h in chain.holdings if h.share >= 0}
    said = []
    for h in chain.holdings:
        words = share_words(h.share)
        alone = h.share < UNKNOWN and (h.owner, h.owned) not in sure
        said.append(f"{who(h.owner)} {words.removesuffix(' more') if alone else words} of {name(h.owned)}")
    return "; ".join(said) + ("; …" if chain.cut else "")
