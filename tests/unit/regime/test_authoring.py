"""Starting a law file, keeping it apart until it is finished, and seeing what an edit changes."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from detente.cli.main import run
from detente.regime.law_files import artefact
from detente.regime.law_files.artefact import law_folder
from detente.regime.law_files.compile import compiled, read_law
from detente.regime.law_files.draft_templates import template_of
from detente.regime.law_files.drafts import draft_faults, faults_of_drafts
from detente.regime.law_files.law_diff import law_diff
from detente.regime.law_files.law_paths import draft_files, id_of, law_files, place_of
from detente.terms import InputError, LawError

NEW = Path("us/tariffs/section-301/new-action.yaml")
FILLED = {
    'family: ""': "family: s301",
    '  title: {en: "", zh: ""}': "",
    'title: {en: "", zh: ""}': 'title: {en: "An invented action", zh: "虚构措施"}',
    'component: ""': "component: s301",
    'authority: [""]': 'authority: ["Trade Act of 1974 s. 301"]',
    'heading: ""': 'heading: "9903.99.99"',
    'ad_valorem: ""': 'ad_valorem: "5%"',
    'announced: ""': 'announced: "2027-01-02"',
    'from: ""': 'from: "2027-02-01T00:01-05:00"',
    'known: ""': 'known: "2027-01-02"',
    'document: "", at: ""': 'document: HTS, at: "heading 9903.99.99"',
    'confidence: ""': "confidence: C",
}


@pytest.fixture
def law(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The law files, compiled, in a folder of their own that the program takes for its checkout."""
    folder = law_folder()
    assert folder is not None
    shutil.copytree(folder, tmp_path / "law", ignore=shutil.ignore_patterns("starter"))
    monkeypatch.setattr(artefact, "_CHECKOUT", tmp_path / "law")
    monkeypatch.setattr(artefact, "ARTEFACT", tmp_path / "law.json")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "law"


