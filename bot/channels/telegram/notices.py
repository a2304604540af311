"""Messages to many chats, as they wait in the outbox."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from bot.channels.telegram.content import contents
from bot.reply import Reply
from store.messaging.chats import Chat
from store.messaging.outbox import Outgoing

#: After answers and digests.
_PRIORITY: Final = 2
#: What could not be delivered by then is no news any more.
_OWED_FOR: Final = timedelta(hours=24)


def notices(replies: Iterable[tuple[Chat, Reply]], *, now: datetime) -> tuple[Outgoing, ...]:
    """Render one reply for each chat."""
    return tuple(
        Outgoing(
            chat=chat.chat,
            content=content.dump(),
            priority=_PRIORITY,
            part=part,
            expires_at=now + _OWED_FOR,
        )
        for chat, reply in replies
        for part, content in enumerate(contents(reply, thread=None, reply_to=None))
    )
