"""What alerts look at, and what they have found and not told yet: values."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Cause = Literal["follow", "watch"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An article in its story, with a version that was not looked at; ``before`` is the number of
    the last one that was, 0 for a new article, and ``since`` when that was stored.
    """

    article_id: int
    story_id: int
    version_id: int
    before: int
    since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DueNews:
    """An article that a chat is to be told of, if it says something later than ``since`` that the
    chat does not know; ``cause_id`` is the follow or the watchword.
    """

    channel: str
    chat: str
    article_id: int
    cause: Cause
    cause_id: int
    since: datetime
    found_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedTo:
    """A sentence that a chat was quoted: ``text[start:end]`` of that version of the article."""

    channel: str
    chat: str
    article_id: int
    version: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DueCorrection:
    """A quoted sentence that ``by_article`` may put right, from its version ``by_version`` on."""

    quoted: QuotedTo
    by_article: int
    by_version: int
    found_at: datetime
