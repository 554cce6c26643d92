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


def source(c: dict[str, Any]) -> str:
    """Typst source of a brief's content."""
    w, say, zh, card = c["w"], c["say"], c["zh"], c["card"]
    parts = [
        '#set page(margin: 16mm)\n#set text(size: 9pt, font: ("Noto Sans", "Noto Sans CJK SC", "Libertinus Serif"), fallback: true)\n',
        f"= {said(c['heading'])}\n{said(w['known'] + ' ' + card.known)}\n\n{said(w['not_law'])}\n",
        f"== {said(w['card'])}\n",
        _table(
            [w["measure"], w["rate"], w["status"], w["until"], w["because"]],
            [
                [say(f, "title"), say(f, "rate"), w.get(f.status, f.status),
                 f.rows[0].until.replace("T", " "), say(f.rows[0], "because")]
                for f in card.families
            ],
            "2fr, 1fr, 1fr, 1.2fr, 3fr",
        ),
        f"== {said(w['clocks'])}\n",
        _table(
            [w["moment"], w["measure"], w["by_text"], w["decider"], w["lapse_cost"]],
            [
                [d.clock.washington, say(d.clock, "title"), say(d.clock, "by_text"), say(d.clock, "decider"),
                 "–" if d.cost_usd is None else f"{d.cost_usd:+,.0f}"]
                for d in c["clocks"]
            ],
            "1.3fr, 2fr, 1.5fr, 1.5fr, 1fr",
        ),
    ]  # fmt: skip
    tree, exposure = c["tree"], c["exposure"]
    if tree is not None:
        parts.append(f"== {said(w['tree'])}\n")
        rows = [
            [
                " → ".join(say(x, "title") for x in leaf.choices), f"{leaf.probability:.3g}",
                "–" if leaf.duty_usd is None else f"{leaf.duty_usd:,.0f}",
            ]
            for leaf in tree.leaves
        ]  # fmt: skip
        parts.append(_table([w["leaf"], w["probability"], w["duty"]], rows, "4fr, 1fr, 1fr"))
    if exposure is not None:
        parts.append(f"== {said(w['portfolio'])}\n")
        rows = [[n, f"{t.duty_usd:,.0f}"] for n, t in zip(c["names"], exposure.totals, strict=True)]
        parts.append(_table([w["outcome"], w["duty"]], rows, "4fr, 1fr"))
        stop = "；" if zh else "; "
        causes = [
            [
                c["title_of"].get(x.outcome, x.outcome),
                stop.join(say(x, "words")),
                x.lines,
                f"{x.change_usd:+,.0f}",
            ]
            for x in exposure.causes
        ]
        parts.append(_table([w["outcome"], w["clauses"], w["lines"], w["usd"]], causes, "1fr, 4fr, 1fr, 1fr"))
    if c["world"] is not None:
        parts += _world(c["world"], w)
    parts.append(f"== {said(w['assumptions'])}\n" + "".join(f"- {said(a)}\n" for a in c["assumed"]))
    parts.append(f"== {said(w['sources'])}\n")
    parts.append(
        _table(
            [w["document"], w["citation"], w["read"]],
            [
                [x["document"], f"{x['title']}{'。' if zh else '. '}{x['citation']}", w["read_" + x["read"]]]
                for x in c["sources"]
            ],
            "1fr, 4fr, 1fr",
        )
    )
    parts.append(f"\n{said(w['repeat'] + ': ' + c['repeat'])}\n")
    return "".join(parts)
