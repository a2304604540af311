"""Decides whether a question asks for news of a certain time, and of which days.

Only words about when the news appeared count (어제 나온, 지난주 소식, since July 4); a date of what
is asked about (8월 16일에 출시되는) does not. Doubtful cases are no filter, which would hide the
answer.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final

from retrieval.answer import DateRange
from retrieval.news_time.english import english
from retrieval.news_time.han import han
from retrieval.news_time.korean import korean
from retrieval.periods import Period, periods

_TO: Final = re.compile(
    r"\s?(?:부터|에서|から|~|∼|〜|-|–|到|至)\s?| (?:to|and|until|through) (?:the )?"
)
_AND: Final = re.compile(r"\s?(?:와|과|랑|하고|및|と|和|and|,|·)?\s?")
_UNTIL: Final = re.compile(r"\s?(?:까지|まで|为止)")
#: What is not wanted: 지난주 말고, 어제 기사 빼고.
_EXCLUDED: Final = re.compile(
    r"(?:의|에 나온|치|자)?\s?(?:(?:뉴스|기사|소식|보도)들?|것|거|꺼)?[은는]?\s?"
    r"(?:말고|빼고|아니고|제외하고)"
)
_QUOTED: Final = re.compile(
    r"[‘“「『《〈«‹][^’”」』》〉»›]{1,80}[’”」』》〉»›]|\"[^\"]{1,80}\"|(?<!\w)'[^']{1,60}'(?![a-zA-Z0-9])"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The days, local and clipped to today, and ``text[span[0]:span[1]]``, which says so."""

    range: DateRange
    span: tuple[int, int]


def time_range(text: str, *, now: datetime, zone: tzinfo) -> Found | None:
    """Return when the news asked for appeared; None when ``text`` does not say.

    ``now`` is aware. Weeks begin on Monday, a period still running ends today in ``zone``, and
    the last three days count today.
    """
    local = now.astimezone(zone)
    named = _joined(periods(text, local), text)
    titles = {
        index
        for match in _QUOTED.finditer(text)
        if match[0] != text.strip()
        for index in range(*match.span())
    }
    borders = [*(period.start for period in named), len(text)]
    for period, until in zip(named, borders[1:], strict=True):
        excluded = _EXCLUDED.match(text, period.end)
        if period.days is None or period.start in titles or excluded:
            continue
        for said in (korean, english, han):
            found = said(text, period, until)
            if found is None:
                continue
            last = local.date() if found.since else min(period.days.last, local.date())
            if period.days.first <= last:
                days = DateRange(first=period.days.first, last=last)
                return Found(range=days, span=(found.start, found.end))
    return None


def _joined(named: tuple[Period, ...], text: str) -> list[Period]:
    """Make one period of two that are one (7월 1일부터 어제까지, 어제와 오늘), and none of those
    that stand together for another reason (지난해 오늘).
    """
    joined: list[Period] = []
    for period in named:
        between = text[joined[-1].end : period.start] if joined else "?"
        if not joined or not (_TO.fullmatch(between) or _AND.fullmatch(between)):
            joined.append(period)
            continue
        before = joined.pop()
        until = _UNTIL.match(text, period.end)
        joined.append(
            Period(
                start=before.start,
                end=until.end() if until else period.end,
                days=_hull(before.days, period.days, apart=bool(_TO.fullmatch(between))),
            )
        )
    return joined


def _hull(a: DateRange | None, b: DateRange | None, *, apart: bool) -> DateRange | None:
    if a is None or b is None or a.first > b.last:
        return None
    if not apart and b.first - a.last != timedelta(days=1):
        return None
    return DateRange(first=a.first, last=b.last)
