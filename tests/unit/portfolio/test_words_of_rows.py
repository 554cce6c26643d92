"""Words of a row are those of the single answer: a missing number is `hts`, a freed layer has one heading."""

from __future__ import annotations

import polars as pl

import detente as dt


def test_a_freed_layer_names_one_relief() -> None:
    row = {"hts": "5603920070", "origin": "CN", "entry_date": "2022-07-18", "customs_value_usd": "2500",
           "known": "2023-02-03", "chapter_98": "yes"}  # fmt: skip
    alone = dt.duty("5603920070", on="2022-07-18", value="2500", known="2023-02-03",
                    facts={"chapter_98": "yes"})  # fmt: skip
    live = [line.heading for line in alone.lines if line.heading]
    assert dt.assess(pl.DataFrame(row))["headings"].to_list() == [" ".join(live)]


def test_the_missing_statistical_number_is_asked_by_one_word() -> None:
    row = {"hts": "3926.90.99", "origin": "CN", "entry_date": "2025-04-16", "customs_value_usd": "66088.52",
           "vehicle_part": "yes", "steel_value_usd": "0"}  # fmt: skip
    alone = dt.duty("3926.90.99", on="2025-04-16", value="66088.52",
                    facts={"vehicle_part": "yes", "steel_value_usd": "0"})  # fmt: skip
    missing = dt.assess(pl.DataFrame(row))["missing"][0]
    assert missing.split(", ") == [m.fact for m in alone.missing]
    assert "hts" in missing.split(", ")
