"""What a matched Chinese dated expression means, given the document's day: one reader a form."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from detente.talks.read.date_readers import week_of, year_for

_CN = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


def chinese_number(text: str) -> int:
    """A small number written in digits or in Chinese.

    Examples
    --------
    >>> chinese_number("二十五")
    25
    """
    if text.isdigit():
        return int(text)
    if len(text) == 4 and all(c in _CN for c in text):
        return int("".join(str(_CN[c]) for c in text))
    total = 0
    for part, scale in (("百", 100), ("十", 10)):
        if part in text:
            head, text = text.split(part, 1)
            total += (_CN.get(head, 1) if head else 1) * scale
    return total + (_CN.get(text[-1:], 0) if text else 0)


def year_of(word: str | None, day: date | None) -> int | None:
    """The year of a word such as 去年, or of digits."""
    if not word:
        return None
    steps = {"今年": 0, "本年": 0, "当年": 0, "去年": -1, "前年": -2, "明年": 1, "后年": 2}
    if word in steps:
        return day.year + steps[word] if day else None
    return chinese_number(word.rstrip("年"))


def looks_ahead(context: str) -> int:
    """1 where the words around a date look ahead, else 0."""
    left, _, right = context.partition("\x00")
    if re.search(r"(?:将于|将在|拟于|定于|预计|计划|截至|到期|之前|前|下|明)[^,,。]{0,8}$", left):
        return 1
    if re.search(
        r"(?:[将拟料待]|要等|须等|即将|准备|预期|可望|有望|安排|约定|会在|会于)[^,,。]{0,12}$", left
    ):
        return 1
    if re.match(r"(?:[^,,。]{0,6}(?:将|才能|到期|届满|之?前))", right) and not re.search(
        r"[了已曾]", right[:8]
    ):
        return 1
    return 0


def day_or_days(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """A day of a month, or a range of days."""
    month, number = chinese_number(hit["m"]), chinese_number(hit["d"])
    year = year_of(hit["y"], day)
    if year is None:
        if day is None:
            return ""
        if not 1 <= month <= 12:
            return None
        year = year_for(month, number, day, looks_ahead(context))
    try:
        start = date(year, month, number)
        if not hit["e"]:
            return start.isoformat()
        last_month = chinese_number(hit["m2"]) if hit["m2"] else month
        last_year = year_of(hit["y2"], day) or year + (last_month < month)
        return f"{start}/{date(last_year, last_month, chinese_number(hit['e']))}"
    except ValueError:
        return None


def month_of(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """A month, or a third of one."""
    month = chinese_number(hit["m"])
    if not 1 <= month <= 12:
        return None
    year = year_of(hit["y"], day)
    if year is None:
        if day is None:
            return ""
        year = year_for(month, 15, day, looks_ahead(context))
    part = hit["p"] or ""
    last = calendar.monthrange(year, month)[1]
    spans = {"上旬": (1, 10), "初": (1, 10), "中旬": (11, 20), "下旬": (21, last)}
    if part in spans:
        a, b = spans[part]
        return f"{date(year, month, a)}/{date(year, month, b)}"
    if part in ("底", "末"):
        return date(year, month, last).isoformat()
    return f"{year}-{month:02d}"


def day_of_number(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """'26日' alone: the day of that number nearest to the document's day."""
    if day is None:
        return ""
    number = chinese_number(hit["d"])
    if not 1 <= number <= 31:
        return None
    best = None
    for months in (-1, 0, 1):
        n = day.year * 12 + day.month - 1 + months
        year, month = n // 12, n % 12 + 1
        if number <= calendar.monthrange(year, month)[1]:
            there = date(year, month, number)
            if best is None or abs((there - day).days) < abs((best - day).days):
                best = there
    if best is None:
        return None
    if hit["e"]:
        try:
            return f"{best}/{best.replace(day=chinese_number(hit['e']))}"
        except ValueError:
            return None
    return best.isoformat()


