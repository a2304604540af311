"""How an answer came about, in words a person can read in a chat, and as JSON."""

from collections.abc import Iterable, Mapping
from datetime import tzinfo
from typing import Final

from babel import Locale

from bot.reply import Line, Span
from bot.texts import Texts, one_line, shorten
from retrieval.answer import DateRange
from retrieval.explanation import Explanation, Found, LeftOut, Term, Weighed
from store.article import Article

#: So much of a headline and of a sentence is shown: a line of a telephone each.
_TITLE_CHARS: Final = 40
_SENTENCE_CHARS: Final = 60
_TERMS: Final = 8
_EMPTY: Final = Line()


def explain(explanation: Explanation, *, texts: Texts, zone: tzinfo) -> tuple[Line, ...]:
    """Write ``explanation`` as at most 30 lines."""
    _ = texts.gettext
    found = [_found(one, texts, zone) for one in explanation.found]
    weighed = [_weighed(one, texts) for one in explanation.weighed]
    return (
        Line.of(Span(_("How this answer came about"), bold=True)),
        *_understood(explanation, texts),
        *_part(_("Found (words · meaning · together):"), found),
        *_part(_("Sentences weighed (• quoted):"), weighed),
        *(_left_out(one, texts, zone) for one in explanation.left_out),
        _EMPTY,
        *_decided(explanation, texts),
    )


def explanation_record(explanation: Explanation, *, zone: tzinfo) -> dict[str, object]:
    """Describe ``explanation``; every key is always there, unknown is ``None``."""
    asked, answer = explanation.asked, explanation.answer
    return {
        "question": answer.searched or answer.question,
        "language": asked.language,
        "seeks": asked.seeks,
        "wanted": asked.wanted,
        "outlet": asked.outlet,
        "range": _days(answer.range),
        "terms": [
            {"term": term.text, "rarity": term.rarity, "spellings": list(term.spellings)}
            for term in explanation.terms
        ],
        "found": [
            {
                **_cited(one.article, zone),
                "words": one.words,
                "meaning": one.meaning,
                "score": one.score,
            }
            for one in explanation.found
        ],
        "weighed": [
            {
                **_cited(one.article, zone),
                "text": one.text,
                "weight": one.weight,
                "quoted": one.quoted,
                "for": list(one.speaks_for),
                "against": list(one.speaks_against),
            }
            for one in explanation.weighed
        ],
        "left_out": [
            {
                "why": one.why,
                "count": one.count,
                "articles": [_cited(article, zone) for article in one.articles],
            }
            for one in explanation.left_out
        ],
        "parts": dict(explanation.parts),
        "threshold": explanation.threshold,
    }


def _understood(explanation: Explanation, texts: Texts) -> Iterable[Line]:
    _ = texts.gettext
    asked, answer = explanation.asked, explanation.answer
    question = shorten(one_line(answer.question), max_chars=_SENTENCE_CHARS)
    yield Line.of(_("Question: {question}").format(question=question))
    if answer.searched:
        whole = shorten(one_line(answer.searched), max_chars=2 * _SENTENCE_CHARS)
        yield Line.of(_("Taken for: {question}").format(question=whole))
    said = [Locale(texts.language).languages.get(asked.language, asked.language)]
    if asked.wanted:
        said.append(
            _("asks for: {kind}").format(kind=_kinds(texts).get(asked.wanted, asked.wanted))
        )
    if answer.range:
        days = f"{answer.range.first.isoformat()} ~ {answer.range.last.isoformat()}"
        said.append(_("news of {days}").format(days=days))
    if asked.outlet:
        said.append(_("reports of {outlet}").format(outlet=asked.outlet))
    yield Line.of(_("Understood: {parts}").format(parts=" · ".join(said)))
    if explanation.terms:
        terms = ", ".join(_term(term) for term in explanation.terms[:_TERMS])
        yield Line.of(_("Words looked for (rarity): {terms}").format(terms=terms))


def _term(term: Term) -> str:
    spellings = f" = {' = '.join(term.spellings[:2])}" if term.spellings else ""
    return f"{term.text}{spellings} ({term.rarity:.1f})"


