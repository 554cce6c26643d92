"""A portfolio under outcomes: sums, minimal causes on real plans, columns, calendar, workbook, feed, page."""

from __future__ import annotations

import itertools
import json
import re
import shlex
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import polars as pl
import pytest

from detente.outcomes.clocks.control_states import controls, licences_of
from detente.outcomes.clocks.knowledge import changed, learned
from detente.outcomes.clocks.upcoming import decisions
from detente.outcomes.columns import outcome_columns
from detente.outcomes.costs.compare import outcomes_on
from detente.outcomes.costs.explain import Explainer, same_money
from detente.outcomes.costs.exposure import concentration, exposure_of, moved_alike
from detente.outcomes.costs.lapse_costs import with_costs
from detente.outcomes.costs.other_origins import origins
from detente.outcomes.entering.around_clocks import loaded_rules
from detente.outcomes.entering.timing import compare_days
from detente.outcomes.laying.store import laid, own_outcomes, with_files
from detente.portfolio.evaluation import assess_sheet
from detente.portfolio.read.rows import frame_sheet
from detente.regime.dated.law_tables import law_tables
from detente.regime.dated.tables import tables
from detente.report.briefing.brief import BriefSettings, brief_page, write_brief
from detente.report.feeds.atom import feed
from detente.report.feeds.ics import calendar
from detente.report.workbooks.outcome_sheets import write_outcomes
from detente.terms import InputError

KNOWN = "2025-10-29"
CODES = (
    "9506.62.40",
    "8505.11.00.70",
    "8517.13.00",
    "8708.29.51",
    "9403.60.80",
    "8426.19.00",
    "0101.21.00",
    "nonsense",
)


@pytest.fixture(scope="module")
def sheet():
    rows = [
        {"line_id": f"=L{i}", "hts": code, "origin": origin, "entry_date": day, "customs_value_usd": "10000",
         "supplier": '=cmd|"/c calc"!A1' if i % 2 else "<script>alert(1)</script>",
         "duty_paid_usd": "3000" if i % 3 else "x",
         "sts_crane": "yes" if code.startswith("8426") else None}
        for i, (code, origin, day) in enumerate(
            itertools.product(CODES, ("CN", "HK", "VN"), ("2025-11-05", "2025-11-15", "2025-12-05"))
        )
    ]  # fmt: skip
    return frame_sheet(pl.DataFrame(rows), name="lines")


@pytest.fixture(scope="module")
def made(sheet):
    return outcomes_on(sheet, ["busan", "plus100"], rows=own_outcomes(), known=KNOWN, against="lapse")


@pytest.fixture(scope="module")
def answer(made):
    return exposure_of(made, ["a", "b", "c"], top=100)


def test_totals_are_the_sums_of_the_lines_and_of_every_grouping(made, answer):
    for k, total in enumerate(answer.totals):
        law = made.laids[k].law
        rows = [a for a in assess_sheet(made.answer.sheet, known=KNOWN, law=law).rows if a.ship is not None]
        assert total.duty_usd == Decimal(sum(a.duty or 0 for a in rows)) / 100
        assert total.open_lines == sum(a.duty is None for a in rows)
        assert total.open_low_usd == Decimal(sum(a.low or 0 for a in rows if a.duty is None)) / 100
        for groups in (answer.by_chapter, answer.by_supplier, answer.by_month):
            assert sum(g.totals[k].duty_usd for g in groups) == total.duty_usd
            assert sum(g.totals[k].lines for g in groups) == total.lines
        assert sum(g.totals[k].duty_usd for g in answer.by_component) == total.duty_usd
    assert answer.unusable == 9
    assert answer.lines == 72


def test_causes_explain_the_whole_difference(made, answer):
    for k in (1, 2):
        both = made.money[0].settled & made.money[k].settled
        whole = int((made.money[k].duty - made.money[0].duty)[both].sum())
        assert sum(c.change_usd for c in answer.causes if c.outcome == made.names[k]) == Decimal(whole) / 100


def test_every_cause_is_minimal_leaving_out_any_clause_breaks_it(made):
    """Checked by brute force over all subsets of the clauses that bear on duties."""
    before, after = made.money[0], made.money[1]
    explain = Explainer(made.answer, made.laids[0], made.laids[1], made.ground)
    duties = {m.id for m in made.ground.law.measures}
    bearing = [m for m in explain.moves if m.clause.change.of in duties]
    _, _, rows = moved_alike(before, after)
    seen = 0
    for row, found in zip(rows.tolist(), explain.of(rows, before, after), strict=True):
        assert bool(found) == (not same_money(before, after, row))
        if not found:
            continue
        seen += 1

        def gives(moves, row=row):
            return explain.gives(frozenset(moves), np.array([row]), after) == [True]

        assert gives(found)
        for part in found:
            assert not gives([m for m in found if m is not part])
        smaller = [s for n in range(len(found)) for s in itertools.combinations(bearing, n)]
        assert not any(gives(s) for s in smaller), "a smaller set explains it"
    assert seen >= 5


