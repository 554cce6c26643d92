"""For every fact an answer that depends on it: two values of the fact that give two answers.

A fact without such a witness would be asked for nothing. The tests of every fact, and those that feed junk to
every fact, draw on the same tables.
"""

from __future__ import annotations

BALL, CHIP = "9506.62.40", "8542.31.90"
# fact: code, day, two values that differ, other facts, other arguments
DUTIES: dict[str, tuple[str, str, str, str, dict[str, str], dict[str, str]]] = {
    "quantity": ("1005.90.20", "2025-10-26", "1000", "900000", {"unit": "kg"}, {}),
    "unit": ("1005.90.20", "2025-10-26", "kg", "t", {"quantity": "1000"}, {}),
    "usd_per_unit": (BALL, "2025-10-26", "0.14", "0.15", {"currency": "CNY"}, {}),
    "exported_on": (CHIP, "2025-05-05", "2025-04-08", "2025-04-30", {}, {"to": "CN", "origin": "US"}),
    "loaded_on": (BALL, "2025-03-06", "2025-01-31", "2025-02-10", {}, {}),
    "imported_on": (BALL, "2025-10-26", "2025-10-01", "2019-10-01", {"reexported_on": "2026-01-10"}, {}),
    "reexported_on": (BALL, "2025-10-26", "2026-01-10", "2031-01-10", {}, {}),
    "reexported_to": (BALL, "2025-10-26", "MX", "JP", {"reexported_on": "2026-01-10"}, {}),
    "drawback_kind": (
        "8708.99.81", "2025-12-01", "unused", "manufacturing",
        {"reexported_on": "2026-01-10", "vehicle_part": "yes"}, {},
    ),
    "mode": (BALL, "2025-10-26", "ocean", "air", {}, {}),
    "entry_type": (BALL, "2026-10-26", "formal", "informal", {}, {}),
    "exclusion": ("7326.90.86.88", "2025-10-26", "9903.88.69", "none", {}, {}),
    "steel_value_usd": ("7318.15.20", "2025-09-15", "6000", "1000", {}, {}),
    "aluminum_value_usd": ("7616.99.10", "2025-09-15", "6000", "1000", {}, {}),
    "copper_value_usd": ("8544.42.90", "2025-09-15", "6000", "1000", {"aluminum_value_usd": "0"}, {}),
    "us_content_value_usd": (BALL, "2025-07-10", "2500", "5000", {}, {}),
    "us_content_share": (BALL, "2025-07-10", "0.25", "0.5", {}, {}),
    "metal_weight_share": ("8418.10.00", "2026-05-01", "0.10", "0.50", {}, {}),
    "melted_poured": ("7318.15.20", "2025-09-15", "US", "CN", {}, {}),
    "civil_aircraft": ("3926.90.45", "2026-05-10", "yes", "no", {}, {}),
    "chapter_98": (BALL, "2025-10-26", "yes", "no", {}, {}),
    "processing_value_usd": (BALL, "2025-10-26", "1000", "2000", {"chapter_98": "9802.00.50"}, {}),
    "us_parts_value_usd": (BALL, "2025-10-26", "1000", "2000", {"chapter_98": "9802.00.80"}, {}),
    "donation": (BALL, "2025-10-26", "yes", "no", {}, {}),
    "informational_materials": ("4901.99.00", "2025-10-26", "yes", "no", {}, {}),
    "de_minimis_claim": (BALL, "2025-04-01", "yes", "no", {}, {"value": "500"}),
    "end_use": ("8507.60.00.20", "2025-10-26", "auto part", "stationary", {}, {}),
    "vehicle_part": ("8507.60.00.20", "2025-10-26", "yes", "no", {}, {}),
    "truck_part": ("4009.12.00.20", "2025-12-01", "yes", "no", {"vehicle_part": "no"}, {}),
    "vehicle_25_years": ("8703.23.01", "2025-10-26", "yes", "no", {}, {}),
    "enteral_syringe": ("9018.31.00.80", "2025-10-26", "yes", "no", {}, {}),
    "sts_crane": ("8426.19.00", "2025-11-09", "yes", "no", {}, {}),
    "contract_signed_on": ("8426.19.00", "2025-11-09", "2025-03-01", "2025-06-01", {"sts_crane": "yes"}, {}),
    "intermodal_chassis": ("8716.90.50", "2025-11-09", "yes", "no", {}, {}),
    "kitchen_cabinet": ("9403.40.90.60", "2025-10-26", "yes", "no", {}, {}),
    "semiconductor_band": ("8471.80.40", "2026-02-10", "yes", "no", {}, {}),
    "semiconductor_excused_use": ("8471.80.40", "2026-02-10", "yes", "no", {"semiconductor_band": "yes"}, {}),
    "patented_pharma": ("2918.99.30", "2026-10-01", "yes", "no", {}, {}),
    "pharma_annex_iii_company": ("2918.99.30", "2026-08-10", "yes", "no", {"patented_pharma": "yes"}, {}),
    "pharma_relief": ("2918.99.30", "2026-10-01", "onshoring", "trials", {"patented_pharma": "yes"}, {}),
    "pharmaceutical_use": ("2918.99.30", "2026-10-01", "yes", "no", {"patented_pharma": "no"}, {}),
    "forced_labor_described": ("1207.40.00", "2026-08-10", "yes", "no", {}, {}),
    "drone_class": ("8806.22.00", "2026-10-01", "light", "heavy_or_thermal", {}, {}),
    "described_good": ("1905.90.10", "2025-12-01", "yes", "no", {}, {}),
    "bifacial": ("8541.43.00.10", "2023-10-26", "yes", "no", {}, {}),
    "residential_washer": ("8450.11.00.40", "2019-10-26", "yes", "no", {}, {}),
    "quartz_surface": ("6810.99.00.40", "2026-08-20", "yes", "no", {}, {}),
    "in_quota": ("6810.99.00.20", "2026-08-20", "yes", "no", {}, {}),
    "quota": ("1005.90.00", "2025-01-10", "in", "over", {}, {"to": "CN", "origin": "US"}),
    "list_4": ("2903.31.00", "2020-01-10", "10", "none", {}, {"to": "CN", "origin": "US"}),
    "farm_goods_2025": (
        "0410.10.00", "2026-01-10", "yes", "no", {"exclusion": "none"}, {"to": "CN", "origin": "US"},
    ),
    "wafer_fab": (CHIP, "2025-05-05", "US", "TW", {}, {"to": "CN", "origin": "US"}),
}  # fmt: skip


