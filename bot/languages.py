"""In which language each chat is answered: as set, as written, as its client says."""

import threading
from typing import Final, Protocol

from babel import Locale

from bot.introducing import talk
from bot.reply import Message, Reply
from bot.texts import Language, Texts, client_language, is_language, texts_in, written_language
from bot.turns import MAX_CHATS, Chat, conversation_of, is_of

_NAMES: Final = {
    "ko": "ko", "kor": "ko", "korean": "ko", "한국어": "ko", "한글": "ko", "한국말": "ko",
    "en": "en", "eng": "en", "english": "en", "영어": "en",
}  # fmt: skip


class Settings(Protocol):
    """Knows the language set for each chat."""

    def language_of(self, channel: str, chat: str) -> str | None:
        """The language set for a chat, ``None`` when it has set none."""
        ...

    def set_language(self, channel: str, chat: str, language: str | None) -> None:
        """Keep the language of a chat; ``None`` forgets it."""
        ...


class Languages:
    """Chooses the language of replies. Safe to use from several threads.

    What is set belongs to the chat; what was written last to the conversation, in memory.
    """

    def __init__(self, settings: Settings, *, default: Language) -> None:
        self._settings = settings
        self._default: Language = default
        self._written: dict[Chat, Language] = {}
        self._lock = threading.Lock()

    def texts_for(self, message: Message, *, written: str = "") -> Texts:
        """Return the texts to answer with: of the language set, else written now or before, else
        the client's, else the default. ``written`` are the person's own words.
        """
        client = client_language(message.language)
        self._notice(conversation_of(message), written, client)
        chosen = self._settings.language_of(message.channel, message.chat)
        if is_language(chosen):
            return texts_in(chosen)
        last = self._written.get(conversation_of(message))
        return texts_in(last or client or self._default)

    def _notice(self, chat: Chat, written: str, client: Language | None) -> None:
        language = written_language(written)
        if language is None:
            return
        with self._lock:
            self._written.pop(chat, None)
            # Other languages are answered in English, which more of their readers know.
            self._written[chat] = client or "en" if language == "other" else language
            if len(self._written) > MAX_CHATS:
                self._written.pop(next(iter(self._written)))

    def forget(self, chat: Chat) -> None:
        """Forget what was written in one conversation."""
        with self._lock:
            self._written.pop(chat, None)

    def forget_all(self, chat: Chat) -> None:
        """Forget what was written in ``chat`` and in every topic of it."""
        with self._lock:
            for one in [one for one in self._written if is_of(one, chat)]:
                self._written.pop(one)

    def set(self, name: str, message: Message, texts: Texts) -> Reply:
        """Set the language of a chat by its name, or say which one it is and how to change it."""
        _ = texts.gettext
        usage = _("To change it: /lang ko, /lang en, or /lang auto.")
        if not name:
            return talk(_name_of(texts), usage)
        language = _NAMES.get(name)
        automatic = name in ("auto", "자동")
        if not automatic and not is_language(language):
            return talk(_("I reply in Korean or in English."), usage)
        if not message.may_set:
            return talk(_("Only the administrators of this group can change that."))
        if automatic:
            self._settings.set_language(message.channel, message.chat, None)
            return talk(_("I reply in the language you write in, Korean or English."))
        self._settings.set_language(message.channel, message.chat, language)
        return talk(_name_of(texts_in(language) if is_language(language) else texts))


def _name_of(texts: Texts) -> str:
    name = Locale(texts.language).get_display_name(texts.language) or texts.language
    return texts.gettext("Language of the replies: {language}").format(language=name)
