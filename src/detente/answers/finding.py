"""Goods, measures and parties by words: candidates with reasons, in order; nothing is chosen for anyone."""

from __future__ import annotations

import re
import shlex
from typing import Literal

from detente.answers.asking import asking
from detente.answers.named_in_law import Named, measures_by_words, parties_by_words
from detente.duties import schedule
from detente.questions import FindQuestion
from detente.regime import artefact
from detente.schedule import FAR, Candidate, Matches, Schedule, find_goods, without_control
from detente.terms import Answer, Frozen, HtsCode, InputError, Repeat, UnknownCode

OFFERED = 5
NEAR_ELSEWHERE = 0.6
WHOSE = {"US": ("the United States", "美国"), "CN": ("China", "中国")}
Kind = Literal["line", "subheading", "heading", "measure", "party"]


class FindRow(Frozen):
    """A candidate.

    Attributes
    ----------
    kind : str
        ``line`` of the schedule, ``subheading`` or ``heading`` (its lines may not be in the schedule in use),
        ``measure`` or ``party``.
    name : str
        Tariff code, id of the measure, or name of the party.
    score : float
        From 0 to 1; an order, not a chance.
    because : str
        What matched.
    until : str
        First day the line no longer holds; empty while it stands.
    next : str
        A command that goes on from here; capitals stand for what is yours to fill in.
    """

    kind: Kind
    name: str
    words: str
    words_zh: str
    score: float
    because: str
    because_zh: str
    until: str = ""
    next: str = ""


class FindAnswer(Answer):
    """Candidates for words.

    Attributes
    ----------
    said : str
        What was looked up, control characters left out.
    to : str
        Whose schedule the goods were looked up in.
    read_as : mapping of str to str
        Words that were spelled otherwise, and the nearest known ones that were looked up in their place.
    rows : tuple of FindRow
        Best first, ties by name; empty when nothing is near.
    searched : str
        What was searched.
    """

    said: str
    to: str
    read_as: dict[str, str]
    rows: tuple[FindRow, ...]
    searched: str
    searched_zh: str
    notes: tuple[str, ...]
    notes_zh: tuple[str, ...]
    repeat: Repeat


def answer_find(question: FindQuestion) -> FindAnswer:
    """Candidates for words.

    Raises
    ------
    InputError
        When the goods are looked up in a schedule that is not here.
    """
    to = _territory(question.to)
    book = schedule(to)
    said = without_control(question.text)
    goods = find_goods(book, said, to, question.limit)
    rows = [_of_goods(one, to) for one in goods.candidates]
    divided = {r.name[:7] for r in rows if r.kind == "line" and not r.until and not r.name.endswith(".00")}
    rows += [_of_law(named) for named in (*measures_by_words(said), *parties_by_words(said))]
    best = max((r.score for r in rows), default=0.0)
    rows = sorted((r for r in rows if r.score >= FAR * best), key=lambda r: _order(r, divided))
    notes = _notes(goods, to, said)
    searched = _searched(book, to)
    words = ["detente", "find", said]
    words += ["--to", to] if to != "US" else []
    words += ["--limit", str(question.limit)] if question.limit != 10 else []
    return FindAnswer(
        said=said, to=to, read_as=dict(goods.read_as), rows=tuple(rows[: question.limit]),
        searched=searched[0], searched_zh=searched[1],
        notes=tuple(n[0] for n in notes), notes_zh=tuple(n[1] for n in notes),
        repeat=Repeat(
            command=shlex.join(words), rules=str(artefact()["hash"]), data=book.meta.content_hash[:16]
        ),
    )  # fmt: skip


@asking(FindQuestion)
def find(text: str, *, to: str = "US", limit: int = 10) -> FindAnswer:
    """Tariff lines, measures and parties that words may mean, best first, each with its reason.

    Examples
    --------
    >>> find("soccer ball").rows[0].name
    '9506.62.40'
    """
    return answer_find(FindQuestion.read(locals()))


