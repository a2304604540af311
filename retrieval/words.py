"""The word index: passages by BM25 over morphemes, trigrams and headlines, in tantivy."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from math import log
from pathlib import Path
from types import MappingProxyType
from typing import Final

import tantivy

from retrieval.errors import IndexDamagedError, IndexNotWrittenError
from retrieval.morphemes import Analyser, trigrams
from store.article import Article, Passage

#: Weights of the fields: best right-article-first on the two question sets among those tried
#: (docs/lab-notes.md, "Words").
FIELDS: Final[Mapping[str, float]] = {"morphemes": 1.0, "trigrams": 0.5, "title": 0.3}
#: Term → sets of terms, its own among them, that may stand in its place, each with its weight.
Alternatives = Mapping[str, Sequence[tuple[frozenset[str], float]]]
_HEAP_BYTES: Final = 64_000_000
#: As many segments of up to 10,000 documents as tantivy merges into one by itself.
_MERGED_SEGMENTS: Final = 8
#: The article of a document that is none: SQLite counts ids from 1.
_NOBODY: Final = 0


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("passage", stored=False, indexed=False, fast=True)
    builder.add_unsigned_field("article", stored=False, indexed=True, fast=False)
    for field in FIELDS:
        builder.add_text_field(field, tokenizer_name="spaces", index_option="freq")
    return builder.build()


def _open(folder: Path, *, create: bool) -> tantivy.Index:
    try:
        if create:
            folder.mkdir(parents=True, exist_ok=True)
        elif not tantivy.Index.exists(str(folder)):
            raise IndexDamagedError("words", folder)
        index = tantivy.Index(_schema(), path=str(folder), reuse=True)
    except (ValueError, OSError) as error:
        raise IndexDamagedError("words", folder) from error
    spaces = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("spaces", spaces)
    return index


def forget(folder: Path, article_ids: Sequence[int]) -> None:
    """Take all passages of these articles out of the index, for every process at once.

    Nothing of them is found or counted (``rarity``) any more, and no text is stored here. Their
    terms leave the files where the segment is merged: at once in segments of up to 10,000
    passages; a larger one keeps them, without their order, until all its articles are gone or a
    new generation begins. The caller holds the writer lock, and no WordWriter. Raises
    IndexDamagedError and IndexNotWrittenError.
    """
    index = _open(folder, create=False)
    with _translated(folder):
        writer = index.writer(_HEAP_BYTES, 1)
        _delete(index, writer, [_NOBODY, *article_ids])
        for _ in range(_MERGED_SEGMENTS):  # tantivy's Python package has no other way to merge
            empty = tantivy.Document()
            empty.add_unsigned("article", _NOBODY)
            writer.add_document(empty)
            writer.commit()
        writer.wait_merging_threads()
        writer = index.writer(_HEAP_BYTES, 1)
        _delete(index, writer, [_NOBODY])
        writer.commit()
        writer.wait_merging_threads()


def _delete(index: tantivy.Index, writer: tantivy.IndexWriter, article_ids: Sequence[int]) -> None:
    # By query: delete_documents_by_term makes a signed term of the id and finds nothing.
    own = tantivy.Query.term_set_query(index.schema, "article", list(article_ids))
    writer.delete_documents_by_query(own)


@contextmanager
def _translated(folder: Path) -> Iterator[None]:
    try:
        yield
    except (ValueError, OSError) as error:  # what tantivy raises when the disk fails it
        raise IndexNotWrittenError("words", folder, str(error)) from error


class WordIndex:
    """Reads the word index in ``folder``; each search sees what was last committed.

    Raises IndexDamagedError when the folder holds no readable index.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._index = _open(folder, create=False)
        self._state = self._committed()

    def search(
        self,
        terms: Mapping[str, Sequence[str]],
        *,
        limit: int,
        instead: Mapping[str, Alternatives] = MappingProxyType({}),
    ) -> list[tuple[int, float]]:
        """Return up to ``limit`` passage ids with their BM25 scores, best first.

        ``terms`` gives for each field of ``FIELDS`` the terms to look for, ``instead`` what may
        stand in the place of some: all the terms of a spelling. The best of these counts, so that
        a passage which writes a name in two ways gains nothing by it.
        """
        self._refresh()
        clauses = list(self._clauses(terms, instead))
        if not clauses:
            return []
        searcher = self._index.searcher()
        query = tantivy.Query.boolean_query(clauses)
        hits = searcher.search(query, limit=limit, count=False).hits
        if not hits:
            return []
        ids = searcher.fast_field_values("passage", [address for _, address in hits])
        return [(int(one), score) for one, (score, _) in zip(ids, hits, strict=True)]

    def _clauses(
        self, terms: Mapping[str, Sequence[str]], instead: Mapping[str, Alternatives]
    ) -> Iterator[tuple[tantivy.Occur, tantivy.Query]]:
        for field, weight in FIELDS.items():
            for term in dict.fromkeys(terms[field]):
                any_of = self._any_of(field, term, instead.get(field, {}).get(term, ()))
                yield tantivy.Occur.Should, tantivy.Query.boost_query(any_of, weight)

    def _any_of(
        self, field: str, term: str, spellings: Sequence[tuple[frozenset[str], float]]
    ) -> tantivy.Query:
        def all_of(terms: frozenset[str]) -> tantivy.Query:
            each = [
                tantivy.Query.term_query(self._index.schema, field, one, "freq")
                for one in sorted(terms)
            ]
            must = [(tantivy.Occur.Must, one) for one in each]
            return tantivy.Query.boolean_query(must) if len(each) > 1 else each[0]

        if not spellings:
            return all_of(frozenset((term,)))
        boosted = [tantivy.Query.boost_query(all_of(one), weight) for one, weight in spellings]
        return tantivy.Query.disjunction_max_query(boosted)

    def held(self, field: str, terms: Iterable[str]) -> frozenset[str]:
        """Return those of ``terms`` that stand in ``field`` of any passage."""
        self._refresh()
        searcher = self._index.searcher()
        return frozenset(term for term in terms if searcher.doc_freq(field, term))

    def rarity(self, field: str, terms: Iterable[str]) -> dict[str, float]:
        """Return the inverse document frequency of each term in ``field``.

        As in BM25: Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009.
        """
        self._refresh()
        searcher = self._index.searcher()
        count = searcher.num_docs
        return {
            term: log(1 + (count - found + 0.5) / (found + 0.5))
            for term in dict.fromkeys(terms)
            for found in [min(count, searcher.doc_freq(field, term))]
        }

    def _refresh(self) -> None:
        state = self._committed()
        if state != self._state:
            self._index.reload()
            self._state = state

    def _committed(self) -> tuple[int, int]:
        try:
            status = (self._folder / "meta.json").stat()
        except OSError as error:
            raise IndexDamagedError("words", self._folder) from error
        return status.st_mtime_ns, status.st_ino


