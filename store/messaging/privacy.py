"""Everything that is kept about one person, to be read, and to be erased."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final, get_args

from sqlite_utils import Database as Connection

from store.database import Database
from store.messaging import answers
from store.messaging.traces import Table, wipe

#: What names the person, wherever they wrote.
_OF_PERSON: Final[Mapping[str, str]] = {
    "standing": "SELECT standing, at FROM access WHERE channel = :channel AND party = :person",
    "answers": (
        "SELECT id, chat, at, kind, took_ms FROM answers WHERE channel = :channel"
        " AND (person = :person OR chat = :own) ORDER BY at"
    ),
    "quotes": (
        "SELECT answer, article_id, version, start, end FROM answer_quotes"
        " WHERE channel = :channel AND answer IN (SELECT id FROM answers"
        " WHERE channel = :channel AND (person = :person OR chat = :own))"
        " ORDER BY answer, position"
    ),
    "verdicts": (
        "SELECT answer, verdict, at FROM feedback"
        " WHERE channel = :channel AND person = :person ORDER BY at"
    ),
    "kept_questions": (
        "SELECT answer, question FROM kept_questions WHERE channel = :channel AND person = :person"
    ),
    "confirmations": (
        "SELECT chat, action, argument, expires_at FROM confirmations"
        " WHERE channel = :channel AND (person = :person OR chat = :own)"
    ),
    "limits": (
        "SELECT name, tokens, at FROM buckets WHERE channel = :channel AND party IN (:person, :own)"
    ),
    "invitations": ("SELECT uses, expires_at FROM invitations WHERE made_by IN (:person, :who)"),
    "audit": "SELECT at, action, object, outcome FROM audit WHERE who = :who ORDER BY id",
    # What is kept of a private chat is kept of the person; that of a group is the group's.
    "settings": (
        "SELECT language, is_on, kind, first_seen, last_seen, unreachable FROM chats"
        " WHERE channel = :channel AND chat = :own"
    ),
    "waiting": (
        "SELECT received_at, payload FROM waiting_updates"
        " WHERE channel = :channel AND chat = :own ORDER BY id"
    ),
    "subscriptions": (
        "SELECT chat, kind, time, zone, weekdays, language, length, topics, outlets_in,"
        " outlets_out, quiet, paused_until, when_empty, likes, next_at, last_on FROM subscriptions"
        " WHERE channel = :channel AND (person = :person OR chat = :own) ORDER BY id"
    ),
    "follows": (
        "SELECT chat, topic, story, created_at FROM follows"
        " WHERE channel = :channel AND (person = :person OR chat = :own) ORDER BY id"
    ),
    "watchwords": (
        "SELECT chat, rule, created_at FROM watchwords"
        " WHERE channel = :channel AND (person = :person OR chat = :own) ORDER BY id"
    ),
    "awaited_questions": (
        "SELECT chat, question, asked_at, expires_at FROM awaited_questions"
        " WHERE channel = :channel AND (person = :person OR chat = :own) ORDER BY id"
    ),
    "due_news": (
        "SELECT article_id, cause, cause_id, since, found_at FROM due_news"
        " WHERE channel = :channel AND chat = :own ORDER BY found_at"
    ),
    "due_corrections": (
        "SELECT article_id, version, start, end, by_article, by_version, found_at"
        " FROM due_corrections WHERE channel = :channel AND chat = :own ORDER BY found_at"
    ),
    "told": (
        "SELECT at, how, story, fact, article_id, version, start, end FROM told_facts"
        " WHERE channel = :channel AND chat = :own ORDER BY id"
    ),
    "messages": (
        "SELECT state, created_at, ended_at, answers, message, reason, content FROM outbox"
        " LEFT JOIN outbox_contents USING (id) WHERE channel = :channel AND chat = :own ORDER BY id"
    ),
}
_TIMES: Final = frozenset(
    {
        *("at", "expires_at", "first_seen", "last_seen", "received_at", "created_at", "ended_at"),
        *("next_at", "asked_at", "since", "found_at"),
    }
)


def export(database: Database, channel: str, chat: str, person: str) -> dict[str, Any]:
    """Return all that is kept about the person, as plain JSON values; times are ISO in UTC.

    What is kept of ``chat`` is part of it when that is private. Raises DatabaseError.
    """
    with database.read() as db:
        asked = _named(db, channel, chat, person)
        return {
            "channel": channel,
            "person": person,
            **{
                name: [_plain(row) for row in db.query(sql, asked)]
                for name, sql in _OF_PERSON.items()
            },
        }


def erase(database: Database, channel: str, chat: str, person: str, *, now: datetime) -> None:  # noqa: ARG001 (as elsewhere)
    """Erase all that is kept about the person, and about ``chat`` when that is private.

    A block stays, an admin's standing, and what admins did; of answers and verdicts the bare
    counts; and how much was asked, without which erasing would be a way round the limits, until
    that is forgotten by itself. What waits in a private chat loses its text and is not returned
    again; it can still be settled. Raises DatabaseError.
    """
    with database.erasing() as db:
        asked = _named(db, channel, chat, person)
        theirs = [row["id"] for row in db.query(_OF_PERSON["answers"], asked)]
        answers.empty(db, channel, theirs)
        answers.fold(db, "channel = ? AND person = ?", [channel, person])
        db.execute(
            "DELETE FROM outbox_contents WHERE id IN"
            " (SELECT id FROM outbox WHERE channel = :channel AND chat = :own)",
            asked,
        )
        for statement in _ERASING:
            db.execute(statement, asked)
        for table in get_args(Table):
            wipe(db, table)


_ERASING: Final = (
    "DELETE FROM kept_questions WHERE channel = :channel AND person = :person",
    "DELETE FROM outbox WHERE channel = :channel AND chat = :own",
    "UPDATE waiting_updates SET chat = '', payload = '' WHERE channel = :channel AND chat = :own",
    "DELETE FROM chats WHERE channel = :channel AND chat = :own",
    "DELETE FROM confirmations WHERE channel = :channel AND (person = :person OR chat = :own)",
    "DELETE FROM told_facts WHERE channel = :channel AND chat = :own",
    "DELETE FROM subscriptions WHERE channel = :channel AND chat = :own",
    "DELETE FROM follows WHERE channel = :channel AND chat = :own",
    "DELETE FROM watchwords WHERE channel = :channel AND chat = :own",
    # What somebody wants to know is theirs in a group too.
    "DELETE FROM awaited_questions WHERE channel = :channel AND (person = :person OR chat = :own)",
    "DELETE FROM due_news WHERE channel = :channel AND chat = :own",
    "DELETE FROM due_corrections WHERE channel = :channel AND chat = :own",
    # What a group gets is the group's, whoever set it up.
    "UPDATE subscriptions SET person = NULL WHERE channel = :channel AND person = :person",
    "UPDATE follows SET person = NULL WHERE channel = :channel AND person = :person",
    "UPDATE watchwords SET person = NULL WHERE channel = :channel AND person = :person",
    "UPDATE invitations SET made_by = '' WHERE made_by IN (:person, :who)",
    # Others' refused attempts are no acts of admins.
    "DELETE FROM audit WHERE who = :who AND outcome <> 'done' AND NOT EXISTS"
    " (SELECT 1 FROM access WHERE channel = :channel AND party = :person AND standing = 'admin')",
    "DELETE FROM access WHERE channel = :channel AND party = :person AND standing = 'allowed'",
)


def _named(db: Connection, channel: str, chat: str, person: str) -> dict[str, str | None]:
    """Name the person in every way that tables do; ``own`` is the chat when it is theirs alone."""
    kind = db.execute(
        "SELECT kind FROM chats WHERE channel = ? AND chat = ?", [channel, chat]
    ).fetchone()
    private = chat == person or (kind is not None and kind[0] == "private")
    return {
        "channel": channel,
        "person": person,
        "own": chat if private else None,
        "who": f"{channel}:{person}",
    }


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: datetime.fromtimestamp(value, UTC).isoformat()
        if name in _TIMES and value is not None
        else value
        for name, value in row.items()
    }