def day_of_month(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """A day of this, the last or the next month."""
    if day is None:
        return ""
    number = day.year * 12 + day.month - 1 + {"本": 0, "上": -1, "下": 1}[hit["r"][0]]
    try:
        first = date(number // 12, number % 12 + 1, chinese_number(hit["d"]))
        return f"{first}/{first.replace(day=chinese_number(hit['e']))}" if hit["e"] else first.isoformat()
    except ValueError:
        return None


def years(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """From one year to another."""
    first, last = chinese_number(hit["y"]), chinese_number(hit["y2"])
    return f"{first}/{last}" if first < last else None


def quarter(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """A quarter without a year: the one of the document's year, or the next year's where the clause looks ahead."""
    if day is None:
        return ""
    n = chinese_number(hit["q"] or hit["q2"])
    year = day.year + (looks_ahead(context) and 3 * n < day.month)
    return f"{year}-{3 * n - 2:02d}/{year}-{3 * n:02d}"


def first_months(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """'前十个月': from January to that month; of the year before where the year is not so far yet."""
    if day is None:
        return ""
    n = chinese_number(hit["n"])
    if not 2 <= n <= 11:
        return None
    year = year_of(hit["y"], day) or (day.year if n <= day.month else day.year - 1)
    return f"{year}-01/{year}-{n:02d}"


def begin_of_year(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """The first month of a year."""
    if day is None:
        return ""
    year = year_of(hit["y"], day) or (day.year + (looks_ahead(context) and day.month > 2))
    return f"{year}-01"


def year_only(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """A year, or a half, quarter, season or the end of one."""
    year = year_of(hit["y"], day)
    if year is None:
        return ""
    tail = hit["t"] or ""
    if tail == "以来":
        return f"{year}-01-01/{day.isoformat()}" if day else ""
    if tail in ("底", "末", "年底", "年末"):
        return f"{year}-12-31"
    if tail == "上半年":
        return f"{year}-01/{year}-06"
    if tail == "下半年":
        return f"{year}-07/{year}-12"
    quarter = re.search(r"第?([一二三四1-4首次末])季度?|Q([1-4])", tail)
    if quarter:
        n = {"首": 1, "次": 2, "末": 4}.get(quarter[1] or "") or chinese_number(quarter[1] or quarter[2])
        return f"{year}-{3 * n - 2:02d}/{year}-{3 * n:02d}"
    seasons = {"春": (3, 6), "夏": (6, 9), "秋": (9, 12)}
    if tail[:1] in seasons:
        a, b = seasons[tail[0]]
        return f"{year}-{a:02d}/{year}-{b:02d}"
    return str(year)


def relative(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """Today, yesterday, the end of the month or year."""
    if day is None:
        return ""
    word = hit[0]
    days = {
        "今": 0,
        "本日": 0,
        "当晚": 0,
        "昨": -1,
        "明": 1,
        "前天": -2,
        "后天": 2,
        "大前天": -3,
        "大后天": 3,
    }
    for key, step in days.items():
        if word.startswith(key):
            return (day + timedelta(step)).isoformat()
    if word in ("月底", "月末"):
        return day.replace(day=calendar.monthrange(day.year, day.month)[1]).isoformat()
    if "年底" in word or "年末" in word:
        return f"{day.year}-12-31"
    return None


def weekday(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """A weekday, by its week or by the tense of the clause."""
    if day is None:
        return ""
    number = "一二三四五六日天".index(hit["w"]) % 7 if hit["w"] != "天" else 6
    rel = hit["r"] or ""
    monday = day - timedelta(day.weekday())
    if rel.startswith("上"):
        return (monday + timedelta(number - 7)).isoformat()
    if rel.startswith("下"):
        return (monday + timedelta(number + 7)).isoformat()
    if rel:
        return (monday + timedelta(number)).isoformat()
    ahead, back = (number - day.weekday()) % 7, (day.weekday() - number) % 7
    return (day + timedelta(ahead) if looks_ahead(context) and ahead else day - timedelta(back)).isoformat()


def weekend(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """Saturday and Sunday: of this week, the week before or after; bare, the one just past unless ahead."""
    if day is None:
        return ""
    rel = (hit["r"] or "")[:1]
    step = {"上": -1, "下": 1, "本": 0, "这": 0}.get(rel)
    if step is None:
        step = 0 if looks_ahead(context) or day.weekday() >= 5 else -1
    saturday = day - timedelta(day.weekday()) + timedelta(5 + 7 * step)
    return f"{saturday}/{saturday + timedelta(1)}"


def days_around(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """'过去两天' ends with the document's day; '未来三天' begins after it."""
    if day is None:
        return ""
    n = chinese_number(hit["n"])
    if hit["r"] in ("未来", "今后", "接下来"):
        return f"{day + timedelta(1)}/{day + timedelta(n)}"
    return f"{day - timedelta(n - 1)}/{day}"


def away(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """'三天前', '两个月后': the day, the week's day, the month or the year so far away."""
    if day is None or re.search(
        r"[日月年后]$|生效|举行|会谈|会晤|磋商|达成", context.partition("\x00")[0][-3:]
    ):
        return None
    n, ahead = chinese_number(hit["n"]), hit["w"].endswith("后")
    n = n if ahead else -n
    unit = hit["u"].lstrip("个")
    if unit in ("天", "日"):
        return (day + timedelta(n)).isoformat()
    if unit in ("周", "星期", "礼拜"):
        return (day + timedelta(7 * n)).isoformat()
    if unit == "月":
        months = day.year * 12 + day.month - 1 + n
        return f"{months // 12}-{months % 12 + 1:02d}"
    return str(day.year + n)


def period(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """This, the last or the next week or month, or a part of it."""
    if day is None:
        return ""
    step = {"本": 0, "这": 0, "当": 0, "上": -1, "下": 1}[hit["r"][0]]
    if hit["u"] in ("周", "星期", "礼拜"):
        return week_of(day, step)
    number = day.year * 12 + day.month - 1 + step
    year, month = number // 12, number % 12 + 1
    part = hit["p"] or ""
    last = calendar.monthrange(year, month)[1]
    spans = {"上旬": (1, 10), "初": (1, 10), "中旬": (11, 20), "下旬": (21, last)}
    if part in spans:
        return f"{date(year, month, spans[part][0])}/{date(year, month, spans[part][1])}"
    if part in ("底", "末"):
        return date(year, month, last).isoformat()
    return f"{year}-{month:02d}"
