"""What each language says of a period, and what they all ask of it."""

import re
from dataclasses import dataclass
from typing import Final

from retrieval.periods import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """``text[start:end]`` says when the news appeared; ``since`` when up to now."""

    start: int
    end: int
    since: bool


#: How far before and after a period is looked for what it belongs to.
REACH: Final = 120
#: What an outlet's name looks like, where the ones in store are not known.
PRESS: Final = (
    r"(?:reuters|bloomberg|yonhap|xinhua|kyodo|bbc|cnn|afp|ap|nhk|npr"
    r"|[\w.&'-]+(?: [\w.&'-]+)? (?:post|times|news|journal|herald|daily|tribune|gazette|guardian"
    r"|observer|ledger|chronicle|telegraph|courier|wire))"
)
PRESS_KO: Final = (
    r"(?:\w+(?:일보|신문|뉴스|방송|통신|타임스|경제|미디어|저널|투데이|데일리)|한겨레|뉴시스"
    r"|(?:kbs|mbc|sbs"
    r"|jtbc|ytn|mbn|ap|afp|cnn|bbc|nhk))"
)
#: Longer than this a period tells what a forecast is about, not when it was written.
_LONG_DAYS: Final = 10
_QUARTER: Final = re.compile("분기|四半期|季度|quarter|q[1-4]", re.IGNORECASE)
_TODAY: Final = re.compile("오늘|금일|today|今日|本日|きょう|今天", re.IGNORECASE)


def is_long(period: Period) -> bool:
    """Tell a month from a week."""
    return period.days is not None and (period.days.last - period.days.first).days > _LONG_DAYS


def is_quarter(text: str, period: Period) -> bool:
    """Tell a quarter, whose news is mostly of the figures of that quarter."""
    return _QUARTER.search(text, period.start, period.end) is not None


def is_past_day(text: str, period: Period) -> bool:
    """Tell yesterday and dates from today: an event of such a day is also reported on the next."""
    today = _TODAY.match(text, period.start)
    return not today and period.days is not None and period.days.first == period.days.last
