"""Whatever people set and whatever befalls the machine: no day twice, nothing told again."""

import re
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.digests import times
from bot.reply import Reply
from store.messaging.subscription import EVERY_DAY, Subscription
from tests.bot.digests.conftest import CHANNEL, Desk, render

CHATS = ("1", "2", "-3")
ZONES = ("Asia/Seoul", "America/New_York", "Europe/Berlin", "Pacific/Kiritimati", "Asia/Kathmandu")
TIMES = st.sampled_from([time(0), time(2, 30), time(8), time(23, 45)])
QUIET = st.sampled_from([None, (time(22), time(7)), (time(12), time(14))])


class Killed(BaseException):
    """The process ends here."""


class Digesting(RuleBasedStateMachine):
    """One process that sends digests and is killed now and then, beside a record of it all."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.desk = Desk(Path(self.folder.name), datetime(2026, 10, 23, 12, tzinfo=UTC))
        self.desk.render = self.render
        self.kill_after: int | None = None
        self.stories: dict[int, tuple[str, frozenset[int]]] = {}

    def teardown(self) -> None:
        self.desk.close()
        self.folder.cleanup()

    def render(self, reply: Reply) -> list[str]:
        if self.kill_after is not None:
            self.kill_after -= 1
            if self.kill_after < 0:
                raise Killed
        return render(reply)

    # -- what people do

    @initialize(zones=st.tuples(*[st.sampled_from(ZONES)] * 3))
    def begin(self, zones: Sequence[str]) -> None:
        for chat, zone in zip(CHATS, zones, strict=True):
            self.desk.subscribe(chat, zone=zone, when_empty="say")

    @rule(
        chat=st.sampled_from(CHATS),
        zone=st.sampled_from(ZONES),
        wanted=TIMES,
        quiet=QUIET,
        weekdays=st.sampled_from([EVERY_DAY, EVERY_DAY - {5, 6}]),
        pause=st.none() | st.integers(-1, 3),
        when_empty=st.sampled_from(["say", "silent"]),
    )
    def set(self, chat: str, zone: str, wanted: time, pause: int | None, **set_: Any) -> None:
        today = times.local_date(self.desk.now, zone)
        until = None if pause is None else today + timedelta(days=pause)
        self.desk.subscribe(chat, zone=zone, time=wanted, paused_until=until, **set_)

    @rule(chat=st.sampled_from(CHATS))
    def block(self, chat: str) -> None:
        self.desk.outbox.fail_chat(chat, reason="forbidden", now=self.desk.now)
        self.desk.chats.seen(CHANNEL, chat, kind="private", now=self.desk.now)
        self.desk.chats.unreachable(CHANNEL, chat, reason="forbidden", now=self.desk.now)

    @rule(chat=st.sampled_from(CHATS))
    def write(self, chat: str) -> None:
        self.desk.chats.seen(CHANNEL, chat, kind="private", now=self.desk.now)

    # -- what happens

    @rule()
    def news(self) -> None:
        self.desk.news.stories.append(len(self.desk.news.stories) + 1)

    @rule(minutes=st.sampled_from([1, 20, 60, 6 * 60, 24 * 60, 3 * 24 * 60]))
    def wait(self, minutes: int) -> None:
        self.desk.now += timedelta(minutes=minutes)
        self.look()

    @rule(days=st.sampled_from([-1, 1]))
    def set_the_clock(self, days: int) -> None:
        self.desk.now += timedelta(days=days)
        self.look()

    @rule()
    def look(self) -> None:
        try:
            self.desk.digests()
        except Killed:
            self.restart()
        self.note()

    @rule(writes=st.integers(0, 2))
    def kill_soon(self, writes: int) -> None:
        self.kill_after = writes

    @rule()
    def restart(self) -> None:
        self.kill_after = None
        self.desk.restart()
        self.desk.outbox.resume(now=self.desk.now)

    @rule(how=st.sampled_from(["sent", "failed", "uncertain", "left"]))
    def deliver(self, how: str) -> None:
        for row in self.desk.outbox.next(now=self.desk.now, limit=9):
            self.desk.outbox.sending(row.id, now=self.desk.now)
            if how == "sent":
                self.desk.outbox.sent(row.id, str(row.id), now=self.desk.now)
            elif how == "failed":
                self.desk.outbox.failed(row.id, reason="refused", now=self.desk.now)
            elif how == "uncertain":
                self.desk.outbox.uncertain(row.id, reason="no_answer", now=self.desk.now)
        self.desk.outbox.resume(now=self.desk.now)

    # -- what holds

    def note(self) -> None:
        """Check each digest that was promised since the last look."""
        with self.desk.database.read() as db:
            rows = list(
                db.query(
                    "SELECT id, chat, key, content FROM outbox JOIN outbox_contents USING (id)"
                )
            )
        for row in rows:
            if row["id"] not in self.stories:
                told = frozenset(map(int, re.findall(r"story (\d+)", row["content"])))
                self.stories[row["id"]] = (row["chat"], told)
                self.check(row["key"], self.desk.kept(row["chat"]))

    def check(self, key: str, one: Subscription) -> None:
        local = self.desk.now.astimezone(ZoneInfo(one.zone))
        day = local.date()
        assert key == f"digest:{one.chat}:{day}"
        assert self.desk.now >= (times.moment_on(day, times.time_of(one), one.zone) or local)
        assert day.weekday() in one.weekdays
        assert one.paused_until is None or day >= one.paused_until
        assert times.quiet_until(one.quiet, one.zone, now=self.desk.now) is None

    @invariant()
    def each_day_has_one_key(self) -> None:
        keys = self.desk.keys()
        assert len(keys) == len(set(keys))

    @invariant()
    def told_is_what_arrived_or_may_yet(self) -> None:
        states = {one.id: one.state for one in self.desk.outbox.listing(limit=1_000)}
        for chat in CHATS:
            known = [
                stories
                for row, (to, stories) in self.stories.items()
                if to == chat and states[row] not in {"failed", "expired"}
            ]
            everything = frozenset().union(*known)
            assert sum(map(len, known)) == len(everything)  # nothing is told again
            assert self.desk.told_to(chat) == everything


Digesting.TestCase.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)
TestDigesting = Digesting.TestCase
