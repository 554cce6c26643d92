"""The call, the commands and their JSON: one answer, the same field by field."""

from __future__ import annotations

import inspect
import json
import pkgutil

import pytest

import detente as dt
import detente.economy as trade
from detente.cli.main import run
from detente.duties.evaluation import duty
from detente.duties.goods import schedule
from detente.economy.answer.bargain_answer import bargain
from detente.economy.answer.counterfactual import Counterfactual, with_day_of_knowledge
from detente.economy.answer.impact_answer import impact
from detente.economy.data.concordance import sector_of
from detente.economy.policy.law_duties import law_rates
from detente.economy.policy.law_outcomes import outcome_day, outcome_rates
from detente.regime.dated.tables import tables
from detente.terms import InputError

ROWS = [
    {"exporter": "CHN", "importer": "USA", "sector": "electronics", "rate": "30%"},
    {"exporter": "USA", "importer": "CHN", "sector": "oilseeds", "rate": "25%"},
]


def call(capsys, *words):
    with pytest.raises(SystemExit) as ended:
        run(list(words))
    printed = capsys.readouterr()
    return ended.value.code, printed.out, printed.err


@pytest.fixture
def matrix(tmp_path):
    path = tmp_path / "rates.csv"
    path.write_text("exporter,importer,sector,rate\nCHN,USA,electronics,30%\nUSA,CHN,oilseeds,25%\n")
    return path


def test_json_of_the_command_is_the_answer_of_the_call(capsys, matrix):
    code, out, _ = call(capsys, "impact", "--matrix", str(matrix), "--json")
    assert code == 0
    assert json.loads(out) == impact(matrix=str(matrix)).model_dump(mode="json")


def test_impact_is_a_function_of_the_package():
    answer = dt.impact(matrix=ROWS)
    assert {row.region for row in answer.regions} == set(trade.default_world().regions)
    assert answer.residual <= 1e-10
    by_name = {row.region: row for row in answer.regions}
    assert by_name["CHN"].first_order_welfare_pct is not None
    soy = next(row for row in answer.flows if row.sector == "oilseeds" and row.exporter == "USA")
    assert soy.tariff_new_pct == 25 and soy.change_pct < -20 and soy.derived


def test_draws_give_intervals_that_hold_the_median():
    answer = impact(matrix=ROWS, draws=12, seed=3)
    usa = next(row for row in answer.regions if row.region == "USA")
    assert usa.low_pct <= usa.high_pct and 0.5 <= usa.sign_confidence <= 1
    assert answer.draws == 12 and answer.draws_failed == 0


def test_readable_table_has_caveats_beside_the_numbers(capsys, matrix):
    code, out, _ = call(capsys, "impact", "--matrix", str(matrix), "--full")
    assert code == 0
    assert "residual" in out and "signs can depend" in out and "again: detente impact" in out


def test_lapse_raises_duties_of_both_sides_in_every_sector_they_touch():
    day, clock, words = outcome_day("lapse", "2025-10-26")
    assert (day, clock) == ("2025-11-11", "us.reciprocal.november-2025") and "34" in words
    for side in ("US", "CN"):
        now = law_rates(side, "2025-10-26")
        after = law_rates(side, day, known="2025-10-26")
        for name, rate in now.sectors.items():
            assert after.sectors[name].low >= rate.low - 1e-12
        assert after.sectors["chemicals"].low > now.sectors["chemicals"].low + 0.03
        assert now.asked == now.settled + now.open + now.refused


@pytest.mark.parametrize(("side", "sector"), [("US", "oilseeds"), ("US", "petroleum"), ("CN", "oilseeds")])
def test_sector_rates_are_means_of_the_duty_stacks_of_single_shipments(side, sector):
    origin = "CN" if side == "US" else "US"
    book = schedule(side)  # holds lines that ended too, which no shipment of the day can name
    standing = [code for code in book.codes(8) if book.line_on(code, "2025-10-26")]
    codes = [code for code in standing if code[:2] < "98" and sector_of(code) == sector]
    weights = {code: 1.0 + k for k, code in enumerate(codes)}
    low = high = 0.0
    for code, weight in weights.items():
        single = duty(code, origin=origin, to=side, value="100000", on="2025-10-26")
        if single.status == "ok":
            bounds = float(single.total_pct) / 100, float(single.total_pct) / 100
        else:
            most = single.low_usd if single.high_usd is None else single.high_usd
            bounds = float(single.low_usd) / 100000, float(most) / 100000
        low, high = low + weight * bounds[0], high + weight * bounds[1]
    found = law_rates(side, "2025-10-26", weights=weights).sectors[sector]
    assert found.codes == len(codes) > 0
    assert found.low == pytest.approx(low / sum(weights.values()), abs=1e-9)
    assert found.high == pytest.approx(high / sum(weights.values()), abs=1e-9)


