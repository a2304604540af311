"""A restored home sends nothing again, and a backup keeps nobody's question."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from store.backup import backup, restore
from store.database import Database
from store.messaging.outbox import Outbox, Outgoing
from store.messaging.owed import REASON
from store.messaging.updates import Arrival, Updates

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
TOMORROW = NOW + timedelta(days=1)


def test_a_restored_home_owes_only_what_was_put_for_later(
    database: Database, updates: Updates, outbox: Outbox, tmp_path: Path
) -> None:
    updates.accept([Arrival(id=7, chat="1", payload="canary question")], now=NOW)
    due, tried, later = outbox.put(
        [
            Outgoing(chat="1", content="canary reply"),
            Outgoing(chat="2", content="canary retried", key="k"),
            Outgoing(chat="3", content="digest", not_before=TOMORROW),
        ],
        now=NOW,
    )
    outbox.sending(tried, now=NOW)
    outbox.retry(tried, not_before=NOW + timedelta(hours=1), reason="network")
    backup(database, tmp_path / "backup.tar", vectors=None, now=NOW)
    assert b"canary" not in (tmp_path / "backup.tar").read_bytes()
    restore(tmp_path / "backup.tar", tmp_path / "other")

    restored = Database(tmp_path / "other" / "sosik.db")
    its_outbox, its_updates = Outbox(restored, "telegram"), Updates(restored, "telegram")
    assert [one.id for one in its_outbox.next(now=TOMORROW, limit=9)] == [later]
    assert {one.id: one.reason for one in its_outbox.listing(state="uncertain", limit=9)} == {
        due: REASON,
        tried: REASON,
    }
    assert its_updates.waiting() == ()
    again = Arrival(id=7, chat="1", payload="canary question")
    assert its_updates.accept([again], now=TOMORROW) == (), "the other home answers it"
    restored.close()


def test_the_home_itself_still_owes_everything(
    database: Database, updates: Updates, outbox: Outbox, tmp_path: Path
) -> None:
    updates.accept([Arrival(id=7, chat="1", payload="?")], now=NOW)
    outbox.put([Outgoing(chat="1", content="x")], now=NOW)
    backup(database, tmp_path / "backup.tar", vectors=None, now=NOW)
    assert [one.id for one in updates.waiting()] == [7]
    assert [one.content for one in outbox.next(now=NOW, limit=9)] == ["x"]
