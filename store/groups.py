"""Copies of one report in SQL: which articles share a text, and where it comes from."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from sqlite_utils import Database as Connection

from store.article import Copies
from store.copies import Candidate, are_copies, choose_origin

#: Articles that are compared letter by letter, those sharing most bands first: copies are there.
MAX_COMPARED: Final = 12
#: Articles of one band that are looked at, the newest: a frame that thousands of texts share
#: tells nothing.
MAX_OF_BAND: Final = 50


def regroup(db: Connection, article_id: int, text: str, bands: Sequence[int]) -> None:
    """Put the article beside its copies, or in a group of its own.

    A group is called by the id of one of its articles; groups that prove to be one are joined.
    """
    leave(db, article_id)
    groups = {group for group, other in _candidates(db, bands) if are_copies(text, other)}
    group = min((article_id, *groups))
    db.execute(
        "UPDATE articles SET group_id = ? WHERE id = ?"
        " OR group_id IN (SELECT value FROM json_each(?))",
        [group, article_id, json.dumps(list(groups))],
    )
    db["bands"].insert_all(
        ({"band": band, "article_id": article_id} for band in bands), ignore=True
    )


def leave(db: Connection, article_id: int) -> None:
    """Take the article out of its group, as before it was compared; the others stay together."""
    db.execute("DELETE FROM bands WHERE article_id = ?", [article_id])
    db.execute("UPDATE articles SET group_id = NULL WHERE id = ?", [article_id])
    db.execute(
        "UPDATE articles SET group_id = (SELECT min(id) FROM articles WHERE group_id = :left)"
        " WHERE group_id = :left",
        {"left": article_id},
    )


def copies_of(db: Connection, article_ids: Iterable[int]) -> dict[int, Copies]:
    """Return the group of each article, of which it may be the only one; none for no article."""
    wanted = set(article_ids)
    groups: defaultdict[int, list[Candidate]] = defaultdict(list)
    for row in db.query(
        "SELECT coalesce(group_id, -id) AS called, id, outlet, agency, published_at"
        " FROM current_articles WHERE id IN (SELECT value FROM json_each(:ids)) OR group_id IN"
        " (SELECT group_id FROM articles WHERE id IN (SELECT value FROM json_each(:ids)))"
        " ORDER BY id",
        {"ids": json.dumps(list(wanted))},
    ):
        groups[row.pop("called")].append(Candidate(**row))
    return {
        one.id: copies
        for group in groups.values()
        for copies in (_copies(group),)
        for one in group
        if one.id in wanted
    }


def _copies(group: Sequence[Candidate]) -> Copies:
    origin = choose_origin(group)
    return Copies(
        articles=tuple(one.id for one in group),
        outlets=tuple(dict.fromkeys(one.outlet for one in group if one.outlet)),
        origin=origin.article_id,
        origin_outlet=origin.name,
    )


def _candidates(db: Connection, bands: Iterable[int]) -> list[tuple[int, str]]:
    shared: Counter[int] = Counter()
    for band in bands:
        shared.update(
            row[0]
            for row in db.execute(
                "SELECT article_id FROM bands WHERE band = ? ORDER BY article_id DESC LIMIT ?",
                [band, MAX_OF_BAND],
            )
        )
    likely = [one for one, _ in shared.most_common(MAX_COMPARED)]
    return [
        (row["group_id"], row["text"])
        for row in db.query(
            "SELECT group_id, text FROM current_articles"
            " WHERE id IN (SELECT value FROM json_each(?)) AND group_id IS NOT NULL",
            [json.dumps(likely)],
        )
    ]
