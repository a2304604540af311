"""Makes an edition from what is stored, and takes in what has come since."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Final

import numpy as np

from retrieval.digest.edition import Edition
from retrieval.digest.entries import Entry, Load, entry
from retrieval.encoder import Encoder, Vectors
from retrieval.facts import Report
from retrieval.search import Search
from store.article import Article, Copies
from store.library import Library

#: Stories that are read at once: their articles take 10 MB.
_AT_ONCE: Final = 500
#: Stories without a vector that are looked at again in each refresh: encoding goes on all the time.
_LOOKED_AT_AGAIN: Final = 500


def make(
    stories: Mapping[int, Sequence[int]],
    library: Library,
    search: Search,
    encoder: Encoder | None,
    *,
    now: datetime,
    zone: tzinfo,
) -> Edition:
    """Hold ``stories``, each with the ids of all its articles, oldest ones too.

    Take those with an article published or stored in the last days that anybody's digest reaches
    back. Raises IndexDamagedError and DatabaseError.
    """
    dimensions = encoder.dimensions if encoder else 0
    edition = Edition(load=loader(library), zone=zone, dimensions=dimensions)
    refresh(edition, stories, library, search, encoder, now=now)
    return edition


def refresh(
    edition: Edition,
    stories: Mapping[int, Sequence[int]],
    library: Library,
    search: Search,
    encoder: Encoder | None,
    *,
    now: datetime,
    days: int | None = None,
) -> None:
    """Take in the stories with an article that is new or changed since the last time.

    A story without articles is left out, as are those that had none for ``days``. Raises
    IndexDamagedError and DatabaseError.
    """
    bare = edition.without_vectors(_LOOKED_AT_AGAIN) if encoder else ()
    again = {id_: one.articles for id_ in bare if (one := edition.known(id_))}
    wanted = again | {id_: tuple(articles) for id_, articles in stories.items()}
    for part in _parts(wanted):
        ids = [id_ for articles in part.values() for id_ in articles]
        articles = library.articles(ids)
        entries: list[Entry] = []
        leads: list[int] = []
        for story, own in part.items():
            kept = [articles[id_] for id_ in own if id_ in articles]
            if kept:
                entries.append(entry(story, kept, now=now, zone=edition.zone))
                leads.append(entries[-1].articles[-1])
        vectors = _vectors(leads, library, search, encoder, edition.dimensions)
        edition.drop(part.keys() - {one.story_id for one in entries})
        edition.put(entries, vectors)
    if days is not None:
        edition.drop(edition.older(now - timedelta(days=days)))


def loader(library: Library) -> Load:
    """Return what reads the reports of a story from the library."""

    def load(ids: Sequence[int]) -> tuple[Sequence[Report], Mapping[int, Copies]]:
        articles = library.articles(ids)
        reports = [_report(one, library) for one in articles.values()]
        return reports, library.copies_of(articles)

    return load


def _report(article: Article, library: Library) -> Report:
    """Read when an article was first stored, and what its newest version brought."""
    if article.version == 1:
        return Report(article=article, since=article.stored_at)
    history = library.history(article.id)
    if not history:  # removed since
        return Report(article=article, since=article.stored_at)
    changes = [change for one in history for change in one.changes]
    return Report(
        article=article,
        since=history[0].stored_at,
        changed=frozenset(one.new for one in history[-1].changes if one.new is not None),
        replaced=frozenset(one.old for one in changes if one.old is not None),
    )


def _parts(stories: Mapping[int, tuple[int, ...]]) -> Iterator[dict[int, tuple[int, ...]]]:
    ids = list(stories)
    for at in range(0, len(ids), _AT_ONCE):
        yield {id_: stories[id_] for id_ in ids[at : at + _AT_ONCE]}


def _vectors(
    articles: Sequence[int],
    library: Library,
    search: Search,
    encoder: Encoder | None,
    dimensions: int,
) -> Vectors:
    """Return the vector of the first passage of each of these articles, zeros where it has none."""
    found = np.zeros((len(articles), dimensions), np.float32)
    index = search.indexes.vectors(encoder=encoder.name) if encoder else None
    if index is None or encoder is None or encoder.dimensions != dimensions:
        return found
    first: dict[int, int] = {}
    for id_, passage in library.passages(library.passages_of(articles)).items():
        first[passage.article_id] = min(id_, first.get(passage.article_id, id_))
    row_of = {first[one]: row for row, one in enumerate(articles) if one in first}
    # The products with the unit vectors are the vector itself.
    products = index.cosines(np.eye(dimensions, dtype=np.float32), list(row_of))
    for passage_id, vector in products.items():
        found[row_of[passage_id]] = vector
    return found
