"""The verbs of saying and the titles of Chinese as patterns of one registry."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from detente.talks.words.lexicon import compose
from detente.talks.words.registry import Registry

FOREIGN_NAME = r"[\u4e00-\u9fff]{1,6}(?:[·‧・-][\u4e00-\u9fff]{1,8}?)+"


@dataclass(frozen=True)
class VerbsZh:
    """The patterns of Chinese reporting of one registry."""

    verb: re.Pattern[str]
    family: Mapping[str, str]
    role: re.Pattern[str]
    joint: re.Pattern[str]
    object: str
    texts: re.Pattern[str]
    named: re.Pattern[str]


@lru_cache(maxsize=64)
def verbs_zh(registry: Registry) -> VerbsZh:
    """The patterns of a registry, made once."""
    cues: Mapping[str, Any] = registry.cues["zh"]
    family = {w: modality for modality, words in cues["say"].items() for w in words}
    never = cues.get("not_followed_by", {})
    body = "|".join(
        re.escape(w) + (f"(?![{never[w]}])" if w in never else "")
        for w in sorted(family, key=len, reverse=True)
    )
    roles = "|".join(sorted(map(re.escape, cues["roles"]), key=len, reverse=True))
    texts = "|".join(sorted(map(re.escape, cues["texts"]), key=len, reverse=True))
    return VerbsZh(
        re.compile(rf"(?:{body})"),
        family,
        compose(
            r"(?:[\u4e00-\u9fffA-Za-z·]{0,18}?)(?:{title})(?![{characters_after_no_title_zh}])"
            r"(?:[{characters_between_titles_zh}]?(?:{title}))*",
            title=roles,
        ),
        re.compile(
            "(?:" + "|".join(sorted(map(re.escape, cues["joint_verbs"]), key=len, reverse=True)) + ")"
        ),
        "".join(cues["objects"]),
        re.compile(rf"(?:{texts})"),
        compose(
            r"(?:{title})(?!{title}|[{characters_after_no_title_zh}])"
            r"([{family_names_zh}][\u4e00-\u9fff]{1,2}?|{foreign_name}|[\u4e00-\u9fff]{2,7}?)"
            r"(?={words_after_name_zh}|{verb})",
            title=roles,
            verb=body,
            foreign_name=FOREIGN_NAME,
        ),
    )
