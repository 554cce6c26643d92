"""What stands behind one party: every listed holder with its strongest chain, and every missing fact."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from detente.screening.owner_files.holdings import NOT_SAID, OWNER
from detente.screening.ownership import UNKNOWN, percent_text, units
from detente.screening.ownership_kernel import FULL_SHARE
from detente.screening.ownership_tests import Tested, shares_between
from detente.screening.register import Register

MOST_HOLDERS = 20
MOST_PARTIES = 300  # behind one party that are looked at
MOST_MISSING = 8  # facts told of one party
HELD_FOR_ANOTHER = frozenset({"nominee", "trustee", "fund"})

Name = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a chain: shares by interest in units, missing where not known, and the role."""

    owner: int
    owned: int
    shares: tuple[tuple[str, int | None], ...]
    role: str

    def of(self, interest: str) -> int | None:
        """The share in one interest; nothing where it is not known."""
        return dict(self.shares).get(interest)


@dataclass(frozen=True, slots=True)
class Behind:
    """A listed holder behind a party, with its strongest chain down to it.

    `product` is the share with every link multiplied, in units; nothing where a link is not known.
    """

    root: int
    links: tuple[Link, ...]
    product: int | None


def behind(tested: Tested, register: Register, party: int, *, most: int = MOST_HOLDERS) -> tuple[Behind, ...]:
    """Every listed holder behind a party, the largest first, whatever counts of it."""
    links, linked = tested.links, tested.linked
    if linked.rank[party] <= 0:
        return ()
    best: dict[int, tuple[float, tuple[Link, ...]]] = {}
    turn = itertools.count()  # settles what is equally strong by which was met first
    queue: list[tuple[float, int, int, tuple[Link, ...]]] = [(-1.0, next(turn), party, ())]
    found: list[Behind] = []
    while queue and len(best) < MOST_PARTIES:
        strength, _, node, chain = heapq.heappop(queue)
        if node in best:
            continue
        best[node] = (-strength, chain)
        if linked.rank[node] == 0 and chain:
            found.append(Behind(node, chain, _product(chain)))
            continue
        span = slice(int(links.back[node]), int(links.back[node + 1]))
        for owner in dict.fromkeys(links.owner[span].tolist()):
            if linked.rank[owner] >= 0 and owner not in best and owner != node:
                link = _link(tested, register, owner, node)
                size = max((share for _, share in link.shares if share is not None), default=FULL_SHARE)
                reach = strength * max(size, 1) / FULL_SHARE
                heapq.heappush(queue, (reach, next(turn), owner, (link, *chain)))
    return tuple(found[:most])


def _link(tested: Tested, register: Register, owner: int, owned: int) -> Link:
    shares = []
    for interest, graph in tested.graphs.items():
        if interest in register.given or interest == "equity":
            parts = shares_between(graph, owner, owned)
            known = [abs(share) for share in parts if share != UNKNOWN]
            shares.append((interest, sum(known) if known else None))
    roles = register.roles_between(owner, owned)
    return Link(owner, owned, tuple(shares), roles[0] if roles else OWNER)


def _product(chain: tuple[Link, ...]) -> int | None:
    share = Decimal(FULL_SHARE)
    for link in chain:
        held = link.of("equity")
        if held is None:
            return None
        share = share * held / FULL_SHARE
    return int(share)


def passes_nothing(tested: Tested, one: Behind) -> Link | None:
    """The first link before the last by which a holder is held below the link of the rule, and so passes
    nothing on tier by tier."""
    link = units(Decimal(tested.test.pass_through_pct))
    for held in one.links[:-1]:
        sizes = [share for _, share in held.shares if share is not None]
        if sizes and max(sizes) < link and tested.low.rank[held.owned] < 0:
            return held
    return None


def missing_facts(tested: Tested, register: Register, party: int, name: Name) -> list[str]:
    """The facts on which the outcome of a party may depend, the nearest first."""
    said: dict[str, None] = {}
    same = {(int(a), int(b)) for a, b in tested.doubts.same}
    waiting, seen = [party], {party}
    if party in tested.doubts.persons:
        said[f"country of {name(party)}"] = None
    while waiting and len(seen) < MOST_PARTIES:
        node = waiting.pop(0)
        for pair in sorted(same):
            if node in pair and pair[0] != pair[1]:
                said[f"are {register.ids[pair[0]]} and {register.ids[pair[1]]} the same party?"] = None
                waiting += [other for other in pair if other not in seen]
                seen.update(pair)
        for owner in _owners_of(tested, node):
            if owner == node or not _may_count(tested, owner):
                continue
            for words in _of_holding(tested, register, owner, node, name):
                said[words] = None
            if owner in tested.doubts.persons:
                said[f"country of {name(owner)}"] = None
            if owner not in seen:
                seen.add(owner)
                waiting.append(owner)
        said |= dict.fromkeys(_of_record(tested, register, node, name))
    return list(said)


