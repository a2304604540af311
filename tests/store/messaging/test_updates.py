"""An update is accepted once, kept until it is done, and what it said does not stay."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.database import Database
from store.messaging.outbox import Outbox, Outgoing
from store.messaging.updates import Arrival, Updates

ROOT = Path(__file__).resolve().parents[3]
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
REMEMBERED = timedelta(hours=48)


def arrival(number: int, chat: str = "1", payload: str = "{}") -> Arrival:
    return Arrival(id=number, chat=chat, payload=payload)


def test_what_comes_again_is_not_accepted_again(updates: Updates) -> None:
    accepted = updates.accept([arrival(7), arrival(8), arrival(7)], now=NOW)
    assert [one.id for one in accepted] == [7, 8]
    updates.settle(7, now=NOW)
    assert updates.accept([arrival(7), arrival(8), arrival(9)], now=NOW)[0].id == 9


def test_the_same_numbers_of_another_channel_are_others(
    updates: Updates, database: Database
) -> None:
    other = Updates(database, "other")
    updates.accept([arrival(7)], now=NOW)
    assert other.accept([arrival(7)], now=NOW)
    updates.settle(7, now=NOW)
    assert [one.id for one in other.waiting()] == [7]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(batches=st.lists(st.lists(st.integers(0, 30), max_size=8), max_size=8), data=st.data())
def test_each_is_accepted_once_whatever_comes_in_whichever_order(
    batches: list[list[int]], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    database = Database(tmp_path_factory.mktemp("law") / "sosik.db")
    updates = Updates(database, "telegram")
    accepted: list[int] = []
    done: set[int] = set()
    for batch in batches:
        accepted += [
            one.id for one in updates.accept([arrival(number) for number in batch], now=NOW)
        ]
        for number in data.draw(
            st.sets(st.sampled_from(accepted), max_size=3) if accepted else st.just(set[int]())
        ):
            updates.settle(number, now=NOW)
            done.add(number)
    came = list(dict.fromkeys(number for batch in batches for number in batch))
    assert accepted == came
    assert [one.id for one in updates.waiting()] == sorted(set(came) - done)
    database.close()


def test_each_is_accepted_by_one_of_many_threads(tmp_path: Path) -> None:
    database = Database(tmp_path / "sosik.db")
    parts = [Updates(database, "telegram"), Updates(Database(tmp_path / "sosik.db"), "telegram")]
    batch = [arrival(number) for number in range(50)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda n: parts[n % 2].accept(batch, now=NOW), range(16)))
    assert sorted(one.id for accepted in found for one in accepted) == list(range(50))


def test_each_is_accepted_by_one_of_two_processes(tmp_path: Path) -> None:
    script = (
        "import sys; from datetime import UTC, datetime; from pathlib import Path\n"
        "from store.database import Database\n"
        "from store.messaging.updates import Arrival, Updates\n"
        "updates = Updates(Database(Path(sys.argv[1])), 'telegram')\n"
        "print('ready', flush=True); sys.stdin.readline()\n"
        "for number in range(60):\n"
        "    accepted = updates.accept([Arrival(id=number, chat='1', payload='x')],"
        " now=datetime.now(UTC))\n"
        "    print(*(one.id for one in accepted))\n"
    )
    Database(tmp_path / "sosik.db").close()
    both = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(tmp_path / "sosik.db")],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for one in both:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    for one in both:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    said = [one.communicate(timeout=60)[0].split() for one in both]
    assert sorted(int(number) for ids in said for number in ids) == list(range(60))


def test_what_was_accepted_is_there_after_a_restart_in_order_and_whole(tmp_path: Path) -> None:
    first = Updates(Database(tmp_path / "sosik.db"), "telegram")
    first.accept([arrival(9, "2", "둘"), arrival(4, "1", "하나 \ud83d\ude00 \0 \ud800")], now=NOW)
    second = Updates(Database(tmp_path / "sosik.db"), "telegram")
    assert [(one.id, one.chat, one.payload, one.received_at) for one in second.waiting()] == [
        (4, "1", "하나 😀 \0 �", NOW),
        (9, "2", "둘", NOW),
    ]


def test_ids_are_remembered_for_as_long_as_asked_and_no_longer(updates: Updates) -> None:
    updates.accept([arrival(1), arrival(2), arrival(3)], now=NOW)
    updates.settle(1, now=NOW)
    updates.settle(2, now=NOW + timedelta(hours=1))
    later = NOW + REMEMBERED + timedelta(minutes=1)
    assert updates.forget(before=later - REMEMBERED) == 1
    assert [one.id for one in updates.accept([arrival(1), arrival(2), arrival(3)], now=later)] == [
        1
    ]


def test_after_days_of_silence_any_number_may_come_next(updates: Updates) -> None:
    updates.accept([arrival(900)], now=NOW)
    updates.settle(900, now=NOW)
    updates.forget(before=NOW + timedelta(days=3))
    assert updates.accept([arrival(5)], now=NOW + timedelta(days=8))


# -- what is asked does not stay


def traces(path: Path, word: str) -> int:
    held = [file.read_bytes() for file in path.parent.glob(f"{path.name}*")]
    return sum(content.count(word.encode()) for content in held)


def test_no_question_stays_in_the_file_once_all_are_done(tmp_path: Path) -> None:
    path = tmp_path / "sosik.db"
    database = Database(path)
    updates, outbox = Updates(database, "telegram"), Outbox(database, "telegram")
    lengths = (1, 30, 80, 400)
    for start in range(0, 160, 40):
        batch = [
            arrival(number, str(number % 7), f"canary{number:04d} " * lengths[number % 4])
            for number in range(start, start + 40)
        ]
        updates.accept(batch, now=NOW)
        for one in batch:
            if one.id % 20:
                text = f"reply {one.payload}"
                (put,) = outbox.put(
                    [Outgoing(chat=one.chat, content=text)], now=NOW, settles=one.id
                )
                outbox.sending(put, now=NOW)
                if one.id % 3:
                    outbox.sent(put, "1", now=NOW)
                else:
                    outbox.failed(put, reason="chat not found", now=NOW)
    assert traces(path, "canary") > 8
    updates.forget(before=NOW - REMEMBERED)
    outbox.forget(before=NOW - REMEMBERED)
    waiting = {one.id for one in updates.waiting()}
    assert waiting == set(range(0, 160, 20))
    left = {number for number in range(160) if traces(path, f"canary{number:04d}")}
    assert left == waiting
    for number in waiting:
        updates.settle(number, now=NOW)
    updates.forget(before=NOW - REMEMBERED)
    assert traces(path, "canary") == 0
