"""The settings of a digest as screens: what is set, and the buttons that set it; pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final, Literal, get_args

from bot.digests.times import local_date
from bot.reply import Button, Buttons, Line, Reply
from bot.subscribing import telling
from bot.subscribing.changes import ALL, AUTO, NONE, written_quiet, written_time
from bot.subscribing.codes import Op, Setting, data, mark
from bot.subscribing.zones import COMMON, city
from bot.texts import LANGUAGES, Texts, shorten
from store.messaging.subscription import EVERY_DAY, MAX_TOPICS, Kind, Subscription

Screen = Literal[
    "main", "time", "zone", "days", "language", "length", "topics", "outlets", "quiet", "pause",
    "empty",
]  # fmt: skip
SCREENS: Final[dict[str, Screen]] = {name: name for name in get_args(Screen)}
#: Where what was set by such a button is seen; all else on the first screen.
SEEN_ON: Final[dict[Op, Screen]] = {"day": "days", "topic": "topics", "outlet": "outlets"}

_TIMES: Final = (
    *(time(hour) for hour in range(5, 10)), time(7, 30), time(8, 30), time(12), time(18), time(19),
    time(20), time(21),
)  # fmt: skip
_LENGTHS: Final = (3, 5, 7, 10)
_QUIET: Final = (
    (time(22), time(7)), (time(23), time(7)), (time(21), time(8)), (time(0), time(6)),
)  # fmt: skip
_PAUSES: Final = (1, 3, 7, 14, 30)
#: A button of this many letters shows whole beside another one on a telephone.
_BUTTON_CHARS: Final = 24
_OUTLETS_A_PAGE: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Whose digest is shown, in which language; ``undo`` takes back what was set last. In a
    ``group`` no channels are set.

    ``outlets`` are those that can be chosen, ``page`` counts the pages of them from 0.
    """

    texts: Texts
    now: datetime
    target: str | None = None
    kind: Kind = "digest"
    undo: str | None = None
    group: bool = False
    outlets: Sequence[str] = ()
    page: int = 0

    def button(self, text: str, op: Op, value: str = "", *, chosen: bool = False) -> Button:
        """Make a button of these settings; what is chosen already has a tick."""
        pressed = Setting(target=self.target, kind=self.kind, op=op, value=value)
        shown = shorten(text, max_chars=_BUTTON_CHARS)
        return Button(f"✓ {shown}" if chosen else shown, data(pressed))

    @property
    def back(self) -> Button:
        """The button that leads to the first screen."""
        return self.button("◀ " + self.texts.gettext("Back"), "show")

    @property
    def taking_back(self) -> tuple[Button, ...]:
        """The button that takes back what was set last, where something was."""
        if self.undo is None:
            return ()
        return (self.button("↩ " + self.texts.gettext("Undo"), "undo", self.undo),)


def screen(name: Screen, one: Subscription, view: View, *, note: str | None = None) -> Reply:
    """Show one of the screens; ``note`` says above it what came of the last step."""
    rows = list(_MAKERS[name](one, view))
    last = () if name == "main" else (view.back,)
    if last or view.taking_back:
        rows.append((*last, *view.taking_back))
    lines = [telling.title(one.kind, view.texts, target=view.target)]
    lines += telling.told(one, texts=view.texts, now=view.now)
    if note:
        lines = [Line.of(note), Line(), *lines]
    return Reply(kind="talk", lines=tuple(lines), buttons=tuple(rows))


