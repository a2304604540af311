"""Lists the news as headlines: of some days, of an outlet, on a topic; one a story."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from typing import Final

from retrieval import stories
from retrieval.answer import Hit, Quote
from retrieval.candidates import is_heading
from retrieval.declining import FOREIGN_MIDDLE, FOREIGN_MIDDLE_KOREAN
from retrieval.encoder import Encoder
from retrieval.instructions import is_instruction
from retrieval.question import Question, language_of
from retrieval.quoting import MAX_CHARS, ON_TOPIC
from retrieval.search import Search
from retrieval.stories import Story, newest_first
from retrieval.topic import Topic
from store.article import Article, Copies
from store.library import Library
from store.sentences import Span, sentences

#: Of the newest articles so many are grouped: comparing them takes 70 ms, and 더 보기 goes no
#: further than their stories.
POOL: Final = 150
#: Passages that are looked through for a topic.
DEPTH: Final = 240
#: Articles on a topic that are compared.
ARTICLES: Final = 60
#: Articles that cover this share of what the best one covers are about the topic by themselves …
AS_GOOD: Final = 0.75
#: … if it stands in the headline, or more than once in the text, and a passage is nearly as near
#: to it by its cosine as the nearest of all: what only mentions the topic lies .02 to .04 behind
#: (docs/lab-notes.md, "Browsing").
AS_NEAR: Final = 0.025
TIMES: Final = 2
#: A topic has fewer words than a question, and a lower cosine to what is about it in another
#: language: with this less 11 of 13 topics on the samples are found, and 2 of 14 of none of them.
FEW_WORDS: Final = 0.01
#: Others that have this much of it count when they go on with the story of these, on the whole.
ASIDE: Final = 0.3
#: Of an article so many sentences are looked at, its first: its news does not stand further down,
#: and each takes a tenth of a millisecond.
SENTENCES: Final = 400
#: So much of the text stands for a headline where there is none.
HEADLINE_CHARS: Final = 80
_EVER: Final = datetime.min.replace(tzinfo=UTC)
#: What is dated later has a wrong date, and is no newest news.
_AHEAD: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnTopic:
    """An article found for a topic, with how much of the topic its headline covers, and how much
    that and the passages found: 0..1; ``times`` it stands in the text. ``meaning`` is the highest
    cosine of these passages, None without.
    """

    article: Article
    headline: float
    share: float
    times: int
    meaning: float | None


def newest(library: Library, question: Question, *, now: datetime, limit: int) -> tuple[Quote, ...]:
    """Return up to ``limit`` stories of the newest articles, the most covered first.

    The days and the outlet that the question names count. Raises DatabaseError.
    """
    within, outlet = question.within, question.outlet
    between = (_EVER, now + _AHEAD) if within is None else within.instants
    articles = library.latest(limit=POOL, between=between, outlet=outlet)
    if not articles and within is None:  # the clock is wrong rather than every date
        articles = library.latest(limit=POOL, outlet=outlet)
    copies = library.copies_of([one.id for one in articles])
    order = stories.most_covered_first(_stories(articles, copies), now=now)[:limit]
    return tuple(
        first_sentence(_original(newest_first(one.articles, now=now)[0], one.articles, copies))
        for one in order
    )


def on_topic(
    search: Search,
    library: Library,
    question: Question,
    *,
    encoder: Encoder | None,
    now: datetime,
    limit: int,
) -> tuple[Quote, ...]:
    """Return up to ``limit`` stories on the question's topic, those that have it in a headline
    first, then the most covered; none when the store has no article on it.

    Raises IndexDamagedError and DatabaseError.
    """
    found = about(search, question, encoder=encoder)
    topic = Topic(search.asked(question))
    by_id = {one.article.id: one for one in found}
    copies = library.copies_of(by_id)

    def best(story: Story) -> Article:
        ordered = newest_first(story.articles, now=now)
        return max(ordered, key=lambda one: (by_id[one.id].headline, by_id[one.id].share))

    def follows(story: Story) -> tuple[bool, bool]:
        undated = all(one.published is None for one in story.articles)
        return undated, by_id[best(story).id].headline < ON_TOPIC

    each = stories.most_covered_first(_stories([one.article for one in found], copies), now=now)
    return tuple(
        best_sentence(_original(best(story), story.articles, copies), topic)
        for story in sorted(each, key=follows)[:limit]
    )


def about(search: Search, question: Question, *, encoder: Encoder | None) -> tuple[OnTopic, ...]:
    """Return the articles that are about the question's topic, best first.

    Those in another language, which shares no words with it, count by their cosine, and only
    where no other article does. Raises IndexDamagedError and DatabaseError.
    """
    asked = search.asked(question)
    hits = search.find(question, encoder=encoder, limit=DEPTH)
    if question.outlet is not None:
        hits = tuple(hit for hit in hits if hit.article.outlet == question.outlet)
    found = near_to(Topic(asked), hits)
    if not found or found[0].share < ON_TOPIC:
        return _by_meaning(question, hits)
    sure = _sure(found, hits)
    if len(sure) == len(found):
        return found
    index = search.indexes.words()
    if index is None:
        return ()
    link = stories.links(
        [one.article for one in found],
        rarity=partial(index.rarity, "trigrams"),
        topic=question.text,
    )
    seeds = [one.article for one in found if one.article.id in sure]
    return tuple(
        one
        for one in found
        if one.article.id in sure
        or sum(link(seed, one.article) for seed in seeds) >= len(seeds) > 0
    )


def _sure(found: Sequence[OnTopic], hits: Sequence[Hit]) -> frozenset[int]:
    """Return the ids of the articles that are about the topic by themselves."""
    enough = max(ON_TOPIC, AS_GOOD * found[0].share)
    nearest = max((hit.meaning for hit in hits if hit.meaning is not None), default=0.0)
    return frozenset(
        one.article.id
        for one in found
        if one.headline >= enough
        or (
            one.share >= enough
            and one.times >= TIMES
            and (one.meaning or nearest) >= nearest - AS_NEAR
        )
    )


def threads_of(
    articles: Sequence[Article], search: Search, *, topic: str
) -> tuple[tuple[Article, ...], ...]:
    """Put articles together that go on with one story. Raises IndexDamagedError."""
    index = search.indexes.words()
    if index is None:
        return tuple((one,) for one in articles)
    return stories.threads(articles, rarity=partial(index.rarity, "trigrams"), topic=topic)


def near_to(topic: Topic, hits: Sequence[Hit]) -> tuple[OnTopic, ...]:
    """Return the articles that have ``ASIDE`` of the topic or more, those with most first."""
    of_article: dict[int, list[Hit]] = {}
    for hit in hits:
        of_article.setdefault(hit.article.id, []).append(hit)
    found = [_read(topic, own) for own in of_article.values()]
    near = [one for one in found if one.share >= ASIDE]
    return tuple(sorted(near, key=lambda one: (-one.share, -one.headline)))[:ARTICLES]


def _read(topic: Topic, hits: Sequence[Hit]) -> OnTopic:
    article = hits[0].article
    title = article.title or article.text[:HEADLINE_CHARS]
    return OnTopic(
        article=article,
        headline=topic.share(title),
        times=topic.times(article.text),
        share=topic.share(" ".join((title, *(hit.passage.text for hit in hits)))),
        meaning=max((hit.meaning for hit in hits if hit.meaning is not None), default=None),
    )


def _by_meaning(question: Question, hits: Sequence[Hit]) -> tuple[OnTopic, ...]:
    middle = FOREIGN_MIDDLE_KOREAN if question.language == "ko" else FOREIGN_MIDDLE
    foreign = [
        hit
        for hit in hits
        if hit.meaning is not None and language_of(hit.article.text) != question.language
    ]
    nearest = max((hit.meaning or 0.0 for hit in foreign), default=0.0)
    enough = max(middle - FEW_WORDS, nearest - AS_NEAR)
    found: dict[int, OnTopic] = {}
    for hit in sorted(foreign, key=lambda one: -(one.meaning or 0.0)):
        if hit.meaning is not None and hit.meaning >= enough:
            one = OnTopic(
                article=hit.article, headline=0.0, share=0.0, times=0, meaning=hit.meaning
            )
            found.setdefault(hit.article.id, one)
    return tuple(found.values())


def originals(library: Library, articles: Sequence[Article]) -> tuple[Article, ...]:
    """Return one article of each report, the oldest first, undated ones last.

    Raises DatabaseError.
    """
    copies = library.copies_of([one.id for one in articles])
    ids = {_original(one, articles, copies).id for one in articles}
    return tuple(sorted((one for one in articles if one.id in ids), key=_age))


def _stories(articles: Sequence[Article], copies: Mapping[int, Copies]) -> tuple[Story, ...]:
    report = {id_: one.articles[0] for id_, one in copies.items()}
    return stories.group(articles, report=lambda one: report.get(one.id, one.id))


def _original(article: Article, among: Sequence[Article], copies: Mapping[int, Copies]) -> Article:
    """Return the one of these articles that this one is a copy of: the origin, else the earliest
    that has a date.
    """
    group = copies.get(article.id)
    if group is None:
        return article
    here = [one for one in among if one.id in group.articles]
    return min(here, key=lambda one: (one.id != group.origin, *_age(one)))


def _age(article: Article) -> tuple[bool, float]:
    """Order by age, the oldest first, undated ones last."""
    published = article.published
    return published is None, published.instant(UTC).timestamp() if published else 0.0


def best_sentence(article: Article, topic: Topic) -> Quote:
    """Quote the sentence that has most of the topic, of several the first."""
    spans = real_sentences(article)
    start, end = max(spans, key=lambda span: topic.share(article.text[slice(*span)]))
    return Quote(article=article, start=start, end=end, text=article.text[start:end])


def first_sentence(article: Article) -> Quote:
    """Quote the first sentence of the article's own."""
    start, end = real_sentences(article)[0]
    return Quote(article=article, start=start, end=end, text=article.text[start:end])


def real_sentences(article: Article, *, most: int = SENTENCES) -> tuple[Span, ...]:
    """Return those of the first sentences that may be quoted by themselves, in order; never none,
    ``most`` of them.

    Headings, the lines that say who wrote where, and orders to the reader are none, unless there
    is nothing else.
    """
    spans = tuple(islice(sentences(article.text), SENTENCES))
    real = (
        (start, end)
        for start, end in spans
        if end - start <= MAX_CHARS
        and not is_heading(text := article.text[start:end])
        and not is_instruction(text)
    )
    news = (span for span in spans if not is_instruction(article.text[slice(*span)]))
    return tuple(islice(real, most)) or tuple(islice(news, most)) or spans[:most]
