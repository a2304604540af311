"""What the replies to admins share: moments, sources, outcomes, pages of long lists."""

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo
from typing import Final

from bot.admin.trouble import noted_reason, reason
from bot.reply import Line, Span
from bot.texts import Texts, one_line, shorten
from store.ingest import Outcome
from store.sources.catalog import DEAD_AFTER, is_dead
from store.sources.source import Source

#: Lines of a list that a phone shows in two or three screens.
PAGE: Final = 20
#: Titles and refusals of a file that are told one by one.
_TOLD_ONE_BY_ONE: Final = 5
_NAME_CHARS: Final = 100


def named(text: str) -> str:
    """Write what came from outside on one short line."""
    return shorten(one_line(text), max_chars=_NAME_CHARS)


def moment(at: datetime | None, *, zone: tzinfo, texts: Texts) -> str:
    """Write an instant to the minute, in ``zone``."""
    return texts.gettext("never") if at is None else f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def source_lines(source: Source, *, texts: Texts, zone: tzinfo, now: datetime) -> tuple[Line, ...]:
    """Tell a source in two lines: what it is, and how it is doing."""
    name = named(source.title or source.address)
    shown = Span(name, url=source.address if source.kind != "folder" else None)
    mark = "⏸" if source.paused else "⚠️" if source.health.failures else "✓"
    return (
        Line.of(f"{source.id}. ", shown, f" · {kind(source.kind, texts)}"),
        Line.of(f"   {mark} {_health(source, texts=texts, zone=zone, now=now)}"),
    )


def _health(source: Source, *, texts: Texts, zone: tzinfo, now: datetime) -> str:
    _, health = texts.gettext, source.health
    if source.paused:
        return _("paused")
    if health.failures:
        why = noted_reason(health.reason or "", texts)
        if is_dead(source, now=now):
            said = _("has not worked for {days} days: {why}")
            return said.format(days=DEAD_AFTER.days, why=why)
        return _("failed {count} times in a row: {why}").format(count=health.failures, why=why)
    every = _("every {minutes} min").format(minutes=round(health.interval_s / 60))
    if health.succeeded_at is None:
        return _("waits for its first poll")
    last = _("last polled {when}").format(when=moment(health.succeeded_at, zone=zone, texts=texts))
    return f"{every} · {last}"


def kind(name: str, texts: Texts) -> str:
    """Name a kind of source."""
    _ = texts.gettext
    kinds = {
        "feed": _("feed"),
        "sitemap": _("sitemap"),
        "page": _("page"),
        "folder": _("folder"),
    }
    return kinds[name]


def outcome_lines(outcomes: Sequence[Outcome], texts: Texts) -> tuple[Line, ...]:
    """Count what came of files, then name the first that were taken in, and the first refused."""
    taken = [one for one in outcomes if one.status in ("stored", "updated")]
    refused = [one for one in outcomes if one.status == "refused"]
    return (
        Line.of(Span(_counted(outcomes, texts), bold=True)),
        *(Line.of(f"✓ {named(one.title or one.file)}") for one in taken[:_TOLD_ONE_BY_ONE]),
        *_more(len(taken), texts),
        *(
            Line.of(f"✗ {named(one.file)}: {_why(one, texts)}")
            for one in refused[:_TOLD_ONE_BY_ONE]
        ),
        *_more(len(refused), texts),
    )


def _why(outcome: Outcome, texts: Texts) -> str:
    return reason(outcome.reason or "", outcome.detail or "", texts)


def _more(count: int, texts: Texts) -> Iterable[Line]:
    rest = count - _TOLD_ONE_BY_ONE
    if rest > 0:
        yield Line.of("   " + texts.gettext("and {count} more").format(count=f"{rest:,}"))


def _counted(outcomes: Sequence[Outcome], texts: Texts) -> str:
    _ = texts.gettext
    words = {
        "stored": _("{count} new"),
        "updated": _("{count} changed"),
        "duplicate": _("{count} known already"),
        "refused": _("{count} refused"),
    }
    counts = {status: sum(one.status == status for one in outcomes) for status in words}
    said = [words[status].format(count=f"{n:,}") for status, n in counts.items() if n]
    return ", ".join(said) or _("nothing new")


def pages(length: int) -> int:
    """Return how many pages a list of this length has, at least one."""
    return max(1, -(-length // PAGE))
