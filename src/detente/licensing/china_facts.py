"""What China's export control asks beside who buys and where: the way out, the kind of item, and the item,
customer and days that a general licence carries."""

from __future__ import annotations

from collections.abc import Mapping

from detente.licensing.items import Item
from detente.licensing.rules import parts_of
from detente.terms import InputError, folded, nearest, read_day, read_yes_no

CHINA_QUESTIONS: dict[str, tuple[str, str]] = {
    "kind": ("Is it goods, technology or a service?", "属货物、技术还是服务？"),
    "general_licence_item": ("For which item is the general licence?", "通用许可所载物项？"),
    "general_licence_customer": ("For which customer is the general licence?", "通用许可所载最终用户？"),
    "general_licence_from": ("On which day does the general licence begin?", "通用许可起始日？"),
    "general_licence_until": ("On which day does the general licence end?", "通用许可截止日？"),
    "end_user_statement": (
        "Is there a statement of the end user on user and use?",
        "是否已取得最终用户和最终用途证明？",
    ),
}
BARRED_FROM_GENERAL = ("watch_list", "control_list")  # Decree No. 792, Arts. 26 and 28
DIRECT = {"route": "direct", "kind": "goods"}  # what holds where nothing else is said
KINDS = ("goods", "technology", "service")
_KINDS = {
    "software": "technology",
    "services": "service",
    "货物": "goods",
    "技术": "technology",
    "服务": "service",
}
_TO_FOREIGN_INVESTED = "in_china_to_foreign_invested"
# Export Control Law, Arts. 2 and 45: other ways out are the export that the rules speak of
ROUTES = {
    "transit": "transit", "transshipment": "transit", "through_carriage": "transit", "re_export": "transit",
    "过境": "transit", "转运": "transit", "通运": "transit", "再出口": "transit",
    "bonded_zone": "bonded_zone", "bonded_to_abroad": "bonded_zone", "保税区": "bonded_zone",
    "in_china_to_foreign_person": "in_china_to_foreign_person", "deemed_export": "in_china_to_foreign_person",
    _TO_FOREIGN_INVESTED: _TO_FOREIGN_INVESTED,
}  # fmt: skip


def leg_of_route(text: str) -> dict[str, str]:
    """The leg and route of another way out than a plain export; nothing where the text names none.

    Whether supply inside China to a foreign-invested firm is an export is open: its leg is not known.

    Examples
    --------
    >>> leg_of_route("transshipment"), leg_of_route("CN_to_abroad")
    ({'leg': 'CN_to_abroad', 'route': 'transit'}, {})
    """
    route = ROUTES.get(text.lower().replace("-", "_").replace(" ", "_"))
    if route is None:
        return {}
    return {"route": route} if route == _TO_FOREIGN_INVESTED else {"leg": "CN_to_abroad", "route": route}


def read_china_fact(name: str, text: str) -> str | None:
    """A fact of this module as it is judged.

    Raises
    ------
    InputError
        For a value that cannot be used.
    """
    if name in ("general_licence_from", "general_licence_until"):
        return read_day(text, what=name).isoformat()
    if name in ("general_licence_item", "general_licence_customer"):
        return text
    if name == "end_user_statement":
        return read_yes_no(name, text)
    word = _KINDS.get(text.lower(), text.lower())
    if word not in KINDS:
        hint = nearest(word, KINDS) or f"one of {', '.join(KINDS)}"
        raise InputError(f"kind {text[:40]!r} is not known", remedy=hint)
    return word


def check_use_in_japan(facts: Mapping[str, str]) -> None:
    """Refuse a use that raises Japan's military strength with another destination than Japan.

    Raises
    ------
    InputError
        Names both facts: the destination is the country of the end user.
    """
    to = facts.get("destination", "JP")
    if facts.get("end_use") == "japan_military_strength" and to != "JP":
        raise InputError(
            f"end_use japan_military_strength is a use in Japan, and destination is {to}",
            where="destination",
            remedy="give the country of the end user",
        )  # fmt: skip


