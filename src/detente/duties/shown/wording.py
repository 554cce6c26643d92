"""The words beside an answer: what is missing, taken for granted or not covered, and how to repeat it."""

from __future__ import annotations

import shlex

from detente.duties.china import entry as china
from detente.duties.facts import NEAR_DAYS, Facts
from detente.duties.goods import HTS_10, schedule
from detente.duties.layers import Question
from detente.duties.other_origins import gaps_elsewhere
from detente.duties.part_of_value import part_notes
from detente.duties.shipment import ORIGINS, TERRITORY, Shipment
from detente.duties.shown.stack_lines import not_of_its_day
from detente.duties.totals import Bounds, is_duty
from detente.regime import Reading, Tables, governing
from detente.terms import OPEN_END, HtsCode, MissingFact, UnknownCode, cents_text, moment_text


def known_code(ask: Question) -> None:
    """Refuse a US code that no schedule could hold: a full schedule is installed and does not have it.

    A code of China was looked at with its day before (`china_code`).

    Raises
    ------
    UnknownCode
        With the nearest codes.
    """
    if ask.direction == china.CHINA_IMPORT:
        return
    book = schedule(TERRITORY[ask.direction])
    if ask.goods.line is None and book.meta.every_line and not book.lines(ask.goods.code):
        close = ", ".join(HtsCode(c).dotted for c in book.nearest(ask.goods.code))
        near = f"nearest: {close}" if close else "no line of its heading is near; see the schedule itself"
        oldest = book.meta.editions[0] if book.meta.editions else ""
        before = f" in the editions from {oldest} on" if oldest and ask.moment[:4] < oldest[:4] else ""
        hint = (
            "; a line that ended before them is not held: give the line that took it over" if before else ""
        )
        raise UnknownCode(f"no tariff line {HtsCode(ask.goods.code).dotted}{before}", remedy=f"{near}{hint}")


def covered(ask: Question, bounds: Bounds) -> bool:
    """Whether the duties of the goods are covered: into China, also whatever is free of base duty anyhow.

    A clause in force whose amount is not modelled stands in the place of the duties: they are not covered.
    """
    if any(x.state.provision.kind == "not_modelled" and x.active for x in bounds.outcome.layers):
        return False
    if ask.origin in ORIGINS[ask.direction]:
        return True
    base = bounds.outcome.base
    # a rate that comes to less than half a cent is a rate all the same
    rated = bool(base.ppm) and bool(ask.facts.dollars) and not base.relieved
    return ask.direction == china.CHINA_IMPORT and base.known and base.high_cents == 0 and not rated


ENTRY_TYPE, INFORMAL = "entry_type", "informal"
# the column or field that holds a fact the engine knows by another name
ASKED_AS = {HTS_10: "hts"}


def fact_words(name: str, law: Tables) -> MissingFact:
    """A missing fact as the question a person can answer."""
    if name == HTS_10:
        return MissingFact(
            fact=ASKED_AS[name],
            question="Which statistical number (10 digits)? Some under this line are treated differently.",
            question_zh="十位统计税号？",
        )
    spec = law.facts[name]
    words = spec["question"]
    return MissingFact(
        fact=name, question=words["en"], question_zh=words.get("zh", ""), unit=spec.get("unit", "")
    )


def missing_words(ask: Question, bounds: Bounds) -> tuple[MissingFact, ...]:
    """Every fact the answer depends on, the schedule itself among them."""
    rows = [fact_words(name, ask.tables) for name in bounds.missing]
    base = bounds.outcome.base
    rows.extend(MissingFact(fact=n.fact, question=n.words, unit=n.unit) for n in base.needs)
    if ask.goods.line is None:
        rows.append(
            MissingFact(
                fact="schedule",
                question=f"the base rate and lists of {HtsCode(ask.goods.code).dotted}: "
                f"{china.INSTALL_CHINA[ask.direction]}",
            )
        )
    return tuple(rows)


def notes_of(
    ship: Shipment, ask: Question, bounds: Bounds, law: Tables, announced: Bounds | None = None
) -> tuple[str, ...]:
    """What was repaired, presumed, not claimed, or rests on one source; `announced` is the other reading."""
    rows = list(ship.notes)
    if ask.goods.line is None:
        near = schedule(TERRITORY[ship.direction]).nearest(ask.goods.code)
        shown = "; nearest codes there: " + ", ".join(HtsCode(code).dotted for code in near) if near else ""
        rows.append(
            f"{ship.code.dotted} is not in the installed schedule{shown}; for the whole of it: "
            f"{china.INSTALL_CHINA[ask.direction]}"
        )
    if ship.moment[:10] > law.verified:
        rows.append(f"the law was last checked on {law.verified}; what came after it is not known here")
    for name in bounds.claims:
        claimed = f"{cents_text(bounds.claimed_cents)} USD"
        if announced is not None:
            claimed += f" by the text or {cents_text(announced.claimed_cents)} USD as announced"
        rows.append(f"not claimed: {name} — with it the duty would be {claimed}")
    for layer in bounds.outcome.layers:
        if layer.confidence != "A" and is_duty(layer.measure):
            rows.append(f"{layer.measure.title[0]}: confidence {layer.confidence} (one source or inference)")
    rows.extend(bounds.outcome.base.notes)
    rows.extend(other_day_notes(ask))
    rows.extend(part_notes(ask.tables, ask.direction, ask.facts))
    if ship.direction == china.CHINA_IMPORT:
        rows.extend(china_notes(ask, bounds))
    if not bounds.outcome.base.relieved:
        rows.extend(informal_note(law, ship))
    if why := not_of_its_day(ask, bounds.outcome.base):
        rows.append(why)
    return tuple(dict.fromkeys(rows))


