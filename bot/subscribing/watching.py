"""Rules of words that a chat watches for: read back as they were understood, and tried."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.introducing import talk
from bot.reception.visit import Visit
from bot.reply import Button, Reply
from bot.subscribing.codes import Deed, data
from bot.subscribing.parts import AlertParts
from bot.subscribing.topics import is_broad
from bot.texts import Texts
from retrieval.watchwords import (
    MAX_CHARS,
    MAX_DEPTH,
    MAX_WORDS,
    All,
    Any,
    Not,
    Rule,
    RuleError,
    Word,
    parse,
)
from store.messaging.watchwords import MAX_WATCHWORDS

_WEEK: Final = timedelta(days=7)
#: Articles that a new rule is tried on, the newest: each takes up to a millisecond.
_TRIED_ON: Final = 2_000


class Watching:
    """Watches for what people name by rules. Raises DatabaseError."""

    def __init__(self, parts: AlertParts) -> None:
        self._parts = parts

    def watch(self, rule: str, visit: Visit) -> Reply:
        """Obey ``/watch RULE``: say how it was understood, and how much of last week it meets."""
        _, texts = visit.texts.gettext, visit.texts
        if not rule:
            return talk(*_usage(texts))
        try:
            read = parse(rule)
        except RuleError as error:
            return talk(why(error, rule, texts), *_usage(texts))
        met, of = self._met(read, visit)
        understood = _("Understood: {rule}").format(rule=described(read, texts))
        if is_broad(met, of):
            broad = _(
                "That meets {met} of the {of} newest articles of the week: too many to watch."
            )
            return talk(understood, broad.format(met=met, of=of), *_usage(texts))
        kept = self._parts.watchwords.add(
            visit.message.chat, rule, person=visit.person, now=visit.now
        )
        if kept is None:
            full = _("You watch by {most} rules already. /watching shows them.")
            return talk(full.format(most=MAX_WATCHWORDS))
        counted = texts.ngettext(
            "{met} article of the last week meets it.",
            "{met} articles of the last week meet it.",
            met,
        )
        off = Button(_("Watch no more"), data(Deed(verb="unwatch", id=kept.id)))
        lines = (understood, counted.format(met=met), _("I write when a new one does."))
        return replace(talk(*lines), buttons=((off,),))

    def let_go(self, id_: int, visit: Visit) -> str:
        """Watch by one rule no more, and say so."""
        _ = visit.texts.gettext
        gone = self._parts.watchwords.remove(visit.message.chat, id_)
        if gone is None:
            return _("That is watched for no more already.")
        return _("No longer watched for: {rule}").format(rule=gone.rule)

    def _met(self, rule: Rule, visit: Visit) -> tuple[int, int]:
        """Return how many of the newest dated articles of the week meet the rule, of how many."""
        days = (visit.now - _WEEK, visit.now)
        found = self._parts.library.latest(limit=_TRIED_ON, between=days)
        articles = [one for one in found if one.published]
        matcher = self._parts.matcher()
        met = sum(matcher.reading(one.title or "", one.text).matches(rule) for one in articles)
        return met, len(articles)


def described(rule: Rule, texts: Texts) -> str:
    """Write a rule as it was understood."""
    _ = texts.gettext
    match rule:
        case Word(text, exact):
            return _("exactly “{text}”").format(text=text) if exact else f"“{text}”"
        case Not(part):
            return _("not {part}").format(part=_inside(part, texts))
        case All(parts):
            return _(" and ").join(_inside(part, texts) for part in parts)
        case Any(parts):
            return _(" or ").join(_inside(part, texts) for part in parts)


def why(error: RuleError, rule: str, texts: Texts) -> str:
    """Say what is wrong with a rule, and where."""
    _, at = texts.gettext, rule[error.start : error.end][:MAX_CHARS]
    match error.fault:
        case "empty":
            return _("There is nothing to watch for in that.")
        case "too_long":
            return _("A rule has {most} letters at most.").format(most=MAX_CHARS)
        case "too_many_words":
            return _("A rule has {most} words at most.").format(most=MAX_WORDS)
        case "too_deep":
            return _("Parentheses go {most} deep at most.").format(most=MAX_DEPTH)
        case "word_missing":
            return _("A word is missing after “{at}”.").format(at=at)
        case "word_missing_before":
            return _("A word is missing before “{at}”.").format(at=at)
        case "not_closed":
            return _("“{at}” is opened and not closed.").format(at=at)
        case "not_opened":
            return _("“{at}” closes what was not opened.").format(at=at)
        case "says_nothing":
            return _("“{at}” is no word.").format(at=at)
        case "excludes_only":
            return _("The rule only leaves out words. Which word is to stand there?")


def _inside(rule: Rule, texts: Texts) -> str:
    text = described(rule, texts)
    return f"({text})" if isinstance(rule, All | Any) else text


def _usage(texts: Texts) -> tuple[str, ...]:
    _ = texts.gettext
    return (
        _("Write /watch and words, with AND, OR, NOT and parentheses if you like:"),
        _("/watch Samsung AND (strike OR union) NOT shares"),
    )
