"""Does what the buttons under answers and questions stand for."""

from dataclasses import replace
from typing import Literal

from bot.introducing import talk
from bot.reception import buttons, own_data
from bot.reception.answering import Answering
from bot.reception.buttons import Pushed
from bot.reception.paragraphs import in_context
from bot.reception.parts import Parts
from bot.reception.visit import Visit
from bot.reply import Button, Pressed, Reply
from store.messaging.answers import AnswerRecord


class Pressing:
    """Obeys presses of people who are let in. Raises what the store and the admins raise."""

    def __init__(self, parts: Parts, answering: Answering) -> None:
        self._parts = parts
        self._answering = answering

    def press(self, pushed: Pushed, visit: Visit) -> Pressed | None:
        """Do it; None when the button means nothing here any more."""
        if pushed.action in ("yes", "no"):
            return self._decided(pushed, visit)
        answer = self._parts.answers.get(pushed.id)
        if answer is None or answer.chat != visit.message.chat:
            return None
        match pushed.action:
            case "paragraphs":
                return self._in_context(answer, visit)
            case "more":
                return self._more(answer, visit)
            case "follow":
                articles = tuple(quote.article_id for quote in answer.quotes)
                return self._parts.subscribing.follow_one_of(articles, visit)
            case "await":
                return self._awaited(answer, visit)
            case "up" | "down":
                return self._rated(answer, visit, verdict=1 if pushed.action == "up" else -1)
            case "keep":
                return self._kept(answer, visit)
        return None

    def _decided(self, pushed: Pushed, visit: Visit) -> Pressed | None:
        """Do what was asked about, or leave it; only whoever was asked decides, where they were."""
        parts, message = self._parts, visit.message
        asked = parts.confirmations.take(
            pushed.id, chat=message.chat, person=visit.person, now=visit.now
        )
        if asked is None:
            return None
        action, argument = asked
        if pushed.action == "no":
            said = visit.texts.gettext("Nothing was changed.")
            return Pressed(reply=talk(said), used_up=True)
        if action == own_data.ERASE:
            self._answering.forget((message.channel, message.chat))
            return Pressed(reply=own_data.erase(parts, visit), used_up=True)
        if not visit.is_admin:
            return None
        reply = parts.admins.confirmed(action, argument, message, texts=visit.texts, now=visit.now)
        return Pressed(reply=reply, used_up=True)

    def _in_context(self, answer: AnswerRecord, visit: Visit) -> Pressed:
        parts = self._parts
        if not answer.quotes:  # removing an article takes its quotes away
            return Pressed(notice=visit.texts.gettext("The article is no longer kept."))
        reply = in_context(answer.quotes, parts.library, texts=visit.texts, zone=parts.zone)
        return Pressed(reply=reply)

    def _more(self, answer: AnswerRecord, visit: Visit) -> Pressed:
        last = self._answering.last(visit)
        if last is None or last.id != answer.id:
            _ = visit.texts.gettext
            return Pressed(notice=_("I can go on from my last answer only. Please ask once more."))
        reply = self._answering.more(visit)
        # That there is no more is no message of its own.
        return Pressed(reply=reply) if reply.answer else Pressed(notice=first_line(reply))

    def _rated(self, answer: AnswerRecord, visit: Visit, *, verdict: Literal[1, -1]) -> Pressed:
        _ = visit.texts.gettext
        self._parts.answers.rate(answer.id, person=visit.person, verdict=verdict, now=visit.now)
        thanks = Pressed(notice=_("Thank you."))
        if verdict == 1 or visit.message.group:
            return thanks
        if not self._answering.may_ask_to_keep(visit, answer.id):
            return thanks
        keep = Button(_("Keep the question"), buttons.data("keep", answer.id))
        said = _("May I keep your question with this rating, so that it can be looked into?")
        return replace(thanks, reply=replace(talk(said), buttons=((keep,),)))

    def _awaited(self, answer: AnswerRecord, visit: Visit) -> Pressed:
        """Keep a declined question until it can be answered, as the one who asked it wants."""
        _ = visit.texts.gettext
        last, question = self._answering.last(visit), self._answering.last_question(visit)
        if last is None or last.id != answer.id or question is None:
            return Pressed(notice=_("I no longer have the question."), used_up=True)
        if answer.person != visit.person:
            return Pressed(notice=_("Only whoever asked the question can decide that."))
        return self._parts.subscribing.wait_for(last.whole or question, visit)

    def _kept(self, answer: AnswerRecord, visit: Visit) -> Pressed:
        """Keep the question with its answer: only now does it go into the database."""
        _ = visit.texts.gettext
        last, question = self._answering.last(visit), self._answering.last_question(visit)
        if last is None or last.id != answer.id or question is None:
            return Pressed(notice=_("I no longer have the question."), used_up=True)
        if not self._parts.answers.agree(answer.id, person=visit.person, question=question):
            return Pressed(notice=_("Only whoever asked the question can decide that."))
        return Pressed(notice=_("Thank you, I have kept the question."), used_up=True)


def first_line(reply: Reply) -> str:
    """Return the first line of a reply, for a notice that passes by."""
    return "".join(span.text for span in reply.lines[0].spans)
