"""Tells a story as it went on: one sentence of each report, the oldest first."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Final

from retrieval import browsing, stories
from retrieval.answer import Quote
from retrieval.encoder import Encoder
from retrieval.morphemes import trigrams
from retrieval.question import Question
from retrieval.quoting import ON_TOPIC
from retrieval.search import Search
from store.article import Article
from store.library import Library

#: Reports that are told of one story: what fits a screen of a messenger.
MAX_TOLD: Final = 8
#: What a trigram of the headline weighs that an earlier report had, beside one that is new.
KNOWN: Final = 0.2
#: What having the whole topic adds to a sentence, beside its share of the headline: little where
#: the headline tells the topic's news, all where the article only comes to speak of it.
TOPIC: Final = 0.15
TOPIC_ASIDE: Final = 2.0
#: What each step further down takes from it: news stands at the beginning.
FURTHER_DOWN: Final = 0.03


def story_on(
    search: Search, question: Question, *, encoder: Encoder | None, now: datetime
) -> tuple[Article, ...]:
    """Return the articles of one story on the question's topic: of several the one that has it in
    a headline, then the one most told.

    Raises IndexDamagedError and DatabaseError.
    """
    found = {one.article.id: one for one in browsing.about(search, question, encoder=encoder)}
    articles = [one.article for one in found.values()]

    def fit(thread: Sequence[Article]) -> tuple[bool, int, float]:
        in_headline = any(found[one.id].headline >= ON_TOPIC for one in thread)
        newest = stories.newest_first(thread, now=now)[0].published
        return in_headline, len(thread), newest.instant(UTC).timestamp() if newest else 0.0

    threads = browsing.threads_of(articles, search, topic=question.text)
    return max(threads, key=fit, default=())


def story_with(
    search: Search,
    articles: Collection[Article],
    questions: Sequence[Question],
    *,
    encoder: Encoder | None,
) -> tuple[Article, ...]:
    """Return the story that these articles are of, as far as the ``questions`` find it.

    Raises IndexDamagedError and DatabaseError.
    """
    found = {one.id: one for one in articles}
    for question in questions:
        for hit in search.find(question, encoder=encoder, limit=browsing.ARTICLES):
            found.setdefault(hit.article.id, hit.article)
    ids = {one.id for one in articles}
    threads = browsing.threads_of(tuple(found.values())[: browsing.ARTICLES], search, topic="")
    return tuple(x for thread in threads if any(x.id in ids for x in thread) for x in thread)


def tell(
    library: Library, search: Search, story: Sequence[Article], *, topic: browsing.Topic | None
) -> tuple[Quote, ...]:
    """Quote of each report the sentence with its news, the oldest first, undated ones last.

    Of copies the origin is quoted. Of more than ``MAX_TOLD`` reports the newest and those that
    bring most are told. Raises DatabaseError.
    """
    index = search.indexes.words()
    if index is None:
        return ()
    rarity = partial(index.rarity, "trigrams")
    known: set[str] = set()
    told: list[tuple[float, Quote]] = []
    for article in browsing.originals(library, story):
        headline = set(trigrams(article.title or ""))
        weights = {
            gram: weight * (KNOWN if gram in known else 1.0)
            for gram, weight in rarity(headline).items()
        }
        told.append(_news(article, weights, topic=topic))
        known.update(trigrams(article.text))
    while len(told) > MAX_TOLD:
        told.remove(min(told[:-1], key=lambda one: one[0]))
    return tuple(quote for _, quote in told)


def _news(
    article: Article, weights: Mapping[str, float], *, topic: browsing.Topic | None
) -> tuple[float, Quote]:
    """Return the sentence with most of these trigrams, and how much of them it brings."""

    def value(at: int) -> tuple[float, float]:
        text = article.text[slice(*spans[at])]
        grams = set(trigrams(text))
        brings = sum(weight for gram, weight in weights.items() if gram in grams)
        on_topic = stress * topic.share(text) if topic else 0.0
        return brings / whole + on_topic - FURTHER_DOWN * at, brings

    aside = topic is not None and topic.share(article.title or "") < ON_TOPIC
    stress = TOPIC_ASIDE if aside else TOPIC
    whole = sum(weights.values()) or 1.0
    spans = browsing.real_sentences(article)
    best = max(range(len(spans)), key=value)
    start, end = spans[best]
    return value(best)[1], Quote(
        article=article, start=start, end=end, text=article.text[start:end]
    )
