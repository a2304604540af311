"""What a conversation works with: a desk that answers, and a memory of outlets and settings."""

from datetime import datetime, tzinfo
from typing import Protocol

from retrieval.answer import Answer, Exchange
from retrieval.explanation import Explanation
from store.article import OutletCount


class Desk(Protocol):
    """Answers from the stored articles."""

    def ask(
        self,
        question: str,
        *,
        now: datetime,
        zone: tzinfo,
        last: Exchange | None = None,
        skip: int = 0,
    ) -> Answer:
        """Quote what answers ``question``, which may go on from ``last``; or decline.

        Of a list the first ``skip`` headlines are left out.
        """
        ...

    def latest(self, *, limit: int, zone: tzinfo, skip: int = 0) -> Answer:
        """List the newest articles, one quote each; declines when there are none."""
        ...

    def news(self, topic: str, *, limit: int, now: datetime, zone: tzinfo, skip: int = 0) -> Answer:
        """List the newest articles on ``topic``, newest first."""
        ...

    def further(
        self, last: Exchange, *, limit: int, now: datetime, zone: tzinfo, skip: int = 0
    ) -> Answer:
        """List articles on what was asked last that were not quoted to it."""
        ...

    def check(self, text: str, *, now: datetime, zone: tzinfo) -> Answer:
        """Quote what bears on the claims of a pasted text."""
        ...

    def confirm(self, last: Exchange, *, now: datetime, zone: tzinfo) -> Answer:
        """Quote what denies, corrects or supersedes what was quoted last."""
        ...

    def explain(
        self, question: str, *, now: datetime, zone: tzinfo, last: Exchange | None = None
    ) -> Explanation:
        """Answer once more, and tell how the answer came about."""
        ...

    def timeline(
        self, question: str, *, now: datetime, zone: tzinfo, last: Exchange | None = None
    ) -> Answer:
        """List what was reported on a topic, or on that of ``last``, the oldest first."""
        ...


class Memory(Protocol):
    """Knows the stored outlets and what a person has set."""

    def sources(self) -> tuple[OutletCount, ...]:
        """Count the stored articles of each outlet."""
        ...

    def language_of(self, channel: str, chat: str) -> str | None:
        """The language set for a chat, ``None`` when it has set none."""
        ...

    def set_language(self, channel: str, chat: str, language: str | None) -> None:
        """Keep the language of a chat; ``None`` forgets it."""
        ...
