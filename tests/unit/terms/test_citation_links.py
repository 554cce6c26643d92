"""Where citations open: each kind of number at its issuing body, a place in it, and what opens nowhere."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from detente.terms import Opening, held_opening, opening_at, opening_of, opening_of_code


@pytest.mark.parametrize(
    ("citation", "url", "opens"),
    [
        ("90 FR 9817, FR Doc 2025-02833", "https://www.federalregister.gov/citation/90-FR-9817", "document"),
        ("FR Doc 2025-10203", "https://www.federalregister.gov/d/2025-10203", "document"),
        ("FR Docs 2026-12669 and 2026-12670", "https://www.federalregister.gov/d/2026-12669", "document"),
        ("EO 14256 of 2 April 2025", "https://www.federalregister.gov/executive-order/14256", "document"),
        ("19 CFR 159.3", "https://www.ecfr.gov/current/title-19/section-159.3", "document"),
        ("15 CFR part 744, Supplement No. 8", "https://www.ecfr.gov/current/title-15/part-744", "document"),
        ("19 USC 1321(a)(2)(C)", "https://www.govinfo.gov/link/uscode/19/1321", "document"),
        ("19 USC 81c", "https://www.govinfo.gov/link/uscode/19/81c", "document"),
        ("P.L. 117-78", "https://www.govinfo.gov/link/plaw/117/public/78", "document"),
        ("CSMS 64680374", "https://content.govdelivery.com/bulletins/gd/USDHSCBP-3daf1b6", "document"),
        ("CBP New York ruling N352573", "https://rulings.cbp.gov/ruling/N352573", "document"),
        ("HTSUS ch. 99 (23 Apr 2026)", "https://hts.usitc.gov/", "document"),
        (
            "Proclamation 10962 of 30 July 2025",
            "https://www.federalregister.gov/documents/search?conditions%5Bterm%5D=%22Proclamation+10962%22",
            "search",
        ),
    ],
)
def test_a_number_opens_at_its_issuing_body(citation: str, url: str, opens: str) -> None:
    assert opening_of(citation) == Opening(url, opens)  # type: ignore[arg-type]


def test_a_notice_of_china_is_searched_for_by_its_number_alone() -> None:
    said = opening_of("TCC announcement; number 9 inferred", "", "税委会公告2025年第9号，2025年11月；待核")
    assert said.opens == "search"
    assert unquote(said.url).endswith("searchWord=税委会公告2025年第9号")


@pytest.mark.parametrize(
    "citation", ["reports of April and May 2025", "AgBull, November 2025", "", "FR", "12 FRANCS"]
)
def test_what_has_no_number_opens_nowhere(citation: str) -> None:
    assert opening_of(citation) == Opening()


def test_a_heading_named_in_the_schedule_opens_there() -> None:
    schedule = opening_of("HTSUS ch. 99 (23 Apr 2026)")
    assert (
        opening_at(schedule, "9903.01.63; note 2(v)").url == "https://hts.usitc.gov/search?query=9903.01.63"
    )
    assert opening_at(schedule, "note 16(c)") == schedule
    assert opening_of_code("9506.62.40").url == "https://hts.usitc.gov/search?query=9506.62.40"


def test_a_place_never_replaces_a_document_that_opens_by_itself() -> None:
    order = opening_of("EO 14257 of 2 April 2025")
    assert opening_at(order, "heading 9903.01.25; 90 FR 15041") == order


def test_a_list_that_is_only_searched_for_opens_at_the_notice_it_names() -> None:
    listed = {"url": "https://www.trade.gov/", "opens": "search"}
    assert held_opening(listed, "A-570-890; 90 FR 44801").url.endswith("/citation/90-FR-44801")
    case = held_opening(listed, "A-570-890; orders of 2005")
    assert case.opens == "search"
    assert "A-570-890" in case.url
