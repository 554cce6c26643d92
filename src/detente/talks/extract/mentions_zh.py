"""Where a Chinese sentence names somebody who can speak: known names, titles, new people, role phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from detente.talks.extract.people import PeopleZh
from detente.talks.words.claim import Mention, Voice
from detente.talks.words.lexicon import compose, words
from detente.talks.words.names_zh import is_person_name
from detente.talks.words.registry import Registry
from detente.talks.words.verbs_zh import FOREIGN_NAME, VerbsZh, verbs_zh

CLAUSE = re.compile(r"[,,;;。!!??::]")


_SOMEONE = compose(r"{unnamed_speaker_phrases_zh}")


def find_mentions_zh(text: str, people: PeopleZh) -> list[Mention]:
    """Known names, role phrases, newly named people; a title directly before a name belongs to it."""
    registry = people.registry
    mentions: list[Mention] = []
    for hit in registry.names_zh.finditer(text):
        voice = registry.voices[registry.by_zh[hit[0]]]
        mentions.append(Mention(hit.start(), hit.end(), hit[0], voice, voice.kind == "group"))
    mentions = _add_new_people(text, people, mentions)
    mentions += _named_again(text, people, mentions)
    mentions += _unnamed_speakers(text, people, mentions)
    for hit in verbs_zh(registry).role.finditer(text):
        if role := _role_mention(text, hit, people, mentions):
            mentions.append(role)
    return _merge_mentions(text, mentions)


def _add_new_people(text: str, people: PeopleZh, mentions: list[Mention]) -> list[Mention]:
    """The mentions with people named for the first time: behind a title, or by another introduction."""
    registry = people.registry
    for hit in _find_titled_names(text, verbs_zh(registry)):
        span = hit.span(1)
        if not _overlaps(mentions, *span):
            side = _side_of_phrase(text[: hit.end()], registry)
            voice = people.named.setdefault(hit[1], Voice(hit[1], hit[1], side, "person", "", False))
            begin = _start_of_address(text, hit.start(), mentions)  # office and title belong to the name
            mentions = _with_address(text, mentions, begin, span[0], span[1], voice)
    for hit in _find_introduced_names(text):
        name, start = hit["name"], hit.start("name")
        if _overlaps(mentions, start, hit.end()):
            continue
        if hit.groupdict().get("rank") or is_person_name(name):
            voice = people.named.setdefault(name, Voice(name, name, "third", "person", "", False))
            begin = _start_of_address(text, start, mentions)
            mentions = _with_address(text, mentions, begin, start, hit.end(), voice)
    return mentions


def _overlaps(mentions: Sequence[Mention], start: int, end: int) -> bool:
    return any(m.start < end and start < m.end for m in mentions)


def _with_address(
    text: str, mentions: Sequence[Mention], begin: int, start: int, end: int, voice: Voice
) -> list[Mention]:
    """The mentions with a name and the address before it; what the address holds is part of it."""
    kept = [m for m in mentions if not begin <= m.start < m.end <= start]
    if any(m.start < start and begin < m.end for m in kept):
        begin = start
    return [*kept, Mention(begin, end, text[begin:end], voice)]


def _named_again(text: str, people: PeopleZh, mentions: list[Mention]) -> list[Mention]:
    """Whom the document named before; the last part of a foreign name alone names its bearer."""
    for name, voice in list(people.named.items()):
        if re.search(r"[·‧・]", name):
            people.named.setdefault(re.split(r"[·‧・]", name)[-1], voice)
    again: list[Mention] = []
    for name, voice in people.named.items():
        for hit in re.finditer(re.escape(name), text):
            if not _overlaps([*mentions, *again], hit.start(), hit.end()):
                again.append(Mention(hit.start(), hit.end(), name, voice))
    return again


def _unnamed_speakers(text: str, people: PeopleZh, mentions: list[Mention]) -> list[Mention]:
    """'An official of the ministry said'; 'this chief executive' was named before."""
    unnamed: list[Mention] = []
    for hit in _SOMEONE.finditer(text):
        if _overlaps([*mentions, *unnamed], *hit.span(1)):
            continue
        name = hit[1].rsplit(_OF, 1)[-1]
        again = people.person if hit[0].startswith(words("demonstratives_zh")) else None
        voice = again or Voice(name, name, _side_of_phrase(hit[1], people.registry), "role", "", False)
        unnamed.append(Mention(hit.end(1) - len(name), hit.end(1), name, voice))
    return unnamed


def _role_mention(
    text: str, hit: re.Match[str], people: PeopleZh, mentions: Sequence[Mention]
) -> Mention | None:
    """A role of the registry with the words of its clause that belong to it."""
    end = hit.end()
    start = max([m.end() for m in CLAUSE.finditer(text[:end])] + [hit.start()])
    if start >= end or any(m.start < end <= m.end for m in mentions):
        return None
    verbs = verbs_zh(people.registry)
    before = compose(
        r"^.*(?:[{object}{joining_characters_zh}]|{citing_verbs_zh}|{verb})",
        object=verbs.object,
        verb=verbs.verb.pattern,
    )
    phrase = compose(r"{counted_persons_zh}").sub("", before.sub("", text[start:end]))
    if len(phrase) < 2:
        return None
    begin = end - len(phrase)
    titled = next((m for m in mentions if m.start == begin and m.voice.kind == "person"), None)
    if titled and not _ENVOY.search(phrase):  # a name with its title behind it
        return Mention(begin, end, phrase, titled.voice)
    if people.person is not None and _SAME_ONE.match(phrase):
        return Mention(begin, end, phrase, people.person)
    name = phrase[-14:]
    voice = Voice(name, name, _side_of_phrase(phrase, people.registry), "role", "", False)
    return Mention(end - len(name), end, name, voice)


def _find_titled_names(text: str, verbs: VerbsZh) -> Iterator[re.Match[str]]:
    """Names directly behind a title; a word that is no name may hold the title of the name behind it."""
    at = 0
    while hit := verbs.named.search(text, at):
        name = hit[1]
        good = is_person_name(name) and not _is_no_name(name) and not verbs.verb.search(name)
        if good:
            yield hit
        at = hit.end() if good else hit.start() + 1


_OF = words("particle_of_zh")[0]
_WITH = words("particle_with_zh")[0]
_CLAUSE_START = r"(?:^|(?<=[,。:;、\s{characters_before_ranked_name_zh}]))"
# Names that a phrase other than a title in front introduces.
_INTRODUCTIONS = (
    compose(  # a former office, or the member of an organisation
        r"(?:{offices_held_zh}){particle_of_zh}(?P<name>(?:[{family_names_zh}][\u4e00-\u9fff]{1,2}?"
        r"|{foreign_name}|[\u4e00-\u9fff]{2,7}?))"
        r"(?={words_after_name_zh}|{verbs_after_introduced_name_zh})",
        foreign_name=FOREIGN_NAME,
    ),
    compose(r"{surname_given_zh}"),
    compose(  # a family name with a rank or a form of address behind it
        r"{clause_start}(?P<name>[{family_names_zh}](?P<rank>{forms_of_address_zh}|{ranks_zh}))"
        r"(?=[{characters_after_address_zh}])",
        clause_start=_CLAUSE_START,
    ),
    compose(  # a whole name with a rank behind it
        r"{clause_start}(?P<name>[{family_names_zh}][\u4e00-\u9fff]{1,2}?)(?:{ranks_zh})"
        r"(?=[{characters_after_address_zh}{characters_after_rank_zh}])",
        clause_start=_CLAUSE_START,
    ),
    compose(  # a foreign name with its point, alone at the head of a clause
        r"(?:^|(?<=[,。:;、”」』\s]))(?P<name>[\u4e00-\u9fff]{1,6}(?:[·‧・][\u4e00-\u9fff]{1,8}?)+)"
        r"(?={words_after_name_zh}|{verbs_after_foreign_name_zh})"
    ),
)


def _find_introduced_names(text: str) -> list[re.Match[str]]:
    """Names introduced by something else than a title in front: a former office, a rank behind, a surname."""
    return [hit for introduction in _INTRODUCTIONS for hit in introduction.finditer(text)]


_BEFORE_OFFICE = compose(r"(?:{words_before_office_zh})")


def _start_of_address(text: str, title: int, rows: list[Mention]) -> int:
    """Where office and title before a name begin: 'of the university', back to the clause's start."""
    cut = max([m.end() for m in _BEFORE_OFFICE.finditer(text[:title])] + [0])
    people = [m.end for m in rows if m.end <= title and m.voice.kind in ("person", "outlet")]
    return max([cut, title - 24, *people])


