"""Whether a named end user stands on China's control or watch list, as far as names have been read."""

from __future__ import annotations

from detente.regime import FeeLicenceTables, standing
from detente.terms import InputError

NEAR = 88.0
# lists that No. 61 and the control-list rules speak of, and the value of `listed` that says which
DENIED = {"cn_control_list": "control_list", "cn_watch_list": "watch_list"}


def not_screened(name: str, side: str) -> str:
    """Words for a name under the controls of a side whose lists are not held here.

    Raises
    ------
    InputError
        For a name that is too long.
    """
    _check_length(name)
    return (
        f"end user {name} was not screened: no names of the lists of {side} are held here; "
        "look there and give `listed`, or run `detente screen` on that list"
    )


def _check_length(name: str) -> None:
    if len(name) > 300:
        raise InputError(
            "a name has at most 300 characters", where="end_user", remedy="give the name of the party alone"
        )


def name_listed(
    name: str, facts: dict[str, str], law: FeeLicenceTables, moment: str, known: str
) -> list[str]:
    """Set the fact `listed` where the name stands on a list; notes say what was found, or how little was
    read.

    A name that is not found settles nothing: most names of the lists have not been read.

    Raises
    ------
    InputError
        When the name is listed and the facts say it is not.
    """
    import polars as pl
    from rapidfuzz import fuzz

    from detente.terms import comparable, stems

    _check_length(name)
    plain = comparable(pl.Series([name]))
    asked, stem = plain[0], stems(plain)[0]
    named = total = 0
    notes: list[str] = []
    for measure in law.entity_lists:
        tracks = {track.id: track for track in measure.tracks}
        for listing in measure.listings:
            track = tracks[listing.track]
            state = standing(track, measure.imposed_by, moment, known)
            if state.state == "not_begun" or not listing.names:
                total += int(listing.count) if state.open else 0
                continue
            if state.open:
                named, total = named + len(listing.names), total + int(listing.count)
            entries = comparable(pl.Series(list(listing.names)))
            for entry, its_stem, shown in zip(entries, stems(entries), listing.names, strict=True):
                score = fuzz.token_sort_ratio(stem, its_stem)
                if entry != asked and score < NEAR:
                    continue
                where = f"{track.title.en}, {state.state.replace('_', ' ')} on that day"
                if entry != asked:
                    notes.append(f"is {name} the {shown} of the {where}? (score {score:.0f})")
                    continue
                notes.append(f"{name} stands on the {where}")
                if state.open and listing.list_ in DENIED:
                    if facts.get("listed") == "no":
                        raise InputError(
                            f"{name} is on the {track.title.en}", where="listed", remedy="leave it empty"
                        )
                    if facts.get("listed") != "control_list":
                        facts["listed"] = DENIED[listing.list_]
    if not notes:
        notes.append(f"{name} is not among the {named} names read of {total} entities listed that day")
    return notes