def test_a_clause_that_needs_another_is_explained_with_it(sheet):
    """`spare-toys` changes what `plus-100` imposes: alone it has nothing to change."""
    rows = with_files([Path(__file__).resolve().parents[3] / "examples" / "outcomes-mine.yaml"])
    made = outcomes_on(sheet, ["threat-without-toys", "plus100"], rows=rows, known=KNOWN)
    found = exposure_of(made, ["a", "b", "c"], top=100)
    toys = [r for r in found.top if r.hts.startswith("9506")]
    others = [r for r in found.top if r.hts.startswith("8505")]
    assert others
    assert all(r.because == ("100 % on all goods of China from 1 November",) for r in others)
    assert {c.clauses for c in found.causes if c.outcome == "threat-without-toys"} == {
        ("+threat-carried-out/plus-100",)
    }
    assert all(r.widest == "plus100" for r in toys)


def test_few_lines_carry_most_of_it(answer):
    assert re.fullmatch(r"[\d,]+ of 63 lines carry \d+ % of the difference", answer.concentration)
    assert concentration(pytest.importorskip("numpy").array([0, 0])) == "no line changes"
    shares = [row.share_pct for row in answer.top]
    assert shares == sorted(shares, reverse=True)
    assert abs(sum(shares) - 100) < 1


def test_columns_and_workbook_hold_text_as_text(made, answer, tmp_path):
    import openpyxl

    frame = outcome_columns(made)
    assert frame.height == made.answer.sheet.frame.height
    assert [c for c in frame.columns if c.endswith("_duty_usd")] == [
        "lapse_duty_usd",
        "busan_duty_usd",
        "plus100_duty_usd",
    ]
    path = tmp_path / "o.xlsx"
    write_outcomes(path, made, answer)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [
        "First page",
        "Summary",
        "Lines",
        "Exceptions",
        "Compared with duty paid",
        "Causes",
        "Controls",
        "Clocks",
        "Method",
    ]
    formulas = [c.coordinate for s in book for row in s.iter_rows() for c in row if c.data_type == "f"]
    assert formulas == []
    lines = book["Lines"]
    names = [c.comment.text if c.comment else c.value for c in lines[1]]
    assert lines[2][names.index("line_id")].value == "=L0"
    duty = [lines.cell(i, names.index("busan_duty_usd") + 1).value for i in range(2, lines.max_row + 1)]
    assert [v for v in duty if v is not None] == [
        v for v in frame["busan_duty_usd"].to_list() if v is not None
    ]
    write_outcomes(tmp_path / "o.csv", made, answer)
    assert "'=cmd" in (tmp_path / "o.csv").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def clocks(sheet):
    rows = decisions(tables(), law_tables(), "2025-10-26", "2025-10-26", zone="Europe/Berlin")
    return with_costs(rows, tables(), law_tables(), "2025-10-26", sheet)


def test_clocks_of_both_sides_stand_in_order_with_what_their_lapse_costs(clocks):
    assert [c.utc for c in clocks] == sorted(c.utc for c in clocks)
    by = {c.clock.id: c for c in clocks}
    assert {c.clock.side for c in clocks} == {"US", "CN"}
    reciprocal = by["us.reciprocal.november-2025"]
    assert (reciprocal.clock.washington, reciprocal.clock.beijing) == (
        "2025-11-10 00:01 EST",
        "2025-11-10 13:01 Beijing",
    )
    assert reciprocal.local == "2025-11-10 06:01 CET"
    assert reciprocal.cost_usd > 0
    assert by["us.threat-100.1-november-2025"].cost_usd is None


def test_a_clock_that_passed_without_an_instrument_stays_open_and_says_so():
    rows = decisions(tables(), law_tables(), "2026-11-23", "2026-11-23")
    said = {r.clock.id: r.clock.state for r in rows}
    assert said["us.s301.maritime.november-2026"] == "open: not settled"
    assert "us.reciprocal.november-2026" not in said
    before = {r.clock.id for r in decisions(tables(), law_tables(), "2026-11-23", "2026-11-23", passed=False)}
    assert "us.s301.maritime.november-2026" not in before


