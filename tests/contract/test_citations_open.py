"""Every citation of every answer opens: a document or an honest search, at a web address."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

import detente as dt
from detente.regime import tables

LINES = {"hts": ["9506.62.40", "7604.29.10"], "origin": ["CN", "CN"], "customs_value_usd": ["10000", "5000"]}
ANSWERS: dict[str, Callable[[], Any]] = {
    "status": lambda: dt.status(on="2026-11-30"),
    "status of a day with threats": lambda: dt.status(on="2025-10-26"),
    "duty": lambda: dt.duty("8541.43.00.10", origin="CN", value="10000", on="2025-10-26"),
    "duty with deposits": lambda: dt.duty(
        "7604.29.10.10", origin="CN", value="10000", on="2025-10-26",
        facts={"adcvd_case": "A-570-967", "ad_rate_pct": "5", "reexported_on": "2025-12-01"},
    ),
    "duty elsewhere": lambda: dt.duty("8541.43.00.10", origin="VN", value="10000", on="2025-10-26"),
    "duty into China": lambda: dt.duty("1201.90.00", origin="US", to="CN", value="10000", on="2025-10-26"),
    "licence": lambda: dt.licence("NdFeB magnet", on="2025-12-02", destination="US"),
    "licence of the United States": lambda: dt.licence(
        "GPU chip", side="US", on="2026-06-01", destination="CN"
    ),
    "fee": lambda: dt.fee(side="US", on="2025-10-20", owner_country="CN", net_tonnage="50000"),
    "next": lambda: dt.next_clocks(on="2026-10-10"),
    "ship": lambda: dt.ship("9506.62.40", on="2025-11-15", known="2025-10-26"),
    "pledges": lambda: dt.pledges(on="2026-10-10"),
    "calendar": lambda: dt.calendar(on="2026-10-10"),
}  # fmt: skip


def _citations(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "document" in value and "citation" in value:
            yield value
        for held in value.values():
            yield from _citations(held)
    elif isinstance(value, (list, tuple)):
        for held in value:
            yield from _citations(held)


def _plain(answer: Any) -> Any:
    if isinstance(answer, (list, tuple)):
        return [_plain(one) for one in answer]
    return answer.model_dump(mode="json")


@pytest.mark.parametrize("name", ANSWERS)
def test_every_citation_of_an_answer_opens(name: str) -> None:
    cited = list(_citations(_plain(ANSWERS[name]())))
    assert cited, "an answer that cites nothing"
    for cite in cited:
        assert cite["url"].startswith(("https://", "http://")), cite
        assert cite["opens"] in ("document", "search"), cite


def test_a_search_is_never_called_a_document() -> None:
    marks = ("/search", "site-search", "duckduckgo.com", "?s=", "truthsocial.com", "adcvd-orders")
    for name, source in tables().sources.items():
        if source["opens"] == "document" and "hts.usitc.gov" not in source["url"]:
            assert not any(mark in source["url"] for mark in marks), name
        if source["opens"] == "search":
            assert any(mark in source["url"] for mark in marks), name


def test_what_has_an_official_number_opens_as_the_document_itself() -> None:
    american = [
        s for name, s in tables().sources.items()
        if any(mark in s["citation"] for mark in (" FR ", " CFR ", " USC ", "EO 1", "CSMS", "P.L."))
    ]  # fmt: skip
    assert len(american) > 100
    assert sum(s["opens"] == "document" for s in american) > 0.95 * len(american)
