"""Replies at random, of everything that Telegram refuses somewhere: 1,000 are sent, none fails."""

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from benchmarks.load.runs import Figures, Stage
from bot.app import TELEGRAM
from bot.channels.telegram.content import contents
from bot.reply import Attachment, Button, Line, Reply, Span
from store.messaging.outbox import Outbox, Outgoing, State
from tests.telegram_server.values import forum, group, person, private

#: What is refused unescaped, uncounted, or at all; Telegram counts in UTF-16.
_PIECES: Final = (
    "소식", "word ", "1 < 2 && 3 > 2", "</b>", "<a href='x'>", "&lt;&amp;amp;&#x0;", "<tg-spoiler>",
    "**굵게** _x_ [a](b)", "😀", "👩‍👩‍👧", "\u200b", "\u202e뒤집힘\u202c", "\x00\x07\x1b", "\ud83d",
    "\n", "   ", "\ufdfa", "e\u0301", " [12]", "@name /start #tag",
)  # fmt: skip
_URLS: Final = (
    "https://news.example.com/기사?a=1&b=\"'<>", "https://news.example.com/" + "a" * 1_990,
    "http://[::1", "javascript:alert(1)", "tg://user?id=1", "https://", "http://a b/", "",
    "https://news.example.com/" + "가" * 2_500,
)  # fmt: skip
#: How often a piece is repeated: from a word to beyond what a message holds.
_TIMES: Final = (*[1] * 20, *[2, 5, 40] * 8, 700, 4_200)
_OWED: Final = frozenset[State](("queued", "sending"))
_LOOK_S: Final = 0.5
_PEOPLE: Final = 190
_GROUPS: Final = 10
#: How many times as often as elsewhere there is something to say in the forum.
_BOARDS: Final = 4


@dataclass(frozen=True, slots=True)
class _Place:
    """A chat, and the topics in it; the last of them is gone."""

    chat: int
    topics: tuple[int | None, ...] = (None,)


def random_reply(chance: random.Random) -> Reply:
    """Make a reply with some visible text."""
    lines = [_line(chance) for _ in range(chance.choice((1, 3, 8)))]
    if chance.random() < 0.1:
        lines += [Line.of(Span(str(n), url=f"https://a.example/{n}")) for n in range(150)]
    lines.insert(chance.randrange(len(lines) + 1), Line.of("소식"))
    file = Attachment(name=_name(chance), data=b"news", kind="document")
    return Reply(
        kind="talk",
        lines=tuple(lines),
        buttons=_buttons(chance),
        attachment=file if chance.random() < 0.1 else None,
    )


def _line(chance: random.Random) -> Line:
    return Line(
        tuple(
            Span(
                chance.choice(_PIECES) * chance.choice(_TIMES),
                bold=chance.random() < 0.3,
                url=chance.choice(_URLS) if chance.random() < 0.3 else None,
            )
            for _ in range(chance.randrange(5))
        )
    )


def _name(chance: random.Random) -> str:
    return "".join(chance.sample(("기사", "a<b>&", "../", "😀", '"', ".opml"), 3))


def _buttons(chance: random.Random) -> tuple[tuple[Button, ...], ...]:
    """Make buttons as the bot does: a short word, and data that fits."""
    return tuple(
        tuple(
            Button(chance.choice(("더 보기", "👍", "<b>")), data="q:" + "x" * chance.randrange(63))
            for _ in range(chance.randrange(1, 4))
        )
        for _ in range(chance.randrange(3))
    )


async def replies(stage: Stage, *, count: int) -> Figures:
    """Send so many replies, then change or take back a third of what stands there.

    Before that, people delete some of it, and topics; what the bot is to reply to may be gone.
    """
    await stage.opened()
    chance, outbox = random.Random(stage.seed), Outbox(stage.database, TELEGRAM)
    places = _places(stage)
    put: list[tuple[int, _Place]] = []
    for _ in range(count):
        place = chance.choice(places)
        put += [(row, place) for row in _put(stage, outbox, place, random_reply(chance), chance)]
    await _sent(stage, outbox)
    _meddle(stage, chance)
    for row, place in chance.sample(put, len(put) // 3):
        if chance.random() < 0.3:
            gone = Outgoing(chat=str(place.chat), content="", replaces=row)
            outbox.put((gone,), now=_now(stage))
        else:
            _put(stage, outbox, place, random_reply(chance), chance, replaces=row)
    await _sent(stage, outbox)
    return _figures(stage, outbox, count)


def _places(stage: Stage) -> Sequence[_Place]:
    api, owner = stage.api, person(1)
    chats = [private(person(number)) for number in range(1, _PEOPLE + 1)]
    chats += [group(-2_000_000 - number) for number in range(_GROUPS)]
    board = forum(-3_000_000)
    for chat in (*chats, board):
        api.know(chat)
    topics = [api.open_topic(board, name, by=owner) for name in ("뉴스", "지난")]
    api.forget()
    api.close_topic(board, topics[-1])
    in_topics = _Place(board["id"], (None, *topics))
    return [*(_Place(chat["id"]) for chat in chats), *[in_topics] * _BOARDS]


def _put(
    stage: Stage,
    outbox: Outbox,
    place: _Place,
    reply: Reply,
    chance: random.Random,
    *,
    replaces: int | None = None,
) -> tuple[int, ...]:
    thread = chance.choice(place.topics)
    reply_to = chance.randrange(1, 1_000) if place.chat < 0 else None
    parts = contents(reply, thread=thread, reply_to=reply_to)
    rows = [Outgoing(chat=str(place.chat), content=part.dump()) for part in parts]
    if replaces is not None:
        rows = [Outgoing(chat=rows[0].chat, content=rows[0].content, replaces=replaces)]
    return outbox.put(rows, now=_now(stage))


def _meddle(stage: Stage, chance: random.Random) -> None:
    """Delete every tenth message of the bot."""
    with stage.api.lock:
        for sent in chance.sample(stage.api.sent, len(stage.api.sent) // 10):
            stage.api.remove(sent.chat, sent.message_id)


async def _sent(stage: Stage, outbox: Outbox) -> None:
    while any(outbox.counts(since=datetime.fromtimestamp(0, UTC)).get(state) for state in _OWED):
        await asyncio.sleep(_LOOK_S)
        stage.progress(f"{len(stage.api.sent)} messages came")


def _now(stage: Stage) -> datetime:
    return datetime.fromtimestamp(stage.api.now(), UTC)


def _figures(stage: Stage, outbox: Outbox, count: int) -> Figures:
    refused = Counter(call.description for call in stage.api.log if call.outcome == "refused")
    states = dict(outbox.counts(since=datetime.fromtimestamp(0, UTC)))
    values: dict[str, Any] = {
        "replies": count,
        "messages": states,
        "refused": dict(refused),
        "limits_broken": dict(Counter(broken.rule for broken in stage.api.limits_broken)),
    }
    return Figures(
        run="replies",
        values=values,
        kept={
            "none failed": not states.get("failed") and not states.get("uncertain"),
            "limits": not stage.api.limits_broken,
        },
    )
