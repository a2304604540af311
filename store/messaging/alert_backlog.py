"""What alerts have not looked at yet, and what they have found and not told yet."""

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlite_utils import Database as Connection

from store.database import Database
from store.errors import NoLongerDueError
from store.messaging.due import Arrival, DueCorrection, DueNews, QuotedTo
from store.messaging.outbox import Along

#: What was quoted from a version that was out of date already is looked for so far back: a digest
#: takes minutes from the reading to the telling.
QUOTED_LATE: Final = timedelta(hours=1)


class AlertBacklog:
    """The backlog of all channels. Every method raises DatabaseError when SQLite refuses."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- looking

    def waiting(self, limit: int) -> tuple[Arrival, ...]:
        """Return articles that are in a story and were not looked at, the first first."""
        with self._database.read() as db:
            return tuple(
                Arrival(
                    article_id=row["id"],
                    story_id=row["story_id"],
                    version_id=row["version_id"],
                    before=row["before"] or 0,
                    since=_moment(row["since"]) if row["since"] else None,
                )
                for row in db.query(_WAITING, [limit])
            )

    def looked_at(
        self,
        arrivals: Iterable[Arrival],
        news: Iterable[DueNews],
        corrections: Iterable[DueCorrection],
    ) -> None:
        """Note what was found, and that these versions were looked at: all or nothing.

        What waits already stays as it was found first; of what was erased meanwhile nothing is
        kept.
        """
        with self._database.write() as db:
            db.conn.executemany(_ADD_NEWS, [_news_row(one) for one in news])
            db.conn.executemany(_ADD_CORRECTION, [_correction_row(one) for one in corrections])
            db.conn.executemany(
                "UPDATE articles SET alerted = ? WHERE id = ?",
                [(one.version_id, one.article_id) for one in arrivals],
            )

    def quoted(self, article_ids: Collection[int], *, since: datetime) -> tuple[QuotedTo, ...]:
        """Return what chats were quoted from these articles since then, in digests, alerts,
        corrections and answers.
        """
        return self._quoted(_QUOTED, {"ids": json.dumps(list(article_ids)), **_at(since)})

    def quoted_late(self, now: datetime) -> tuple[QuotedTo, ...]:
        """Return what chats were quoted in the last hour from versions that were out of date."""
        return self._quoted(_QUOTED_LATE, _at(now - QUOTED_LATE))

    def quoted_of(self, outlet: str, *, since: datetime) -> tuple[QuotedTo, ...]:
        """Return what chats were quoted from the articles of an outlet since then."""
        return self._quoted(_OF_OUTLET, {"outlet": outlet, **_at(since)})

    def version_texts(self, article_id: int, numbers: Collection[int]) -> dict[int, str]:
        """Return the texts of those of these versions that are on record."""
        with self._database.read() as db:
            found = db.execute(
                "SELECT number, text FROM versions WHERE article_id = ?"
                " AND number IN (SELECT value FROM json_each(?))",
                [article_id, json.dumps(list(numbers))],
            )
            return dict(found.fetchall())

    def _quoted(self, sql: str, asked: dict[str, Any]) -> tuple[QuotedTo, ...]:
        with self._database.read() as db:
            return tuple(QuotedTo(**row) for row in db.query(sql, asked))

    # -- telling

    def chats(self, channel: str, *, found_before: datetime, closed: bool) -> tuple[str, ...]:
        """Return the chats to which something is due that was found before then, the longest first.

        Those that cannot be reached, are switched off or shut out are passed over; with ``closed``
        all that were not let in.
        """
        with self._database.read() as db:
            found = db.execute(
                _CHATS, {"channel": channel, "closed": int(closed), **_at(found_before)}
            )
            return tuple(row[0] for row in found.fetchall())

    def may_hear(self, channel: str, chat: str, *, closed: bool) -> bool:
        """Tell whether the chat is reachable, switched on, and not shut out."""
        with self._database.read() as db:
            asked = {"channel": channel, "chat": chat, "closed": int(closed)}
            return bool(db.execute("SELECT " + _MAY_HEAR.format(chat=":chat"), asked).fetchone()[0])

    def news(self, channel: str, chat: str) -> tuple[DueNews, ...]:
        """Return the articles that the chat is to be told of, as they were found."""
        with self._database.read() as db:
            found = db.query(
                "SELECT * FROM due_news WHERE channel = ? AND chat = ?"
                " ORDER BY found_at, article_id, cause, cause_id",
                [channel, chat],
            )
            return tuple(
                DueNews(
                    **{
                        **row,
                        "since": _moment(row["since"]),
                        "found_at": _moment(row["found_at"]),
                    }
                )
                for row in found
            )

    def corrections(self, channel: str, chat: str) -> tuple[DueCorrection, ...]:
        """Return what may have to be put right in the chat, as it was found."""
        with self._database.read() as db:
            found = db.query(
                "SELECT * FROM due_corrections WHERE channel = ? AND chat = ?"
                " ORDER BY found_at, article_id, version, start",
                [channel, chat],
            )
            return tuple(
                DueCorrection(
                    quoted=QuotedTo(**{name: row[name] for name in _QUOTE}),
                    by_article=row["by_article"],
                    by_version=row["by_version"],
                    found_at=_moment(row["found_at"]),
                )
                for row in found
            )

    def done(self, news: Sequence[DueNews] = (), corrections: Sequence[DueCorrection] = ()) -> None:
        """Take out what was told, or is nothing to tell."""
        if news or corrections:
            with self._database.write() as db:
                _settle(db, news, corrections)

    def expire(self, *, before: datetime, now: datetime) -> int:
        """Take out news that was found before then: it is none any more. Return how much.

        What was found, followed or watched for while the clock went ahead, counts as of now.
        """
        with self._database.write() as db:
            for table, column in _TIMES:
                db.execute(
                    f"UPDATE {table} SET {column} = :now WHERE {column} > :now",  # noqa: S608 (constants)
                    {"now": now.timestamp()},
                )
            gone = db.execute("DELETE FROM due_news WHERE found_at < ?", [before.timestamp()])
            return int(gone.rowcount)


def settling(
    news: Sequence[DueNews],
    corrections: Sequence[DueCorrection] = (),
    *,
    leaving: tuple[str, str, datetime] | None = None,
) -> Along:
    """Return the writing of ``AlertBacklog.done``, to be done along with what is told of it.

    ``leaving`` is a channel, a chat and when what stays due to that counts as found: it comes with
    the next message. What somebody has erased or follows no more by then undoes the promise: it
    raises NoLongerDueError.
    """

    def settle(db: Connection, _: tuple[int, ...]) -> None:
        if _settle(db, news, corrections) < len(news) + len(corrections):
            raise NoLongerDueError
        if leaving is not None:
            channel, chat, at = leaving
            db.execute(
                "UPDATE due_news SET found_at = max(found_at, ?) WHERE channel = ? AND chat = ?",
                [at.timestamp(), channel, chat],
            )

    return settle


def _settle(db: Connection, news: Sequence[DueNews], corrections: Sequence[DueCorrection]) -> int:
    """Take out what is due by now, and return how much of it was."""
    done = [db.execute(_DONE_NEWS, _news_row(one)).rowcount for one in news]
    done += [db.execute(_DONE_CORRECTION, _correction_row(one)).rowcount for one in corrections]
    return sum(done)


_TIMES: Final = (
    ("due_news", "found_at"),
    ("due_corrections", "found_at"),
    ("follows", "created_at"),
    ("watchwords", "created_at"),
)
_QUOTE: Final = ("channel", "chat", "article_id", "version", "start", "end")
_WAITING: Final = """
    SELECT articles.id, story_id, version_id, seen.number AS before, seen.stored_at AS since
    FROM articles LEFT JOIN versions AS seen ON seen.id = alerted
    WHERE alerted IS NOT version_id AND story_version = version_id AND story_id IS NOT NULL
    ORDER BY articles.id LIMIT ?
