"""A story as a digest tells it: its reports, its facts, and who stands behind them; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Final

from retrieval.facts import Fact, Report, facts_of
from retrieval.standing import sources
from store.article import Article, Copies

#: Reports of one story that are read for facts: the newest, and the first, against which these are
#: new. Each takes a millisecond or two.
NEWEST: Final = 10
FIRST: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryBrief:
    """A story: ``lead`` is the newest report that brought something.

    ``articles`` are those read, by id, ``facts`` those of its reports, the newest report first,
    those of outlets that are not taken too; ``firsts`` gives for each part of a fact who said it
    first.
    ``coverage`` counts outlets, ``independent`` those that did not copy from one another.
    """

    story_id: int
    articles: Mapping[int, Article]
    lead: Article
    facts: tuple[Fact, ...]
    firsts: Mapping[str, Fact]
    coverage: int
    independent: int


def brief(
    story_id: int,
    reports: Sequence[Report],
    copies: Mapping[int, Copies],
    *,
    now: datetime,
    zone: tzinfo,
) -> StoryBrief | None:
    """Read a story from all its articles; None when there is nothing to quote."""
    facts = facts_of(story_id, _originals(reports, copies), now=now, zone=zone)
    articles = {one.article.id: one.article for one in reports}
    taken = {one.article.id for one in reports if one.taken}
    own = [one for one in facts if one.article_id in taken and one.stands]
    if not own:
        return None
    news = next((one for one in own if one.leads and one.brings), own[-1])
    lead = articles[news.article_id]
    others = [articles[id_] for id_ in taken if id_ != lead.id]
    counted = sources.count(lead, others, copies)
    return StoryBrief(
        story_id=story_id,
        articles={one.article_id: articles[one.article_id] for one in facts},
        lead=lead,
        facts=facts,
        firsts={part: one for one in facts for part in one.parts},  # the newest come first
        coverage=max(len(counted.outlets), counted.independent),
        independent=counted.independent,
    )


def _originals(reports: Sequence[Report], copies: Mapping[int, Copies]) -> list[Report]:
    """Return one of each report, the origin or what was stored first, of those taken if any is; of
    many the newest and the first ones.
    """
    chosen: dict[int, Report] = {}
    for one in sorted(reports, key=lambda one: (one.since, one.article.id)):
        group = copies.get(one.article.id)
        name = min(group.articles) if group else one.article.id
        known = chosen.get(name)
        is_origin = group is not None and group.origin == one.article.id
        if known is None:
            chosen[name] = one
        elif (one.taken, is_origin) > (known.taken, False):
            # What it says was there as soon as the first copy of those that count.
            since = known.since if known.taken == one.taken else one.since
            chosen[name] = replace(one, since=since)
    ordered = list(chosen.values())
    return ordered if len(ordered) <= NEWEST + FIRST else ordered[:FIRST] + ordered[-NEWEST:]
