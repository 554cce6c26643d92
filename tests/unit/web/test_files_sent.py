"""What is sent over HTTP is read like a file: workbooks, columns by their trade names, days asked once."""

from __future__ import annotations

import io

import openpyxl
import pytest

from detente.terms import InputError

testing = pytest.importorskip("starlette.testclient")
pytest.importorskip("fastapi")

from detente.web.app import make_app  # noqa: E402 - only with the extra

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD = ["HTS Number", "Country of Origin", "Entry Date", "Value USD"]


@pytest.fixture(scope="module")
def client():
    return testing.TestClient(make_app(), base_url="http://127.0.0.1:8321")


def test_a_workbook_is_answered(client) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["ACME"], HEAD, ["9506.62.40", "CN", "2025-10-26", 10000], ["TOTAL", None, None, 10000]):
        book.active.append(row)
    body = io.BytesIO()
    book.save(body)
    made = client.post("/api/assess", content=body.getvalue(), headers={"Content-Type": EXCEL})
    assert made.status_code == 200, made.text
    answer = made.json()
    assert (answer["lines"], answer["duty_usd"]) == (1, "3750")
    assert "column 'HTS Number' is read as hts" in answer["columns"]
    assert any("row 4 holds a total" in note for note in answer["columns"])


def test_a_column_in_doubt_is_asked_about_and_the_answer_is_one_parameter(client) -> None:
    body = (",".join(HEAD) + "\n9506.62.40,CN,11/12/2025,10000\n").encode()
    made = client.post("/api/assess", content=body, headers={"Content-Type": "text/csv"})
    assert made.status_code == 400
    assert "can be read as 2025-11-12 or 2025-12-11" in made.json()["detail"]
    told = {"read_as": ["dates=mdy"]}
    made = client.post("/api/assess", params=told, content=body, headers={"Content-Type": "text/csv"})
    assert made.json()["duty_usd"] == "2750"


def test_python_takes_the_same_and_shows_the_same(tmp_path) -> None:
    import detente

    columns = {"HTS Number": ["9506.62.40"], "Country of Origin": ["CN"], "When": ["11/12/2025"]}
    frame = {**columns, "Value USD": [10000]}
    made = detente.assess(frame, read_as={"When": "entry_date", "dates": "mdy"})
    assert made["duty_usd"].to_list() == [2750.0]
    with pytest.raises(InputError, match="entry_date is missing"):
        detente.assess(frame)
