"""Tells a story as it went on: one sentence of each report, the oldest first."""

import re
from collections.abc import Collection, Sequence, Set
from datetime import UTC, datetime
from itertools import pairwise
from typing import Final

from retrieval import browsing, stories
from retrieval.answer import Quote
from retrieval.encoder import Encoder
from retrieval.morphemes import normalise
from retrieval.question import Question
from retrieval.quoting import ON_TOPIC
from retrieval.search import Search
from retrieval.topic import Topic
from store.article import Article
from store.library import Library

#: Words of a topic that is a story (다리 붕괴), and no name that has many (삼성전자).
A_STORY: Final = 2
#: Reports that are told of one story: what fits a screen of a messenger.
MAX_TOLD: Final = 8
#: What a piece of the headline weighs that an earlier report had, beside one that is new.
KNOWN: Final = 0.1
#: What it adds to a sentence, beside its share of the headline, that all of it is new.
NEW: Final = 0.25
#: What having the whole topic adds to a sentence, beside its share of the headline: little where
#: the headline tells the topic's news, all where the article only comes to speak of it.
TOPIC: Final = 0.15
TOPIC_ASIDE: Final = 2.0
#: What each step further down takes from it: news stands at the beginning.
FURTHER_DOWN: Final = 0.03
_WHOLE: Final = re.compile(r"[0-9a-zà-ÿ]")
_RUN: Final = re.compile(r"[0-9][0-9,.]*|[a-zà-ÿ]+|[^\W0-9_a-zà-ÿ]+")


def story_on(
    search: Search, question: Question, *, encoder: Encoder | None, now: datetime
) -> tuple[Article, ...]:
    """Return the articles of one story on the question's topic.

    A topic of two words or more is a story: all articles with it in their headline tell it. Of the
    stories on others the one that has it in a headline is chosen, then the one most told. Raises
    IndexDamagedError and DatabaseError.
    """
    found = {one.article.id: one for one in browsing.about(search, question, encoder=encoder)}
    articles = [one.article for one in found.values()]

    def fit(thread: Sequence[Article]) -> tuple[bool, int, float]:
        in_headline = any(found[one.id].headline >= ON_TOPIC for one in thread)
        newest = stories.newest_first(thread, now=now)[0].published
        return in_headline, len(thread), newest.instant(UTC).timestamp() if newest else 0.0

    threads = browsing.threads_of(articles, search, topic=question.text)
    if Topic(search.asked(question)).words >= A_STORY:
        enough = browsing.AS_GOOD * max((one.share for one in found.values()), default=1.0)
        named = {id_ for id_, one in found.items() if one.headline >= enough}
        of_it = [thread for thread in threads if any(one.id in named for one in thread)]
        return tuple(one for thread in of_it for one in thread) or max(threads, key=fit, default=())
    return max(threads, key=fit, default=())


def story_with(
    search: Search,
    articles: Collection[Article],
    questions: Sequence[Question],
    *,
    encoder: Encoder | None,
) -> tuple[Article, ...]:
    """Return the story that these articles are of, as far as it has the topic of a question.

    Raises IndexDamagedError and DatabaseError.
    """
    found = {one.id: one for one in articles}
    for question in questions:
        hits = search.find(question, encoder=encoder, limit=browsing.DEPTH)
        near = browsing.near_to(Topic(search.asked(question)), hits)
        found |= {one.article.id: one.article for one in near}
    ids = {one.id for one in articles}
    threads = browsing.threads_of(tuple(found.values())[: browsing.ARTICLES], search, topic="")
    return tuple(x for thread in threads if any(x.id in ids for x in thread) for x in thread)


def tell(library: Library, story: Sequence[Article], *, topic: Topic | None) -> tuple[Quote, ...]:
    """Quote of each report the sentence with its news, the oldest first, undated ones last.

    Of copies the origin is quoted. Of more than ``MAX_TOLD`` reports the newest and those that
    bring most are told. Raises DatabaseError.
    """
    known: set[str] = set()
    told: list[tuple[float, Quote]] = []
    for article in browsing.originals(library, story):
        told.append(_news(article, known, topic=topic))
        known |= _pieces(article.text)
    while len(told) > MAX_TOLD:
        told.remove(min(told[:-1], key=lambda one: one[0]))
    return tuple(quote for _, quote in told)


def _news(article: Article, known: Set[str], *, topic: Topic | None) -> tuple[float, Quote]:
    """Return the sentence with most of what the headline has and earlier reports had not, and how
    much that is.
    """
    weights = {one: KNOWN if one in known else 1.0 for one in _pieces(article.title or "")}
    whole = sum(weights.values()) or 1.0
    aside = topic is not None and topic.share(article.title or "") < ON_TOPIC
    stress = TOPIC_ASIDE if aside else TOPIC

    def brings(pieces: Set[str]) -> float:
        return sum(weight for one, weight in weights.items() if one in pieces)

    def value(at: int) -> float:
        text = article.text[slice(*spans[at])]
        pieces = _pieces(text)
        new = NEW * len(pieces - known) / (len(pieces) or 1)
        on_topic = stress * topic.share(text) if topic else 0.0
        return brings(pieces) / whole + new + on_topic - FURTHER_DOWN * at

    spans = browsing.real_sentences(article)
    start, end = spans[max(range(len(spans)), key=value)]
    text = article.text[start:end]
    return brings(_pieces(text)), Quote(article=article, start=start, end=end, text=text)


def _pieces(text: str) -> frozenset[str]:
    """Return the pairs of letters, numbers and Latin words of a text: what endings leave alone."""
    return frozenset(
        piece
        for run in _RUN.findall(normalise(text))
        for piece in ([run] if _WHOLE.match(run) else map("".join, pairwise(run)))
    )
