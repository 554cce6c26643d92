"""Chinese (and the plain forms of Japanese and Korean) dated expressions -> ISO."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from detente.talks.claim import DateFound
from detente.talks.date_readers import week_of, year_for

_CN = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_NUM = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_YEAR = r"(?:(?:19|20)\d{2}|[一二][〇零一二三四五六七八九]{3})"
_REL_YEAR = r"(?:今年|去年|前年|明年|后年|本年|当年)"


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


def _year(word: str | None, day: date | None) -> int | None:
    if not word:
        return None
    steps = {"今年": 0, "本年": 0, "当年": 0, "去年": -1, "前年": -2, "明年": 1, "后年": 2}
    if word in steps:
        return day.year + steps[word] if day else None
    return chinese_number(word.rstrip("年"))


def _ahead(context: str) -> int:
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


def _ymd(hit: re.Match[str], day: date | None, context: str) -> str | None:
    month, number = chinese_number(hit["m"]), chinese_number(hit["d"])
    year = _year(hit["y"], day)
    if year is None:
        if day is None:
            return ""
        if not 1 <= month <= 12:
            return None
        year = year_for(month, number, day, _ahead(context))
    try:
        start = date(year, month, number)
        if not hit["e"]:
            return start.isoformat()
        last_month = chinese_number(hit["m2"]) if hit["m2"] else month
        last_year = _year(hit["y2"], day) or year + (last_month < month)
        return f"{start}/{date(last_year, last_month, chinese_number(hit['e']))}"
    except ValueError:
        return None


def _month(hit: re.Match[str], day: date | None, context: str) -> str | None:
    month = chinese_number(hit["m"])
    if not 1 <= month <= 12:
        return None
    year = _year(hit["y"], day)
    if year is None:
        if day is None:
            return ""
        year = year_for(month, 15, day, _ahead(context))
    part = hit["p"] or ""
    last = calendar.monthrange(year, month)[1]
    spans = {"上旬": (1, 10), "初": (1, 10), "中旬": (11, 20), "下旬": (21, last)}
    if part in spans:
        a, b = spans[part]
        return f"{date(year, month, a)}/{date(year, month, b)}"
    if part in ("底", "末"):
        return date(year, month, last).isoformat()
    return f"{year}-{month:02d}"


def _day_only(hit: re.Match[str], day: date | None, context: str) -> str | None:
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


def _day_of_month(hit: re.Match[str], day: date | None, context: str) -> str | None:
    if day is None:
        return ""
    number = day.year * 12 + day.month - 1 + {"本": 0, "上": -1, "下": 1}[hit["r"][0]]
    try:
        first = date(number // 12, number % 12 + 1, chinese_number(hit["d"]))
        return f"{first}/{first.replace(day=chinese_number(hit['e']))}" if hit["e"] else first.isoformat()
    except ValueError:
        return None


def _years(hit: re.Match[str], day: date | None, context: str) -> str | None:
    first, last = chinese_number(hit["y"]), chinese_number(hit["y2"])
    return f"{first}/{last}" if first < last else None


def _quarter(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """A quarter without a year: the one of the document's year, or the next year's where the clause looks ahead."""
    if day is None:
        return ""
    n = chinese_number(hit["q"] or hit["q2"])
    year = day.year + (_ahead(context) and 3 * n < day.month)
    return f"{year}-{3 * n - 2:02d}/{year}-{3 * n:02d}"


def _first_months(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """'前十个月': from January to that month; of the year before where the year is not so far yet."""
    if day is None:
        return ""
    n = chinese_number(hit["n"])
    if not 2 <= n <= 11:
        return None
    year = _year(hit["y"], day) or (day.year if n <= day.month else day.year - 1)
    return f"{year}-01/{year}-{n:02d}"


def _begin_of_year(hit: re.Match[str], day: date | None, context: str) -> str | None:
    if day is None:
        return ""
    year = _year(hit["y"], day) or (day.year + (_ahead(context) and day.month > 2))
    return f"{year}-01"


def _year_only(hit: re.Match[str], day: date | None, context: str) -> str | None:
    year = _year(hit["y"], day)
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


def _relative(hit: re.Match[str], day: date | None, context: str) -> str | None:
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


def _weekday(hit: re.Match[str], day: date | None, context: str) -> str | None:
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
    return (day + timedelta(ahead) if _ahead(context) and ahead else day - timedelta(back)).isoformat()


def _weekend(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """Saturday and Sunday: of this week, the week before or after; bare, the one just past unless ahead."""
    if day is None:
        return ""
    rel = (hit["r"] or "")[:1]
    step = {"上": -1, "下": 1, "本": 0, "这": 0}.get(rel)
    if step is None:
        step = 0 if _ahead(context) or day.weekday() >= 5 else -1
    saturday = day - timedelta(day.weekday()) + timedelta(5 + 7 * step)
    return f"{saturday}/{saturday + timedelta(1)}"


def _days_around(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """'过去两天' ends with the document's day; '未来三天' begins after it."""
    if day is None:
        return ""
    n = chinese_number(hit["n"])
    if hit["r"] in ("未来", "今后", "接下来"):
        return f"{day + timedelta(1)}/{day + timedelta(n)}"
    return f"{day - timedelta(n - 1)}/{day}"


