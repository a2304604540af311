"""The one conversation of all channels: a message in, a reply out."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Final

from bot import checked
from bot.explaining import explain
from bot.going_on import asks_for_more, doubts
from bot.introducing import help_on_asking, privacy, start, talk
from bot.languages import Languages
from bot.reply import Line, Message, Reply, Span
from bot.shelf import Desk, Memory
from bot.small_talk import answer_to, question_in, topic_of
from bot.texts import URL, Language, Texts, client_language, one_line, shorten, texts_in
from bot.turns import KEPT_FOR, Chat, Turn, Turns, Way, conversation_of, turn_of
from bot.wording import word, word_outlets
from retrieval.answer import Answer, Exchange
from retrieval.explanation import Explanation
from retrieval.following import asks_on

#: The longest of the 3,569 questions of the two sets in docs/lab-notes.md has 104 characters;
#: what is longer than this is pasted text, in which a question drowns.
MAX_QUESTION_CHARS: Final = 1_000
_LATEST: Final = 5
_MAX_LATEST: Final = 10
_COMMAND: Final = re.compile(r"/(\w{1,32})(?:@\w+)?(?:\s+(.*))?")
#: /latest 배터리 3: a topic, a number, or both.
_TOPIC_AND_COUNT: Final = re.compile(r"(?P<topic>.*?)\s*(?P<count>(?<!\S)[0-9]{1,7})?", re.ASCII)


def apology(language: str | None) -> str:
    """Say, in the client's language, that answering failed."""
    _ = texts_in(client_language(language) or "en").gettext
    return _("Something went wrong here, and I could not answer. Please try again in a moment.")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heard:
    """A message with what it meets: the texts of its language, the time, the last turn, and what
    it may go on from. ``aside`` tells that nothing goes on from it.
    """

    message: Message
    texts: Texts
    now: datetime
    last: Turn | None
    before: Exchange | None
    aside: bool = False

    @property
    def chat(self) -> Chat:
        """The conversation it belongs to."""
        return conversation_of(self.message)