def informal_up_to(law: Tables) -> int:
    """The greatest value of an informal entry, whole USD; 0 where the law names none.

    Law
    ---
    19 CFR 143.21(a).
    """
    spec = law.facts.get(ENTRY_TYPE, {})
    return int(spec.get("at_most_usd", {}).get(INFORMAL, 0))


def informal_fee(law: Tables, ship: Shipment) -> str:
    """Words on the fee that is due if the entry is informal; empty where no such fee is known.

    Whether the value allows it is for the caller to say: the lines of an entry count together.
    """
    if ship.direction != "us_import" or ENTRY_TYPE in ship.facts:
        return ""
    formal = Facts(ship.facts, ship.dollars, {})
    informal = Facts({**ship.facts, ENTRY_TYPE: INFORMAL}, ship.dollars, {})
    for measure in law.measures:
        if measure.kind != "fee" or measure.direction != ship.direction:
            continue
        for track in measure.tracks:
            row = governing(track, ship.moment, ship.known)
            if row is not None and informal.holds(row.when) and not formal.holds(row.when):
                most = informal_up_to(law)
                return (
                    f"{ENTRY_TYPE} is not given: an entry of at most {most:,} USD can be informal, "
                    f"and the {measure.title[0].lower()} is then {row.minimum_usd} USD"
                )
    return ""


def informal_note(law: Tables, ship: Shipment) -> tuple[str, ...]:
    """The note of one shipment that is an entry of its own; none above the limit."""
    words = informal_fee(law, ship) if ship.dollars <= informal_up_to(law) else ""
    return (words,) if words else ()


def not_modelled_of(ask: Question, bounds: Bounds) -> tuple[str, ...]:
    """Law that exists and is not covered, with the direction in which the answer errs."""
    rows: list[str] = []
    if ask.origin not in ORIGINS[ask.direction] and not covered(ask, bounds):
        if ask.direction == "us_import":
            rows.extend(gaps_elsewhere(ask, bounds))
        else:
            rows.append(
                f"duties that depend on origin {ask.origin} (rates of agreements) are not covered: errs high"
            )
    day = ask.moment[:10]
    held = {m.list_id for m in ask.goods.memberships if m.holds_on(day, ask.known)}
    seen = {layer.measure.id: layer.measure for layer in bounds.outcome.layers if layer.active}
    for measure in seen.values():
        for gap in measure.not_modelled:
            if not gap.get("from", "") <= ask.moment < gap.get("until", OPEN_END):
                continue
            if gap.get("lists") and held.isdisjoint(gap["lists"]):
                continue
            rows.append(f"{measure.title[0]}: {gap['what']['en']} (answer errs {gap['errs']})")
    return (*rows, *lists_without_codes(ask))


def lists_without_codes(ask: Question) -> tuple[str, ...]:
    """Lists of which the installed schedule holds no code at all: whether the goods are on them is not known.

    A day and an origin leave none out: the sentence is the same for every good of the schedule.
    """
    titles = [ask.tables.lists[name]["title"] for name in ask.goods.unlisted if name in ask.tables.lists]
    return tuple(
        f"no codes are held of the list: {title}; goods on it are answered without it (answer errs either)"
        for title in titles
    )


def china_notes(ask: Question, bounds: Bounds) -> list[str]:
    """What an answer on goods entering China rests on: memory, the safeguard's quota, the chip's origin."""
    rows = []
    given = ask.facts.given
    rule = china.origin_rule(ask.tables, ask.goods.code, ask.known)
    if rule is not None:
        taken = "stated" if rule["fact"] in given else f"taken as {rule['fact']}"
        rows.append(f"origin {ask.origin} ({taken}): {rule['title']['en']}")
    safeguard = china.quota_question(ask)
    if safeguard is not None:
        rows.append(
            f"{safeguard.title[0]}: taken as within the quota; above it (quota=over) its duty is added"
        )
    if given.get("exclusion") == "granted" and not any(
        layer.exemption is not None and layer.exemption.id.startswith("exclusion")
        for layer in bounds.outcome.layers
    ):
        rows.append("exclusion: nothing here that an exclusion could lift on that day")
    for layer in bounds.outcome.layers:
        cites = [c.document for c in layer.state.provision.cites if c.read == "memory"]
        if cites:
            rows.append(f"{layer.measure.title[0]}: {', '.join(cites)} cited from memory")
        if china.from_memory((layer.list_cite,)):
            rows.append(f"{layer.measure.title[0]}: that the good is on the list rests on memory")
    base = bounds.outcome.base
    if china.from_memory((base.cite,)) or china.is_carried(base.edition, base.cite):
        rows.append(f"base rate: {base.cite}")
    return rows


def other_day_notes(ask: Question) -> list[str]:
    """Where the law asks for the day of export and the day of loading is given, or the other way round."""
    facts = ask.facts
    return [
        f"{given} is given; here {wanted} counts and is not given"
        for given, wanted in (NEAR_DAYS, NEAR_DAYS[::-1])
        if given in facts.given
        and given not in facts.read
        and wanted in facts.claims
        and wanted not in facts.given
    ]


def command_of(ship: Shipment, reading: Reading) -> str:
    """The command that gives the answer again."""
    parts = [
        "detente", "duty", ship.code.dotted, "--from", ship.origin, "--value", format(ship.value, "f"),
        "--on", moment_text(ship.moment), "--known", ship.known,
    ]  # fmt: skip
    if ship.direction != "us_import":
        parts += ["--to", TERRITORY[ship.direction]]
    if reading != "both":
        parts += ["--reading", reading]
    for name, value in ship.facts.items():
        parts += ["--fact", f"{name}={value}"]
    return shlex.join(parts)
