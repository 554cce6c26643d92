"""Screen parties for what listed owners make of them, under every test that a list given starts."""

from __future__ import annotations

import itertools
import shlex
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np

from detente.regime import FeeLicenceTables, OwnershipTest, Standing, Track, artefact, law_tables, standing
from detente.rowfiles import Sheet, Source, reading_words
from detente.screening.answer import ScreenAnswer
from detente.screening.law_names import LAW
from detente.screening.lists import Listed, listed_from, read_list
from detente.screening.named import law_candidates, names_met, screened_lists
from detente.screening.owner_files.party_countries import persons_of_lists
from detente.screening.ownership import UNKNOWN, Graph, caught_at
from detente.screening.ownership_tests import Doubts, Tested, run_test, with_same_names
from detente.screening.register import (
    OWNERS,
    PARTIES,
    Register,
    as_sheet,
    names_sheet,
    no_owners,
    read_register,
)
from detente.screening.register_ties import links_of, unnamed_shares
from detente.screening.result import Screening, Settings, rule_used
from detente.terms import InputError, Repeat, read_day, read_moment


def screening(
    parties: Sheet,
    owners: Sheet,
    listed: Sheet | Listed,
    *,
    on: object,
    known: object = None,
    settings: Settings | None = None,
    law: FeeLicenceTables | None = None,
) -> Screening:
    """Screen a register of parties.

    Parameters
    ----------
    parties, owners, listed : Sheet
        ``party_id, name[, aliases]``; ``owner_id, owned_id, share_pct[, from, to]``;
        ``party_id|name, list[, programmes, alt_names]`` or the official consolidated list.
    on : str or date
        Day on which the holdings count and the rules are asked.
    known : str or date, optional
        Day of the knowledge of the law; default `on`.

    Raises
    ------
    InputError
        When a column is missing, a rule is not known, or a day cannot be read.
    """
    settings = settings or Settings()
    if not 0 <= settings.cutoff <= 101:
        raise InputError(f"cutoff {settings.cutoff:g} is outside 0 to 101", where="--cutoff")
    tables = law or law_tables()
    tests = tables.ownership_tests
    moment = read_moment(on, what="on")
    asked = moment[:10] if known in (None, "") else read_day(known, what="known").isoformat()
    unknown = set(settings.rules) - {t.rule for t in tests}
    if unknown:
        raise InputError(
            f"no rule {sorted(unknown)[0]!r}", remedy=f"one of {', '.join(t.rule for t in tests)}"
        )
    entries = listed if isinstance(listed, Listed) else listed_from(listed, tests)
    entries = entries.of_day(moment[:10])
    register = read_register(parties, owners, entries.frame, moment[:10])
    met = names_met(register, entries, settings.cutoff)
    persons = persons_of_lists(register.countries, tests) if register.said_countries else {}
    roots = {rule: {**persons.get(rule, {}), **met.roots.get(rule, {})} for rule in {**met.roots, **persons}}
    met = replace(met, roots=roots)
    near = met.near
    if entries.name == LAW:
        met = replace(met, candidates=law_candidates(register, tables, (moment, asked), settings.cutoff))
    same = _same_names(register)
    started = [t for t in tests if t.rule in roots or t.rule in near or t.rule in settings.rules]
    started = sorted(
        (t for t in started if not settings.rules or t.rule in settings.rules), key=lambda t: t.rule
    )
    links = links_of(register)
    tested = tuple(
        _run_one_test(
            test, register, roots.get(test.rule, {}), near.get(test.rule, {}), same, settings, links
        )
        for test in started
    )
    return Screening(
        register,
        tested,
        roots,
        {t.rule: _standings_of_rule(t, tables, moment, asked) for t in started},
        settings,
        met,
        screened_lists(entries, tables, (moment, asked)),
        (*entries.notes, *register.notes),
        (*entries.faults, *register.faults),
        moment[:10],
        asked,
    )


def _run_one_test(
    test: OwnershipTest,
    register: Register,
    roots: Mapping[int, str],
    near: Mapping[int, tuple[str, float]],
    same: np.ndarray[Any, np.dtype[np.int64]],
    settings: Settings,
    links: Graph,
) -> Tested:
    """One test run from the listed parties, with everything that is not sure as doubts."""
    members = np.array(sorted(roots), np.int32)
    counts = {point.point: point.counts for point in test.attribution}
    graphs: dict[str, Graph] = {i: register.graph_of(i, counts) for i in test.interests}
    linked = caught_at(links, members, Decimal(100)).mask
    doubts = Doubts(
        {party: match for party, match in near.items() if party not in roots},
        same,
        _of_unknown_country(test, register, graphs, roots),
        {} if settings.owners_complete or settings.names_only else unnamed_shares(register, graphs, linked),
    )
    if settings.same_name_is_same and len(same):
        graphs = {interest: with_same_names(graph, doubts) for interest, graph in graphs.items()}
        links = with_same_names(links, doubts)
        doubts = replace(doubts, same=Doubts().same)
    return run_test(test, graphs, links, members, doubts)


