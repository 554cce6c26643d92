"""May it ship."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, ValidationInfo

from detente.questions.axes import HINDSIGHT, KNOWN, READING
from detente.questions.kinds import (
    Day,
    Facts,
    Flag,
    MaybeParty,
    Moment,
    Quantity,
    Reading,
    Side,
    Text,
    YesNo,
    vocabulary,
)
from detente.questions.model import Question
from detente.terms import InputError, names_nothing, read_yes_no

LEGS = (
    "CN_to_abroad", "US_to_abroad", "abroad_to_abroad", "transit", "bonded_zone",
    "in_china_to_foreign_person", "in_china_to_foreign_invested",
)  # fmt: skip
Leg = Annotated[
    Literal[
        "", "CN_to_abroad", "US_to_abroad", "abroad_to_abroad", "transit", "bonded_zone",
        "in_china_to_foreign_person", "in_china_to_foreign_invested",
    ],
    BeforeValidator(vocabulary(LEGS)),
]  # fmt: skip
KINDS = ("goods", "technology", "service")
Kind = Annotated[Literal["", "goods", "technology", "service"], BeforeValidator(vocabulary(KINDS))]

LISTED = ("yes", "no", "control_list", "watch_list")


def _listed(value: object, info: ValidationInfo) -> str:
    """A yes or no in any spelling, or the list of China that names the party."""
    word = str(value if value is not None else "").strip().lower().replace(" ", "_").replace("-", "_")
    if word in LISTED:
        return word
    return read_yes_no(str(info.field_name), value) or ""


Listed = Annotated[Literal["", "yes", "no", "control_list", "watch_list"], BeforeValidator(_listed)]


def _item(value: object) -> Any:
    """What an item is called; a word for a cell that was left empty is none."""
    text = value.strip() if isinstance(value, str) else value
    if text is None or (isinstance(text, str) and names_nothing(text)):
        raise InputError(
            f"item {str(value)[:40]!r} names nothing",
            remedy="say what it is in 1 to 500 characters: NdFeB magnet",
        )
    return text


Item = Annotated[str, Field(max_length=500), BeforeValidator(_item, json_schema_input_type=str)]


class LicenceQuestion(Question):
    """Does a transaction need an export licence, and on which facts does that depend?"""

    aliases: ClassVar[Mapping[str, str]] = {
        "to": "destination", "from": "origin", "fact": "facts", "state": "reading",
    }  # fmt: skip
    words: ClassVar[tuple[str, ...]] = ("item",)
    examples: ClassVar[tuple[Mapping[str, Any], ...]] = (
        {"item": "NdFeB magnet", "on": "2025-12-02", "known": "2025-10-26", "destination": "DE"},
        {"item": "laptop", "side": "US", "on": "2025-10-26", "destination": "CN"},
    )

    item: Item = Field(
        description="What it is: a name in English or Chinese, a Chinese customs code, a CAS number.",
        examples=["NdFeB magnet", "钕铁硼永磁材料"],
    )
    parameters: Text = Field(
        default="",
        description="Numbers and traits of the item beside its name: purity, density, Wh/kg, particle size, "
        "substance, shape.",
        examples=["purity 99.8 %", "powder, 20 um"],
    )
    on: Moment = Field(default=None, description="Day of export, YYYY-MM-DD or with an hour; default today.")
    known: Day = KNOWN
    hindsight: Flag = HINDSIGHT
    side: Side = Field(
        default="CN", description="Whose export controls: CN or US, in any spelling.", examples=["CN", "US"]
    )
    reading: Reading = READING
    leg: Leg = Field(
        default="",
        description="Does it leave China (the default for China's controls), in transit or from a bonded "
        "zone too, or the United States (the default for theirs), move between others, or is it supplied "
        "inside China to a foreigner?",
    )
    origin: MaybeParty = Field(
        default="", description="Country in which it was made; default CN when it leaves China."
    )
    destination: MaybeParty = Field(default="", description="Country it goes to.", examples=["DE", "Japan"])
    controlled_share: Quantity = Field(
        default="",
        description="Value of Chinese controlled content as a share of the item: 0.0012 or 0.12%.",
        examples=["0.12%"],
    )
    chinese_technology: YesNo = Field(
        default="", description="Was it made with Chinese rare-earth technology?"
    )
    military: YesNo = Field(default="", description="Is the end user military, or does it serve one?")
    listed: Listed = Field(
        default="",
        description="Is the importer or end user on a list: yes, no, or which list of China "
        "(control_list, watch_list).",
    )
    owned_by_listed: YesNo = Field(
        default="", description="Do listed parties own 50 % or more of the end user?"
    )
    end_use: Text = Field(
        default="",
        description="What it is for: civil, military, wmd_terror, logic_le_14nm, memory_ge_256, "
        "semi_equipment_for_those, ai_military_potential, humanitarian, japan_military_strength; under US "
        "controls also supercomputer, advanced_node_ics, chip_making_equipment, military_intelligence.",
        examples=["civil"],
    )
    end_user: Text = Field(
        default="",
        description="Name of the importer or end user, looked for on China's lists as far as their names "
        "were read.",
    )
    general_licence: YesNo = Field(
        default="", description="Does a general licence cover this customer and item?"
    )
    general_licence_item: Text = Field(
        default="",
        description="Item that the general licence names.",
        examples=["NdFeB magnets with dysprosium"],
    )
    general_licence_customer: Text = Field(
        default="", description="Customer that the general licence names; compared with the end user."
    )
    general_licence_from: Day = Field(default=None, description="First day of the general licence.")
    general_licence_until: Day = Field(default=None, description="Last day of the general licence.")
    end_user_statement: YesNo = Field(
        default="", description="Is there a statement of the end user on user and use? It changes what to do."
    )
    kind: Kind = Field(
        default="", description="Goods, technology or a service; technology is told by its name too."
    )
    eccn: Text = Field(
        default="",
        description="US controls: its number on the Commerce Control List, or EAR99.",
        examples=["3A090.a", "EAR99"],
    )
    headquartered_d5: YesNo = Field(
        default="",
        description="US controls: is the buyer or its ultimate parent headquartered in Macau or a country of "
        "group D:5, China among them?",
    )
    entity_footnote: Text = Field(
        default="", description="US controls: footnote of the Entity List a party carries: none, 1, 4, 5."
    )
    us_controlled_share: Quantity = Field(
        default="",
        description="US controls, foreign-made item: value of US controlled content as a share of the item.",
        examples=["0.1", "10%"],
    )
    us_technology: YesNo = Field(
        default="",
        description="US controls, foreign-made item: the direct product of US technology, software or plant "
        "(15 CFR 734.9), or holding a chip that is?",
    )
    exception: Text = Field(
        default="",
        description="US controls: licence exception that is claimed: NAC, ACA, LPP, HBM, ENC, RPL, TMP, GOV.",
        examples=["NAC"],
    )
    exception_conditions: YesNo = Field(
        default="", description="US controls: are all conditions of that exception met?"
    )
    facts: Facts = Field(default={}, description="The same facts, each name=value.")
