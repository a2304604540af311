"""Keeps what a chat wants to hear of: each once, and no more than it may have."""

from collections.abc import Sequence
from typing import Any

from sqlite_utils import Database as Connection


def keep(
    db: Connection, table: str, new: dict[str, Any], *, same: Sequence[str], most: int
) -> dict[str, Any] | None:
    """Keep a row, within a transaction, and return it with its id.

    One of the chat that is the ``same`` in these columns stays as it is, and is returned instead;
    None when the chat has as many as it may.
    """
    own = list(db[table].rows_where("channel = :channel AND chat = :chat", new, order_by="id"))
    known = next((row for row in own if all(row[name] == new[name] for name in same)), None)
    if known is not None or len(own) >= most:
        return known
    return {**new, "id": db[table].insert(new).last_pk}
