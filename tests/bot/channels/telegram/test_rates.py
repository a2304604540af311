"""The limits of Telegram are never broken, whatever is owed and however often we restart."""

import asyncio
import random
from collections import defaultdict
from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.telegram import Pace, TelegramChannel
from bot.channels.telegram.content import Content
from bot.channels.telegram.rates import GROUP, GROUP_S, MARGIN, OVERALL, OVERALL_S, Rates
from store.messaging.outbox import Outgoing
from tests.bot.channels.telegram.conftest import IN_PROCESS, Desk, to
from tests.bot.channels.telegram.stepped_loop import run
from tests.telegram_server import BotApi, group, person
from tests.telegram_server.values import private

CHAT_S = 1.0
CHATS = [str(number) for number in range(1, 40)] + ["-1", "-2", "-1001"]
#: What may be asked of the rates: a message to a chat after so many seconds, a wait that
#: Telegram asks for, or a restart.
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("send"), st.sampled_from(CHATS), st.sampled_from([0, 0, 0.01, 0.3, 2])),
        st.tuples(st.just("send"), st.just("-1"), st.just(0.0)),
        st.tuples(st.just("hold"), st.sampled_from(CHATS), st.sampled_from([0.5, 3.0, 90.0])),
        st.tuples(st.just("restart"), st.just(""), st.floats(0, 5)),
        st.tuples(st.just("look"), st.just(""), st.floats(0, 70)),
    ),
    max_size=120,
)  # fmt: skip


def check(sent: Collection[tuple[str, float]], *, jitter_s: float = 0.0) -> None:
    """Hold messages to the limits; each ``jitter_s`` may have been that late."""
    by_chat: defaultdict[str, list[float]] = defaultdict(list)
    for chat, at in sent:
        by_chat[chat].append(at)
    for chat, times in by_chat.items():
        pairs = pairwise(times)
        assert all(after - before >= CHAT_S - jitter_s for before, after in pairs), chat
        if chat.startswith("-"):
            windows = zip(times, times[GROUP:], strict=False)
            assert all(after - before >= GROUP_S - jitter_s for before, after in windows), chat
    everything = sorted(at for _, at in sent)
    windows = zip(everything, everything[OVERALL:], strict=False)
    assert all(after - before >= OVERALL_S - jitter_s for before, after in windows)


@settings(max_examples=150)
@given(STEPS)
def test_no_order_of_messages_breaks_a_limit(steps: list[tuple[str, str, float]]) -> None:
    rates, now = Rates(chat_s=CHAT_S), 500.0
    sent: list[tuple[str, float]] = []
    held: dict[str, float] = {}
    for what, chat, seconds in steps:
        if what == "send":
            now = max(now + seconds, rates.ready_at(chat))
            now = max(now, rates.slot())
            assert now >= held.get(chat, 0.0)
            rates.note(chat, now)
            sent.append((chat, now))
        elif what == "hold":
            held[chat] = max(held.get(chat, 0.0), now + seconds)
            rates.hold(chat, now + seconds)
        elif what == "restart":  # what Telegram asked for is in the database then
            now += seconds
            rates, held = Rates(chat_s=CHAT_S), {}
            for before, at in sent:
                if at >= now - GROUP_S:
                    rates.note(before, at)
        else:
            now += seconds
            assert all(rates.ready_at(one) > now for one in rates.waiting(now))
    check(sent)


@settings(max_examples=60)
@given(STEPS, st.floats(0, 200))
def test_who_waits_is_named_and_who_does_not_may_be_sent_to(
    steps: list[tuple[str, str, float]], later_s: float
) -> None:
    rates, now = Rates(chat_s=CHAT_S), 500.0
    for what, chat, seconds in steps:
        if what == "send":
            now = max(now + seconds, rates.ready_at(chat), rates.slot())
            rates.note(chat, now)
        elif what == "hold":
            rates.hold(chat, now + seconds)
    now += later_s
    expected = {chat for chat in CHATS if rates.ready_at(chat) > now}

    assert rates.waiting(now) == expected
    assert {chat for chat in CHATS if rates.ready_at(chat) > now} == expected


# -- the sender itself, against the strict server, on a loop where time is stepped

BEGUN = datetime(2026, 3, 2, 9, tzinfo=UTC)


async def at_once(call: Callable[..., Any], *values: Any, **named: Any) -> Any:
    """Run a call of the store in this thread."""
    return call(*values, **named)