"""
_ADD_NEWS: Final = """
    INSERT OR IGNORE INTO due_news(channel, chat, article_id, cause, cause_id, since, found_at)
    SELECT :channel, :chat, :article_id, :cause, :cause_id, :since, :found_at WHERE EXISTS (
        SELECT 1 FROM follows WHERE id = :cause_id AND :cause = 'follow'
        UNION ALL SELECT 1 FROM watchwords WHERE id = :cause_id AND :cause = 'watch'
    )
"""
_DONE_NEWS: Final = """
    DELETE FROM due_news WHERE channel = :channel AND chat = :chat AND article_id = :article_id
    AND cause = :cause AND cause_id = :cause_id AND since = :since
"""
_ADD_CORRECTION: Final = """
    INSERT OR IGNORE INTO due_corrections(
        channel, chat, article_id, version, start, end, by_article, by_version, found_at
    ) SELECT
        :channel, :chat, :article_id, :version, :start, :end, :by_article, :by_version, :found_at
    WHERE EXISTS (
        SELECT 1 FROM told_facts WHERE channel = :channel AND chat = :chat
            AND article_id = :article_id
        UNION ALL
        SELECT 1 FROM answer_quotes JOIN answers
            ON answers.channel = answer_quotes.channel AND id = answer
        WHERE answers.channel = :channel AND chat = :chat AND article_id = :article_id
    )
