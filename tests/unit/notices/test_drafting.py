"""From a saved notice to a draft, what it would change, and how it lands: all of it or nothing."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import yaml

from detente.cli.keeping import rule
from detente.cli.main import run
from detente.notices import land_draft, read_notice, try_draft
from detente.notices.drafting import draft_landed
from detente.regime import draft_faults, read_draft, tables
from detente.regime.law_files import artefact
from detente.regime.law_files.artefact import law_folder
from detente.terms import InputError, LawError, UnreadableFile

NOTICE = Path(__file__).parent / "saved_notice.html"
TEXTS = Path(__file__).resolve().parents[4] / "shared" / "texts"
PLACE = "us/tariffs/section-301/badminton"
FILLED = {
    'family: ""': "family: s301",
    'title: {en: "", zh: ""}': 'title: {en: "Badminton nets, invented", zh: "虚构的羽毛球网措施"}',
    'component: ""': "component: s301",
    'authority: [""]': 'authority: ["Trade Act of 1974 s. 301"]',
    'at: ""': 'at: "Annex"',
    'confidence: ""': "confidence: C",
    'title_zh: ""': 'title_zh: "虚构公告"',
}


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with law files of its own, and a working folder beside them."""
    folder = law_folder()
    assert folder is not None
    root = tmp_path / "checkout"
    shutil.copytree(folder, root / "law", ignore=shutil.ignore_patterns("starter"))
    monkeypatch.setattr(artefact, "_CHECKOUT", root / "law")
    monkeypatch.setattr(artefact, "ARTEFACT", tmp_path / "law.json")
    monkeypatch.setattr(rule, "ARTEFACT", tmp_path / "law.json")
    working = tmp_path / "working"
    working.mkdir()
    monkeypatch.chdir(working)
    tables()
    return root