def switched_off(view: View, *, zone: str, at: time, note: str | None = None) -> Reply:
    """Show how to turn a digest on, in ``zone`` unless another one is named."""
    _, texts = view.texts.gettext, view.texts
    what = (
        _("Each day the news that you have not heard of yet, quoted word for word.")
        if view.kind == "digest"
        else _("Once a week what was most reported, quoted word for word.")
    )
    asked = _("It comes at {time} in your time zone. Is that {zone}?")
    lines = [telling.title(view.kind, texts, target=view.target), Line.of(what)]
    lines.append(Line.of(asked.format(time=telling.clock(at), zone=city(zone, texts.language))))
    yes = _("Turn on: {zone}, {time}").format(
        zone=city(zone, texts.language), time=telling.clock(at)
    )
    other = view.button(_("Another time zone"), "show", "zone")
    rows: list[tuple[Button, ...]] = [(view.button(yes, "on", zone),), (other,)]
    rows += _elsewhere(view)
    if view.taking_back:
        rows.append(view.taking_back)
    if note:
        lines = [Line.of(note), Line(), *lines]
    return Reply(kind="talk", lines=tuple(lines), buttons=tuple(rows))


def zones(view: View, *, chosen: str | None, guessed: str, op: Op) -> Buttons:
    """Offer zones, the likeliest first; each sets it by ``op``."""
    offered = dict.fromkeys((chosen or guessed, guessed, *COMMON))
    language = view.texts.language
    buttons = [
        view.button(city(zone, language), op, zone, chosen=zone == chosen) for zone in offered
    ]
    other = view.button(view.texts.gettext("Another: type a city"), "ask", "zone")
    return (*_rows(buttons, 3), (other,))


def _main(one: Subscription, view: View) -> Buttons:
    _ = view.texts.gettext
    buttons = [
        view.button(_("Time {time}").format(time=telling.clock(one.time)), "show", "time"),
        view.button(
            _("Zone {city}").format(city=city(one.zone, view.texts.language)), "show", "zone"
        ),
        view.button(_("Weekdays"), "show", "days"),
        view.button(_("Items: {count}").format(count=one.length), "show", "length"),
        view.button(_("Topics {count}").format(count=len(one.topics)), "show", "topics"),
        view.button(_("Outlets"), "show", "outlets"),
        view.button(_("Quiet hours"), "show", "quiet"),
        view.button(_("Nothing new"), "show", "empty"),
        view.button(_("Language"), "show", "language"),
        view.button(_("Pause"), "show", "pause"),
        view.button(_("Show it now"), "now"),
        view.button(_("Turn off"), "off"),
    ]
    return (*_rows(buttons, 2), *_elsewhere(view))


def _elsewhere(view: View) -> Buttons:
    """Lead to the other digest, and in a private chat to channels."""
    _ = view.texts.gettext
    other: Kind = "weekly" if view.kind == "digest" else "digest"
    name = _("Weekly digest") if other == "weekly" else _("Daily digest")
    row = [Button(name, data(Setting(target=view.target, kind=other, op="show")))]
    if view.target is None and view.kind == "digest" and not view.group:
        row.append(view.button(_("For a channel"), "ask", "channel"))
    return (tuple(row),)


def _time(one: Subscription, view: View) -> Buttons:
    buttons = [
        view.button(telling.clock(at), "time", written_time(at), chosen=at == one.time)
        for at in sorted(_TIMES)
    ]
    return (*_rows(buttons, 4), (view.button(view.texts.gettext("Another time"), "ask", "time"),))


def _zone(one: Subscription, view: View) -> Buttons:
    return zones(view, chosen=one.zone, guessed=one.zone, op="zone")


def _days(one: Subscription, view: View) -> Buttons:
    buttons = []
    for day in sorted(EVERY_DAY):
        chosen = day in one.weekdays
        sign = "=" if one.kind == "weekly" else "-" if chosen else "+"
        name = telling.day(day, view.texts)
        buttons.append(view.button(name, "day", f"{day}{sign}", chosen=chosen))
    return _rows(buttons, 4)


def _language(one: Subscription, view: View) -> Buttons:
    buttons = [
        view.button(
            telling.language_name(language, view.texts),
            "language",
            language or AUTO,
            chosen=language == one.language,
        )
        for language in (*LANGUAGES, None)
    ]
    return _rows(buttons, 3)


