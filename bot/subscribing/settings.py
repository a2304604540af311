"""The settings of digests in a chat: opened, pressed, taken back."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import time
from typing import Final

from bot.digests.digests import TOLD_FOR
from bot.introducing import talk
from bot.reception.visit import Visit
from bot.reply import Pressed, Reply
from bot.subscribing import screens
from bot.subscribing.changes import ImpossibleError, LastDayError, TooManyError, changed
from bot.subscribing.codes import Setting
from bot.subscribing.parts import DigestParts
from bot.subscribing.screens import Screen, View
from bot.subscribing.undo import Step
from bot.subscribing.zones import guess
from store.messaging.subscription import Kind, Subscription

_UNDO: Final = "undo digest"
_FIRST_TIME: Final = time(8)
_MONDAY: Final = frozenset({0})
_WEEKLY_LENGTH: Final = 10


class Settings:
    """Digests as people set them. Safe to use from several threads; raises DatabaseError."""

    def __init__(self, parts: DigestParts) -> None:
        self._parts = parts
        #: What two people change at once is changed one after the other.
        self._changing = threading.Lock()

    # -- what comes in

    def open(self, visit: Visit) -> Reply:
        """Show the settings of this chat."""
        refused = self.refused(visit, None)
        if refused is not None:
            return talk(refused)
        return self.shown(visit, Setting(op="show"))

    def press(self, pressed: Setting, visit: Visit) -> Pressed:
        """Do what a button stands for; the keyboard changes in its place."""
        refused = self.refused(visit, pressed.target)
        if refused is not None:
            return Pressed(notice=refused)
        _ = visit.texts.gettext
        match pressed.op:
            case "show":
                return Pressed(reply=self.shown(visit, pressed), in_place=True)
            case "now":
                return Pressed(reply=self._now(pressed, visit))
            case "undo":
                return self._taken_back(pressed, visit)
        try:
            return Pressed(reply=self.set(pressed, visit), in_place=True)
        except LastDayError:
            return Pressed(notice=_("One day has to stay. To get none, turn the digest off."))
        except TooManyError:
            return Pressed(notice=_("These are too many outlets."))
        except ImpossibleError:
            return Pressed(notice=_("This button no longer works. /digest shows the settings."))

    # -- who may

    def refused(self, visit: Visit, target: str | None) -> str | None:
        """Say why this person may not set what the chat gets; None when they may."""
        _, message = visit.texts.gettext, visit.message
        if target is None and message.may_set:
            return None
        standing = self._parts.standing(target or message.chat, visit.person)
        if standing == "may":
            return None
        if target is None:
            return _("Only the administrators of this group can change that.")
        if standing == "absent":
            return _("I cannot post in that channel. Add me there as an administrator who may.")
        return _("Only those who may post in that channel can change that.")

    # -- what is shown

    def _view(self, visit: Visit, of: Setting, *, undo: str | None = None, page: int = 0) -> View:
        outlets = tuple(one.outlet for one in self._parts.library.sources() if one.outlet)
        return View(
            texts=visit.texts,
            now=visit.now,
            target=of.target,
            kind=of.kind,
            undo=undo,
            group=visit.message.group,
            outlets=outlets,
            page=page,
        )

    def get(self, visit: Visit, of: Setting) -> Subscription | None:
        """Return what the chat gets of this kind."""
        chat = of.target or visit.message.chat
        return self._parts.subscriptions.get(self._parts.channel, chat, of.kind)

    def shown(
        self,
        visit: Visit,
        of: Setting,
        *,
        on: Screen | None = None,
        note: str | None = None,
        undo: str | None = None,
    ) -> Reply:
        """Show the screen that a button names, or ``on``; without a digest how to turn it on."""
        one = self.get(visit, of)
        named, _, page = of.value.partition(".") if of.op == "show" else ("", "", "")
        name = on or screens.SCREENS.get(named, "main")
        view = self._view(visit, of, undo=undo, page=int(page) if page.isdecimal() else 0)
        if one is not None:
            return screens.screen(name, one, view, note=note)
        new = self._new(visit, of)
        off = screens.switched_off(view, zone=new.zone, at=new.time, note=note)
        if name != "zone":
            return off
        rows = screens.zones(view, chosen=None, guessed=new.zone, op="on")
        return replace(off, buttons=(*rows, (view.back,)))

    def _new(self, visit: Visit, of: Setting) -> Subscription:
        """Return the digest as it would be turned on, like the other one of the chat if any."""
        chat = of.target or visit.message.chat
        zone = guess(visit.message.language, default=self._parts.zone)
        fresh = Subscription(
            channel=self._parts.channel,
            chat=chat,
            zone=zone,
            time=_FIRST_TIME,
            kind=of.kind,
            language=visit.texts.language,
        )
        other: Kind = "weekly" if of.kind == "digest" else "digest"
        like = self._parts.subscriptions.get(self._parts.channel, chat, other)
        if like is not None:
            fresh = replace(like, kind=of.kind, weekdays=fresh.weekdays, paused_until=None)
        if of.kind == "weekly":
            fresh = replace(fresh, weekdays=_MONDAY, length=_WEEKLY_LENGTH)
        return replace(fresh, person=visit.person)

    # -- what is set

    def set(self, pressed: Setting, visit: Visit) -> Reply:
        """Set one thing and show it. Raises what ``changed`` raises."""
        on = screens.SEEN_ON.get(pressed.op)
        if pressed.op == "off":
            return self.change(visit, pressed, lambda _: None)
        if pressed.op == "on":
            return self.change(visit, pressed, lambda one: self._turned_on(one, pressed, visit))
        names = self._view(visit, pressed).outlets if pressed.op == "outlet" else ()
        return self.change(
            visit,
            pressed,
            lambda one: (
                one and changed(one, pressed.op, pressed.value, now=visit.now, outlets=names)
            ),
            on=on,
        )

    def _turned_on(self, one: Subscription | None, of: Setting, visit: Visit) -> Subscription:
        return changed(one or self._new(visit, of), "zone", of.value, now=visit.now)

    def change(
        self,
        visit: Visit,
        of: Setting,
        change: Callable[[Subscription | None], Subscription | None],
        *,
        on: Screen | None = None,
        note: str | None = None,
    ) -> Reply:
        """Change what the chat gets, and show it with what takes the change back."""
        subscriptions, now = self._parts.subscriptions, visit.now
        with self._changing:
            before = self.get(visit, of)
            wanted = change(before)
            if wanted == before:
                return self.shown(visit, replace(of, op="show", value=""), on=on, note=note)
            chat = of.target or visit.message.chat
            after = None
            if wanted is None:
                subscriptions.remove(self._parts.channel, chat, of.kind)
            else:
                after = subscriptions.put(wanted, now=now).changes
        step = Step(chat=chat, kind=of.kind, before=before, after=after)
        undo = self._parts.confirmations.ask(
            chat=visit.message.chat,
            person=visit.person,
            action=_UNDO,
            argument=step.dump(),
            now=now,
        )
        shown = replace(of, op="show", value="")
        return self.shown(visit, shown, on=on, note=note, undo=undo)

    def _taken_back(self, pressed: Setting, visit: Visit) -> Pressed:
        _ = visit.texts.gettext
        taken = self._parts.confirmations.take(
            pressed.value, chat=visit.message.chat, person=visit.person, now=visit.now
        )
        step = Step.load(taken[1]) if taken and taken[0] == _UNDO else None
        if step is None or step.chat != (pressed.target or visit.message.chat):
            return Pressed(notice=_("That can no longer be taken back."))
        one = self.get(visit, replace(pressed, kind=step.kind))
        if (one.changes if one else None) != step.after:
            return Pressed(notice=_("It was changed again since, so nothing was taken back."))
        of = replace(pressed, kind=step.kind)
        before, note = step.before, _("Taken back.")
        if before and one:  # a verdict in between is no setting
            before = replace(before, likes=one.likes)
        return Pressed(reply=self.change(visit, of, lambda _: before, note=note), in_place=True)

    def _now(self, pressed: Setting, visit: Visit) -> Reply:
        """Compose the digest now; what this chat is shown by it, it was told."""
        parts, _ = self._parts, visit.texts.gettext
        one = self.get(visit, pressed) or self._new(visit, pressed)
        told = parts.told.of(one.chat, since=visit.now - TOLD_FOR)
        written = parts.writer.write(one, told, now=visit.now)
        if pressed.target is None and written.facts:
            parts.told.add(one.chat, written.facts, at=visit.now, how="digest")
        nothing = _("There is nothing that you have not been told yet.")
        return written.reply or talk(nothing)
