"""What happens to the bot in a chat: it is added, blocked, removed; a group gets another id."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from telegram import ChatMember, ChatMemberUpdated
from telegram.constants import ChatType

from bot.channels.telegram.books import CHANNEL, Books
from bot.channels.telegram.content import rendered
from bot.channels.telegram.host import Host
from bot.channels.telegram.inbound import Moved
from bot.reply import Message as Heard
from store.messaging.chats import Kind
from store.messaging.outbox import Outgoing
from store.messaging.updates import Waiting

_OUT: Final = (ChatMember.LEFT, ChatMember.BANNED)
_KINDS: Final[dict[ChatType, Kind]] = {ChatType.PRIVATE: "private", ChatType.CHANNEL: "channel"}
#: Later a hello makes nobody happy.
_OWED_FOR: Final = timedelta(hours=1)


class Membership:
    """Keeps book of where the bot is, and says hello in groups. Methods raise StoreError."""

    def __init__(self, host: Host, books: Books, *, wake: Callable[[], None]) -> None:
        self._host = host
        self._books = books
        self._wake = wake

    async def note(self, update: Waiting, change: ChatMemberUpdated) -> None:
        """Remember whether the chat can be written to, and say hello where the bot is new."""
        books, chat, now = self._books, str(change.chat.id), self._books.clock()
        if change.new_chat_member.status in _OUT:
            await books.post(books.chats.unreachable, CHANNEL, chat, reason="left", now=now)
            await books.post(books.outbox.fail_chat, chat, reason="left", now=now)
            await books.post(books.updates.settle, update.id, now=now)
            return
        kind: Kind = _KINDS.get(ChatType(change.chat.type), "group")
        await books.post(books.chats.seen, CHANNEL, chat, kind=kind, now=now)
        is_new = kind != "private" and change.old_chat_member.status in _OUT
        hello = rendered(await self._host.joined(_heard(change, kind))) if is_new else ()
        # About a channel whoever added the bot is told: its readers are not to see that.
        to = str(change.from_user.id) if kind == "channel" else chat
        await books.post(
            books.outbox.put,
            tuple(
                Outgoing(
                    chat=to,
                    content=part.dump(),
                    key=f"hello:{update.id}:{number}",
                    expires_at=now + _OWED_FOR,
                )
                for number, part in enumerate(hello)
            ),
            now=now,
            settles=update.id,
        )
        self._wake()

    async def follow(self, update: Waiting, moved: Moved) -> None:
        """Follow a group to its new id with all that is kept of it."""
        books = self._books
        await books.post(books.outbox.move, moved.old, moved.new)
        await books.post(books.updates.settle, update.id, now=books.clock())


def _heard(change: ChatMemberUpdated, kind: Kind) -> Heard:
    by, chat = str(change.from_user.id), str(change.chat.id)
    return Heard(
        channel=CHANNEL,
        chat=by if kind == "channel" else chat,
        text="",
        language=change.from_user.language_code,
        person=by,
        group=kind == "group",
        origin=chat if kind == "channel" else None,
    )
