"""What the channel writes down: what came in, what is owed, which chats there are."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.channels.telegram.pace import Post
from bot.reply import Reply
from retrieval.answer import Answer
from store.messaging.answers import AnswerRecord, QuoteRef
from store.messaging.chats import Chats
from store.messaging.outbox import Outbox
from store.messaging.outgoing import Along
from store.messaging.updates import Updates, Waiting

CHANNEL: Final = "telegram"


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """The books of the channel. ``post`` writes in them off the event loop; ``answered`` makes the
    note that an answer told a chat what it quotes.
    """

    updates: Updates
    outbox: Outbox
    chats: Chats
    post: Post
    clock: Callable[[], datetime]
    answered: Callable[[str, Answer, datetime], Along] | None = None

    def told(self, reply: Reply | None, *, chat: str, now: datetime) -> tuple[Along, ...]:
        """Return what is to be noted, with the messages of a reply, as told to the chat."""
        if self.answered is None or reply is None or reply.answer is None:
            return ()
        return (self.answered(chat, reply.answer, now),) if reply.answer.quotes else ()


def record(
    reply: Reply | None, *, chat: str, person: str | None, update: Waiting, now: datetime
) -> AnswerRecord | None:
    """Say what was answered, without what was asked; None where nothing is to be known later."""
    if reply is None or reply.answer is None or reply.answer_id is None:
        return None
    answer = reply.answer
    return AnswerRecord(
        id=reply.answer_id,
        chat=chat,
        person=person,
        at=now,
        kind=answer.kind,
        quotes=tuple(
            QuoteRef(
                article_id=quote.article.id,
                version=quote.article.version,
                start=quote.start,
                end=quote.end,
            )
            for quote in answer.quotes
        ),
        took_ms=max(round((now - update.received_at).total_seconds() * 1000), 0),
    )
