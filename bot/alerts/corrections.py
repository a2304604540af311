"""What became of a sentence that was quoted: edited, taken out, or called wrong elsewhere; pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import Final

from bot.alerts.news import UNASKED
from retrieval.browsing import real_sentences
from retrieval.standing.relation import relate
from retrieval.standing.statement import Statement, statement
from store.article import Article, Edition, SentenceChange
from store.changes import was_changed
from store.sentences import sentences

#: Sentences of a correction that are read: it says at once what it corrects.
_READ: Final = 12
_READ_CHARS: Final = 3_000


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article: ``article.text[start:end]``."""

    article: Article
    start: int
    end: int

    @property
    def text(self) -> str:
        """What it says."""
        return self.article.text[self.start : self.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What stands in place of a sentence now, ``new`` None where it was taken out, and the number
    of the version that made the last change to it.
    """

    new: str | None
    version: int


def outcome(
    quoted: str, version: int, history: Sequence[Edition], texts: Mapping[int, str]
) -> Outcome | None:
    """Follow a sentence quoted from ``version`` through all later versions, oldest first.

    ``texts`` are those of the versions. None when it stands as it was quoted, or does again.
    """
    now: str | None = quoted
    last = 0
    for edition in history:
        if edition.number <= version:
            continue
        change = _change(now, edition.changes) if now else _returned(quoted, edition.changes)
        if change is None or (change.new is None and _stands(now, texts.get(edition.number, ""))):
            continue  # of a sentence that stood there twice one may go
        now, last = change.new, edition.number
    if not last or (now is not None and _is_same(quoted, now)):
        return None
    return Outcome(new=now, version=last)


def _change(sentence: str, changes: Sequence[SentenceChange]) -> SentenceChange | None:
    """Return the change of a sentence, or of the one it is a part of or holds, as it was cut.

    A line of some words that it has too (a caption, a dateline) is none that it holds.
    """
    whole = was_changed(sentence, changes)
    if whole is not None:
        return whole
    held = [sentence[start:end] for start, end in sentences(sentence)]
    around = (
        one
        for one in changes
        if one.old is not None
        and (sentence in one.old or any(_is_same(part, one.old) for part in held))
        and (one.new is None or sentence not in one.new)
    )
    return next(around, None)


def _returned(quoted: str, changes: Sequence[SentenceChange]) -> SentenceChange | None:
    return next((one for one in changes if one.new is not None and _is_same(quoted, one.new)), None)


def _stands(sentence: str | None, text: str) -> bool:
    spans = sentences(text) if sentence else ()
    return any(_is_same(sentence or "", text[start:end]) for start, end in spans)


def _is_same(one: str, other: str) -> bool:
    """Tell whether two sentences differ in spacing and punctuation at most."""
    return was_changed(one, [SentenceChange(old=other, new=None)]) is not None


def corrects(article: Article) -> bool:
    """Tell whether an article calls anything wrong that was reported."""
    return any(one.corrects for one in _statements(article))


def correction_of(quoted: Sentence, by: Article, *, zone: tzinfo) -> Sentence | None:
    """Return the sentence of a correction that puts right what was quoted from another article."""
    report = statement(quoted.article, quoted.start, quoted.end, asked=UNASKED, rank=0)
    for one in _statements(by):
        if one.corrects and relate(one, report, asked=UNASKED, zone=zone) == "corrected":
            return Sentence(by, one.start, one.end)
    return None


def _statements(article: Article) -> Iterator[Statement]:
    beginning = replace(article, text=article.text[:_READ_CHARS])
    for start, end in real_sentences(beginning, most=_READ):
        yield statement(article, start, end, asked=UNASKED, rank=0)


def find(text: str, article: Article) -> Sentence | None:
    """Return where a sentence stands in the article, whatever its spacing and punctuation."""
    start = article.text.find(text)
    if start >= 0:
        return Sentence(article, start, start + len(text))
    spans = sentences(article.text)
    same = (span for span in spans if _is_same(text, article.text[slice(*span)]))
    return next((Sentence(article, *span) for span in same), None)
