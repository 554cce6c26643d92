"""HTML, PDF and .docx bytes -> text, with offsets back into the original where it has any."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from html.parser import HTMLParser

from detente.terms import NotInstalled, UnreadableFile

_BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "header",
        "footer",
        "aside",
        "nav",
        "main",
        "ul",
        "ol",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "tr",
        "td",
        "th",
        "blockquote",
        "pre",
        "br",
        "hr",
        "figure",
        "figcaption",
        "form",
        "dl",
        "dt",
        "dd",
        "address",
        "title",
    ]
)
_HIDDEN = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "iframe",
        "object",
        "canvas",
        "select",
        "textarea",
        "button",
    ]
)
_ASIDE = frozenset(["nav", "footer", "aside", "form"])
MAX_DEPTH = 2_000
MAX_DOCX_XML = 80_000_000
MAX_PDF_PAGES = 2_000
Origin = tuple[tuple[int, int], ...]


class _BlockReader(HTMLParser):
    """Text of an HTML page by block, each piece with its offset in the source."""

    def __init__(self, source: str, name: str) -> None:
        super().__init__(convert_charrefs=False)
        self.name = name
        self.lines = [0]
        for hit in re.finditer(r"\n", source):
            self.lines.append(hit.end())
        self.text: list[str] = []
        self.length = 0
        self.origin: list[tuple[int, int]] = []
        self.hidden = 0
        self.aside = 0
        self.depth = 0
        self.side_spans: list[tuple[int, int]] = []
        self.bullet = False

    def at(self) -> int:
        line, column = self.getpos()
        return self.lines[min(line, len(self.lines)) - 1] + column

    def put(self, words: str, at: int) -> None:
        if self.hidden or not words:
            return
        if self.bullet and words.strip():
            self.bullet = False
            self.raw("• ", at)
        self.raw(words, at)
        if self.aside and words.strip():
            self.side_spans.append((self.length - len(words), self.length))

    def raw(self, words: str, at: int) -> None:
        self.origin.append((self.length, at))
        self.text.append(words)
        self.length += len(words)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in (
            "br",
            "hr",
            "img",
            "meta",
            "link",
            "input",
            "wbr",
            "source",
            "col",
            "area",
            "base",
            "embed",
        ):
            if tag in ("br", "hr"):
                self.put("\n", self.at())
            return
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise UnreadableFile(
                f"nests more than {MAX_DEPTH:,} elements", where=self.name, remedy="this is no report"
            )
        self.hidden += tag in _HIDDEN
        self.aside += tag in _ASIDE
        if tag in _BLOCKS:
            self.put(
                "\n\n" if tag in ("p", "h1", "h2", "h3", "blockquote", "section", "article") else "\n",
                self.at(),
            )
            self.bullet = tag == "li"

    def handle_endtag(self, tag: str) -> None:
        self.depth = max(0, self.depth - 1)
        if tag in _HIDDEN:
            self.hidden = max(0, self.hidden - 1)
        if tag in _ASIDE:
            self.aside = max(0, self.aside - 1)
        if tag in _BLOCKS:
            self.put("\n", self.at())

    def handle_data(self, data: str) -> None:
        at = self.at()
        for hit in re.finditer(r"[^\s]+|\s+", data):
            self.put(" " if hit[0].isspace() else hit[0], at + hit.start())

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name};")

    def _reference(self, written: str) -> None:
        from html import unescape

        self.put(unescape(written)[:2].replace("\xa0", " "), self.at())


def html_text(source: str, name: str) -> tuple[str, Origin, frozenset[int]]:
    """Text of an HTML page, offsets into the source, and the numbers of paragraphs that are boilerplate.

    The page is read block by block by the standard parser, so that every character knows its place in
    the source; trafilatura decides which blocks are the article.

    Raises
    ------
    UnreadableFile
        For a page that nests without end.
    """
    parser = _BlockReader(source, name)
    parser.feed(source)
    parser.close()
    text = re.sub(r"[ \t]+(?=\n)", lambda m: " " * len(m[0]), "".join(parser.text))
    title = re.search(r"<title[^>]*>([^<]{3,300})</title>", source, re.I)
    main = _article_words(source)
    boilerplate = set()
    number = -1
    offset = 0
    seen_title = False
    for line in text.splitlines(keepends=True):
        shown = line.strip()
        if shown:
            number += 1
            start = offset + line.index(shown[0])
            aside = any(a <= start < b for a, b in parser.side_spans)
            key = _line_key(shown)
            repeated = bool(title) and key == _line_key(title[1]) and seen_title  # type: ignore[index]
            seen_title = seen_title or (bool(title) and key == _line_key(title[1]))  # type: ignore[index]
            if (
                aside
                or repeated
                or (main and key not in main and not _overlaps(key, main) and len(shown) < 400)
            ):
                boilerplate.add(number)
        offset += len(line)
    if main and number >= 0 and len(boilerplate) > number:
        boilerplate = set()
    return text, tuple(_merge_origins(parser.origin)), frozenset(boilerplate)


def _merge_origins(origin: list[tuple[int, int]]) -> list[tuple[int, int]]:
    rows: list[tuple[int, int]] = []
    for pair in origin:
        if rows and pair[0] - rows[-1][0] == pair[1] - rows[-1][1]:
            continue
        rows.append(pair)
    return rows or [(0, 0)]


def _line_key(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()[:120]


def _overlaps(key: str, main: frozenset[str]) -> bool:
    return len(key) > 20 and any(key in m or m in key for m in main if len(m) > 20)


def _article_words(source: str) -> frozenset[str]:
    """Keys of the lines that trafilatura takes for the article; empty when it finds none."""
    if len(source) > 3_000_000:
        return frozenset()
    try:
        import trafilatura
    except ImportError:
        raise NotInstalled("reading HTML needs trafilatura", remedy="pip install 'detente[talks]'") from None
    try:
        article = trafilatura.extract(source, include_comments=False, include_tables=True, favor_recall=True)
    except Exception:
        return frozenset()  # a page the extractor cannot take is read whole
    return frozenset(k for line in (article or "").splitlines() if (k := _line_key(line.lstrip("-• "))))


def pdf_text(raw: bytes, name: str) -> tuple[str, Origin]:
    """Text of a PDF, page after page; lines of one paragraph joined.

    Raises
    ------
    UnreadableFile
        For an encrypted, damaged or endless file, and for one that holds pictures only.
    """
    try:
        from pypdf import PdfReader
    except ImportError:
        raise NotInstalled("reading PDF needs pypdf", remedy="pip install 'detente[talks]'") from None
    import logging

    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        reader = PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableFile("is an encrypted PDF", where=name, remedy="save a copy without password")
        if len(reader.pages) > MAX_PDF_PAGES:
            raise UnreadableFile(
                f"has more than {MAX_PDF_PAGES:,} pages", where=name, remedy="split the document"
            )
        pages = [page.extract_text() or "" for page in reader.pages]
    except UnreadableFile:
        raise
    except Exception as fault:  # pypdf lets out errors of many kinds, its own assertions among them
        hint = "encrypted" if "crypt" in str(fault).lower() or "encrypt" in str(fault).lower() else "damaged"
        raise UnreadableFile(f"is a {hint} PDF ({type(fault).__name__})", where=name) from None
    if not any(p.strip() for p in pages):
        raise UnreadableFile(
            "is a PDF without text (pictures of pages)",
            where=name,
            remedy="run it through text recognition first",
        )
    return "\n\n".join(_join_lines(p) for p in pages), ((0, 0),)


def _join_lines(page: str) -> str:
    """Lines broken by the page's width made one paragraph again."""
    rows: list[str] = []
    for line in page.splitlines():
        shown = line.strip()
        if not shown:
            rows.append("")
        elif (
            rows
            and rows[-1]
            and not re.search(r"[.!?。！？:：”\"]$", rows[-1])
            and len(rows[-1]) > 45
            and not re.match(r"[•·\-–]\s|\d+[.)]\s", shown)
        ):
            chinese = "\u4e00" <= rows[-1][-1] <= "\u9fff"
            joined = (
                rows[-1][:-1]
                if rows[-1].endswith("-") and shown[:1].islower()
                else rows[-1] + ("" if chinese else " ")
            )
            rows[-1] = joined + shown
        else:
            rows.append(shown)
    return "\n".join(rows)


