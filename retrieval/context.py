"""A quote in its paragraph."""

from store.article import PARAGRAPH_BREAK, Article


def in_paragraph(article: Article, start: int, end: int) -> tuple[str, int, int]:
    """Return the paragraph around ``article.text[start:end]``, and where in it that stands.

    A stretch over several paragraphs comes with all of them.
    """
    text = article.text
    before = text.rfind(PARAGRAPH_BREAK, 0, start)
    first = 0 if before < 0 else before + len(PARAGRAPH_BREAK)
    after = text.find(PARAGRAPH_BREAK, end)
    last = len(text) if after < 0 else after
    return text[first:last], start - first, end - first