def test_the_calendar_is_read_back(clocks):
    from icalendar import Calendar

    body = calendar(clocks, "2025-10-26", days_before=7)
    assert body == calendar(clocks, "2025-10-26", days_before=7)
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    assert b"\n" not in body.replace(b"\r\n", b"")
    read = Calendar.from_ical(body)
    events = {str(e["uid"]): e for e in read.walk("VEVENT")}
    assert len(events) == len(clocks)
    zones = {str(z["tzid"]) for z in read.walk("VTIMEZONE")}
    assert zones == {"America/New_York", "Asia/Shanghai"}
    for row in clocks:
        event = events[f"{row.clock.id}@detente"]
        assert event["dtstart"].dt.astimezone(UTC) == datetime.fromisoformat(row.utc.replace("Z", "+00:00"))
        (alarm,) = event.walk("VALARM")
        assert alarm["trigger"].dt == timedelta(days=-7)
        if row.cost_usd is not None:
            assert f"{row.cost_usd:,.2f} USD" in str(event["description"])


def test_another_library_reads_the_calendar(clocks):
    vobject = pytest.importorskip("vobject", reason="the second calendar library is not installed")
    read = vobject.readOne(calendar(clocks, "2025-10-26").decode())
    starts = sorted(e.dtstart.value.astimezone(UTC) for e in read.vevent_list)
    assert starts == [datetime.fromisoformat(r.utc.replace("Z", "+00:00")) for r in clocks]


def test_what_was_learned_and_what_changed():
    rows = learned(tables(), law_tables(), "2025-10-29", "2025-11-10")
    assert all("2025-10-29" < r.known <= "2025-11-10" for r in rows)
    ids = {r.id for r in rows}
    assert {"us.ieepa.fentanyl/at-10-again", "us.ieepa.reciprocal/suspended-busan"} <= ids
    assert learned(tables(), law_tables(), "2025-11-10", "2025-11-10") == ()
    moved = {
        (c.measure, c.before, c.after)
        for c in changed(tables(), law_tables(), "2025-11-09", "2025-11-10", "2025-11-10")
    }
    assert ("us.ieepa.fentanyl", "20 %", "10 %") in moved
    assert all(
        c.before != c.after for c in changed(tables(), law_tables(), "2025-11-09", "2025-11-10", "2025-11-10")
    )
    later = {
        (c.measure, c.before, c.after)
        for c in changed(tables(), law_tables(), "2025-11-09", "2025-11-10", "2025-10-26")
    }
    assert ("us.ieepa.reciprocal", "10 %", "34 %") in later


def test_the_feed_is_atom_and_holds_no_markup_of_its_entries():
    rows = learned(tables(), law_tables(), "2025-10-01", "2025-11-10")
    root = ET.fromstring(feed(rows, home="https://example.org/changes.atom"))
    space = "{http://www.w3.org/2005/Atom}"
    entries = root.findall(f"{space}entry")
    assert len(entries) == len(rows)
    days = [e.findtext(f"{space}updated") for e in entries]
    assert days == sorted(days, reverse=True)
    assert root.findtext(f"{space}updated") == days[0]
    assert len({e.findtext(f"{space}id") for e in entries}) == len(entries)


def test_timing_gives_both_days_of_each_clock(sheet):
    outcomes = {"lapse": laid("lapse", known=KNOWN), "busan": laid("busan", known=KNOWN)}
    found = compare_days(sheet, outcomes, tables(), KNOWN)
    by = {(r.clock, r.outcome): r for r in found.clocks}
    assert all(r.saving_usd == r.after_usd - r.before_usd for r in found.clocks)
    assert (
        by["us.reciprocal.november-2025", "lapse"].saving_usd
        > 0
        > by["us.reciprocal.november-2025", "busan"].saving_usd
    )
    assert found.refundable_with_hindsight_usd > 0
    assert all(row.planned >= "2025-11-10" for row in found.lines)
    first = found.lines[0]
    assert first.break_even_usd_a_day == (first.saving_usd / first.days_moved).quantize(Decimal("0.01"))
    rules = loaded_rules(tables(), "2025-05-01")
    assert any(r.loaded_before == "2025-04-05T00:01" for r in rules)
    assert loaded_rules(tables(), "2025-10-26") == ()


def test_an_origin_whose_law_is_not_covered_says_what_is_missing():
    china, vietnam = origins("9506.62.40", "10000", "2025-11-15", laid("busan"), ["VN"])
    assert (china.status, china.duty_usd) == ("ok", Decimal("2750.00"))
    assert (vietnam.status, vietnam.duty_usd) == ("not_modelled", None)
    assert any("VN" in m for m in vietnam.missing)


def test_controls_differ_only_where_an_outcome_changes_them():
    rows = controls([laid("lapse", known=KNOWN), laid("busan", known=KNOWN)], "2025-12-02")
    by = {r.measure: r.states for r in rows}
    assert by["cn.export-controls.no-62-2025"] == ("in_force", "suspended")
    assert "cn.export-controls.no-18-2025" not in by
    assert controls([laid("lapse", known=KNOWN)] * 2, "2025-12-02") == ()


