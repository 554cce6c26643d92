"""Chinese (and the plain forms of Japanese and Korean) dated expressions -> ISO."""

from __future__ import annotations

import re
from datetime import date

from detente.talks.read import date_readers_zh as read_as
from detente.talks.words.claim import DateFound

_NUM = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_YEAR = r"(?:(?:19|20)\d{2}|[一二][〇零一二三四五六七八九]{3})"
_REL_YEAR = r"(?:今年|去年|前年|明年|后年|本年|当年)"


_GRAMMAR = (
    (re.compile(r"https?://\S+"), lambda h, d, c: "", "none"),
    (
        re.compile(
            rf"(?:(?P<y>{_YEAR}年|{_REL_YEAR}))?(?P<m>{_NUM})月(?P<d>{_NUM})[日号](?:\s*(?:至|到|[-—–~～]|和)\s*(?:(?P<y2>{_YEAR}年|{_REL_YEAR}))?(?:(?P<m2>{_NUM})月)?(?P<e>{_NUM})[日号])?"
        ),
        read_as.day_or_days,
        "absolute",
    ),
    (
        re.compile(
            rf"(?:(?P<y>{_YEAR}年|{_REL_YEAR}))?(?P<m>{_NUM})月(?P<d>{_NUM})\s*[-—–~～至]\s*(?P<m2>(?!))?(?P<y2>(?!))?(?P<e>{_NUM})[日号]"
        ),
        read_as.day_or_days,
        "absolute",
    ),
    (
        re.compile(
            r"(?P<y>(?:19|20)\d{2})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?P<e>(?!))?(?P<m2>(?!))?(?P<y2>(?!))?(?!\d)"
        ),
        read_as.day_or_days,
        "absolute",
    ),
    (
        re.compile(
            rf"(?:(?P<y>{_YEAR}年|{_REL_YEAR}))?(?P<m>{_NUM})月(?P<p>上旬|中旬|下旬|初|底|末)?(?:份)?(?!\d)"
        ),
        read_as.month_of,
        "absolute",
    ),
    (re.compile(rf"(?P<y>{_YEAR})年?(?:至|到|[-—–~～])(?P<y2>{_YEAR})年"), read_as.years, "absolute"),
    (
        re.compile(
            rf"(?:(?P<y>{_YEAR}年|今年|去年)的?)?(?<![此之以日月天年])前(?P<n>{_NUM})个?月(?!前|后|内)"
        ),
        read_as.first_months,
        "relative",
    ),
    (re.compile(rf"(?P<y>{_YEAR}年|今年|去年|明年)初(?!中|级|步)"), read_as.begin_of_year, "relative"),
    (
        re.compile(r"(?<![\d〇零一二三四五六七八九])(?P<y>(?!))?年初(?!中|级|步)"),
        read_as.begin_of_year,
        "relative",
    ),
    (
        re.compile(r"(?<![\d年])(?:第(?P<q>[一二三四1-4])季度?|(?P<q2>[一二三四])季度)"),
        read_as.quarter,
        "relative",
    ),
    (
        re.compile(
            rf"(?P<y>{_YEAR}年|今年|去年|明年|前年|后年)(?P<t>以来|年底|年末|底|末|上半年|下半年|第?[一二三四1-4]季度?|[首次末]季度?|Q[1-4]|[春夏秋](?:天|季)?)?"
        ),
        read_as.year_only,
        "relative",
    ),
    (
        re.compile(
            rf"(?P<r>本|上个?|下个?)月(?P<d>{_NUM})[日号]?(?:\s*(?:至|到|[-—–~～])\s*(?P<e>{_NUM}))?[日号]"
        ),
        read_as.day_of_month,
        "relative",
    ),
    (re.compile(r"(?P<r>上个?|下个?|本|这个?)?周末"), read_as.weekend, "relative"),
    (
        re.compile(
            r"(?P<r>本|这|当|上个?|下个?)(?P<u>周(?!期|[一二三四五六日])|星期(?![一二三四五六日天])|礼拜(?![一二三四五六日天])|月)(?P<p>上旬|中旬|下旬|初|底|末)?"
        ),
        read_as.period,
        "relative",
    ),
    (
        re.compile(
            r"(?P<r>过去|最近|近|未来|今后|接下来)(?:的)?(?P<n>[一两二三四五六七八九十]|\d{1,2})[天日](?![前后])"
        ),
        read_as.days_around,
        "relative",
    ),
    (
        re.compile(
            r"(?P<n>[一两二三四五六七八九十]{1,2}|\d{1,2})(?P<u>[天日]|(?:个)?(?:星期|礼拜|月)|周|年)(?P<w>之?[前后])(?=[,,。;的]|$|[一-鿿])(?!期|夕|景|续|来)"
        ),
        read_as.away,
        "relative",
    ),
    (
        re.compile(
            r"(?P<r>上个?|下个?|本|这)?(?:周|星期|礼拜)(?P<w>[一二三四五六日天])(?!边|围|期|年|密|岁|转|到|知)"
        ),
        read_as.weekday,
        "relative",
    ),
    (
        re.compile(
            r"(?<![月\d一二三四五六七八九十今昨明前后次同当每终生假节])(?P<d>\d{1,2})(?:[日号](?:\s*(?:至|到|[-—–~～])\s*(?P<e>\d{1,2})(?=[日号]))?)(?!本|元|线|文|报|召|楼)[日号]?"
        ),
        read_as.day_of_number,
        "absolute",
    ),
    (
        re.compile(
            r"今[天日](?!的世界)|今[早晚晨]|昨[天日晚晨早]|明[天日早晚晨]|大?前天|大?后天|当地时间今天|年底(?:前)?|年末|(?<![\d一二三四五六七八九十本上下])月底|月末"
        ),
        read_as.relative,
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