def _without(facts: dict[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in facts.items() if key != name}


# fact: side, day, knowledge, two values that differ, other facts
_US_SHIP = {"owner_country": "KR", "operator_country": "GR", "built_country": "CN", "net_tonnage": "90000",
            "containers": "9000", "vessel_type": "container"}  # fmt: skip
_CN_SHIP = {"owner_country": "HK", "operator_country": "GR", "built_country": "HK", "flag": "KR",
            "net_tonnage": "20000"}  # fmt: skip
_CN_CALL = {**_CN_SHIP, "owner_country": "US"}
_CHINESE_OWNER = {"owner_country": "CN", "net_tonnage": "90000", "vessel_type": "container"}
_CAR_CARRIER = {"built_country": "GR", "net_tonnage": "90000", "vessel_type": "vehicle_carrier"}
_US_BUILT = {"built_country": "US", "net_tonnage": "90000"}
CALLS: dict[str, tuple[str, str, str | None, str, str, dict[str, str]]] = {
    "owner_country": ("CN", "2025-10-26", None, "US", "HK", _without(_CN_SHIP, "owner_country")),
    "operator_country": ("CN", "2025-10-26", None, "US", "HK", _without(_CN_SHIP, "operator_country")),
    "built_country": ("US", "2025-10-26", None, "US", "GR", _without(_CAR_CARRIER, "built_country")),
    "flag": ("CN", "2025-10-26", None, "US", "GR", _without(_CN_SHIP, "flag")),
    "net_tonnage": ("US", "2025-10-26", None, "20000", "90000", _without(_CHINESE_OWNER, "net_tonnage")),
    "containers": ("US", "2025-10-26", None, "10", "9000", {**_US_SHIP, "net_tonnage": "20000"}),
    "ceu_capacity": ("US", "2025-10-20", "2025-09-01", "100", "7000", _CAR_CARRIER),
    "vessel_type": (
        "US", "2025-10-26", None, "tanker", "vehicle_carrier", _without(_CAR_CARRIER, "vessel_type")
    ),
    "us_equity_pct": ("CN", "2025-10-26", None, "80", "24.9", _CN_SHIP),
    "us_voting_pct": ("CN", "2025-10-26", None, "80", "24.9", _CN_SHIP),
    "us_board_pct": ("CN", "2025-10-26", None, "80", "24.9", _CN_SHIP),
    "chinese_equity_pct": (
        "US", "2025-10-26", None, "24.9", "25",
        {**_US_SHIP, "owner_country": "US", "built_country": "US", "vessel_type": "bulk"},
    ),
    "voyage_no_in_year": ("US", "2025-10-26", None, "6", "1", _CHINESE_OWNER),
    "first_port": ("US", "2025-10-26", None, "no", "yes", _CHINESE_OWNER),
    "ballast": (
        "US", "2025-10-26", None, "yes", "no", {**_without(_US_SHIP, "containers"), "vessel_type": "bulk"}
    ),
    "voyage_nm": ("US", "2025-10-26", None, "100", "5000", _US_SHIP),
    "teu_capacity": ("US", "2025-10-26", None, "3500", "10000", {**_US_SHIP, "containers": "3000"}),
    "dwt": ("US", "2025-10-26", None, "90000", "1000", {**_US_SHIP, "vessel_type": "bulk"}),
    "us_programme": ("US", "2025-10-26", None, "no", "MSP", _CAR_CARRIER),
    "specialised_export": ("US", "2025-10-26", None, "yes", "no", _US_SHIP),
    "laker": ("US", "2025-10-26", None, "yes", "no", _US_SHIP),
    "repair_only": ("CN", "2025-10-26", None, "no", "yes", _US_BUILT),
    "recognised_exempt": ("CN", "2025-10-26", None, "yes", "no", _US_BUILT),
    "berths": ("CN", "2025-10-26", None, "yes", "no", _CN_CALL),
    "hour": ("CN", "2025-11-10", None, "13:30", "12:00", _CN_CALL),
    "port_territory": ("CN", "2025-10-26", None, "HK", "CN", _CN_CALL),
    "certificate_operator_country": ("US", "2025-10-26", None, "CN", "GR", _US_SHIP),
    "registered_owner_country": ("US", "2025-10-26", None, "CN", "US", _US_SHIP),
    "charterer_country": ("US", "2025-10-26", None, "US", "CN", _US_SHIP),
    "chemicals_in_bulk": ("US", "2025-10-26", None, "yes", "no", _US_SHIP),
    "chinese_board_pct": ("US", "2025-10-26", None, "24.9", "25", _US_SHIP),
    "chinese_voting_pct": ("US", "2025-10-26", None, "24.9", "25", _US_SHIP),
    "continental_port": (
        "US", "2025-10-26", None, "yes", "no",
        {**_US_SHIP, "vessel_type": "bulk", "chinese_equity_pct": "0", "voyage_nm": "1000"},
    ),
    "formal_entry": ("US", "2025-10-26", None, "yes", "no", _US_SHIP),
    "us_government_cargo": ("US", "2025-10-26", None, "yes", "no", _US_SHIP),
}  # fmt: skip
# fact: item, side, day, knowledge, two values that differ, other facts
_LEAVING = {"leg": "CN_to_abroad", "military": "no", "listed": "no", "owned_by_listed": "no"}
_GENERAL = {**_LEAVING, "origin": "CN", "destination": "JP", "end_use": "civil",
            "general_licence_from": "2025-12-02", "general_licence_until": "2026-12-01"}  # fmt: skip
_FROM_US = {"leg": "US_to_abroad", "listed": "no", "owned_by_listed": "no", "end_use": "civil",
            "military": "no"}  # fmt: skip
_FOREIGN_MADE = {"leg": "abroad_to_abroad", "origin": "TW", "destination": "CN", "listed": "yes",
                 "owned_by_listed": "no", "end_use": "civil", "military": "no"}  # fmt: skip
TRANSACTIONS: dict[str, tuple[str, str, str, str | None, str, str, dict[str, str]]] = {
    "leg": (
        "dysprosium metal", "CN", "2025-12-02", None, "CN_to_abroad", "abroad_to_abroad",
        {"military": "no", "end_use": "wmd_terror"},
    ),
    "origin": (
        "gallium metal", "CN", "2026-12-01", None, "US", "CN",
        {"leg": "abroad_to_abroad", "destination": "US", "end_use": "military"},
    ),
    "destination": (
        "gallium metal", "CN", "2025-10-26", None, "US", "DE", {**_LEAVING, "end_use": "logic_le_14nm"}
    ),
    "controlled_share": (
        "NdFeB magnet", "CN", "2025-12-02", "2025-10-26", "0", "0.001",
        {"leg": "abroad_to_abroad", "origin": "US", "chinese_technology": "no", "listed": "yes",
         "end_use": "ai_military_potential"},
    ),
    "chinese_technology": (
        "dysprosium metal", "CN", "2026-12-01", "2025-10-26", "no", "yes",
        {"leg": "abroad_to_abroad", "origin": "KR", "end_use": "wmd_terror"},
    ),
    "military": (
        "indium phosphide", "CN", "2026-12-01", "2025-10-26", "yes", "no",
        {"leg": "CN_to_abroad", "destination": "DE", "listed": "no", "end_use": "logic_le_14nm"},
    ),
    "listed": ("graphite", "US", "2025-10-26", None, "yes", "no", {"owned_by_listed": "no"}),
    "owned_by_listed": ("gallium metal", "US", "2025-10-26", None, "yes", "no", {"listed": "no"}),
    "end_use": (
        "indium phosphide", "CN", "2025-12-02", "2025-10-26", "military", "ai_military_potential",
        {**_LEAVING, "destination": "CN"},
    ),
    "general_licence": (
        "dysprosium metal", "CN", "2025-12-02", None, "yes", "no",
        {**_LEAVING, "origin": "CN", "destination": "JP", "end_use": "civil"},
    ),
    "general_licence_customer": (
        "dysprosium metal", "CN", "2026-06-15", None, "Acme KK", "Other GmbH",
        {**_GENERAL, "general_licence_item": "dysprosium metal"},
    ),
    "general_licence_item": (
        "dysprosium metal", "CN", "2026-06-15", None, "dysprosium metal", "gallium metal", _GENERAL
    ),
    "general_licence_from": (
        "dysprosium metal", "CN", "2026-06-15", None, "2025-12-02", "2026-07-01",
        _without(_GENERAL, "general_licence_from"),
    ),
    "general_licence_until": (
        "dysprosium metal", "CN", "2026-06-15", None, "2026-12-01", "2026-01-31",
        _without(_GENERAL, "general_licence_until"),
    ),
    "end_user_statement": (
        "dysprosium metal", "CN", "2026-06-15", None, "yes", "no",
        {**_LEAVING, "origin": "CN", "destination": "JP", "end_use": "civil", "general_licence": "yes"},
    ),
    "kind": (
        "rare-earth smelting", "CN", "2026-06-15", None, "goods", "technology",
        {**_LEAVING, "destination": "MY", "end_use": "civil"},
    ),
    "eccn": ("NVIDIA H20", "US", "2026-06-15", None, "3A090.a", "EAR99", {**_FROM_US, "destination": "CN"}),
    "exception": (
        "GeForce RTX 5090", "US", "2026-06-15", None, "NAC", "LPP", {**_FROM_US, "destination": "SG"}
    ),
    "exception_conditions": (
        "GeForce RTX 5090", "US", "2026-06-15", None, "yes", "no",
        {**_FROM_US, "destination": "SG", "exception": "ACA"},
    ),
    "headquartered_d5": (
        "GeForce RTX 5090", "US", "2026-06-15", None, "yes", "no",
        {**_FROM_US, "destination": "SG", "exception": "ACA"},
    ),
    "us_controlled_share": ("NVIDIA H20", "US", "2026-06-15", None, "0.1", "0.5", _FOREIGN_MADE),
    "us_technology": ("NVIDIA H20", "US", "2026-06-15", None, "yes", "no", _FOREIGN_MADE),
    "entity_footnote": (
        "EAR99 valve", "US", "2026-06-15", None, "none", "1", {**_FOREIGN_MADE, "us_technology": "yes"}
    ),
}  # fmt: skip
