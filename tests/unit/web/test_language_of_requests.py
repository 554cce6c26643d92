"""The language of a request: its parameter, else Accept-Language; errors too, JSON answers never."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from detente.web.app import make_app

DAY = "2025-10-26"


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(make_app(), base_url="http://localhost")


@pytest.mark.parametrize(
    ("query", "header", "tag"),
    [
        ("", "zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
        ("", "en;q=0.5,zh-TW", "zh-Hant"),
        ("", "de", "en"),
        ("&lang=en", "zh-CN", "en"),
        ("&lang=zh", "", "zh-Hans"),
        ("&language=zh-HK", "en", "zh-Hant"),
    ],
)
def test_a_page_speaks_what_was_asked_for(client: TestClient, query: str, header: str, tag: str) -> None:
    page = client.get(f"/?on={DAY}&known={DAY}{query}", headers={"Accept-Language": header})
    assert f'<html lang="{tag}">' in page.text
    assert page.headers["vary"] == "Accept-Language"


def test_an_error_is_told_in_the_language_the_reader_prefers(client: TestClient) -> None:
    question = "/api/duty?hts=9506.62.40&origin=Chima"
    english = client.get(question).json()
    chinese = client.get(question, headers={"Accept-Language": "zh-TW"})
    assert "is not a country" in english["detail"]
    assert "不是國家或地區" in chinese.json()["detail"]
    assert chinese.headers["content-language"] == "zh-Hant"
    assert (chinese.status_code, chinese.json()["status"]) == (400, english["status"])


def test_an_answer_is_the_same_in_every_language(client: TestClient) -> None:
    question = f"/api/status?on={DAY}"
    answers = [client.get(question, headers={"Accept-Language": one}).json() for one in ("en", "zh")]
    assert answers[0] == answers[1]


def test_a_calendar_bears_both_titles_unless_chinese_is_preferred(client: TestClient) -> None:
    address = f"/calendar.ics?on={DAY}&known={DAY}"
    both = client.get(address, headers={"Accept-Language": "en-US"}).text
    assert " / " in both
    assert client.get(f"{address}&lang=both", headers={"Accept-Language": "zh"}).text == both
    assert "措施期限" in client.get(address, headers={"Accept-Language": "zh"}).text


def test_an_unknown_language_is_refused(client: TestClient) -> None:
    said = client.get("/calendar.ics?lang=fr")
    assert said.status_code == 400
    assert "give en, zh-Hans, zh-Hant" in said.json()["detail"]
