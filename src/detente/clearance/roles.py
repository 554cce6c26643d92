"""The roles that parties play in a transaction, and the trade's words for them."""

from __future__ import annotations

import re

from detente.terms import InputError, folded, nearest

ROLES = (
    "exporter",
    "importer",
    "end_user",
    "intermediary",
    "bank",
    "vessel_owner",
    "registered_owner",
    "vessel_operator",
    "charterer",
)
LICENCE_ROLES = ("importer", "end_user", "intermediary")  # whom export controls look at
VESSEL_ROLES = ("vessel_owner", "registered_owner", "vessel_operator", "charterer")
_SYNONYMS = {
    "seller": "exporter", "shipper": "exporter", "consignor": "exporter", "发货人": "exporter",
    "出口商": "exporter", "出口人": "exporter", "卖方": "exporter",
    "buyer": "importer", "consignee": "importer", "ultimate_consignee": "importer", "purchaser": "importer",
    "进口商": "importer", "收货人": "importer", "买方": "importer",
    "enduser": "end_user", "final_user": "end_user", "最终用户": "end_user",
    "intermediate_consignee": "intermediary", "forwarder": "intermediary",
    "freight_forwarder": "intermediary",
    "agent": "intermediary", "broker": "intermediary", "货代": "intermediary", "中间商": "intermediary",
    "financier": "bank", "银行": "bank",
    "owner": "vessel_owner", "ship_owner": "vessel_owner", "shipowner": "vessel_owner",
    "beneficial_owner": "vessel_owner", "船东": "vessel_owner", "船舶所有人": "vessel_owner",
    "registry_owner": "registered_owner", "登记船东": "registered_owner",
    "operator": "vessel_operator", "carrier": "vessel_operator", "船舶经营人": "vessel_operator",
    "经营人": "vessel_operator", "承运人": "vessel_operator",
    "charter": "charterer", "承租人": "charterer", "租船人": "charterer",
}  # fmt: skip


def read_role(text: object) -> str:
    """A role in the trade's words or in Chinese.

    Raises
    ------
    InputError
        For a role that there is none of; names the nearest.

    Examples
    --------
    >>> read_role("Ultimate Consignee"), read_role("船东")
    ('importer', 'vessel_owner')
    """
    word = re.sub(r"[\s\-/]+", "_", folded(str(text if text is not None else "")).strip().lower())
    role = _SYNONYMS.get(word, word)
    if role not in ROLES:
        raise InputError(
            f"role {str(text)[:40]!r} is not known", where="role",
            remedy=nearest(word[:60], (*ROLES, *_SYNONYMS)) or f"one of {', '.join(ROLES)}",
        )  # fmt: skip
    return role
