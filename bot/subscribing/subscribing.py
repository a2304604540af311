"""Leads commands, presses and awaited answers to what people have set up in a chat."""

from dataclasses import replace
from typing import Final

from bot.introducing import talk
from bot.reception.visit import Visit
from bot.reply import Button, Pressed, Reply
from bot.subscribing import awaiting
from bot.subscribing.codes import Deed, Setting, Verb, data, read
from bot.subscribing.following import Following
from bot.subscribing.parts import AlertParts, DigestParts
from bot.subscribing.settings import Settings
from bot.subscribing.typing_in import PROMPT, Typing
from bot.subscribing.verdicts import judge
from bot.subscribing.watching import Watching
from bot.texts import Language, shorten, texts_in

#: What a link carries after ``/start`` to open the settings.
START: Final = "digest"
_NAME_CHARS: Final = 60


class Subscribing:
    """Digests, followed stories, watchwords and waiting questions, as people set them up.

    Safe to use from several threads; raises DatabaseError.
    """

    def __init__(self, digests: DigestParts, alerts: AlertParts) -> None:
        self._digests = digests
        self._alerts = alerts
        self._settings = Settings(digests)
        self._typing = Typing(digests, self._settings)
        self._following = Following(alerts)
        self._watching = Watching(alerts)

    def reply(self, visit: Visit) -> Reply | None:
        """Obey a command of these, or take the answer that is awaited; None for all else."""
        message = visit.message
        if message.document is not None or (message.edited and visit.name is None):
            return None
        awaited = self._digests.prompts.take(chat=message.chat, person=visit.person, now=visit.now)
        if visit.name is not None:  # it has ended the prompt
            return self._obeyed(visit)
        if awaited is None or awaited[0] != PROMPT:
            return None
        if message.forwarded and message.origin is None:
            self._digests.prompts.ask(  # somebody else's words are no answer
                chat=message.chat,
                person=visit.person,
                what=PROMPT,
                argument=awaited[1],
                now=visit.now,
            )
            return None
        return self._typing.answered(awaited[1], visit)

    def press(self, pressed: str, visit: Visit) -> Pressed | None:
        """Do what a button stands for; None when it is none of these."""
        found = read(pressed)
        match found:
            case None:
                return None
            case Setting(op="ask"):
                refused = self._settings.refused(visit, found.target)
                return Pressed(notice=refused) if refused else self._typing.ask(found, visit)
            case Setting():
                return self._settings.press(found, visit)
            case Deed():
                refused = self._settings.refused(visit, None)
                return Pressed(notice=refused) if refused else self._done(found, visit)

    def added(self, visit: Visit) -> Reply | None:
        """Show what the channel gets to which this person has added the bot; None to all others."""
        return self._typing.added(visit)

    def follow_one_of(self, articles: tuple[int, ...], visit: Visit) -> Pressed:
        """Follow the story of an answer that quotes these articles."""
        refused = self._settings.refused(visit, None)
        return Pressed(notice=refused) if refused else self._following.choose(articles, visit)

    def wait_for(self, question: str, visit: Visit) -> Pressed:
        """Keep a declined question until it can be answered."""
        return awaiting.wait_for(question, self._alerts, visit)

    def _obeyed(self, visit: Visit) -> Reply | None:
        if visit.name == "start" and visit.argument == START:
            return self._settings.open(visit)
        if visit.name not in _NAMES:
            return None
        refused = self._settings.refused(visit, None)
        if refused is not None:
            return talk(refused)
        match visit.name:
            case "digest":
                return self._settings.open(visit)
            case "follow" if visit.argument:
                return self._following.follow_topic(visit.argument, visit)
            case "watch":
                return self._watching.watch(visit.argument, visit)
            case "watching" | "unwatch":
                return self._watched(visit)
        return self._followed(visit)

    # -- what is kept, to look at and let go

    def _done(self, deed: Deed, visit: Visit) -> Pressed:
        match deed.verb:
            case "follow":
                return self._following.follow(deed.id, visit)
            case "unfollow":
                note = self._following.let_go(deed.id, visit)
                return Pressed(notice=note, reply=self._followed(visit), in_place=True)
            case "unkeep":
                note = awaiting.let_go(deed.id, self._alerts, visit)
                return Pressed(notice=note, reply=self._followed(visit), in_place=True)
            case "unwatch":
                note = self._watching.let_go(deed.id, visit)
                return Pressed(notice=note, reply=self._watched(visit), in_place=True)
            case "up" | "down":
                return self._judged(deed, visit)

    def _judged(self, deed: Deed, visit: Visit) -> Pressed:
        _, article = visit.texts.gettext, self._digests.library.article(deed.id)
        if article is None:
            return Pressed(notice=_("The article is no longer kept."))
        known = judge(
            self._digests.subscriptions,
            channel=self._digests.channel,
            chat=visit.message.chat,
            article=article,
            verdict=1 if deed.verb == "up" else -1,
        )
        if not known:
            return Pressed(notice=_("No digest is turned on here. /digest turns one on."))
        if deed.verb == "up":
            return Pressed(notice=_("Noted: more like this, further up."))
        return Pressed(notice=_("Noted: less like this."))

    def _followed(self, visit: Visit) -> Reply:
        """List what is followed and which questions wait, with a button to let go of each."""
        _, chat = visit.texts.gettext, visit.message.chat
        follows, waiting = self._alerts.follows.of(chat), self._alerts.awaited.of(chat)
        if not follows and not waiting:
            return talk(
                _("Nothing is followed here."),
                _("Write /follow and a topic, or press “Follow this story” under an answer."),
            )
        rows = [
            _letting_go("unfollow", one.id, self._following.name(one, visit.texts))
            for one in follows
        ]
        rows += [_letting_go("unkeep", one.id, f"? {one.question}") for one in waiting]
        lines = [_("I write about these as soon as there is news. A press lets go of one.")]
        if waiting:
            lines.append(_("Those with a question mark are questions that wait for an answer."))
        return replace(talk(*lines), buttons=tuple(rows))

    def _watched(self, visit: Visit) -> Reply:
        """List the rules, with a button to let go of each."""
        _ = visit.texts.gettext
        rules = self._alerts.watchwords.of(visit.message.chat)
        if not rules:
            return talk(_("No words are watched for here. /watch and a rule begins that."))
        rows = [_letting_go("unwatch", one.id, one.rule) for one in rules]
        said = _("I write when an article meets one of these. A press lets go of it.")
        return replace(talk(said), buttons=tuple(rows))


def menu(language: Language) -> list[tuple[str, str]]:
    """Name the commands, for private chats and groups alike."""
    _ = texts_in(language).gettext
    return [
        ("digest", _("the news each day or week, as you set it")),
        ("follow", _("hear when there is news: /follow topic")),
        ("following", _("what is followed here, and waiting questions")),
        ("unfollow", _("follow something no more")),
        ("watch", _("watch for words: /watch strike NOT shares")),
        ("watching", _("the words that are watched for")),
        ("unwatch", _("watch for words no more")),
    ]


_NAMES: Final = frozenset(name for name, _ in menu("en"))


def _letting_go(verb: Verb, id_: int, name: str) -> tuple[Button, ...]:
    return (Button(f"✕ {shorten(name, max_chars=_NAME_CHARS)}", data(Deed(verb=verb, id=id_))),)
