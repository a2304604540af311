"""Replies of any shape, and whether each arrives on the strict Telegram as it was meant.

``faults_of(seed)`` is what a test asks for a few seeds and a benchmark for a thousand.
"""

import random
import re
import struct
import unicodedata
import zlib
from collections.abc import Sequence
from typing import Final

import httpx
from telegram import Bot
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from bot.channels.telegram.calls import Calls
from bot.channels.telegram.content import Content, contents
from bot.reply import Attachment, Button, Buttons, Line, Reply, Span
from tests.telegram_server import TOKEN, BotApi, Sent, application, person
from tests.telegram_server.values import private

MAX_CHARS: Final = 20_000
#: Telegram's limits of a message, not read from what is tested.
MAX_UNITS: Final = 4_096
MAX_CAPTION: Final = 1_024
MAX_ENTITIES: Final = 100
_SENTENCES: Final = (
    "정부는 9일 새 정수장을 열었다고 밝혔다.",
    "The bridge reopened on Monday after eleven weeks of repairs.",
    "新しい図書館は来月開館する。",
    "市政府周五公布了预算。",
    "قال الوزير إن الجسر سيفتح غدا.",
)
_HOSTILE: Final = (
    "</b>", "<a href='https://x.example'>", "<script>", "&lt;", "&amp;amp;", "&#x41;", "<!--",
    "]]>", "<b", "&", "<", ">", '"', "'", "1 < 2", "**굵게**", "[x](y)", "`a`", "/start",
    "@sosik_test_bot", "👨\u200d👩\u200d👧", "🇰🇷", "e\u0301" * 9, "\u202e", "\u200b", "\u2060",
    "\ufeff", "\u2028", "\u3000", "\xa0", "\ud800", "\udfff\ud800", "\x00", "\x1b[31m", "\r\n",
    "\t", "\x7f", "\u0085", "[1]", " [2]",
)  # fmt: skip
#: Addresses that become links, and others that do not.
_WEB: Final = (
    "https://news.example.com/1",
    "https://news.example.com/기사?a=1&b=\"'<>",
    "http://news.example.com:8080/#x",
    "https://news.example.com/" + "가" * 1_900,
)
_NO_WEB: Final = (
    "javascript:alert(1)",
    "tg://user?id=1",
    "https://",
    "http://[::1",
    "https://news.example.com/a b",
    "",
)
#: What Telegram does not show: control characters and halves of characters.
_NEVER_SHOWN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
#: Ends each quote, so that it can be found again.
_MARK: Final = "§"


def random_reply(chance: random.Random) -> Reply:
    """Make a reply: lines of spans with any text, links, citations, buttons, perhaps a file."""
    opening = chance.choice(("any", "any", "any", "a full message", "a full caption", "many links"))
    lines = [Line.of("답"), *_opening(chance, opening)]
    left = 0 if opening == "a full caption" else int(MAX_CHARS * chance.random() ** 3)
    while left > 0:
        line = _line(chance, number=len(lines))
        lines.append(line)
        left -= 1 + sum(len(span.text) for span in line.spans)
    has_file = opening == "a full caption" or chance.random() < 0.2
    return Reply(
        kind="talk",
        lines=tuple(lines),
        buttons=_buttons(chance),
        attachment=_attachment(chance) if has_file else None,
    )


def _opening(chance: random.Random, kind: str) -> list[Line]:
    """Make lines that end close to a limit, where something is cut or just fits."""
    if kind == "a full message":  # it ends within a quote or its citation
        filler = chance.choice(("x", "가", "a b ")) * 4_096
        quote = Span(filler[: MAX_UNITS - chance.randint(2, 24)] + f"{_MARK}0{_MARK}")
        return [Line.of(quote, f" [{chance.randint(1, 9_999)}]")]
    if kind == "a full caption":
        return [Line.of("가" * (MAX_CAPTION - chance.randint(0, 4)))]
    if kind == "many links":
        number = MAX_ENTITIES + chance.randint(-2, 2)
        return [Line(tuple(Span("x", url=_WEB[at % 3]) for at in range(number)))]
    return []


def _line(chance: random.Random, *, number: int) -> Line:
    shape = chance.random()
    if shape < 0.1:
        return Line()
    if shape < 0.4:  # a quote with its citation, the way answers are written
        quote = Span(f"{_text(chance)}{_MARK}{number}{_MARK}", bold=chance.random() < 0.5)
        return Line.of("「", quote, f" [{chance.randint(1, 9_999)}]")
    return Line(tuple(_span(chance) for _ in range(chance.choice((1, 1, 2, 5, 30)))))


def _span(chance: random.Random) -> Span:
    url = chance.choice(_WEB + _NO_WEB) if chance.random() < 0.4 else None
    return Span(_text(chance), bold=chance.random() < 0.3, url=url)


def _text(chance: random.Random) -> str:
    kind, times = chance.random(), chance.choice((1, 1, 1, 2, 8, 60))
    if kind < 0.4:
        return " ".join(chance.choice(_SENTENCES) for _ in range(times))
    if kind < 0.7:
        return "".join(chance.choice(_HOSTILE) for _ in range(times))
    if kind < 0.8:  # nowhere to cut
        return chance.choice(("가", "x", "😀", "&", "<", "ﷺ")) * chance.choice((1, 90, 5_000))
    return "".join(_any_character(chance) for _ in range(times))


