"""An article's versions in SQL: which article a text belongs to, and what a new version brings."""

import json
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, Final

from sqlite_utils import Database as Connection

from store import addresses, rows
from store.article import EventDate, Extracted
from store.changes import sentence_changes
from store.errors import SourceError
from store.extract.events import event_dates
from store.outlets import Outlets, host_of
from store.passages import split
from store.shingles import containment

#: Two texts under one file name are versions of one article when the shorter has at least this
#: share of its 5-grams in the other; an edit keeps most of a text, another article next to none.
SAME_ARTICLE: Final = 0.5
#: Under one address less is enough: a rewritten article keeps its names and figures. Articles
#: that only name the same home page share next to nothing: of 1,500 pairs of news articles drawn
#: by chance 99 % shared less than .03, none as much as .1.
SAME_ADDRESS: Final = 0.2
#: Articles of one name that are compared, the newest first: some programs name all files alike.
MAX_NAMESAKES: Final = 20
#: Versions kept of one article, the first one and the newest: a page that shows how often it was
#: read is another at each look.
MAX_VERSIONS: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What is written of a version beside its place among the others.

    ``columns`` are those of the table ``versions`` that come from the file; ``address`` is the
    URL's key, None for a site's front page, which is no article's; ``published_at`` Unix time.
    """

    columns: dict[str, Any]
    address: str | None
    at_front_page: bool
    published_at: float | None
    event_dates: tuple[EventDate, ...]


def version(
    extracted: Extracted, *, data: bytes, zone: tzinfo, outlets: Outlets, now: datetime
) -> Version:
    """Make the version that ``extracted``, read from ``data``, is; days begin in ``zone``."""
    columns: dict[str, Any] = rows.version(extracted)
    text, url, published = columns["text"], columns["url"], extracted.published
    own = (columns["publisher"] or "", columns["title"] or "", text)
    columns |= {
        "outlet": outlets.canonical(columns["publisher"], host=host_of(url or "")),
        "agency": outlets.canonical(columns["agency"]),
        "raw_sha256": rows.sha256(data),
        "text_sha256": rows.sha256("\0".join(own).encode()),
        "stored_at": now.timestamp(),
    }
    address = address_of(url)
    named: tuple[EventDate, ...] = ()
    at_front_page = address is not None and is_front_page(address)
    if published is not None:
        named = event_dates(text, published=published, language=columns["language"])
    return Version(
        columns=columns,
        address=None if at_front_page else address,
        at_front_page=at_front_page,
        published_at=published.instant(zone).timestamp() if published else None,
        event_dates=named,
    )


def address_of(url: str | None) -> str | None:
    """Return the form in which all spellings of a web address are one; None for what is none."""
    try:
        return url and addresses.key(url)
    except SourceError:
        return None


def is_front_page(address: str) -> bool:
    """Tell whether the key of an address names a whole site; all its articles may give it."""
    return not any(mark in address for mark in "/?#")


def earlier(
    db: Connection, version: Version, *, file: str, known_as: int | None = None
) -> int | None:
    """Return the id of the article that this is a newer text of: one of its address or name, or
    the one it is ``known_as`` where it comes from.
    """
    text, url = version.columns["text"], version.columns["url"]
    own = None if version.at_front_page else url
    for row in db.query(
        "SELECT id, url, address, text FROM current_articles WHERE id IN"
        " (SELECT id FROM articles WHERE url = ? OR address = ? OR file = ? OR id = ?"
        " ORDER BY id DESC LIMIT ?)",
        [own, version.address, file, known_as, MAX_NAMESAKES],
    ):
        at_one = own is not None and (row["url"] == own or row["address"] == version.address)
        if at_one or row["id"] == known_as:
            needed = SAME_ADDRESS
        elif own is None or row["url"] is None:
            needed = SAME_ARTICLE
        else:
            continue
        if containment(text, row["text"]) >= needed:
            return int(row["id"])
    return None


def new_article(db: Connection, *, file: str, now: datetime) -> int:
    """Add a row for an article that has no version yet, and return its id."""
    return int(db["articles"].insert({"file": file, "stored_at": now.timestamp()}).last_pk)


def make_current(db: Connection, article_id: int, version: Version) -> None:
    """Append ``version`` to the article; its passages take the place of the old ones."""
    columns = version.columns
    version_id = db["versions"].insert(columns | _place(db, article_id, columns["text"])).last_pk
    db.execute(
        "UPDATE articles SET version_id = ?, url = ?, address = ?, published_at = ?, words = 0"
        " WHERE id = ?",
        [version_id, columns["url"], version.address, version.published_at, article_id],
    )
    drop_versions(db, article_id, keep=MAX_VERSIONS)
    forget_passages(db, article_id)
    db["passages"].insert_all(
        {"article_id": article_id, "start": start, "end": end}
        for start, end in split(columns["text"])
    )
    named = (rows.days_named(article_id, one) for one in version.event_dates)
    db["event_dates"].insert_all(named, ignore=True)


def _place(db: Connection, article_id: int, text: str) -> dict[str, Any]:
    """The columns of a version with this text that depend on the one before it."""
    before = db.execute(
        "SELECT version, text FROM current_articles WHERE id = ?", [article_id]
    ).fetchone()
    number, old = before or (0, None)
    changes = () if old is None else sentence_changes(old, text)
    said = json.dumps([[one.old, one.new] for one in changes], ensure_ascii=False)
    return {"article_id": article_id, "number": number + 1, "changes": said}


def drop_versions(db: Connection, article_id: int, *, keep: int) -> None:
    """Delete all but ``keep`` versions with their raw files: the first and the newest stay."""
    dropped = db.execute(
        "SELECT id, raw_sha256 FROM versions WHERE article_id = ?"
        " ORDER BY number = 1 DESC, number DESC LIMIT -1 OFFSET ?",
        [article_id, keep],
    ).fetchall()
    for version_id, sha256 in dropped:
        db.execute("DELETE FROM versions WHERE id = ?", [version_id])
        db.execute(
            "DELETE FROM raw_files WHERE sha256 = ?"
            " AND NOT EXISTS (SELECT 1 FROM versions WHERE raw_sha256 = ?)",
            [sha256, sha256],
        )


def forget_passages(db: Connection, article_id: int) -> None:
    """Delete the article's passages and what it taught, and let the indexes drop them too."""
    db.execute(
        "INSERT OR IGNORE INTO forgotten_passages(id) SELECT id FROM passages WHERE article_id = ?",
        [article_id],
    )
    for table in ("passages", "event_dates", "learned_names"):
        db.execute(f"DELETE FROM {table} WHERE article_id = ?", [article_id])  # noqa: S608 - names of ours
