"""The talks in the brief: positions side by side, each with a claim that holds it, and the commitments.

What was said stays in the language it was said in; topics, values, speakers and states are words of our own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

TOPICS: dict[str, tuple[str, str]] = {
    "threatened-tariff": ("threatened additional tariff", "威胁加征的关税"),
    "tariff-truce": ("tariff truce", "关税暂停安排"),
    "fentanyl-tariff": ("fentanyl tariff", "芬太尼关税"),
    "fentanyl-coop": ("fentanyl cooperation", "芬太尼禁毒合作"),
    "section-301-ships": ("Section 301 ship and port measures", "301条款船舶与港口措施"),
    "rare-earths": ("rare earths", "稀土"),
    "export-controls-50pct": ("export controls and the 50 percent affiliates rule",
                              "出口管制与50%穿透性规则"),
    "us-tech-controls": ("US technology controls", "美国技术管制"),
    "soybeans": ("soybeans and farm purchases", "大豆及农产品采购"),
    "tiktok": ("TikTok", "TikTok"),
    "investment": ("investment", "投资"),
    "leaders-meeting": ("meeting of the leaders", "两国元首会晤"),
    "taiwan": ("Taiwan", "台湾"),
    "jimmy-lai": ("Jimmy Lai", "黎智英"),
    "ukraine": ("Ukraine", "乌克兰"),
    "argentina": ("Argentina", "阿根廷"),
    "asean": ("ASEAN", "东盟"),
    "markets": ("markets", "市场"),
    "trade-balance": ("trade balance", "贸易差额"),
    "aircraft": ("aircraft", "飞机"),
    "domestic-us": ("US domestic politics", "美国国内政治"),
    "domestic-cn": ("Chinese domestic politics", "中国国内政治"),
    "relationship": ("the relationship", "双边关系"),
    "tone": ("tone of the talks", "磋商气氛"),
    "process": ("course of the talks", "磋商进程"),
    "agenda": ("agenda", "议程"),
}  # fmt: skip
ATTRIBUTES: dict[str, str] = {
    "agenda": "议题", "approver": "审批方", "attribution": "归属", "counterparts": "牵头人", "dates": "日期",
    "deal": "是否达成", "follow-up": "后续访问", "in-force": "是否实施", "length": "期限",
    "ordinal": "第几轮", "ordinal of the meeting": "第几轮", "outcome": "成果表述", "rate": "税率",
    "scope": "范围", "status": "进展", "tone": "气氛", "translation": "译法", "venue": "地点",
    "self-correction": "更正", "name": "姓名",
}  # fmt: skip
VALUES: dict[str, str] = {
    "agreed": "已商定", "preliminary, still to be approved": "初步共识，待批准",
    "announced for the future": "已宣布将实施", "conditional": "附条件", "expected": "预计",
    "planned": "已计划", "possible": "可能", "discussed": "已讨论", "sought by one side": "一方提出要求",
    "threatened": "威胁", "denied or not yet": "否认或尚未", "silent": "未表态",
    "stated by both, approval open": "双方均已宣布，待批准", "stated by both": "双方均已宣布",
    "reported by outlets only": "仅见媒体报道", "not in the list": "未列入",
    "the other side is silent": "另一方未提及", "no rate given": "未提税率", "no scope given": "未提范围",
    "all goods": "全部商品", "rare earths only": "仅稀土", "one day named": "仅提及一日",
    "more than a day": "一天多", "in force": "已实施", "not in force": "未实施",
    "nothing concluded": "未达成", "a deal spoken of": "称已达成协议", "no deal": "未达成协议",
    "framework": "框架", "preliminary consensus": "初步共识", "basic consensus": "基本共识",
    "agreement in principle": "原则性共识", "candid": "坦诚", "tough": "强硬", "professional": "务实",
    "constructive": "建设性", "substantive": "深入", "good": "良好", "both countries": "互访",
    "hard": "实质分歧", "soft": "表述差异",
}  # fmt: skip
SIDES: dict[str, str] = {
    "US": "美方",
    "China": "中方",
    "both": "双方",
    "outlet": "媒体",
    "third": "第三方",
    "outlets": "媒体",
}
_OWN_VOICES = {
    "the article itself": "文章本身", "the newsletter's author": "通讯作者", "analysts": "分析人士",
    "Diplomats": "外交官", "US officials": "美方官员", "U.S. officials": "美方官员",
    "Chinese officials": "中方官员",
}  # fmt: skip


def talks_shown(answer: Any, *, zh: bool) -> dict[str, Any] | None:
    """Positions side by side with the first claim that holds each, and the commitments."""
    if answer is None:
        return None
    names = _chinese_names() if zh else {}
    said = {c.id: c for c in answer.claims}
    points = []
    for d in answer.disagreements:
        held = []
        for p in d.positions:
            claim = next((said[c] for c in p.claims if c in said), None)
            held.append(
                {
                    "value": value_zh(p.value, names) if zh else p.value,
                    "who": _speakers_of(p, names, zh),
                    "text": claim.text if claim else "",
                    "lang": claim.lang if claim else "",
                }
            )
        topic = TOPICS.get(d.topic, (d.topic, d.topic))[zh]
        attribute = ATTRIBUTES.get(d.attribute, d.attribute) if zh else d.attribute
        points.append(
            {
                "title": topic if topic == attribute else f"{topic}{'：' if zh else ': '}{attribute}",
                "severity": (VALUES.get(d.severity, d.severity) if zh else d.severity),
                "held": held,
                "verdict": d.verdict,
            }
        )
    commitments = [
        {
            "by": SIDES.get(c.by, c.by) if zh else c.by,
            "what": (c.what_zh or c.what) if zh else c.what,
            "status": value_zh(c.status, names) if zh else c.status,
        }
        for c in answer.commitments
    ]
    return {"points": points, "commitments": commitments}


def _speakers_of(position: Any, names: Mapping[str, str], zh: bool) -> list[tuple[str, bool]]:
    """Sides and speakers, each with whether the word is one of a source, in its own language."""
    if not zh:
        return [(word, False) for word in (*position.sides, *position.speakers)]
    speakers = [(SIDES.get(side, side), False) for side in position.sides]
    for speaker in position.speakers:
        chinese = names.get(speaker) or _OWN_VOICES.get(speaker)
        speakers.append((chinese or speaker, chinese is None))
    return list(dict.fromkeys(speakers))


def value_zh(value: str, names: Mapping[str, str]) -> str:
    """A value of the comparison in Chinese; what no word is known for stays as it is.

    Examples
    --------
    >>> value_zh("2 days", {}), value_zh("stated by US only", {}), value_zh("named: soybeans, tiktok", {})
    ('2天', '仅美方宣布', '点名：大豆及农产品采购、TikTok')
    """
    if value in VALUES:
        return VALUES[value]
    if value in names:
        return names[value]
    if hit := re.fullmatch(r"([\d.]+) (day|month|year)s?", value):
        return hit[1] + {"day": "天", "month": "个月", "year": "年"}[hit[2]]
    if hit := re.fullmatch(r"stated by (\w+) only", value):
        return f"仅{SIDES.get(hit[1], hit[1])}宣布"
    if hit := re.fullmatch(r"expected by (.+)", value):
        return "".join(SIDES.get(s, s) for s in hit[1].split(" and ")) + "预计"
    if hit := re.fullmatch(r"named by (\w+)", value):
        return f"{SIDES.get(hit[1], hit[1])}点名"
    if value.startswith("named: "):
        return "点名：" + "、".join(TOPICS.get(t, (t, t))[1] for t in value[7:].split(", "))
    if " / " in value:
        return "／".join(names.get(part, part) for part in value.split(" / "))
    return value


def _chinese_names() -> dict[str, str]:
    """Names of people, offices, outlets and places of the registry in Chinese, by their English name."""
    from detente.talks import load_registry

    registry = load_registry()
    first: dict[str, str] = {}
    for chinese, voice in registry.by_zh.items():
        first.setdefault(voice, chinese)
    chosen = {voice.name: first[key] for key, voice in registry.voices.items() if key in first}
    for place in registry.places:
        here = [name for name in place["names"] if not name.isascii()]
        if here:
            chosen[place["id"]] = here[0]
    return chosen
