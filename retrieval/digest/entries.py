"""What choosing needs of a story, and which outlets a person takes: values."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final

from retrieval.digest.headwords import words_of
from retrieval.facts import Report, dated
from store.article import Article, Copies

#: Letters of a text that tell its story beside the headline.
OPENING: Final = 160
#: Articles of one story whose words count: its newest.
ARTICLES: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What choosing needs of a story. ``published`` is the newest publication of one of its
    articles, None when no date is known; ``arrived`` when the last of them was stored.
    """

    story_id: int
    articles: tuple[int, ...]
    outlets: frozenset[str | None]
    coverage: int
    published: datetime | None
    arrived: datetime
    words: frozenset[str]


#: Gives the reports of a story by the ids of its articles, and which of them are copies.
Load = Callable[[Sequence[int]], tuple[Sequence[Report], Mapping[int, Copies]]]


def entry(story_id: int, articles: Sequence[Article], *, now: datetime, zone: tzinfo) -> Entry:
    """Make the entry of a story from its articles, of which there is at least one."""
    dates = [moment for one in articles if (moment := dated(one, now=now, zone=zone))]
    newest = sorted(articles, key=lambda one: one.id)[-ARTICLES:]
    return Entry(
        story_id=story_id,
        articles=tuple(sorted(one.id for one in articles)),
        outlets=frozenset(one.outlet for one in articles),
        coverage=len({one.outlet or one.id for one in articles}),
        published=max(dates, default=None),
        arrived=max(one.stored_at for one in articles),
        words=frozenset().union(
            *(words_of(f"{one.title or ''} {one.text[:OPENING]}") for one in newest)
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlets:
    """The outlets that a person takes: only those ``inside`` where there are any, none of those
    ``outside``.
    """

    inside: frozenset[str]
    outside: frozenset[str]

    def take(self, outlet: str | None) -> bool:
        """Tell whether the reports of ``outlet`` are read."""
        return outlet not in self.outside and (not self.inside or outlet in self.inside)
