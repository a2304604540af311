"""Lets the conversation answer, puts the buttons under it, and knows each chat's last answer."""

import threading
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.reception import buttons, deep_links
from bot.reception.parts import Parts
from bot.reception.suggesting import suggestions
from bot.reception.visit import Visit
from bot.reply import Reply, Suggestion
from bot.turns import KEPT_FOR, MAX_CHATS, Chat, conversation_of, is_of

#: No platform's topic is called so: what is typed inline is no turn of the private conversation.
_INLINE: Final = "inline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Last:
    """The last answer of a conversation, and the ``number`` of the message that it answered.

    ``asked`` tells that somebody was asked whether its question may be kept; ``whole`` is what a
    follow-up question was taken for.
    """

    id: str
    number: str | None
    at: datetime
    asked: bool = False
    whole: str | None = None


class LastAnswers:
    """The last answer of each conversation, as long as one may go on from it; in memory.

    Safe to use from several threads. What no longer counts is gone at the next answer.
    """

    def __init__(self) -> None:
        self._last: dict[Chat, Last] = {}
        self._lock = threading.Lock()

    def of(self, conversation: Chat, *, now: datetime) -> Last | None:
        """Return the last answer, None when there is none to go on from."""
        last = self._last.get(conversation)
        return last if last is not None and now - last.at < KEPT_FOR else None

    def keep(self, conversation: Chat, last: Last) -> None:
        """Remember the last answer in place of the one before."""
        with self._lock:
            self._last.pop(conversation, None)
            self._last[conversation] = last
            for one, kept in tuple(self._last.items()):  # as they were kept: the oldest first
                if last.at - kept.at < KEPT_FOR and len(self._last) <= MAX_CHATS:
                    return
                self._last.pop(one)

    def forget(self, chat: Chat) -> None:
        """Forget the last answers in ``chat`` and in every topic of it."""
        with self._lock:
            for one in [one for one in self._last if is_of(one, chat)]:
                self._last.pop(one)


class Answering:
    """Answers by the conversation. Raises what that raises; safe to use from several threads."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._last = LastAnswers()

    def reply(self, visit: Visit) -> Reply:
        """Answer a message; after ``/start`` the question that a link carries."""
        message, last = visit.message, self.last(visit)
        question = deep_links.question_in(visit.argument) if visit.name == "start" else None
        asked = replace(message, text=question) if question else message
        reply = self._parts.talk.reply(asked, now=visit.now)
        if message.edited and last is not None and last.number != message.number:
            # An older question: nobody knows now from which of the two answers one goes on.
            self._last.forget(visit.conversation)
            return self._with_buttons(reply, visit)
        return self._noted(self._with_buttons(reply, visit), visit, number=message.number)

    def more(self, visit: Visit) -> Reply:
        """Go on from the last answer."""
        last = self.last(visit)
        more = replace(visit.message, text="/more")
        reply = self._with_buttons(self._parts.talk.reply(more, now=visit.now), visit)
        return self._noted(reply, visit, number=last.number if last else None)

    def suggest(self, visit: Visit) -> tuple[Suggestion, ...]:
        """Answer an inline question apart from the private conversation."""
        talk, aside = self._parts.talk, replace(visit.message, topic=_INLINE)
        reply = talk.reply(aside, now=visit.now)
        texts = talk.texts_for(aside)
        talk.forget(conversation_of(aside))
        return suggestions(reply, texts=texts, zone=self._parts.zone)

    def last(self, visit: Visit) -> Last | None:
        """Return the last answer of the conversation."""
        return self._last.of(visit.conversation, now=visit.now)

    def last_question(self, visit: Visit) -> str | None:
        """Return what was asked last, while it is remembered."""
        return self._parts.talk.last_question(visit.conversation, now=visit.now)

    def may_ask_to_keep(self, visit: Visit, id_: str) -> bool:
        """Tell, once, that the question of this answer could be kept, if the person agreed."""
        last = self.last(visit)
        if last is None or last.id != id_ or last.asked or self.last_question(visit) is None:
            return False
        self._last.keep(visit.conversation, replace(last, asked=True))
        return True

    def forget(self, chat: Chat) -> None:
        """Forget what was said in ``chat``."""
        self._last.forget(chat)
        self._parts.talk.forget(chat)

    def _noted(self, reply: Reply, visit: Visit, *, number: str | None) -> Reply:
        if reply.answer_id is not None:
            whole = reply.answer.searched if reply.answer else None
            last = Last(id=reply.answer_id, number=number, at=visit.now, whole=whole)
            self._last.keep(visit.conversation, last)
        return reply

    def _with_buttons(self, reply: Reply, visit: Visit) -> Reply:
        """Give an answer an id, and what one can do with it."""
        answer = reply.answer
        if answer is None or answer.reason in ("empty_question", "empty_store"):
            return reply
        texts = self._parts.talk.texts_for(visit.message)  # of the language just written
        id_ = buttons.new_id()
        group = visit.message.group
        return replace(reply, answer_id=id_, buttons=buttons.under(answer, id_, texts, group=group))
