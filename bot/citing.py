"""Names an article as people cite it: headline, outlet, day; puts marks around a quote."""

import re
from datetime import datetime, tzinfo
from typing import Final

from babel.dates import format_date, format_skeleton, format_time

from bot.reply import Span
from bot.texts import Texts, one_line, shorten
from retrieval.answer import DateRange
from store.article import PARAGRAPH_BREAK, Article, InferredDate, Published

_MARKS: Final = (("“", "”", '“”"'), ("「", "」", "「」"))
_DIRECTION: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LINKABLE: Final = re.compile(r"https?://[^\s\x00-\x1f]+", re.IGNORECASE)
_LEAD_CHARS: Final = 40
_TITLE_CHARS: Final = 150


def headline(article: Article) -> Span:
    """Return the headline, else how the text begins; it links where the article has an address."""
    title = shorten(one_line(article.title or ""), max_chars=_TITLE_CHARS)
    if not title:
        lead = one_line(article.text.partition(PARAGRAPH_BREAK)[0])
        title = shorten(lead, max_chars=_LEAD_CHARS)
    url = article.url if article.url and _LINKABLE.fullmatch(article.url) else None
    return Span(title or one_line(article.file), url=url)


def where_and_when(article: Article, *, texts: Texts, zone: tzinfo) -> str:
    """Write outlet and day, with the minute where it is known."""
    return f"{outlet_name(article.outlet, texts)} · {when(article, texts=texts, zone=zone)}"


def outlet_name(outlet: str | None, texts: Texts) -> str:
    """Name the outlet, or say that it is unknown."""
    return one_line(outlet or "") or texts.gettext("unknown outlet")


def when(article: Article, *, texts: Texts, zone: tzinfo) -> str:
    """Write when the article appeared, as exactly as it is known."""
    published = article.published
    if published is None:
        guess = article.inferred and estimate(article.inferred, texts)
        return guess or texts.gettext("unknown date")
    day = day_in_words(published, texts=texts, zone=zone)
    if published.precision != "minute":
        return day
    moment = datetime.fromisoformat(published.iso).astimezone(zone)
    time = format_time(moment.time(), "HH:mm", locale=texts.language)
    return texts.gettext("{date}, {time}").format(date=day, time=time)


def day_in_words(published: Published, *, texts: Texts, zone: tzinfo) -> str:
    """Write the local day, or the month where that is all that is known."""
    day = published.local_date(zone)
    if published.precision == "month":
        return format_skeleton("yMMMM", day, locale=texts.language)
    return format_date(day, "long", locale=texts.language)


def estimate(inferred: InferredDate, texts: Texts) -> str | None:
    """Write the days between which an article must have appeared."""
    days = _estimated_days(inferred, texts)
    return days and texts.gettext("{days}, estimated").format(days=days)


def _estimated_days(inferred: InferredDate, texts: Texts) -> str | None:
    if inferred.earliest and inferred.latest:
        return span_of_days(DateRange(first=inferred.earliest, last=inferred.latest))
    if inferred.best:
        return inferred.best.isoformat()
    if inferred.earliest:
        return texts.gettext("{day} or later").format(day=inferred.earliest.isoformat())
    if inferred.latest:
        return texts.gettext("{day} or earlier").format(day=inferred.latest.isoformat())
    return None


def span_of_days(days: DateRange) -> str:
    """``2025-02-04~05``: the last day without what it shares with the first."""
    first, last = days.first.isoformat(), days.last.isoformat()
    if first == last:
        return first
    if first[:7] == last[:7]:
        return f"{first}~{last[8:]}"
    return f"{first}~{last[5:] if first[:4] == last[:4] else last}"


def quoted(text: str) -> str:
    """Put marks around ``text`` that do not stand in it, or a dot before it.

    What turns the direction of writing inside it (Unicode UAX #9) ends with it.
    """
    if _DIRECTION.search(text):
        text = f"\u2068{text}\u2069"
    for opening, closing, clashing in _MARKS:
        if not set(clashing) & set(text):
            return f"{opening}{text}{closing}"
    return f"▪ {text}"