"""
_DONE_CORRECTION: Final = """
    DELETE FROM due_corrections WHERE channel = :channel AND chat = :chat
    AND article_id = :article_id AND version = :version AND start = :start AND end = :end
    AND by_article = :by_article
"""
_ALL_QUOTED: Final = """
    SELECT channel, chat, article_id, version, start, end FROM told_facts
    WHERE {which} AND at >= :at
    UNION
    SELECT answers.channel, chat, article_id, version, start, end
    FROM answer_quotes JOIN answers ON answers.channel = answer_quotes.channel AND id = answer
    WHERE {which} AND at >= :at AND chat IS NOT NULL
"""
_QUOTED: Final = _ALL_QUOTED.format(which="article_id IN (SELECT value FROM json_each(:ids))")
_QUOTED_LATE: Final = _ALL_QUOTED.format(
    which="version < (SELECT number FROM articles JOIN versions ON versions.id = alerted"
    " WHERE articles.id = article_id)"
)
_OF_OUTLET: Final = _ALL_QUOTED.format(
    which="article_id IN (SELECT article_id FROM versions WHERE outlet = :outlet)"
)
#: As for digests; what is kept of a chat that never wrote says nothing against it.
_MAY_HEAR: Final = """
    NOT EXISTS (
        SELECT 1 FROM chats WHERE channel = :channel AND chats.chat = {chat}
            AND (unreachable IS NOT NULL OR NOT is_on)
    ) AND NOT EXISTS (
        SELECT 1 FROM access WHERE channel = :channel AND party = {chat} AND standing = 'blocked'
    ) AND (NOT :closed OR EXISTS (
        SELECT 1 FROM access WHERE channel = :channel AND party = {chat} AND standing <> 'blocked'
    ))
"""
_CHATS: Final = """
    SELECT chat FROM (
        SELECT chat, found_at FROM due_news WHERE channel = :channel
        UNION ALL SELECT chat, found_at FROM due_corrections WHERE channel = :channel
    ) AS due WHERE {may_hear} GROUP BY chat HAVING min(found_at) <= :at ORDER BY min(found_at), chat
""".format(may_hear=_MAY_HEAR.format(chat="due.chat"))  # noqa: S608 (constants)


def _news_row(one: DueNews) -> dict[str, Any]:
    return {
        **{
            name: getattr(one, name)
            for name in ("channel", "chat", "article_id", "cause", "cause_id")
        },
        "since": one.since.timestamp(),
        "found_at": one.found_at.timestamp(),
    }


def _correction_row(due: DueCorrection) -> dict[str, Any]:
    return {
        **{name: getattr(due.quoted, name) for name in _QUOTE},
        "by_article": due.by_article,
        "by_version": due.by_version,
        "found_at": due.found_at.timestamp(),
    }


def _at(moment: datetime) -> dict[str, float]:
    return {"at": moment.timestamp()}


def _moment(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC)
