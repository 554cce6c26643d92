"""What a new law file starts as: every part that is needed, empty, so that each is named until it is filled
in."""

from __future__ import annotations

from pathlib import Path

from detente.regime.law_files.law_paths import id_of

_HEAD = """# What this is, in one sentence.
status: draft       # take this line out when `detente rule check` finds nothing left to fill in
"""
_MEASURE = """id: NAME
family: ""          # a row of law/families.yaml; its last checked day stands in law/verified.yaml
title: {en: "", zh: ""}
kind: additional_duty   # additional_duty, fee, quota, threat, exclusion, investigation, other
component: ""       # column of the answer: COMPONENTS; a new authority adds a new one
imposed_by: SIDE
DIRECTIONauthority: [""]     # the statute
applies_to: {origin: [ORIGIN]}
provisions:
  - id: first
    heading: ""     # chapter 99 heading, US only; take the line out where there is none
    rate: {ad_valorem: ""}      # or floor_including_base, per_entry
    announced: ""
    effective: {from: ""}       # day, hour and offset: "2026-01-31TOFFSET"
    known: ""       # the day from which it could be known
    cite: [{document: "", at: ""}]      # an id of law/sources, and the place in it
    confidence: ""  # A the text was read, B quoted or one good source, C memory or one mention
"""
_TRACKS = """tracks:
  - id: main
    title: {en: "", zh: ""}
    decider: {en: "", zh: ""}
    assertions:
      - {id: begin, state: in_force, effective: {from: ""}, known: "",
         cite: [{document: "", at: ""}], confidence: ""}
"""
_LICENCE = (
    """id: NAME
family: ""          # a row of law/families.yaml
title: {en: "", zh: ""}
kind: licence       # ownership_test and entity_list: see docs/reference/fee-and-licence-law.md
side: PARTY
imposed_by: SIDE
authority: [""]
verified: ""        # the last day on which this file was checked
classes: []         # classes of law/china/export-controls/items.yaml
"""
    + _TRACKS
    + """rules:
  - id: ""
    order: ""       # among all rules of the side
    kind: catch
    title: {en: "", zh: ""}
    tracks: [main]
    when: {fact: "", equals: ""}
    then: licence_needed
    cite: [{document: "", at: ""}]
    confidence: ""
"""
)
_PORT_FEE = (
    """id: NAME
family: ""          # a row of law/families.yaml
title: {en: "", zh: ""}
kind: port_fee
annex: ""
order: ""
imposed_by: SIDE
authority: [""]
verified: ""        # the last day on which this file was checked
currency: ""        # USD or CNY
"""
    + _TRACKS
    + """grounds:
  - id: owner
    title: {en: "", zh: ""}
    when: {fact: owner_country, in: [""]}
    cite: [{document: "", at: ""}]
    confidence: ""
steps:
  - {id: first, amount: "", unit: net_ton, effective: {from: ""}, known: "",
     cite: [{document: "", at: ""}], confidence: ""}
"""
)
_PLEDGE = """kind: pledge
id: NAME
title: {en: "", zh: ""}
by: ""              # US or CN: who promised
topic: ""
versions:
  - id: ""
    side: ""        # whose words these are
    by: ""
    known: ""
    clock: ""       # the reading of its last day, or: none stated
    words: {en: "", zh: ""}
    cite: [{document: ""}]
    confidence: ""
"""
_AGREEMENT = """kind: agreement
id: NAME
title: {en: "", zh: ""}
on: ""
known: ""
joint: ""           # true or false: one text of both sides
names: [""]
texts:
  - {en: "", zh: ""}
cite: [{document: ""}]
confidence: ""
"""


def template_of(path: Path, components: tuple[str, ...] = ()) -> str:
    """The first text of a law file at a path under ``law/``.

    Parameters
    ----------
    components : tuple of str
        Component ids in use, named in the file for the choice.
    """
    china = path.parts[0] == "china"
    if path.parts[0] in ("pledges", "agreements"):
        body = _PLEDGE if path.parts[0] == "pledges" else _AGREEMENT
    else:
        body = {"export-controls": _LICENCE, "port-fees": _PORT_FEE}.get(path.parts[1], _MEASURE)
    if china:
        body = body.replace(
            '    heading: ""     # chapter 99 heading, US only; take the line out where there is none\n', ""
        )
    words = {
        "NAME": id_of(path),
        "SIDE": "CN" if china else "US",
        "PARTY": "china" if china else "us",
        "ORIGIN": "US" if china else "CN",
        "DIRECTION": "direction: china_import\n" if china else "",
        "COMPONENTS": ", ".join(components),
        "TOFFSET": "T00:00+08:00" if china else "T00:01-05:00",
    }
    for key, word in words.items():
        body = body.replace(key, word)
    return _HEAD + body