def upstream(tested: Tested, party: int) -> list[int]:
    """A party and who stands behind it, nearest first, by holdings of whatever size."""
    seen = {party: None}
    waiting = [party]
    while waiting and len(seen) < MOST_PARTIES:
        for owner in _owners_of(tested, waiting.pop(0)):
            if owner not in seen:
                seen[owner] = None
                waiting.append(owner)
    return list(seen)


def listed_names(tested: Tested, register: Register, party: int, name: Name) -> str:
    """The listed holders behind a party by name, a few of them."""
    names = [name(one.root) for one in behind(tested, register, party)]
    return ", ".join(names[:3]) + (" …" if len(names) > 3 else "")


def _may_count(tested: Tested, owner: int) -> bool:
    """Whether an owner is, or may turn out to be, one whose stakes count; or leads to one."""
    doubts = tested.doubts
    if tested.linked.rank[owner] >= 0 or owner in doubts.near or owner in doubts.persons:
        return True
    if any(int(unnamed[owner]) > 0 for unnamed in doubts.unnamed.values()):
        return True
    return bool(tested.possible[owner])


def _owners_of(tested: Tested, node: int) -> list[int]:
    graph = tested.graph
    span = slice(int(graph.back[node]), int(graph.back[node + 1]))
    return list(dict.fromkeys(int(o) for o in graph.owner[span].tolist()))


def _of_holding(tested: Tested, register: Register, owner: int, owned: int, name: Name) -> Iterator[str]:
    """What is missing of one holding."""
    who = f"{name(owner)} in {name(owned)}"
    for role in register.roles_between(owner, owned):
        point = next((p for p in tested.test.attribution if p.point == role), None)
        if role == NOT_SAID:
            yield f"in what role {name(owner)} holds {name(owned)}"
        elif point is None or point.counts == "open":
            yield f"whether what {name(owner)} holds in {name(owned)} as {role.replace('_', ' ')} counts"
    shares = shares_between(tested.graph, owner, owned)
    doubtful = owned in register.over or register.roles_between(owner, owned)
    if UNKNOWN in shares:
        yield f"share of {who}"
    elif any(share < 0 for share in shares) and not doubtful:
        yield f"exact share of {who}"
    asked = [
        i
        for i in tested.graphs
        if i != tested.test.interests[0] and UNKNOWN in shares_between(tested.graphs[i], owner, owned)
    ]
    if asked:
        yield f"{_interest_words(asked)} of {who}"


def _of_record(tested: Tested, register: Register, node: int, name: Name) -> Iterator[str]:
    """What is missing of the record of one company."""
    if node in register.over:
        yield f"the record of {name(node)}: its owners come to {register.over[node]} %"
    unnamed = tested.doubts.unnamed
    first = tested.test.interests[0]
    if first in unnamed and int(unnamed[first][node]) > 0:
        rest = int(unnamed[first][node])
        if rest == FULL_SHARE and not _owners_of(tested, node):
            yield "its owners: no row names one" if node < len(register.ids) else ""
        elif rest == FULL_SHARE and not _asked_share(tested, node):
            yield f"who else holds {name(node)}, and how much"
        elif not _asked_share(tested, node):
            yield f"who holds the other {percent_text(rest)} % of {name(node)}"
    for owner in _owners_of(tested, node):
        roles = register.roles_between(owner, node)
        if _may_count(tested, owner):
            continue
        if NOT_SAID in roles:
            yield f"in what role {name(owner)} holds {name(node)}"
        elif HELD_FOR_ANOTHER & set(roles):
            yield f"for whom {name(owner)} holds {name(node)} as {roles[0]}"
    others = [i for i in tested.graphs if i != first and i in unnamed and int(unnamed[i][node]) > 0]
    if others and _owners_of(tested, node):
        yield f"{_interest_words(others)} in {name(node)}"


def _asked_share(tested: Tested, node: int) -> bool:
    """Whether a share of unknown size is asked for already, of an owner that may count."""
    owners = (owner for owner in _owners_of(tested, node) if _may_count(tested, owner))
    return any(UNKNOWN in shares_between(tested.graph, owner, node) for owner in owners)


def _interest_words(interests: list[str]) -> str:
    words = {"equity": "shares", "votes": "votes", "board": "board seats"}
    return " and ".join(words[interest] for interest in interests)
