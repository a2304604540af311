"""Judges a run by what stands in the chats: lost, twice, out of order, too late, too fast."""

from collections import Counter, defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from benchmarks.load.asking import Asked
from bot.app import TELEGRAM
from store.database import Database
from tests.telegram_server import BotApi, Sent

#: How a delivered message ends on the server of which the bot never heard.
_UNHEARD: Final = ("lost_reply", "hung_reply")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the answer to the message ``number`` of a chat; most answers have one, 0."""

    number: int
    part: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """What the bot has written down: which message is which answer, and of what it is not sure.

    ``unsure`` is by chat; ``sending`` counts what was in flight when the bot last wrote.
    """

    answers: Mapping[tuple[int, int], Part]
    unsure: Mapping[int, Sequence[Part]]
    sending: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of the questions; ``took_s`` is from each question to its answer, in seconds.

    ``lost`` have no answer and are not known to be uncertain, ``stray`` are messages of the bot
    that answer nothing, ``swapped`` answers stand before one to an earlier question, ``most`` is
    how often the same answer stands at most.
    """

    asked: int
    lost: int
    uncertain: int
    twice: int
    most: int
    stray: int
    swapped: int
    limits_broken: int
    refused: int
    took_s: tuple[float, ...]


def read_books(database: Database) -> Books:
    """Read what the outbox knows of answers; the bot may be at work. Raises DatabaseError."""
    answers: dict[tuple[int, int], Part] = {}
    unsure: defaultdict[int, list[Part]] = defaultdict(list)
    sending = 0
    with database.read() as db:
        rows = db.execute(
            "SELECT chat, answers, part, message, state FROM outbox"
            " WHERE channel = ? AND answers IS NOT NULL ORDER BY id",
            [TELEGRAM],
        ).fetchall()
    for chat, number, part, message, state in rows:
        sending += state == "sending"
        if message is not None:
            answers[int(chat), int(message)] = Part(int(number), part)
        elif state == "uncertain":
            unsure[int(chat)].append(Part(int(number), part))
    return Books(answers=answers, unsure=unsure, sending=sending)


def judge(api: BotApi, asked: Sequence[Asked], books: Books) -> Verdict:
    """Judge what stands in the chats against what was ``asked``."""
    unheard = {(call.chat, call.message_id) for call in api.log if call.outcome in _UNHEARD}
    first: dict[tuple[int, int], float] = {}
    found: Counter[str] = Counter()
    for chat, shown in _standing(api).items():
        read = _read(shown, books, unheard)
        found["stray"] += sum(part is None for part, _ in read)
        parts = [(part, sent) for part, sent in read if part is not None]
        times = Counter(part for part, _ in parts)
        found["twice"] += sum(times.values()) - len(times)
        found["most"] = max(found["most"], *times.values(), 0)
        found["swapped"] += sum(a.number > b.number for (a, _), (b, _) in pairwise(parts))
        for part, sent in parts:
            first.setdefault((chat, part.number), sent.at)
    unsure = {(chat, part.number) for chat, parts in books.unsure.items() for part in parts}
    took = [first[one.place] - one.at for one in asked if one.place in first]
    return Verdict(
        asked=len(asked),
        lost=sum(one.place not in first and one.place not in unsure for one in asked),
        uncertain=len(unsure),
        twice=found["twice"],
        most=found["most"],
        stray=found["stray"],
        swapped=found["swapped"],
        limits_broken=len(api.limits_broken),
        refused=sum(call.outcome == "refused" and call.code == 400 for call in api.log),
        took_s=tuple(took),
    )


def _standing(api: BotApi) -> dict[int, list[Sent]]:
    """Return what of the bot stands in each chat, as it reads now, in the order it came."""
    standing: defaultdict[int, list[Sent]] = defaultdict(list)
    with api.lock:
        for sent in api.sent:
            place = sent.chat, sent.message_id
            if place not in api.deleted:
                standing[sent.chat].append(api.edits.get(place, [sent])[-1])
    return standing


def _read(
    shown: Sequence[Sent], books: Books, unheard: Container[tuple[int | None, int | None]]
) -> list[tuple[Part | None, Sent]]:
    """Tell which answer each message is.

    A message that the books do not know is the answer of whose delivery the bot did not hear, or
    the same as one they know: it was sent again. None where it is neither.
    """
    parts: list[Part | None] = []
    last = 0
    for one in shown:
        part = books.answers.get((one.chat, one.message_id))
        if part is None and (one.chat, one.message_id) in unheard:
            doubtful = books.unsure.get(one.chat, ())
            part = next((part for part in doubtful if part.number > last), None)
        last = part.number if part else last
        parts.append(part)
    known = {_content(one): part for one, part in zip(shown, parts, strict=True) if part}
    # What else came did so as the bot was killed, and the next try is what is uncertain.
    found = {*parts, *(known.get(_content(one)) for one in shown)}
    left = iter([part for part in books.unsure.get(shown[0].chat, ()) if part not in found])
    for one in shown:
        if _content(one) not in known and (part := next(left, None)):
            known[_content(one)] = part
    read = [(part or known.get(_content(one)), one) for one, part in zip(shown, parts, strict=True)]
    return [
        (part if part and one.reply_to in (None, part.number) else None, one) for part, one in read
    ]


def _content(sent: Sent) -> tuple[str, str]:
    """Return what tells an answer from others: its buttons carry a number of its own."""
    return sent.html, repr(sent.buttons)
