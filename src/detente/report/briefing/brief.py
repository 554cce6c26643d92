"""The brief: one offline page of the card, both sides' words, clocks, the tree, a portfolio by outcome."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from detente.outcomes import (
    Outcomes,
    TreeAnswer,
    check_names,
    controls,
    decisions,
    entered_on,
    exposure_of,
    notes_of,
    on_leaves,
    outcomes_on,
    read_given,
    titles_of,
    tree_answer,
    with_costs,
    with_files,
)
from detente.portfolio import portfolio_sheet
from detente.regime import Reading, Tables, card, last_moment, law_tables, tables
from detente.report.briefing.talks import talks_shown
from detente.report.briefing.words import pin_cite, words_in
from detente.report.pages.charts import outcomes_option, tree_option
from detente.report.pages.page import one_page, write_page
from detente.report.terminal.words import moment, zoned
from detente.rowfiles import Sheet, Upload
from detente.terms import InputError, NotInstalled, in_traditional, is_chinese, read_language, worded

LONGEST_NAME = 24  # characters of a document's name where it stands behind a sentence


@dataclass(frozen=True)
class BriefSettings:
    """What a brief shows.

    Parameters
    ----------
    on, known : str
        Day of the card; day of the knowledge used everywhere.
    outcomes : sequence of str
        Outcomes of the portfolio's columns, the first to compare with.
    entered : str
        Take every line as entered on this day; empty for the file's own days.
    controls_on : str
        Day on which licences, fees and lists are compared.
    reading : {"both", "announced", "text"}
        Which reading the card and the clocks show, where an extension was announced and no instrument seen.
    impact, bargain, draws : bool, str, int
        Whether to show what each outcome does to the world; a named bargain whose packages are shown; draws
        of elasticities for intervals.
    """

    on: str
    known: str
    portfolio: Path | Upload | None = None
    outcomes: Sequence[str] = ()
    tree: str = ""
    probabilities: Sequence[str] = ()
    entered: str = ""
    controls_on: str = ""
    language: str = "en"
    talks: Any = None
    impact: bool = False
    bargain: str = ""
    draws: int = 0
    outcome_files: Sequence[Path] = field(default_factory=tuple)
    reading: Reading = "both"


def write_brief(path: Path | str, settings: BriefSettings) -> Path:
    """Write a brief as HTML (.html) or PDF (.pdf, with the extra `pdf`), whole or not at all."""
    path = Path(path)
    if path.suffix.lower() == ".pdf":
        return write_page(path, _pdf(brief_content(settings)))
    if path.suffix.lower() not in (".html", ".htm"):
        raise InputError(
            f"{path.suffix or 'no suffix'} is not written", where=str(path), remedy="give .html or .pdf"
        )
    return write_page(path, brief_page(settings).encode())


def demo_brief(path: Path, portfolio: Path) -> Path:
    """The brief of 26 October 2025 for a portfolio, as if entered five days after 10 November."""
    return write_brief(
        path,
        BriefSettings(
            on="2025-10-26", known="2025-10-26", portfolio=portfolio, outcomes=("lapse", "truce", "plus100"),
            tree="october-2025", entered="2025-11-15", controls_on="2025-12-02", impact=True,
            bargain="october-2025",
        ),
    )  # fmt: skip


def brief_page(settings: BriefSettings) -> str:
    """The page as one HTML text that needs no network."""
    language = read_language(settings.language)
    content = brief_content(settings)
    return one_page("brief.html.j2", content, content["charts"], language=language)


def brief_content(s: BriefSettings) -> dict[str, Any]:
    """Everything the page shows, computed; no markup."""
    language = read_language(s.language)
    law, zh, words = tables(), is_chinese(language), words_in(language)
    rows = with_files(s.outcome_files)
    check_names(s.outcomes, rows)
    sheet = _read_portfolio(s, law)
    clocks = decisions(law, law_tables(), s.on, s.known, reading=s.reading)
    if sheet is not None:
        clocks = with_costs(clocks, law, law_tables(), s.known, sheet)
    computed = exposure = None
    if sheet is not None and s.outcomes:
        computed = outcomes_on(
            sheet, s.outcomes[1:], rows=rows, known=s.known, against=s.outcomes[0], reading=s.reading
        )
        notes = notes_of(computed.names, rows, zh=zh, reading=s.reading)
        exposure = exposure_of(computed, titles_of(computed.names, rows), top=12, notes=notes)
    tree = _tree(s, rows, sheet) if s.tree else None
    assumptions = () if tree is None else tree.assumptions_zh if zh else tree.assumptions
    shown = card(law, s.on, s.known, reading=s.reading)
    outcomes = exposure.outcomes if exposure is not None else ()
    names = _names(outcomes, rows, words, zh)
    world, drawn = _world(s, rows, words, zh)
    return {
        **in_language(language),
        "heading": f"{words['title']}{'' if zh else ' '}{s.on}",
        "title_of": dict(zip(outcomes, names, strict=True)), "s": s, "card": shown, "clocks": clocks,
        "exposure": exposure, "tree": tree, "names": names, "talks": talks_shown(s.talks, zh=zh),
        "verified": law.verified, "rules": law.hash,
        "controls": controls(computed.laids, s.controls_on) if computed is not None and s.controls_on else (),
        "world": world,
        "charts": {
            **drawn,
            "tree": tree_option(tree, zh=zh) if tree is not None else None,
            "outcomes": outcomes_option(exposure, words, names) if exposure is not None else None,
        },
        "sources": sources_of(shown, clocks, law, zh),
        "assumed": list(dict.fromkeys([*assumptions, *(exposure.notes if exposure is not None else ())])),
        "repeat": _repeat(s),
    }  # fmt: skip


def _tree(s: BriefSettings, rows: Outcomes, sheet: Sheet | None) -> TreeAnswer:
    """The tree asked for, with the portfolio on its leaves where there is one."""
    tree = rows.trees.get(s.tree)
    if tree is None:
        raise InputError(f"no tree {s.tree!r}", remedy=f"one of {', '.join(rows.trees)}")
    given = read_given(s.probabilities, tree)
    leaves = on_leaves(tree, given, rows, sheet, s.reading) if sheet is not None else None
    return tree_answer(tree, given, leaves, rows, reading=s.reading, on=s.on)


def _read_portfolio(s: BriefSettings, law: Tables) -> Sheet | None:
    if s.portfolio is None:
        return None
    return entered_on(portfolio_sheet(s.portfolio, law, dated=not s.entered), s.entered or None)


def _world(
    s: BriefSettings, rows: Outcomes, words: dict[str, str], zh: bool
) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    """The section on the world and its charts, where one was asked for."""
    if not (s.impact or s.bargain):
        return None, {}
    if s.bargain and s.bargain not in rows.bargains:
        raise InputError(f"no bargain {s.bargain!r}", remedy=f"one of {', '.join(rows.bargains)}")
    if s.impact and len(s.outcomes) == 1:
        raise InputError(
            "what an outcome does to the world is told against another",
            where="--outcomes", remedy="give two outcomes or more, or none for extend and lapse",
        )  # fmt: skip
    # The trade model loads numpy: only where it is asked for.
    from detente.report.briefing.world import world_answers, world_shown

    compared = (s.outcomes or ("extend", "lapse")) if s.impact else ()
    answers = world_answers(
        compared, known=s.known, zh=zh, rows=rows, bargain=s.bargain, draws=s.draws, files=s.outcome_files
    )
    titles = {name: words.get(f"choice_{name}", name) for name in compared if name not in rows.outcomes}
    named = [name for name in compared if name not in titles]
    titles |= dict(zip(named, _names(named, rows, words, zh), strict=True))
    return world_shown(answers, titles, words, zh=zh)


def _names(outcomes: Sequence[str], rows: Outcomes, words: dict[str, str], zh: bool) -> list[str]:
    titles = []
    for name in outcomes:
        parts = [rows.outcomes[p].title for p in name.split("+") if p in rows.outcomes]
        titles.append(" + ".join((t.zh or t.en) if zh else t.en for t in parts) or words.get(name, name))
    return titles


def in_language(language: str) -> dict[str, Any]:
    """What the parts of a page need to speak a language: its words, and how a row and a citation are said."""
    zh = is_chinese(language)
    pin = pin_cite if zh else lambda at: (at, False)
    named = official_name if zh else str
    return {
        "w": words_in(language), "zh": zh, "speech": read_language(language), "say": _sayer(zh), "pin": pin,
        "named": named, "last": _last_zh if zh else _last_en,
        "zoned": (lambda text, side: text) if zh else zoned,
        "t": (lambda text: worded(text, "zh-Hans")) if zh else str,
    }  # fmt: skip


def _last_en(until: str, side: str = "US") -> str:
    return moment(until, side)


def _last_zh(until: str, side: str = "US") -> str:
    """The end of a span as the announcements tell it: the last day included, or the moment."""
    return last_moment(until)[1] if until else ""


def official_name(document: str) -> str:
    """A document by its Chinese name and number, as far as the law names it; else its id."""
    words = str(tables().sources.get(document, {}).get("citation_zh", ""))
    parts = re.split(r"(?=[，；：（])", words)
    short = parts[0] if any(c.isdigit() for c in parts[0]) else "".join(parts[:2])
    return short if 2 < len(short) <= LONGEST_NAME else document


def _sayer(zh: bool) -> Callable[[Any, str], Any]:
    """What picks a field of a row in the language of the page; English where a law has no Chinese."""

    def say(row: Any, name: str) -> Any:
        return (getattr(row, f"{name}_zh", "") if zh else "") or getattr(row, name)

    return say


def sources_of(shown: Any, clocks: Sequence[Any], law: Tables, zh: bool) -> list[dict[str, Any]]:
    """Every document the page rests on, once, with how it was read; `english`: fields that stay English."""
    cites = [c for f in shown.families for row in f.rows for c in row.cite]
    cites += [c for row in clocks for c in row.clock.cite]
    documents: dict[str, dict[str, Any]] = {}
    for cite in cites:
        source = law.sources.get(cite.document, {})
        own = {key: zh and source.get(f"{key}_zh", "") for key in ("title", "citation")}
        documents.setdefault(
            cite.document,
            {
                "document": cite.document, "title": own["title"] or source.get("title", cite.document),
                "citation": own["citation"] or source.get("citation", cite.citation),
                "english": [key for key, words in own.items() if not words],
                "url": _safe(source.get("url", "")), "opens": source.get("opens", ""),
                "host": urlsplit(source.get("url", "")).netloc.removeprefix("www."),
                "read": source.get("read", "secondary"),
            },
        )  # fmt: skip
    return [documents[k] for k in sorted(documents)]


def _safe(url: str) -> str:
    return url if url.startswith("https://") else ""


def _repeat(s: BriefSettings) -> str:
    parts = ["detente", "brief", "--on", s.on, "--known", s.known]
    parts += ["--reading", s.reading] if s.reading != "both" else []
    parts += ["--portfolio", str(s.portfolio)] if s.portfolio else []
    parts += ["--outcomes", ",".join(s.outcomes)] if s.outcomes else []
    parts += ["--tree", s.tree] if s.tree else []
    parts += ["--entered", s.entered] if s.entered else []
    parts += ["--controls-on", s.controls_on] if s.controls_on else []
    parts += ["--impact"] if s.impact else []
    parts += ["--bargain", s.bargain] if s.bargain else []
    parts += ["--draws", str(s.draws)] if s.draws else []
    parts += [word for path in s.outcome_files for word in ("--file", str(path))]
    parts += ["--language", read_language(s.language)] if read_language(s.language) != "en" else []
    for word in s.probabilities:
        parts += ["--probability", word]
    return shlex.join(parts)


def _pdf(content: dict[str, Any]) -> bytes:
    """The same content as a PDF.

    Raises
    ------
    NotInstalled
        Without the extra `pdf`.
    """
    try:
        import typst
    except ImportError:
        raise NotInstalled(
            "a PDF needs the extra `pdf`", remedy="install detente[pdf], or write .html and print it"
        ) from None
    from detente.report.briefing.typst import source

    text = source(content)
    if content["speech"] == "zh-Hant":
        text = in_traditional(text)
    body: bytes = typst.compile(text.encode())
    return body