def test_lapse_against_extend_names_what_it_leaves_out():
    answer = impact(outcome="lapse", known="2025-10-26", against="extend")
    assert answer.on == "2025-11-11" and answer.known == "2025-10-26"
    assert any("third countries stay at the baseline" in line for line in answer.assumptions)
    assert sum("depend on a missing fact" in line for line in answer.assumptions) == 2
    china = next(row for row in answer.regions if row.region == "CHN")
    assert china.real_income_pct < 0
    assert answer.repeat.command == "detente impact --outcome lapse --known 2025-10-26 --against extend"


def test_lapse_against_extend_without_a_day_is_asked_of_the_last_day_the_law_was_checked(capsys):
    code, out, _ = call(capsys, "impact", "--outcome", "lapse", "--against", "extend", "--json")
    answer = json.loads(out)
    checked = tables().verified
    assert code == 0 and answer["known"] == checked < answer["on"]
    words = answer["repeat"]["command"].split()
    assert words == ["detente", "impact", "--outcome", "lapse", "--known", checked, "--against", "extend"]
    assert answer == impact(outcome="lapse", against="extend").model_dump(mode="json")
    again = impact(outcome="lapse", against="extend", known=checked)
    assert again.model_dump(mode="json") == answer
    said = next(words for words in answer["assumptions"] if "lapses by its text" in words)
    # three US clocks end on one day; each is named, none stands for the others
    for clock in ("us.affiliates", "us.s301.exclusions", "us.s301.maritime"):
        assert f"{clock}.november-2026 lapses by its text" in said


def test_extend_beside_a_named_outcome_takes_the_day_that_one_is_written_for():
    answer = impact(outcome="plus100", against="extend")
    assert answer.known == "2025-10-26"
    assert answer.repeat.command == "detente impact --outcome plus100 --known 2025-10-26 --against extend"
    # a day given, or only named outcomes, are left as they are
    asked = Counterfactual(outcome="lapse", on="2025-11-15")
    assert with_day_of_knowledge(asked, "extend") == asked
    named = Counterfactual(outcome="plus100")
    assert with_day_of_knowledge(named, "truce") == with_day_of_knowledge(named, "2025-10-26") == named


def test_the_other_bound_moves_the_figure_as_much_back():
    low = impact(outcome="lapse", known="2025-10-26", against="extend")
    high = impact(outcome="lapse", known="2025-10-26", against="extend", bound="high")
    at = {row.region: row.real_income_pct for row in low.regions}
    there = {row.region: row.real_income_pct for row in high.regions}
    assert low.bound_gap_pct == pytest.approx(there["USA"] - at["USA"], abs=1e-10)
    assert high.bound_gap_pct == pytest.approx(-low.bound_gap_pct, abs=1e-10)
    assert low.bound_gap_pct != 0


def test_named_outcomes_agree_with_the_clocks_where_they_say_the_same():
    (named, _), words = outcome_rates("lapse", known="2025-10-26")
    (truce_us, truce_cn), _ = outcome_rates("truce")
    (plus, plus_cn), _ = outcome_rates("plus100")
    now_us, now_cn = law_rates("US", "2025-10-26"), law_rates("CN", "2025-10-26")
    assert "lapses by its text" in words and truce_us.on == "2025-11-11"
    for name in now_us.sectors:
        assert truce_us.sectors[name].low == pytest.approx(now_us.sectors[name].low, abs=0.02)
        # the threat stacks on the lapse: a hundred points on every code
        assert plus.sectors[name].low == pytest.approx(named.sectors[name].low + 1.0, abs=1e-9)
    assert truce_cn.sectors["oilseeds"].low == pytest.approx(now_cn.sectors["oilseeds"].low)
    assert plus_cn.sectors["oilseeds"].low >= now_cn.sectors["oilseeds"].low + 1.0 - 1e-9


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("impact",), "nothing to compare"),
        (("impact", "--outcome", "peace", "--known", "2025-10-26"), "no outcome 'peace'"),
        (("impact", "--matrix", "/nowhere.csv", "--in-kind"), "answer in kind needs"),
        (
            ("impact", "--outcome", "us.threat-100.1-november-2025=carried_out", "--known", "2025-10-26"),
            "no instrument gives the rates",
        ),
        (("impact", "--matrix", "/nowhere.csv"), "no such file"),
        (("bargain", "--known", "2025-10-26", "--disagreement", "war"), "no package 'war'"),
        (("bargain", "--known", "2025-10-26", "--weight-us", "0"), "weight_us"),
    ],
)
def test_unusable_questions_end_with_2_and_say_why(capsys, words, said):
    code, out, err = call(capsys, *words)
    assert code == 2 and said in err and out == ""


