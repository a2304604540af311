"""Takes out of a copy of the database what this home still answers and sends itself."""

import sqlite3
from datetime import datetime
from typing import Final

#: Shown beside a message that a restored home does not send.
REASON: Final = "was being sent when the backup was made"

_ENDED: Final = "SELECT id FROM outbox WHERE ended_at IS NOT NULL"


def disown(copy: sqlite3.Connection, *, now: datetime) -> None:
    """Leave no question and nothing that is due in the copy: restored, it would go out twice.

    What was due is uncertain there; what was put for after ``now`` stays owed.
    """
    copy.execute("PRAGMA secure_delete = ON")
    copy.execute("PRAGMA journal_mode = MEMORY")  # killed, it leaves no file beside the copy
    with copy:
        copy.execute(
            "UPDATE outbox SET state = 'uncertain', reason = :reason, ended_at = :now"
            " WHERE ended_at IS NULL"
            " AND (attempts > 0 OR not_before IS NULL OR not_before <= :now)",
            {"reason": REASON, "now": now.timestamp()},
        )
        copy.execute(f"DELETE FROM outbox_contents WHERE id IN ({_ENDED})")  # noqa: S608 (a constant)
        copy.execute(
            "INSERT OR IGNORE INTO done_updates(channel, id, done_at)"
            " SELECT channel, id, ? FROM waiting_updates",
            [now.timestamp()],
        )
        copy.execute("DELETE FROM waiting_updates")
