"""Parcels by post had a duty of their own, which is not modelled: no answer pretends otherwise."""

import pytest

import detente as dt


@pytest.mark.parametrize(
    ("day", "value", "mode", "status"),
    [
        ("2025-05-01", "500", "post", "ok"),
        ("2025-05-02", "500", "post", "not_modelled"),
        ("2025-05-03", "800", "post", "not_modelled"),
        ("2025-05-03", "801", "post", "ok"),
        ("2025-05-03", "500", "air", "ok"),
        ("2026-07-23", "500", "post", "not_modelled"),
        ("2026-07-24", "500", "post", "ok"),
        ("2026-07-25", "500", "post", "ok"),
    ],
)
def test_a_small_parcel_by_post_is_not_modelled_from_may_2025_to_july_2026(
    day: str, value: str, mode: str, status: str
) -> None:
    answer = dt.duty("9506.62.40", value=value, on=day, facts={"mode": mode})
    assert answer.status == status
    assert ("Parcels sent by post" in " ".join(answer.not_modelled)) is (status == "not_modelled")
    row = {"hts": ["9506.62.40"], "origin": ["CN"], "entry_date": [day], "customs_value_usd": [value]}
    assert dt.assess(row | {"mode": [mode]})["status"].to_list() == [status]


def test_macau_follows_with_all_origins_in_august() -> None:
    days = ("2025-08-28", "2025-08-29", "2025-08-30")
    statuses = [
        dt.duty("9506.62.40", origin="MO", value="500", on=d, facts={"mode": "post"}).status for d in days
    ]
    assert statuses == ["ok", "not_modelled", "not_modelled"]
