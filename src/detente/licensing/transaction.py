"""May it ship? One transaction against the export controls of one side, on two time axes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from detente.licensing.acts import acts_of
from detente.licensing.answer import ClaimLine, LicenceAnswer, LicenceStatus, NotCarried, RuleLine
from detente.licensing.china_facts import (
    DIRECT,
    check_use_in_japan,
    general_licence_facts,
    kind_of,
    licence_item_covers,
)
from detente.licensing.control_entries import candidates_of
from detente.licensing.items import Item
from detente.licensing.listed_names import LISTING, EndUser, screened_user
from detente.licensing.next_clock import Case, later_known, next_clock, returned
from detente.licensing.readings import Readings
from detente.licensing.repeat_command import Asked, command_of
from detente.licensing.rules import Book, Range, Rule, make_book, parts_of
from detente.licensing.transaction_facts import QUESTIONS, licensed_item, read_licence_facts, understand
from detente.licensing.us_facts import NOT_CLAIMED, seen_from
from detente.regime import (
    OUTCOMES,
    AlsoCheck,
    FeeLicenceTables,
    Standing,
    Words,
    act_on,
    also_check,
    cites_out,
    end_notes,
    facts_of,
    lacking,
    law_tables,
    past_notes,
    pointers_for_item,
    read_reading,
    sources,
)
from detente.regime import tables as duty_tables
from detente.terms import (
    CN,
    OPEN_END,
    Act,
    InputError,
    MissingFact,
    moment_text,
    names_nothing,
    read_day,
    read_moment,
    read_side,
    weakest,
)

# what a case takes where nothing was said: shown only where it is otherwise
UNSAID = frozenset({(LISTING, "none"), ("exception", NOT_CLAIMED), *DIRECT.items()})


def licence(
    item: object,
    *,
    on: object,
    known: object = None,
    side: str = "CN",
    reading: str = "both",
    hindsight: bool = False,
    end_user: object = "",
    parameters: str = "",
    brief: bool = False,
    law: FeeLicenceTables | None = None,
    facts: Mapping[str, object] | None = None,
    **named: object,
) -> LicenceAnswer:
    """Whether a transaction needs a licence.

    Parameters
    ----------
    item : str
        What it is: a name in English or Chinese, a Chinese customs code, a CAS number or a class id.
    on : str or date
        Day of export, in the zone of the side whose law is asked.
    known : str or date, optional
        Day of the knowledge used; default the day of export.
    side : {"CN", "US"}
        Whose export controls; any spelling of the two.
    reading : {"both", "announced", "text"}
        Where an extension was announced and no instrument was seen: both readings, or one.
    hindsight : bool
        Use all knowledge to the last verified day.
    end_user : str
        Name of the importer or end user, looked for among the names of China's lists that the law files hold:
        a party that is on one counts as listed while its listing stands, a near name is a question.
    parameters : str
        Numbers and traits of the item beside its name: ``purity 99.8 %, powder, 20 um``.
    brief : bool
        Leave out the next clock and later knowledge, which cost more than the outcome.
    facts : mapping, optional
        Facts by name, as an alternative to naming them one by one.
    **named
        ``origin, leg, destination, controlled_share, chinese_technology, military, listed,
        owned_by_listed, end_use, general_licence``; under US controls ``eccn, headquartered_d5,
        entity_footnote, us_controlled_share, us_technology, exception, exception_conditions``. A fact that
        is not given is unknown, not "no".

    Raises
    ------
    InputError
        Names the fact, what was found and what is accepted.

    Examples
    --------
    >>> licence("dysprosium metal", on="2025-03-01", leg="CN_to_abroad", destination="JP").outcome
    'no_licence'
    """
    tables = law or law_tables()
    side = read_side(side)
    book = book_of(tables, side)
    chosen = read_reading(reading)
    moment = read_moment(on, what="on", side=side)
    verified = max((m.verified for m in tables.licences), default="")
    known_day = moment[:10] if known in (None, "") else read_day(known, what="known").isoformat()
    known_day = verified if hindsight else known_day
    if names_nothing(item):
        raise InputError(
            f"item {str(item)[:40]!r} names nothing", where="item",
            remedy="say what it is in 1 to 500 characters: NdFeB magnet",
        )  # fmt: skip
    clean, notes = read_licence_facts({**(facts or {}), **named})
    clean = seen_from(side, clean)
    user = screened_user(str(end_user or ""), side, clean, tables, (moment, known_day))
    notes += user.notes
    recognised = understand(item, tables, clean, parameters, side)
    if side == CN:
        check_use_in_japan(clean)
        clean |= kind_of(recognised, clean)
        own = clean.get("general_licence_item", "")
        covers = licence_item_covers(licensed_item(own, tables, clean), recognised) if own else None
        on_lists = frozenset(one.listed for one in user.listings if one.sure)
        clean, said = general_licence_facts(clean, moment[:10], (user.name, on_lists), covers)
        notes += said
    every = (c.id for v in tables.items if v.imposed_by == side for c in v.classes)
    classes = recognised.classes or tuple(every)
    if recognised.remark:
        notes.append(recognised.remark.en)
    if not recognised.classes:
        near = f"; nearest entries: {'; '.join(recognised.nearest)}" if recognised.nearest else ""
        notes.append(f"the item was not recognised: every listed class was tried{near}")
    case = Case(book, clean, classes, moment, known_day, user.listings).without_idle_doubts()
    return _answer_case(case, recognised, user, Asked(side, chosen, verified, tuple(notes), brief))


def _answer_case(case: Case, item: Item, user: EndUser, asked: Asked) -> LicenceAnswer:
    """A checked case with its outcome under both readings, its lines, and what would change it."""
    side, reading, verified = asked.side, asked.reading, asked.verified
    both = Readings.of(case)
    chosen = both.one(reading)
    stands, outcomes = chosen.stands, chosen.range
    differs = reading == "both" and both.differ
    settled_by = both.settled_by(case) if differs else ()
    clock = None if asked.brief else next_clock(case, announced=reading == "announced")
    if clock is None and both.differ and not asked.brief:
        clock = next_clock(case, announced=True)
    lines, candidates = _lines_of_rules(outcomes, stands), candidates_of(item.weighed)
    facts = case.facts_on(stands)[0]
    return LicenceAnswer(
        item=item.text,
        item_classes=parts_of(item.classes),
        candidates=candidates,
        side=side,
        on=moment_text(case.moment),
        known=case.known,
        reading=reading,
        facts={k: v for k, v in facts.items() if (k, v) not in UNSAID},
        end_user=user.name,
        listings=user.on_lists,
        screened=user.screened,
        status="undetermined" if differs else _status_of(outcomes),
        outcome="undetermined" if differs else outcomes.outcome,
        low=both.low if differs else outcomes.low.outcome,
        high=both.high if differs else outcomes.high.outcome,
        rules=lines,
        dormant=_lines_of_dormant_rules(case, stands),
        acts=acts_of(case.book, facts, outcomes, stands),
        headings=_headings_of(item, lines),
        missing=(
            *(lacking(settled_by) if differs else ()),
            *_missing_of(both if differs else None, outcomes, item),
        ),
        assumed=(item.assume.en,) if item.assume and lines else (),
        notes=(
            *both.note(settled_by, differs),
            *returned(case, outcomes.high.fired, stands),
            *asked.notes,
            *end_notes({t: stands[t] for t in case.tracks}, case.moment),
            *past_notes(case.moment, verified),
        ),
        not_modelled=_gaps_of(outcomes),
        rests_on=_rests_on(outcomes),
        also_check=_also_check(case, item, side),
        readings=both.outcomes() if both.differ else (),
        settled_by=settled_by,
        next_clock=clock,
        hindsight=None if asked.brief else later_known(case, verified),
        claims=_claims_known(outcomes, case.book, case.known),
        act=_act_of(outcomes, case),
        verified=verified,
        confidence=weakest(*(r.confidence for r in lines), *(c.confidence for c in candidates)),
        repeat=command_of(case, item, user, asked),
    )


def _also_check(case: Case, item: Item, side: str) -> tuple[AlsoCheck, ...]:
    """Law beside the licence that the item may fall under when it leaves the side."""
    if case.facts.get("leg") == "abroad_to_abroad":
        return ()  # it leaves neither side
    way = "china_export" if side == CN else "us_export"
    destination = case.facts.get("destination", "")
    return also_check(pointers_for_item(duty_tables(), way, item.text, destination, case.moment, case.known))


class _Law:
    """A body of law as a cache key by identity."""

    def __init__(self, tables: FeeLicenceTables) -> None:
        self.tables = tables

    def __hash__(self) -> int:
        return id(self.tables)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Law) and other.tables is self.tables


@lru_cache(maxsize=32)
def _book_made_once(law: _Law, side: str) -> Book:
    return make_book(law.tables, side)


def book_of(tables: FeeLicenceTables, side: str) -> Book:
    """The rules of one side, made once for each body of law."""
    return _book_made_once(_Law(tables), read_side(side))


def _status_of(outcomes: Range) -> LicenceStatus:
    if outcomes.settled:
        return "ok"
    return "not_modelled" if outcomes.low.outcome == outcomes.high.outcome else "undetermined"


def _lines_of_rules(outcomes: Range, stands: Mapping[str, Standing]) -> tuple[RuleLine, ...]:
    """Rules that carry the answer; those of the strictest reading alone are marked."""
    documents = sources()
    lines: list[RuleLine] = []
    sure = {r.rule.id for r in outcomes.low.fired}
    for entry in dict.fromkeys((*outcomes.low.fired, *outcomes.high.fired)):
        doubtful = entry.rule.id not in sure
        if doubtful and entry.rule.kind == "note":
            continue
        asked = dict.fromkeys(p.fact for p in facts_of(entry.rule.when) if p.fact in outcomes.missing)
        if doubtful and not asked and outcomes.settled:
            continue  # what it turns on does not turn the outcome
        lines.append(_line_of(entry, stands, documents, only=doubtful, missing=tuple(asked)))
    return tuple(lines)


def _lines_of_dormant_rules(case: Case, stands: Mapping[str, Standing]) -> tuple[RuleLine, ...]:
    """Rules that would catch the transaction and do not apply on the day: suspended, not begun or ended."""
    documents = sources()
    lines = []
    for entry in case.relevant(stands, frozenset(case.book.tracks)):
        closed = [stands[t] for t in entry.tracks if not stands[t].open]
        if not closed or entry.rule.kind not in ("catch", "review"):
            continue
        line = _line_of(entry, stands, documents, only=False, missing=())
        stand = closed[0]
        until = f" until {stand.until.replace('T', ' ')}" if stand.until not in ("", OPEN_END) else ""
        words = f"{entry.rule.title.en}; {stand.state.replace('_', ' ')}{until}"
        lines.append(line.model_copy(update={"outcome": stand.state, "because": words, "until": stand.until}))
    return tuple(lines)


def _line_of(
    entry: Rule,
    stands: Mapping[str, Standing],
    documents: dict[str, Any],
    *,
    only: bool,
    missing: tuple[str, ...],
) -> RuleLine:
    rule = entry.rule
    assertions = [stands[t].by for t in entry.tracks if stands[t].by is not None]
    last = max(assertions, key=lambda a: a.known if a else "", default=None)
    until = min((stands[t].until for t in entry.tracks), default="")
    because = rule.title.en
    if last is not None:
        because += f"; in force since {last.effective.from_[:10]}, known since {last.known}"
    return RuleLine(
        rule=rule.id,
        measure=entry.measure.title.en,
        title=rule.title.en,
        title_zh=rule.title.zh,
        outcome="note" if rule.kind == "note" and rule.after else rule.then,
        because=because,
        since=last.effective.from_ if last else "",
        until="" if until in ("", OPEN_END) else until,
        known_since=last.known if last else "",
        only_if=" or ".join(missing) if only else "",
        confidence=weakest(rule.confidence, *(a.confidence for a in assertions if a)),
        cite=cites_out(
            (*rule.cite, *(c for a in assertions if a for c in a.cite if c not in rule.cite)), documents
        ),
    )


def _headings_of(item: Item, lines: Iterable[RuleLine]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.codes)) if any(line.outcome != "no_licence" for line in lines) else ()


def _missing_facts(outcomes: Range, item: Item) -> tuple[MissingFact, ...]:
    facts = []
    for name in outcomes.missing:
        if name == "item_class":
            ask = item.ask or Words(en=QUESTIONS[name][0], zh=QUESTIONS[name][1])
            facts.append(MissingFact(fact="item", question=ask.en, question_zh=ask.zh))
        else:
            facts.append(MissingFact(fact=name, question=QUESTIONS[name][0], question_zh=QUESTIONS[name][1]))
    for entry in (
        e for e in outcomes.unmodelled if item.classes or e.rule.asks == "item"
    ):  # of an item not recognised nothing more is known
        asked = item.remark if entry.rule.asks == "eccn" and item.remark else entry.rule.title
        facts.append(
            MissingFact(
                fact=entry.rule.asks or entry.rule.id, question=asked.en, question_zh=asked.zh,
            )
        )  # fmt: skip
    return tuple({fact.fact: fact for fact in reversed(facts)}.values())[::-1]


def _missing_of(both: Readings | None, outcomes: Range, item: Item) -> tuple[MissingFact, ...]:
    """The facts that the outcome lacks; those of either reading where both are shown."""
    ranges = (outcomes,) if both is None else (both.text.range, both.announced.range)
    return tuple({m.fact: m for one in ranges for m in _missing_facts(one, item)}.values())


def _gaps_of(outcomes: Range) -> tuple[str, ...]:
    measures = dict.fromkeys(
        r.measure for r in (*outcomes.low.fired, *outcomes.high.fired, *outcomes.unmodelled)
    )
    return tuple(f"{gap.what.en} (errs {gap.errs})" for m in measures for gap in m.not_modelled)


def _act_of(outcomes: Range, case: Case) -> Act | None:
    """What to do where a licence is or may be needed: by the least outcome that needs one.

    An act of the rule's own measure comes before that of the side's controls in general.
    """
    free = OUTCOMES[0]
    least = outcomes.high if outcomes.low.outcome == free else outcomes.low
    if least.outcome == free:
        return None
    own = [act for entry in least.fired for act in entry.measure.acts]
    return act_on(own, case.known, least.outcome) or act_on(case.book.acts, case.known, least.outcome)


def _rests_on(outcomes: Range) -> tuple[NotCarried, ...]:
    """Law not carried here on whose silence "no licence" rests."""
    measures = dict.fromkeys(
        e.measure for e in outcomes.low.fired if e.rule.kind == "note" and not e.rule.after
    )
    return tuple(
        NotCarried(what=gap.what.en, what_zh=gap.what.zh)
        for measure in measures
        for gap in measure.not_modelled
        if outcomes.low.outcome == OUTCOMES[0]
    )


def _claims_known(outcomes: Range, book: Book, known: str) -> tuple[ClaimLine, ...]:
    fired = {r.measure.id for r in (*outcomes.low.fired, *outcomes.high.fired)}
    measures = {e.measure.id: e.measure for e in book.rules if e.measure.id in fired or not e.measure.classes}
    documents = sources()
    return tuple(
        ClaimLine(
            on=claim.known,
            by=claim.by,
            words=claim.words.en,
            what_followed=claim.what_followed.en if claim.what_followed else "",
            cite=cites_out(claim.cite, documents),
        )
        for measure in measures.values()
        for claim in measure.claims
        if claim.known <= known
    )