def test_bargain_json_is_the_answer_of_the_call(capsys):
    code, out, _ = call(capsys, "bargain", "--known", "2025-10-26", "--json")
    answer = bargain(known="2025-10-26")
    assert code == 0 and json.loads(out) == answer.model_dump(mode="json")
    names = {offer.name for offer in answer.offers}
    assert names == {"extend", "extend + soybeans", "lapse"}
    assert bargain(known="2025-10-26", threat="100%", offers=["busan"]).offers[2].name == "busan"
    assert answer.nash in names and answer.leverage is not None and answer.caveats


def test_the_table_of_the_present_is_the_default(capsys):
    code, out, _ = call(capsys, "bargain", "--json")
    answer = bargain(table="present")
    assert code == 0 and json.loads(out) == answer.model_dump(mode="json")
    assert answer.repeat.command == "detente bargain present"
    assert {offer.name for offer in answer.offers} >= {"by-text", "arrangement"}
    assert answer.leverage is not None and answer.leverage.threat == "threat instead of by-text"


def test_controls_of_a_table_bind_and_their_delay_helps_the_importer():
    offers = {offer.name: offer for offer in bargain(table="october-2025").offers}
    with_controls, delayed = offers["truce"].payoff_musd, offers["truce-rare-earths"].payoff_musd
    assert delayed[0] > with_controls[0]  # the US lose what the limit keeps from them
    assert delayed[1] < with_controls[1]  # China loses the rent of the limit


def test_a_table_of_a_file_and_what_does_not_go_with_one(capsys, tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(
        'bargains: [{id: mine, title: {en: x}, known: "2025-10-26", disagreement: war, packages: '
        "[{id: war, title: {en: w}, outcome: plus100}, {id: deal, title: {en: d}, outcome: truce}]}]"
    )
    code, out, _ = call(capsys, "bargain", "mine", "--file", str(path))
    assert code == 0 and "the Nash solution is deal" in " ".join(out.split())
    for words, said in (
        (("bargain", "mnie", "--file", str(path)), "did you mean mine"),
        (("bargain", "present", "--known", "2025-10-26"), "brings its own day"),
        (("bargain", "--offer", "busan"), "go with known"),
    ):
        code, _, err = call(capsys, *words)
        assert code == 2 and said in err


def test_packages_of_a_file(capsys, tmp_path):
    path = tmp_path / "packages.json"
    tariffs = [{"exporter": "CHN", "importer": "USA", "sector": "*", "rate": "20%"}]
    rules = [{"exporter": "USA", "importer": "CHN", "sector": "oilseeds", "ratio": 1.2, "kind": "pledge"}]
    path.write_text(
        json.dumps([{"name": "stop", "tariffs": tariffs}, {"name": "deal", "tariffs": [], "rules": rules}])
    )
    code, out, _ = call(capsys, "bargain", "--packages", str(path), "--disagreement", "stop")
    assert code == 0 and "no Nash solution" in " ".join(out.split())
    for text in ("[", "{}", '[{"name": 3, "tariffs": "x"}]', "[" * 100_000):
        path.write_text(text)
        with pytest.raises(InputError):
            bargain(packages=path, disagreement="stop")


def test_limits_and_critical_inputs_from_the_command_line(capsys):
    words = ["impact", "--rule", "limit:CHN:USA:metals:0.5", "--critical", "metals", "--substitution", "0.3"]
    code, out, _ = call(capsys, *words, "--json")
    answer = json.loads(out)
    assert code == 0 and answer["rules"][0]["quantity_ratio"] == pytest.approx(0.5, abs=1e-8)
    assert answer["rules"][0]["wedge_pct"] > 0
    assert answer["repeat"]["command"].split() == ["detente", *words]
    code, _, err = call(capsys, "impact", "--rule", "limit:CHN:USA:metals")
    assert code == 2 and "is not a rule" in err


def test_impact_and_bargain_are_functions_with_typed_signatures():
    for call_of in (dt.impact, dt.bargain):
        assert inspect.isfunction(call_of)
        parameters = inspect.signature(call_of).parameters
        assert all(one.annotation is not inspect.Parameter.empty for one in parameters.values())
    assert inspect.signature(dt.impact).return_annotation == "ImpactAnswer"
    assert "CLOCK=OUTCOME" in (dt.impact.__doc__ or "")


def test_every_public_name_of_the_room_loads_and_none_is_a_folder():
    folders = {one.name for one in pkgutil.iter_modules(trade.__path__)}
    assert folders == {"model", "solver", "data", "policy", "answer"}
    assert not folders & set(trade.__all__)
    assert all(getattr(trade, name) is not None for name in trade.__all__)


def test_unknown_public_name_is_an_error():
    with pytest.raises(AttributeError, match="Wrld"):
        _ = trade.Wrld
