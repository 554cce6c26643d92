"""What a run over saved answers keeps, what counts as checked, and what is told beside answers.

The saved answers beside this file are made by hand in the form each source documents; where the texts of the
sources themselves lie beside the checkout, these are read too.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import threading
from pathlib import Path

import pytest
import yaml

from detente.answers import (
    answer_duty,
    answer_fee,
    answer_licence,
    answer_ship,
    answer_status,
    answer_watch,
)
from detente.cli.main import run
from detente.notices import (
    Ledger,
    Notice,
    checked_days,
    ledger_file,
    read_run,
    saved_answers,
    verified_record,
    watched,
)
from detente.notices.ledger import Asked, Run
from detente.questions import (
    DutyQuestion,
    FeeQuestion,
    LicenceQuestion,
    ShipQuestion,
    StatusQuestion,
    WatchQuestion,
)
from detente.regime import tables
from detente.regime.law_files import artefact
from detente.terms import DataError, InputError

SAVED = Path(__file__).parent / "saved"
TEXTS = Path(__file__).resolve().parents[4] / "shared" / "texts"
TODAY = "2026-11-30"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's data folder of its own, and law files of its own to write days into."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    folder = tmp_path / "law"
    folder.mkdir()
    shutil.copy(artefact._CHECKOUT / "verified.yaml", folder / "verified.yaml")
    monkeypatch.setattr(verified_record, "law_folder", lambda: folder)
    return folder


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SAVED, tmp_path / "saved"))


def _seen(folder: Path, since: str | None = None, through: str | None = None) -> dict[str, Notice]:
    law = tables()
    read_run(saved_answers(folder, law, since, through, TODAY), law, Ledger())
    return {notice.id: notice for notice in Ledger().notices()}


def _command(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stopped:
        run([*words])
    said = capsys.readouterr()
    return int(stopped.value.code or 0), said.out, said.err


def _before(own: Path) -> dict[str, str]:
    """The day through which the law files hold each family checked, before any run."""
    rows = yaml.safe_load((own / "verified.yaml").read_text(encoding="utf-8"))["verified"]
    return {name: str(day) for name, day in rows.items()}


def _checked() -> dict[str, str]:
    ledger = Ledger()
    return checked_days(watched(tables()), ledger.runs(), ledger.notices())


def test_each_source_gives_the_notices_that_touch_what_is_watched(own: Path, saved: Path) -> None:
    seen = _seen(saved)
    touched = {name: notice.families for name, notice in seen.items()}
    assert touched["federal-register:2026-90001"] == ("s301", "s301-exclusions")
    assert touched["federal-register:2026-90002"] == ("us_export_controls",)
    assert touched["federal-register:2026-90004"] == ("reciprocal",)  # on public inspection
    assert touched["csms:99000002"] == ("s301", "s301-exclusions")
    assert touched["ecfr-744:15-CFR-744-2026-11-20"] == ("us_export_controls",)
    assert "cn_entity_lists" in touched["mofcom:art_0001.html"]
    assert touched["schedule-releases:2026HTSRev99"] == ()  # for a person to place
    assert "federal-register:2026-90003" not in seen  # an anti-dumping review
    assert "federal-register:2026-90005" not in seen  # another agency
    assert "csms:99000001" not in seen


def test_a_notice_says_its_clock_its_direction_and_why(own: Path, saved: Path) -> None:
    notice = _seen(saved)["federal-register:2026-90001"]
    assert "us.s301.exclusions.november-2026" in notice.clocks
    assert "us.s301.exclusions.november-2025" not in notice.clocks  # settled a year before
    assert notice.citation == "91 FR 99001, FR Doc. 2026-90001"
    assert notice.detected == TODAY
    assert "9903.88.69" in notice.because
    assert _seen(saved)["federal-register:2026-90002"].errs == "low"


def test_what_is_published_later_keeps_the_day_it_was_seen_and_how_it_was_handled(
    own: Path, saved: Path
) -> None:
    _seen(saved)
    Ledger().handle("2026-90004", "no change", TODAY)
    page = json.loads((saved / "federal-register.json").read_text(encoding="utf-8"))
    filed = json.loads((saved / "public-inspection.json").read_text(encoding="utf-8"))["results"][0]
    del filed["filed_at"]
    page["results"].append({**filed, "publication_date": "2026-12-02", "citation": "91 FR 99004"})
    (saved / "federal-register.json").write_text(json.dumps(page), encoding="utf-8")
    notice = _seen(saved, through="2026-12-03")["federal-register:2026-90004"]
    assert (notice.detected, notice.handled_as) == (TODAY, "no change")
    assert notice.citation.startswith("91 FR 99004")


def test_a_family_is_checked_when_all_its_sources_answered_and_all_is_handled(own: Path, saved: Path) -> None:
    _seen(saved)
    first = _checked()
    assert first["de-minimis"] == TODAY  # nothing touches it, all its sources answered
    assert first["cn_port_fees"] == "2026-10-10"  # a notice waits
    Ledger().handle("transport:t20261114_9000002.html", "no change", TODAY)
    assert _checked()["cn_port_fees"] == TODAY


def test_what_nobody_placed_keeps_every_family_of_its_source_unchecked(own: Path, saved: Path) -> None:
    seen = _seen(saved)
    for name, notice in seen.items():
        if notice.families:
            Ledger().handle(name, "no change", TODAY)
    assert _checked()["s301"] == "2026-10-10"
    Ledger().handle("schedule-releases:2026HTSRev99", "no change", TODAY)
    assert _checked()["s301"] == TODAY


@pytest.mark.parametrize("missing", ["csms.json", "federal-register.json", "public-inspection.json"])
def test_a_partial_run_moves_no_family_of_the_source_that_did_not_answer(
    own: Path, saved: Path, missing: str
) -> None:
    (saved / missing).unlink()
    _seen(saved)
    days = _checked()
    silent = missing.partition(".")[0]
    of_it = {f.id for f in watched(tables()).families if silent in f.sources}
    before = _before(own)
    assert of_it
    assert {name: days[name] for name in of_it} == {name: before[name] for name in of_it}


def test_a_feed_that_does_not_reach_back_is_no_answer(own: Path, saved: Path) -> None:
    rows = json.loads((saved / "csms.json").read_text(encoding="utf-8"))
    (saved / "csms.json").write_text(json.dumps(rows[:1]), encoding="utf-8")
    _seen(saved)
    assert _checked()["de-minimis"] == "2026-10-10"


def test_answers_of_no_stated_day_move_nothing(own: Path, saved: Path) -> None:
    (saved / "watch.json").unlink()
    _seen(saved)
    assert _checked() == _before(own)


def test_a_gap_between_two_runs_moves_nothing() -> None:
    rules = watched(tables())
    family = rules.family("de-minimis")

    def asked(since: str, through: str) -> Run:
        return Run(1, through, since, through, tuple(Asked(s, answered=True) for s in family.sources))

    gap = [asked("2026-10-11", "2026-10-20"), asked("2026-10-22", "2026-11-30")]
    joined = [asked("2026-10-11", "2026-10-20"), asked("2026-10-21", "2026-11-30")]
    assert checked_days(rules, gap, ())["de-minimis"] == "2026-10-20"
    assert checked_days(rules, joined, ())["de-minimis"] == "2026-11-30"


def test_days_are_written_into_the_law_only_forward(
    own: Path, saved: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (own / "verified.yaml").read_text(encoding="utf-8")
    code, out, _ = _command(capsys, "watch", "--from", str(saved))
    after = (own / "verified.yaml").read_text(encoding="utf-8")
    assert code == 0
    assert "families checked further" in " ".join(out.split())
    assert 'de-minimis: "2026-11-30"' in after
    assert 's301: "2026-10-10"' in after
    assert [a for a in after.splitlines() if a.startswith("#")] == [
        b for b in before.splitlines() if b.startswith("#")
    ]
    _command(capsys, "watch", "--seen")
    assert (own / "verified.yaml").read_text(encoding="utf-8") == after


def test_without_law_files_the_days_go_into_the_users_record(
    own: Path, saved: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(verified_record, "law_folder", lambda: None)
    _command(capsys, "watch", "--from", str(saved))
    record = ledger_file().parent / artefact.VERIFIED_RECORD
    assert json.loads(record.read_text(encoding="utf-8"))["verified"]["de-minimis"] == TODAY
    body = {
        "families": [{"id": "de-minimis", "verified": "2026-10-10"}, {"id": "s301", "verified": "2027-01-01"}]
    }
    artefact._with_own_checks(body, record)
    assert [f["verified"] for f in body["families"]] == [TODAY, "2027-01-01"]
    record.write_text("{", encoding="utf-8")
    with pytest.raises(DataError, match="record of checks is damaged"):
        artefact._with_own_checks(body, record)


def test_a_run_that_few_sources_answer_moves_no_day_and_says_so(
    own: Path, saved: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(verified_record, "law_folder", lambda: None)
    for path in saved.iterdir():
        if "ecfr" not in path.name:
            path.unlink()
    code, out, _ = _command(capsys, "watch", "--from", str(saved))
    assert code == 1 and "checked further" not in out
    assert not (ledger_file().parent / artefact.VERIFIED_RECORD).exists()


def _duty(on: str, known: str | None = None) -> tuple[str, ...]:
    return answer_duty(DutyQuestion(hts="9506.62.40", on=on, known=known)).notes


def test_answers_tell_of_notices_that_touch_them(own: Path, saved: Path) -> None:
    assert not any("seen since" in note for note in _duty(TODAY))
    _seen(saved)
    told = [note for note in _duty(TODAY) if "seen since 2026-10-10" in note]
    assert len(told) == 1 and "Section 301 lists" in told[0]
    card = answer_status(StatusQuestion(on=TODAY))
    assert "seen since 2026-10-10 touch this" in card.notes[-1]
    assert card.notes_zh[-1].startswith("2026-10-10 之后见到")
    ship = answer_ship(ShipQuestion(hts="9506.62.40", on=TODAY))
    assert any("Section 301 lists" in note for note in ship.notes)
    fee = answer_fee(FeeQuestion(side="CN", on=TODAY, owner_country="US"))
    assert any("China's special port fees" in note for note in fee.notes)
    assert not any("port fees" in note for note in (*ship.notes, *card.notes[:-1]))
    licence = answer_licence(LicenceQuestion(item="dysprosium metal", on=TODAY))
    assert any("China's export controls" in note for note in licence.notes)


def test_no_answer_tells_what_was_not_known_by_then_or_is_handled(own: Path, saved: Path) -> None:
    _seen(saved)
    assert not any("seen since" in note for note in _duty("2025-10-26"))
    assert not any("seen since" in note for note in _duty(TODAY, known="2026-11-29"))
    for notice in Ledger().notices():
        Ledger().handle(notice.id, "no change", TODAY)
    assert not any("seen since" in note for note in _duty(TODAY))


def test_the_list_is_what_was_detected_by_the_day_asked(own: Path, saved: Path) -> None:
    _seen(saved)
    assert answer_watch(WatchQuestion(known="2026-11-29")).notices == ()
    of_family = answer_watch(WatchQuestion(known=TODAY, family="s301-exclusions"))
    assert {n.id for n in of_family.notices} == {
        "federal-register:2026-90001", "csms:99000002", "change-record:2026-revision-99"
    }  # fmt: skip
    assert of_family.waiting == 3
    with pytest.raises(InputError, match=r"no family .*did you mean s301"):
        answer_watch(WatchQuestion(family="s3O1"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--handle", "csms:99000002"), "--handle and --as go together"),
        (("--handle", "csms:1", "--as", "no change"), "no notice 'csms:1' was seen"),
        (("--handle", "csms:99000002", "--as", "law/us/none/none.yaml"), "has no folder"),
        (("--seen", "--from", "x"), "cannot both be given"),
        (("--known", "2026-11-30", "--from", "x"), "--known and --from cannot both be given"),
        (("--through", "2026-11-30"), "--through says of which day"),
        (("--from", "nowhere"), "there is no folder"),
        (("--known", "yesterday"), "known"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    own: Path, saved: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    _seen(saved)
    code, _, err = _command(capsys, "watch", *words)
    assert code == 2
    assert said in " ".join(err.split())


def test_a_source_that_did_not_answer_is_named_with_exit_1(
    own: Path, saved: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (saved / "ecfr-744.json").write_text("<html>", encoding="utf-8")
    code, out, _ = _command(capsys, "watch", "--from", str(saved), "--full")
    assert code == 1
    assert "ecfr-744.json, line 1, column 1: a web page" in " ".join(out.split())


def test_names_that_came_or_went_without_a_date_are_noticed(own: Path, saved: Path) -> None:
    _seen(saved)
    page = json.loads((saved / "screening-list.json").read_text(encoding="utf-8"))
    page["results"][1] = {**page["results"][1], "id": "a3", "name": "Another Name Ltd.", "start_date": None}
    (saved / "screening-list.json").write_text(json.dumps(page), encoding="utf-8")
    seen = _seen(saved, through="2026-12-01")
    titles = sorted(n.title for n in seen.values() if n.source == "screening-list")
    assert "Entity List (EL): 1 name added to it since 2026-11-30" in titles
    assert "Entity List (EL): 1 name removed from it since 2026-11-30" in titles


def test_two_runs_at_once_lose_nothing(own: Path) -> None:
    def notice(n: int) -> Notice:
        return Notice(id=f"csms:{n}", source="csms", title="t", citation="c", published=TODAY, detected=TODAY)

    def write(k: int) -> None:
        for n in range(20):
            Ledger().record(Run(0, TODAY, TODAY, TODAY, ()), [notice(k * 100 + n), notice(7_000)], {})

    threads = [threading.Thread(target=write, args=(k,)) for k in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(Ledger().notices()) == 81
    assert [run.n for run in Ledger().runs()] == list(range(1, 81))


def test_a_run_that_breaks_off_leaves_nothing(own: Path) -> None:
    good = Notice(id="csms:1", source="csms", title="t", citation="c", published=TODAY, detected=TODAY)

    def breaking() -> object:
        yield good
        raise RuntimeError("broken off")

    with pytest.raises(RuntimeError):
        Ledger().record(Run(0, TODAY, TODAY, TODAY, ()), breaking(), {})
    assert Ledger().notices() == ()


def test_a_damaged_or_newer_ledger_is_refused_by_name(own: Path) -> None:
    path = ledger_file()
    path.parent.mkdir(parents=True)
    path.write_bytes(b"no database at all, but long enough to be read as one" * 20)
    with pytest.raises(DataError, match=r"notices\.sqlite"):
        Ledger().notices()
    assert any("ledger of notices cannot be read" in note for note in _duty(TODAY))  # answered all the same
    path.unlink()
    base = sqlite3.connect(path)
    base.execute("pragma user_version = 99")
    base.close()
    with pytest.raises(DataError, match="newer version"):
        Ledger().notices()


@pytest.mark.shared
@pytest.mark.skipif(not TEXTS.is_dir(), reason="needs the shared data folder beside the checkout")
def test_real_messages_and_change_records_touch_what_they_are_about(own: Path, tmp_path: Path) -> None:
    folder = tmp_path / "real"
    folder.mkdir()
    for path in (TEXTS / "csms").glob("*.txt"):
        shutil.copy(path, folder / f"csms.{path.name}")
    for path in (TEXTS / "change_records").glob("change_record_*.txt"):
        shutil.copy(path, folder / f"change-record.{path.stem.rpartition('_')[2]}.txt")
    seen = _seen(folder, since="2025-01-01", through="2026-10-01")
    assert sum(n.source == "csms" for n in seen.values()) == 43
    assert sum(n.source == "change-record" for n in seen.values()) >= 10
    assert {"fentanyl", "reciprocal"} <= set(seen["csms:67834313"].families)
    assert seen["csms:67834313"].errs == "high"  # the end of collection
    assert "us.reciprocal.november-2025" in seen["csms:65894387"].clocks
    assert "s301-forced-labor" in seen["change-record:2026-revision-13"].families
    asked = {a.source: a for a in Ledger().runs()[-1].asked}
    assert not asked["csms"].answered  # single messages are no list of what was sent
    assert asked["change-record"].reaches_back_to < "2026-06-08"  # the records join without a gap