def _of_unknown_country(
    test: OwnershipTest, register: Register, graphs: Mapping[str, Graph], roots: Mapping[int, str]
) -> frozenset[int]:
    """Who holds something and is of no country that a table says, under a test of a country's persons."""
    if not register.said_countries or not any(entry.countries for entry in test.lists):
        return frozenset()
    holders = np.flatnonzero(np.diff(next(iter(graphs.values())).start) > 0).tolist()
    return frozenset(party for party in holders if party not in register.countries and party not in roots)


def _standings_of_rule(
    test: OwnershipTest, tables: FeeLicenceTables, moment: str, known: str
) -> tuple[Standing, Standing]:
    """How the rule stands by the text, and as announced; a test that follows a measure stands with it."""
    tracks: dict[str, tuple[Track, str]] = {
        f"{m.id}/{t.id}": (t, m.imposed_by)
        for m in (*tables.licences, *tables.port_fees, *tables.ownership_tests)
        for t in m.tracks
    }
    name = test.follows[0] if test.follows else f"{test.id}/{test.tracks[0].id}"
    track, side = tracks[name]
    return (
        standing(track, side, moment, known),
        standing(track, side, moment, known, announced=True),
    )


def _same_names(register: Register) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Pairs of parties with one comparable name, each group as a chain of pairs."""
    import polars as pl

    groups = (
        register.names.select("key", "plain")
        .unique()
        .group_by("plain")
        .agg(pl.col("key").sort())
        .filter(pl.col("key").list.len() > 1)
    )
    pairs = [(a, b) for keys in groups["key"].to_list() for a, b in itertools.pairwise(keys)]
    return np.array(sorted(pairs), np.int64).reshape(-1, 2)


def screen(
    parties: object,
    owners: object,
    listed: object,
    *,
    on: object,
    known: object = None,
    settings: Settings | None = None,
) -> ScreenAnswer:
    """Screen a register and answer with every row, as one model; for very large registers use ``screening``.

    Parameters
    ----------
    parties, owners, listed : path, frame or rows
        A file, a polars or pandas frame, or a list of mappings with the columns of ``screening``; names alone
        may stand for parties, and without owners names alone are compared.

    Examples
    --------
    >>> answer = screen(
    ...     [{"party_id": "T", "name": "Target"}],
    ...     [{"owner_id": "A", "owned_id": "T", "share_pct": "50"}],
    ...     [{"party_id": "A", "list": "Entity List"}],
    ...     on="2025-10-15",
    ... )
    >>> [(row.party_id, row.rule, row.outcome, row.aggregate_pct) for row in answer.rows]
    [('T', 'bis_50', 'caught', '50')]
    """
    people = names_sheet(parties) or as_sheet(parties, "parties", PARTIES[:1])
    nobody = owners is None or (isinstance(owners, (str, list)) and not owners)
    holdings = no_owners() if nobody else as_sheet(owners, "owners", OWNERS)
    settings = replace(settings or Settings(), names_only=not holdings.name)
    entries = read_list(listed, law_tables().ownership_tests)
    done = screening(people, holdings, entries, on=on, known=known, settings=settings)
    rows = tuple(done.rows())
    counts: dict[str, int] = {}
    for row in rows:
        counts[f"{row.rule}:{row.outcome}"] = counts.get(f"{row.rule}:{row.outcome}", 0) + 1
    words = f"detente screen {shlex.quote(people.name)}"
    words += f" --owners {holdings.name}" if holdings.name else ""
    words += f" --listed {entries.name} --on {done.on} --known {done.known}"
    words = " ".join([words, *map(shlex.quote, reading_words(Source("", people.reading)))])
    return ScreenAnswer(
        on=done.on,
        known=done.known,
        parties=len(done.register.asked),
        holdings=int((done.register.graph.share >= UNKNOWN).sum()),
        counts=dict(sorted(counts.items())),
        rules=tuple(rule_used(done, t) for t in done.tested),
        screened=done.screened,
        candidates=done.met.candidates,
        rows=rows,
        notes=done.notes,
        faults=tuple(f.words for f in done.faults),
        repeat=Repeat(command=words, rules=str(artefact()["hash"]), data=""),
    )
