"""Tells chats what became of sentences that were quoted to them.

An article that is removed, by an admin or since it is old, is no correction: it says nothing of
whether what was quoted is wrong, and its words are gone. Nobody is told of that.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from itertools import groupby
from typing import Final

from bot.alerts.corrections import Sentence, correction_of, find, outcome
from bot.alerts.listeners import Listener, outgoing, rendered
from bot.alerts.looking import QUOTED_FOR, quoted_sentence
from bot.alerts.wording import Correction, word_corrections
from bot.reply import Reply
from retrieval.facts import key_of
from store.article import Article
from store.errors import NoLongerDueError
from store.library import Library
from store.messaging.alert_backlog import AlertBacklog, settling
from store.messaging.due import DueCorrection
from store.messaging.outbox import Outbox
from store.messaging.told import ToldFact, ToldFacts
from store.stories import Stories

#: So long a chat has after the message that tells it (Telegram is away, the bot is blocked).
_OF_USE: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A correction, the version of the article that made it, and the key of what was quoted."""

    correction: Correction
    by_version: int
    key: str


class Correcting:
    """Writes corrections for the chats of one channel. Every method raises DatabaseError."""

    def __init__(
        self,
        *,
        channel: str,
        backlog: AlertBacklog,
        told: ToldFacts,
        outbox: Outbox,
        library: Library,
        stories: Stories,
        render: Callable[[Reply], Sequence[str]],
        zone: tzinfo,
    ) -> None:
        self._channel = channel
        self._backlog = backlog
        self._told = told
        self._outbox = outbox
        self._library = library
        self._stories = stories
        self._render = render
        self._zone = zone

    def tell(self, listener: Listener, *, now: datetime) -> int:
        """Promise the chat a message for each article that puts right what it was quoted.

        Return how many messages these take; what finds no room today stays due.
        """
        dues = self._backlog.corrections(self._channel, listener.chat)
        sent = 0
        ordered = sorted(dues, key=lambda one: one.by_article)
        for by, own in groupby(ordered, key=lambda one: one.by_article):
            if sent < listener.left:
                sent += self._of_article(
                    by, tuple(own), listener, left=listener.left - sent, now=now
                )
        return sent

    def _of_article(
        self,
        by: int,
        dues: Sequence[DueCorrection],
        listener: Listener,
        *,
        left: int,
        now: datetime,
    ) -> int:
        article = self._library.article(by)
        found = self._found(article, dues, listener.chat, now=now) if article else []
        if article is None or not found:
            self._backlog.done(corrections=dues)
            return 0
        first = found[0]
        key = f"correction:{listener.chat}:{by}:{first.by_version}:{first.key}"
        if self._outbox.find(key) is not None:
            self._backlog.done(corrections=dues)
            return 0
        reply, last = (
            word_corrections(
                [one.correction for one in found],
                is_last=is_last,
                texts=listener.texts,
                zone=self._zone,
            )
            for is_last in (False, True)
        )
        contents = rendered(reply, last, self._render, left=left)
        try:
            self._outbox.put(
                outgoing(listener.chat, contents, key=key, expires_at=now + _OF_USE),
                now=now,
                along=(
                    self._told.noting(listener.chat, self._facts(found), at=now, how="correction"),
                    settling((), dues),
                ),
            )
        except NoLongerDueError:  # the chat has erased what it was quoted
            return 0
        return len(contents)

    def _found(
        self, by: Article, dues: Sequence[DueCorrection], chat: str, *, now: datetime
    ) -> list[_Found]:
        """Return what the article puts right and the chat does not know, each sentence once."""
        found: dict[tuple[str, int, str], _Found] = {}
        for due in sorted(dues, key=lambda one: (one.quoted.version, one.quoted.start)):
            old = quoted_sentence(due.quoted, self._library, self._backlog)
            one = self._look_at(old, by, due) if old and old.text else None
            if one is not None:
                new = one.correction.new
                # Of an older and a newer wording that ended here, the chat knows the newer.
                found[new.text if new else "", one.by_version, "" if new else one.key] = one
        return self._unknown(found.values(), by, chat, now=now) if found else []

    def _look_at(self, old: Sentence, by: Article, due: DueCorrection) -> _Found | None:
        key = key_of(old.article, old.start, old.end)
        if by.id != old.article.id:
            right = correction_of(old, by, zone=self._zone)
            if right is None:
                return None
            correction = Correction(old=old, new=right, by=by)
            return _Found(correction=correction, by_version=by.version, key=key)
        history = self._library.history(by.id)
        texts = self._backlog.version_texts(by.id, [one.number for one in history])
        became = outcome(old.text, old.article.version, history, texts)
        if became is None or became.version < due.by_version:
            return None
        new = find(became.new, by) if became.new else None
        if became.new and new is None:  # there is a newer version, which is looked at by itself
            return None
        correction = Correction(old=old, new=new, by=by)
        return _Found(correction=correction, by_version=became.version, key=key)

    def _unknown(
        self, found: Iterable[_Found], by: Article, chat: str, *, now: datetime
    ) -> list[_Found]:
        """Leave out what the chat was quoted as it stands now, or told that it was taken out.

        A correction says the same in all its versions; of an article that is edited the chat may
        know the words from before they were changed, and changed back.
        """
        quoted = self._backlog.quoted([by.id], since=now - QUOTED_FOR)
        texts = self._backlog.version_texts(by.id, {one.version for one in quoted})
        known = [
            (texts[one.version][one.start : one.end], one.version)
            for one in quoted
            if (one.channel, one.chat) == (self._channel, chat) and one.version in texts
        ]
        told = {fact for _, fact in self._told.of(chat, since=now - QUOTED_FOR).facts}
        return [
            one
            for one in found
            if not any(
                one.correction.new
                and text == one.correction.new.text
                and (at >= one.by_version or one.correction.old.article.id != by.id)
                for text, at in known
            )
            and not (one.correction.new is None and _gone(one) in told)
        ]

    def _facts(self, found: Sequence[_Found]) -> tuple[ToldFact, ...]:
        """Return what the chat knows from then on: the sentences that stand now, and what is gone.

        Of the latter there is nothing to quote: it has no letters.
        """
        sentences = [one.correction.new or Sentence(one.correction.by, 0, 0) for one in found]
        story_of = self._stories.stories_of({one.article.id for one in sentences})
        return tuple(
            ToldFact(
                story=story_of.get(one.article.id),
                fact=key_of(one.article, one.start, one.end) if one.text else _gone(which),
                article=one.article.id,
                version=one.article.version,
                start=one.start,
                end=one.end,
            )
            for one, which in zip(sentences, found, strict=True)
        )


def _gone(one: _Found) -> str:
    return f"gone:{one.by_version}:{one.key}"
