"""Parties in every spelling people, forms and files use."""

from __future__ import annotations

import pickle

import pytest
from pydantic import BaseModel, ValidationError

from detente.terms import CN, SIDES, US, InputError, Party, read_country, read_side
from detente.terms.party import _rows


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("CN", "CN"),
        ("cn", "CN"),
        ("China", "CN"),
        ("CHN", "CN"),
        ("PRC", "CN"),
        ("P.R. China", "CN"),
        ("People’s Republic of China", "CN"),
        ("中国", "CN"),
        ("中國", "CN"),
        ("中華人民共和國", "CN"),
        ("Ｃｈｉｎａ", "CN"),
        (" china ", "CN"),
        ("US", "US"),
        ("USA", "US"),
        ("U.S.", "US"),
        ("U.S.A.", "US"),
        ("United States of America", "US"),
        ("美國", "US"),
        ("Hong Kong SAR", "HK"),
        ("香港特别行政区", "HK"),
        ("Macao", "MO"),
        ("澳門", "MO"),
        ("臺灣", "TW"),
        ("Taiwan, Province of China", "TW"),
        ("Viet Nam", "VN"),
        ("Korea, Republic of", "KR"),
        ("南韓", "KR"),
        ("Côte d’Ivoire", "CI"),
        ("Ivory Coast", "CI"),
        ("Turkey", "TR"),
        ("Türkiye", "TR"),
        ("Trinidad & Tobago", "TT"),
        ("St. Lucia", "LC"),
        ("The Bahamas", "BS"),
        ("義大利", "IT"),
        ("沙烏地阿拉伯", "SA"),
        ("UK", "GB"),
        ("NO", "NO"),
    ],
)
def test_a_party_is_read_in_the_spellings_of_the_trade(text: str, code: str) -> None:
    assert Party.read(text) == code


def test_every_country_of_iso_3166_is_known_by_both_codes_and_by_both_names() -> None:
    assert len(_rows()) == 250  # the 249 of ISO 3166-1, and XK
    for code in _rows():
        party = Party(code)
        for text in (code, code.lower(), party.alpha3, party.alpha3.lower(), party.name, party.name_zh):
            assert Party.read(text) == code, text


def test_no_spelling_stands_for_two_parties() -> None:
    spelled: dict[str, str] = {}
    for code, row in _rows().items():
        for name in (code, row.alpha3, *row.names()):
            assert spelled.setdefault(name.casefold(), code) == code, name


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Soviet Union", r"'Soviet Union' was dissolved in 1991.*RU"),
        ("SU", "dissolved"),
        ("蘇聯", "dissolved"),
        ("Yugoslavia", "no longer exists"),
        ("Czechoslovakia", "CZ or SK"),
        ("East Germany", "give DE"),
        ("Zaire", "give CD"),
        ("Korea", "KR or KP"),
        ("Congo", "CG or CD"),
        ("EU", "union of states"),
    ],
)
def test_what_is_no_country_of_today_is_refused_by_name(text: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        Party.read(text)


@pytest.mark.parametrize("text", ["", None, "XX", "Atlantis", "x" * 5000, 7, "C N", "..", "中"])
def test_what_is_no_party_is_refused_with_an_example(text: object) -> None:
    with pytest.raises(InputError, match=r"is not a country.*for example CN") as fault:
        read_country(text)
    assert len(fault.value.text) < 200


@pytest.mark.parametrize(("text", "near"), [("Chnia", "China (CN)"), ("Vietnm", "Vietnam (VN)")])
def test_a_name_mistyped_brings_the_nearest_name_and_its_code(text: str, near: str) -> None:
    with pytest.raises(InputError) as fault:
        Party.read(text, what="origin")
    assert fault.value.text.startswith(f"origin '{text}' is not a country")
    assert f"did you mean {near}" in fault.value.text


@pytest.mark.parametrize(("text", "side"), [("us", US), ("china", CN), ("CN", CN), ("USA", US), ("中国", CN)])
def test_a_side_is_one_of_two(text: str, side: Party) -> None:
    assert read_side(text) is not None
    assert read_side(text) == side
    assert side in SIDES


@pytest.mark.parametrize("text", ["VN", "both", "", None, "Atlantis", "HK"])
def test_what_is_neither_side_is_refused(text: object) -> None:
    with pytest.raises(InputError, match=r"not one of the two sides.*US or CN"):
        read_side(text)


def test_a_party_is_its_code() -> None:
    assert CN == "CN"
    assert {CN: 1}["CN"] == 1
    assert f"{CN}" == "CN"
    assert sorted([US, CN]) == ["CN", "US"]
    assert pickle.loads(pickle.dumps(CN)) == CN  # rows go to worker processes
    assert (CN.alpha3, CN.name, CN.name_zh) == ("CHN", "China", "中国")


class _Shipment(BaseModel):
    origin: Party


def test_a_field_of_a_model_takes_any_spelling_and_gives_the_code() -> None:
    shipment = _Shipment.model_validate({"origin": "中国"})
    assert shipment.model_dump_json() == '{"origin":"CN"}'
    assert isinstance(shipment.origin, Party)
    with pytest.raises(ValidationError, match=r"is not a country"):
        _Shipment.model_validate({"origin": "Chnia"})
