"""Chinese texts keep the rules of their house, and every sentence of the program has its Chinese."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from checkout import script
from detente.terms import InputError, folded, in_traditional, worded, worded_fault, worded_line

ROOT = Path(__file__).resolve().parents[2]
NUMBER = re.compile(r"\d[\d,]*\.\d\d(?!\d)|\d{1,3}(?:,\d{3})+")


CHINESE, WORDS = script("docs/chinese.py"), script("docs/chinese_words.py")


def test_every_chinese_text_keeps_the_rules() -> None:
    assert CHINESE.faults() == []


def test_the_texts_are_those_of_law_source_templates_and_documents() -> None:
    places = [row.place for row in CHINESE.texts()]
    assert len(places) > 4000
    for start in ("law/sources/", "law/starter/", "src/detente/regime/", "src/detente/report/", "README.zh"):
        assert any(place.startswith(start) for place in places), start


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("特惠外国货物状态自申请之日锁定", "特权外国状态"),
        ("第1栏普通税率为3%", "第1栏一般税率"),
        ("商务部公告2024年第46号第二条", "第二款"),
        ("关税,自即日起", "关税,"[-2:]),
        ("关税(加征)", "税("),
        ("暂停实施.", "施."),
        ("由 importer 申报的 goods 数量", "goods"),
    ],
)
def test_a_text_that_breaks_a_rule_is_named(text: str, named: str) -> None:
    lines = CHINESE.faults([CHINESE.ChineseText("here:1", text)])
    assert any(named in line for line in lines), lines


def test_what_is_typed_may_stay_latin() -> None:
    text = "用 `detente duty` 加 --from CN，列为 customs_value_usd，另存为 .xlsx，见 USD 和 HTS"
    assert CHINESE.faults([CHINESE.ChineseText("here:1", text)]) == []


def test_every_term_has_a_source_and_a_confidence_and_none_is_banned_itself() -> None:
    rows = CHINESE.terms()
    assert len(rows) >= 93
    for english, zh, traditional, _, source, confidence in rows:
        assert source and confidence in ("A", "B", "C"), english
        assert folded(traditional) == folded(in_traditional(traditional)), english
        assert not any(variant in zh for variant in CHINESE.banned()), english


def test_every_error_every_help_and_every_label_has_its_chinese() -> None:
    assert len(WORDS.templates()) > 400
    assert len(WORDS.help_sentences()) > 200
    assert WORDS.missing() == []


def test_a_sentence_without_chinese_is_found_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WORDS, "templates", lambda: {"the {} is upside down": "somewhere.py:1"})
    assert WORDS.missing_templates() == ["somewhere.py:1: the {} is upside down"]


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("origin 'Chima' is not a country", "origin “Chima”不是国家或地区"),
        ("did you mean quantity or unit?", "是不是 quantity 或 unit？"),
        ("value '1x' is not a number", "value “1x”不是数字"),
        ("column hts is missing (found: a, b)", "缺少 hts 列（文件中的列：a, b）"),
        ("cannot be opened (No such file or directory)", "无法打开（No such file or directory）"),
        ("met by the White House clock (a); missed", "met by the White House clock (a); missed"),
        ("a sentence that nobody wrote", "a sentence that nobody wrote"),
    ],
)
def test_sentences_are_found_by_their_template(english: str, chinese: str) -> None:
    assert worded(english, "zh-Hans") == chinese
    assert worded(english, "en") == english
    assert worded(english, "zh-Hant") == in_traditional(chinese)


def test_prose_is_no_value_of_a_template() -> None:
    text = "duties on goods of China known on 2025-10-26"
    assert worded(text, "zh-Hans") == text


def test_a_fault_and_a_line_of_a_file_are_told_whole() -> None:
    fault = InputError("no command 'dutty'", where="here", remedy="did you mean duty?")
    assert worded_fault(fault, "zh-Hans") == "here：没有“dutty”这个命令。是不是 duty？"
    assert worded_fault(fault, "en") == fault.text
    line = "goods.csv row 3: hts 'abc' is not a number — correct it, or leave it out"
    assert worded_line(line, "zh-Hans") == "goods.csv 第3行：hts “abc”不是数字。请改正，或不填"
    assert worded_line(line, "en") == line


def test_values_of_a_template_stand_in_its_chinese_once_each() -> None:
    value = re.compile(r"\{[#@~w]?\}")
    for name in ("messages.tsv", "remedies.tsv", "headings.tsv", "help.tsv", "screens.tsv"):
        table = ROOT / "src" / "detente" / "terms" / "chinese" / name
        for line in table.read_text(encoding="utf-8").splitlines():
            english, _, chinese = line.partition("\t")
            if line and not line.startswith("#") and value.search(english):
                places = {int(n) for n in re.findall(r"\{(\d)\}", chinese)}
                assert places == set(range(len(value.findall(english)))), line


@pytest.mark.parametrize("name", ["26-october-2025", "five-reports-one-evening"])
def test_a_tutorial_in_chinese_runs_the_commands_and_tells_the_figures_of_the_english_one(name: str) -> None:
    folder = ROOT / "docs" / "tutorial"
    english, chinese = ((folder / f"{name}{end}").read_text(encoding="utf-8") for end in (".md", ".zh.md"))
    assert [c.removesuffix(" --language zh") for c in _commands(chinese)] == _commands(english)
    assert set(NUMBER.findall(chinese)) - set(NUMBER.findall(english)) == set()
    figures = set(NUMBER.findall(english))
    assert len(figures) < 8 or len(figures & set(NUMBER.findall(chinese))) > 0.9 * len(figures)


def test_the_readme_in_chinese_names_commands_that_the_english_one_names() -> None:
    english, chinese = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh.md"))
    asked = {c for c in re.findall(r"`(detente[^`]*)`", chinese) if "--language" not in c}
    assert asked <= set(re.findall(r"`(detente[^`]*)`", english))


def _commands(text: str) -> list[str]:
    blocks = re.findall(r"```(?:console)?\n(.*?)```", text, re.S)
    lines = [line.removeprefix("$ ") for block in blocks for line in block.replace("\\\n", "").splitlines()]
    return [" ".join(line.split()) for line in lines if line.startswith(("detente", "printf"))]
