"""The wiring of what speaks in a messenger: the reception, the admins, and the channel itself."""

import asyncio
import secrets
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final, TypeVar

from bot.admin import Admin, commands
from bot.admin.parts import Parts as AdminParts
from bot.app import TELEGRAM, App
from bot.channels.telegram import Menus, TelegramChannel
from bot.channels.telegram.notices import notices
from bot.conversation import apology
from bot.deliveries import Deliveries
from bot.doctor import examine_parts
from bot.introducing import talk
from bot.reception import buttons, deep_links
from bot.reception.claiming import Claim
from bot.reception.parts import Parts
from bot.reception.reception import Reception, menu
from bot.reply import Message, Press, Pressed, Reply, Suggestion
from bot.subscribing.breadth import Breadth
from bot.subscribing.parts import AlertParts, DigestParts, Standing
from bot.subscribing.subscribing import Subscribing
from bot.texts import Language, client_language, texts_in
from store.ingest import Outcome
from store.messaging import privacy
from store.messaging.chats import Chat
from store.messaging.prompts import Prompts

#: Telegram gives an update again for 24 h, and messages are edited for 48.
_UPDATES_KEPT: Final = timedelta(hours=48)
#: What was quoted to whom, for the buttons under it.
_ANSWERS_KEPT: Final = timedelta(days=30)
#: An admin's order may fetch and read for minutes: beside the answers, not among them.
_ORDERS_AT_ONCE: Final = 2
#: Two short calls of Telegram's API.
_STANDING_S: Final = 20.0

#: What a private chat starts with where a link can carry no question.
_NOTHING_TO_ASK: Final = "inline"

Value = TypeVar("Value")


