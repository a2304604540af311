"""What is set for a digest, in words; pure."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Final

from babel import Locale
from babel.dates import format_date, format_skeleton

from bot.digests.times import next_due, time_of, zone_of
from bot.reply import Line, Span
from bot.subscribing.zones import city
from bot.texts import Language, Texts, is_language, one_line, shorten
from store.messaging.subscription import EVERY_DAY, FOR_GOOD, Subscription

_WORKDAYS: Final = frozenset(range(5))
_WEEKEND: Final = frozenset((5, 6))
#: Of topics and outlets so much is shown that all fits one message, which can be changed in place.
_LISTED_CHARS: Final = 800


def told(one: Subscription, *, texts: Texts, now: datetime) -> tuple[Line, ...]:
    """Say what is set: when it comes, when next, and of what."""
    _, at = texts.gettext, clock(one.time)
    when = _("{days} at {time} ({zone})").format(
        days=days(one.weekdays, texts), time=at, zone=city(one.zone, texts.language)
    )
    lines = [when]
    if is_paused(one, now=now):
        lines.append(until(one.paused_until, texts))
    else:
        lines.append(_("Next: {moment}").format(moment=_next(one, texts=texts, now=now)))
    if one.quiet:
        lines.append(_("Quiet hours: {hours}").format(hours=hours(one.quiet)))
        if time_of(one) != one.time:
            later = _("{time} lies in the quiet hours, so it comes when they end.")
            lines.append(later.format(time=at))
    return tuple(map(Line.of, (*lines, *_contents(one, texts))))


def _contents(one: Subscription, texts: Texts) -> list[str]:
    _ = texts.gettext
    lines = [
        _("Topics: {topics}").format(topics=_listed(one.topics))
        if one.topics
        else _("Topics: none, so what most outlets report comes first")
    ]
    if one.outlets_in:
        only = _("Only these outlets: {outlets}")
        lines.append(only.format(outlets=_listed(sorted(one.outlets_in))))
    if one.outlets_out:
        without = _("Without these outlets: {outlets}")
        lines.append(without.format(outlets=_listed(sorted(one.outlets_out))))
    lines.append(
        _("When there is nothing new: one line says so")
        if one.when_empty == "say"
        else _("When there is nothing new: nothing is sent")
    )
    return lines


def _listed(names: Iterable[str]) -> str:
    return shorten(one_line(", ".join(names)), max_chars=_LISTED_CHARS)


def title(one_kind: str, texts: Texts, *, target: str | None) -> Line:
    """Name the digest, and the chat that gets it where that is another one."""
    _ = texts.gettext
    name = _("Daily digest") if one_kind == "digest" else _("Weekly digest")
    where = () if target is None else (_(" · channel {id}").format(id=target),)
    return Line.of(Span(name, bold=True), *where)


def days(chosen: frozenset[int], texts: Texts) -> str:
    """Name weekdays; 0 is Monday."""
    _ = texts.gettext
    if chosen == EVERY_DAY:
        return _("Every day")
    if chosen == _WORKDAYS:
        return _("Monday to Friday")
    if chosen == _WEEKEND:
        return _("Saturday and Sunday")
    if len(chosen) == 1:
        return str(Locale(texts.language).days["stand-alone"]["wide"][next(iter(chosen))])
    return ", ".join(day(one, texts) for one in sorted(chosen))


def day(one: int, texts: Texts) -> str:
    """Name a weekday in short; 0 is Monday."""
    return str(Locale(texts.language).days["stand-alone"]["abbreviated"][one])


def clock(at: time) -> str:
    """Write a time of day."""
    return f"{at:%H:%M}"


def hours(quiet: tuple[time, time]) -> str:
    """Write a span of times."""
    return f"{clock(quiet[0])}–{clock(quiet[1])}"


def is_paused(one: Subscription, *, now: datetime) -> bool:
    """Tell whether nothing comes today because of a pause."""
    until_ = one.paused_until
    return until_ is not None and now.astimezone(zone_of(one.zone)).date() < until_


def until(day_: date | None, texts: Texts) -> str:
    """Say how long a pause lasts; None for no pause."""
    _ = texts.gettext
    if day_ is None:
        return _("No pause")
    if day_ >= FOR_GOOD:
        return _("Paused until you go on")
    return _("Paused; it comes again from {date} on").format(
        date=format_date(day_, "long", locale=texts.language)
    )


def language_name(language: str | None, texts: Texts) -> str:
    """Name a language in itself; None: that of the chat."""
    if not is_language(language):
        return texts.gettext("as set with /lang")
    return _own_name(language)


def _own_name(language: Language) -> str:
    return Locale(language).get_display_name(language) or language


def _next(one: Subscription, *, texts: Texts, now: datetime) -> str:
    moment = next_due(one, after=now).astimezone(zone_of(one.zone))
    shown = format_skeleton("MMMEd", moment.date(), locale=texts.language)
    return f"{shown} {clock(moment.time())}"
