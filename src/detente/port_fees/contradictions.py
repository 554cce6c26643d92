"""Facts of one call that cannot all be so: a fault of the record, named with both of them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from detente.port_fees.holdings import HELD
from detente.terms import InputError

_BOXES = frozenset({"container", "container_ship", "containership", "container_vessel"})
_CARS = frozenset(
    {
        "vehicle_carrier", "vehicles_carrier", "car_carrier", "pcc", "pctc", "pure_car_carrier",
        "pure_car_and_truck_carrier", "pure_car_truck_carrier",
    }
)  # fmt: skip


def check_together(facts: Mapping[str, str]) -> None:
    """Refuse facts that contradict each other.

    Raises
    ------
    InputError
        Names both facts and what they say.
    """
    for share, other in zip(*HELD.values(), strict=True):
        both = sum(Decimal(facts.get(name, "0")) for name in (share, other))
        if both > 100:
            raise _contradiction(facts, share, other, f"together {both:f} percent of one ship")
    for capacity, fact in (("teu_capacity", _BOXES), ("ceu_capacity", _CARS)):
        if Decimal(facts.get(capacity, "1")) == 0 and facts.get("vessel_type") in fact:
            raise _contradiction(facts, "vessel_type", capacity, "such a ship holds some")
    boxes = Decimal(facts.get("containers", "0"))
    if facts.get("ballast") == "yes" and boxes > 0:
        raise _contradiction(facts, "ballast", "containers", "a ship in ballast discharges none")
    if facts.get("repair_only") == "yes" and boxes > 0:
        raise _contradiction(facts, "repair_only", "containers", "a ship that is empty discharges none")
    if facts.get("repair_only") == "yes" and facts.get("ballast") == "no":
        raise _contradiction(facts, "repair_only", "ballast", "only an empty ship is freed for repair")
    if "teu_capacity" in facts and boxes > Decimal(facts["teu_capacity"]):
        raise _contradiction(facts, "containers", "teu_capacity", "more boxes discharged than she holds")


def _contradiction(facts: Mapping[str, str], one: str, other: str, why: str) -> InputError:
    return InputError(
        f"{one} {facts[one]} and {other} {facts[other]} contradict each other: {why}",
        remedy="correct one of them",
    )
