"""Groups articles that tell the same story, so that a list shows it once; pure."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import log, sqrt
from typing import Final

from retrieval.morphemes import trigrams
from retrieval.question import language_of
from store.article import Article

#: Articles of one story are this alike in the trigrams of their headlines and of their first
#: sentences: by eye, of the pairs of 408 news articles above both, all but captions of pictures
#: taken by one agency told one story or two steps of it (docs/lab-notes.md, "Browsing").
ALIKE_HEADLINES: Final = 0.12
ALIKE_LEADS: Final = 0.15
#: What is further apart is another turn of it.
MAX_APART: Final = timedelta(days=4)
#: Articles on one topic go on with one story when their beginnings are this alike beside the topic:
#: steps of one story .05 to .94, other news of a company or a town up to .04 (docs/lab-notes.md,
#: "Timelines").
LINKED: Final = 0.05
#: The same in English, whose trigrams are fewer: .12 to .21 for three articles on other subjects.
LINKED_ENGLISH: Final = 0.22
#: The least a trigram weighs: in a store of nothing but one story its names are not rare.
MIN_RARITY: Final = 1.0
LEAD_CHARS: Final = 400
_PLAIN_LATIN: Final = re.compile(r"(?<!\w)[a-zà-ÿ][\wà-ÿ'’-]*")

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Articles of one story, in the order they were given; never empty.

    ``coverage`` is how many outlets tell it; unknown ones count once for each report.
    """

    articles: tuple[Article, ...]
    coverage: int


def most_covered_first(stories: Iterable[Story], *, now: datetime) -> tuple[Story, ...]:
    """Order stories by how many outlets tell them, then by their newest article.

    Those without a date, or with none but dates to come, follow.
    """

    def order(story: Story) -> tuple[bool, int, float]:
        newest = max(_past(one, now) for one in story.articles)
        return newest == _UNDATED, -story.coverage, -newest

    return tuple(sorted(stories, key=order))


def newest_first(articles: Iterable[Article], *, now: datetime) -> tuple[Article, ...]:
    """Order articles by when they appeared; undated ones and those of days to come follow."""
    return tuple(sorted(articles, key=lambda one: -_past(one, now)))


def group(articles: Sequence[Article], *, report: Callable[[Article], int]) -> tuple[Story, ...]:
    """Put each article into the first story with an article alike, in the order given.

    ``report`` gives copies of one report the same number.
    """
    alike = _likeness(articles)
    stories: list[list[Article]] = []
    for article in articles:
        own = next(
            (
                story
                for story in stories
                if any(report(article) == report(x) or alike(article, x) for x in story)
            ),
            None,
        )
        if own is None:
            stories.append([article])
        else:
            own.append(article)
    return tuple(
        Story(articles=tuple(one), coverage=len({x.outlet or report(x) for x in one}))
        for one in stories
    )


def threads(
    articles: Sequence[Article], *, rarity: Callable[[Iterable[str]], Weights], topic: str = ""
) -> tuple[tuple[Article, ...], ...]:
    """Put articles together that go on with one story, through any number of steps and days.

    Threads and their articles keep the order given.
    """
    link = links(articles, rarity=rarity, topic=topic)
    left, found = list(articles), []
    while left:
        thread = [left.pop(0)]
        for step in thread:  # grows while it is gone through
            near = [one for one in left if link(step, one) >= 1]
            thread += near
            left = [one for one in left if one not in near]
        found.append(tuple(one for one in articles if one in thread))
    return tuple(found)


def links(
    articles: Sequence[Article], *, rarity: Callable[[Iterable[str]], Weights], topic: str = ""
) -> Callable[[Article, Article], float]:
    """Measure how near the beginnings of any two of ``articles`` are; from 1 up, one goes on with
    the story of the other.

    ``rarity`` weighs trigrams by how rare they are in the store; those of the ``topic``, which all
    share, do not count.
    """
    shared = set(trigrams(topic))
    grams = {one.id: _beginning(one) - shared for one in articles}
    rare = rarity(set[str]().union(*grams.values()))
    weights = {
        id_: _unit({gram: max(MIN_RARITY, rare[gram]) for gram in own})
        for id_, own in grams.items()
    }

    def link(one: Article, other: Article) -> float:
        enough = LINKED_ENGLISH if language_of(one.text) == "en" else LINKED
        return _cosine(weights[one.id], weights[other.id]) / enough

    return link


def _beginning(article: Article) -> set[str]:
    return _grams(f"{article.title or ''} {article.text[:LEAD_CHARS]}")


def _grams(text: str) -> set[str]:
    """Return the trigrams of ``text`` without its plain words in Latin letters: where few articles
    are in English, these are rare and make them all alike.
    """
    return set(trigrams(_PLAIN_LATIN.sub(" ", text)))


def _likeness(articles: Sequence[Article]) -> Callable[[Article, Article], bool]:
    """Compare articles by trigrams weighed by how rare they are among these articles."""
    found = Counter(gram for one in articles for gram in _beginning(one))

    def weigh(text: str) -> Weights:
        grams = _grams(text)
        return _unit({one: log(1 + len(articles) / found[one]) for one in grams if found[one]})

    headlines = {one.id: weigh(one.title or "") for one in articles}
    leads = {one.id: weigh(one.text[:LEAD_CHARS]) for one in articles}
    return lambda one, other: (
        _are_near(one, other)
        and _cosine(headlines[one.id], headlines[other.id]) >= ALIKE_HEADLINES
        and _cosine(leads[one.id], leads[other.id]) >= ALIKE_LEADS
    )


def _unit(weights: Weights) -> Weights:
    length = sqrt(sum(weight * weight for weight in weights.values()))
    return {gram: weight / length for gram, weight in weights.items()}


def _cosine(one: Weights, other: Weights) -> float:
    """Return the cosine of two vectors of length 1: 0..1."""
    return sum(weight * other[gram] for gram, weight in one.items() if gram in other)


def _are_near(one: Article, other: Article) -> bool:
    if one.published is None or other.published is None:
        return True
    apart = one.published.instant(UTC) - other.published.instant(UTC)
    return abs(apart) <= MAX_APART


_UNDATED: Final = float("-inf")
#: An article may be dated by a clock or a zone that is ahead of ours, not by more.
_AHEAD: Final = timedelta(days=1)


def _past(article: Article, now: datetime) -> float:
    published = article.published
    if published is None or published.instant(UTC) > now + _AHEAD:
        return _UNDATED
    return published.instant(UTC).timestamp()
