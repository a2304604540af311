"""The order to show figures."""

from collections.abc import Mapping, Sequence

from bot.admin.arguments import whole
from bot.admin.drawing import drawn
from bot.admin.menu import usage
from bot.admin.order import CannotError, Order
from bot.admin.parts import Parts
from bot.admin.stats import DEFAULT_DAYS, MAX_DAYS, WITHIN_DAYS, Stats, measure
from bot.reply import Attachment, Line, Reply, Span
from bot.texts import Texts


def stats(order: Order, parts: Parts) -> Reply:
    """``/stats [DAYS]``: the figures, with a chart where it can be drawn."""
    _ = order.texts.gettext
    days = DEFAULT_DAYS if not order.argument else whole(order.argument, least=1, most=MAX_DAYS)
    if days is None:
        note = _("The figures reach back 1 to {most} days.").format(most=MAX_DAYS)
        raise CannotError("usage", note, usage(order.name, order.texts))
    found = measure(
        library=parts.library,
        catalog=parts.catalog,
        chats=parts.chats,
        answers=parts.answers,
        outbox=parts.outbox,
        channel=order.asker.channel,
        days=days,
        now=order.now,
        zone=parts.zone,
    )
    today = order.now.astimezone(parts.zone).date()
    picture = drawn(found, today=today, texts=order.texts)
    chart = picture and Attachment(name=f"sosik-{today}.png", data=picture, kind="photo")
    return Reply(kind="talk", lines=figures(found, order.texts), attachment=chart or None)


def figures(found: Stats, texts: Texts) -> tuple[Line, ...]:
    """Tell the figures, one kind a line."""
    said = texts.ngettext("The last {days} day", "The last {days} days", found.days)
    heading = Line.of(Span(said.format(days=found.days), bold=True))
    lines = (*_of_store(found, texts), *_of_people(found, texts), *_of_questions(found, texts))
    return heading, *map(Line.of, lines), *map(Line.of, _sent(found, texts))


def _of_store(found: Stats, texts: Texts) -> tuple[str, ...]:
    _ = texts.gettext
    sources = found.sources
    counted = {
        _("working"): sources.working,
        _("failing"): sources.failing,
        _("dead for days"): sources.dead,
        _("paused"): sources.paused,
    }
    return (
        _("Articles: {count}").format(count=f"{found.articles:,}"),
        _("Sources: {counts}").format(counts=_counts(counted) or "0"),
    )


def _of_people(found: Stats, texts: Texts) -> tuple[str, ...]:
    _ = texts.gettext
    lines = [_("People who wrote: {counts}").format(counts=_within(found.people, texts))]
    if any(found.groups.values()):
        lines.append(_("Groups that wrote: {counts}").format(counts=_within(found.groups, texts)))
    if found.unreachable:
        count = f"{found.unreachable:,}"
        lines.append(_("Chats that cannot be reached: {count}").format(count=count))
    return tuple(lines)


def _within(counts: Mapping[int, int], texts: Texts) -> str:
    day, week, month = (f"{counts[days]:,}" for days in WITHIN_DAYS)
    said = texts.gettext("today {day}, within 7 days {week}, within 30 days {month}")
    return said.format(day=day, week=week, month=month)


def _of_questions(found: Stats, texts: Texts) -> tuple[str, ...]:
    _, asked = texts.gettext, found.questions
    if not asked:
        return (_("Questions: none"),)
    up, down = sum(day.up for day in found.counts), sum(day.down for day in found.counts)
    return (
        _("Questions: {count}, {per_day} a day").format(
            count=f"{asked:,}", per_day=f"{asked / found.days:,.1f}"
        ),
        _("Not answered: {share} ({count})").format(
            share=f"{found.declined / asked:.0%}", count=f"{found.declined:,}"
        ),
        _("Feedback: 👍 {up}, 👎 {down}").format(up=f"{up:,}", down=f"{down:,}"),
        _("Time to the reply, day by day: half within {median}, 95% within {slow} seconds").format(
            median=_range_s([day.p50_ms for day in found.counts]),
            slow=_range_s([day.p95_ms for day in found.counts]),
        ),
    )


def _range_s(ms: Sequence[int]) -> str:
    first, last = f"{min(ms) / 1000:.1f}", f"{max(ms) / 1000:.1f}"
    return first if first == last else f"{first}–{last}"


def _sent(found: Stats, texts: Texts) -> tuple[str, ...]:
    _, counts = texts.gettext, found.outbox
    counted = {
        _("delivered"): counts.get("sent", 0) + counts.get("replaced", 0),
        _("of these late"): found.late,
        _("waiting to be sent"): counts.get("queued", 0) + counts.get("sending", 0),
        _("not delivered"): counts.get("failed", 0) + counts.get("expired", 0),
        _("perhaps delivered"): counts.get("uncertain", 0),
    }
    messages = _("Messages: {counts}").format(counts=_counts(counted) or _("none"))
    delivered = {
        _("delivered"): sum(day.sent + day.late for day in found.deliveries),
        _("of these late"): sum(day.late for day in found.deliveries),
        _("not delivered"): sum(day.failed for day in found.deliveries),
        _("perhaps delivered"): sum(day.uncertain for day in found.deliveries),
    }
    if not any(delivered.values()):
        return (messages,)
    return messages, _("Of these, digests and alerts: {counts}").format(counts=_counts(delivered))


def _counts(counted: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counted.items() if count)
