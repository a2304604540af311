"""The days on which the news asked for appeared, as a filter of what was found."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from retrieval.answer import DateRange, Hit
from store.article import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """The days, local in ``zone``, on which the news asked for appeared."""

    days: DateRange
    zone: tzinfo

    def choose(self, hits: Iterable[Hit]) -> tuple[Hit, ...]:
        """Keep the hits of those days, best first; undated ones are not hidden but follow."""
        dated, undated = [], []
        for hit in hits:
            if hit.article.published is None:
                undated.append(hit)
            elif self.holds(hit.article):
                dated.append(hit)
        return (*dated, *undated)

    @property
    def instants(self) -> tuple[datetime, datetime]:
        """The first instant of these days, and the first one after them."""
        start = datetime.combine(self.days.first, time.min, tzinfo=self.zone)
        return start, datetime.combine(
            self.days.last + timedelta(days=1), time.min, tzinfo=self.zone
        )

    def holds(self, article: Article) -> bool:
        """Tell whether the article is known to have appeared on one of the days."""
        published = article.published
        return published is not None and (
            self.days.first <= published.local_date(self.zone) <= self.days.last
        )
