"""Reads the topics that somebody typed; pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.texts import URL, one_line
from store.messaging.subscription import MAX_TOPIC_CHARS, MAX_TOPICS

_BETWEEN: Final = re.compile(r"[,;\n\r，、；|]+")
_TAG: Final = re.compile(r"<[^<>]{0,200}>|&[a-z]{2,8};")
_NO_TEXT: Final = " #*_`~\"'“”‘’.-•·"
#: Any but those of Hangul that stand for none and are not seen.
_LETTER: Final = re.compile(r"[^\W_\u115f\u1160\u3164\uffa0]")
#: A topic that more of the stories are on than this narrows nothing; of fewer stories than that
#: nothing can be said.
_BROAD: Final = 0.5
_STORIES: Final = 20
#: More than a message of any platform holds.
_MAX_CHARS: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """Topics as they were typed: ``topics`` can be added; ``known`` were there, ``too_long`` are
    longer than a topic may be, of ``nothing`` not a letter is left, ``left_over`` were too many.
    """

    topics: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    too_long: int = 0
    nothing: int = 0
    left_over: int = 0


def read_topics(text: str, *, have: Sequence[str] = ()) -> Typed:
    """Read topics, parted by commas or lines, which are to be added to those that one has."""
    topics: list[str] = []
    known: list[str] = []
    too_long = nothing = left_over = 0
    there = {one.casefold() for one in have}
    for piece in _BETWEEN.split(_TAG.sub(" ", URL.sub(" ", text[:_MAX_CHARS]))):
        topic = one_line(piece).strip(_NO_TEXT)
        if not _LETTER.search(topic):
            nothing += bool(piece.strip())
        elif len(topic) > MAX_TOPIC_CHARS:
            too_long += 1
        elif topic.casefold() in there:
            known.append(topic)
        elif len(there) >= MAX_TOPICS:
            left_over += 1
        else:
            there.add(topic.casefold())
            topics.append(topic)
    return Typed(
        topics=tuple(topics),
        known=tuple(known),
        too_long=too_long,
        nothing=nothing,
        left_over=left_over,
    )


def is_broad(fits: int, of: int) -> bool:
    """Tell whether what fits so many of these narrows nothing."""
    return of >= _STORIES and fits > _BROAD * of
