"""An answer in words: quotes with their citations, sources, headlines, dates."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, tzinfo
from typing import Final

from babel.dates import format_skeleton

from bot.citing import (
    day_in_words,
    estimate,
    headline,
    outlet_name,
    quoted,
    span_of_days,
    when,
    where_and_when,
)
from bot.reply import Line, Span
from bot.texts import Texts, one_line
from retrieval.answer import Answer, Quote, Sources
from store.article import Article, OutletCount

_MAX_OUTLETS: Final = 30
_EMPTY: Final = Line()


def word(answer: Answer, *, texts: Texts, zone: tzinfo) -> tuple[Line, ...]:
    """Write ``answer`` as the lines a person reads; times in ``zone``, each quote verbatim."""
    match answer.kind:
        case "answer":
            lines = _answered(answer, texts=texts, zone=zone)
        case "list":
            lines = _listed(answer, texts=texts, zone=zone)
        case "declined":
            lines = _declined(answer, texts=texts, zone=zone)
    return (*lines, *_notes(answer, texts=texts))


def word_outlets(counts: Sequence[OutletCount], *, texts: Texts, zone: tzinfo) -> tuple[Line, ...]:
    """List the outlets of the stored articles, in the order given; no outlets: an empty store."""
    if not counts:
        return _empty_store(texts)
    articles = sum(count.articles for count in counts)
    rest = len(counts) - _MAX_OUTLETS
    return (
        Line.of(Span(_count_articles(articles, texts), bold=True)),
        *(_outlet_line(count, texts=texts, zone=zone) for count in counts[:_MAX_OUTLETS]),
        *_optional(
            texts.ngettext("and {count} more outlet", "and {count} more outlets", rest).format(
                count=rest
            )
            if rest > 0
            else None
        ),
    )


def _answered(answer: Answer, *, texts: Texts, zone: tzinfo) -> tuple[Line, ...]:
    numbers = _numbered(quote.article for quote in answer.quotes)
    first = {quote.article.id: quote for quote in reversed(answer.quotes)}
    return (
        *_optional(
            _corrected(answer, texts=texts),
            _differing(answer, numbers, texts=texts),
        ),
        *(
            Line.of(
                *filter(None, (_role(quote, answer, texts=texts, zone=zone),)),
                *_with_marks(quote),
                f" [{numbers[quote.article.id]}]",
            )
            for quote in answer.quotes
        ),
        _EMPTY,
        *(
            Line.of(
                f"[{number}] {where_and_when(first[id_].article, texts=texts, zone=zone)} · ",
                headline(first[id_].article),
            )
            for id_, number in numbers.items()
        ),
        *_optional(
            *(_counted(number, first[id_].sources, texts=texts) for id_, number in numbers.items())
        ),
        _as_of(answer, texts=texts, zone=zone),
    )


def _corrected(answer: Answer, *, texts: Texts) -> str | None:
    corrected = any(quote.role == "correction" for quote in answer.quotes)
    return texts.gettext("There is a correction") if corrected else None


def _differing(answer: Answer, numbers: Mapping[int, int], *, texts: Texts) -> str | None:
    """Name the outlets that differ, each with the words by which it does."""
    differing = [quote for quote in answer.quotes if quote.role == "differing"]
    said = ", ".join(
        f"{outlet_name(quote.article.outlet, texts)} {_differs_by(quote, numbers)}"
        for quote in differing
    )
    return texts.gettext("Outlets differ: {said}").format(said=said) if differing else None


def _differs_by(quote: Quote, numbers: Mapping[int, int]) -> str:
    if quote.marks:
        start, end = quote.marks[0]
        return one_line(quote.text[start:end])
    return f"[{numbers[quote.article.id]}]"


def _role(quote: Quote, answer: Answer, *, texts: Texts, zone: tzinfo) -> str:
    """Say before a quote what it is to the others; nothing for one that simply holds."""
    match quote.role:
        case "earlier":
            day = _short_day(quote.article, answer, texts=texts, zone=zone)
            return texts.gettext("Earlier report ({date}): ").format(date=day)
        case "denial":
            return texts.gettext("Denial: ")
        case "correction":
            return texts.gettext("Correction: ")
        case _:
            return ""


def _short_day(article: Article, answer: Answer, *, texts: Texts, zone: tzinfo) -> str:
    """Write the day without its year where the answer is of the same year."""
    published, newest = article.published, answer.as_of
    of_one_year = published and newest and published.iso[:4] == newest.iso[:4]
    if published and of_one_year and published.precision != "month":
        day = published.local_date(zone)
        return format_skeleton("MMMMd", day, locale=texts.language)
    if published:
        return day_in_words(published, texts=texts, zone=zone)
    return when(article, texts=texts, zone=zone)


def _counted(number: int, sources: Sources, *, texts: Texts) -> str | None:
    """Count who stands behind a quote, when it is more than the outlet that is cited."""
    carried = sources.origin is not None and sources.origin not in sources.outlets[:1]
    outlets = max(len(sources.outlets), sources.independent)
    if outlets < 2 and not carried:
        return None
    counted = texts.ngettext(
        "{outlets} outlet, independent sources: {independent}",
        "{outlets} outlets, independent sources: {independent}",
        outlets,
    ).format(outlets=outlets, independent=sources.independent)
    if sources.origin:
        copied = texts.gettext("(from {origin})").format(origin=one_line(sources.origin))
        counted = f"{counted} {copied}"
    return f"[{number}] {counted}"


def _listed(answer: Answer, *, texts: Texts, zone: tzinfo) -> tuple[Line, ...]:
    _ = texts.gettext
    match answer.listing:
        case "timeline":
            heading = _("The story so far")
        case "news" if answer.range and not any(one.article.published for one in answer.quotes):
            heading = _("No article is known to be of that time. Articles of unknown date")
        case "news":
            heading = _("Articles of that time") if answer.range else _("Headlines")
        case _:
            heading = _("Newest articles")
    lines: list[Line] = [Line.of(Span(heading, bold=True))]
    for number, quote in enumerate(answer.quotes, start=1):
        lines += (
            _EMPTY,
            Line.of(f"{number}. ", headline(quote.article)),
            Line.of(quoted(quote.text)),
            Line.of(where_and_when(quote.article, texts=texts, zone=zone)),
        )
    return (*lines, _EMPTY, _as_of(answer, texts=texts, zone=zone))


def _declined(answer: Answer, *, texts: Texts, zone: tzinfo) -> tuple[Line, ...]:
    _ = texts.gettext
    match answer.reason:
        case "empty_store":
            return _empty_store(texts)
        case "empty_question":
            return (Line.of(_("What would you like to know? Send me a question in words.")),)
        case "nothing_similar":
            return (Line.of(_("None of the stored articles is about this.")),)
        case _:
            headlines = tuple(
                Line.of(
                    "· ", headline(article), f" · {where_and_when(article, texts=texts, zone=zone)}"
                )
                for article in answer.nearest
            )
            heading = (_EMPTY, Line.of(_("The nearest articles:"))) if headlines else ()
            return (
                Line.of(_("The stored articles do not answer this question.")),
                *heading,
                *headlines,
            )


def _empty_store(texts: Texts) -> tuple[Line, ...]:
    _ = texts.gettext
    return (
        Line.of(_("No articles have been stored yet.")),
        Line.of(
            _("To add some, drop article files into the inbox folder, or run: sosik ingest PATH")
        ),
    )


def _notes(answer: Answer, *, texts: Texts) -> tuple[Line, ...]:
    _ = texts.gettext
    searched = answer.range and _("Period searched: {days}").format(days=span_of_days(answer.range))
    loading = answer.by_words_only and answer.reason not in ("empty_store", "empty_question")
    return _optional(
        searched or None,
        _("Found by words only: the meaning model is not ready.") if loading else None,
        texts.ngettext(
            "{count} new article cannot be searched yet.",
            "{count} new articles cannot be searched yet.",
            answer.unindexed,
        ).format(count=answer.unindexed)
        if answer.unindexed
        else None,
    )


def _optional(*sentences: str | None) -> tuple[Line, ...]:
    return tuple(Line.of(sentence) for sentence in sentences if sentence)


def _numbered(articles: Iterable[Article]) -> dict[int, int]:
    numbers: dict[int, int] = {}
    for article in articles:
        numbers.setdefault(article.id, len(numbers) + 1)
    return numbers


def _with_marks(quote: Quote) -> Iterator[str | Span]:
    """Quote with the words that answer in bold."""
    whole = quoted(quote.text)
    at = whole.index(quote.text)
    done = 0
    for start, end in quote.marks:
        yield whole[done : at + start]
        yield Span(whole[at + start : at + end], bold=True)
        done = at + end
    yield whole[done:]


def _outlet_line(count: OutletCount, *, texts: Texts, zone: tzinfo) -> Line:
    parts = [outlet_name(count.outlet, texts), _count_articles(count.articles, texts)]
    if count.newest:
        newest = day_in_words(count.newest, texts=texts, zone=zone)
        parts.append(texts.gettext("newest {date}").format(date=newest))
    return Line.of(f"· {' · '.join(parts)}")


def _count_articles(count: int, texts: Texts) -> str:
    return texts.ngettext("{count} article", "{count} articles", count).format(count=f"{count:,}")


def _as_of(answer: Answer, *, texts: Texts, zone: tzinfo) -> Line:
    """How new the newest source is, as exactly as it is known."""
    if answer.as_of:
        day = day_in_words(answer.as_of, texts=texts, zone=zone)
        return Line.of(texts.gettext("As of {date}").format(date=day))
    guesses = [quote.article.inferred for quote in answer.quotes]
    newest = max(
        (guess for guess in guesses if guess and guess.best),
        key=lambda guess: guess.best or date.min,
        default=None,
    )
    guess = newest and estimate(newest, texts)
    if guess:
        return Line.of(texts.gettext("As of {date}").format(date=guess))
    return Line.of(texts.gettext("As of an unknown date"))
