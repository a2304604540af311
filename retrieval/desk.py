"""The news desk: a question in, an answer made of quotes out, or the reason to decline."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, tzinfo
from functools import partial
from typing import Final

from retrieval.answer import Answer, Exchange
from retrieval.answering import answered, declined, nothing, quotes_of
from retrieval.checking import Checking
from retrieval.considering import Considered, Considering
from retrieval.encoder import Encoder
from retrieval.explanation import Explanation, Why, explained
from retrieval.headlines import Headlines
from retrieval.morphemes import Analyser
from retrieval.question import Question, language_of, understand
from retrieval.search import Search
from retrieval.taking import Taken, Taking, Understand, story_of
from store.article import Article
from store.library import Library

#: A topic as one asks for news on it, so that an outlet and days in it are known as such.
_NEWS_ON: Final = {"ko": "{} 소식", "en": "news on {}", "ja": "{}のニュース", "zh": "{}的新闻"}


class Desk:
    """Answers from the stored articles. ``encoder`` gives None while no model is loaded.

    Every method raises IndexDamagedError and DatabaseError.
    """

    def __init__(
        self,
        search: Search,
        *,
        library: Library,
        analyser: Callable[[], Analyser],
        encoder: Callable[[], Encoder | None],
    ) -> None:
        self._search = search
        self._library = library
        self._analyser = analyser
        self._encoder = encoder
        self._considering = Considering(search, analyser=analyser, encoder=encoder)
        self._taking = Taking(self._considering, analyser=analyser)
        self._headlines = Headlines(
            search, library=library, considering=self._considering, encoder=encoder
        )
        self._checking = Checking(
            self._considering, library=library, analyser=analyser, held=search.held
        )

    def ask(
        self,
        question: str,
        *,
        now: datetime,
        zone: tzinfo,
        last: Exchange | None = None,
        skip: int = 0,
    ) -> Answer:
        """Answer ``question`` with up to three quotes, or decline and say why.

        ``now`` is aware; days in the question (어제 나온 …) are days in ``zone``. ``last`` is what
        the question may go on from. Of a list the first ``skip`` headlines are left out.
        """
        taken = self._take(question, last, now=now, zone=zone)
        return self._answer(question, taken, now=now, zone=zone, skip=skip)

    def explain(
        self, question: str, *, now: datetime, zone: tzinfo, last: Exchange | None = None
    ) -> Explanation:
        """Answer ``question`` as ``ask`` does, and tell how that came about."""
        taken = self._take(question, last, now=now, zone=zone)
        asked = taken.question
        if asked.trigrams and taken.considered is None and self._library.count():
            taken = replace(taken, considered=self.consider(asked))
        answer = self._answer(question, taken, now=now, zone=zone)
        considered = taken.considered
        if considered is None:
            return Explanation(asked=asked, answer=answer)
        return explained(
            answer,
            considered.asked,
            hits=considered.hits,
            ranked=considered.ranked,
            left_out=self._left_out(considered),
        )

    def _left_out(self, considered: Considered) -> dict[Why, list[Article]]:
        """Name the articles that the days asked for exclude, and those that are only copies."""
        question = considered.asked.question
        outside: dict[int, Article] = {}
        if question.within is not None:
            found = self._search.find(replace(question, within=None), encoder=self._encoder())
            kept = {hit.article.id for hit in considered.hits}
            outside = {hit.article.id: hit.article for hit in found if hit.article.id not in kept}
        articles = {hit.article.id: hit.article for hit in considered.hits}
        copies: dict[int, Article] = {}
        groups = self._library.copies_of(articles)
        for one in articles:
            if one not in copies and one in groups:
                same = set(groups[one].articles) - {one}
                copies |= {other: articles[other] for other in articles if other in same}
        return {"other_days": list(outside.values()), "copy": list(copies.values())}

    def _take(self, question: str, last: Exchange | None, *, now: datetime, zone: tzinfo) -> Taken:
        understand = self._understand(now, zone)
        if last is None or not last.question.strip() or not self._library.count():
            return Taken(question=understand(question))
        return self._taking.take(question, last, understand=understand)

    def _answer(
        self, question: str, taken: Taken, *, now: datetime, zone: tzinfo, skip: int = 0
    ) -> Answer:
        if self._library.count() == 0:
            answer = nothing("empty_store", within=taken.question.within)
        else:
            answer = self._decide(taken, now=now, zone=zone, skip=skip)
        return self._told(replace(answer, question=question, searched=taken.searched))

    def _told(self, answer: Answer) -> Answer:
        """Add what could not be searched."""
        return replace(
            answer,
            by_words_only=not self._search.by_meaning(self._encoder()),
            unindexed=self._search.unindexed(),
        )

    def consider(self, question: Question) -> Considered:
        """Search and weigh the sentences for ``question``, without deciding anything."""
        return self._considering.consider(question)

    def understand(self, question: str, *, now: datetime, zone: tzinfo) -> Question:
        """Analyse what is asked, without searching."""
        return self._understand(now, zone)(question)

    def _understand(self, now: datetime, zone: tzinfo) -> Understand:
        return partial(
            understand,
            analyser=self._analyser(),
            now=now,
            zone=zone,
            outlets=self._library.outlets(),
            held=self._search.held,
        )

    def _decide(self, taken: Taken, *, now: datetime, zone: tzinfo, skip: int) -> Answer:
        question, within = taken.question, taken.question.within
        if question.seeks == "news" or (question.outlet and not question.trigrams):
            return self._headlines.news(taken, now=now, zone=zone, skip=skip)
        if taken.story or (question.seeks == "timeline" and question.trigrams):
            return self._tell(taken, now=now, zone=zone)
        if not question.trigrams:
            return nothing("empty_question", within=within)
        considered = taken.considered or self.consider(question)
        quotes = quotes_of(considered, library=self._library, zone=zone)
        if not quotes:
            return declined(considered)
        return answered(quotes, confidence=considered.confidence, zone=zone, within=within)

    def _tell(self, taken: Taken, *, now: datetime, zone: tzinfo) -> Answer:
        understand = self._understand(now, zone)
        return self._headlines.story(taken, understand=understand, now=now, zone=zone)

    def latest(self, *, limit: int, zone: tzinfo, skip: int = 0) -> Answer:
        """Return the newest articles, each with its first sentence; the first ``skip`` left out."""
        return self._headlines.latest(limit=limit, zone=zone, skip=skip)

    def news(self, topic: str, *, limit: int, now: datetime, zone: tzinfo, skip: int = 0) -> Answer:
        """List the newest articles on ``topic``, one a story; the first ``skip`` left out.

        The topic may name days and an outlet. Declines when nothing is stored on it.
        """
        if self._library.count() == 0:
            return nothing("empty_store")
        asked = _NEWS_ON[language_of(topic)].format(topic)
        question = self.understand(asked, now=now, zone=zone)
        answer = self._headlines.newest_on(question, now=now, zone=zone, limit=limit, skip=skip)
        return self._told(replace(answer, question=topic))

    def further(
        self, last: Exchange, *, limit: int, now: datetime, zone: tzinfo, skip: int = 0
    ) -> Answer:
        """List further articles on what was asked last, which were not quoted or named to it.

        The first ``skip`` are left out; declines when there are no more.
        """
        if self._library.count() == 0:
            return nothing("empty_store")
        understand = self._understand(now, zone)
        answer = self._headlines.further(
            last, understand=understand, zone=zone, limit=limit, skip=skip
        )
        return self._told(replace(answer, question=last.question))

    def check(self, text: str, *, now: datetime, zone: tzinfo) -> Answer:
        """Quote what bears on the claims of a pasted ``text``, or decline; never a verdict.

        Up to three sentences of it are looked up as they stand. The reason is ``empty_question``
        when nothing in it can be looked up; ``searched`` is the claim that the quotes bear on
        first, or that came nearest.
        """
        if self._library.count() == 0:
            return replace(nothing("empty_store"), question=text)
        understand = self._understand(now, zone)
        answer = self._checking.check(text, understand=understand, zone=zone)
        return self._told(replace(answer, question=text))

    def confirm(self, last: Exchange, *, now: datetime, zone: tzinfo) -> Answer:
        """Quote what denies, corrects, supersedes or contradicts the sentences quoted last.

        Where nothing does, the first of them is quoted again; declines when they are gone.
        """
        understand = self._understand(now, zone)
        answer = self._checking.confirm(last, understand=understand, zone=zone)
        return self._told(replace(answer, question=last.question))

    def timeline(
        self, question: str, *, now: datetime, zone: tzinfo, last: Exchange | None = None
    ) -> Answer:
        """List what was reported on a topic, or on the story of ``last``, the oldest first."""
        topic = question if question or last is None else last.question
        understood = self.understand(topic, now=now, zone=zone)
        taken = Taken(question=replace(understood, seeks="timeline"))
        if last is not None and not question:
            taken = story_of(last, understood)
        return self._answer(question, taken, now=now, zone=zone)