def _rule(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stopped:
        run(["rule", *words])
    said = capsys.readouterr()
    return int(stopped.value.code or 0), said.out, said.err


def _fill(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for empty, value in FILLED.items():
        text = text.replace(empty, value)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    "spelling",
    [
        "us/tariffs/section-301/new-action.yaml",
        "us/tariffs/section-301/new-action",
        "law/us/tariffs/section-301/new-action.yaml",
        "./law/us/tariffs/section-301/new-action.yml",
        "us.tariffs.section-301.new-action",
        "law.us.tariffs.section-301.new-action.yaml",
        "us.s301.new-action",
        "ABSOLUTE",
    ],
)
@pytest.mark.parametrize("working", [".", "law", "law/us/tariffs", "elsewhere"])
def test_a_new_file_lands_at_its_path_however_it_is_spelled_and_wherever_one_stands(
    law: Path,
    spelling: str,
    working: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (law.parent / "elsewhere").mkdir()
    monkeypatch.chdir(law.parent / working)
    before = set(law.rglob("*"))
    code, out, err = _rule(capsys, "new", str(law / NEW) if spelling == "ABSOLUTE" else spelling)
    assert (code, err) == (0, "")
    assert set(law.rglob("*")) - before == {law / NEW}
    assert "law/us/tariffs/section-301/new-action.yaml" in out
    assert f"id: {id_of(NEW)}\n" in (law / NEW).read_text(encoding="utf-8")


def test_a_path_is_read_from_the_folder_one_stands_in(law: Path) -> None:
    assert place_of("section-301/new-action.yaml", law, law / "us" / "tariffs") == NEW
    assert place_of("../section-301/new-action", law, law / "us" / "tariffs" / "ieepa") == NEW


@pytest.mark.parametrize(
    ("spelling", "words"),
    [
        ("../outside", "outside law/"),
        ("/etc/passwd", "outside law/"),
        ("us/tarifs/x", "tariffs"),
        ("us/tariffs", "no place"),
        ("eu/tariffs/x", "no place"),
        ("clocks/new", "rows"),
        ("us/tariffs/New Action", "new-action"),
        ("", "no place"),
    ],
)
def test_a_place_where_no_act_can_lie_is_refused_with_what_to_do(
    law: Path, spelling: str, words: str
) -> None:
    before = set(law.rglob("*"))
    with pytest.raises(InputError) as refused:
        place_of(spelling, law, law.parent)
    assert words in refused.value.text
    assert set(law.rglob("*")) == before


def test_a_file_that_exists_is_never_overwritten(law: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = law / "us/tariffs/section-301/list-1.yaml"
    text = path.read_bytes()
    for spelling in (
        "us/tariffs/section-301/list-1.yaml",
        "us.s301.list-1",
        "law/us/tariffs/section-301/list-1",
    ):
        code, _, err = _rule(capsys, "new", spelling)
        assert code == 2
        assert "exists already" in err
    assert path.read_bytes() == text


def test_a_draft_stops_nothing_and_changes_nothing(law: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = compiled(read_law(law)[0])["hash"]
    _rule(capsys, "new", "us.s301.new-action")
    broken = law / "pledges" / "broken.yaml"
    broken.write_bytes(b"status: draft\nkind: pledge\nid: {not: [closed\n\xff")
    assert draft_files(law) == (broken, law / NEW)
    assert not set(law_files(law)) & set(draft_files(law))
    assert compiled(read_law(law)[0])["hash"] == before
    code, out, err = _rule(capsys, "check")
    assert (code, err) == (0, "")
    out = " ".join(out.split())
    assert f"rules hash {before}" in out
    assert "draft law/pledges/broken.yaml: 1 to fill in or mend" in out
    assert "law/us/tariffs/section-301/new-action.yaml:4 (family): LAW-14" in out
    assert str(law.parent) not in out


@pytest.mark.parametrize(
    "path",
    [
        "us/tariffs/section-301/x", "us/entry/x", "china/tariffs/x", "china/export-controls/x",
        "us/export-controls/x", "us/port-fees/x", "china/port-fees/x", "pledges/x", "agreements/x",
    ],
)  # fmt: skip
def test_an_untouched_draft_names_every_line_to_fill_in_and_no_other_fault(law: Path, path: str) -> None:
    file = law / f"{path}.yaml"
    file.write_text(template_of(Path(f"{path}.yaml")), encoding="utf-8")
    data = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    faults = draft_faults(law, file)
    empty = [f for f in faults if "LAW-14" in f]
    assert len(empty) == _count_empty(data)
    # what is left names a choice that an empty text does not make
    assert all("Input should be" in f or "LAW-14" in f for f in faults), faults
    assert all(f.startswith(f"{file}:") for f in faults)


def _count_empty(value: object) -> int:
    if isinstance(value, dict):
        return sum(map(_count_empty, value.values()))
    if isinstance(value, list):
        return sum(map(_count_empty, value))
    return int(value == "")


def test_a_filled_draft_is_law_once_its_status_is_taken_out(
    law: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _rule(capsys, "new", NEW.as_posix())
    _fill(law / NEW)
    assert faults_of_drafts(law) == {law / NEW: ()}
    code, out, _ = _rule(capsys, "check")
    assert code == 0
    assert "new-action.yaml: complete" in " ".join(out.split())
    text = (law / NEW).read_text(encoding="utf-8")
    (law / NEW).write_text("".join(s for s in text.splitlines(True) if not s.startswith("status:")), "utf-8")
    assert draft_files(law) == ()
    assert "us.s301.new-action" in {m["id"] for m in compiled(read_law(law)[0])["measures"]}


def test_a_draft_is_checked_against_the_rest_of_the_law(
    law: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _rule(capsys, "new", NEW.as_posix())
    _fill(law / NEW)
    text = (law / NEW).read_text(encoding="utf-8")
    (law / NEW).write_text(text.replace("document: HTS,", "document: NOWHERE,"), encoding="utf-8")
    assert any("LAW-04 no source 'NOWHERE'" in f for f in draft_faults(law, law / NEW))


@pytest.mark.parametrize("name", ["us/tariffs/section-301/list-1.yaml", "pledges/tiktok.yaml",
                                  "agreements/geneva.yaml", "china/export-controls/no-61-2025.yaml",
                                  "us/port-fees/annex-i.yaml"])  # fmt: skip
def test_an_id_that_is_not_the_path_is_named_with_file_and_line(law: Path, name: str) -> None:
    moved = (law / name).with_name("moved.yaml")
    (law / name).rename(moved)
    with pytest.raises(LawError) as caught:
        read_law(law)
    assert any(f.startswith(f"{moved}:") and "LAW-13" in f and "moved" in f for f in caught.value.faults)


def test_a_clock_whose_id_names_another_side_is_named(law: Path) -> None:
    path = law / "clocks" / "us.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("id: us.reciprocal.geneva-90-days", "id: cn.reciprocal.geneva-90-days"), "utf-8"
    )
    with pytest.raises(LawError, match=r"LAW-13 cn\.reciprocal\.geneva-90-days"):
        read_law(law)


def test_every_id_of_the_law_is_its_path() -> None:
    folder = law_folder()
    assert folder is not None
    named = 0
    for path in law_files(folder):
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        if "id" in data:
            named += 1
            assert data["id"] == id_of(path.relative_to(folder))
    assert named > 90


def test_check_names_every_fault_and_compiles_nothing(law: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = law / "us/tariffs/ieepa/fentanyl.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("EO-14228", "EO-99999"), encoding="utf-8")
    code, out, err = _rule(capsys, "check")
    assert (code, out) == (2, "")
    assert "LAW-04" in err
    assert "law/us/tariffs/ieepa/fentanyl.yaml:" in err
    assert not artefact.ARTEFACT.exists()


def test_check_counts_as_json(law: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _rule(capsys, "new", "pledges/corn")
    code, out, _ = _rule(capsys, "check", "--json")
    counts = json.loads(out)
    assert code == 0
    assert counts["measures"] == len(read_law(law)[0]["measures"])
    assert list(counts["drafts"]) == ["law/pledges/corn.yaml"]


def test_diff_says_what_an_edit_changes_against_another_folder_and_against_a_commit(
    law: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = shutil.copytree(law, law.parent / "before")
    git = ["git", "-C", str(law.parent), "-c", "user.name=A", "-c", "user.email=a@example.org"]
    for words in (["init", "-q"], ["add", "law"], ["commit", "-qm", "law"]):
        subprocess.run([*git, *words], check=True)
    path = law / "us/tariffs/ieepa/fentanyl.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace('ad_valorem: "20%"', 'ad_valorem: "21%"'), "utf-8"
    )
    for against in ("HEAD", str(old)):
        answer = law_diff(law, against)
        (change,) = answer.changes
        assert (change.kind, change.before, change.after) == ("changed", "20 %", "21 %")
        assert change.place.startswith("measures us.ieepa.fentanyl provisions")
        assert answer.before_rules != answer.after_rules
    code, out, _ = _rule(capsys, "diff")
    assert code == 0
    assert "20 % -> 21 %" in " ".join(out.split())
    code, out, _ = _rule(capsys, "diff", str(old), "--json")
    assert json.loads(out)["changes"][0]["after"] == "21 %"


def test_diff_names_what_is_added_and_removed_by_its_title(law: Path) -> None:
    title = "General export licences for critical minerals"
    old = shutil.copytree(law, law.parent / "before")
    (law / "pledges" / "general-licences.yaml").unlink()
    (removed,) = law_diff(law, str(old)).changes
    assert (removed.kind, removed.place, removed.before) == (
        "removed",
        "extra pledges general-licences",
        title,
    )
    (added,) = law_diff(old, str(law)).changes
    assert (added.kind, added.after) == ("added", title)


@pytest.mark.parametrize("against", ["no-such-revision", "--output=x"])
def test_diff_against_nothing_says_what_to_give(law: Path, against: str) -> None:
    with pytest.raises(InputError):
        law_diff(law, against)


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        (
            "us/tariffs/ieepa/fentanyl.yaml",
            "kind: additional_duty",
            "kind: aditional_duty",
            "additional_duty",
        ),
        ("pledges/tiktok.yaml", "kind: pledge", "kind: plegde", "pledge"),
        ("clocks/us.yaml", "clocks:", "clock:", "clocks"),
        ("us/entry/refunds.yaml", "refund_rules:", "refund_rule:", "refund_rules"),
    ],
)
def test_a_file_that_nothing_would_read_is_named_with_the_nearest_kind(
    law: Path, file: str, old: str, new: str, words: str
) -> None:
    path = law / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LawError) as caught:
        read_law(law)
    assert any(f.startswith(f"{path}:") and "LAW-15" in f and words in f for f in caught.value.faults)


def test_a_misspelled_family_is_named_in_the_files_of_every_kind(law: Path) -> None:
    for file in (
        "us/tariffs/ieepa/fentanyl.yaml",
        "us/port-fees/annex-i.yaml",
        "china/export-controls/no-61-2025.yaml",
    ):
        path = law / file
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("family: ", "family: x", 1), encoding="utf-8")
    with pytest.raises(LawError) as caught:
        read_law(law)
    assert sum("LAW-09" in fault for fault in caught.value.faults) == 3


def test_faults_of_every_kind_come_together_and_with_their_line(law: Path) -> None:
    for file in ("us/port-fees/annex-i.yaml", "pledges/tiktok.yaml", "us/entry/refunds.yaml"):
        path = law / file
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("{document: ", "{document: X", 1), encoding="utf-8")
    with pytest.raises(LawError) as caught:
        compiled(read_law(law)[0])
    rules = {rule for fault in caught.value.faults for rule in ("FL6", "PL4", "ER3") if rule in fault}
    assert rules == {"FL6", "PL4", "ER3"}
    assert all(".yaml:" in fault for fault in caught.value.faults)
