"""A finished screening: rows of parties with their chains, and the rules that were run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from detente.regime import OwnershipTest, Standing, cites_out, sources
from detente.rowfiles import RowFault
from detente.screening.answer import (
    AttributionRow,
    HolderBehind,
    ListScreened,
    PartyRow,
    ReadingRow,
    RuleUsed,
    Stake,
)
from detente.screening.list_tests import LISTED_ONLY
from detente.screening.named import ANY_SCORE, NamesMet
from detente.screening.outcome_words import why
from detente.screening.owner_files.holdings import OWNER
from detente.screening.ownership import UNKNOWN, percent_text
from detente.screening.ownership_chain import Chain, chain_text
from detente.screening.ownership_found import (
    MOST_MISSING,
    Behind,
    behind,
    listed_names,
    missing_facts,
    upstream,
)
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
            missing="" if title is not None or near is None else near_words(name, *near),
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

        def name(number: int) -> str:
            return self._name(number, display)

        holders = behind(tested, self.register, party)
        chain = Chain((), ())
        if outcome == "caught" or (holders and not self.settings.names_only):
            chain = tested.chain(party, most=MOST_STAKES)
        missing = (
            self._missing(tested, party, outcome, name) if outcome not in ("caught", "not_caught") else ""
        )
        said = why(tested, party, outcome, holders, name)
        judged = party not in listed and not self.settings.names_only
        low, high = tested.bounds(party) if judged else ("", "")
        return PartyRow(
            party_id=str(self.register.ids[party]),
            name=display.get(party, ""),
            rule=rule,
            outcome=outcome,  # type: ignore[arg-type]
            aggregate_pct=tested.aggregate(party) if judged else "",
            chain=self._chain_text(tested, chain, display, listed),
            missing=missing,
            rule_status=now.state,
            announced_status=announced.state if announced.state != now.state else "",
            effect=_effect_of(
                tested.test,
                outcome,
                now,
                is_listed=party in listed,
                below=outcome == "red_flag" and not tested.flagged[party],
            ),
            stakes=tuple(self._stake(h.owner, h.owned, h.share, listed) for h in chain.holdings),
            chain_cut=chain.cut,
            threshold_pct=tested.test.threshold_pct if judged else "",
            low_pct=low,
            high_pct=high,
            why="" if self.settings.names_only else said[0],
            why_zh="" if self.settings.names_only else said[1],
            readings=_readings(tested, party) if judged else (),
            holders=tuple(self._holder(one, name, listed) for one in holders) if judged else (),
        )

    def _stake(self, owner: int, owned: int, share: int, listed: Mapping[int, str]) -> Stake:
        return Stake(
            owner=str(self.register.ids[owner]),
            owned=str(self.register.ids[owned]),
            share_pct="" if share < 0 else percent_text(share),
            owner_listed_as=listed.get(owner, ""),
        )

    def _holder(self, one: Behind, name: Callable[[int], str], listed: Mapping[int, str]) -> HolderBehind:
        stakes = []
        for link in one.links:
            shares = {i: "" if share is None else percent_text(share) for i, share in link.shares}
            stake = self._stake(link.owner, link.owned, UNKNOWN, listed)
            stakes.append(
                stake.model_copy(
                    update={
                        "share_pct": shares.get("equity", ""),
                        "votes_pct": shares.get("votes", ""),
                        "board_pct": shares.get("board", ""),
                        "role": "" if link.role == OWNER else link.role,
                    }
                )
            )
        return HolderBehind(
            holder=str(self.register.ids[one.root]),
            name=name(one.root),
            listed_as=listed.get(one.root, ""),
            chain=tuple(stakes),
            multiplied_pct="" if one.product is None else percent_text(round(one.product, -3)),
        )

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

    def _missing(self, tested: Tested, party: int, outcome: str, name: Callable[[int], str]) -> str:
        """The facts an outcome that is not sure depends on."""
        doubts = tested.doubts
        said = []
        for root in self._near_behind(tested, party):
            said.append(near_words(name(root), *doubts.near[root]))
        said = [*missing_facts(tested, self.register, party, name), *said]
        if tested.split[party]:
            points = tested.open_points(party)
            said = [*(p.words.en for p in tested.test.attribution if p.point in points), *said]
        if not said and tested.possible[party]:
            said.append("exact shares: the sum is within rounding of the threshold")
        if outcome == "red_flag" and not tested.flagged[party]:
            said.insert(0, f"further diligence on {listed_names(tested, self.register, party, name)}")
        shown = list(dict.fromkeys(words for words in said if words))
        more = len(shown) - MOST_MISSING
        return "; ".join(shown[:MOST_MISSING] + ([f"and {more} more"] if more > 0 else []))

    def _near_behind(self, tested: Tested, party: int) -> list[int]:
        """Parties behind a party, or itself, whose name comes near a listed one."""
        return [root for root in upstream(tested, party) if root in tested.doubts.near]


def _readings(tested: Tested, party: int) -> tuple[ReadingRow, ...]:
    return tuple(
        ReadingRow(
            reading=one.reading.id,
            title=one.reading.title.en,
            title_zh=one.reading.title.zh,
            low_pct=percent_text(round(int(one.low[party]), -3)),
            high_pct=percent_text(round(int(one.high[party]), -3)),
            reaches=bool(one.reach[party]),
        )
        for one in tested.readings
    )


def near_words(name: str, listed: str, score: float) -> str:
    """The question that a near name asks."""
    if score >= ANY_SCORE:
        return f"whether the listing stands: {listed}"
    return f"is {name} the listed {listed}? (score {score:g})"


def _effect_of(
    test: OwnershipTest, outcome: str, now: Standing, *, is_listed: bool, below: bool = False
) -> str:
    if is_listed:
        return "listed itself"
    if outcome == "not_caught":
        return ""
    if not now.open:
        until = f" until {now.until[:10]}" if now.until not in ("", OPEN_END) else ""
        return f"none through ownership: the rule is {now.state.replace('_', ' ')}{until}"
    if below:
        return "to be looked into before shipping, or licensed; no licence is needed by the share alone"
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
        interests=test.interests,
        attribution=tuple(
            AttributionRow(
                point=point.point,
                counts=point.counts,
                words=point.words.en,
                words_zh=point.words.zh,
                confidence=point.confidence,
                cite=cites_out(point.cite, sources()),
            )
            for point in test.attribution
        ),
        minority=test.minority.words.en if test.minority else "",
        minority_zh=test.minority.words.zh if test.minority else "",
    )
