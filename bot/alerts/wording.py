"""Alerts and corrections in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from itertools import groupby

from bot.alerts.corrections import Sentence
from bot.citing import headline, quoted, where_and_when
from bot.reply import Line, Reply, Span
from bot.texts import Texts, one_line, shorten
from bot.wording import word
from retrieval.answer import Answer
from retrieval.facts import Fact
from store.article import Article
from store.messaging.awaited import KEPT_FOR, AwaitedQuestion

#: Of a longer question or rule the beginning tells which it is.
_MAX_CHARS = 200
_EMPTY = Line()


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What is new in one story: sentences, newest first, each with its article.

    ``figures`` are the one that the chat was told and the one in its place now; ``causes`` are the
    topics and rules by which it comes, none for a story that is followed itself.
    """

    story: int
    facts: tuple[Fact, ...]
    articles: tuple[Article, ...]
    figures: tuple[str, str] | None
    topics: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A sentence that was quoted and what stands in its place, ``new`` None where it was taken out;
    ``by`` is the article that says so.
    """

    old: Sentence
    new: Sentence | None
    by: Article


def word_news(
    news: Sequence[News], *, is_last: bool, waiting: int, texts: Texts, zone: tzinfo
) -> Reply:
    """Write an alert. ``is_last`` says that no more come today, ``waiting`` counts the stories
    that are held back by then.
    """
    _ = texts.gettext
    lines = [Line.of(Span(_("New in what you follow"), bold=True))]
    for one in news:
        lines += (_EMPTY, *_story(one, texts=texts, zone=zone))
    if is_last:
        lines += (_EMPTY, Line.of(_held_back(waiting, texts)))
    return Reply(kind="talk", lines=tuple(lines))


def _story(news: News, *, texts: Texts, zone: tzinfo) -> Iterable[Line]:
    _ = texts.gettext
    said = zip(news.facts, news.articles, strict=True)
    for _id, own in groupby(said, key=lambda one: one[0].article_id):
        facts, (article, *_rest) = zip(*own, strict=True)
        yield Line.of(headline(article))
        yield from (Line.of(quoted(fact.text)) for fact in facts)
        yield Line.of(where_and_when(article, texts=texts, zone=zone))
    if news.figures is not None:
        old, new = (one_line(each) for each in news.figures)
        yield Line.of(Span(_("Changed: {old} → {new}").format(old=old, new=new), bold=True))
    if news.topics:
        yield Line.of(_("Topic: {topic}").format(topic=_all(news.topics)))
    if news.rules:
        yield Line.of(_("Watched for: {rule}").format(rule=_all(news.rules)))


def _all(texts: Iterable[str]) -> str:
    return shorten(", ".join(map(one_line, texts)), max_chars=_MAX_CHARS)


def _held_back(waiting: int, texts: Texts) -> str:
    if not waiting:
        return texts.gettext("This was the last alert of today; what comes now waits for tomorrow.")
    return texts.ngettext(
        "This was the last alert of today; {count} story waits for tomorrow.",
        "This was the last alert of today; {count} stories wait for tomorrow.",
        waiting,
    ).format(count=waiting)


def word_corrections(
    corrections: Sequence[Correction], *, is_last: bool, texts: Texts, zone: tzinfo
) -> Reply:
    """Write what was quoted and what stands now, both with their articles."""
    _ = texts.gettext
    lines = [Line.of(Span(_("What I quoted to you has been corrected"), bold=True))]
    for one in corrections:
        lines += (_EMPTY, *_correction(one, texts=texts, zone=zone))
    if is_last:
        lines += (_EMPTY, Line.of(_held_back(0, texts)))
    return Reply(kind="talk", lines=tuple(lines))


def _correction(one: Correction, *, texts: Texts, zone: tzinfo) -> Iterable[Line]:
    _ = texts.gettext
    old = one.old.article
    yield Line.of(_("Quoted: {sentence}").format(sentence=quoted(one.old.text)))
    if old.id != one.by.id:
        yield Line.of(headline(old), f" · {where_and_when(old, texts=texts, zone=zone)}")
    if one.new is None:
        yield Line.of(Span(_("Now: this sentence was taken out."), bold=True))
    else:
        yield Line.of(Span(_("Now: {sentence}").format(sentence=quoted(one.new.text)), bold=True))
    yield Line.of(headline(one.by), f" · {where_and_when(one.by, texts=texts, zone=zone)}")


def word_answer(question: AwaitedQuestion, answer: Answer, *, texts: Texts, zone: tzinfo) -> Reply:
    """Write the answer to a question that waited for it."""
    _ = texts.gettext
    lines = (
        Line.of(Span(_("An article answers what you asked"), bold=True)),
        Line.of(_asked(question, texts)),
        _EMPTY,
        *word(answer, texts=texts, zone=zone),
        _EMPTY,
        Line.of(_("The question is deleted now.")),
    )
    return Reply(kind="answer", lines=lines, answer=answer)


def word_expiry(question: AwaitedQuestion, *, texts: Texts) -> Reply:
    """Say that nothing came to answer a question."""
    _ = texts.gettext
    ended = texts.ngettext(
        "No article has answered this in {count} day. I stop looking, and the question is deleted.",
        "No article has answered this in {count} days. I stop looking, and the question is"
        " deleted.",
        KEPT_FOR.days,
    ).format(count=KEPT_FOR.days)
    return Reply(kind="talk", lines=(Line.of(_asked(question, texts)), Line.of(ended)))


def as_last(reply: Reply, *, texts: Texts) -> Reply:
    """Return the reply with the line that no more comes today."""
    return replace(reply, lines=(*reply.lines, _EMPTY, Line.of(_held_back(0, texts))))


def _asked(question: AwaitedQuestion, texts: Texts) -> str:
    asked = shorten(one_line(question.question), max_chars=_MAX_CHARS)
    return texts.gettext("Your question: {question}").format(question=asked)
