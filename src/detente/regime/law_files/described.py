"""What the law files may say: numbered rules and closed vocabularies, read off the code for the documents."""

from __future__ import annotations

import re
from typing import get_args

from pydantic import BaseModel

from detente.regime.kinds import (
    entry_rules,
    fee_licence,
    origin_rules,
    other_origins,
    pledges,
    pointers,
    tracks,
    watch,
)
from detente.regime.kinds.fee_licence_compile import check as check_fee_licence
from detente.regime.kinds.parties import party_rows
from detente.regime.kinds.pledges import check_promise
from detente.regime.law_files import model
from detente.regime.law_files.check import RULES

SOURCE_KINDS = {
    "instrument": "what makes law: an act, order, proclamation, regulation or announcement of an authority",
    "notice": (
        "what an authority publishes under an instrument: an action, a list, a hearing, a request "
        "for comments"
    ),
    "ruling": "a decision of a court",
    "schedule": "a tariff schedule, its notes and its change record",
    "guidance": "how an authority says it applies the law: customs messages, questions and answers",
    "report": "what others report or count: press, statistics, research",
    "statement": "words of a side without force of law: readouts, fact sheets, remarks",
}
READ_WORDS = {
    "text": "the official text itself",
    "quoted": "an official or near-official quotation",
    "secondary": "through a report",
    "memory": "not read again",
}
CONFIDENCES = {
    "A": "the official text was read",
    "B": "in quotation, from a good source, or an inference",
    "C": "from memory, or a single mention",
}


def law_rule_words() -> dict[str, str]:
    """Every numbered rule of the law files with its words, read off the docstrings."""
    rules: dict[str, str] = {}
    for rule in RULES:
        number, _, words = " ".join((rule.__doc__ or "").split()).partition(": ")
        rules[number] = words.rstrip(".")
    of_kinds = (
        check_fee_licence, party_rows, check_promise, entry_rules.compiled, origin_rules.compiled,
        other_origins.compiled, pointers.compiled, watch.compiled,
    )  # fmt: skip
    for check_kind in of_kinds:
        text = " ".join((check_kind.__doc__ or "").split())
        for number, words in re.findall(r"\b([A-Z]{2}\d) (.+?)(?=[.,;] [A-Z]{2}\d |\.(?: |$)|$)", text):
            rules[number] = words
    return rules


def law_vocabularies() -> list[tuple[str, str, dict[str, str]]]:
    """Title, field and words of every closed vocabulary; meanings where the word does not say it."""

    def words(kind: object) -> dict[str, str]:
        return dict.fromkeys(get_args(kind), "")

    def field(shape: type[BaseModel], name: str) -> dict[str, str]:
        return words(shape.model_fields[name].annotation)

    return [
        ("Kind of source", "sources: kind", field(model.Source, "kind") | SOURCE_KINDS),
        ("How a source was read", "sources: read", field(model.Source, "read") | READ_WORDS),
        ("Confidence", "confidence", words(model.Confidence) | CONFIDENCES),
        ("Kind of measure", "kind", field(model.Measure, "kind")),
        ("Status of words without an instrument", "said: status", words(model.Status)),
        ("Event", "events: kind", field(model.Event, "kind")),
        ("Act that counts for a day", "effective: basis", words(model.Basis)),
        ("Stacking", "stacking: rule", words(model.StackRule)),
        ("Direction of an error", "not_modelled: errs", field(model.NotModelled, "errs")),
        ("Kind of a fact", "facts: kind", field(model.Fact, "kind")),
        ("Kind of a fee, licence or list file", "kind", dict.fromkeys(fee_licence.KINDS, "")),
        ("State of a track", "assertions: state", words(tracks.State)),
        ("Licence rule", "rules: kind", field(fee_licence.LicenceRule, "kind")),
        ("Outcome of a licence rule", "rules: then", words(tracks.Outcome)),
        ("Kind of a pointer", "pointers: kind", words(pointers.PointerKind)),
        ("Basis of a pledge", "versions: basis", words(pledges.Basis)),
        ("State of a pledge", "states: state", words(pledges.PledgeState)),
    ]
