"""Lists articles as headlines: the newest, those on a topic, further ones, a whole story."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from typing import Final

from retrieval import browsing, declining, quoting, timeline
from retrieval.answer import Answer, Exchange, Listing, Quote
from retrieval.answering import declined, listed, nothing
from retrieval.considering import Considering
from retrieval.encoder import Encoder
from retrieval.question import Question
from retrieval.search import Search
from retrieval.taking import Taken, Understand
from retrieval.topic import Topic
from store.library import Library

#: Headlines shown when news is asked for.
BROWSED: Final = 5


class Headlines:
    """Lists what is stored. ``encoder`` gives None while no model is loaded.

    Every method raises IndexDamagedError and DatabaseError.
    """

    def __init__(
        self,
        search: Search,
        *,
        library: Library,
        considering: Considering,
        encoder: Callable[[], Encoder | None],
    ) -> None:
        self._search = search
        self._library = library
        self._considering = considering
        self._encoder = encoder

    def latest(self, *, limit: int, zone: tzinfo, skip: int) -> Answer:
        """List the newest articles, each with its first sentence; the first ``skip`` left out."""
        articles = self._library.latest(limit=skip + limit)
        if not articles:
            return nothing("empty_store")
        quotes = tuple(browsing.first_sentence(article) for article in articles[skip:])
        return listed("latest", quotes, library=self._library, zone=zone)

    def news(self, taken: Taken, *, now: datetime, zone: tzinfo, skip: int) -> Answer:
        """List the news that is asked for, on a topic or all, the most reported first."""
        question, limit = taken.question, skip + BROWSED
        if question.morphemes:
            quotes = self._on_topic(question, now=now, limit=limit)
        else:
            quotes = browsing.newest(self._library, question, now=now, limit=limit)
        if question.morphemes and not quotes:
            considered = taken.considered or self._considering.consider(question)
            if considered.confidence < declining.THRESHOLD:
                return declined(considered)
            quotes = quoting.one_of_each(considered.ranked, limit=limit)
        return listed(
            "news", quotes[skip:], library=self._library, zone=zone, within=question.within
        )

    def newest_on(
        self, question: Question, *, now: datetime, zone: tzinfo, limit: int, skip: int
    ) -> Answer:
        """List the newest articles on the question's topic, one of each story, newest first."""
        if not (question.morphemes or question.outlet or question.within):
            return nothing("empty_question")
        if question.morphemes:
            quotes = self._on_topic(question, now=now, limit=browsing.POOL)
        else:
            quotes = browsing.newest(self._library, question, now=now, limit=browsing.POOL)
        if not quotes and question.morphemes:
            near = declined(self._considering.consider(question))
            return replace(near, reason="nothing_similar")
        chosen = tuple(sorted(quotes, key=_newest_first))[skip : skip + limit]
        listing: Listing = "news" if question.within else "latest"
        return listed(listing, chosen, library=self._library, zone=zone, within=question.within)

    def further(
        self, last: Exchange, *, understand: Understand, zone: tzinfo, limit: int, skip: int
    ) -> Answer:
        """List articles on what was asked that were not quoted to it, nor are copies of these."""
        question = understand(last.question)
        if not question.trigrams:
            return nothing("empty_question")
        considered = self._considering.consider(question)
        copies = self._library.copies_of(last.articles).values()
        told = {*last.articles, *(one for group in copies for one in group.articles)}
        each = quoting.one_of_each(considered.ranked, limit=len(considered.ranked))
        others = tuple(one for one in each if one.article.id not in told)
        return listed(
            "news",
            others[skip : skip + limit],
            library=self._library,
            zone=zone,
            within=question.within,
        )

    def story(self, taken: Taken, *, understand: Understand, now: datetime, zone: tzinfo) -> Answer:
        """Tell a story as it went on: that of articles, else the one on the topic."""
        question, encoder = taken.question, self._encoder()
        articles = tuple(self._library.articles(taken.story).values())
        if articles:
            asked = [understand(one.title) for one in articles if one.title]
            asked += [question] if question.trigrams else []
            story = timeline.story_with(self._search, articles, asked, encoder=encoder)
            topic = None
        else:
            story = timeline.story_on(self._search, question, encoder=encoder, now=now)
            topic = Topic(self._search.asked(question))
        quotes = timeline.tell(self._library, story, topic=topic)
        if not quotes:
            return declined(self._considering.consider(question))
        return listed("timeline", quotes, library=self._library, zone=zone, within=question.within)

    def _on_topic(self, question: Question, *, now: datetime, limit: int) -> tuple[Quote, ...]:
        return browsing.on_topic(
            self._search,
            self._library,
            question,
            encoder=self._encoder(),
            now=now,
            limit=limit,
        )


def _newest_first(quote: Quote) -> tuple[bool, float]:
    published = quote.article.published
    return published is None, -published.instant(UTC).timestamp() if published else 0.0
