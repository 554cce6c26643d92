"""The brief in typst, for a PDF: the same content, text and tables alone."""

from __future__ import annotations

from typing import Any


def said(text: object) -> str:
    """Text as a typst string literal, so that nothing in it is markup."""
    raw = str(text).replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ").replace("\r", " ")
    return f'#"{raw}"'


def _table(heads: list[str], rows: list[list[Any]], widths: str) -> str:
    cells = [f"[*{said(h)}*]" for h in heads] + [f"[{said(c)}]" for row in rows for c in row]
    return f"#table(columns: ({widths}), stroke: 0.4pt + luma(200), {', '.join(cells)})\n"


def _world(world: dict[str, Any], w: dict[str, str]) -> list[str]:
    """Real income by region and the packages, as tables."""
    parts = [f"== {said(w['world'])}\n{said(w['long_run'])}\n"]
    if world["impacts"]:
        heads = [w["region"], *(f"{one['label']}, {w['income_pct']}" for one in world["impacts"])]
        rows = [[r["name"], *(f"{x.real_income_pct:+.3f}" for x in r["rows"])] for r in world["regions"]]
        parts.append(_table(heads, rows, ", ".join(["2fr"] * len(heads))))
    if world["payoff"]:
        parts.append(f"{said(w['over'] + ' ' + world['payoff']['disagreement'])}\n\n")
        rows = [
            [o["title"], *(f"{v:+,.0f}" for v in o["row"].surplus_musd)] for o in world["payoff"]["offers"]
        ]
        parts.append(_table([w["package"], w["us_musd"], w["cn_musd"]], rows, "4fr, 1.5fr, 1.5fr"))
    return [*parts, *(f"- {said(line)}\n" for line, _ in world["caveats"])]


SETUP = (
    "#set page(margin: 16mm)\n#set text(size: 9pt, "
    'font: ("Noto Sans", "Noto Sans CJK SC", "Libertinus Serif"), fallback: true)\n'
)


def source(c: dict[str, Any]) -> str:
    """Typst source of a brief's content."""
    w, card = c["w"], c["card"]
    parts = [
        SETUP,
        f"= {said(c['heading'])}\n{said(w['known'] + ' ' + card.known)}\n\n{said(w['not_law'])}\n",
        _heading(w["card"]),
        _card(c),
        _heading(w["clocks"]),
        _clocks(c),
    ]
    if c["tree"] is not None:
        parts += [_heading(w["tree"]), _leaves(c)]
    if c["exposure"] is not None:
        parts += [_heading(w["portfolio"]), *_exposure(c)]
    if c["world"] is not None:
        parts += _world(c["world"], w)
    parts += [_heading(w["assumptions"]), *(f"- {said(a)}\n" for a in c["assumed"])]
    parts += [_heading(w["sources"]), _sources(c), f"\n{said(w['repeat'] + ': ' + c['repeat'])}\n"]
    return "".join(parts)


def _heading(text: str) -> str:
    return f"== {said(text)}\n"


def _card(c: dict[str, Any]) -> str:
    w, say = c["w"], c["say"]
    rows = [
        [
            say(f, "title"), say(f, "rate"), w.get(f.status, f.status), f.rows[0].until.replace("T", " "),
            say(f.rows[0], "because"),
        ]
        for f in c["card"].families
    ]  # fmt: skip
    heads = [w["measure"], w["rate"], w["status"], w["until"], w["because"]]
    return _table(heads, rows, "2fr, 1fr, 1fr, 1.2fr, 3fr")


def _clocks(c: dict[str, Any]) -> str:
    w, say = c["w"], c["say"]
    rows = [
        [
            d.clock.washington, say(d.clock, "title"), say(d.clock, "by_text"), say(d.clock, "decider"),
            "–" if d.cost_usd is None else f"{d.cost_usd:+,.0f}",
        ]
        for d in c["clocks"]
    ]  # fmt: skip
    heads = [w["moment"], w["measure"], w["by_text"], w["decider"], w["lapse_cost"]]
    return _table(heads, rows, "1.3fr, 2fr, 1.5fr, 1.5fr, 1fr")


def _leaves(c: dict[str, Any]) -> str:
    w, say = c["w"], c["say"]
    rows = [
        [
            " → ".join(say(x, "title") for x in leaf.choices), f"{leaf.probability:.3g}",
            "–" if leaf.duty_usd is None else f"{leaf.duty_usd:,.0f}",
        ]
        for leaf in c["tree"].leaves
    ]  # fmt: skip
    return _table([w["leaf"], w["probability"], w["duty"]], rows, "4fr, 1fr, 1fr")


def _exposure(c: dict[str, Any]) -> list[str]:
    """Totals under each outcome, and the clauses that cause the differences."""
    w, say, exposure = c["w"], c["say"], c["exposure"]
    totals = [[n, f"{t.duty_usd:,.0f}"] for n, t in zip(c["names"], exposure.totals, strict=True)]
    stop = "；" if c["zh"] else "; "
    causes = [
        [
            c["title_of"].get(x.outcome, x.outcome), stop.join(say(x, "words")), x.lines,
            f"{x.change_usd:+,.0f}",
        ]
        for x in exposure.causes
    ]  # fmt: skip
    return [
        _table([w["outcome"], w["duty"]], totals, "4fr, 1fr"),
        _table([w["outcome"], w["clauses"], w["lines"], w["usd"]], causes, "1fr, 4fr, 1fr, 1fr"),
    ]


def _sources(c: dict[str, Any]) -> str:
    w, stop = c["w"], "。" if c["zh"] else ". "
    rows = [
        [x["document"], f"{x['title']}{stop}{x['citation']}", w["read_" + x["read"]]] for x in c["sources"]
    ]
    return _table([w["document"], w["citation"], w["read"]], rows, "1fr, 4fr, 1fr")