def _away(hit: re.Match[str], day: date | None, context: str) -> str | None:
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


def _period(hit: re.Match[str], day: date | None, context: str) -> str | None:
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


_GRAMMAR = (
    (re.compile(r"https?://\S+"), lambda h, d, c: "", "none"),
    (
        re.compile(
            rf"(?:(?P<y>{_YEAR}年|{_REL_YEAR}))?(?P<m>{_NUM})月(?P<d>{_NUM})[日号](?:\s*(?:至|到|[-—–~～]|和)\s*(?:(?P<y2>{_YEAR}年|{_REL_YEAR}))?(?:(?P<m2>{_NUM})月)?(?P<e>{_NUM})[日号])?"
        ),
        _ymd,
        "absolute",
    ),
    (
        re.compile(
            rf"(?:(?P<y>{_YEAR}年|{_REL_YEAR}))?(?P<m>{_NUM})月(?P<d>{_NUM})\s*[-—–~～至]\s*(?P<m2>(?!))?(?P<y2>(?!))?(?P<e>{_NUM})[日号]"
        ),
        _ymd,
        "absolute",
    ),
    (
        re.compile(
            r"(?P<y>(?:19|20)\d{2})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?P<e>(?!))?(?P<m2>(?!))?(?P<y2>(?!))?(?!\d)"
        ),
        _ymd,
        "absolute",
    ),
    (
        re.compile(
            rf"(?:(?P<y>{_YEAR}年|{_REL_YEAR}))?(?P<m>{_NUM})月(?P<p>上旬|中旬|下旬|初|底|末)?(?:份)?(?!\d)"
        ),
        _month,
        "absolute",
    ),
    (re.compile(rf"(?P<y>{_YEAR})年?(?:至|到|[-—–~～])(?P<y2>{_YEAR})年"), _years, "absolute"),
    (
        re.compile(
            rf"(?:(?P<y>{_YEAR}年|今年|去年)的?)?(?<![此之以日月天年])前(?P<n>{_NUM})个?月(?!前|后|内)"
        ),
        _first_months,
        "relative",
    ),
    (re.compile(rf"(?P<y>{_YEAR}年|今年|去年|明年)初(?!中|级|步)"), _begin_of_year, "relative"),
    (re.compile(r"(?<![\d〇零一二三四五六七八九])(?P<y>(?!))?年初(?!中|级|步)"), _begin_of_year, "relative"),
    (re.compile(r"(?<![\d年])(?:第(?P<q>[一二三四1-4])季度?|(?P<q2>[一二三四])季度)"), _quarter, "relative"),
    (
        re.compile(
            rf"(?P<y>{_YEAR}年|今年|去年|明年|前年|后年)(?P<t>以来|年底|年末|底|末|上半年|下半年|第?[一二三四1-4]季度?|[首次末]季度?|Q[1-4]|[春夏秋](?:天|季)?)?"
        ),
        _year_only,
        "relative",
    ),
    (
        re.compile(
            rf"(?P<r>本|上个?|下个?)月(?P<d>{_NUM})[日号]?(?:\s*(?:至|到|[-—–~～])\s*(?P<e>{_NUM}))?[日号]"
        ),
        _day_of_month,
        "relative",
    ),
    (re.compile(r"(?P<r>上个?|下个?|本|这个?)?周末"), _weekend, "relative"),
    (
        re.compile(
            r"(?P<r>本|这|当|上个?|下个?)(?P<u>周(?!期|[一二三四五六日])|星期(?![一二三四五六日天])|礼拜(?![一二三四五六日天])|月)(?P<p>上旬|中旬|下旬|初|底|末)?"
        ),
        _period,
        "relative",
    ),
    (
        re.compile(
            r"(?P<r>过去|最近|近|未来|今后|接下来)(?:的)?(?P<n>[一两二三四五六七八九十]|\d{1,2})[天日](?![前后])"
        ),
        _days_around,
        "relative",
    ),
    (
        re.compile(
            r"(?P<n>[一两二三四五六七八九十]{1,2}|\d{1,2})(?P<u>[天日]|(?:个)?(?:星期|礼拜|月)|周|年)(?P<w>之?[前后])(?=[,,。;的]|$|[一-鿿])(?!期|夕|景|续|来)"
        ),
        _away,
        "relative",
    ),
    (
        re.compile(
            r"(?P<r>上个?|下个?|本|这)?(?:周|星期|礼拜)(?P<w>[一二三四五六日天])(?!边|围|期|年|密|岁|转|到|知)"
        ),
        _weekday,
        "relative",
    ),
    (
        re.compile(
            r"(?<![月\d一二三四五六七八九十今昨明前后次同当每终生假节])(?P<d>\d{1,2})(?:[日号](?:\s*(?:至|到|[-—–~～])\s*(?P<e>\d{1,2})(?=[日号]))?)(?!本|元|线|文|报|召|楼)[日号]?"
        ),
        _day_only,
        "absolute",
    ),
    (
        re.compile(
            r"今[天日](?!的世界)|今[早晚晨]|昨[天日晚晨早]|明[天日早晚晨]|大?前天|大?后天|当地时间今天|年底(?:前)?|年末|(?<![\d一二三四五六七八九十本上下])月底|月末"
        ),
        _relative,
        "relative",
    ),
)


_TITLE_OF_LAW = re.compile(
    r"《[^》]{2,40}(?:法|法案|法令|令|条例|协定|协议|公约|规定|办法)》"
)  # its year is no date


def find_dates_zh(text: str, day: date | None, base: int = 0) -> list[DateFound]:
    """Dated expressions of one Chinese paragraph, left to right.

    Examples
    --------
    >>> [d.iso for d in find_dates_zh("双方5月10日至11日在日内瓦会谈,将于8月继续。", date(2025, 5, 12))]
    ['2025-05-10/2025-05-11', '2025-08']
    """
    taken = [hit.span() for hit in _TITLE_OF_LAW.finditer(text)]
    rows: list[DateFound] = []
    for pattern, read, kind in _GRAMMAR:
        for hit in pattern.finditer(text):
            if any(hit.start() < b and a < hit.end() for a, b in taken):
                continue
            context = text[max(0, hit.start() - 18) : hit.start()] + "\x00" + text[hit.end() : hit.end() + 12]
            iso = read(hit, day, context)
            if iso is None:
                continue
            taken.append(hit.span())
            if iso:
                rows.append(DateFound(base + hit.start(), base + hit.end(), hit[0], iso, kind))
    return sorted(rows, key=lambda r: r.start)
