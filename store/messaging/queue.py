"""Whose turn it is: the questions that are asked of the outbox before each message."""

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

#: Only due messages are looked at, in the order in which they are to leave; the first few are
#: found without reading the rest. Asked of each of them, by index: is another of its chat being
#: sent, or to be tried again later; is an earlier one due.
HEADS: Final = """
    SELECT head.id, head.chat, content, head.attempts, head.key, head.answers, head.part,
        replaced.message AS replaces_message, head.created_at
    FROM outbox AS head
    JOIN outbox_contents AS contents ON contents.id = head.id
    LEFT JOIN outbox AS replaced ON replaced.id = head.replaces
    WHERE head.channel = :channel AND head.ended_at IS NULL AND head.state = 'queued'
        AND (head.not_before IS NULL OR head.not_before <= :now)
        AND head.chat NOT IN (SELECT value FROM json_each(:without))
        AND NOT EXISTS (
            SELECT 1 FROM outbox AS tried
            WHERE tried.channel = :channel AND tried.chat = head.chat
                AND tried.ended_at IS NULL AND tried.attempts > 0
                AND (tried.state = 'sending' OR tried.not_before > :now)
        )
        AND NOT EXISTS (
            SELECT 1 FROM outbox AS earlier
            WHERE earlier.channel = :channel AND earlier.chat = head.chat
                AND earlier.ended_at IS NULL
                AND (earlier.priority, earlier.id) < (head.priority, head.id)
                AND (earlier.not_before IS NULL OR earlier.not_before <= :now)
        )
    ORDER BY head.priority, head.id
    LIMIT :limit
"""

#: What was not sent in time.
EXPIRED: Final = """
    SELECT id FROM outbox
    WHERE channel = ? AND ended_at IS NULL AND expires_at <= ? AND state = 'queued'
"""


def arguments(
    channel: str, now: datetime, *, limit: int, without: Collection[str]
) -> dict[str, Any]:
    """Make the arguments of ``HEADS``."""
    return {
        "channel": channel,
        "now": now.timestamp(),
        "limit": limit,
        "without": json.dumps(sorted(without)),
    }
