"""What stored articles say about a forwarded text, or about what was just quoted, in words."""

from datetime import tzinfo
from typing import Final

from bot.reply import Line, Reply
from bot.texts import Texts
from bot.wording import word
from retrieval.answer import Answer, Role

_EMPTY: Final = Line()


def forwarded(answer: Answer, *, texts: Texts, zone: tzinfo) -> Reply:
    """Say what bears on a forwarded text, and that this is no verdict on it."""
    _ = texts.gettext
    lines = word(answer, texts=texts, zone=zone)
    match answer.reason:
        case None:
            heading = _(
                "This is what stored articles say about the forwarded text. Whether it is true,"
                " I do not judge."
            )
            lines = (Line.of(heading), _EMPTY, *lines)
        case "empty_question":
            nothing = _(
                "The forwarded text claims nothing that I could look up. Ask me a question about"
                " it."
            )
            lines = (Line.of(nothing),)
        case "not_found":
            nothing = _("None of the stored articles is about what the forwarded text says.")
            lines = (Line.of(nothing), *lines[1:])
    return Reply(kind=answer.kind, lines=lines, answer=answer)


def without_words(texts: Texts) -> str:
    """Say that a forwarded message has no text."""
    return texts.gettext(
        "The forwarded message has no text that I could look up. Forward one with text, or ask me"
        " a question."
    )


def confirmed(answer: Answer, *, texts: Texts, zone: tzinfo) -> Reply:
    """Say whether stored articles deny, correct or supersede what was quoted."""
    _ = texts.gettext
    roles = {quote.role for quote in answer.quotes}
    contrary: set[Role] = {"denial", "correction"}
    if roles & contrary:
        heading = _("There are reports that deny or correct this.")
    elif "differing" in roles:
        heading = _("Outlets report this differently.")
    elif "earlier" in roles:
        heading = _("There is a later report on this.")
    else:
        heading = _(
            "None of the stored articles denies or corrects this. Whether it is true, I do not"
            " judge."
        )
    lines = word(answer, texts=texts, zone=zone)
    return Reply(kind=answer.kind, lines=(Line.of(heading), _EMPTY, *lines), answer=answer)