def docx_text(raw: bytes, name: str) -> tuple[str, Origin]:
    """Text of a .docx: paragraphs of the main part, tabs and breaks kept.

    The XML is read by a parser that refuses document types and entities; sizes are checked before
    anything is unpacked.

    Raises
    ------
    UnreadableFile
        For a zip that is no .docx, one that unpacks beyond reason, or one with a document type.
    """
    from xml.parsers import expat

    reader = _WordReader(name)
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.characters
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = reader.refuse
    try:
        parser.Parse(_main_part(raw, name), True)
    except expat.ExpatError as fault:
        raise UnreadableFile(f"is a damaged .docx ({fault})", where=name) from None
    return "".join(reader.text), ((0, 0),)


def _main_part(raw: bytes, name: str) -> bytes:
    """The XML of the main document part, its size checked before and while it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as box:
            try:
                info = box.getinfo("word/document.xml")
            except KeyError:
                raise UnreadableFile(
                    "is a zip file but no .docx", where=name, remedy="give the document itself"
                ) from None
            if info.file_size > MAX_DOCX_XML:
                raise UnreadableFile("unpacks to more than can be read", where=name)
            if info.flag_bits & 1:
                raise UnreadableFile(
                    "is an encrypted .docx", where=name, remedy="save a copy without password"
                )
            with box.open(info) as part:
                xml = part.read(MAX_DOCX_XML + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError):
        raise UnreadableFile("is a damaged .docx", where=name) from None
    if len(xml) > MAX_DOCX_XML:
        raise UnreadableFile("unpacks to more than can be read", where=name)
    return xml


class _WordReader:
    """Text of the elements of WordprocessingML: runs, breaks, tabs, bullets, paragraphs."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.text: list[str] = []
        self.depth = 0
        self.runs = 0  # open w:t elements

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise UnreadableFile("nests without end", where=self.name)
        local = tag.rsplit(":", 1)[-1]
        self.runs += local == "t"
        self.text.append({"br": "\n", "cr": "\n", "tab": "\t", "numPr": "• "}.get(local, ""))

    def end(self, tag: str) -> None:
        self.depth -= 1
        local = tag.rsplit(":", 1)[-1]
        self.runs -= local == "t"
        if local == "p":
            self.text.append("\n")

    def characters(self, data: str) -> None:
        if self.runs:
            self.text.append(data)

    def refuse(self, *_: object) -> None:
        raise UnreadableFile(
            "declares a document type or entities", where=self.name, remedy="this is no ordinary .docx"
        )
