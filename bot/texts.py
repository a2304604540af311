"""The languages the bot speaks: its texts, and which one a person writes."""

import io
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Final, Literal, TypeGuard

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

Language = Literal["ko", "en"]
#: What a message shows of its writer: a language of ours, another one, or nothing.
Written = Literal["ko", "en", "other"]

LANGUAGES: Final[tuple[Language, ...]] = ("ko", "en")
DOMAIN: Final = "sosik"
LOCALE_FOLDER: Final = Path(__file__).with_name("locale")

URL: Final = re.compile(r"(?:https?://|www\.)[^\s<>]+", re.IGNORECASE)
_HANGUL: Final = re.compile(r"[가-힣ㄱ-ㆎ]+")
_KANA_OR_HAN: Final = re.compile(r"[\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_LATIN: Final = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏ]+(?:['’][A-Za-z]+)?")
_ASKS_IN_ENGLISH: Final = re.compile(
    r"\W*(who|what|when|where|why|how|which|is|are|was|were|did|does|do|can|will|tell|show)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Texts:
    """The bot's texts in one language. English is what the code says; others are catalogues."""

    language: Language
    catalogue: NullTranslations

    def gettext(self, message: str) -> str:
        """Translate ``message``; its ``{placeholders}`` stay for the caller to fill."""
        return self.catalogue.gettext(message)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Translate the form that fits ``n`` things."""
        return self.catalogue.ngettext(singular, plural, n)


@cache
def texts_in(language: Language) -> Texts:
    """Load the texts of ``language``, once a process."""
    if language == "en":
        return Texts(language, NullTranslations())
    path = LOCALE_FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    compiled = io.BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language, domain=DOMAIN))
    compiled.seek(0)
    return Texts(language, GNUTranslations(compiled))


def is_language(name: str | None) -> TypeGuard[Language]:
    """Say whether ``name`` is a language the bot speaks."""
    return name in LANGUAGES


def client_language(tag: str | None) -> Language | None:
    """Reduce a client's language tag (``en-GB``, ``ko_KR``) to a language the bot speaks."""
    name = re.split("[-_]", tag or "", maxsplit=1)[0].lower()
    return name if is_language(name) else None


def written_language(text: str) -> Written | None:
    """Tell the language ``text`` is written in; ``None`` when it shows none.

    Addresses, numbers, emoji and names such as ``GPT`` or ``OpenAI``, which every language
    writes alike, show none.
    """
    text = unicodedata.normalize("NFC", URL.sub(" ", text))
    hangul, latin = _HANGUL.findall(text), _LATIN.findall(text)
    if hangul:
        names_only = _ASKS_IN_ENGLISH.match(text) and len(latin) > len(hangul)
        return "en" if names_only else "ko"
    if _KANA_OR_HAN.search(text):
        return "other"
    if len(latin) > 2 or any(_is_word(word) for word in latin):
        return "en"
    return None


def _is_word(word: str) -> bool:
    return len(word) > 1 and word[1:].islower()


def one_line(text: str) -> str:
    """Write ``text`` on one line: runs of white space and control characters become one space;
    invisible format characters (zero-width, direction marks) and lone surrogates are dropped.
    """
    shown = "".join(_shown(character) for character in text)
    return " ".join(shown.split())


def _shown(character: str) -> str:
    match unicodedata.category(character):
        case "Cs" | "Cf":
            return ""
        case "Cc":
            return " "
        case _:
            return character


def shorten(text: str, *, max_chars: int) -> str:
    """Cut ``text`` after ``max_chars`` at most, between words where it has some, with a ``…``."""
    if len(text) <= max_chars:
        return text
    cut = text[: max_chars - 1]
    at_a_word = cut.rpartition(" ")[0]
    return f"{at_a_word if len(at_a_word) > max_chars // 2 else cut}…"
