"""The one conversation of all channels: a message in, a reply out."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Final, Protocol

from babel import Locale

from bot.explaining import explain
from bot.introducing import help_on_asking, privacy, start, talk
from bot.reply import Line, Message, Reply
from bot.small_talk import answer_to, question_in, topic_of
from bot.texts import (
    URL,
    Language,
    Texts,
    client_language,
    is_language,
    one_line,
    shorten,
    texts_in,
    written_language,
)
from bot.turns import KEPT_FOR, MAX_CHATS, Chat, Turn, Turns, Way
from bot.wording import word, word_outlets
from retrieval.answer import Answer, Exchange
from retrieval.explanation import Explanation
from retrieval.following import asks_on
from store.article import OutletCount

#: The longest of the 3,569 questions of the two sets in docs/lab-notes.md has 104 characters;
#: what is longer than this is pasted text, in which a question drowns.
MAX_QUESTION_CHARS: Final = 1_000
_LATEST: Final = 5
_MAX_LATEST: Final = 10
_COMMAND: Final = re.compile(r"/(\w{1,32})(?:@\w+)?(?:\s+(.*))?")
_MORE: Final = re.compile(
    r"더(?:\s?보(?:기|여\s?(?:줘|주세요|줄래)|자))?요?|다음(?:\s?(?:거|것|꺼|기사|뉴스|페이지))?|계속"
    r"|(?:show\s)?(?:me\s)?more(?:\splease)?|next|go\son|continue|もっと(?:見せて)?|次|続き|更多|下一页|继续",
    re.IGNORECASE,
)
_LANGUAGE_NAMES: Final = {
    "ko": "ko", "kor": "ko", "korean": "ko", "한국어": "ko", "한글": "ko", "한국말": "ko",
    "en": "en", "eng": "en", "english": "en", "영어": "en",
}  # fmt: skip


class Desk(Protocol):
    """Answers from the stored articles."""

    def ask(
        self,
        question: str,
        *,
        now: datetime,
        zone: tzinfo,
        last: Exchange | None = None,
        skip: int = 0,
    ) -> Answer:
        """Quote what answers ``question``, which may go on from ``last``; or decline.

        Of a list the first ``skip`` headlines are left out.
        """
        ...

    def latest(self, *, limit: int, zone: tzinfo, skip: int = 0) -> Answer:
        """List the newest articles, one quote each; declines when there are none."""
        ...

    def explain(
        self, question: str, *, now: datetime, zone: tzinfo, last: Exchange | None = None
    ) -> Explanation:
        """Answer once more, and tell how the answer came about."""
        ...

    def timeline(
        self, question: str, *, now: datetime, zone: tzinfo, last: Exchange | None = None
    ) -> Answer:
        """List what was reported on a topic, or on that of ``last``, the oldest first."""
        ...


class Memory(Protocol):
    """Knows the stored outlets and what a person has set."""

    def sources(self) -> tuple[OutletCount, ...]:
        """Count the stored articles of each outlet."""
        ...

    def language_of(self, channel: str, chat: str) -> str | None:
        """The language set for a chat, ``None`` when it has set none."""
        ...

    def set_language(self, channel: str, chat: str, language: str | None) -> None:
        """Keep the language of a chat; ``None`` forgets it."""
        ...


def apology(language: str | None) -> str:
    """Say, in the client's language, that answering failed."""
    _ = texts_in(client_language(language) or "en").gettext
    return _("Something went wrong here, and I could not answer. Please try again in a moment.")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heard:
    """A message with what it meets: the texts of its language, the time, the last turn."""

    message: Message
    texts: Texts
    now: datetime
    last: Turn | None

    @property
    def chat(self) -> Chat:
        """The chat it came from."""
        return self.message.channel, self.message.chat

    @property
    def before(self) -> Exchange | None:
        """What it may go on from."""
        return None if self.last is None else self.last.exchange


