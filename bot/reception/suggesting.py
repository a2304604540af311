"""What can be chosen for an inline question."""

from datetime import tzinfo
from typing import Final

from bot.citing import headline, quoted, where_and_when
from bot.reply import Line, Reply, Suggestion
from bot.texts import Texts, one_line, shorten
from retrieval.answer import Quote

#: As much as clients show of a title and of the line below it.
_TITLE_CHARS: Final = 120
_DESCRIPTION_CHARS: Final = 200


def suggestions(reply: Reply, *, texts: Texts, zone: tzinfo) -> tuple[Suggestion, ...]:
    """Offer the whole answer first, then each quote by itself with its source.

    Nothing is offered of an answer that quotes nothing.
    """
    answer = reply.answer
    if answer is None or not answer.quotes:
        return ()
    first = answer.quotes[0]
    whole = Suggestion(
        title=_shown(
            first.text if answer.kind == "answer" else _plain(reply.lines[0]), _TITLE_CHARS
        ),
        description=_shown(
            where_and_when(first.article, texts=texts, zone=zone), _DESCRIPTION_CHARS
        ),
        reply=Reply(kind=reply.kind, lines=reply.lines, answer=answer),
    )
    if answer.kind == "answer" and len(answer.quotes) == 1:
        return (whole,)
    return (whole, *(_single(quote, texts=texts, zone=zone) for quote in answer.quotes))


def _single(quote: Quote, *, texts: Texts, zone: tzinfo) -> Suggestion:
    source = where_and_when(quote.article, texts=texts, zone=zone)
    return Suggestion(
        title=_shown(headline(quote.article).text, _TITLE_CHARS),
        description=_shown(f"{source} · {quote.text}", _DESCRIPTION_CHARS),
        reply=Reply(
            kind="answer",
            lines=(
                Line.of(quoted(quote.text), " [1]"),
                Line(),
                Line.of(f"[1] {source} · ", headline(quote.article)),
            ),
        ),
    )


def _shown(text: str, max_chars: int) -> str:
    return shorten(one_line(text), max_chars=max_chars)


def _plain(line: Line) -> str:
    return "".join(span.text for span in line.spans)
