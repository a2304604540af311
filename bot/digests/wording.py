"""A digest in words: as the letter that a newspaper sends in the morning would be edited."""

from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import Final

from babel.dates import format_skeleton

from bot.citing import headline, quoted, where_and_when
from bot.reply import Line, Span
from bot.texts import Texts, one_line, shorten
from retrieval.digest.topics import MAX_TOPICS
from retrieval.digest.values import Digest, Item

_EMPTY: Final = Line()
#: Topics that are named as not understood: a person sees which, not a page of them.
_NAMED: Final = 3
_TOPIC_CHARS: Final = 30


def word_digest(digest: Digest, *, texts: Texts, zone: tzinfo, now: datetime) -> tuple[Line, ...]:
    """Write a digest as the lines a person reads, on their day in ``zone``; quotes are verbatim.

    One of which nothing is new says so in one line: whether that is sent is the person's choice.
    """
    notes = tuple(_notes(digest, texts=texts))
    if digest.is_empty:
        return (Line.of(_nothing(digest, texts=texts)), *notes)
    lines = [Line.of(Span(_heading(digest, texts=texts, zone=zone, now=now), bold=True))]
    for number, item in enumerate(digest.items, start=1):
        lines += [_EMPTY, *_item(item, number, texts=texts, zone=zone, now=now)]
    if digest.also:
        heading = texts.gettext("Also new") if digest.items else texts.gettext("New")
        lines += [_EMPTY, Line.of(Span(heading, bold=True))]
        lines += [
            Line.of(
                "· ",
                headline(one.article),
                f" · {where_and_when(one.article, texts=texts, zone=zone)}",
            )
            for one in digest.also
        ]
    return (*lines, *((_EMPTY, *notes) if notes else ()))


def _heading(digest: Digest, *, texts: Texts, zone: tzinfo, now: datetime) -> str:
    day = format_skeleton("MMMMEd", now.astimezone(zone), locale=texts.language)
    if digest.period == "week":
        return texts.gettext("The week up to {day}").format(day=day)
    return texts.gettext("News for {day}").format(day=day)


def _item(item: Item, number: int, *, texts: Texts, zone: tzinfo, now: datetime) -> Iterator[Line]:
    yield Line.of(f"{number}. ", headline(item.article))
    if not item.is_new:
        yield Line.of(_since(item, texts=texts, zone=zone, now=now))
    for fact in item.quotes:
        says = texts.gettext("Correction: ") if fact.corrects else ""
        yield Line.of(f"{says}{quoted(fact.text)}")
    cited = where_and_when(item.article, texts=texts, zone=zone)
    counted = _counted(item, texts=texts)
    yield Line.of(f"{cited} · {counted}" if counted else cited)


def _since(item: Item, *, texts: Texts, zone: tzinfo, now: datetime) -> str:
    """Say since when the quotes below are new to the person."""
    if item.since is None:
        return texts.gettext("New since you asked about it")
    told, today = item.since.astimezone(zone), now.astimezone(zone)
    if told.date() == today.date():
        return texts.gettext("New since earlier today")
    skeleton = "MMMMd" if told.year == today.year else "yMMMMd"
    day = format_skeleton(skeleton, told, locale=texts.language)
    return texts.gettext("New since {day}").format(day=day)


def _counted(item: Item, *, texts: Texts) -> str | None:
    """Count who reports the story, when it is more than the outlet that is cited."""
    outlets, independent = item.brief.coverage, item.brief.independent
    if outlets < 2:
        return None
    return texts.ngettext(
        "{outlets} outlet, independent sources: {independent}",
        "{outlets} outlets, independent sources: {independent}",
        outlets,
    ).format(outlets=outlets, independent=independent)


def _nothing(digest: Digest, *, texts: Texts) -> str:
    if digest.period == "week":
        return texts.gettext("There is nothing this week that you have not been told.")
    return texts.gettext("There is nothing new since the last time.")


def _notes(digest: Digest, *, texts: Texts) -> Iterator[Line]:
    if digest.held_back:
        left_out = texts.ngettext(
            "{count} more new story was left out.",
            "{count} more new stories were left out.",
            digest.held_back,
        )
        yield Line.of(left_out.format(count=f"{digest.held_back:,}"))
    if digest.unread:
        named = [shorten(one_line(one), max_chars=_TOPIC_CHARS) for one in digest.unread[:_NAMED]]
        said = texts.gettext("Nothing can be looked for with these topics: {topics}")
        yield Line.of(said.format(topics=", ".join(f"“{one}”" for one in named)))
    if digest.too_many:
        said = texts.gettext("Only the first {most} topics are read; {count} further ones are not.")
        yield Line.of(said.format(most=MAX_TOPICS, count=digest.too_many))