def _part(heading: str, lines: list[Line]) -> Iterable[Line]:
    return (_EMPTY, Line.of(heading), *lines) if lines else ()


def _found(one: Found, texts: Texts, zone: tzinfo) -> Line:
    meaning = "–" if one.meaning is None else f"{one.meaning:.2f}"
    scores = f"{one.words:.1f} · {meaning} · {one.score:.2f}"
    return Line.of(f"- {_article(one.article, texts, zone)} ({scores})")


def _weighed(one: Weighed, texts: Texts) -> Line:
    aspects = _aspects(texts)
    reasons = [
        f"{sign} {', '.join(aspects.get(name, name) for name in names)}"
        for sign, names in (("+", one.speaks_for), ("−", one.speaks_against))
        if names
    ]
    text = shorten(one_line(one.text), max_chars=_SENTENCE_CHARS)
    told = f" ({' / '.join(reasons)})" if reasons else ""
    return Line.of(f"{'•' if one.quoted else '-'} {one.weight:.1f} {text}{told}")


def _left_out(one: LeftOut, texts: Texts, zone: tzinfo) -> Line:
    _ = texts.gettext
    why = {
        "other_days": _("Left out, of other days"),
        "copy": _("Counted as copies"),
    }
    named = "; ".join(_article(article, texts, zone) for article in one.articles)
    return Line.of(f"{why[one.why]} ({one.count}): {named}")


def _decided(explanation: Explanation, texts: Texts) -> Iterable[Line]:
    _ = texts.gettext
    answer = explanation.answer
    yield Line.of(
        _("Confidence: {confidence} (answers from {threshold} on)").format(
            confidence=f"{answer.confidence:.2f}", threshold=f"{explanation.threshold:.2f}"
        )
    )
    if explanation.parts:
        names = _aspects(texts)
        parts = " · ".join(
            f"{names.get(name, name)} {value:.2f}" for name, value in explanation.parts if value
        )
        yield Line.of(_("It rests on: {parts}").format(parts=parts))
    decisions = {
        "answer": _("Decision: answered"),
        "list": _("Decision: listed headlines"),
        "declined": _("Decision: declined"),
    }
    yield Line.of(decisions[answer.kind])


def _article(article: Article, texts: Texts, zone: tzinfo) -> str:
    title = shorten(one_line(article.title or article.text), max_chars=_TITLE_CHARS)
    outlet = one_line(article.outlet or "") or texts.gettext("unknown outlet")
    published = article.published
    day = published.local_date(zone).isoformat() if published else texts.gettext("unknown date")
    return f"{title} · {outlet} · {day}"


def _cited(article: Article, zone: tzinfo) -> dict[str, object]:
    published = article.published
    return {
        "article_id": article.id,
        "title": article.title,
        "outlet": article.outlet,
        "day": published.local_date(zone).isoformat() if published else None,
    }


def _days(days: DateRange | None) -> dict[str, str] | None:
    return {"from": days.first.isoformat(), "to": days.last.isoformat()} if days else None


def _kinds(texts: Texts) -> Mapping[str, str]:
    _ = texts.gettext
    return {
        "percent": _("a share"),
        "money": _("an amount of money"),
        "date": _("a time"),
        "number": _("a number"),
        "person": _("a person"),
        "organisation": _("an organisation"),
        "place": _("a place"),
        "definition": _("a definition"),
        "reason": _("a reason"),
        "manner": _("a way or state"),
        "list": _("several things"),
    }


def _aspects(texts: Texts) -> Mapping[str, str]:
    """Name the aspects of a sentence, and the features of the confidence."""
    _ = texts.gettext
    return {
        "words": _("words"),
        "context": _("surroundings"),
        "kind": _("kind of thing asked for"),
        "meaning": _("meaning"),
        "news": _("what it adds"),
        "length": _("length"),
        "covered_nearby": _("words nearby"),
        "covered_by_article": _("words in the article"),
        "numbers": _("numbers of the question"),
        "lacking": _("words it lacks"),
        "lacking_most": _("the rarest of these"),
        "lacking_nearby": _("words lacking nearby"),
        "keys_at_value": _("words beside the answer"),
        "no_value": _("nothing of the kind"),
        "no_unit": _("no such unit"),
        "other_period": _("another period"),
    }
