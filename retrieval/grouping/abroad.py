"""Joins stories across languages, where their meaning and their figures agree."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import product
from typing import Final

from retrieval import centring
from retrieval.encoder import Encoder, Vectors
from retrieval.grouping.profile import appeared
from retrieval.indexes import Indexes
from retrieval.question import Language, language_of
from retrieval.standing.figures import Figure, agree, figures
from retrieval.vectors import VectorIndex
from retrieval.weights import CALIBRATED_FOR
from store.article import Article
from store.library import Library
from store.stories import Stories

#: Reports abroad follow within days.
WINDOW: Final = timedelta(days=7)
#: Centred cosine from which two articles may be on one event: of the samples' pairs on one .22 to
#: .42, on others up to .31, so that their figures have to agree as well.
NEAR: Final = 0.2
#: Figures that agree by chance are few, and round: one of three digits or two others do not.
_DIGITS: Final = 3
_AGREEING: Final = 2
_LEAST: Final = 10
#: Passages looked at for one article.
_DEPTH: Final = 40
_LEAD_CHARS: Final = 200
_TEXT_CHARS: Final = 2000


class Abroad:
    """Compares articles in other languages than Korean with all others."""

    def __init__(
        self,
        indexes: Indexes,
        *,
        library: Library,
        stories: Stories,
        encoder: Callable[[], Encoder | None],
    ) -> None:
        self._indexes = indexes
        self._library = library
        self._stories = stories
        self._encoder = encoder
        self._vectors: dict[tuple[int, int], Vectors] = {}
        self._last = 0

    def step(self, *, now: datetime, limit: int) -> int:
        """Compare up to ``limit`` articles that have their vectors; return how many.

        Each is compared again and again for the time in which others may follow.
        """
        encoder = self._encoder()
        index = self._indexes.vectors(encoder=encoder.name) if encoder else None
        if encoder is None or index is None or not encoder.name.startswith(CALIBRATED_FOR):
            return 0
        ids = self._stories.to_compare_by_meaning(after=self._last, limit=limit)
        self._last = ids[-1] if len(ids) == limit else 0
        found = self._library.articles(ids)
        done = []
        for article in found.values():
            self._compare(article, encoder, index, now=now)
            if now > max(appeared(article), article.stored_at) + WINDOW:
                done.append(article.id)
                self._vectors.pop((article.id, article.version), None)
        self._stories.compared_by_meaning(done)
        return len(ids)

    def _compare(
        self, article: Article, encoder: Encoder, index: VectorIndex, *, now: datetime
    ) -> None:
        """Join the article's story with that of the nearest article of each other language."""
        joined = {_language(article)}
        for other in self._nearest(article, encoder, index):
            if _language(other) in joined or not figures_agree(article, other):
                continue
            joined.add(_language(other))
            stories = self._stories.stories_of([article.id, other.id])
            if len(stories) == len({*stories.values()}) == 2:
                self._stories.merge(*stories.values(), now=now)

    def _nearest(
        self, article: Article, encoder: Encoder, index: VectorIndex
    ) -> tuple[Article, ...]:
        """Return the articles in other languages that may be on its event, the nearest first."""
        language, at = _language(article), appeared(article)
        key = article.id, article.version
        if key not in self._vectors:
            lead = f"{article.title or ''}\n{article.text[:_LEAD_CHARS]}"
            self._vectors[key] = centring.centred(encoder.question(lead), language)
        vector = self._vectors[key]
        found = [passage for passage, _ in index.search(vector, limit=_DEPTH)]
        close = centring.closeness(vector, language, lambda one: index.cosines(one, found))
        near = sorted((one for one in close if close[one] >= NEAR), key=lambda one: -close[one])
        ids = self._stories.near(near, between=(at - WINDOW, at + WINDOW))
        articles = self._library.articles(ids)
        return tuple(articles[one] for one in ids if one in articles)


def figures_agree(one: Article, other: Article) -> bool:
    """Tell whether two articles give the same figures: two, or one that is no round number."""
    pairs = product(_figures(one), _figures(other))
    same = {(figure.value, figure.unit) for figure, another in pairs if agree(figure, another)}
    return len(same) >= _AGREEING or any(_digits(value) >= _DIGITS for value, _ in same)


def _figures(article: Article) -> list[Figure]:
    found = figures(f"{article.title or ''}\n{article.text[:_TEXT_CHARS]}")
    return [one for one in found if one.value >= _LEAST and one.unit != "date"]


def _digits(value: float) -> int:
    """Return the digits of a figure without the zeros it ends with: 1.5兆 has two."""
    return len(f"{value:.10g}".replace(".", "").split("e")[0].strip("0")) if value else 0


def _language(article: Article) -> Language:
    known: dict[str, Language] = {"ko": "ko", "en": "en", "ja": "ja", "zh": "zh"}
    return known.get(article.language or "", language_of(article.text))
