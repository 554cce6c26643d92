"""A finished screening: rows of parties with their chains, and the rules that were run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from detente.regime import OwnershipTest, Standing, cites_out, sources
from detente.rowfiles import RowFault
from detente.screening.answer import ListScreened, PartyRow, RuleUsed, Stake
from detente.screening.list_tests import LISTED_ONLY
from detente.screening.named import ANY_SCORE, NamesMet
from detente.screening.ownership import UNKNOWN, percent_text
from detente.screening.ownership_chain import Chain, chain_text
from detente.screening.ownership_tests import Tested
from detente.screening.register import Register
from detente.terms import OPEN_END

MOST_STAKES = 60
NAMES = "names"  # the rule of a party that is compared by name alone


@dataclass(frozen=True)
class Settings:
    """How to screen.

    Attributes
    ----------
    cutoff : float
        Least score of a near name, 0 to 100; above 100 no near names are looked for.
    owners_complete : bool
        The owner table names every owner: a party without a row has none.
    same_name_is_same : bool
        Parties that bear the same name are one party.
    names_only : bool
        No owners were given: names alone are compared, and nobody is judged by what owns it.
    """

    cutoff: float = 90.0
    owners_complete: bool = False
    same_name_is_same: bool = False
    rules: tuple[str, ...] = ()
    names_only: bool = False


@dataclass(frozen=True)
class Screening:
    """A finished screening: ask it for rows, a frame, or the chain of one party."""

    register: Register
    tested: tuple[Tested, ...]
    listed_as: Mapping[str, Mapping[int, str]]
    standings: Mapping[str, tuple[Standing, Standing]]
    settings: Settings
    met: NamesMet
    screened: tuple[ListScreened, ...]
    notes: tuple[str, ...]
    faults: tuple[RowFault, ...]
    on: str
    known: str

    def rows(self, parties: Iterable[int] | None = None) -> Iterable[PartyRow]:
        """Rows of some parties (default all that were asked about), a rule after the other."""
        chosen = self.register.asked.tolist() if parties is None else list(parties)
        for tested in self.tested:
            yield from self.rows_of(tested, self.judged(tested, chosen))
        for party in chosen:
            row = self.row_of_listed(party) or self.row_of_unmet(party)
            if row is not None:
                yield row

    def judged(self, tested: Tested, parties: Sequence[int]) -> Sequence[int]:
        """The parties that a test says something about: all, or where no owners were given the named ones."""
        if not self.settings.names_only:
            return parties
        named = {*self.listed_as.get(tested.test.rule, {}), *tested.doubts.near}
        return [party for party in parties if party in named]

    @cached_property
    def compared(self) -> int:
        """How many listed parties were compared by name or id."""
        return sum(row.names for row in self.screened)

    @cached_property
    def _named(self) -> frozenset[int]:
        """Parties that a list names, or may name."""
        rules = (*self.met.roots.values(), *self.met.near.values())
        return frozenset(party for parties in rules for party in parties)

    def row_of_unmet(self, party: int) -> PartyRow | None:
        """Row of a party that no list compared names, where no ownership test speaks of it."""
        if party in self._named or (self.tested and not self.settings.names_only):
            return None
        return PartyRow(
            party_id=str(self.register.ids[party]),
            name=self.display.get(party, ""),
            rule=NAMES,
            outcome="not_found" if self.compared else "not_screened",
            aggregate_pct="",
            missing=(
                f"not among {self.compared} listed parties compared; its owners were not judged"
                if self.compared
                else "not screened: no list given names anybody on that day"
            ),
        )

    def rows_of(self, tested: Tested, parties: Iterable[int]) -> Iterable[PartyRow]:
        """Rows of some parties under one test."""
        for party in parties:
            yield self._row(tested, party, self.display)

    def row_of_listed(self, party: int) -> PartyRow | None:
        """Row of a party on a list that does not reach what its members own, or of a name near such a one."""
        title = self.met.roots.get(LISTED_ONLY, {}).get(party)
        near = self.met.near.get(LISTED_ONLY, {}).get(party)
        if title is None and near is None:
            return None
        name = self._name(party, self.display)
        return PartyRow(
            party_id=str(self.register.ids[party]),
            name=self.display.get(party, ""),
            rule=LISTED_ONLY,
            outcome="caught" if title is not None else "undetermined",
            aggregate_pct="",
            chain=f"{name} ({title})" if title is not None else "",
            missing="" if title is not None or near is None else _near_words(name, *near),
            effect="listed itself; the list does not reach what it owns" if title is not None else "",
        )

    @cached_property
    def display(self) -> dict[int, str]:
        """First name of each party by number."""
        names = self.register.names.unique("key", keep="first", maintain_order=True)
        return dict(zip(names["key"].to_list(), names["name"].to_list(), strict=True))

    def _name(self, party: int, display: Mapping[int, str]) -> str:
        shown = display.get(party)
        return shown if shown else str(self.register.ids[party])

    def _row(self, tested: Tested, party: int, display: Mapping[int, str]) -> PartyRow:
        rule = tested.test.rule
        now, announced = self.standings[rule]
        listed = self.listed_as.get(rule, {})
        outcome = tested.outcome(party)
        missing, chain = "", Chain((), ())
        if outcome == "not_caught":
            outcome, missing = self._unowned(tested, party)
        else:
            chain = tested.chain(party, most=MOST_STAKES)
            if outcome != "caught":
                missing = self._doubts(tested, chain, display)
                if outcome == "red_flag" and party in tested.doubts.near:
                    missing = "; ".join((*self._unknown_shares(tested, party, display), missing))
        return PartyRow(
            party_id=str(self.register.ids[party]),
            name=display.get(party, ""),
            rule=rule,
            outcome=outcome,  # type: ignore[arg-type]
            aggregate_pct="" if party in listed or self.settings.names_only else tested.aggregate(party),
            chain=self._chain_text(tested, chain, display, listed),
            missing=missing,
            rule_status=now.state,
            announced_status=announced.state if announced.state != now.state else "",
            effect=_effect_of(tested.test, outcome, now, is_listed=party in listed),
            stakes=tuple(
                Stake(
                    owner=str(self.register.ids[h.owner]),
                    owned=str(self.register.ids[h.owned]),
                    share_pct="" if h.share < 0 else percent_text(h.share),
                    owner_listed_as=listed.get(h.owner, ""),
                )
                for h in chain.holdings
            ),
            chain_cut=chain.cut,
        )

    def _unowned(self, tested: Tested, party: int) -> tuple[str, str]:
        """A party nobody is known to own is not clear, unless the owner table is said to be complete."""
        graph = tested.graph
        if graph.back[party + 1] > graph.back[party]:
            return "not_caught", ""
        if self.settings.owners_complete:
            return "not_caught", ""
        return "undetermined", "its owners: no row names one"

    def _chain_text(
        self, tested: Tested, chain: Chain, display: Mapping[int, str], listed: Mapping[int, str]
    ) -> str:
        doubts = tested.doubts

        def listing(party: int) -> str:
            if party in listed:
                return listed[party]
            if party in doubts.near:
                name, score = doubts.near[party]
                return f"perhaps {name}, score {score:g}"
            return "one with the group" if tested.shares is not None else "listed"

        return chain_text(chain, lambda p: self._name(p, display), listing)

    def _unknown_shares(self, tested: Tested, party: int, display: Mapping[int, str]) -> list[str]:
        """Shares of unknown size that flagged owners hold in a party whose name alone is a doubt already."""
        graph = tested.graph
        held = range(int(graph.back[party]), int(graph.back[party + 1]))
        owners = [int(graph.owner[i]) for i in held if graph.back_share[i] < 0]
        name = self._name(party, display)
        return [f"share of {self._name(o, display)} in {name}" for o in owners if tested.flagged[o]]

    def _doubts(self, tested: Tested, chain: Chain, display: Mapping[int, str]) -> str:
        """The facts an outcome that is not sure depends on."""
        doubts = tested.doubts
        same = {(int(a), int(b)) for a, b in doubts.same} | {(int(b), int(a)) for a, b in doubts.same}
        said: list[str] = []
        for holding in chain.holdings:
            owner, owned = self._name(holding.owner, display), self._name(holding.owned, display)
            if holding.share < 0:
                exact = "exact share" if holding.share < UNKNOWN else "share"
                said.append(f"{exact} of {owner} in {owned}")
            elif (holding.owner, holding.owned) in same:
                pair = f"{self.register.ids[holding.owner]} and {self.register.ids[holding.owned]}"
                said.append(f"are {pair} the same party?")
        for root in chain.roots:
            if root in doubts.near:
                said.append(_near_words(self._name(root, display), *doubts.near[root]))
        if not said and tested.test.test == "half_by_one":
            said.append("whether the stakes of several listed owners are added: the notice does not say")
        if not said:
            said.append("exact shares: the sum is within rounding of the threshold")
        return "; ".join(dict.fromkeys(said))


def _near_words(name: str, listed: str, score: float) -> str:
    if score >= ANY_SCORE:
        return f"whether the listing stands: {listed}"
    return f"is {name} the listed {listed}? (score {score:g})"


def _effect_of(test: OwnershipTest, outcome: str, now: Standing, *, is_listed: bool) -> str:
    if is_listed:
        return "listed itself"
    if outcome == "not_caught":
        return ""
    if not now.open:
        until = f" until {now.until[:10]}" if now.until not in ("", OPEN_END) else ""
        return f"none through ownership: the rule is {now.state.replace('_', ' ')}{until}"
    return test.caught_means.en if outcome == "caught" else f"if so: {test.caught_means.en}"


def rule_used(done: Screening, tested: Tested) -> RuleUsed:
    """A test that was run, with its law and counts."""
    test = tested.test
    now, announced = done.standings[test.rule]
    listed = done.listed_as.get(test.rule, {})
    return RuleUsed(
        rule=test.rule,
        title=test.title.en,
        title_zh=test.title.zh,
        test=test.test,
        threshold_pct=test.threshold_pct,
        status=now.state,
        announced_status=announced.state,
        until="" if now.until in ("", OPEN_END) else now.until,
        lists=tuple(dict.fromkeys(listed.values())),
        listed_parties=len(listed),
        caught_by_ownership=int(tested.sure.sum()) - len(listed),
        confidence=test.confidence,
        cite=cites_out((*test.cite, *(now.by.cite if now.by else ())), sources()),
        not_modelled=tuple(f"{gap.what.en} (errs {gap.errs})" for gap in test.not_modelled),
    )