def no_code(words: str, to: str) -> UnknownCode:
    """What to raise for words where a code is asked: the candidates, best first, and how to go on."""
    said = without_control(words)[:60]
    side = _territory(to)
    rows = [_of_goods(c, side) for c in find_goods(schedule(side), words, side, OFFERED).candidates]
    what = f"{said!r} is not a tariff code"
    if not rows:
        return UnknownCode(
            what,
            remedy="give 8 or 10 digits, dotted or not, for example 8505.11.00.70; no goods of that name "
            "are known here (`detente find WORDS` looks goods up)",
        )
    chinese = any("\u3400" <= c <= "\u9fff" for c in said)
    listed = "".join(f"\n  {row.name:<10}  {_in(row, chinese)}" for row in rows)
    return UnknownCode(what, remedy=f"which of these is it?{listed}\nask again with one of the codes")


def _territory(to: str) -> str:
    if str(to) not in ("US", "CN"):
        raise InputError(f"there is no schedule of {to} here", where="to", remedy="US or CN")
    return str(to)


def _in(row: FindRow, chinese: bool) -> str:
    return (row.words_zh or row.words) if chinese else (row.words or row.words_zh)


def _order(row: FindRow, divided: set[str]) -> tuple[float, bool, str]:
    """Best first; a code for a whole subheading after the lines that divide it."""
    return -row.score, row.name.endswith(".00") and row.name[:7] in divided, row.name


def _of_goods(one: Candidate, to: str) -> FindRow:
    dotted = _dotted(one.code)
    way = "--from ORIGIN" if to == "US" else f"--to {to}"
    kind: Kind = "line" if len(one.code) >= 8 else "subheading" if len(one.code) > 4 else "heading"
    follow = {
        "line": f"detente duty {dotted} {way} --value USD",
        "subheading": "detente data sync",  # its lines may be in a newer edition
        "heading": f"detente find {dotted}",
    }
    return FindRow(
        kind=kind, name=dotted, words=one.words, words_zh=one.words_zh, score=one.score,
        because=one.because, because_zh=one.because_zh, until=one.until, next=follow[kind],
    )  # fmt: skip


def _dotted(code: str) -> str:
    return HtsCode(code).dotted if len(code) > 2 else code


def _of_law(named: Named) -> FindRow:
    return FindRow(
        kind=named.kind, name=named.name, words=named.words, words_zh=named.words_zh, score=named.score,
        because=named.because, because_zh=named.because_zh, next=named.next,
    )  # fmt: skip


def _notes(goods: Matches, to: str, said: str) -> list[tuple[str, str]]:
    """What else is worth saying: the other side's schedule, lines that ended."""
    notes = []
    other = "CN" if to == "US" else "US"
    best = next(iter(find_goods(schedule(other), said, other, 1).candidates), None)
    if best is not None and best.score > NEAR_ELSEWHERE and not re.fullmatch(r"[\d.\s]{1,5}", said):
        words, words_zh = best.words or best.words_zh, best.words_zh or best.words
        command = shlex.join(["detente", "find", said, "--to", other])
        whose, whose_zh = WHOSE[other]
        notes.append(
            (
                f"entering {whose}: {_dotted(best.code)} {words}; all with `{command}`",
                f"进口至{whose_zh}：{_dotted(best.code)} {words_zh}；全部见 `{command}`",
            )
        )
    if any(c.until for c in goods.candidates):
        notes.append(
            (
                "a line with an end no longer stands; what came in its place is found by the same words",
                "标有终止日的税目不再有效；取代它的税目可用同样词语查到",
            )
        )
    return notes


def _searched(book: Schedule, to: str) -> tuple[str, str]:
    whose, whose_zh = WHOSE[to]
    kind, kind_zh = ("installed", "已安装") if book.meta.kind == "built" else ("shipped", "随附")
    lines = sum(code < "98" for code in book.codes(8))  # special provisions are found by their number alone
    return (
        f"{lines:,} lines of the {kind} schedule of {whose}, every heading, and the measures and parties "
        "that the law names",
        f"{whose_zh}{kind_zh}税则的{lines:,}个税目、全部品目，以及法规所列措施和主体",
    )
