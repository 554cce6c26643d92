"""The lines of an answer: every layer with rate, base, duty and because."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from detente.duties.china import entry as china
from detente.duties.duty_answer import DutyLine
from detente.duties.layers import Layer, Question
from detente.duties.states import states_of
from detente.duties.totals import NO_RATE, Base, Bounds, is_duty
from detente.regime import CiteRow, MeasureRow, ProvisionRow, State, Tables, TrackState
from detente.terms import (
    OPEN_END,
    CiteOut,
    HtsCode,
    duty_cents,
    held_opening,
    opening_of,
    opening_of_code,
    ppm_to_percent,
)

OLDEST_EDITION = "2025-01-01"  # the basic edition of 2025 is the first one read
DAY_NOT_SEEN = "day of the change not seen"
BASES = {
    "full_value": "customs value",
    "steel_value_usd": "steel content",
    "aluminum_value_usd": "aluminium content",
    "copper_value_usd": "copper content",
    "remaining_content": "value less metal content",
    "value_less_us_content": "value less US content",
    "value_of_processing": "value of the work abroad",
    "value_less_us_parts": "value less US parts",
}


def cites_out(rows: tuple[CiteRow, ...]) -> tuple[CiteOut, ...]:
    """Citations of the law as an answer carries them."""
    return tuple([_cite_out(c) for c in rows])


@lru_cache(maxsize=4096)
def _cite_out(c: CiteRow) -> CiteOut:
    return CiteOut(
        document=c.document, title=c.title, citation=c.citation, at=c.at, note=c.note, read=c.read,
        url=c.opening.url, opens=c.opening.opens,
    )  # fmt: skip


def _usd(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)


BASE_DUTIES = {
    "us_import": (
        "us.base.column-1-general", "Base duty (column 1 general)", "基础税率（第1栏一般税率）",
        "HTS", "Harmonized Tariff Schedule of the United States",
    ),
    "china_import": (
        "cn.base.most-favoured-nation", "Base duty (most-favoured-nation or provisional)", "最惠国或暂定税率",
        "CN-TARIFF-PLAN", "Annual tariff plan of China",
    ),
}  # fmt: skip


def _base_confidence(ask: Question, base: Base) -> tuple[str, str]:
    """How sure a base rate is, and how its source was read."""
    if ask.direction == china.CHINA_IMPORT:
        if china.from_memory((base.cite,)):
            return "C", "memory"
        if not base.known or china.is_carried(base.edition, base.cite):
            return "C", "secondary"
        return ("B", "secondary") if ask.goods.line else ("C", "secondary")
    return ("B" if ask.goods.line is None or not_of_its_day(ask, base) else "A"), "text"


def not_of_its_day(ask: Question, base: Base) -> str:
    """Why a base rate is not read from an edition of its day, as a sentence; empty where it is."""
    edition, _, more = base.edition.partition(", ")
    if more == DAY_NOT_SEEN:
        return f"base rate: of {edition}; the {more}, no edition of {ask.moment[:4]} between the two is held"
    if ask.moment < OLDEST_EDITION and "carried back" in base.edition + base.cite:
        return f"base rate: carried back from the oldest edition read, {edition.removeprefix('HTS ')}"
    return ""


def base_line(ask: Question, base: Base) -> DutyLine:
    """The base duty: column 1 general in the United States, most-favoured-nation or provisional in China."""
    known = base.known
    line = ask.goods.line
    edition = base.edition or "no installed schedule"
    measure, title, title_zh, document, source = BASE_DUTIES[ask.direction]
    confidence, read = _base_confidence(ask, base)
    return DutyLine(
        component="mfn",
        measure=measure,
        provision=ask.goods.code[:8],
        title=title,
        title_zh=title_zh,
        status="in_force" if known else "undetermined",
        heading="",
        rate="exempt" if base.relieved else base.words,
        rate_pct=Decimal(ppm_to_percent(base.ppm)) if base.ppm is not None else None,
        base="quantity" if base.ppm is None else BASES[base.part.rule.base] if base.part else "customs value",
        base_usd=Decimal(base.part.dollars if base.part else ask.facts.dollars),
        duty_usd=_usd(base.low_cents) if known else None,
        in_force_from=line.from_day if line else "",
        until=line.to_day if line else "",
        because=_base_because(base, known=line is not None),
        confidence=confidence,
        cite=(
            _schedule_cite(ask, document, source, base.cite or edition, edition, read),
            *(cites_out(base.part.rule.cites[:1]) if base.part else ()),
        )
        if line
        else (),
    )  # fmt: skip


def _schedule_cite(
    ask: Question, document: str, title: str, citation: str, edition: str, read: str
) -> CiteOut:
    """The line of the schedule: of the United States it opens by its code, else as its citation does."""
    ours = ask.direction == "us_import"
    opening = (
        opening_of_code(HtsCode(ask.goods.code[:8]).dotted) if ours else opening_of(citation, title, title)
    )
    named = citation.split(",", maxsplit=1)[0].split(";", maxsplit=1)[0]
    if not ours and named in ask.tables.sources:
        document, title = named, ask.tables.sources[named]["title"]
        citation = citation.removeprefix(named).lstrip(",; ") or title
        edition = "" if edition == document else edition
    if not opening.url:
        opening = held_opening(ask.tables.sources.get(document, {}))
    return CiteOut(
        document=document, title=title, citation=citation, at=edition, read=read, url=opening.url,
        opens=opening.opens,
    )  # fmt: skip


def _base_because(base: Base, *, known: bool) -> str:
    if not known:
        return "the code is in no installed schedule"
    if NO_RATE in base.needs:
        return "the edition of that day prints no base rate for this line"
    words = f"the schedule says {base.words} for this line"
    return f"{words}; {base.part.rule.title[0]} ({base.part.rule.provision})" if base.part else words


def layer_lines(ask: Question, bounds: Bounds) -> list[DutyLine]:
    """One line a layer that is a duty; layers that depend on a missing fact say so."""
    rows = []
    for layer, (duty, back) in zip(bounds.outcome.layers, bounds.outcome.cents, strict=True):
        if is_duty(layer.measure):
            rows.append(_line(layer, duty, back))
    return rows


def _rate_words(layer: Layer, provision: ProvisionRow) -> str:
    percent = ppm_to_percent(layer.ppm)
    if layer.status in ("exempt", "excluded"):
        return "not due"
    if layer.status == "void":
        return f"void (was {ppm_to_percent(layer.payable_ppm)} %)" if layer.payable_ppm else "void"
    if provision.kind == "floor_including_base":
        return f"total with base at least {percent} %"
    if layer.state.suspended_ppm and layer.status == "in_force":
        points, full = ppm_to_percent(layer.state.suspended_ppm), ppm_to_percent(provision.ppm)
        return f"{percent} % ({points} points of {full} % suspended)"
    if layer.status == "suspended":
        return f"suspended ({ppm_to_percent(provision.ppm)} %)"
    return f"{percent} %"


def _because(layer: Layer) -> str:
    provision = layer.state.provision
    name = layer.measure.title[0]
    if layer.exemption is not None and layer.status == "exempt":
        return f"{layer.exemption.title[0]}: {name} is not due"
    if layer.relief is not None and layer.relief.heading:
        return f"{layer.relief.title[0] or 'excluded'} (heading {layer.relief.heading}): {name} is not due"
    if layer.yields_to is not None and layer.status in ("excluded", "exempt"):
        return f"{name} yields to {layer.yields_to.title[0]}"
    event = layer.state.event
    if layer.status == "void" and event is not None:
        return f"void by the ruling of {event.known}: {event.note[0] or event.id}"
    if layer.status == "suspended" and event is not None:
        return event.note[0] or f"{layer.status} by {event.id}"
    words = provision.title[0] or name
    if layer.list_cite:
        words += f"; on the list: {layer.list_cite}"
    if event is not None:
        words += f"; {event.note[0]}"
    if layer.exemption is not None:
        words += f"; {layer.exemption.title[0]}"
    if layer.parted is not None:
        words += f"; {layer.parted.title[0]} ({layer.parted.provision})"
    return words


def _line(layer: Layer, duty: int, back: int) -> DutyLine:
    provision = layer.state.provision
    cites = layer.exemption.cites if layer.exemption is not None else ()
    if layer.rule is not None:
        cites = (*cites, *layer.rule.cites)
    if layer.relief is not None:
        cites = (*layer.relief.cites, *cites)
    if layer.parted is not None:
        cites = (*cites, *layer.parted.cites)
    event = layer.state.event
    if event is not None:
        cites = (*cites, *event.cites)
    until = provision.until
    if event is not None and event.kind == "suspend":
        until = event.until
    return DutyLine(
        component=layer.measure.component,
        measure=layer.measure.id,
        provision=provision.id,
        title=layer.measure.title[0],
        title_zh=layer.measure.title[1],
        status=layer.status,
        heading=layer.heading,
        rate=_rate_words(layer, provision),
        rate_pct=Decimal(ppm_to_percent(layer.ppm)),
        base=BASES[layer.value_words],
        base_usd=Decimal(layer.value),
        duty_usd=_usd(duty),
        refundable_usd=_usd(back),
        in_force_from=provision.start,
        until="" if until == OPEN_END else until,
        known_since=event.known if event is not None and layer.status == "void" else provision.known,
        because=_because(layer),
        confidence=layer.confidence,
        cite=cites_out((*cites, *provision.cites)),
    )


def vat_line(layer: Layer, bounds: Bounds, dollars: int) -> DutyLine:
    """Import VAT on the customs value and the duties; its amount depends on the duties."""
    settled = not bounds.missing and bounds.outcome.base.known
    duty = bounds.outcome.duty_cents
    row = _line(layer, china.vat_cents(layer.ppm, dollars, duty), 0)
    return row.model_copy(
        update={
            "base": "customs value and duties",
            "base_usd": dollars + _usd(duty) if settled else None,
            "duty_usd": row.duty_usd if settled else None,
        }
    )


def fee_lines(ask: Question, bounds: Bounds) -> list[DutyLine]:
    """Entry fees and import VAT: outside the total; a fee that a fact not given decides has no amount."""
    rows = []
    for layer in bounds.outcome.layers:
        if layer.measure.kind != "fee" or layer.status != "in_force":
            continue
        if layer.measure.component == "vat":
            rows.append(vat_line(layer, bounds, ask.facts.dollars))
            continue
        provision = layer.state.provision
        cents = duty_cents(layer.ppm, layer.value)
        rate = f"{ppm_to_percent(layer.ppm)} %"
        if provision.kind == "per_entry" and not layer.ppm:
            cents = int(Decimal(provision.minimum_usd) * 100)
            rate = f"{provision.minimum_usd} USD an entry"
        elif provision.kind == "per_entry":
            low, high = (int(Decimal(x) * 100) for x in (provision.minimum_usd, provision.maximum_usd))
            cents = min(max(cents, low), high)
            rate += f", at least {provision.minimum_usd} and at most {provision.maximum_usd} USD an entry"
        row = _line(layer, cents, 0)
        rows.append(row.model_copy(update={"rate": rate, "duty_usd": _usd(cents)}))
    if not bounds.outcome.base.relieved:
        rows.extend(_open_fees(ask, {layer.measure.id for layer in bounds.outcome.layers}))
    return rows


def _open_fees(ask: Question, laid: set[str]) -> Iterator[DutyLine]:
    """Fees that are due where a fact says so, and the fact is not given: whether they are owed is open."""
    key = (ask.tables, ask.direction, str(ask.origin), ask.moment, ask.known, ask.state)
    for measure, state in _fees_by_a_fact(*key):
        when = state.provision.when
        if measure.id in laid or when is None or when[2] in ask.facts.given:
            continue
        words = f"due only where {when[2]} is {when[3]}; {when[2]} is not given"
        layer = Layer(measure, state, "undetermined", state.ppm, "", ask.facts.dollars)
        yield _line(layer, 0, 0).model_copy(update={"duty_usd": None, "because": words})


@lru_cache(maxsize=4096)
def _fees_by_a_fact(
    tables: Tables, direction: str, origin: str, moment: str, known: str, state: State
) -> tuple[tuple[MeasureRow, TrackState], ...]:
    """Fees at a moment that are due only where a fact says so."""
    return tuple(
        (measure, one)
        for measure, states in states_of(tables, direction, origin, moment, known, state)
        if measure.kind == "fee"
        for one in states
        if one.provision.when is not None and one.provision.when[0] == "fact"
    )


def lines_of_both(text: Sequence[DutyLine], announced: Sequence[DutyLine] = ()) -> tuple[DutyLine, ...]:
    """The lines of the text; one that the announced reading gives otherwise has both rates and no amount."""
    if not announced:
        return tuple(text)
    others = {_key(line): line for line in announced}
    rows = [_of_both(line, others.pop(_key(line), None)) for line in text]
    return (*rows, *(_of_both(None, line) for line in others.values()))


def _key(line: DutyLine) -> tuple[str, str]:
    return line.measure, line.provision


def _of_both(text: DutyLine | None, announced: DutyLine | None) -> DutyLine:
    line = text or announced
    assert line is not None
    if text is not None and announced is not None and _owes(text) == _owes(announced):
        return text
    same = text is not None and announced is not None and text.status == announced.status
    words = f"{_words(text)} by the text or {_words(announced)} as announced"
    return line.model_copy(update={
        "status": line.status if same else "not_settled",
        "rate": words if words.startswith(_words(text)) and not _alike(text, announced) else line.rate,
        "rate_pct": line.rate_pct if _alike(text, announced) else None,
        "duty_usd": None,
        "because": line.because if text is None or announced is None or text.because == announced.because
        else f"{text.because}; as announced: {announced.because}",
    })  # fmt: skip


def _alike(text: DutyLine | None, announced: DutyLine | None) -> bool:
    """Whether both give the line one rate, so that only what it falls on differs."""
    return text is not None and announced is not None and (text.rate, text.status) == (
        announced.rate, announced.status,
    )  # fmt: skip


def _owes(line: DutyLine) -> tuple[str, str, Decimal | None]:
    return line.status, line.rate, line.duty_usd


def _words(line: DutyLine | None) -> str:
    """The rate of a line as it is paid: nothing where it is suspended or not there."""
    if line is None:
        return "none"
    return line.rate if line.status == "in_force" else line.status.replace("_", " ")
