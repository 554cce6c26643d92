"""What the three outcomes of 26 October 2025 would have done: prints the worked page.

Run: ``.venv/bin/python benchmarks/impact_october.py 500 > docs/reference/impact-october-2025.md``.
"""

from __future__ import annotations

import sys

from detente.economy import bargain, impact

KNOWN = "2025-10-26"
HEAD = """# Worked page: what the three outcomes of 26 October 2025 would have done

On 26 October 2025, 24 suspended points of duty on either side were to return on 10 November unless the
suspensions were extended, and a further 100 % had been threatened for 1 November. The three outcomes are
`truce` (both suspensions extended), `lapse` (every text does what it says) and `plus100` (the threat carried
out, answered in kind, suspensions lapsed); `busan` is what the meeting of 30 October brought. Their changes
and assumptions are in `law/outcomes/2025-10-26.yaml`. Made by `benchmarks/impact_october.py`, which asks

```
detente impact --outcome truce --draws 500          # and lapse, plus100, busan
detente bargain --known 2025-10-26 --offer busan
```

The law is read as known on the outcome's day, without hindsight. The baseline is the embedded world of 2019
at both sides' duties of 1 July 2019.

## What it does

"""
READING = """
How to read it. Both sides lose against 2019 in every outcome: at duties this high a further point takes away
trade that was still worth having, and revenue falls. Mexico gains most in percent. The exact loss is larger
than the first-order terms suggest: the shock is outside their range. The interval need not be centred on the
point value.

## At the table

Disagreement is `plus100`. Million USD a year of 2019; packages are read as known on 26 October.

"""
FOOT = """
A pledge to buy soybeans is a subsidy on a flow that carries a duty: small beside the duties, and here a
little gain for both. In real income the threat moves the disagreement point more against the United States
than against China: by this measure it is negative leverage, whatever it does outside it.

## What this leaves out

Export controls on rare earths and port fees as costs, all other duties since 2019, adjustment, third
countries' tariffs. Sector means of duties rest on the installed schedules and rough weights; base
rates of China since July 2019 are carried forward. Which way each errs: [method](impact-method.md).
"""
SHOWN = ("USA", "CHN", "MEX", "CAN", "KOR", "JPN", "DEU", "BRA", "ARG", "AUS", "IND", "ROW")


def main(draws: int) -> None:
    outcomes = {name: impact(outcome=name, draws=draws) for name in ("truce", "lapse", "plus100", "busan")}
    print(HEAD, end="")
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
    table = bargain(known=KNOWN, offers=["busan"])
    print(READING, end="")
    print("| package | USA surplus | China surplus | both gain | payment for even split |")
    print("| --- | ---: | ---: | --- | ---: |")
    for offer in table.offers:
        even = "" if offer.equal_payment_musd is None else f"{offer.equal_payment_musd:+,.0f}"
        print(
            f"| {offer.name} | {offer.surplus_musd[0]:+,.0f} | {offer.surplus_musd[1]:+,.0f} | "
            f"{'yes' if offer.acceptable else 'no'} | {even} |"
        )
    first, second = table.disagreement_musd
    print(f"\nNash: {table.nash}; Kalai–Smorodinsky: {table.kalai_smorodinsky}. At disagreement the")
    print(f"United States stand at {first:+,.0f} and China at {second:+,.0f} against the 2019 baseline.")
    if table.leverage:
        one, two = table.leverage.shift_musd
        print(f"The threat instead of a plain lapse moves them by {one:+,.0f} and {two:+,.0f}.")
    print("\nLaw used:\n")
    for name in ("truce", "lapse"):
        for line in outcomes[name].assumptions:
            if line.startswith(("US duties", "Chinese duties")) and "settled" in line:
                print(f"* {line}")
    print(FOOT, end="")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
