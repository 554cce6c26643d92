"""One call from packages to the bargain over them: built from the law of a day, named, or of a file."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from detente.economy.answer.answers import BargainAnswer, LeverageRow, MixRow, OfferRow, RepeatNote
from detente.economy.data.worldfiles import world_of
from detente.economy.model.variants import Model
from detente.economy.model.world import World
from detente.economy.policy.bargaining import PLAYERS, Bargain, Leverage, bargain_over, leverage
from detente.economy.policy.law_scenario import Bound
from detente.economy.policy.packages import PackageTable, law_packages, named_packages, read_packages
from detente.terms import InputError


def bargain(
    *,
    table: str | None = None,
    files: Sequence[str | Path] = (),
    known: str | None = None,
    threat: str = "plus100",
    soybeans: float = 1.25,
    offers: Sequence[str] = (),
    packages: str | Path | None = None,
    disagreement: str | None = None,
    weights: tuple[float, float] = (0.5, 0.5),
    players: tuple[str, str] = PLAYERS,
    world: World | str | Path | None = None,
    model: Model | None = None,
    bound: Bound = "low",
) -> BargainAnswer:
    """Packages built from the law as known on a day, and which of them both sides would sign.

    Parameters
    ----------
    table : name of a bargain of ``law/outcomes`` or of `files`: its packages, laid over the law.
    files : outcome files of the user, for `table`.
    known : day of the knowledge; with it the law gives «extend» and «lapse».
    threat : name of an outcome that holds the threat and its answer, or points such as 100 % on all
        goods of China, answered in kind.
    offers : names of outcomes to lay on the table beside «extend» and «lapse».
    soybeans : quantity of oilseeds China pledges to buy, over the world's baseline quantity.
    packages : a JSON file of packages instead: see ``docs/reference/impact-files.md``.
    disagreement : name of the package that stands for no deal, taken off the table; default the one the
        named table gives, else ``threat``.
    """
    request = _Request(table, tuple(files), known, threat, soybeans, tuple(offers), packages)
    on_table = _packages_of(request, world_of(world), model, bound)
    listed = dict(on_table.packages)
    chosen = disagreement or on_table.disagreement
    if chosen not in listed:
        raise InputError(f"no package {chosen!r}", where="disagreement", remedy=f"one of {', '.join(listed)}")
    no_deal = listed.pop(chosen)
    offered = list(listed.values())
    settled = bargain_over(on_table.world, offered, no_deal, players=players, weights=weights, model=model)
    moved: LeverageRow | None = None
    if on_table.without_threat in listed and chosen == "threat":
        quiet = listed[on_table.without_threat]
        shift = leverage(
            on_table.world, offered, quiet, no_deal, players=players, weights=weights, model=model
        )
        moved = _leverage_row(shift, f"{no_deal.name} instead of {quiet.name}")
    notes = dict.fromkeys(note for one in (*offered, no_deal) for note in one.notes)
    command = _command(request, chosen, given=disagreement is not None, weights=weights)
    return _answer(
        settled,
        moved,
        on_table.world,
        tuple(notes),
        RepeatNote(command=command, world=on_table.world.name, rules=on_table.rules),
    )


@dataclass(frozen=True)
class _Request:
    """What to lay on the table, in the words of the command line."""

    table: str | None
    files: tuple[str | Path, ...]
    known: str | None
    threat: str
    soybeans: float
    offers: tuple[str, ...]
    packages: str | Path | None


def _packages_of(request: _Request, world: World, model: Model | None, bound: Bound) -> PackageTable:
    if request.table is not None:
        return named_packages(world, request.table, request.files, model=model, bound=bound)
    if request.packages is not None:
        return read_packages(world, request.packages)
    if not request.known:
        raise InputError("no day given", where="known", remedy="give known, or a file of packages")
    return law_packages(
        world,
        request.known,
        threat=request.threat,
        soybeans=request.soybeans,
        offers=request.offers,
        bound=bound,
    )


def _leverage_row(moved: Leverage, threat: str) -> LeverageRow:
    return LeverageRow(
        threat=threat,
        shift_musd=moved.shift_musd,
        leverage_musd=moved.leverage_musd,
        nash_before=moved.before.nash,
        nash_after=moved.after.nash,
    )


def _answer(
    settled: Bargain, moved: LeverageRow | None, world: World, notes: tuple[str, ...], repeat: RepeatNote
) -> BargainAnswer:
    mix = settled.mixed_nash
    return BargainAnswer(
        players=settled.players,
        weights=settled.weights,
        disagreement=settled.disagreement,
        disagreement_musd=settled.disagreement_musd,
        offers=tuple(
            OfferRow(
                name=o.name,
                payoff_musd=o.payoff_musd,
                surplus_musd=o.surplus_musd,
                acceptable=o.acceptable,
                payment_musd=o.payment_musd,
                equal_payment_musd=o.equal_payment_musd,
                others_musd=o.others_musd,
            )
            for o in settled.offers
        ),
        nash=settled.nash,
        kalai_smorodinsky=settled.kalai_smorodinsky,
        mixed_nash=None
        if mix is None
        else MixRow(first=mix[0], second=mix[1], weight_of_first=mix[2], surplus_musd=(mix[3], mix[4])),
        frontier=settled.frontier,
        ideal_musd=settled.ideal_musd,
        leverage=moved,
        world=world.name,
        year=world.year,
        assumptions=(*world.derived, *notes),
        caveats=settled.caveats,
        sources=world.sources,
        repeat=repeat,
    )


def _command(request: _Request, disagreement: str, *, given: bool, weights: tuple[float, float]) -> str:
    """The command that gives the answer again."""
    parts = ["detente", "bargain"]
    if request.table is not None:
        parts.append(request.table)
        for path in request.files:
            parts += ["--file", str(path)]
    elif request.packages is not None:
        parts += ["--packages", str(request.packages)]
    else:
        parts += ["--known", str(request.known), "--threat", request.threat]
        parts += ["--soybeans", f"{request.soybeans:g}"]
        for name in request.offers:
            parts += ["--offer", name]
    if request.table is None or given:
        parts += ["--disagreement", disagreement]
    if weights[0] != weights[1]:
        parts += ["--weight-us", f"{weights[0]:g}", "--weight-china", f"{weights[1]:g}"]
    return shlex.join(parts)