def _any_character(chance: random.Random) -> str:
    most = chance.choice((0x7F, 0xFF, 0x2FFF, 0xFFFF, 0x10FFFF))
    char = chr(chance.randint(0, most))
    return "x" if char == _MARK else char


def _buttons(chance: random.Random) -> Buttons:
    rows = chance.choice((0, 0, 1, 2, 5))
    return tuple(
        tuple(_button(chance, f"{row}{column}") for column in range(chance.randint(1, 3)))
        for row in range(rows)
    )


def _button(chance: random.Random, name: str) -> Button:
    text = f"{name} {chance.choice(_SENTENCES)}"[: chance.randint(2, 40)]
    if chance.random() < 0.2:
        return Button(text, url="https://t.me/sosik_test_bot?start=q_1")
    return Button(text, data=f"q:{name}".ljust(chance.randint(4, 64), "x"))


def _attachment(chance: random.Random) -> Attachment:
    if chance.random() < 0.5:
        size = struct.pack(">IIBBBBB", 2, 2, 8, 0, 0, 0, 0)
        chunks = (b"IHDR", size), (b"IDAT", zlib.compress(b"\x00\x00\x00" * 2)), (b"IEND", b"")
        return Attachment(name="chart.png", data=_png(chunks), kind="photo")
    name = chance.choice(("sosik.json", "자료 1.opml", 'a"b.txt', "x" * 200 + ".csv"))
    return Attachment(name=name, data=chance.randbytes(chance.randint(1, 9_999)), kind="document")


def _png(chunks: Sequence[tuple[bytes, bytes]]) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


async def faults_of(seed: int) -> list[str]:
    """Send the reply of ``seed`` to a strict Telegram; return what is wrong with what arrives."""
    chance = random.Random(seed)
    reply = random_reply(chance)
    api, someone = BotApi(), person(1 + seed % 1_000)
    api.know(private(someone))
    request = HTTPXRequest(httpx_kwargs={"transport": httpx.ASGITransport(application(api))})
    async with Bot(TOKEN, base_url="http://telegram/bot", request=request) as bot:
        calls = Calls(bot, upload_s=5)
        try:
            await _send(calls, str(someone["id"]), reply, instead=chance.random() < 0.3)
        except (TelegramError, ValueError) as error:
            return [f"reply {seed} was refused: {error}"]
    return [f"reply {seed}: {fault}" for fault in _faults(reply, api.shown(someone["id"]))]


async def _send(calls: Calls, chat: str, reply: Reply, *, instead: bool) -> None:
    """Send ``reply`` as the outbox does, the first part perhaps in the place of another message."""
    parts = [Content.load(one.dump()) for one in contents(reply, thread=None, reply_to=None)]
    if instead and parts[0].file is None:
        word = await calls.send(chat, Content(html="찾는 중"))
        await calls.edit(chat, word, parts.pop(0))
    for part in parts:
        await calls.send(chat, part)


def _faults(reply: Reply, sent: Sequence[Sent]) -> list[str]:
    faults = []
    if _visible("".join(one.text for one in sent)) != _visible(
        "".join(span.text for line in reply.lines for span in line.spans)
    ):
        faults.append("text was lost or changed")
    texts = [one.text for one in sent]
    for line in reply.lines:
        for quote, citation in zip(line.spans, line.spans[1:], strict=False):
            number = re.search(f"{_MARK}[0-9]+{_MARK}$", quote.text)
            # Where there is no white space to cut at, the last letter at least goes along.
            if number and not any(f"{_MARK}{citation.text}" in text for text in texts):
                faults.append(f"the quote {number[0]} was parted from its citation")
    if any(one.buttons for one in sent[:-1]):
        faults.append("buttons stand in the middle")
    if _pressable(sent[-1].buttons) != _pressable(reply.buttons):
        faults.append("buttons were lost")
    files = [one.file.content for one in sent if one.file]
    if files != ([reply.attachment.data] if reply.attachment else []):
        faults.append("the file was lost")
    if any(one.has_preview for one in sent):
        faults.append("a link is previewed")
    return faults + _faults_of_links(reply, sent)


def _faults_of_links(reply: Reply, sent: Sequence[Sent]) -> list[str]:
    """Compare where what is seen leads to; what nobody sees may lead there as well, or not."""
    spans = [span for line in reply.lines for span in line.spans if span.url in _WEB]
    seen = {span.url for span in spans if _visible(span.text)}
    found = {entity.url for one in sent for entity in one.entities if entity.url}
    if seen <= found <= {span.url for span in spans}:
        return []
    return [f"links differ: {sorted(map(str, seen ^ found))}"]


def _pressable(rows: Sequence[Sequence[object]]) -> list[list[tuple[object, ...]]]:
    return [[(one.text, one.data, one.url) for one in row] for row in rows]  # type: ignore[attr-defined] # either kind of button


def _visible(text: str) -> str:
    """Leave out what may be lost: white space, and what nobody sees."""
    return "".join(
        char
        for char in _NEVER_SHOWN.sub("", text)
        if not char.isspace() and unicodedata.category(char) != "Cf"
    )