class Conversation:
    """Replies to messages. Of a conversation it remembers the last turn and the language last
    written; each topic of a forum is a conversation of its own.

    ``hold`` keeps the articles that are quoted from being purged until the time given.
    """

    def __init__(
        self,
        *,
        desk: Desk,
        memory: Memory,
        zone: tzinfo,
        default_language: Language,
        hold: Callable[[Iterable[int], datetime], None] | None = None,
    ) -> None:
        self._desk = desk
        self._memory = memory
        self._zone = zone
        self._languages = Languages(memory, default=default_language)
        self._hold = hold
        self._turns = Turns()

    def reply(self, message: Message, *, now: datetime) -> Reply:
        """Reply to ``message``, whatever its text is; ``now`` is aware.

        Raises nothing of its own; errors of the desk and the memory pass through.
        """
        if message.forwarded:  # somebody else's words: they order nothing and show no language
            return self._check(self._heard(message, "", now=now))
        command = _COMMAND.fullmatch(one_line(message.text))
        words = one_line(URL.sub(" ", message.text))
        heard = self._heard(message, "" if command else words, now=now)
        if command:
            return self._obey(command[1].lower(), command[2] or "", heard)
        if not words:
            return self._nothing_asked(heard)
        if asks_for_more(words):
            return self._more(heard)
        if heard.before and heard.before.quoted and doubts(words):
            return self._confirm(heard.before, heard)
        topic = topic_of(words)
        if topic == "latest":
            return self._latest("", heard)
        if topic and not (heard.before and asks_on(words)):
            return talk(answer_to(topic, heard.texts))
        return self._ask(one_line(question_in(words)), heard)

    def texts_for(self, message: Message) -> Texts:
        """Return the texts in the language of the message's chat; its own text does not count."""
        return self._languages.texts_for(message)

    def forget(self, chat: Chat) -> None:
        """Forget what was said in ``chat``, and in every topic of it."""
        self._turns.forget_all(chat)
        self._languages.forget_all(chat)

    def forget_old(self, now: datetime) -> None:
        """Forget the last questions that no longer count, also of chats that are silent."""
        self._turns.forget_old(now)

    def last_question(self, conversation: Chat, *, now: datetime) -> str | None:
        """Return what was asked last, None when nothing was, or it is no longer remembered."""
        last = self._turns.last(conversation, now=now)
        return last.question or None if last else None

    def _heard(self, message: Message, written: str, *, now: datetime) -> _Heard:
        texts = self._languages.texts_for(message, written=written)
        last = self._turns.last(conversation_of(message), now=now)
        before = None if last is None else last.exchange
        aside = False
        if message.edited and last is not None:
            # What was edited goes on from what it went on from; an older one from nothing known.
            aside = last.number != message.number
            before, last = None if aside else last.before, None
        return _Heard(message=message, texts=texts, now=now, last=last, before=before, aside=aside)

    def _ask(self, question: str, heard: _Heard) -> Reply:
        asked = _cut(question)
        answer = self._desk.ask(asked, now=heard.now, zone=self._zone, last=heard.before)
        self._keep(answer, heard, question=asked)
        reply = self._worded(answer, heard.texts)
        if asked == question:
            return reply
        note = heard.texts.gettext(
            "Your message is long: I searched with its first {count} characters only. A short"
            " question finds more."
        ).format(count=f"{MAX_QUESTION_CHARS:,}")
        return replace(reply, lines=(Line.of(note), Line(), *reply.lines))

    def _check(self, heard: _Heard) -> Reply:
        """Look up what a forwarded text claims."""
        text = "\n".join(one_line(line) for line in heard.message.text.splitlines())
        if not re.search(r"\w", URL.sub("", text)):
            return self._nothing_asked(heard)
        answer = self._desk.check(text, now=heard.now, zone=self._zone)
        self._keep(answer, heard, question=answer.searched or "", way="check")
        return checked.forwarded(answer, texts=heard.texts, zone=self._zone)

    def _confirm(self, before: Exchange, heard: _Heard) -> Reply:
        """Look for what denies or corrects that which was just quoted."""
        answer = self._desk.confirm(before, now=heard.now, zone=self._zone)
        if answer.kind == "declined":
            return self._worded(answer, heard.texts)
        self._keep(answer, heard, question=before.question)
        return checked.confirmed(answer, texts=heard.texts, zone=self._zone)

    def _latest(self, argument: str, heard: _Heard) -> Reply:
        found = _TOPIC_AND_COUNT.fullmatch(argument)
        topic = _cut(found["topic"]) if found else ""
        limit = (
            min(max(int(found["count"]), 1), _MAX_LATEST) if found and found["count"] else _LATEST
        )
        if topic:
            answer = self._desk.news(topic, limit=limit, now=heard.now, zone=self._zone)
            if answer.reason != "empty_question":
                self._keep(answer, heard, question=topic, way="topic")
                return self._worded(answer, heard.texts)
        answer = self._desk.latest(limit=limit, zone=self._zone)
        self._keep(answer, heard, way="latest")
        return self._worded(answer, heard.texts)

    def _more(self, heard: _Heard) -> Reply:
        """Go on with the last list, or with further articles on what was asked."""
        _, last = heard.texts.gettext, heard.last
        if last is None:
            return talk(_("There is no list to go on with. /latest shows the newest articles."))
        answer = self._continued(last, heard)
        if not answer.quotes:
            return talk(_("There are no more articles."))
        listed = last.listed + len(answer.quotes)
        self._turns.keep(heard.chat, replace(last, at=heard.now, listed=listed))
        reply = self._worded(answer, heard.texts)
        if last.lists or last.way == "latest":
            return reply
        heading = Line.of(Span(_("Further articles on this"), bold=True))
        return replace(reply, lines=(heading, *reply.lines[1:]))

    def _continued(self, last: Turn, heard: _Heard) -> Answer:
        desk, now, zone, skip = self._desk, heard.now, self._zone, last.listed
        if last.way == "latest":
            return desk.latest(limit=_LATEST, zone=zone, skip=skip)
        if last.way == "topic" and last.lists:
            return desk.news(last.question, limit=_LATEST, now=now, zone=zone, skip=skip)
        if last.lists:
            return desk.ask(last.question, now=now, zone=zone, last=last.before, skip=skip)
        return desk.further(last.exchange, limit=_LATEST, now=now, zone=zone, skip=skip)

    def _timeline(self, topic: str, heard: _Heard) -> Reply:
        if not topic and not (heard.before and heard.before.question):
            return talk(heard.texts.gettext("Which story? Write /timeline and a topic."))
        answer = self._desk.timeline(topic, now=heard.now, zone=self._zone, last=heard.before)
        self._keep(answer, heard, question=answer.searched or topic, way="timeline")
        return self._worded(answer, heard.texts)

    def _keep(self, answer: Answer, heard: _Heard, *, question: str = "", way: Way = "ask") -> None:
        """Remember the answer as what the next question may go on from."""
        if self._hold and answer.quotes:
            self._hold({quote.article.id for quote in answer.quotes}, heard.now + KEPT_FOR)
        if heard.aside or answer.reason in ("empty_question", "empty_store"):
            return
        turn = turn_of(
            answer,
            question=question,
            way=way,
            before=heard.before,
            number=heard.message.number,
            now=heard.now,
        )
        self._turns.keep(heard.chat, turn)

    def _nothing_asked(self, heard: _Heard) -> Reply:
        nothing = Answer(question="", kind="declined", reason="empty_question")
        if URL.search(heard.message.text):
            note = heard.texts.gettext(
                "I do not open links. Ask about the subject in words, and I look in the stored"
                " articles."
            )
        elif heard.message.forwarded:
            note = checked.without_words(heard.texts)
        else:
            return self._worded(nothing, heard.texts)
        return Reply(kind="declined", lines=(Line.of(note),), answer=nothing)

    def _obey(self, name: str, argument: str, heard: _Heard) -> Reply:
        texts = heard.texts
        match name:
            case "start":
                return start(texts)
            case "help":
                return help_on_asking(texts)
            case "latest":
                return self._latest(argument, heard)
            case "more":
                return self._more(heard)
            case "timeline":
                return self._timeline(argument, heard)
            case "why":
                return self._why(heard)
            case "sources":
                outlets = self._memory.sources()
                return Reply(kind="talk", lines=word_outlets(outlets, texts=texts, zone=self._zone))
            case "lang":
                return self._languages.set(argument.lower(), heard.message, texts)
            case "new":
                self._languages.forget(heard.chat)
                self._turns.forget(heard.chat)
                return talk(texts.gettext("A new conversation. What would you like to know?"))
            case "privacy":
                return privacy(texts)
        unknown = texts.gettext("There is no command /{name}. /help lists the commands.")
        return talk(unknown.format(name=name))

    def explanation(self, conversation: Chat, *, now: datetime) -> Explanation | None:
        """Tell how the last answer in ``conversation`` came about, None when no question was asked.

        The question is answered once more for that.
        """
        last = self._turns.last(conversation, now=now)
        if last is None or last.way in ("latest", "topic", "check"):
            return None
        return self._desk.explain(last.question, now=now, zone=self._zone, last=last.before)

    def _why(self, heard: _Heard) -> Reply:
        _ = heard.texts.gettext
        if heard.last is not None and heard.last.way == "check" and heard.last.question:
            said = _("I looked for articles with sentences of the forwarded text, above all this:")
            return talk(said, heard.last.question)
        explanation = self.explanation(heard.chat, now=heard.now)
        if explanation is None:
            return talk(_("There is no question to explain yet."))
        lines = explain(explanation, texts=heard.texts, zone=self._zone)
        return Reply(kind="talk", lines=lines)

    def _worded(self, answer: Answer, texts: Texts) -> Reply:
        lines = word(answer, texts=texts, zone=self._zone)
        return Reply(kind=answer.kind, lines=lines, answer=answer)


def _cut(question: str) -> str:
    if len(question) <= MAX_QUESTION_CHARS:
        return question
    return shorten(question, max_chars=MAX_QUESTION_CHARS).removesuffix("…")
