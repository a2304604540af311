"""Small talk: messages made of nothing but pleasantries, and the reply to each kind."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, Literal, get_args

from bot.texts import Texts

#: What small talk may be about; where it has several topics, the first of them here is answered.
Talk = Literal[
    "insult",
    "abilities",
    "who",
    "how_are_you",
    "sorry",
    "thanks",
    "goodbye",
    "praise",
    "test",
    "greeting",
    "sad",
    "laughter",
    "ok",
    "emoji",
    "blank",
]
#: ``latest`` asks for the newest articles, all others for a few words.
Topic = Talk | Literal["latest"]

_TOPICS: Final[tuple[Topic, ...]] = ("latest", *get_args(Talk))
_PHRASES: Final = Path(__file__).with_name("small_talk.txt")
_MAX_CHARS: Final = 80
_COURTESIES: Final[frozenset[Topic]] = frozenset(
    ("greeting", "thanks", "sorry", "laughter", "emoji", "blank")
)
_PARTS: Final = re.compile(r"(?<=[,.!?~…、。，！？])\s+|\n+")
_LAUGHING: Final = re.compile(r"(?<![ㄱ-ㅎ])[ㅋㅎ]+(?![ㄱ-ㅎ])")
_CRYING: Final = re.compile(r"[ㅠㅜ]+|\b[tT]_+[tT]\b")
_FACE: Final = re.compile(r"[:;=]['-]?[)(DPp3/|]|\^[_.oO-]?\^|<3|-_+-|ㅡ[_.]?ㅡ")


def topic_of(text: str) -> Topic | None:
    """Name the small talk ``text`` consists of; ``None`` when any word of it says more.

    A message is small talk only when known phrases cover the whole of it, so that a greeting
    before a question stays a question.
    """
    words = _normalized(_CRYING.sub(" ", _LAUGHING.sub(" ", _FACE.sub(" ", text))))
    if len(words) > _MAX_CHARS:
        return None
    if words:
        # People put spaces where they like: 감사 합니다.
        found = _cover(words) or _cover(words.replace(" ", ""))
        return next((topic for topic in _TOPICS if topic in found), None)
    if _LAUGHING.search(text):
        return "laughter"
    if _CRYING.search(text):
        return "sad"
    if _FACE.search(text) or any(unicodedata.category(char) in ("So", "Sk") for char in text):
        return "emoji"
    return "blank" if text.strip() else None


def question_in(text: str) -> str:
    """Drop the courtesies set off before and after a question: their words would be searched."""
    parts = _PARTS.split(text.strip())
    while len(parts) > 1 and topic_of(parts[0]) in _COURTESIES:
        parts.pop(0)
    while len(parts) > 1 and topic_of(parts[-1]) in _COURTESIES:
        parts.pop()
    return " ".join(parts)


def answer_to(topic: Talk, texts: Texts) -> str:
    """Say something fitting and short; no headlines, no claims about the news."""
    _ = texts.gettext
    replies: Mapping[Talk, str] = {
        "insult": _("I am sorry to let you down. Ask me more precisely and I will look again."),
        "abilities": _(
            "Send me a question and I look for the answer in the stored articles, quoting them"
            " word for word with outlet and date. /help lists the commands."
        ),
        "who": _(
            "I am Sosik, a news bot. I do not make up sentences: I answer only with quotes from"
            " the stored articles."
        ),
        "how_are_you": _("I am well, thank you. What would you like to know?"),
        "sorry": _("That is all right. What would you like to know?"),
        "thanks": _("You are welcome."),
        "goodbye": _("Goodbye. Come back whenever you have a question."),
        "praise": _("Thank you, that is kind."),
        "test": _("I can read you. Ask me anything about the stored articles."),
        "greeting": _("Hello. What would you like to know from the news?"),
        "sad": _("I hope things get better. If there is news you need, ask me."),
        "laughter": _("Good to see you laugh. If there is news you need, ask me."),
        "ok": _("All right. If you have another question, send it to me."),
        "emoji": _("I got that. If you have a question, send it in words."),
        "blank": _("What would you like to know? Send me a question in words."),
    }
    return replies[topic]


def _normalized(text: str) -> str:
    """Small letters and digits, single spaces between words, no letters repeated for effect."""
    composed = unicodedata.normalize("NFC", text).lower().replace("'", "").replace("’", "")
    # NFKC would turn ㅋ into half a syllable, so Hangul letters are left as they are.
    folded = (c if "ㄱ" <= c <= "ㆎ" else unicodedata.normalize("NFKC", c) for c in composed)
    letters = (c if c.isalnum() else " " for c in "".join(folded))
    return _unstretched(_once(" ".join("".join(letters).split())))


def _once(text: str) -> str:
    return re.sub(r"([^\W\d_가-힣])\1+", r"\1", text)


def _unstretched(text: str) -> str:
    """Undo stretching of syllables (네네네, 안녕하세요오오), but leave 심심해 as it is."""
    text = re.sub(r"\b([가-힣])\1+\b", r"\1", text)
    return re.sub(r"(?<=요)오+\b|(?<=다)아+\b|(?<=네)에+\b|(?<=해)애+\b", "", text)


def _cover(words: str) -> frozenset[str]:
    """The topics of the fewest phrases that cover ``words`` completely; none when none do."""
    best: dict[int, tuple[int, frozenset[str]]] = {0: (0, frozenset())}
    for start in range(len(words)):
        if start not in best:
            continue
        count, topics = best[start]
        if words[start] == " ":
            best.setdefault(start + 1, best[start])
            continue
        for topic, phrase in _phrases():
            match = phrase.match(words, start)
            if match is None or not _stands_alone(match, anywhere=topic != "filler"):
                continue
            step = (count + 1, topics | {topic})
            best[match.end()] = min(best.get(match.end(), step), step, key=lambda it: it[0])
    return best.get(len(words), (0, frozenset[str]()))[1]


def _stands_alone(match: re.Match[str], *, anywhere: bool) -> bool:
    """Whether a phrase may be read out of its surroundings: one of a syllable (or three Latin
    letters) only as a whole word, else 바이 + 오 would be found in 바이오.
    """
    phrase, words = match[0], match.string
    if not phrase:
        return False
    if anywhere and len(phrase) >= (4 if phrase.isascii() else 2):
        return True
    before, after = words[: match.start()], words[match.end() :]
    return (not before or before.endswith(" ")) and (not after or after.startswith(" "))


@cache
def _phrases() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Read the phrases: their topic and their compiled pattern."""
    names: dict[str, str] = {}
    phrases: list[tuple[str, re.Pattern[str]]] = []
    topic = ""
    for line in _PHRASES.read_text(encoding="utf-8").splitlines():
        if name := re.match(r"(<[a-z ]+>) = ", line):
            names[name[1]] = _written_out(line[name.end() :], names)
        elif line.startswith("[") and line.endswith("]") and line[1:-1].isidentifier():
            topic = line[1:-1]
        elif line and not line.startswith("#"):
            pattern = _once(_written_out(line, names)).replace(" ", " ?")
            # A reading that ends with a word comes first: 감사해요 before 감사해.
            phrases.append((topic, re.compile(f"(?:{pattern})(?= |$)|(?:{pattern})")))
    return tuple(phrases)


def _written_out(pattern: str, names: Mapping[str, str]) -> str:
    return re.sub(r"<[a-z ]+>", lambda name: names[name[0]], pattern)
