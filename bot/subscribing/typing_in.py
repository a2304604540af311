"""What is typed for the settings of digests: asked for, awaited, read, and answered plainly."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.introducing import talk
from bot.reception.visit import Visit
from bot.reply import Button, Pressed, Reply
from bot.subscribing.changes import written_quiet, written_time
from bot.subscribing.clock import clock_time, clock_times
from bot.subscribing.codes import Op, Setting, data, read
from bot.subscribing.parts import DigestParts
from bot.subscribing.settings import Settings
from bot.subscribing.topics import Typed, is_broad, read_topics
from bot.subscribing.zones import find
from bot.texts import one_line, shorten
from store.messaging.subscription import MAX_TOPIC_CHARS, MAX_TOPICS, Subscription

#: What a prompt of the settings is for, in the database.
PROMPT: Final = "digest"
#: What is repeated of what somebody typed.
_SHOWN_CHARS: Final = 60
#: Topics that are named as not understood: a person sees which, not a page of them.
_NAMED: Final = 3

#: Of how many stories a topic is, and of how many in all; None where nothing can be looked for.
Counted = tuple[int, int] | None


class Typing:
    """Asks for words, and sets what they say. Raises DatabaseError."""

    def __init__(self, parts: DigestParts, settings: Settings) -> None:
        self._parts = parts
        self._settings = settings

    def answered(self, argument: str, visit: Visit) -> Reply | None:
        """Take the answer to a prompt; None when nothing of this version was asked."""
        asked = read(argument)
        if not isinstance(asked, Setting):
            return None
        if asked.value == "channel":
            return self._channel(visit)
        refused = self._settings.refused(visit, asked.target)
        if refused is not None:
            return talk(refused)
        match asked.value:
            case "time":
                return self._typed_time(asked, visit)
            case "zone":
                return self._typed_zone(asked, visit)
            case "quiet":
                return self._typed_quiet(asked, visit)
            case "topics":
                return self._typed_topics(asked, visit)
        return None

    def ask(self, pressed: Setting, visit: Visit) -> Pressed:
        """Ask for what a button cannot carry, and await it."""
        _ = visit.texts.gettext
        asked = {
            "time": _("At what time? For example 7:30, or 8 pm."),
            "zone": _("In which city do you live? A time zone such as Asia/Seoul will do as well."),
            "quiet": _("From when to when is nothing to come? For example 22:00–07:00."),
            "topics": _(
                "Which topics? Write them with commas between them, for example: interest rates,"
                " semiconductors. A team, a company or a town will do."
            ),
            "channel": _(
                "Add me to the channel as an administrator who may post, and then forward me any"
                " post of it."
            ),
        }.get(pressed.value)
        if asked is None or (pressed.value == "channel" and visit.message.group):
            return Pressed(notice=_("This button no longer works. /digest shows the settings."))
        self._parts.prompts.ask(
            chat=visit.message.chat,
            person=visit.person,
            what=PROMPT,
            argument=data(pressed),
            now=visit.now,
        )
        lines = [asked]
        if visit.message.group:
            lines.append(_("Reply to this message, so that I see it."))
        lines.append(_("I wait ten minutes for it; any command ends that."))
        return Pressed(reply=talk(*lines))

    def _once_more(self, asked: Setting, visit: Visit, why: str) -> Reply:
        """Say why it was not understood, and go on waiting."""
        self._parts.prompts.ask(
            chat=visit.message.chat,
            person=visit.person,
            what=PROMPT,
            argument=data(asked),
            now=visit.now,
        )
        back = data(replace(asked, op="show", value=""))
        return replace(talk(why), buttons=((Button(visit.texts.gettext("Settings"), back),),))

    def _typed_time(self, asked: Setting, visit: Visit) -> Reply:
        at, _ = clock_time(visit.message.text), visit.texts.gettext
        if at is None:
            no = _("“{text}” is no time of day. Write it like 7:30 or 8 pm.")
            return self._once_more(asked, visit, no.format(text=_said(visit)))
        return self._settings.set(replace(asked, op="time", value=written_time(at)), visit)

    def _typed_zone(self, asked: Setting, visit: Visit) -> Reply:
        zone, _ = find(visit.message.text), visit.texts.gettext
        if zone is None:
            no = _("I know no time zone for “{text}”. Write a large city, or UTC+9.")
            return self._once_more(asked, visit, no.format(text=_said(visit)))
        op: Op = "zone" if self._settings.get(visit, asked) else "on"
        return self._settings.set(replace(asked, op=op, value=zone), visit)

    def _typed_quiet(self, asked: Setting, visit: Visit) -> Reply:
        quiet, _ = clock_times(visit.message.text), visit.texts.gettext
        if quiet is None:
            no = _("“{text}” are no two times of day. Write them like 22:00–07:00.")
            return self._once_more(asked, visit, no.format(text=_said(visit)))
        return self._settings.set(replace(asked, op="quiet", value=written_quiet(quiet)), visit)

    def _typed_topics(self, asked: Setting, visit: Visit) -> Reply:
        _ = visit.texts.gettext
        one = self._settings.get(visit, asked)
        typed = read_topics(visit.message.text, have=one.topics if one else ())
        counted = {topic: self._parts.breadth(topic) for topic in typed.topics}
        read = [topic for topic, found in counted.items() if found is not None]
        note = self._on_topics(typed, counted, visit)
        if not read and not typed.known:
            why = note or _("I see no topic in that. Write words, with commas between topics.")
            return self._once_more(asked, visit, why)

        def add(one: Subscription | None) -> Subscription | None:
            new = [topic for topic in read if one and topic not in one.topics]
            return one and replace(one, topics=(*one.topics, *new)[:MAX_TOPICS])

        return self._settings.change(visit, asked, add, on="topics", note=note or None)

    def _on_topics(self, typed: Typed, counted: Mapping[str, Counted], visit: Visit) -> str:
        """Say what was left out of the topics, and which of them narrow nothing."""
        _, ngettext = visit.texts.gettext, visit.texts.ngettext
        said = []
        if typed.too_long:
            long = ngettext(
                "{count} topic is longer than {most} letters and was left out.",
                "{count} topics are longer than {most} letters and were left out.",
                typed.too_long,
            )
            said.append(long.format(count=typed.too_long, most=MAX_TOPIC_CHARS))
        if typed.left_over:
            more = ngettext(
                "There is room for {most} topics; {count} was left out.",
                "There is room for {most} topics; {count} were left out.",
                typed.left_over,
            )
            said.append(more.format(count=typed.left_over, most=MAX_TOPICS))
        if unread := [topic for topic, found in counted.items() if found is None]:
            named = [f"“{shorten(one, max_chars=_SHOWN_CHARS)}”" for one in unread[:_NAMED]]
            no = _("Nothing can be looked for with these topics: {topics}")
            said.append(no.format(topics=", ".join(named)))
        for topic, found in counted.items():
            fits, of = found or (0, 0)
            if is_broad(fits, of):
                broad = _(
                    "“{topic}” fits {fits} of the {of} stories of the week: it narrows little."
                )
                said.append(broad.format(topic=topic, fits=fits, of=of))
        return " ".join(said)

    def _channel(self, visit: Visit) -> Reply:
        """Show the settings of the channel from which a post was forwarded."""
        _, target = visit.texts.gettext, visit.message.origin
        asked = Setting(op="ask", value="channel")
        if target is None:
            no = _("That is no post of a channel. Forward me one, with its sender shown.")
            return self._once_more(asked, visit, no)
        refused = self._settings.refused(visit, target)
        if refused is not None:
            return self._once_more(asked, visit, refused)
        return self._of_channel(target, visit)

    def added(self, visit: Visit) -> Reply | None:
        """Show the settings of the channel to which this person has added the bot."""
        target = visit.message.origin
        if target is None or self._settings.refused(visit, target) is not None:
            return None
        self._parts.prompts.take(chat=visit.message.chat, person=visit.person, now=visit.now)
        return self._of_channel(target, visit)

    def _of_channel(self, target: str, visit: Visit) -> Reply:
        self._parts.chats.seen(self._parts.channel, target, kind="channel", now=visit.now)
        return self._settings.shown(visit, Setting(target=target, op="show"))


def _said(visit: Visit) -> str:
    return shorten(one_line(visit.message.text), max_chars=_SHOWN_CHARS)
