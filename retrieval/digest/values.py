"""What a person wants of a digest, and what they are told: values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from retrieval.digest.brief import StoryBrief
from retrieval.facts import Fact
from store.article import Article

Period = Literal["day", "week"]

#: Stories of an item each that a person may ask for.
MAX_LENGTH: Final = 20
#: Headlines that follow the items.
MAX_ALSO: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What a person wants. No topics: whatever is covered most. ``likes`` gives for what an item
    ``teaches`` the sum of the thumbs, up less down.
    """

    topics: tuple[str, ...] = ()
    outlets_in: frozenset[str] = frozenset()
    outlets_out: frozenset[str] = frozenset()
    length: int = 5
    likes: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A story with one or two ``quotes``, what is new first, from ``article`` and its like.

    ``is_new`` says that the person never heard of it, else ``since`` is when, None where only a
    question was answered with it. ``topics`` are those of the person it is on; ``teaches`` what a
    like of it is noted under.
    """

    brief: StoryBrief
    quotes: tuple[Fact, ...]
    is_new: bool
    since: datetime | None
    topics: tuple[str, ...]
    teaches: tuple[str, ...]

    @property
    def article(self) -> Article:
        """The article that leads."""
        return self.brief.articles[self.quotes[0].article_id]


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """A story that is only named: ``fact`` is what it is told by."""

    brief: StoryBrief
    fact: Fact

    @property
    def article(self) -> Article:
        """The article that is named."""
        return self.brief.articles[self.fact.article_id]


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What a person is told. ``held_back`` counts the new stories left out; ``unread`` are topics
    in which there was nothing to look for, ``too_many`` counts those beyond what is read.
    """

    period: Period
    items: tuple[Item, ...]
    also: tuple[Headline, ...]
    held_back: int
    unread: tuple[str, ...] = ()
    too_many: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing new to tell."""
        return not self.items and not self.also

    @property
    def tells(self) -> tuple[Fact, ...]:
        """The facts that whoever gets this has then been told."""
        quotes = (fact for item in self.items for fact in item.quotes)
        return (*quotes, *(one.fact for one in self.also))
