"""What a person's name looks like in Chinese: family names, sounds of foreign names, words that are none."""

from __future__ import annotations

import re

from detente.talks.words.lexicon import compose, words

FAMILY_NAMES = words("family_names_zh")[0]
_BY_SOUND = frozenset(words("characters_by_sound_zh")[0])
_NO_NAME = compose(r"^(?:{openings_of_no_name_zh})")
_NO_TAIL = compose(r"(?:{endings_of_no_name_zh})$|^..?(?:{short_endings_of_no_name_zh})$")
_FULL_NAME = compose(
    r"(?:{compound_family_names_zh})[\u4e00-\u9fff]{1,2}|[{family_names_zh}][\u4e00-\u9fff]{1,2}"
    r"|(?:{japanese_family_names_zh})[\u4e00-\u9fff]{1,3}"
)


def is_person_name(name: str) -> bool:
    """Whether Chinese characters are somebody's name: a family name and one or two more, or foreign sounds.

    Examples
    --------
    >>> is_person_name("穆勒纳尔"), is_person_name("梁志刚"), is_person_name("事后"), is_person_name("查询时")
    (True, True, False, False)
    """
    tail = name if len(name) != 3 or name[0] not in FAMILY_NAMES else ""
    if _NO_NAME.match(name) or (_NO_TAIL.search(tail) and not re.search(r"[·‧・-]", name)):
        return False
    if re.search(r"[·‧・-]", name):
        return True
    if _FULL_NAME.fullmatch(name):
        return True
    return 2 <= len(name) <= 7 and all(c in _BY_SOUND for c in name)
