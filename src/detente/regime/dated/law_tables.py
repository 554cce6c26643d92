"""The compiled law of fees, licences and ownership tests, its documents, and citations as answers carry
them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from detente.regime.kinds.fee_licence import FeeLicenceTables, read_tables
from detente.regime.kinds.tracks import ActRule
from detente.regime.law_files.artefact import artefact
from detente.regime.law_files.model import Cite
from detente.terms import ACT_PARTS, Act, CiteOut, held_opening


@lru_cache(maxsize=1)
def law_tables() -> FeeLicenceTables:
    """The compiled law of fees, licences and ownership tests."""
    return read_tables(artefact()["extra"]["fee_licence"])


def sources() -> dict[str, dict[str, str]]:
    """Documents the law cites, by id."""
    documents: dict[str, dict[str, str]] = artefact()["sources"]
    return documents


def cites_out(cites: tuple[Cite, ...], sources: dict[str, dict[str, str]]) -> tuple[CiteOut, ...]:
    """Citations with the words of their documents."""
    shown = []
    for cite in dict.fromkeys(cites):
        source = sources.get(cite.document, {})
        opening = held_opening(source, cite.at)
        shown.append(
            CiteOut(
                document=cite.document,
                title=source.get("title", cite.document),
                citation=source.get("citation", cite.document),
                at=cite.at,
                note=cite.note,
                read=source.get("read", "secondary"),
                url=opening.url,
                opens=opening.opens,
            )
        )
    return tuple(shown)


def act_on(acts: Iterable[ActRule], known: str, of: str = "") -> Act | None:
    """What to do, as known on a day: of the acts for a rule (or for all), the one known last.

    Parameters
    ----------
    known : str
        Day of the knowledge used, ``YYYY-MM-DD``.
    of : str
        Id of the rule or ground asked for; an act that names none is for all of its measure.
    """
    fits = [act for act in acts if act.known <= known and (not act.of or of in act.of)]
    if not fits:
        return None
    act = max(fits, key=lambda one: (bool(one.of), one.known))
    words: dict[str, str] = {}
    for part in ACT_PARTS:
        said = getattr(act, part)
        if said is not None:
            words |= {part: said.en, f"{part}_zh": said.zh}
    return Act.model_validate({**words, "cite": cites_out(act.cite, sources()), "confidence": act.confidence})
