"""What a text without a date lets one conclude about its day; never more than it shows."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from store.article import InferredDate
from store.extract import dates

# 요미우리신문은 4일 “…”라고 전했다: a bare day is the day of the report or the one before.
_BARE_DAY = re.compile(
    r"(?<![\d월년간.,~∼-])(?<!월 )(?<!오는 )(?<!지난 )(?<!이달 )(?<!내달 )(?<!매달 )(?P<day>[12]?\d"
    r"|3[01])일(?:\(현지\s?시[간각]\))?(?=[ ,\"“‘(]|에|부터|까지)"
)
_QUOTED = re.compile(r"“[^”]{0,600}”|\"[^\"]{0,600}\"|「[^」]{0,300}」")
_AHEAD: Final = re.compile(
    r"예정|앞둔|앞두|열릴|열리는|개최되는|까지|부터|간의|동안|계획|예상|전망"
)
_NEXT_AHEAD: Final = re.compile(r"예정|앞둔|앞두|열릴|열리는|개최되는|까지|부터")
_TOLD = re.compile(
    r"밝혔다|말했다|전했다|보도했다|따르면|설명했다|발표했다|강조했다|보도했|했다|됐다|이었다"
    r"|나섰다"
)
_FULL = re.compile(r"(?P<y>(?:19|20)\d\d)년\s(?P<m>\d{1,2})월(?:\s(?P<d>\d{1,2})일)?")
_DAY: Final = r"(?P<day>(?:19|20)\d\d년\s\d{1,2}월\s\d{1,2}일)"
_COMING = re.compile(
    rf"오는\s{_DAY}|{_DAY.replace('day', 'planned')}[^.다]{{0,24}}(?:예정이다|앞두고)"
)
# A capture is made at most some days after the report, when its neighbours' dates say so.
_NEAR_DAYS = 7


def infer(
    paragraphs: Sequence[str],
    *,
    neighbours: Sequence[date],
    no_later: date | None = None,
) -> InferredDate | None:
    """Conclude on the day of publication, or ``None`` when the text allows nothing.

    ``neighbours`` are the dates of other entries on the page: the capture is no older than the
    newest of them. ``no_later`` is a date of change or of a reader's answer, which publication
    does not follow.
    """
    captured = max(neighbours, default=None)
    latest = min((day for day in (captured, no_later) if day is not None), default=None)
    told = _day_told(paragraphs)
    if told is not None and latest is not None:
        day, phrase = told
        best = _last(day, latest)
        if best is not None and (latest - best).days <= _NEAR_DAYS:
            until = min(best + timedelta(days=1), latest)
            return InferredDate(
                best=best, earliest=best, latest=until, evidence=(phrase, latest.isoformat())
            )
    return _bounds(_earliest(paragraphs), _announced(paragraphs), no_later)


def _bounds(
    past: tuple[date, str] | None, announced: tuple[date, str] | None, no_later: date | None
) -> InferredDate | None:
    """Between what the text tells as past and what it announces; nothing where these clash."""
    upper = [(no_later, no_later.isoformat())] if no_later is not None else []
    upper += [announced] if announced is not None else []
    last = min(upper, default=None)
    if past is not None and last is not None and past[0] > last[0]:
        past, last = None, upper[0] if no_later is not None else None
    evidence = tuple(found[1] for found in (past, last) if found is not None)
    if not evidence:
        return None
    return InferredDate(
        best=None,
        earliest=past[0] if past is not None else None,
        latest=last[0] if last is not None else None,
        evidence=evidence,
    )


def _announced(paragraphs: Sequence[str]) -> tuple[date, str] | None:
    """The earliest full date that the text announces, as in 오는 2024년 6월 12일."""
    found = []
    for paragraph in paragraphs:
        for match in _COMING.finditer(_QUOTED.sub("“”", paragraph[:6000])):
            stamp = dates.stamps(match["day"] or match["planned"])
            if stamp and stamp[0].precision == "day":
                found.append((stamp[0].day, match[0].strip()))
    return min(found, default=None)


def _day_told(paragraphs: Sequence[str]) -> tuple[int, str] | None:
    """The first bare day in the opening paragraphs of which something is already told."""
    for paragraph in paragraphs[:4]:
        for sentence in re.split(r"(?<=다\.)\s", _QUOTED.sub("“”", paragraph[:3000])):
            found = _BARE_DAY.search(sentence)
            if found is None or not _TOLD.search(sentence):
                continue
            if _NEXT_AHEAD.search(sentence[found.end() : found.end() + 12]):
                continue
            return int(found["day"]), sentence[max(0, found.start() - 12) : found.end()].strip()
    return None


def _last(day: int, latest: date) -> date | None:
    """The last date not after ``latest`` that is the ``day`` of its month."""
    for back in range(62):
        candidate = latest - timedelta(days=back)
        if candidate.day == day:
            return candidate
    return None


def _earliest(paragraphs: Sequence[str]) -> tuple[date, str] | None:
    """The latest full date that the text tells of as past."""
    found = []
    for paragraph in paragraphs:
        for sentence in re.split(r"(?<=[다요]\.)\s", paragraph[:6000]):
            if _AHEAD.search(sentence) or not re.search(r"[했됐었았한된]", sentence):
                continue
            for match in _FULL.finditer(sentence):
                stamp = dates.stamps(match[0])
                if stamp:
                    found.append((stamp[0].day, match[0]))
    return max(found, default=None)
