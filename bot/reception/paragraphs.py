"""Shows the quotes of an answer in the paragraphs they stand in."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import tzinfo
from itertools import groupby
from typing import Final

from bot.citing import headline, where_and_when
from bot.reply import Line, Reply, Span
from bot.texts import Texts
from retrieval.context import in_paragraph
from store.article import Article
from store.library import Library
from store.messaging.answers import QuoteRef

#: Paragraphs of news are shorter; a text without any would fill the screen, over and over.
_WHOLE_CHARS: Final = 1_000
#: So much of a longer one is shown on each side: two or three sentences.
_AROUND_CHARS: Final = 300


def in_context(
    quotes: Sequence[QuoteRef], library: Library, *, texts: Texts, zone: tzinfo
) -> Reply:
    """Write the paragraphs of the quotes, these in bold; say so where an article has changed.

    What was quoted of one article, one after the other, stands below one headline.
    """
    articles = library.articles({quote.article_id for quote in quotes})
    lines: list[Line] = []
    for id_, of_article in groupby(quotes, key=lambda quote: quote.article_id):
        if lines:
            lines.append(Line())
        lines += _written(tuple(of_article), articles.get(id_), texts=texts, zone=zone)
    return Reply(kind="talk", lines=tuple(lines))


def _written(
    quotes: Sequence[QuoteRef], article: Article | None, *, texts: Texts, zone: tzinfo
) -> Iterator[Line]:
    _ = texts.gettext
    if article is None:
        yield Line.of(_("The article is no longer kept."))
        return
    yield Line.of(where_and_when(article, texts=texts, zone=zone), " · ", headline(article))
    if any(quote.version != article.version for quote in quotes):
        yield Line.of(_("The article has changed since; ask again for its present words."))
        return
    paragraphs: dict[tuple[int, str], list[tuple[int, int]]] = {}
    for quote in quotes:
        text, start, end = in_paragraph(article, quote.start, quote.end)
        paragraphs.setdefault((quote.start - start, text), []).append((start, end))
    for (_at, text), marks in paragraphs.items():
        yield Line.of("▪ ", *marked(text, marks))


def marked(text: str, marks: Iterable[tuple[int, int]]) -> Iterator[str | Span]:
    """Write the paragraph, cut when it is long, with these stretches in bold; they may overlap."""
    marks = sorted(marks)
    done, last = _shown(text, marks)
    if done:
        yield "… "
    for start, end in marks:
        if end > done:
            yield text[done : max(start, done)]
            yield Span(text[max(start, done) : end], bold=True)
            done = end
    yield text[done:last]
    if last < len(text):
        yield " …"


def _shown(text: str, marks: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return the stretch around the marks that is shown, cut between words where it has some."""
    if len(text) <= _WHOLE_CHARS:
        return 0, len(text)
    start, end = marks[0][0], max(end for _, end in marks)
    first, last = max(start - _AROUND_CHARS, 0), min(end + _AROUND_CHARS, len(text))
    if first:
        first = text.find(" ", first, start) + 1 or first
    if last < len(text):
        last = max(text.rfind(" ", end, last), end)
    return first, last
