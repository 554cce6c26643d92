"""What an American good of any line has paid on entry into China, as a page: chart, steps, citations.

``python -m detente.report.pages.china_line CODE FOLDER`` writes the page and its chart.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from detente.duties import DutyAnswer, Step, duty, schedule, steps
from detente.regime import Tables, tables
from detente.report.pages.china_pages import steps_chart, steps_markdown
from detente.terms import HtsCode, InputError

WHOLE = "Base duty and the duties on top of it"
ADDED = "The duties on top of the base duty, which is not known"
WORDS = """# What {name} ({code}) from the United States has paid entering China

{what}, in percent of customs value, VAT apart; each step is answered as known on its own day, and steps after
{verified}, the last day on which the law was checked, follow the text of the instruments. Hours are
Beijing's. **With an exclusion** is what an importer with an approved exclusion pays.

![Step chart: duties on {code} entering China, statutory and with an approved exclusion]({chart})

{table}
{notes}## Sources

{sources}

One answer: `{command}`.
"""


def line_page(hts: str) -> tuple[str, str]:
    """The page of a line in Markdown, and its chart in SVG.

    Parameters
    ----------
    hts : str
        Eight or ten digits.

    Raises
    ------
    InputError
        When no schedule holds the code, or a fact decides on every day what is due.

    Examples
    --------
    >>> line_page("8703.23.61")[0].splitlines()[0]
    '# What Saloon cars, petrol, 2.5 to 3 litres (8703.23.61) from the United States has paid entering China'
    """
    law, code = tables(), HtsCode.read(hts)
    line = code.digits[:8]
    dotted = HtsCode(line).dotted
    held = schedule("CN").lines(line)
    last = f"{int(law.verified[:4]) + 1}-01-31"
    what, rows = WHOLE, _steps(law, dotted, last)
    if not rows:
        what, rows = ADDED, _steps(law, dotted, last, added=True)
    if not rows:
        raise InputError(
            f"what {dotted} pays is not known on any day", where="hts",
            remedy=f"see what is missing: detente duty {dotted} --from US --to CN",
        )  # fmt: skip
    answers = [_answer(dotted, step, law.verified) for step in rows]
    title = f"Duties on {dotted} entering China"
    chart = steps_chart(rows, title=title, last=min(held[-1].to_day or last, last), name=f"line-{line}")
    page = WORDS.format(
        what=what,
        name=held[0].words.split(": ")[-1], code=dotted, verified=law.verified, chart=_chart_name(line),
        table=steps_markdown(rows), notes=_notes(answers), sources=_sources(answers),
        command=answers[-1].repeat.command,
    )  # fmt: skip
    return page, chart


def _steps(law: Tables, hts: str, last: str, *, added: bool = False) -> tuple[Step, ...]:
    held = schedule("CN").lines(hts.replace(".", ""))
    return steps(law, hts, held[0].from_day, last, known=law.verified, added=added) if held else ()


def _answer(hts: str, step: Step, verified: str) -> DutyAnswer:
    known = min(step.start[:10], verified)
    return duty(hts, origin="US", to="CN", value="100000", on=step.start, known=known, reading="text")


def _notes(answers: Sequence[DutyAnswer]) -> str:
    """What is said of base rates and of law that is not covered, each once."""
    rows = [note for a in answers for note in a.notes if note.startswith("base rate")]
    rows += [text for a in answers for text in a.not_modelled]
    listed = [f"* {text}" for text in dict.fromkeys(rows)]
    return "\n".join(["## Beside the totals", "", *listed, "", ""]) if listed else ""


def _sources(answers: Sequence[DutyAnswer]) -> str:
    """The documents of all steps, each once, with its address."""
    cites = {c.document: c for a in answers for x in a.lines for c in x.cite}
    return "\n".join(
        f"* {f'[{name}]({c.url})' if c.url else name}: {c.title}" for name, c in sorted(cites.items())
    )


def _chart_name(line: str) -> str:
    return f"china-{line}.svg"


def main(hts: str, folder: str) -> None:
    """Write page and chart into a folder."""
    page, chart = line_page(hts)
    line = HtsCode.read(hts).digits[:8]
    Path(folder, f"china-{line}.md").write_text(page, encoding="utf-8")
    Path(folder, _chart_name(line)).write_text(chart, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
