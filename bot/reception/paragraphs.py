"""Shows the quotes of an answer in the paragraphs they stand in."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo

from retrieval.context import in_paragraph

from bot.citing import headline, where_and_when
from bot.reply import Line, Reply, Span
from bot.texts import Texts
from store.article import Article
from store.library import Library
from store.messaging.answers import QuoteRef


def in_context(
    quotes: Sequence[QuoteRef], library: Library, *, texts: Texts, zone: tzinfo
) -> Reply:
    """Write each quote's paragraph, the quote in bold; say so when the article has changed."""
    articles = library.articles({quote.article_id for quote in quotes})
    lines: list[Line] = []
    for quote in quotes:
        if lines:
            lines.append(Line())
        lines += _written(quote, articles.get(quote.article_id), texts=texts, zone=zone)
    return Reply(kind="talk", lines=tuple(lines))


def _written(
    quote: QuoteRef, article: Article | None, *, texts: Texts, zone: tzinfo
) -> Iterator[Line]:
    _ = texts.gettext
    if article is None:
        yield Line.of(_("The article is no longer kept."))
        return
    yield Line.of(where_and_when(article, texts=texts, zone=zone), " · ", headline(article))
    if article.version != quote.version:
        yield Line.of(_("The article has changed since; ask again for its present words."))
        return
    paragraph, start, end = in_paragraph(article, quote.start, quote.end)
    bold = Span(paragraph[start:end], bold=True)
    yield Line.of("▪ ", paragraph[:start], bold, paragraph[end:])
