"""Documents of every form, and files that mean harm."""

from __future__ import annotations

import io
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest

from detente.talks import extract_claims, load_registry, read_document
from detente.talks.read.document import MAX_LINE
from detente.talks.read.language import fold_chinese, language_of
from detente.terms import DetenteError, InputError, UnreadableFile

WORDS = "He Lifeng said on 12 May 2026 that the talks were candid."


def docx(xml: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        box.writestr("word/document.xml", xml)
    return out.getvalue()


def w(body: str) -> str:
    return f'<?xml version="1.0"?><w:document xmlns:w="u"><w:body>{body}</w:body></w:document>'


def pdf(password: str = "") -> bytes:
    from pypdf import PdfReader, PdfWriter

    stream = f"BT /F1 12 Tf 72 720 Td ({WORDS}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 "
        b"5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body, offsets = b"%PDF-1.4\n", []
    for n, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n" % n + content + b"\nendobj\n"
    start = len(body)
    body += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % o for o in offsets)
    body += b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start
    if not password:
        return body
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(body)))
    writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_text_keeps_its_own_offsets() -> None:
    text = "\ufeff  First line.\r\n\r\n" + WORDS
    d = read_document(text, "a.txt")
    assert d.text[d.paragraphs[-1].start :] == WORDS
    assert d.original_offset(d.paragraphs[-1].start) == text.index(WORDS)


def test_html_gives_text_with_offsets_into_its_source() -> None:
    page = (
        "<html><head><title>T</title><script>var "
        f"a='said';</script></head><body><nav><a>Home</a></nav><article><h1>Talks end</h1><p>{WORDS} "
        "More&nbsp;words &amp; more follow here, so that the article is long enough to be "
        "one.</p></article><footer>Copyright us</footer></body></html>"
    )
    d = read_document(page, "a.html")
    at = d.text.index("He Lifeng")
    assert page[d.original_offset(at) :].startswith("He Lifeng said")
    assert "var a" not in d.text
    rows = extract_claims(d, load_registry()).statements
    assert [s.voice.name for s in rows] == ["He Lifeng"]
    assert all("Home" not in s.text and "Copyright" not in s.text for s in rows)


def test_pdf_and_docx_are_read() -> None:
    assert WORDS in read_document(pdf(), "a.pdf").text
    d = read_document(
        docx(
            w(
                f"<w:p><w:r><w:t>{WORDS}</w:t></w:r></w:p><w:p><w:r><w:t>Two</w:t><w:br/><w:t>three</w:t></w:r></w:p>"
            )
        ),
        "a.docx",
    )
    assert d.text.splitlines() == [WORDS, "Two", "three"]


def test_a_docx_keeps_lists_tables_insertions_controls_and_text_boxes_and_leaves_deletions_out() -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    body = "".join(
        [
            f"<w:p><w:pPr><w:numPr/></w:pPr>{run.format(WORDS)}</w:p>",
            f"<w:tbl><w:tr><w:tc><w:p>{run.format('in a table')}</w:p></w:tc></w:tr></w:tbl>",
            f"<w:p><w:ins>{run.format('inserted')}</w:ins><w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>",
            f"<w:p><w:sdt><w:sdtContent>{run.format('in a control')}</w:sdtContent></w:sdt></w:p>",
            f"<w:p><w:r><w:txbxContent><w:p>{run.format('in a box')}</w:p></w:txbxContent></w:r></w:p>",
        ]
    )
    lines = [line for line in read_document(docx(w(body)), "a.docx").text.splitlines() if line]
    assert lines == [f"• {WORDS}", "in a table", "inserted", "in a control", "in a box"]


def test_a_docx_with_flipped_bits_is_read_or_reported() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("word/document.xml", w(f"<w:p><w:r><w:t>{WORDS}</w:t></w:r></w:p>" * 20))
    whole = out.getvalue()
    for n in range(4, len(whole)):
        damaged = bytearray(whole)
        damaged[n] ^= 1 << n % 8
        try:
            read_document(bytes(damaged), "a.docx")
        except DetenteError as fault:
            assert "a.docx" in fault.text


@pytest.mark.parametrize("coding", ["utf-8", "utf-16", "gb18030", "cp1252"])
def test_encodings(coding: str) -> None:
    text = "何立峰表示，双方同意保持沟通。" * 4 if coding == "gb18030" else "Café talks: " + WORDS
    assert text in read_document(text.encode(coding), "a.txt").text


def test_the_day_comes_from_front_matter_then_a_printed_line_then_what_is_given() -> None:
    fallback = date(2020, 1, 1)
    assert read_document(
        f"---\ndate: 2026-05-12\npublisher: Example\n---\n{WORDS}", day=fallback
    ).day == date(2026, 5, 12)
    assert read_document(f"Published: 3 May 2026\n{WORDS}", day=fallback).day == date(2026, 5, 3)
    assert read_document("They met.\nNothing else.", day=fallback).day == fallback
    assert read_document(f"---\npublisher: Example\n---\n{WORDS}").publisher == "Example"


