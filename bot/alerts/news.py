"""What of a story is new to a chat, and which figure it knew otherwise; pure."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Final

from retrieval.asked import Asked
from retrieval.digest.brief import StoryBrief
from retrieval.facts import Fact, dated
from retrieval.question import Question
from retrieval.standing.figures import agree
from retrieval.standing.relation import told_apart
from retrieval.standing.statement import Claim, Statement, statement
from store.article import Article

#: What was published longer ago is no news, whenever it arrives.
RECENT: Final = timedelta(days=2)
#: A new version of an older article is none either: sources that rework their archive.
UPDATED: Final = timedelta(days=7)
#: Sentences of one story in a message, and of one article; the second one has to add a figure, a
#: day or a state.
MAX_QUOTES: Final = 4
OF_ONE: Final = 2

#: What is counted of a whole event: the newest count takes the place of the one before.
_STRUCK: Final = frozenset({"dead", "injured", "missing", "evacuated", "rescued", "arrested"})

#: Nothing is asked: statements are compared by what they say themselves.
UNASKED: Final = Asked(
    question=Question(text="", language="ko", morphemes=(), trigrams=(), wanted=None),
    morphemes={},
    trigrams={},
)


def is_news(article: Article, *, updated: bool, now: datetime, zone: tzinfo) -> bool:
    """Tell whether the article may alert anybody: not one of an unknown day, or of years ago."""
    moment = dated(article, now=now, zone=zone)
    return moment is not None and moment >= now - (UPDATED if updated else RECENT)


def new_facts(
    brief: StoryBrief, told: Collection[str], since: Mapping[int, datetime], *, now: datetime
) -> tuple[Fact, ...]:
    """Return what articles say that the chat does not know, best first, the newest article first.

    ``told`` are the keys of the facts that the chat was told of the story; ``since`` names the
    articles in question, each with the moment that its facts have to be later than. What is new
    was published in the last days, and first said later than all that was told.
    """
    known = told_of(brief, told)
    parts = frozenset[str]().union(*(one.parts for one in known))
    chosen: list[Fact] = []
    for article in dict.fromkeys(one.article_id for one in brief.facts):
        if article not in since:
            continue
        fresh = [
            one
            for one in brief.facts
            if one.article_id == article
            and one.leads
            and one.day is not None
            and one.seen > since[article]
            and one.at >= now - RECENT
            and one.key not in told
        ]
        own: list[Fact] = []
        for one in sorted(fresh, key=lambda fact: -fact.news):
            new = {part for part in one.brings - parts if _is_new(part, one, brief, known)}
            adds = any(not part.startswith("says:") for part in new)
            if len(own) < OF_ONE and (adds if own else new):
                own.append(one)
                parts |= one.parts
        chosen += own
    return tuple(chosen[:MAX_QUOTES])


def told_of(brief: StoryBrief, told: Collection[str]) -> tuple[Fact, ...]:
    """Return the facts of the story with these keys, each as it was said first."""
    return tuple({one.key: one for one in brief.facts if one.key in told}.values())


def _is_new(part: str, fact: Fact, brief: StoryBrief, known: Sequence[Fact]) -> bool:
    if part.startswith("says:") and known and part not in fact.unheard:
        return False
    return all(brief.firsts[part].follows(other) for other in known)


def known_figure(
    fact: Fact, told: Sequence[Fact], articles: Mapping[int, Article]
) -> tuple[str, str] | None:
    """Return the figure that a chat was told and the one in its place now, as they are written.

    None where ``fact`` takes the place of no figure in ``told``; the newest of these counts.
    """
    new = _statement(fact, articles)
    standing = [one for one in told if one.stands]
    for one in sorted(standing, key=lambda other: other.at, reverse=True):
        old = _statement(one, articles)
        found = told_apart(new, old, asked=UNASKED) or _counts(new, old)
        if found is None or any(
            agree(found[1].figure, claim.figure) for claim in new.claims if not claim.replaced
        ):
            continue
        mine, others = found[0].figure, found[1].figure
        return old.text[others.start : others.end], new.text[mine.start : mine.end]
    return None


def _counts(new: Statement, old: Statement) -> tuple[Claim, Claim] | None:
    """Return what both count of the people that one event has struck, however it is worded."""
    pairs = (
        (mine, others)
        for mine in new.claims
        for others in old.claims
        if mine.figure.unit == others.figure.unit
        and mine.aspects == others.aspects
        and mine.aspects <= _STRUCK
        and mine.aspects
        and not (mine.part or others.part or mine.replaced or others.replaced)
    )
    return next(pairs, None)


def _statement(fact: Fact, articles: Mapping[int, Article]) -> Statement:
    return statement(articles[fact.article_id], fact.start, fact.end, asked=UNASKED, rank=0)
