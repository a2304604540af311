"""Whose text it is that a blog, a board or a paper's site shows: what the text says comes first."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from store.article import Extracted
from store.extract import outlets
from store.extract.block import Block, Metadata
from store.extract.reading import read

# Lines of a page that is read again: 9,000 long paragraphs take 3 s each time.
_MOST_LINES: Final = 2_000
# "가온일보 뉴스": the site of a paper, which its notice of rights names.
_NEWS_OF: Final = re.compile(r"\s(?:뉴스|News|NEWS|ニュース|新闻|新聞)$")


def attributed(
    found: Extracted, *, page: Sequence[Block], text: Sequence[Block], known: Metadata
) -> Extracted:
    """Name who wrote ``found`` where the site that shows it is itself no outlet that we know.

    The head of such a page and the title of such a feed name the blog and the blogger. ``text``
    are the lines of the article and what signs it, among those of the whole ``page``.
    """
    site = known.publisher
    if len(page) > _MOST_LINES:
        return found
    if site is not None and _NEWS_OF.search(site) and not outlets.is_outlet(site):
        holder = _told(page, known).publisher
        if holder and "".join(site.split()).startswith("".join(holder.split())):
            return replace(found, publisher=holder)
    shower = found.reposted_by if site is None else site
    if shower is None or outlets.looks_like_outlet(shower):
        return found
    signed = _told(text, known)
    if not _is_named(signed, site):
        return found
    return replace(
        found,
        publisher=signed.publisher,
        author=signed.author or found.author,
        reposted_by=found.reposted_by or shower,
    )


def _told(blocks: Sequence[Block], known: Metadata) -> Extracted:
    """Read ``blocks`` without what is known of outlet and author."""
    found = read(blocks, replace(known, publisher=None, author=None))
    if isinstance(found, Extracted):
        return found
    return Extracted(title=None, title_source="derived", paragraphs=())


def _is_named(signed: Extracted, site: str | None) -> bool:
    """Tell whether the text itself names its outlet: an agency may have been paid by ``site``."""
    name = signed.publisher
    if name is None or not outlets.is_outlet(name):
        return False
    return site is None or signed.agency is None
