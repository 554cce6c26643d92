"""What the three outcomes of 26 October 2025 would have done: writes the numbers of the worked page.

Run: ``.venv/bin/python benchmarks/impact_october.py [DRAWS]``; the page is
``docs/reference/impact-october-2025.md``.
"""

from __future__ import annotations

import sys

from detente.impact.facade import impact
from detente.impact.packages import bargain

KNOWN = "2025-10-26"
SHOWN = ("USA", "CHN", "MEX", "CAN", "KOR", "JPN", "DEU", "BRA", "ARG", "AUS", "IND", "ROW")


def main(draws: int) -> None:
    outcomes = {
        "extend": impact(outcome="extend", known=KNOWN, draws=draws),
        "lapse": impact(outcome="lapse", known=KNOWN, draws=draws),
        "threat +100 %": impact(outcome="extend", known=KNOWN, add_us_on_china="100%", draws=draws),
        "threat, answered": impact(
            outcome="extend", known=KNOWN, add_us_on_china="100%", in_kind=True, draws=draws
        ),
    }
    print(f"Exact real income, percent of the 2019 baseline; in brackets 90 % of {draws} draws.\n")
    print("| region | " + " | ".join(outcomes) + " |")
    print("| --- |" + " ---: |" * len(outcomes))
    for region in SHOWN:
        cells = []
        for answer in outcomes.values():
            row = next(one for one in answer.regions if one.region == region)
            cells.append(f"{row.real_income_pct:+.3f} ({row.low_pct:+.2f} … {row.high_pct:+.2f})")
        print(f"| {region} | " + " | ".join(cells) + " |")
    print("\nUnited States, first-order terms and trade with China:\n")
    print("| | " + " | ".join(outcomes) + " |\n| --- |" + " ---: |" * len(outcomes))
    for field, words in (
        ("first_order_terms_of_trade_pct", "terms of trade, first order, %"),
        ("first_order_volume_of_trade_pct", "volume of trade, first order, %"),
        ("real_income_pct", "real income, exact, %"),
        ("price_index_pct", "prices, %"),
        ("revenue_change_musd", "revenue, million USD"),
    ):
        values = [
            getattr(next(one for one in a.regions if one.region == "USA"), field) for a in outcomes.values()
        ]
        print(
            f"| {words} | "
            + " | ".join(f"{value:+,.3f}" if abs(value) < 100 else f"{value:+,.0f}" for value in values)
            + " |"
        )
    for exporter, importer in (("CHN", "USA"), ("USA", "CHN")):
        cells = []
        for answer in outcomes.values():
            held = [one for one in answer.flows if (one.exporter, one.importer) == (exporter, importer)]
            cells.append(f"{100 * (sum(o.new_musd for o in held) / sum(o.base_musd for o in held) - 1):+.1f}")
        print(f"| trade {exporter} → {importer}, % | " + " | ".join(cells) + " |")
    gaps = [
        f"{name} {answer.bound_gap_pct:+.3f}"
        for name, answer in outcomes.items()
        if answer.bound_gap_pct is not None
    ]
    print("\nHigh bound of open duties instead of low, United States, points: " + "; ".join(gaps))
    print(f"\nLargest residual: {max(a.residual for a in outcomes.values()):.1e}")
    table = bargain(known=KNOWN)
    print("\n| package | USA surplus | China surplus | both gain | payment for even split |")
    print("| --- | ---: | ---: | --- | ---: |")
    for offer in table.offers:
        even = "" if offer.equal_payment_musd is None else f"{offer.equal_payment_musd:+,.0f}"
        print(
            f"| {offer.name} | {offer.surplus_musd[0]:+,.0f} | {offer.surplus_musd[1]:+,.0f} | "
            f"{'yes' if offer.acceptable else 'no'} | {even} |"
        )
    print(
        f"\nNash: {table.nash}; Kalai–Smorodinsky: {table.kalai_smorodinsky}; disagreement {table.disagreement_musd}"
    )
    if table.leverage:
        print(
            f"threat instead of lapse: shift {table.leverage.shift_musd}, leverage {table.leverage.leverage_musd:,.0f}"
        )
    print(f"\nlaw: {outcomes['lapse'].assumptions[-3:]}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