def _rule(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stopped:
        run(["rule", *words])
    said = capsys.readouterr()
    return int(stopped.value.code or 0), said.out, said.err


def _draft(capsys: pytest.CaptureFixture[str], *, filled: bool = True) -> Path:
    code, _, err = _rule(capsys, "new", PLACE, "--from", str(NOTICE))
    assert code == 0, err
    path = Path("badminton.draft.yaml")
    if filled:
        text = path.read_text(encoding="utf-8")
        for empty, value in FILLED.items():
            text = text.replace(empty, value)
        path.write_text(text, encoding="utf-8")
    return path


def _tree(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def test_a_notice_gives_citation_day_hour_heading_rate_and_code() -> None:
    notice = read_notice(NOTICE)
    assert notice.id == "91-FR-99101"
    assert notice.citation == "91 FR 99101, FR Doc 2026-90101"
    assert notice.title == "Notice of Action: Invented Duties on Badminton Nets of China"
    assert notice.published == "2026-12-01"
    assert [m.text for m in notice.moments] == ["2027-01-15T00:01-05:00"]
    assert [(h.heading, h.rates) for h in notice.headings] == [("9903.99.88", ("12.5",)), ("9903.88.03", ())]
    assert notice.codes == ("9506.99.60",)
    assert "9903.77.77" not in {h.heading for h in notice.headings}  # a script says nothing


def test_json_and_xml_of_the_register_and_chinese_text_are_read(tmp_path: Path) -> None:
    one = tmp_path / "one.json"
    made = {
        "made_by_hand": "in the form of one document of the API",
        "document_number": "2026-90102", "title": "Invented", "citation": "91 FR 99102",
        "publication_date": "2026-12-01", "effective_on": "2027-07-02",
        "abstract": "heading 9903.99.87: 5 percent",
    }  # fmt: skip
    one.write_text(json.dumps(made), encoding="utf-8")
    assert [m.text for m in read_notice(one).moments] == ["2027-07-02T00:01-04:00"]
    two = tmp_path / "two.xml"
    two.write_text(
        "<NOTICE><!-- made by hand --><SUBJECT>Invented</SUBJECT><P>Effective January 3, 2027, heading "
        "9903.99.87: 5 percent.</P><FRDOC>[FR Doc. 2026-90103 Filed 11-30-26; 8:45 am]</FRDOC></NOTICE>",
        encoding="utf-8",
    )
    assert read_notice(two).id == "FR-2026-90103"
    three = tmp_path / "three.txt"
    three.write_text(
        "国务院关税税则委员会公布公告（手工编写，并无此公告）\n税委会公告2026年第99号\n2026年12月1日\n"
        "自2027年1月10日12时01分起，对原产于美国的下列进口商品加征5%关税：12019010。" + "说明" * 60,
        encoding="utf-8",
    )
    notice = read_notice(three)
    assert (notice.id, notice.side) == ("TCC-2026-99", "CN")
    assert [m.text for m in notice.moments] == ["2027-01-10T12:01+08:00"]
    assert notice.codes == ("12019010",)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.pdf", b"%PDF-1.7", "a PDF or an archive"),
        ("a.txt", b"", "empty"),
        ("a.txt", b"hello, December 1, 2026", "no day of effect"),
        ("a.json", b'{"results": []}', "no document of the Federal Register"),
        ("a.json", b"{", "line 1"),
        ("a.xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><NOTICE>&b;</NOTICE>', "entities"),
        ("a.txt", b"heading 9903.01.24 on no day", "no day of publication"),
    ],
)
def test_what_is_no_notice_is_refused_by_name(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnreadableFile, match=said):
        read_notice(path)


def test_a_draft_lies_outside_the_law_and_names_what_it_lacks(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = _tree(checkout)
    path = _draft(capsys, filled=False)
    assert _tree(checkout) == before
    faults = draft_faults(checkout / "law", path)
    assert faults and all(text.startswith("badminton.draft.yaml:") for text in faults)
    assert any("(family): LAW-14" in text for text in faults)
    made = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert made["provisions"][0]["effective"]["from"] == "2027-01-15T00:01-05:00"
    assert made["applies_to"]["goods"]["prefixes"] == ["95069960"]
    code, _, err = _rule(capsys, "new", PLACE, "--from", str(NOTICE))
    assert code == 2 and "exists already" in err


def test_try_says_which_lines_owe_how_much_more(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = _draft(capsys)
    lines = Path("lines.csv")
    lines.write_text(
        "line_id,hts,origin,entry_date,customs_value_usd\n"
        "a,9506.99.60,CN,2027-01-15,1000\nb,9506.99.60,CN,2027-01-14,1000\nc,9506.99.60,VN,2027-01-15,1000\n"
        "d,8517.13.00,CN,2027-01-15,1000\n",
        encoding="utf-8",
    )
    code, out, err = _rule(capsys, "try", str(path), "--portfolio", str(lines), "--json")
    assert code == 0, err
    answer = json.loads(out)
    assert [line["line_id"] for line in answer["lines"]] == ["a"]
    assert (answer["lines_seen"], answer["lines_changed"], answer["change_usd"]) == (4, 1, 125.0)
    code, out, _ = _rule(capsys, "try", str(path))
    assert code == 0 and "10,000 USD each" in " ".join(out.split())


def test_try_of_what_is_not_finished_names_it(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = _draft(capsys, filled=False)
    with pytest.raises(LawError, match="LAW-14"):
        try_draft(checkout / "law", path, tables())
    with pytest.raises(InputError, match="there is no draft"):
        read_draft(Path("none.yaml"), checkout / "law")
    with pytest.raises(InputError, match="this is no draft"):
        read_draft(checkout / "law" / "us" / "tariffs" / "section-301" / "list-1.yaml", checkout / "law")


def test_a_finished_draft_lands_with_its_source_a_test_and_a_fragment(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _draft(capsys)
    code, out, err = _rule(capsys, "land", str(path))
    assert code == 0, err
    assert "us.s301.badminton is law: 4 files written" in " ".join(out.split())
    assert not path.exists()
    law = checkout / "law"
    text = (law / f"{PLACE}.yaml").read_text(encoding="utf-8")
    assert not {"status:", "place:", "sources:"} & {line.partition(" ")[0] for line in text.splitlines()}
    assert "91-FR-99101" in (law / "sources" / "us.yaml").read_text(encoding="utf-8").splitlines()[-1]
    written = (checkout / "tests" / "law" / f"{PLACE}.yaml").read_text(encoding="utf-8")
    (test,) = yaml.load(written, Loader=yaml.BaseLoader)["tests"]
    assert test["on"] == {"2027-01-14": "0", "2027-01-15": "12.5", "2027-01-16": "12.5"}
    assert (test["hts"], test["measures"]) == ("9506.99.60", ["us.s301.badminton"])
    assert "Badminton nets" in (checkout / "changes.d" / "badminton.md").read_text(encoding="utf-8")
    code, _, err = _rule(capsys, "check")
    assert code == 0, err


def test_a_draft_whose_own_test_fails_does_not_land(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _draft(capsys)
    text = path.read_text(encoding="utf-8").replace('known: "2026-12-01"', 'known: "2027-01-16"')
    path.write_text(
        text.replace("    cite:", '    note: {en: "n", zh: "注"}\n    cite:', 1), encoding="utf-8"
    )
    before = _tree(checkout)
    code, _, err = _rule(capsys, "land", str(path))
    assert code == 2
    assert "9506.99.60 of CN on 2027-01-15 pays 0 %" in err
    assert _tree(checkout) == before and path.exists()


def test_landing_that_breaks_off_takes_back_what_it_wrote(
    checkout: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _draft(capsys)
    before = _tree(checkout)
    real = Path.replace

    def breaking(self: Path, target: Path) -> Path:
        if Path(target).name == "badminton.md":
            raise OSError("no space left")
        return real(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", breaking)
        with pytest.raises(InputError, match="nothing was landed"):
            land_draft(checkout / "law", path)
    assert _tree(checkout) == before and path.exists()


def test_a_draft_that_lies_in_the_law_folder_lands_where_it_is(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _rule(capsys, "new", PLACE)
    path = checkout / "law" / f"{PLACE}.yaml"
    text = path.read_text(encoding="utf-8")
    more = {
        'heading: ""': 'heading: "9903.99.88"',
        'ad_valorem: ""': 'ad_valorem: "5%"',
        'announced: ""': 'announced: "2026-12-01"',
        'from: ""': 'from: "2027-01-15T00:01-05:00"',
        'known: ""': 'known: "2026-12-01"',
        'document: "", at: ""': 'document: HTS, at: "heading 9903.99.88"',
        "{origin: [CN]}": '{origin: [CN], goods: {prefixes: ["95069960"]}}',
    }
    for empty, value in (more | FILLED).items():
        text = text.replace(empty, value)
    path.write_text(text, encoding="utf-8")
    code, _, err = _rule(capsys, "land", str(path))
    assert code == 0, err
    assert "status:" not in path.read_text(encoding="utf-8")
    assert (checkout / "tests" / "law" / f"{PLACE}.yaml").is_file()


def test_a_draft_never_overwrites_law(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = _draft(capsys)
    text = path.read_text(encoding="utf-8").replace(f"place: {PLACE}", "place: us/tariffs/section-301/list-1")
    path.write_text(text.replace("id: us.s301.badminton", "id: us.s301.list-1"), encoding="utf-8")
    with pytest.raises(InputError, match="history is never overwritten"):
        land_draft(checkout / "law", path)


def test_the_skeleton_can_fail() -> None:
    from detente.duties import duty

    with pytest.raises(InputError, match="the test of the draft fails"):
        draft_landed._check_case(
            tables(), duty, ("9506.62.40", "CN", "us.s301.list-4a"), {"2026-10-01": "99"}
        )


@pytest.mark.shared
@pytest.mark.skipif(not TEXTS.is_dir(), reason="needs the shared data folder beside the checkout")
@pytest.mark.parametrize(
    ("text", "name", "moment"),
    [
        ("eo/eo_14384.txt", "EO-14384", "2026-02-07T00:01-05:00"),
        ("eo/eo_14357.txt", "EO-14357", "2025-11-10T00:01-05:00"),
        ("csms/66749380.txt", "CSMS-66749380", "2025-11-10T00:01-05:00"),
        ("csms/64701128.txt", "CSMS-64701128", "2025-04-10T00:01-04:00"),
    ],
)
def test_real_orders_and_messages_give_their_moment(text: str, name: str, moment: str) -> None:
    notice = read_notice(TEXTS / text)
    assert notice.id == name
    assert moment in [m.text for m in notice.moments]