class Messenger:
    """Everything that answers on Telegram; a host to its channel.

    ``hasten`` looks into the inbox at once and returns what came of it. ``deliveries`` has what is
    sent unasked, which people set up here.
    """

    def __init__(
        self,
        app: App,
        *,
        hasten: Callable[[], Sequence[Outcome]],
        deliveries: Deliveries,
    ) -> None:
        self._app = app
        self._deliveries = deliveries
        self._loop: asyncio.AbstractEventLoop | None = None
        self._orders = ThreadPoolExecutor(_ORDERS_AT_ONCE, thread_name_prefix="order")
        #: One thread writes what comes and goes, so that no write waits for another of ours.
        self._books = ThreadPoolExecutor(1, thread_name_prefix="books")
        self.claim = Claim()
        self.channel: TelegramChannel | None = None
        settings = app.settings
        closed = settings.telegram_access == "closed"
        for number in settings.admins:
            app.access.set(TELEGRAM, number, "admin", now=app.clock())
        self._admin = Admin(
            AdminParts(
                adding=app.adding,
                catalog=app.catalog,
                reader=app.reader,
                ingest=app.ingest,
                library=app.library,
                inbox=app.inbox,
                access=app.access,
                limits=app.limits,
                audit=app.audit,
                answers=app.answers,
                chats=app.chats,
                outbox=app.outbox,
                confirmations=app.confirmations,
                zone=app.zone,
                examine=lambda: tuple(examine_parts(app)),
                hasten=hasten,
                broadcast=self._broadcast,
                link=self._link,
                default_language=settings.language,
                closed=closed,
            )
        )
        self.reception = Reception(
            Parts(
                channel=TELEGRAM,
                talk=app.conversation,
                admins=self._admin,
                admin_commands=commands,
                library=app.library,
                answers=app.answers,
                access=app.access,
                limits=app.limits,
                chats=app.chats,
                confirmations=app.confirmations,
                audit=app.audit,
                export=partial(privacy.export, app.database, TELEGRAM),
                erase=lambda chat, person, now: privacy.erase(
                    app.database, TELEGRAM, chat, person, now=now
                ),
                zone=app.zone,
                default_language=settings.language,
                closed=closed,
                claim=self.claim,
                subscribing=self._subscribing(),
            )
        )

    def open(self) -> TelegramChannel | None:
        """Make the channel; None while no token is set."""
        app = self._app
        token = app.settings.telegram_token
        if token is None or not token.get_secret_value():
            return None
        self.channel = TelegramChannel(
            token=token.get_secret_value(),
            api_url=str(app.settings.telegram_api_url),
            host=self,
            updates=app.updates,
            outbox=app.outbox,
            chats=app.chats,
            post=self.post,
            clock=app.clock,
            answered=self._deliveries.answered,
        )
        return self.channel

    def needs_an_admin(self) -> bool:
        """Tell whether nobody may order the bot about yet."""
        return not self._app.access.has_admin(TELEGRAM)

    def new_secret(self) -> str:
        """Make what Telegram has to show when it posts; it holds until the next start."""
        return secrets.token_urlsafe(32)

    def forget(self) -> None:
        """Forget what is no longer needed of updates, messages and answers."""
        app, now = self._app, self._app.clock()
        app.updates.forget(before=now - _UPDATES_KEPT)
        app.outbox.forget(before=now - _UPDATES_KEPT)
        app.answers.forget(before=now - _ANSWERS_KEPT)
        app.limits.forget(before=now - _UPDATES_KEPT)
        app.confirmations.forget(now=now)
        app.access.forget_invitations(now=now)
        self._deliveries.forget(now)

    def close(self) -> None:
        """Let go of the threads."""
        self._orders.shutdown(cancel_futures=True)
        self._books.shutdown()

    async def post(self, call: Callable[..., Any], *values: Any, **named: Any) -> Any:
        """Run a call of the store on the thread of the books."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._books, partial(call, *values, **named))

    # -- as the channel's host

    async def reply(self, message: Message) -> Reply | None:
        """Reply to a message; orders of admins have threads of their own."""
        long = await self.post(self.reception.takes_long, message)
        return await self._work(
            partial(self.reception.reply, message, now=self._app.clock()), order=long
        )

    async def joined(self, message: Message) -> Reply | None:
        """Say hello in a group."""
        name = self.channel.username if self.channel else None
        joined = partial(self.reception.joined, message, name=name, now=self._app.clock())
        return await self._work(joined, order=False)

    async def press(self, press: Press) -> Pressed:
        """Do what a button stands for."""
        pushed = buttons.read(press.data)
        # What had to be confirmed may write to everybody.
        long = pushed is not None and pushed.action == "yes"
        pressed = partial(self.reception.press, press, now=self._app.clock())
        return await self._work(pressed, order=long)

    async def suggest(self, message: Message) -> tuple[Suggestion, ...]:
        """Answer an inline question."""
        suggested = partial(self.reception.suggest, message, now=self._app.clock())
        return await self._work(suggested, order=False)

    def menus(self) -> Menus:
        """Return the commands of each language and scope."""
        admins = self._app.access.listed(TELEGRAM, "admin")
        return Menus(
            private={None: menu("en", group=False), "ko": menu("ko", group=False)},
            group={None: menu("en", group=True), "ko": menu("ko", group=True)},
            admin={None: _for_admins("en"), "ko": _for_admins("ko")},
            admins=frozenset(party for party, _, _ in admins),
        )

    def apology(self, language: str | None) -> Reply:
        """Say that answering failed."""
        return talk(apology(language))

    def searching(self, language: str | None) -> Reply:
        """Say that the answer is on its way."""
        texts = texts_in(client_language(language) or self._app.settings.language)
        return talk(texts.gettext("Looking through the articles …"))

    def more_inline(self, language: str | None, question: str) -> tuple[str, str]:
        """Name the button under inline results, which asks the same in the private chat."""
        texts = texts_in(client_language(language) or self._app.settings.language)
        start = deep_links.of_question(question.strip()) or _NOTHING_TO_ASK
        return texts.gettext("Ask me in a private chat"), start

    async def _work(self, call: Callable[[], Value], *, order: bool) -> Value:
        loop = self._loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._orders if order else self._app.executor, call)

    # -- what people have set up

    def _subscribing(self) -> Subscribing:
        app, deliveries = self._app, self._deliveries
        breadth = Breadth(deliveries.editions, deliveries.topics, clock=app.clock)
        digests = DigestParts(
            channel=TELEGRAM,
            subscriptions=deliveries.subscriptions,
            told=deliveries.told,
            prompts=Prompts(app.database, TELEGRAM),
            confirmations=app.confirmations,
            chats=app.chats,
            library=app.library,
            writer=deliveries.writer,
            standing=self._standing,
            breadth=breadth,
            zone=str(app.zone),
        )
        alerts = AlertParts(
            channel=TELEGRAM,
            follows=deliveries.follows,
            watchwords=deliveries.watchwords,
            awaited=deliveries.awaited,
            stories=deliveries.stories,
            library=app.library,
            standing=self._standing,
            breadth=breadth,
            matcher=deliveries.matcher,
        )
        return Subscribing(digests, alerts)

    def _standing(self, chat: str, person: str) -> Standing:
        """Ask Telegram, from a thread of the answers, whether the person may set things there."""
        if self.channel is None or self._loop is None:
            return "absent"
        asking = asyncio.run_coroutine_threadsafe(self.channel.standing(chat, person), self._loop)
        return asking.result(_STANDING_S)

    # -- for admins

    def _broadcast(self, replies: Sequence[tuple[Chat, Reply]]) -> None:
        now: datetime = self._app.clock()
        self._app.outbox.put(notices(replies, now=now), now=now)

    def _link(self, word: str) -> str | None:
        name = self.channel.username if self.channel else None
        return None if name is None else f"https://t.me/{name}?start={word}"


def _for_admins(language: Language) -> list[tuple[str, str]]:
    """Name everybody's commands, and then those of admins; of one name the admins'."""
    theirs = commands(language)
    names = {name for name, _ in theirs}
    return [*(one for one in menu(language, group=False) if one[0] not in names), *theirs]