def test_licences_that_codes_of_a_portfolio_may_need():
    pair = [laid("lapse", known=KNOWN), laid("busan", known=KNOWN)]
    rows = licences_of(["8112921000", "8112991000", "9506624080"], pair, "2025-12-02")
    gallium = [r for r in rows if r.hts.startswith("8112")]
    assert gallium
    assert {r.hts for r in rows} <= {"8112.92", "8112.99"}
    assert all(r.lines == 1 for r in gallium)
    # the ban of No. 46 stands under a lapse and is suspended under what came
    assert all(r.low == ("presumption_of_denial", "licence_needed") for r in gallium)
    assert licences_of(["9506624080"], pair, "2025-12-02") == ()


class Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_brief_is_one_page_that_needs_no_network_and_runs_nothing_of_the_file(sheet, tmp_path, language):
    path = tmp_path / "lines.csv"
    sheet.frame.write_csv(path)
    settings = BriefSettings(
        on="2025-10-26", known="2025-10-26", portfolio=path, outcomes=("lapse", "truce"), tree="october-2025",
        language=language, controls_on="2025-12-02",
    )  # fmt: skip
    text = brief_page(settings)
    page = Page()
    page.feed(text)
    scripts = [a for t, a in page.tags if t == "script"]
    assert len(scripts) == 3
    assert all("src" not in a for a in scripts)
    assert not [t for t, _ in page.tags if t in ("link", "img", "iframe", "object", "embed")]
    assert not [a for _, a in page.tags if any(k.startswith("on") for k in a)]
    assert "<script>alert" not in text
    assert ("html", {"lang": "zh-Hans" if language == "zh" else "en"}) in page.tags
    ids = [a["id"] for _, a in page.tags if a.get("id")]
    assert len(ids) == len(set(ids))
    links = {a["href"][1:] for t, a in page.tags if t == "a" and (a.get("href") or "").startswith("#")}
    assert links <= set(ids)
    data = re.search(r'id="charts">(.*?)</script>', text, re.S)
    assert set(json.loads(data[1])) == {"tree", "outcomes"}
    assert text == brief_page(settings)


def test_a_brief_without_a_portfolio_and_wrong_wishes(tmp_path):
    text = brief_page(BriefSettings(on="2025-10-26", known="2025-10-26"))
    assert 'id="portfolio"' not in text
    for bad in (BriefSettings(on="2025-10-26", known="2025-10-26", language="fr"),
                BriefSettings(on="2025-10-26", known="2025-10-26", tree="x")):  # fmt: skip
        with pytest.raises(InputError):
            brief_page(bad)
    with pytest.raises(InputError):
        write_brief(tmp_path / "a.doc", BriefSettings(on="2025-10-26", known="2025-10-26"))
    assert list(tmp_path.iterdir()) == []


def test_commands(tmp_path, capsys, sheet):
    from detente.cli.main import run

    path = tmp_path / "lines.csv"
    sheet.frame.write_csv(path)

    def call(*words: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as gone:
            run(list(words))
        return int(gone.value.code or 0), capsys.readouterr().out

    code, out = call("whatif", "lapse", "truce+fentanyl-to-10", "--portfolio", str(path), "--json")
    assert code == 1  # rows that failed
    found = json.loads(out)
    assert found["outcomes"] == ["as_known", "lapse", "truce+fentanyl-to-10"]
    assert found["totals"][0]["duty_usd"] == found["totals"][1]["duty_usd"]
    code, out = call(
        "whatif",
        "reciprocal=extend:2026-05-10",
        "--known",
        "2025-10-26",
        "--hts",
        "9506.62.40",
        "--entered",
        "2025-11-15",
        "--json",
    )
    assert (code, [t["duty_usd"] for t in json.loads(out)["totals"]]) == (0, ["6150", "3750"])
    again = shlex.split(json.loads(out)["repeat"]["command"])
    code, second = call(*again[1:], "--json")
    assert (code, json.loads(second)) == (0, json.loads(out))
    code, out = call("tree", "october-2025", "--json", "-p", "threat=carried_out:0.25")
    assert code == 0
    assert abs(sum(leaf["probability"] for leaf in json.loads(out)["leaves"]) - 1) < 1e-12
    code, out = call("next", "--on", "2025-10-26", "--ics", str(tmp_path / "c.ics"), "--json")
    assert code == 0
    assert (tmp_path / "c.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert call("whatif", "nobody", "--portfolio", str(path))[0] == 2
    code, out = call("whatif", "busan", "--json")
    assert code == 0
    assert json.loads(out)["outcomes"] == ["as_known", "busan"]
    assert call("next", "--zone", "Nowhere/City")[0] == 2
    assert call("tree", "nothing")[0] == 2
    code, _ = call(
        "assess", str(path), "--outcomes", "lapse,busan", "--known", KNOWN, "-o", str(tmp_path / "w.parquet")
    )
    assert code == 1
    assert "busan_duty_usd" in pl.read_parquet(Path(tmp_path / "w.parquet")).columns