def _length(one: Subscription, view: View) -> Buttons:
    buttons = [
        view.button(str(count), "length", str(count), chosen=count == one.length)
        for count in _LENGTHS
    ]
    return (tuple(buttons),)


def _topics(one: Subscription, view: View) -> Buttons:
    _ = view.texts.gettext
    rows = _rows([view.button(f"✕ {topic}", "topic", mark(topic)) for topic in one.topics], 2)
    last = []
    if len(one.topics) < MAX_TOPICS:
        last.append(view.button(_("Add topics"), "ask", "topics"))
    if one.topics:
        last.append(view.button(_("Remove all"), "topic", ALL))
    return (*rows, tuple(last))


def _outlets(one: Subscription, view: View) -> Buttons:
    """Offer each outlet in two buttons: it alone, with others so chosen; and without it."""
    _ = view.texts.gettext
    chosen = sorted(one.outlets_in | one.outlets_out)
    names = [*chosen, *(name for name in view.outlets if name not in chosen)]
    pages = max(1, -(-len(names) // _OUTLETS_A_PAGE))
    page = view.page % pages
    rows = []
    for name in names[page * _OUTLETS_A_PAGE : (page + 1) * _OUTLETS_A_PAGE]:
        inside, outside = name in one.outlets_in, name in one.outlets_out
        only = f"{mark(name)}.{ALL if inside else 'only'}"
        off = f"{mark(name)}.{ALL if outside else NONE}"
        rows.append(
            (
                view.button(_("Only {outlet}").format(outlet=name), "outlet", only, chosen=inside),
                view.button(_("Not {outlet}").format(outlet=name), "outlet", off, chosen=outside),
            )
        )
    last = []
    if pages > 1:
        last.append(view.button(_("More outlets"), "show", f"outlets.{(page + 1) % pages}"))
    if chosen:
        last.append(view.button(_("All outlets"), "outlet", ALL))
    return (*rows, tuple(last)) if last else tuple(rows)


def _quiet(one: Subscription, view: View) -> Buttons:
    _ = view.texts.gettext
    buttons = [
        view.button(telling.hours(quiet), "quiet", written_quiet(quiet), chosen=quiet == one.quiet)
        for quiet in _QUIET
    ]
    buttons.append(view.button(_("None"), "quiet", NONE, chosen=one.quiet is None))
    buttons.append(view.button(_("Other hours"), "ask", "quiet"))
    return _rows(buttons, 2)


def _pause(one: Subscription, view: View) -> Buttons:
    _, ngettext = view.texts.gettext, view.texts.ngettext
    today = local_date(view.now, one.zone)
    buttons = [
        view.button(
            ngettext("{count} day", "{count} days", count).format(count=count),
            "pause",
            (today + timedelta(days=count)).isoformat(),
        )
        for count in _PAUSES
    ]
    buttons.append(view.button(_("Until I go on"), "pause", ALL))
    if telling.is_paused(one, now=view.now):
        buttons.append(view.button(_("Go on now"), "pause", NONE))
    return _rows(buttons, 3)


def _empty(one: Subscription, view: View) -> Buttons:
    _ = view.texts.gettext
    say, silent = _("One line"), _("Nothing")
    return (
        (
            view.button(say, "empty", "say", chosen=one.when_empty == "say"),
            view.button(silent, "empty", "silent", chosen=one.when_empty == "silent"),
        ),
    )


_MAKERS: Final = {
    "main": _main, "time": _time, "zone": _zone, "days": _days, "language": _language,
    "length": _length, "topics": _topics, "outlets": _outlets, "quiet": _quiet, "pause": _pause,
    "empty": _empty,
}  # fmt: skip


def _rows(buttons: Iterable[Button], width: int) -> Buttons:
    listed = tuple(buttons)
    return tuple(listed[at : at + width] for at in range(0, len(listed), width))