class Conversation:
    """Replies to messages. Of a chat it remembers the last turn and the language last written.

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
        self._default_language: Language = default_language
        self._hold = hold
        self._written: dict[Chat, Language] = {}
        self._turns = Turns()

    def reply(self, message: Message, *, now: datetime) -> Reply:
        """Reply to ``message``, whatever its text is; ``now`` is aware.

        Raises nothing of its own; errors of the desk and the memory pass through.
        """
        command = _COMMAND.fullmatch(one_line(message.text))
        words = one_line(URL.sub(" ", message.text))
        heard = _Heard(
            message=message,
            texts=texts_in(self._language(message, "" if command else words)),
            now=now,
            last=self._turns.last((message.channel, message.chat), now=now),
        )
        if command:
            return self._obey(command[1].lower(), command[2] or "", heard)
        if not words:
            return self._nothing_asked(heard)
        if (heard.last is None or heard.last.listed) and _MORE.fullmatch(words.rstrip(".!?~")):
            return self._more(heard)
        topic = topic_of(words)
        if topic == "latest":
            return self._latest(heard, limit=_LATEST)
        if topic and not (heard.last and asks_on(words)):
            return talk(answer_to(topic, heard.texts))
        return self._ask(one_line(question_in(words)), heard)

    def forget_old(self, now: datetime) -> None:
        """Forget the last questions that no longer count, also of chats that are silent."""
        self._turns.forget_old(now)

    def _language(self, message: Message, text: str) -> Language:
        """The language set, else written now or before, else the client's, else the default."""
        chat = (message.channel, message.chat)
        client = client_language(message.language)
        written = written_language(text)
        if written:
            # Other languages are answered in English, which more of their readers know.
            shown: Language = client or "en" if written == "other" else written
            self._written.pop(chat, None)
            self._written[chat] = shown
            if len(self._written) > MAX_CHATS:
                self._written.pop(next(iter(self._written)), None)
        chosen = self._memory.language_of(*chat)
        if is_language(chosen):
            return chosen
        return self._written.get(chat) or client or self._default_language

    def _ask(self, question: str, heard: _Heard) -> Reply:
        asked = question
        if len(question) > MAX_QUESTION_CHARS:
            asked = shorten(question, max_chars=MAX_QUESTION_CHARS).removesuffix("…")
        answer = self._desk.ask(asked, now=heard.now, zone=self._zone, last=heard.before)
        reply = self._kept(answer, heard, question=asked)
        if asked == question:
            return reply
        note = heard.texts.gettext(
            "Your message is long: I searched with its first {count} characters only. A short"
            " question finds more."
        ).format(count=f"{MAX_QUESTION_CHARS:,}")
        lines = (Line.of(note), Line(), *reply.lines)
        return Reply(kind=reply.kind, lines=lines, answer=reply.answer)

    def _latest(self, heard: _Heard, *, limit: int) -> Reply:
        return self._kept(self._desk.latest(limit=limit, zone=self._zone), heard, way="latest")

    def _more(self, heard: _Heard) -> Reply:
        """Go on with the last list."""
        _, last, zone = heard.texts.gettext, heard.last, self._zone
        if last is None or not last.listed:
            return talk(_("There is no list to go on with. /latest shows the newest articles."))
        if last.way == "latest":
            answer = self._desk.latest(limit=_LATEST, zone=zone, skip=last.listed)
        else:
            answer = self._desk.ask(
                last.question, now=heard.now, zone=zone, last=last.before, skip=last.listed
            )
        if not answer.quotes:
            return talk(_("There are no more articles."))
        self._turns.keep(
            heard.chat, replace(last, at=heard.now, listed=last.listed + len(answer.quotes))
        )
        return self._worded(answer, heard.texts)

    def _timeline(self, topic: str, heard: _Heard) -> Reply:
        if not topic and not (heard.before and heard.before.question):
            return talk(heard.texts.gettext("Which story? Write /timeline and a topic."))
        answer = self._desk.timeline(topic, now=heard.now, zone=self._zone, last=heard.before)
        return self._kept(answer, heard, question=answer.searched or topic)

    def _kept(
        self, answer: Answer, heard: _Heard, *, question: str = "", way: Way = "ask"
    ) -> Reply:
        """Word the answer, and remember it as what the next question may go on from."""
        if self._hold and answer.quotes:
            self._hold({quote.article.id for quote in answer.quotes}, heard.now + KEPT_FOR)
        if answer.reason not in ("empty_question", "empty_store"):
            exchange = answer.exchange
            if answer.kind == "declined":
                exchange = replace(exchange, articles=tuple(one.id for one in answer.nearest))
            elif heard.before and exchange.question == heard.before.question:  # 자세히
                exchange = replace(exchange, quoted=(*heard.before.quoted, *exchange.quoted))
            # Of a story that does not tell «거기 주차장은?» one may ask something else.
            missed = answer.kind == "declined" and answer.searched and heard.before
            turn = Turn(
                question=question,
                at=heard.now,
                exchange=missed or exchange,
                before=heard.before,
                way=way,
                listed=len(answer.quotes) if answer.kind == "list" else 0,
            )
            self._turns.keep(heard.chat, turn)
        return self._worded(answer, heard.texts)

    def _nothing_asked(self, heard: _Heard) -> Reply:
        nothing = Answer(question="", kind="declined", reason="empty_question")
        if not URL.search(heard.message.text):
            return self._worded(nothing, heard.texts)
        note = heard.texts.gettext(
            "I do not open links. Ask about the subject in words, and I look in the stored"
            " articles."
        )
        return Reply(kind="declined", lines=(Line.of(note),), answer=nothing)

    def _obey(self, name: str, argument: str, heard: _Heard) -> Reply:
        texts = heard.texts
        match name:
            case "start":
                return start(texts)
            case "help":
                return help_on_asking(texts)
            case "latest":
                return self._latest(heard, limit=_count(argument))
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
                return self._set_language(argument.lower(), heard.message, texts)
            case "new":
                self._written.pop(heard.chat, None)
                self._turns.forget(heard.chat)
                return talk(texts.gettext("A new conversation. What would you like to know?"))
            case "privacy":
                return privacy(texts)
        unknown = texts.gettext("There is no command /{name}. /help lists the commands.")
        return talk(unknown.format(name=name))

    def explanation(self, chat: Chat, *, now: datetime) -> Explanation | None:
        """Tell how the last answer in ``chat`` came about, None when nothing was searched for.

        The question is answered once more for that.
        """
        last = self._turns.last(chat, now=now)
        if last is None or last.way == "latest":
            return None
        return self._desk.explain(last.question, now=now, zone=self._zone, last=last.before)

    def _why(self, heard: _Heard) -> Reply:
        explanation = self.explanation(heard.chat, now=heard.now)
        if explanation is None:
            return talk(heard.texts.gettext("There is no question to explain yet."))
        lines = explain(explanation, texts=heard.texts, zone=self._zone)
        return Reply(kind="talk", lines=lines)

    def _set_language(self, name: str, message: Message, texts: Texts) -> Reply:
        usage = texts.gettext("To change it: /lang ko, /lang en, or /lang auto.")
        if name in ("auto", "자동"):
            self._memory.set_language(message.channel, message.chat, None)
            return talk(texts.gettext("I reply in the language you write in, Korean or English."))
        if not name:
            return talk(_reply_language(texts), usage)
        language = _LANGUAGE_NAMES.get(name)
        if not is_language(language):
            return talk(texts.gettext("I reply in Korean or in English."), usage)
        self._memory.set_language(message.channel, message.chat, language)
        return talk(_reply_language(texts_in(language)))

    def _worded(self, answer: Answer, texts: Texts) -> Reply:
        lines = word(answer, texts=texts, zone=self._zone)
        return Reply(kind=answer.kind, lines=lines, answer=answer)


def _count(argument: str) -> int:
    if not (argument.isascii() and argument.isdigit()):
        return _LATEST
    return min(max(int(argument[:4]), 1), _MAX_LATEST)


def _reply_language(texts: Texts) -> str:
    name = Locale(texts.language).get_display_name(texts.language) or texts.language
    return texts.gettext("Language of the replies: {language}").format(language=name)