_SAME_ONE = compose(r"{same_person_phrases_zh}")
_ENVOY = compose(r"(?:{envoy_titles_zh})$")


def _is_no_name(name: str) -> bool:
    return bool(compose(r"(?:{words_that_are_no_name_zh})").match(name))


def _side_of_phrase(text: str, registry: Registry) -> str:
    sides = {registry.voices[registry.by_zh[h[0]]].side for h in registry.names_zh.finditer(text[-24:])}
    sides &= set(registry.sides)
    return next(iter(sides)) if len(sides) == 1 else "third"


# a title alone stands for its holder today; before a name it is the title of that person
_OFFICE = compose(r"(?:{office_titles_zh})$")


def _merge_mentions(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Mentions that touch become one: party and office before a name, a body before its official."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -(m.end - m.start))):
        if kept and mention.start < kept[-1].end:
            continue
        m = mention
        while kept and _is_address_of(text, kept[-1], m):
            before = kept.pop()
            if m.voice.kind == "role" and before.voice.kind == "institution":
                m = _role_of_body(before, m, before.text + m.text)
            else:
                m = Mention(before.start, m.end, text[before.start : m.end], m.voice, m.plural)
        if kept and _is_body_of(text, kept[-1], m):
            before = kept.pop()
            m = _role_of_body(before, m, text[before.start : m.end])
        kept.append(m)
    return kept


def _is_address_of(text: str, before: Mention, m: Mention) -> bool:
    """Whether a mention directly before another is its party, office or title."""
    of_paper = m.voice.kind == "outlet" and before.voice.kind == "party"
    touches = before.end == m.start or (of_paper and text[before.end : m.start] == "《")
    is_title = before.voice.kind in ("party", "institution", "role") or _OFFICE.search(before.text)
    return bool(touches and is_title and m.voice.kind in ("person", "role", "institution", "group", "outlet"))


def _is_body_of(text: str, before: Mention, m: Mention) -> bool:
    """Whether a body a few characters before a role is the body of that role."""
    between = text[before.end : m.start]
    return (
        m.voice.kind == "role"
        and len(between) <= 8
        and before.voice.kind in ("institution", "party")
        and not CLAUSE.search(between)
        and _WITH not in between
    )


def _role_of_body(body: Mention, role: Mention, name: str) -> Mention:
    return Mention(body.start, role.end, name, Voice(name, name, body.voice.side, "role", "", False))
