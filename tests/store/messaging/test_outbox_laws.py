"""Whatever happens in whichever order: nothing is lost, nothing overtakes, no key goes twice."""

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from store.database import Database
from store.messaging.outbox import MAX_TRIES, Outbox, Outgoing

CHATS = ("1", "2", "3")
ENDED = {"sent", "replaced", "uncertain", "failed", "expired"}


class Sending(RuleBasedStateMachine):
    """One process that sends, and is killed now and then, beside a plain record of it all."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.now = datetime(2026, 11, 22, 9, tzinfo=UTC)
        self.put: dict[int, Outgoing] = {}
        self.under_way: set[int] = set()
        self.begun: dict[int, datetime] = {}
        self.delivered: list[int] = []
        self.expected: dict[int, str] = {}
        self.open()

    def open(self) -> None:
        self.database = Database(Path(self.folder.name) / "sosik.db")
        self.outbox = Outbox(self.database, "telegram")

    def teardown(self) -> None:
        self.database.close()
        self.folder.cleanup()

    @rule(
        chat=st.sampled_from(CHATS),
        priority=st.integers(0, 2),
        key=st.none() | st.sampled_from("abc"),
        wait_s=st.none() | st.integers(1, 20),
        lasts_s=st.none() | st.integers(1, 40),
        data=st.data(),
    )
    def promise(
        self,
        chat: str,
        priority: int,
        key: str | None,
        wait_s: int | None,
        lasts_s: int | None,
        data: st.DataObject,
    ) -> None:
        there = [number for number, one in self.put.items() if one.chat == chat]
        one = Outgoing(
            chat=chat,
            content=f"content {len(self.put)}",
            key=key,
            priority=priority,
            replaces=data.draw(st.none() | st.sampled_from(there)) if there else None,
            not_before=self.after(wait_s),
            expires_at=self.after(lasts_s),
        )
        (number,) = self.outbox.put([one], now=self.now)
        known = [known for known, other in self.put.items() if key and other.key == key]
        assert known in ([], [number])
        if not known:
            assert number not in self.put
            self.put[number] = one
            self.expected[number] = "queued"

    @rule(limit=st.integers(1, 4))
    def begin(self, limit: int) -> None:
        found = self.outbox.next(now=self.now, limit=limit)
        self.note_expired()
        assert len({one.chat for one in found}) == len(found) <= limit
        for one in found:
            assert one.content == self.put[one.id].content
            assert one.chat not in {self.put[number].chat for number in self.under_way}
            assert not self.overtaken(one.id)
            assert self.outbox.sending(one.id, now=self.now)
            self.under_way.add(one.id)
            self.begun[one.id] = self.now
            self.expected[one.id] = "sending"

    def after(self, seconds: int | None) -> datetime | None:
        return None if seconds is None else self.now + timedelta(seconds=seconds)

    def urgency(self, number: int) -> int:
        """Return the priority of a message, or of what is to take its place when that is higher."""
        instead = (other for other, one in self.put.items() if one.replaces == number)
        return min([self.put[number].priority, *map(self.urgency, instead)])

    def overtaken(self, number: int) -> list[int]:
        """Return what was put for the chat before, as urgent and for at once, and is owed still."""
        mine = self.put[number]
        return [
            other
            for other, one in self.put.items()
            if other < number
            and one.chat == mine.chat
            and self.urgency(other) <= self.urgency(number)
            and one.not_before is None
            and self.expected[other] in {"queued", "sending"}
        ]

    @precondition(lambda self: self.under_way)
    @rule(
        how=st.sampled_from(["sent", "retry", "failed", "uncertain"]),
        wait_s=st.integers(0, 20),
        data=st.data(),
    )
    def end(self, how: str, wait_s: int, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.under_way)))
        self.under_way.remove(number)
        self.expected[number] = "queued" if how == "retry" else how
        if how == "retry":
            later = self.now + timedelta(seconds=wait_s)
            self.outbox.retry(number, not_before=later, reason="network")
        elif how == "sent":
            self.outbox.sent(number, f"m{number}", now=self.now)
            self.delivered.append(number)
            replaced = self.put[number].replaces
            if replaced is not None and self.expected[replaced] == "sent":
                self.expected[replaced] = "replaced"
        elif how == "failed":
            self.outbox.failed(number, reason="refused", now=self.now)
        else:
            self.outbox.uncertain(number, reason="no answer", now=self.now)

    @rule()
    def kill(self) -> None:
        self.database.close()
        self.open()
        tries = {one.id: one.attempts for one in self.outbox.listing(limit=1_000)}
        asked = {number for number in self.under_way if self.urgency(number) == 0}
        last = sorted(self.under_way - asked, key=lambda one: (self.begun[one], one))[-1:]
        again = {number for number in (*asked, *last) if tries[number] < MAX_TRIES}
        assert self.outbox.resume(now=self.now) == len(again)
        for number in self.under_way:
            self.expected[number] = "queued" if number in again else "uncertain"
        self.under_way.clear()

    @rule(seconds=st.integers(1, 30))
    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    def note_expired(self) -> None:
        for number, one in self.put.items():
            due = one.expires_at is not None and one.expires_at <= self.now
            if due and self.expected[number] == "queued":
                self.expected[number] = "expired"

    @invariant()
    def nothing_is_lost(self) -> None:
        entries = {one.id: one for one in self.outbox.listing(limit=1_000)}
        assert {number: one.state for number, one in entries.items()} == self.expected
        assert all((one.state in ENDED) == (one.ended_at is not None) for one in entries.values())
        with self.database.read() as db:
            kept = {row["id"] for row in db["outbox_contents"].rows}
        assert kept == {number for number, state in self.expected.items() if state not in ENDED}

    @invariant()
    def nothing_goes_twice(self) -> None:
        assert len(self.delivered) == len(set(self.delivered))

    @invariant()
    def what_is_owed_comes_to_its_turn(self) -> None:
        if self.under_way:
            return
        owed = {
            self.put[number].chat for number, state in self.expected.items() if state == "queued"
        }
        in_a_day = self.now + timedelta(days=1)
        with_end = {number for number, one in self.put.items() if one.expires_at is not None}
        if not with_end:
            assert {one.chat for one in self.outbox.next(now=in_a_day, limit=9)} == owed


Sending.TestCase.settings = settings(max_examples=30, stateful_step_count=30, deadline=None)
TestSending = Sending.TestCase
