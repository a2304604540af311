"""Orders about the running bot: health, limits, what admins did, what was sent."""

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from typing import Final, TypeGuard, get_args

from bot.admin.arguments import amount, whole
from bot.admin.menu import usage
from bot.admin.noting import noted
from bot.admin.order import CannotError, Order
from bot.admin.parts import Finding, Parts
from bot.admin.saying import PAGE, moment, named
from bot.introducing import talk
from bot.reply import Line, Reply, Span
from bot.texts import Texts, one_line
from store.messaging.answers import KeptQuestion
from store.messaging.audit import Entry as Act
from store.messaging.limits import DEFAULTS, Limit, Name
from store.messaging.outbox import Entry, State

#: Lines that a phone still shows; more are for the command line.
_MAX_ENTRIES: Final = 100
#: A bucket that nobody fills, and a rate that no machine answers.
MAX_BURST: Final = 10_000
#: One question in ten minutes; less is shutting out, for which there is /block.
MIN_PER_MINUTE: Final = 0.1
MAX_PER_MINUTE: Final = 10_000.0


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
    said = _broken(texts).get(finding.subject)
    return (
        Line.of(Span(f"✗ {name}", bold=True), f": {said}" if said else ""),
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
        return Reply(kind="talk", lines=limits_said(parts.limits.all(), order.texts))
    name, limit = _limit(order)
    about = limit_named(name, limit)
    with noted(parts.audit, by=order.by, action="limits", about=about, now=order.now):
        parts.limits.set(name, limit)
    return Reply(kind="talk", lines=limits_said(parts.limits.all(), order.texts))


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


def limit_named(name: Name, limit: Limit | None) -> str:
    """Write a limit as the audit does; None is what is shipped."""
    return f"{name} {limit.burst} {limit.per_minute:g}" if limit else f"{name} default"


def is_limit(name: str) -> TypeGuard[Name]:
    """Tell whether a limit has this name."""
    return name in get_args(Name)


def read_limit(burst: str, per_minute: str) -> Limit | None:
    """Read a limit as people write it; None where it makes no sense."""
    count = whole(burst, least=1, most=MAX_BURST)
    rate = amount(per_minute, least=MIN_PER_MINUTE, most=MAX_PER_MINUTE)
    return None if count is None or rate is None else Limit(burst=count, per_minute=rate)


def limits_said(held: Mapping[Name, Limit], texts: Texts) -> tuple[Line, ...]:
    """Tell the limits, one a line."""
    _ = texts.gettext
    names = {
        "person": _("each person"),
        "group": _("each group"),
        "global": _("all together"),
    }
    said = _("{name}: {who}, {burst} at once, then {per_minute} a minute")
    unchanged = " " + _("(as shipped)")
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
    acts = parts.audit.listed(limit=count)
    if not acts:
        return talk(_("No admin has done anything yet."))
    return Reply(kind="talk", lines=acts_said(acts, texts=order.texts, zone=parts.zone))


def acts_said(acts: Sequence[Act], *, texts: Texts, zone: tzinfo) -> tuple[Line, ...]:
    """Tell acts, one a line."""
    return tuple(
        Line.of(
            f"{moment(one.at, zone=zone, texts=texts)} · {one.who}"
            f" · {one.action} {named(one.object)} · {_ended(one.outcome, texts)}"
        )
        for one in acts
    )


def feedback(order: Order, parts: Parts) -> Reply:
    """``/feedback``: the newest questions that people let the bot keep, and how they rated."""
    kept = parts.answers.feedback(PAGE)
    if not kept:
        return talk(order.texts.gettext("Nobody has let me keep a question yet."))
    return Reply(kind="talk", lines=kept_said(kept, texts=order.texts, zone=parts.zone))


def kept_said(kept: Sequence[KeptQuestion], *, texts: Texts, zone: tzinfo) -> tuple[Line, ...]:
    """Tell kept questions, one a line, each with the sum of its ratings; never who asked."""
    return tuple(
        Line.of(
            f"{moment(one.at, zone=zone, texts=texts)} · {one.liking:+d} · {named(one.question)}"
        )
        for one in kept
    )


def outbox(order: Order, parts: Parts) -> Reply:
    """``/outbox [STATE]``: the newest messages and what became of them, never what they say."""
    _, state = order.texts.gettext, order.argument
    if state and not is_state(state):
        states = ", ".join(f"{name} ({said})" for name, said in _states(order.texts).items())
        note = _("States: {states}").format(states=states)
        raise CannotError("usage", usage(order.name, order.texts), note)
    found = parts.outbox.listing(state=state if is_state(state) else None, limit=PAGE)
    if not found:
        return talk(_("There are no such messages."))
    return Reply(kind="talk", lines=messages_said(found, texts=order.texts, zone=parts.zone))


def messages_said(found: Sequence[Entry], *, texts: Texts, zone: tzinfo) -> tuple[Line, ...]:
    """Tell what became of messages, one a line."""
    return tuple(
        Line.of(
            " · ".join(
                (
                    f"{one.id}",
                    moment(one.created_at, zone=zone, texts=texts),
                    one.chat,
                    _states(texts)[one.state],
                    *((named(one.reason),) if one.reason else ()),
                )
            )
        )
        for one in found
    )


def _ended(outcome: str, texts: Texts) -> str:
    """Say how an act ended; why it was refused is a short code, as on the command line."""
    said = {"done": texts.gettext("done"), "asked": texts.gettext("asked to confirm")}
    return said.get(outcome) or texts.gettext("refused: {why}").format(why=outcome)


def _states(texts: Texts) -> Mapping[State, str]:
    _ = texts.gettext
    return {
        "queued": _("waits"),
        "sending": _("on its way"),
        "sent": _("delivered"),
        "replaced": _("delivered, then changed"),
        "uncertain": _("perhaps delivered"),
        "failed": _("not delivered"),
        "expired": _("too late to be sent"),
    }


def is_state(name: str) -> TypeGuard[State]:
    """Tell whether messages can be in a state of this name."""
    return name in get_args(State)