@pytest.mark.parametrize(
    ("raw", "name", "words"),
    [
        (b"", "a.txt", "is empty"),
        (b"   \n ", "a.txt", "is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(200), "a.png", "binary"),
        (b"x" * (MAX_LINE + 10), "a.txt", "a line of"),
        (b"\x01\x02\x03\x04" * 100, "a.txt", "control characters"),
        (b"%PDF-1.4 nothing", "a.pdf", "PDF"),
        (b"words, and no pages", "a.pdf", "ends in .pdf and is none"),
        (b"PK\x03\x04broken", "a.docx", "damaged .docx"),
        (b"<html>" + b"<div>" * 3000 + b"talks", "a.html", "nests more than"),
    ],
)
def test_hostile_files_are_refused_with_a_sentence(raw: bytes, name: str, words: str) -> None:
    with pytest.raises(DetenteError) as fault:
        read_document(raw, name)
    assert words in fault.value.text
    assert name in fault.value.text


def test_an_encrypted_pdf_is_named_as_such() -> None:
    with pytest.raises(UnreadableFile, match="encrypted"):
        read_document(pdf("secret"), "a.pdf")


def test_a_text_of_fifty_million_characters_is_refused_before_it_is_read() -> None:
    with pytest.raises(DetenteError, match=r"characters|bytes"):
        read_document(b"a " * 25_000_000, "big.txt")


@pytest.mark.parametrize(
    "xml",
    [
        '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><d>&b;</d>',
        '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>',
        "<d>" * 5000,
    ],
)
def test_a_docx_with_entities_or_endless_nesting_is_refused(xml: str) -> None:
    with pytest.raises(UnreadableFile):
        read_document(docx(xml), "a.docx")


def test_a_zip_that_is_no_docx_and_a_path_that_climbs() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        box.writestr("../../evil.txt", "x")
    with pytest.raises(UnreadableFile, match=r"no \.docx"):
        read_document(out.getvalue(), "a.docx")


def test_direction_marks_are_blanked_and_named() -> None:
    text = WORDS.replace("said", "\u202esaid\u202c")
    d = read_document(text, "a.txt")
    assert len(d.text) == len(text)
    assert "invisible" in d.warnings[0]
    assert extract_claims(d, load_registry()).statements[0].voice.name == "He Lifeng"


@pytest.mark.parametrize(
    "text", ["“He said “and then ‘no", '"""" said "', "」said「", "He said: “never", "‘’“”" * 30 + " talks"]
)
def test_unbalanced_marks_do_not_break_anything(text: str) -> None:
    x = extract_claims(read_document("Greer told reporters. " + text), load_registry())
    assert all(x.document.text[q.start : q.end] == q.text for q in x.quotations)


def test_a_missing_file_is_an_error_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="nowhere"):
        read_document(tmp_path / "nowhere.txt")
    with pytest.raises(InputError):
        read_document(b"\n\n", "blank.txt")


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("The talks were held on Sunday in the capital.", "en"),
        ("双方在马德里举行会谈。", "zh"),
        ("Les deux parties ont repris les négociations dans la capitale.", "fr"),
        ("Die beiden Seiten haben die Gespräche in der Hauptstadt wieder aufgenommen.", "de"),
        ("Las dos partes han reanudado las negociaciones en la capital.", "es"),
        ("両国は首都で協議を再開した。これは初めてのことです。", "ja"),
        ("양측은 수도에서 협상을 재개했다고 밝혔다.", "ko"),
    ],
)
def test_languages(text: str, lang: str) -> None:
    assert language_of(text) == lang


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("opencc", "双方表示。"),
        ("trafilatura", "<html><p>Words of a page.</p></html>"),
        ("pypdf", "%PDF-1.4 x"),
    ],
)
def test_what_is_not_installed_is_named(module: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from detente.talks.read import language
    from detente.terms import NotInstalled

    language._converter.cache_clear()
    language._simplified.cache_clear()
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(NotInstalled, match=r"detente\[talks\]"):
        extract_claims(read_document(text, "a"), load_registry())
    monkeypatch.undo()
    language._converter.cache_clear()


def test_folding_chinese_keeps_the_length() -> None:
    text = "雙方表示，關稅１０％（初步共識）"
    assert fold_chinese(text) == "双方表示,关税10%(初步共识)"
    assert len(fold_chinese(text)) == len(text)


@pytest.mark.parametrize("odd", ["<![CDA[x]]>", "<![if !vml]>x<![endif", "<![ENTITY[x]]>", "<!DOCTYPE [<!x"])
def test_html_with_odd_marked_sections_is_read_or_named(odd: str) -> None:
    page = f"<html><body><p>The two sides met on 25 October 2025.</p>{odd}</body></html>".encode()
    try:
        assert "two sides" in read_document(page, "odd.html").text
    except UnreadableFile as fault:
        assert "odd.html" in fault.text
        assert "damaged" in fault.text
