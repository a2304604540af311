"""Asks again what people wait for, and tells them once it can be answered, or that it ended."""

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo
from typing import Final, Protocol

from bot.alerts.listeners import Listener, Listeners, outgoing, rendered
from bot.alerts.wording import as_last, word_answer, word_expiry
from bot.reply import Reply
from retrieval.answer import Answer
from retrieval.facts import key_of
from store.errors import NoLongerDueError
from store.messaging.alert_backlog import AlertBacklog
from store.messaging.awaited import AwaitedQuestion, AwaitedQuestions, ending
from store.messaging.outbox import Outbox
from store.messaging.told import ToldFact, ToldFacts
from store.stories import Stories

#: Questions asked in one step: each takes some hundred milliseconds.
AT_ONCE: Final = 20
#: Questions that are looked through for these: those of chats in their quiet hours wait.
_LOOKED_THROUGH: Final = 500
#: Whoever asks can judge a doubtful answer; who is written to unasked a month later wants a sure
#: one. The desk declines below 0.5.
SURE: Final = 0.6


class Desk(Protocol):
    """Answers questions."""

    def ask(self, question: str, *, now: datetime, zone: tzinfo) -> Answer:
        """Answer with quotes, or decline."""
        ...


class Answering:
    """Answers the questions that the chats of one channel wait for.

    Every method raises DatabaseError and IndexDamagedError.
    """

    def __init__(
        self,
        *,
        channel: str,
        awaited: AwaitedQuestions,
        backlog: AlertBacklog,
        listeners: Listeners,
        desk: Desk,
        stories: Stories,
        told: ToldFacts,
        outbox: Outbox,
        render: Callable[[Reply], Sequence[str]],
        zone: tzinfo,
    ) -> None:
        self._channel = channel
        self._awaited = awaited
        self._backlog = backlog
        self._listeners = listeners
        self._desk = desk
        self._stories = stories
        self._told = told
        self._outbox = outbox
        self._render = render
        self._zone = zone

    def step(self, *, now: datetime, closed: bool) -> int:
        """Try some questions, and end those that waited too long; return how many were settled.

        Those of chats that cannot hear of it keep no others waiting: they are tried when there is
        something new again, and end without a word.
        """
        settled = 0
        for one in self._awaited.expired(now, _LOOKED_THROUGH):
            if not self._backlog.may_hear(self._channel, one.chat, closed=closed):
                self._awaited.remove(one.chat, one.id)
                continue
            listener = self._listeners.now(one.chat, now=now)
            if listener is not None:
                reply = word_expiry(one, texts=listener.texts)
                settled += self._put(one, reply, (), listener, now=now)
        tried = 0
        for one, by_now in self._awaited.to_try(_LOOKED_THROUGH):
            if not self._backlog.may_hear(self._channel, one.chat, closed=closed):
                self._awaited.tried(one.id, by_now)
                continue
            listener = self._listeners.now(one.chat, now=now) if one.expires_at > now else None
            if listener is None:
                continue
            settled += self._try(one, by_now, listener, now=now)
            tried += 1
            if tried == AT_ONCE:
                break
        return settled

    def _try(self, one: AwaitedQuestion, by_now: int, listener: Listener, *, now: datetime) -> bool:
        # «어제» in it is the day before it was asked.
        answer = self._desk.ask(one.question, now=one.asked_at, zone=self._zone)
        if not is_sure(answer):
            self._awaited.tried(one.id, by_now)
            return False
        reply = word_answer(one, answer, texts=listener.texts, zone=self._zone)
        return self._put(one, reply, self._facts(answer), listener, now=now)

    def _put(
        self,
        one: AwaitedQuestion,
        reply: Reply,
        facts: Sequence[ToldFact],
        listener: Listener,
        *,
        now: datetime,
    ) -> bool:
        """Promise the message, and delete the question with it; not when it was let go by then."""
        last = as_last(reply, texts=listener.texts)
        contents = rendered(reply, last, self._render, left=listener.left)
        try:
            self._outbox.put(
                outgoing(one.chat, contents, key=f"question:{one.chat}:{one.id}"),
                now=now,
                along=(ending(one.id), self._told.noting(one.chat, facts, at=now, how="answer")),
            )
        except NoLongerDueError:
            return False
        return True

    def _facts(self, answer: Answer) -> tuple[ToldFact, ...]:
        story_of = self._stories.stories_of({quote.article.id for quote in answer.quotes})
        return tuple(
            ToldFact(
                story=story_of.get(quote.article.id),
                fact=key_of(quote.article, quote.start, quote.end),
                article=quote.article.id,
                version=quote.article.version,
                start=quote.start,
                end=quote.end,
            )
            for quote in answer.quotes
        )


def is_sure(answer: Answer) -> bool:
    """Tell whether an answer is worth writing to somebody for; the newest headlines are not."""
    if answer.kind == "list":
        return answer.listing != "latest" and bool(answer.quotes)
    return answer.kind == "answer" and answer.confidence >= SURE
