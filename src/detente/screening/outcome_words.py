"""Why a party is caught, is not, or cannot be judged: one sentence in English and in Chinese."""

from __future__ import annotations

from collections.abc import Callable

from detente.screening.ownership import percent_text
from detente.screening.ownership_found import Behind, passes_nothing
from detente.screening.ownership_kernel import FULL_SHARE
from detente.screening.ownership_tests import Tested

Name = Callable[[int], str]
Both = tuple[str, str]
_INTEREST = {
    "equity": ("shares", "股权"),
    "votes": ("votes", "表决权"),
    "board": ("board seats", "董事会席位"),
}
NOBODY_BEHIND = ("no listed holder stands behind it", "其背后没有列名持有人")


def why(tested: Tested, party: int, outcome: str, holders: tuple[Behind, ...], name: Name) -> Both:
    """The sentence for one party under one test."""
    test = tested.test
    counted, bar = tested.aggregate(party), test.threshold_pct
    if tested.linked.rank[party] == 0:
        return "on the list itself", "本身被列名"
    if outcome == "undetermined" and tested.split[party]:
        return _readings_differ(tested, party)
    if outcome == "caught":
        same = " under every reading" if len(tested.readings) > 1 else ""
        if len(tested.graphs) > 1:
            by = tested.readings[0].interest(party)
            counted, counted_zh = f"{counted} % of the {_INTEREST[by][0]}", f"{_INTEREST[by][1]}{counted}%"
        else:
            counted, counted_zh = f"{counted} %", f"{counted}%"
        zh = "各种解读均同" if same else ""
        return (
            f"{counted} counts and {bar} % is enough{same}",
            f"计入{counted_zh}，达到{bar}%的门槛" + (f"，{zh}" if zh else ""),
        )
    if outcome == "red_flag":
        return _red_flag(tested, party, holders, name)
    low, high = tested.bounds(party)
    if outcome == "undetermined":
        return (
            f"between {low} % and {high} % counts, {bar} % is enough",
            f"计入{low}%至{high}%，门槛为{bar}%",
        )
    if not holders:
        return NOBODY_BEHIND
    most = _most(tested, party)
    en, zh = f"{most} % counts, {bar} % is needed", f"计入{most}%，门槛为{bar}%"
    stop = next((link for one in holders if (link := passes_nothing(tested, one))), None)
    if stop is not None and all(one.reading.chain != "product" for one in tested.readings):
        held = percent_text(max(share for _, share in stop.shares if share is not None))
        least = test.pass_through_pct
        en += f"; {name(stop.owned)} is held at {held} %, below {least} %, and passes nothing on"
        zh += f"；{name(stop.owned)}被持有{held}%，不足{least}%，不再向下计入"
    return en, zh


def _most(tested: Tested, party: int) -> str:
    """The percentage under the reading by which most counts, by what is known."""
    return percent_text(round(max(int(one.low[party]) for one in tested.readings), -3))


def _readings_differ(tested: Tested, party: int) -> Both:
    en, zh = [], []
    for one in tested.readings:
        held = percent_text(round(min(int(one.low[party]), FULL_SHARE), -3))
        en.append(f"{held} % by {one.reading.id}")
        zh.append(f"按“{one.reading.title.zh}”为{held}%")
    bar = tested.test.threshold_pct
    return (
        f"the text leaves open how stakes count: {', '.join(en)}; {bar} % is enough",
        f"文本未定如何计算：{'，'.join(zh)}；门槛为{bar}%",
    )


def _red_flag(tested: Tested, party: int, holders: tuple[Behind, ...], name: Name) -> Both:
    """A listed holder of unknown share first, then one below the threshold or another tie."""
    bar = tested.test.threshold_pct
    links = [link for one in holders for link in one.links]
    if tested.flagged[party] and all(share is not None for link in links for _, share in link.shares):
        return (
            "whether the share of a listed holder counts is open: to be resolved, or a licence obtained",
            "列名持有人的持股是否计入未定：须查明，否则须取得许可",
        )
    if tested.flagged[party]:
        return (
            "a listed holder is known and its percentage is not: to be resolved, or a licence obtained",
            "已知列名持有人而不知其持股比例：须查明，否则须取得许可",
        )
    said_en, said_zh = [], []
    for one in holders[:3]:
        if one.product is None or one.product == 0:
            said_en.append(f"a tie to {name(one.root)}")
            said_zh.append(f"与{name(one.root)}有关联")
            continue
        held = percent_text(round(one.product, -6))
        said_en.append(f"{name(one.root)} has {held} %")
        said_zh.append(f"{name(one.root)}持有{held}%")
    minority = tested.test.minority
    words = (minority.words.en, minority.words.zh) if minority is not None else ("", "")
    counted = tested.aggregate(party)
    return (
        f"{', '.join(said_en)}; {counted} % counts of the {bar} % needed: {words[0]}",
        f"{'，'.join(said_zh)}；计入{counted}%，门槛为{bar}%：{words[1]}",
    )
