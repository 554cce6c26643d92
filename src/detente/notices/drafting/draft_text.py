"""A saved notice as the text of a draft: citation, days, hours, headings and codes filled in, each beside the
words it was read from; what needs judgement stays empty, so that the checks name it."""

from __future__ import annotations

import json
from pathlib import Path

from detente.notices.drafting.saved_notice import HeadingSaid, SavedNotice
from detente.notices.matching import touched_by
from detente.notices.notice import Item
from detente.notices.watch_rules import headings_of, watched
from detente.regime import Tables, template_of

_MOST_LISTED = 2_000
_MOST_SAID = 8
_MOST_NAMED = 40


def draft_text(notice: SavedNotice, place: Path, law: Tables) -> str:
    """The draft of a law file at a place, from a notice."""
    side = "CN" if place.parts[0] == "china" else "US"
    components = sorted(
        {m.component for m in law.measures if m.side == side and m.kind in ("additional_duty", "fee")}
    )
    template = template_of(place, tuple(components))
    body = template.partition("status: draft")[2].partition("\n")[2]
    if "provisions:" in body:
        body = body.partition("provisions:")[0] + _provisions(notice, law)
        body = _with_scope(body, notice)
    families = _families(notice, law)
    if len(families) == 1:
        body = body.replace('family: ""', f"family: {families[0]}", 1)
    return _head(notice, place, families) + body + _sources(notice)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _comment(text: str, indent: str = "") -> str:
    return f"{indent}# {' '.join(text.split())[:100]}\n"


def _head(notice: SavedNotice, place: Path, families: tuple[str, ...]) -> str:
    """State and place of the draft, and what was read besides."""
    lines = _comment(f"From {notice.citation}: {notice.title}")
    lines += "status: draft       # `detente rule land` takes this line and the next one out\n"
    lines += f"place: {place.with_suffix('').as_posix()}\n"
    if len(families) > 1:
        lines += _comment(f"by its words it touches: {', '.join(families)}")
    for document in notice.documents[:_MOST_SAID]:
        lines += _comment(f"it names {document}")
    return lines


def _families(notice: SavedNotice, law: Tables) -> tuple[str, ...]:
    rules = watched(law)
    said = " ".join([notice.title, *(h.heading for h in notice.headings), *notice.documents])
    item = Item(notice.id, notice.title, notice.citation, notice.published, said)
    named = [
        name for s in rules.sources if s.side == notice.side for name in touched_by(item, s, rules).families
    ]
    return tuple(dict.fromkeys(named))


def _with_scope(body: str, notice: SavedNotice) -> str:
    """The codes of the notice as the scope of the measure."""
    if not notice.codes:
        return body
    if len(notice.codes) > _MOST_LISTED:
        said = f"# {len(notice.codes)} codes stand in the notice: make a list of law/us/lists.yaml of them\n"
        return body.replace("applies_to:", f"{said}applies_to:", 1)
    codes = ", ".join(_quoted(code.replace(".", "")) for code in notice.codes)
    head, mark, tail = body.partition("applies_to: {origin: [")
    origins, _, rest = tail.partition("]}")
    said = f"  # {len(notice.codes)} code(s) of the notice: keep those that are goods of the act\n"
    return f"{head}{mark}{origins}], goods: {{prefixes: [{codes}]}}}}{said}{rest.lstrip()}"


def _provisions(notice: SavedNotice, law: Tables) -> str:
    """One provision a heading that the law has not yet, or one without; the other headings as remarks."""
    homes = {heading: m.id for m in law.measures for heading in headings_of(m)}
    fresh = [said for said in notice.headings if said.heading not in homes]
    described = [said for said in fresh if said.rates or said.words.startswith(":")]
    lines = ""
    for said in notice.headings[:_MOST_NAMED]:
        if said.heading in homes:
            lines += _comment(
                f"{said.heading} stands in {homes[said.heading]}: a change of it is appended there"
            )
        elif described and said not in described:
            lines += _comment(f"{said.heading} is named too: {said.words}")
    chosen = described or fresh or [HeadingSaid("", notice.rates, "")]
    return lines + "provisions:\n" + "".join(_provision(notice, said, n) for n, said in enumerate(chosen, 1))


def _provision(notice: SavedNotice, said: HeadingSaid, number: int) -> str:
    rate = f"{said.rates[0]}%" if len(said.rates) == 1 else ""
    moments = sorted(notice.moments, key=lambda m: m.text)
    moment = next((m for m in moments if m.text[:10] >= notice.published), moments[-1] if moments else None)
    lines = f"  - id: {'first' if number == 1 else f'heading-{number}'}\n"
    if said.words:
        lines += _comment(f"after {said.heading}: {said.words}", "    ")
    if said.heading:
        lines += f"    heading: {_quoted(said.heading)}\n"
    if len(said.rates) > 1:
        lines += _comment(f"percentages that stand near it: {', '.join(said.rates)}", "    ")
    lines += f"    rate: {{ad_valorem: {_quoted(rate)}}}\n"
    lines += f"    announced: {_quoted(notice.published)}\n"
    for other in moments:
        if other is not moment:
            lines += _comment(f"also {other.text}: {other.words}", "    ")
    if moment:
        lines += _comment(f"read from: {moment.words}", "    ")
    lines += f"    effective: {{from: {_quoted(moment.text if moment else '')}}}\n"
    lines += f"    known: {_quoted(notice.published)}\n"
    lines += f'    cite: [{{document: {_quoted(notice.id)}, at: ""}}]      # the place in it\n'
    return lines + '    confidence: ""  # A the text itself was read; B one source; C a single mention\n'


def _sources(notice: SavedNotice) -> str:
    """The row of law/sources that the draft cites."""
    chinese = notice.side == "CN"
    titles = ('""', _quoted(notice.title)) if chinese else (_quoted(notice.title), '""')
    cited = f"citation: {_quoted(notice.citation)}"
    if chinese:
        cited = f'citation: "", citation_zh: {_quoted(notice.citation)}'
    url = f", url: {_quoted(notice.url)}" if notice.url else ""
    return (
        "sources:            # `detente rule land` moves the row to law/sources\n"
        f"  - {{id: {_quoted(notice.id)}, kind: {notice.kind}, title: {titles[0]}, title_zh: {titles[1]}, "
        f"{cited}, published: {_quoted(notice.published)}{url}, read: text}}\n"
    )