def stepped(api: BotApi, desk: Desk) -> TelegramChannel:
    """A channel at Telegram's true pace, all of whose clocks are the loop's."""
    loop = asyncio.get_running_loop()
    api.clock = loop.time
    return desk.channel(
        IN_PROCESS,
        pace=Pace(stop_s=0.2),
        transport=to(api),
        post=at_once,
        clock=lambda: BEGUN + timedelta(seconds=loop.time()),
    )


async def sending(api: BotApi, desk: Desk, *, for_s: float) -> None:
    """Send what is owed for so long."""
    ours = stepped(api, desk)
    await ours.connect()
    ours.listen("https://news.example.com", secret="s")
    await asyncio.sleep(for_s)
    await ours.stop()


def owe(api: BotApi, desk: Desk, chats: list[int]) -> None:
    """Put one message for each into the outbox, with a number by which its order is known."""
    for number in set(chats):
        api.know(group(number) if number < 0 else private(person(number)))
    rows = [
        Outgoing(chat=str(chat), content=Content(html=f"{number}").dump(), priority=number % 3)
        for number, chat in enumerate(chats)
    ]
    desk.outbox.put(rows, now=BEGUN)


def strict() -> BotApi:
    """A Bot API that refuses the second message within a second."""
    api = BotApi()
    api.limits.burst = 1
    api.keep_limits()
    return api


def as_sent(api: BotApi) -> list[tuple[str, float]]:
    return [(str(sent.chat), sent.at) for sent in api.sent]


def test_groups_and_people_are_sent_to_within_all_limits_and_in_order(desk: Desk) -> None:
    chats = [-1001] * 45 + [-1002] * 21 + [1, 2, 3] * 7 + list(range(4, 80))
    random.Random(7).shuffle(chats)
    api = strict()
    owe(api, desk, chats)
    run(sending(api, desk, for_s=200))

    assert api.limits_broken == []
    assert len(api.sent) == len(chats)
    check(as_sent(api), jitter_s=0.001)
    for chat in set(chats):
        numbers = [int(text) for text in api.texts(chat)]
        assert numbers == sorted(numbers, key=lambda number: (number % 3, number))


def test_everybody_is_reached_at_nearly_the_rate_that_telegram_allows(desk: Desk) -> None:
    api = strict()
    owe(api, desk, list(range(1, 301)))
    run(sending(api, desk, for_s=30))
    first, *_, last = (sent.at for sent in api.sent)

    assert len(api.sent) == 300
    assert api.limits_broken == []
    assert last - first <= 300 / OVERALL * (1 + MARGIN)


def test_restarts_break_no_limit(desk: Desk) -> None:
    chats = [-1001] * 30 + [1] * 9 + list(range(2, 150))
    api = strict()
    owe(api, desk, chats)

    async def restarting() -> None:
        for seconds in (0.4, 0.0, 1.1, 0.7, 5.0, 20.0, 0.3, 200.0):
            await sending(api, desk, for_s=seconds)

    run(restarting())

    assert len(api.sent) == len(chats)
    assert api.limits_broken == []
    check(as_sent(api), jitter_s=0.001)


def test_a_wait_that_telegram_asked_for_outlasts_a_restart(desk: Desk) -> None:
    api = strict()
    owe(api, desk, [1, 1, 2])
    api.fail("sendMessage", 429, "Too Many Requests: retry after 40", retry_after=40)

    async def restarting() -> None:
        await sending(api, desk, for_s=2)
        await sending(api, desk, for_s=60)

    run(restarting())
    at = {chat: [sent.at for sent in api.sent if sent.chat == chat] for chat in (1, 2)}
    refused = next(call.at for call in api.log if call.code == 429)

    assert min(at[1]) >= refused + 40
    assert max(at[2]) < refused + 5
    assert api.texts(1) == ["0", "1"]


def test_a_message_that_is_tried_again_counts_again(desk: Desk) -> None:
    api = strict()
    owe(api, desk, [1] * 5 + [-1001] * 5)
    api.chaos(3, {"server_error": 0.3, "flood": 0.2}, methods={"sendMessage"})
    run(sending(api, desk, for_s=120))

    assert len(api.sent) == 10
    assert api.limits_broken == []
    calls = [(call.chat, call.at) for call in api.log if call.method == "sendMessage"]
    for chat in (1, -1001):
        times = [at for one, at in calls if one == chat]
        assert all(b - a >= CHAT_S - 0.001 for a, b in pairwise(times))