def kind_of(item: Item, facts: Mapping[str, str]) -> dict[str, str]:
    """The kind of an item where its own words say technology.

    Raises
    ------
    InputError
        When the facts say that technology is goods.
    """
    if not item.technology or facts.get("kind") in ("technology", "service"):
        return {}
    if facts.get("kind") == "goods":
        raise InputError(
            f"{item.text} is called technology, and kind says goods", where="kind",
            remedy="write kind=technology, or name the goods alone",
        )  # fmt: skip
    return {"kind": "technology"}


def general_licence_facts(
    facts: Mapping[str, str], day: str, user: tuple[str, frozenset[str]], covers: bool | None
) -> tuple[dict[str, str], list[str]]:
    """Whether a general licence covers an export, from its own item, customer and days.

    Parameters
    ----------
    user : tuple
        The end user, and the lists that name it.
    covers : bool or None
        Whether its item is the one exported; None where that is not known.

    Raises
    ------
    InputError
        For days that end before they begin, or a licence said to cover an export outside its days.
    """
    own = {
        name.removeprefix("general_licence_"): v for name, v in facts.items() if "general_licence_" in name
    }
    if not own:
        return dict(facts), []
    _check_general_licence(facts, own, day)
    end_user, on_lists = user
    span = _span_of(own)
    against, open_ = [], []
    if own.get("from", "") > day or day > own.get("until", "9999"):
        against.append(f"it runs {span}")
    if (customer := own.get("customer")) and end_user and _plain(customer) != _plain(end_user):
        against.append(f"it is for {customer}, not for {end_user}")
    elif customer and not end_user:
        open_.append("end_user")
    for name in sorted(on_lists.union([facts.get("listed", "")]).intersection(BARRED_FROM_GENERAL)):
        against.append(f"a party on the {name.replace('_', ' ')} is supplied under none")
    if covers is False:
        against.append(f"it is for {own.get('item', '')}")
    elif covers is None and own.get("item"):
        open_.append("general_licence_item")
    open_ += [f"general_licence_{name}" for name in ("from", "until") if name not in own]
    kept = {name: value for name, value in facts.items() if name != "general_licence"}
    if against:
        return {**kept, "general_licence": "no"}, [
            f"the general licence does not cover this export: {'; '.join(against)}"
        ]
    if open_:
        return kept, [f"whether the general licence covers this export depends on {', '.join(open_)}"]
    return {**kept, "general_licence": "yes"}, [f"the general licence covers this export: {span}"]


def _span_of(own: Mapping[str, str]) -> str:
    """The days of a general licence in words, as far as they are given."""
    words = {"from": "from", "until": "to"}
    return " ".join(f"{word} {own[name]}" for name, word in words.items() if name in own)


def _check_general_licence(facts: Mapping[str, str], own: Mapping[str, str], day: str) -> None:
    """Refuse what contradicts itself."""
    first, last = own.get("from", ""), own.get("until", "")
    if facts.get("general_licence") == "no":
        raise InputError(
            "general_licence is no, and a general licence is described", where="general_licence",
            remedy="leave one of them out",
        )  # fmt: skip
    if first and last and last < first:
        raise InputError(
            f"the general licence ends on {last}, before it begins on {first}", where="general_licence_until",
            remedy="check both days",
        )  # fmt: skip
    if facts.get("general_licence") == "yes" and (day < first or (last and day > last)):
        where = "general_licence_from" if day < first else "general_licence_until"
        raise InputError(
            f"the general licence is said to cover an export of {day}, and runs from "
            f"{first or 'an open day'} to {last or 'an open day'}",
            where=where, remedy="leave general_licence empty: the answer says what is needed without it",
        )  # fmt: skip


def licence_item_covers(licensed: Item, item: Item) -> bool | None:
    """Whether a licence for one item is one for another; None where their entries do not tell.

    Parameters
    ----------
    licensed, item : Item
        Both weighed against the entries of the control lists.
    """
    ours, theirs = (
        {row.entry.id for row in one.weighed if row.standing == "listed"} for one in (item, licensed)
    )
    if not (ours and theirs):  # a whole class, or words that name no entry
        ours, theirs = (set(parts_of(one.classes)) - {"none"} for one in (item, licensed))
        if ours & theirs and not (licensed.exact and ours <= theirs):
            return None
    if not (ours and theirs):
        return None
    return True if ours <= theirs else False if not ours & theirs else None


def _plain(name: str) -> str:
    return "".join(c for c in folded(name).casefold() if c.isalnum())
