"""Pages about China's side: the pledges with their counts, and what a cargo has paid step by step."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from html import escape, unescape
from typing import TYPE_CHECKING, Any

from detente.regime import tables
from detente.report.pages.china_charts import Line, bars, step_chart
from detente.report.pages.page import in_characters
from detente.terms import is_chinese, read_language, worded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.duties import Step
    from detente.purchases import PledgeAnswer, PledgesAnswer

STYLE = """
:root { color-scheme: light; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem;
  color: #222; background: #fff; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid #ddd; }
.step { white-space: nowrap; } figure { margin: 1rem 0; } code { overflow-wrap: anywhere; }
th { background: #eef2f7; } svg { width: 100%; height: auto; }
.met { color: #2d6a1f; } .missed { color: #a11; }
caption { text-align: left; font-weight: bold; padding: .4rem 0; } .quiet { color: #555; }
"""


def page(title: str, body: str) -> str:
    """A whole page that needs nothing from the network."""
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{STYLE}</style></head>\n<body><main><h1>{escape(title)}</h1>\n{body}</main></body></html>\n"
    )


_SPAN = re.compile(r"(\d{4}-\d\d-\d\d) to (\d{4}-\d\d-\d\d)")
_GRADE = re.compile(r" ?\(?confidence ([ABC])\)?")


def pledges_page(answer: PledgesAnswer, *, language: str = "en") -> str:
    """The pledges of the two sides, each with its versions, counts and chart."""
    tag = read_language(language)
    if is_chinese(tag):
        return in_characters(words_of_page(_pledges_page(_said_in_chinese(answer)), tag), tag)
    return _pledges_page(answer)


def words_of_page(page: str, tag: str) -> str:
    """A page with every text between its tags in Chinese, as far as the tables of words hold it."""
    page = page.replace('<html lang="en">', f'<html lang="{tag}">')
    head, mark, body = page.partition("</style>")
    return (
        re.sub(r"<title>([^<]*)</title>", lambda m: f"<title>{_worded(m[1])}</title>", head)
        + mark
        + re.sub(r">([^<>]+)<", lambda m: f">{escape(_worded(unescape(m[1])), quote=False)}<", body)
    )


def _worded(text: str) -> str:
    """A text and, where it is a list of sentences, each of them."""
    if not text.strip():
        return text
    whole = _sentence(text)
    if whole != text or "; " not in text:
        return whole
    return "；".join(_sentence(part) for part in text.split("; "))


def _sentence(text: str) -> str:
    named = _documents().get(text) or _documents().get(text.partition(", confidence ")[0])
    if named:
        grade = text.partition(", confidence ")[2]
        return f"{named}，可信度{grade}" if grade else named
    words = worded(_SPAN.sub(r"\1至\2", text), "zh-Hans")
    return _GRADE.sub(r"（可信度\1）", words)


@lru_cache(maxsize=1)
def _documents() -> dict[str, str]:
    """Chinese citations of documents by their English ones."""
    sources = tables().sources.values()
    return {s["citation"]: s["citation_zh"] for s in sources if s.get("citation") and s.get("citation_zh")}


def _said_in_chinese(answer: PledgesAnswer) -> PledgesAnswer:
    """The answer with the Chinese words of the law where its English ones stood."""

    def chinese(row: Any) -> Any:
        return row.model_copy(update={"words": row.words_zh or row.words})

    pledges = tuple(
        p.model_copy(
            update={
                "title": p.title_zh or p.title,
                "title_zh": "",
                "versions": tuple(chinese(v) for v in p.versions),
                "states": tuple(chinese(s) for s in p.states),
            }
        )
        for p in answer.pledges
    )
    return answer.model_copy(update={"pledges": pledges})


def _pledges_page(answer: PledgesAnswer) -> str:
    head = (
        f"<p>Clocks read on {escape(answer.on)}, as known {escape(answer.known)}. "
        f"Rules {escape(answer.rules)}.</p>"
    )
    notes = "".join(f"<p>{escape(words)}</p>" for words in answer.notes)
    return page("Pledges", head + notes + "".join(_pledge(p) for p in answer.pledges) + _imports(answer))


def _imports(answer: PledgesAnswer) -> str:
    """China's soybean imports by origin as a table."""
    if not answer.imports or not any(p.id.startswith("soybeans") for p in answer.pledges):
        return ""
    rows = "".join(
        f"<tr><td>{escape(r.from_day)} to {escape(r.last_day)}</td><td>{r.total}</td>"
        + "".join(f"<td>{'' if v is None else v}</td>" for v in (r.us, r.us_share_pct, r.brazil, r.argentina))
        + f"<td>{escape(r.note)} confidence {escape(r.confidence)}</td></tr>"
        for r in answer.imports
    )
    unit = escape(answer.imports[0].unit)
    return (
        f"<section><table><caption>Soybeans that arrived in China, {unit}, by origin</caption><thead><tr>"
        "<th>span</th><th>all origins</th><th>US</th><th>US, %</th><th>Brazil</th><th>Argentina</th>"
        "<th>note</th></tr></thead>"
        f"<tbody>{rows}</tbody></table></section>"
    )


def _pledge(pledge: PledgeAnswer) -> str:
    parts = [f'<section id="{escape(pledge.id)}"><h2>{escape(pledge.title)}</h2>']
    parts.append(
        f'<p lang="zh">{escape(pledge.title_zh)}</p><p><strong>{escape(pledge.verdict)}</strong></p>'
    )
    rows = "".join(
        f"<tr><td>{escape(v.side)}</td><td>{escape(v.by)}, {escape(v.known)}</td><td>{escape(v.words)}</td>"
        f"<td>{_cited(v.cite)}</td></tr>"
        for v in pledge.versions
    )
    rows += "".join(
        f"<tr><td>{escape(s)}</td><td></td><td>no figure stated</td><td></td></tr>" for s in pledge.silent
    )
    parts.append(
        "<table><caption>Who says what was promised</caption><thead><tr><th>side</th><th>by, known</th>"
        "<th>words</th>"
        f"<th>source</th></tr></thead><tbody>{rows}</tbody></table>"
    )
    for version in pledge.versions:
        for i, period in enumerate(version.periods):
            counted = [b for b in period.bases if b.at_least is not None or b.at_most is not None]
            if period.amount is None or not counted:
                continue
            title = f"{version.clock} clock: {period.from_day} to {period.last_day}"
            words = "; ".join(f"{b.words}: {b.status}" for b in counted)
            chart = bars(
                [
                    (
                        b.words,
                        float(b.at_least) if b.at_least is not None else None,
                        float(b.at_most) if b.at_most is not None else None,
                    )
                    for b in counted
                ],
                float(period.amount),
                title=title, words=words, unit=pledge.unit, name=f"{pledge.id}-{version.id}-{i}",
            )  # fmt: skip
            parts.append(f"<figure>{chart}<figcaption>{_statuses(counted)}</figcaption></figure>")
    if pledge.counts:
        parts.append(_counts(pledge))
    parts += [
        f"<p>{escape(s.known)}: {escape(s.words)} <span class=quiet>({escape(s.state)})</span></p>"
        for s in pledge.states
    ]
    return "\n".join(parts) + "</section>\n"


def _statuses(rows: Sequence[object]) -> str:
    statuses = []
    for b in rows:
        status = getattr(b, "status", "")
        statuses.append(
            f'{escape(getattr(b, "words", ""))}: <strong class="{escape(status)}">{escape(status)}</strong>'
        )
        because = getattr(b, "because", "")
        if because:
            statuses[-1] += f" ({escape(because)})"
        needed, seen, on = (getattr(b, n, None) for n in ("pace_needed", "pace_seen", "projected_on"))
        if status == "open" and needed is not None:
            statuses[-1] += f" (needed {needed} a week, seen {seen}; at that pace reached {escape(str(on))})"
    return "; ".join(statuses)


def _cited(cites: Sequence[Any]) -> str:
    """Citations as links to where they open."""
    parts = [
        f'<a href="{escape(c.url)}" rel="noreferrer">{escape(c.citation)}</a>'
        if c.url
        else escape(c.citation)
        for c in cites
    ]
    return "; ".join(parts)


def _counts(pledge: PledgeAnswer) -> str:
    rows = "".join(
        f"<tr><td>{escape(c.basis.replace('_', ' '))}</td><td>{escape(c.since)} to {escape(c.on)}</td>"
        f"<td>{c.at_least}{'' if c.at_most is None else f' to {c.at_most}'} {escape(pledge.unit)}</td>"
        f"<td>{escape(c.words)}</td><td>{_cited(c.cite)}, "
        f"confidence {escape(c.confidence)}</td></tr>"
        for c in pledge.counts
    )
    return (
        "<table><caption>Counts</caption><thead><tr><th>basis</th><th>span</th><th>count</th><th>words</th>"
        f"<th>source</th></tr></thead><tbody>{rows}</tbody></table>"
    )


def steps_chart(
    rows: Sequence[Step],
    *,
    title: str,
    last: str,
    name: str = "steps",
    lines: tuple[str, str] = ("statutory", "with an approved exclusion"),
    words: str = "from {day}: {total} %, with an exclusion {excluded} %",
) -> str:
    """The step chart of a good's totals, statutory and with an approved exclusion; open where not known."""
    totals = _points([(s, float(s.total_pct)) for s in rows])
    excluded = _points([(s, float(s.excluded_pct)) for s in rows])
    told = (words.format(day=s.start[:10], total=s.total_pct, excluded=s.excluded_pct) for s in rows)
    return step_chart(
        (Line(lines[0], totals), Line(lines[1], excluded)),
        title=title, words="; ".join(told), first=rows[0].start[:10], last=last, name=name,
    )  # fmt: skip


def _points(rows: Sequence[tuple[Step, float]]) -> tuple[tuple[str, float | None], ...]:
    """Days with the height from then on; none from the end of a step that no other follows."""
    points: list[tuple[str, float | None]] = []
    starts = {step.start for step, _ in rows}
    for step, height in rows:
        points.append((step.start, height))
        if step.until and step.until not in starts:
            points.append((step.until, None))
    return tuple(points)


def steps_markdown(rows: Sequence[Step]) -> str:
    """The same steps as a table of Markdown."""
    table = [
        "| from (Beijing) | statutory | with an exclusion | VAT | what changed |",
        "| --- | ---: | ---: | ---: | --- |",
    ]
    for s in rows:
        what = "; ".join(s.because).replace("|", "/")
        table.append(
            f"| {s.start.replace('T', ' ')} | {s.total_pct} % | {s.excluded_pct} % | {s.vat_pct} % | {what} |"
        )
    return "\n".join(table) + "\n"
