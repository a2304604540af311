"""Orders about the running bot: figures, health, limits, what admins did, what was sent."""

from collections.abc import Mapping, Sequence
from typing import Final, TypeGuard, get_args

from bot.admin.arguments import amount, whole
from bot.admin.drawing import drawn
from bot.admin.menu import usage
from bot.admin.noting import noted
from bot.admin.order import CannotError, Order
from bot.admin.parts import Finding, Parts
from bot.admin.saying import PAGE, moment, named
from bot.admin.stats import DEFAULT_DAYS, MAX_DAYS, WITHIN_DAYS, Stats, measure
from bot.introducing import talk
from bot.reply import Attachment, Line, Reply, Span
from bot.texts import Texts, one_line
from store.messaging.limits import DEFAULTS, Limit, Name
from store.messaging.outbox import State

#: Lines that a phone still shows; more are for the command line.
_MAX_ENTRIES: Final = 100
#: A bucket that nobody fills, and a rate that no machine answers.
MAX_BURST: Final = 10_000
#: One question in ten minutes; less is shutting out, for which there is /block.
MIN_PER_MINUTE: Final = 0.1
MAX_PER_MINUTE: Final = 10_000.0


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
    return Reply(kind="talk", lines=_figures(found, order.texts), attachment=chart or None)


def _figures(found: Stats, texts: Texts) -> tuple[Line, ...]:
    said = texts.ngettext("The last {days} day", "The last {days} days", found.days)
    heading = Line.of(Span(said.format(days=found.days), bold=True))
    lines = (*_of_store(found, texts), *_of_people(found, texts), *_of_questions(found, texts))
    return heading, *map(Line.of, lines), Line.of(_sent(found, texts))


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


def _sent(found: Stats, texts: Texts) -> str:
    _, counts = texts.gettext, found.outbox
    counted = {
        _("delivered"): counts.get("sent", 0) + counts.get("replaced", 0),
        _("of these late"): found.late,
        _("waiting"): counts.get("queued", 0) + counts.get("sending", 0),
        _("failed"): counts.get("failed", 0) + counts.get("expired", 0),
        _("uncertain"): counts.get("uncertain", 0),
    }
    return _("Messages: {counts}").format(counts=_counts(counted) or _("none"))


def _counts(counted: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counted.items() if count)


def health(order: Order, parts: Parts) -> Reply:
    """``/health``: what is broken first, with what to do; then what is fine."""
    findings = sorted(parts.examine(), key=lambda finding: finding.fine)
    lines = (line for finding in findings for line in _finding(finding, order.texts))
    return Reply(kind="talk", lines=tuple(lines))


def _finding(finding: Finding, texts: Texts) -> tuple[Line, ...]:
    _ = texts.gettext
    name = _subjects(texts).get(finding.subject, finding.subject)
    if finding.fine:
        # What the doctor says stands in English alone.
        says = f": {one_line(finding.says)}" if texts.language == "en" else ""
        return (Line.of(f"✓ {name}{says}"),)
    said = _broken(texts).get(finding.subject, "")
    return (
        Line.of(Span(f"✗ {name}", bold=True), f" {said}".rstrip()),
        Line.of(f"   {one_line(finding.says)}"),
        *((Line.of(f"   → {one_line(finding.mend)}"),) if finding.mend else ()),
    )


def _subjects(texts: Texts) -> Mapping[str, str]:
    _ = texts.gettext
    return {
        "settings": _("Settings"),
        "disk": _("Disk"),
        "database": _("Database"),
        "words": _("Search by words"),
        "model": _("Model"),
        "vectors": _("Search by meaning"),
        "inbox": _("Inbox"),
        "sources": _("Sources"),
        "telegram": _("Telegram"),
    }


def _broken(texts: Texts) -> Mapping[str, str]:
    _ = texts.gettext
    return {
        "disk": _("There is too little room. Free some space on the server."),
        "database": _("The database is damaged or cannot be read."),
        "words": _("Questions cannot be searched for by words."),
        "model": _("The model cannot be loaded, so questions are answered by words alone."),
        "vectors": _("Questions are answered by words alone."),
        "inbox": _("The inbox cannot be read."),
        "sources": _("Some have not worked for days: /sources"),
    }