class WordWriter:
    """Writes the word index; only one may exist at a time (the caller holds the writer lock).

    Every method raises IndexNotWrittenError.
    """

    def __init__(self, folder: Path, *, analyser: Analyser) -> None:
        self._folder = folder
        self._index = _open(folder, create=True)
        self._analyser = analyser
        with _translated(self._folder):
            self._writer = self._index.writer(_HEAP_BYTES, 1)

    def add(self, article: Article, passages: Sequence[Passage]) -> None:
        """Put in the article's passages in place of all it had before; seen after ``commit``."""
        with _translated(self._folder):
            _delete(self._index, self._writer, [article.id])
        title = " ".join(self._analyser.morphemes(article.title or ""))
        for passage in passages:
            document = tantivy.Document()
            document.add_unsigned("passage", passage.id)
            document.add_unsigned("article", article.id)
            document.add_text("morphemes", " ".join(self._analyser.morphemes(passage.text)))
            document.add_text("trigrams", " ".join(trigrams(passage.text)))
            document.add_text("title", title)
            with _translated(self._folder):
                self._writer.add_document(document)

    def commit(self) -> None:
        """Make what was added durable and visible to every process."""
        with _translated(self._folder):
            self._writer.commit()

    def close(self) -> None:
        """Finish merging and let go of the folder."""
        with _translated(self._folder):
            self._writer.wait_merging_threads()
