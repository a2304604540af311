"""The news desk: a question in, an answer made of quotes out, or the reason to decline."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Final

from retrieval import browsing, declining, following, quoting, timeline
from retrieval.answer import Answer, Exchange, Listing, Quote, Reason
from retrieval.considering import Considered, Considering
from retrieval.encoder import Encoder
from retrieval.explanation import Explanation, Why, explained
from retrieval.following import Following
from retrieval.morphemes import Analyser
from retrieval.question import Question, understand
from retrieval.search import Search
from retrieval.standing import roles, sources
from retrieval.topic import Topic
from retrieval.within import Within
from store.article import Article, Published
from store.library import Library

#: Headlines shown when a question is declined.
NEAREST: Final = 3
#: Headlines shown when news is asked for.
BROWSED: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    """What a message was taken for: ``searched`` when that is more than it says, ``considered``
    when it was weighed already; ``story`` names articles whose story is to be told.
    """

    question: Question
    searched: str | None = None
    considered: Considered | None = None
    story: tuple[int, ...] = ()


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

    def _take(self, question: str, last: Exchange | None, *, now: datetime, zone: tzinfo) -> _Taken:
        taken = _Taken(question=self.understand(question, now=now, zone=zone))
        if last is None or not self._library.count():
            return taken
        return self._follow(question, taken, last, now=now, zone=zone)

    def _answer(
        self, question: str, taken: _Taken, *, now: datetime, zone: tzinfo, skip: int = 0
    ) -> Answer:
        if self._library.count() == 0:
            answer = _nothing("empty_store", within=taken.question.within)
        else:
            answer = self._decide(taken, now=now, zone=zone, skip=skip)
        return replace(
            answer,
            question=question,
            searched=taken.searched,
            by_words_only=not self._search.by_meaning(self._encoder()),
            unindexed=self._search.unindexed(),
        )

    def consider(self, question: Question) -> Considered:
        """Search and weigh the sentences for ``question``, without deciding anything."""
        return self._considering.consider(question)

    def understand(self, question: str, *, now: datetime, zone: tzinfo) -> Question:
        """Analyse what is asked, without searching."""
        outlets = self._library.outlets()
        held = self._search.held
        return understand(
            question, self._analyser(), now=now, zone=zone, outlets=outlets, held=held
        )

    def _follow(
        self, message: str, taken: _Taken, last: Exchange, *, now: datetime, zone: tzinfo
    ) -> _Taken:
        """Take the message as going on from ``last`` when that answers better."""
        before = self.understand(last.question, now=now, zone=zone)
        if taken.question.seeks == "timeline" and not taken.question.morphemes:
            return _story_of(last, before)
        outlet = taken.question.outlet
        if outlet and not taken.question.morphemes and taken.question.seeks == "fact":
            # 한빛일보는 뭐래? asks the same again, of other reports.
            return _Taken(question=replace(before, outlet=outlet), searched=last.question)
        follows = following.follow(
            message, last, alone=taken.question, before=before, analyser=self._analyser()
        )
        if follows is None:
            return taken
        whole = self.understand(follows.question, now=now, zone=zone)
        whole = replace(whole, wanted=follows.wanted, morphemes=follows.terms or whole.morphemes)
        if whole.seeks != "fact":
            story = last.articles if whole.seeks == "timeline" else ()
            return _Taken(question=whole, searched=follows.question, story=story)
        chosen = here = self._consider_here(whole, follows, last)
        if here is None or not following.settled(follows, here):
            elsewhere = self._considering.consider(whole, follows=follows)
            alone = self.consider(taken.question) if follows.own else None
            chosen = following.choose(follows, here=here, whole=elsewhere, alone=alone)
            if chosen is alone:
                return replace(taken, considered=alone)
        if chosen is not None and not following.answers(follows, chosen):
            chosen = replace(chosen, confidence=min(chosen.confidence, declining.THRESHOLD / 2))
        return _Taken(question=whole, searched=follows.question, considered=chosen)

    def _consider_here(
        self, whole: Question, follows: Following, last: Exchange
    ) -> Considered | None:
        """Weigh the sentences of the last articles, unless those of another outlet are wanted."""
        if not last.articles or whole.outlet:
            return None
        return self._considering.consider(whole, follows=follows, among=last.articles)

    def _decide(self, taken: _Taken, *, now: datetime, zone: tzinfo, skip: int) -> Answer:
        question, within = taken.question, taken.question.within
        if question.seeks == "news" or (question.outlet and not question.trigrams):
            return self._browse(taken, now=now, zone=zone, skip=skip)
        if taken.story or (question.seeks == "timeline" and question.trigrams):
            return self._tell(taken, now=now, zone=zone)
        if not question.trigrams:
            return _nothing("empty_question", within=within)
        considered = taken.considered or self.consider(question)
        quotes = quoting.choose(considered.ranked)
        if considered.confidence < declining.THRESHOLD or not quotes:
            return _declined(considered)
        quotes = roles.stand(
            quotes,
            asked=considered.asked,
            ranked=considered.ranked,
            hits=considered.hits,
            copies=self._library.copies_of({hit.article.id for hit in considered.hits}),
            zone=zone,
        )
        return Answer(
            question="",
            kind="answer",
            quotes=quotes,
            confidence=considered.confidence,
            as_of=_newest(quotes, zone),
            range=within.days if within else None,
        )

    def _browse(self, taken: _Taken, *, now: datetime, zone: tzinfo, skip: int) -> Answer:
        """List the news that is asked for: on a topic, or all."""
        question, limit = taken.question, skip + BROWSED
        if question.morphemes:
            quotes = browsing.on_topic(
                self._search,
                self._library,
                question,
                encoder=self._encoder(),
                now=now,
                limit=limit,
            )
        else:
            quotes = browsing.newest(self._library, question, now=now, limit=limit)
        if question.morphemes and not quotes:
            considered = taken.considered or self.consider(question)
            if considered.confidence < declining.THRESHOLD:
                return _declined(considered)
            quotes = quoting.one_of_each(considered.ranked, limit=limit)
        return self._listed("news", quotes[skip:], zone=zone, within=question.within)

    def _tell(self, taken: _Taken, *, now: datetime, zone: tzinfo) -> Answer:
        """Tell a story as it went on: that of articles, else the one on the topic."""
        question, encoder = taken.question, self._encoder()
        articles = tuple(self._library.articles(taken.story).values())
        if articles:
            titles = [one.title for one in articles if one.title]
            asked = [self.understand(title, now=now, zone=zone) for title in titles]
            asked += [question] if question.trigrams else []
            story = timeline.story_with(self._search, articles, asked, encoder=encoder)
            topic = None
        else:
            story = timeline.story_on(self._search, question, encoder=encoder, now=now)
            topic = Topic(self._search.asked(question))
        quotes = timeline.tell(self._library, story, topic=topic)
        if not quotes:
            return _declined(self.consider(question))
        return self._listed("timeline", quotes, zone=zone, within=question.within)

    def _listed(
        self,
        listing: Listing,
        quotes: tuple[Quote, ...],
        *,
        zone: tzinfo,
        within: Within | None,
    ) -> Answer:
        """List headlines with who carries them, or decline when there are none."""
        if not quotes:
            return _nothing("not_found", within=within)
        copies = self._library.copies_of({quote.article.id for quote in quotes})
        return Answer(
            question="",
            kind="list",
            listing=listing,
            quotes=tuple(
                replace(quote, sources=sources.count(quote.article, (), copies)) for quote in quotes
            ),
            confidence=1.0,
            as_of=_newest(quotes, zone),
            range=within.days if within else None,
        )

    def latest(self, *, limit: int, zone: tzinfo, skip: int = 0) -> Answer:
        """Return the newest articles, each with its first sentence; the first ``skip`` left out."""
        articles = self._library.latest(limit=skip + limit)
        if not articles:
            return _nothing("empty_store", within=None)
        quotes = tuple(browsing.first_sentence(article) for article in articles[skip:])
        return self._listed("latest", quotes, zone=zone, within=None)

    def timeline(
        self, question: str, *, now: datetime, zone: tzinfo, last: Exchange | None = None
    ) -> Answer:
        """List what was reported on a topic, or on the story of ``last``, the oldest first."""
        topic = question if question or last is None else last.question
        understood = self.understand(topic, now=now, zone=zone)
        taken = _Taken(question=replace(understood, seeks="timeline"))
        if last is not None and not question:
            taken = _story_of(last, understood)
        return self._answer(question, taken, now=now, zone=zone)


def _story_of(last: Exchange, question: Question) -> _Taken:
    """Take a message as asking how the story of the last exchange went on."""
    question = replace(question, seeks="timeline", within=None)
    return _Taken(question=question, searched=last.question, story=last.articles)


def _nothing(reason: Reason, *, within: Within | None) -> Answer:
    days = within.days if within else None
    return Answer(question="", kind="declined", reason=reason, range=days)


def _declined(considered: Considered) -> Answer:
    within = considered.asked.question.within
    asked, ranked = considered.asked, considered.ranked
    near = declining.anything_near(asked, ranked, confidence=considered.confidence)
    articles = {hit.article.id: hit.article for hit in considered.hits} if near else {}
    return Answer(
        question="",
        kind="declined",
        reason="not_found" if near else "nothing_similar",
        confidence=considered.confidence,
        nearest=tuple(articles.values())[:NEAREST],
        range=within.days if within else None,
    )


def _newest(quotes: Sequence[Quote], zone: tzinfo) -> Published | None:
    dates = [quote.article.published for quote in quotes if quote.article.published]
    return max(dates, key=lambda date: date.instant(zone), default=None)
