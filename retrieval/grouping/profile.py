"""What is compared of an article to tell whether it goes on with a story; pure."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Final

from retrieval.grouping.names import Named, Namer
from retrieval.morphemes import normalise, trigrams
from retrieval.question import language_of
from store.article import Article
from store.sentences import sentences

#: News stands here; what follows is background, which follow-ups share with what they follow.
HEAD_CHARS: Final = 220
TEXT_CHARS: Final = 1200
#: How often a term of the headline counts among those of the text.
_TITLE_TIMES: Final = 2
#: Letters of the beginning by which issues of one template are known.
OPENING_LETTERS: Final = 160
_OPENING_GRAM: Final = 5
#: Letters on either side by which the same figure is known.
_AROUND: Final = 4
#: A figure of one or two digits stands in every article.
_LONG: Final = 3
_SHORT_FIGURE: Final = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
#: A clock or a zone may be ahead of ours by so much; what is dated later has no date.
AHEAD: Final = timedelta(days=1)

# [단독] (종합2보) 【새담=삼지】
_LABEL: Final = re.compile(r"^\s*(?:[\[<【(〈][^\]>】)〉]{1,20}[\]>】)〉]\s*)+")
# What appears under these is a list of its own each time.
_NOTICE: Final = re.compile(
    r"^\s*[\[<【(〈]\s*(?:인사|부고|부음|날씨|(?:오늘의\s*)?운세|게시판|동정|알림|모집|표|신간|새\s?책)"
)
# (서울=새벽통신) 한가람 기자 =
_DATELINE: Final = re.compile(r"^\s*[\[(【][^\])】\n]{1,40}[\])】][^=\n]{0,40}=\s*")
# Between Korean words those in Latin letters are names where they have a capital, else noise.
_PLAIN_LATIN: Final = re.compile(r"(?<!\w)[a-zà-ÿ][\wà-ÿ'’-]*")
_NUMBER: Final = re.compile(r"\d[\d,.]*")
_WORD: Final = re.compile(r"\w+")
_MARKS: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """An article as it is compared: the trigrams of its headline, its head and its text.

    ``at`` is when it appeared, or was stored where it has no date or one to come. ``words`` tells
    of the head's trigrams how the word begins that each is of, ``pairs`` which words stand side by
    side; ``repeated`` are the words that headline and head have, each by its trigrams. ``opening``
    are the 5-grams of its first letters, ``frame`` its headline, with figures blanked; ``telling``
    those of its first sentences that are on what the headline says, ``counted`` the figures there
    by the words around them. ``names`` are whom and what it names and ``nouns`` what its headline
    says of them, by their beginnings, each with the trigrams of the words that begin with it.
    ``written`` are its words, a space before each, ``figures`` the long ones of its headline and
    beginning. A notice is one of those that only share a heading: [인사], [부고].
    """

    article_id: int
    at: datetime
    language: str
    title: frozenset[str]
    head: frozenset[str]
    counts: Mapping[str, int]
    words: Mapping[str, str]
    pairs: frozenset[tuple[str, str]]
    repeated: frozenset[frozenset[str]]
    opening: frozenset[str]
    telling: frozenset[str]
    counted: Mapping[str, str]
    frame: str
    names: Mapping[str, tuple[tuple[str, ...], ...]]
    nouns: Mapping[str, tuple[tuple[str, ...], ...]]
    written: str
    figures: frozenset[str]
    is_notice: bool


def profile(article: Article, names: Namer) -> Profile:
    """Make the profile of an article; the beginning stands in for a headline it does not have."""
    text = _DATELINE.sub("", article.text)[:TEXT_CHARS]
    title = _LABEL.sub("", article.title or text[: HEAD_CHARS // 2])[:HEAD_CHARS]
    language = article.language or language_of(article.text)
    headline = _terms(title, language)
    counts = Counter(_terms(text, language))
    counts.update(dict.fromkeys(set(headline), _TITLE_TIMES))
    head = f"{title}\n{text[:HEAD_CHARS]}"
    found = names(title, text, language)
    telling = _telling(text[: 2 * OPENING_LETTERS], found)
    return Profile(
        article_id=article.id,
        at=appeared(article),
        language=language,
        title=frozenset(headline),
        head=frozenset(headline) | frozenset(_terms(text[:HEAD_CHARS], language)),
        counts=counts,
        words=_words(head),
        pairs=_pairs(head),
        repeated=_repeated(title, text[:HEAD_CHARS], language),
        opening=_grams(blanked(text[: 2 * OPENING_LETTERS])[:OPENING_LETTERS]),
        telling=_grams(blanked(telling)),
        counted=_counted(telling),
        frame=blanked(article.title or ""),
        names=_written(found.names, head),
        nouns=_written(found.nouns, head),
        written=f" {' '.join(_WORD.findall(normalise(f'{title} {text}')))}",
        figures=_figures(f"{title} {text[:HEAD_CHARS]}"),
        is_notice=bool(_NOTICE.match(article.title or "")),
    )


def appeared(article: Article) -> datetime:
    """Return when an article appeared, as far as that can be believed; days begin in UTC."""
    if article.published is None:
        return article.stored_at
    at = article.published.instant(UTC)
    return article.stored_at if at > article.stored_at + AHEAD else at


def blanked(text: str) -> str:
    """Return the letters of a text with each figure as one digit."""
    normal = unicodedata.normalize("NFKC", text).casefold()
    return _MARKS.sub("", _NUMBER.sub("0", normal))


def _telling(beginning: str, found: Named) -> str:
    """Return the sentences of a beginning that say something of what the article is on.

    What onlookers and experts say stands in other reports as well, word for word.
    """
    whole = [beginning[start:end] for start, end in sentences(beginning)]
    words = found.names | found.nouns
    telling = [
        one for one in whole if _NUMBER.search(one) or any(word in normalise(one) for word in words)
    ]
    return " ".join(telling or whole)


def _counted(text: str) -> dict[str, str]:
    """Return each figure of a text by the words around it."""
    normal = unicodedata.normalize("NFKC", text).casefold()
    found: dict[str, str] = {}
    for figure in _NUMBER.finditer(normal):
        before = blanked(normal[: figure.start()])[-_AROUND:]
        after = blanked(normal[figure.end() :])[:_AROUND]
        found[f"{before}0{after}"] = figure.group()
    return found


def _terms(text: str, language: str) -> list[str]:
    found = trigrams(text if language == "en" else _PLAIN_LATIN.sub(" ", text))
    return [term for term in found if not _SHORT_FIGURE.search(term)]


def _words(head: str) -> dict[str, str]:
    """Return for each trigram of ``head`` how the word begins that it is of."""
    return {term: word[:2] for word in _WORD.findall(normalise(head)) for term in trigrams(word)}


def _repeated(title: str, lead: str, language: str) -> frozenset[frozenset[str]]:
    """Return the words of a headline that the text begins with too, each by its trigrams."""
    said = {word[:2] for word in _WORD.findall(normalise(lead))}
    words = (word for word in _WORD.findall(normalise(title)) if word[:2] in said)
    return frozenset(frozenset(_terms(word, language)) for word in words)


def _pairs(head: str) -> frozenset[tuple[str, str]]:
    """Return how two words begin that stand side by side."""
    beginnings = [word[:2] for word in _WORD.findall(normalise(head))]
    return frozenset((one, next_) for one, next_ in pairwise(beginnings) if one != next_)


def _written(names: Iterable[str], head: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the trigrams of each word of ``head`` that begins with one of ``names``."""
    words = dict.fromkeys(_WORD.findall(normalise(head)))
    return {
        name: tuple(tuple(trigrams(word)) for word in words if word.startswith(name))
        for name in names
    }


def _figures(text: str) -> frozenset[str]:
    """Return the figures of three digits and more: shorter ones agree by chance."""
    found = _NUMBER.findall(unicodedata.normalize("NFKC", text).replace(",", ""))
    return frozenset(one for one in found if sum(map(str.isdigit, one)) >= _LONG)


def _grams(letters: str) -> frozenset[str]:
    return frozenset(
        letters[at : at + _OPENING_GRAM] for at in range(max(1, len(letters) - _OPENING_GRAM + 1))
    )