def limits(order: Order, parts: Parts) -> Reply:
    """``/limits``, ``/limits NAME BURST PER_MINUTE``, ``/limits NAME default``."""
    if not order.words:
        return Reply(kind="talk", lines=_all_limits(order, parts))
    name, limit = _limit(order)
    about = f"{name} {limit.burst} {limit.per_minute:g}" if limit else f"{name} default"
    with noted(parts.audit, by=order.by, action="limits", about=about, now=order.now):
        parts.limits.set(name, limit)
    return Reply(kind="talk", lines=_all_limits(order, parts))


def _limit(order: Order) -> tuple[Name, Limit | None]:
    match order.words:
        case [name, "default"] if is_limit(name):
            return name, None
        case [name, burst, per_minute] if is_limit(name):
            limit = read_limit(burst, per_minute)
            if limit is not None:
                return name, limit
    _ = order.texts.gettext
    note = _(
        "First person, group or global; then how many may come at once (1 to {burst}), and how"
        " many a minute after that ({least} to {most}). Or: /limits person default"
    )
    said = note.format(burst=f"{MAX_BURST:,}", least=MIN_PER_MINUTE, most=f"{MAX_PER_MINUTE:,.0f}")
    raise CannotError("usage", usage(order.name, order.texts), said)


def is_limit(name: str) -> TypeGuard[Name]:
    """Tell whether a limit has this name."""
    return name in get_args(Name)


def read_limit(burst: str, per_minute: str) -> Limit | None:
    """Read a limit as people write it; None where it makes no sense."""
    count = whole(burst, least=1, most=MAX_BURST)
    rate = amount(per_minute, least=MIN_PER_MINUTE, most=MAX_PER_MINUTE)
    return None if count is None or rate is None else Limit(burst=count, per_minute=rate)


def _all_limits(order: Order, parts: Parts) -> tuple[Line, ...]:
    _ = order.texts.gettext
    names = {
        "person": _("each person"),
        "group": _("each group"),
        "global": _("all together"),
    }
    held = parts.limits.all()
    said = _("{name}: {who}, {burst} at once, then {per_minute} a minute")
    unchanged = f" ({_('as shipped')})"
    return tuple(
        Line.of(
            said.format(
                name=name, who=who, burst=f"{held[name].burst:,}",
                per_minute=f"{held[name].per_minute:,g}",
            ),
            unchanged if held[name] == DEFAULTS[name] else "",
        )
        for name, who in names.items()
        if is_limit(name)
    )  # fmt: skip


def audit(order: Order, parts: Parts) -> Reply:
    """``/audit [COUNT]``: what admins did, the newest first."""
    _ = order.texts.gettext
    count = PAGE if not order.argument else whole(order.argument, least=1, most=_MAX_ENTRIES)
    if count is None:
        note = _("It shows 1 to {most} entries; sosik audit on the server shows more.")
        raise CannotError("usage", note.format(most=_MAX_ENTRIES), usage(order.name, order.texts))
    entries = parts.audit.listed(limit=count)
    lines = (
        f"{moment(one.at, zone=parts.zone, texts=order.texts)} · {one.who}"
        f" · {one.action} {named(one.object)} · {one.outcome}"
        for one in entries
    )
    return talk(*lines) if entries else talk(_("No admin has done anything yet."))


def outbox(order: Order, parts: Parts) -> Reply:
    """``/outbox [STATE]``: the newest messages and what became of them, never what they say."""
    _, state = order.texts.gettext, order.argument
    if state and not is_state(state):
        note = _("States: {states}").format(states=", ".join(get_args(State)))
        raise CannotError("usage", usage(order.name, order.texts), note)
    found = parts.outbox.listing(state=state if is_state(state) else None, limit=PAGE)
    if not found:
        return talk(_("There are no such messages."))
    lines = (
        " · ".join(
            (
                f"{one.id}",
                moment(one.created_at, zone=parts.zone, texts=order.texts),
                one.chat,
                one.state,
                *((named(one.reason),) if one.reason else ()),
            )
        )
        for one in found
    )
    return talk(*lines)


def is_state(name: str) -> TypeGuard[State]:
    """Tell whether messages can be in a state of this name."""
    return name in get_args(State)
