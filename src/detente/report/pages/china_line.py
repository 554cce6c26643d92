"""What an American good of any line has paid on entry into China, as a page: chart, steps, citations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple

from detente.duties import DutyAnswer, Step, duty, schedule, steps
from detente.regime import tables
from detente.report.pages.china_line_words import line_words
from detente.report.pages.china_pages import page, steps_chart
from detente.report.pages.page import in_characters
from detente.report.terminal.spoken import text_in_chinese
from detente.schedule import DatedLine
from detente.terms import HtsCode, InputError, is_chinese, read_language

_LAYER = re.compile(r"(no longer: )?(.+?) (\d[\d.]* ?%.*|Free.*)")
_GONE = "no longer: "


class History(NamedTuple):
    """What a line has paid: its steps, whether only the duties on top are known, facts taken for it."""

    rows: tuple[Step, ...]
    added: bool
    facts: dict[str, str]


def line_page(hts: str, *, language: str = "en") -> str:
    """The page of a line of China's schedule, whole in one file.

    Parameters
    ----------
    hts : str
        Eight or ten digits.
    language : str
        English, or Chinese in either script.

    Raises
    ------
    InputError
        When China's schedule holds no such line.

    Examples
    --------
    >>> "<h1>Saloon cars, petrol, 2.5 to 3 litres (8703.23.61)" in line_page("8703.23.61")
    True
    """
    tag = read_language(language)
    words = line_words(chinese=is_chinese(tag))
    law, dotted = tables(), HtsCode(HtsCode.read(hts).digits[:8]).dotted
    held = schedule("CN").lines(dotted.replace(".", ""))
    if not held:
        day = law.verified
        duty(dotted, origin="US", to="CN", value="1000", on=day, known=day)  # names the nearest lines
        raise InputError(f"China's schedule holds no line {dotted}", where="hts")
    last = f"{int(law.verified[:4]) + 1}-01-31"
    name = _name(held, chinese=is_chinese(tag))
    parts = [f"<p>{words['how'].format(verified=law.verified)}</p>"]
    histories = _histories(dotted, held, last)
    cited: list[DutyAnswer] = []
    for k, history in enumerate(histories):
        answers = [_answer(dotted, step, law.verified, history.facts) for step in history.rows]
        cited += answers
        parts += _part(history, answers, (dotted, k, min(held[-1].to_day or last, last)), words)
    if not cited:
        day = min(law.verified, _last_day(held))
        cited = [duty(dotted, origin="US", to="CN", value="100000", on=day, known=day, reading="text")]
        asked = ", ".join(fact.fact for fact in cited[0].missing)
        parts.append(f"<p><strong>{words['unknown'].format(facts=escape(asked))}</strong></p>")
    parts += _beside(cited, words, chinese=is_chinese(tag))
    parts += _sources(cited, words, chinese=is_chinese(tag))
    parts.append(f"<p>{words['again']}{words['colon']}<code>{escape(cited[-1].repeat.command)}</code></p>")
    title = words["title"].format(name=name, code=dotted)
    made = page(title, "\n".join(parts)).replace('<html lang="en">', f'<html lang="{tag}">')
    return in_characters(made, tag)


def _name(held: Sequence[DatedLine], *, chinese: bool) -> str:
    """The words of a line, without the number of its heading where it has none of its own."""
    line = held[-1]
    if chinese and line.words_zh:
        return line.words_zh.split("：")[-1]
    words = line.words.split(": ")[-1]
    return words[:1].upper() + words[1:]


def _last_day(held: Sequence[DatedLine]) -> str:
    return max(line.from_day or "" for line in held)


def _histories(hts: str, held: Sequence[DatedLine], last: str) -> list[History]:
    """What a line has paid; where a fact of two values decides on every day, once with each value."""
    law = tables()

    def told(facts: dict[str, str], *, added: bool) -> tuple[Step, ...]:
        return steps(law, hts, held[0].from_day, last, known=law.verified, facts=facts, added=added)

    for added in (False, True):
        if rows := told({}, added=added):
            return [History(rows, added, {})]
    day = min(law.verified, _last_day(held))
    asked = duty(hts, origin="US", to="CN", value="100000", on=day, known=day, reading="text").missing
    names = [fact.fact for fact in asked if law.facts.get(fact.fact, {}).get("type") == "yes_no"]
    made = [({name: value}, added) for name in names for added in (False, True) for value in ("yes", "no")]
    return [History(rows, added, facts) for facts, added in made if (rows := told(facts, added=added))]


def _answer(hts: str, step: Step, verified: str, facts: dict[str, str]) -> DutyAnswer:
    known = min(step.start[:10], verified)
    return duty(
        hts, origin="US", to="CN", value="100000", on=step.start, known=known, facts=facts, reading="text"
    )


def _part(
    history: History, answers: Sequence[DutyAnswer], where: tuple[str, int, str], words: dict[str, str]
) -> Iterator[str]:
    """Chart and table of what a line has paid."""
    code, number, last = where
    title = words["added" if history.added else "whole"]
    for fact, value in history.facts.items():
        question = tables().facts[fact]["question"]["zh" if words["tag"] == "zh" else "en"]
        title = f"{title}{words['joint']}{question} {words[value]}"
    lines = (words["statutory"], words["excluded"])
    chart = steps_chart(
        history.rows, title=words["chart"].format(code=code), last=last, lines=lines, words=words["step"],
        name=f"line-{code.replace('.', '')}-{number}",
    )  # fmt: skip
    yield f"<h2>{escape(title)}</h2><figure>{chart}</figure>"
    heads = "".join(
        f'<th scope="col">{words[name]}</th>' for name in ("from", "statutory", "excluded", "vat")
    )
    yield f'<table><thead><tr>{heads}<th scope="col">{words["what"]}</th></tr></thead><tbody>'
    starts = {row.start for row in history.rows}
    for step in history.rows:
        cells = (_moment(step.start), f"{step.total_pct} %", f"{step.excluded_pct} %", f"{step.vat_pct} %")
        layers = "<br>".join(escape(_layer(text, words)) for text in step.because)
        shown = "".join(f'<td class="step">{cell}</td>' for cell in cells)
        yield f"<tr>{shown}<td>{layers}</td></tr>"
        if step.until and step.until not in starts:
            reason = words["gone"] if step.until[:10] >= last else words["open"]
            yield f'<tr><td class="step">{_moment(step.until)}</td><td colspan="4">{reason}</td></tr>'
    yield "</tbody></table>"


def _moment(moment: str) -> str:
    return moment[:10] if moment.endswith("T00:00") else moment.replace("T", " ")


def _layer(text: str, words: dict[str, str]) -> str:
    """A duty that came or went, in the language of the page."""
    if words["tag"] != "zh":
        return text
    read = _LAYER.fullmatch(text)
    if read is None:
        return text_in_chinese(text)
    gone, title, rate = read.groups()
    return f"{words['no_longer'] if gone else ''}{text_in_chinese(title)} {text_in_chinese(rate)}"


def _beside(answers: Sequence[DutyAnswer], words: dict[str, str], *, chinese: bool) -> Iterator[str]:
    """What is said of base rates and of law that is not covered, each once."""
    rows = [note for a in answers for note in a.notes if note.startswith("base rate")]
    rows += [text for a in answers for text in a.not_modelled]
    told = [escape(text_in_chinese(text) if chinese else text) for text in dict.fromkeys(rows)]
    if told:
        yield f"<h2>{words['beside']}</h2><ul>{''.join(f'<li>{text}</li>' for text in told)}</ul>"


def _sources(answers: Sequence[DutyAnswer], words: dict[str, str], *, chinese: bool) -> Iterator[str]:
    """The documents of all steps, each once, with its address."""
    sources = tables().sources
    cites = {c.document: c for a in answers for x in (*a.lines, *a.fees) for c in x.cite}
    rows = []
    for name, cite in sorted(cites.items()):
        title = cite.title or cite.citation
        own = sources.get(name, {})
        said = str(own.get("citation_zh") or title) if chinese else title
        shown = (
            f'<a href="{escape(cite.url)}" rel="noreferrer">{escape(name)}</a>' if cite.url else escape(name)
        )
        rows.append(f"<li>{shown}{words['colon']}{escape(said)}</li>")
    yield f"<h2>{words['sources']}</h2><ul>{''.join(rows)}</ul>"
