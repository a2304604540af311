"""Which spellings mean one name: as shipped, as articles say, and as an admin says."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Final, Literal

from sqlite_utils import Database as Connection

from store.article import Article
from store.database import Database
from store.spellings import key, script, shipped

#: The newest rows in which a spelling was learned; a name in every article costs no more.
NEWEST: Final = 200
#: Independent articles that have to pair two spellings which neither look nor sound alike.
INDEPENDENT: Final = 2
#: They do in this share of the articles that pair either with the other's script at all: teams
#: stand behind many players (최도윤(HRB), 박이랑(HRB)), a name in another script behind one.
SHARE: Final = 0.5
#: Spellings longer than this are no names.
MAX_CHARS: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two spellings that a text gives to one name; ``alike``: they look or sound like one."""

    name: str
    spelling: str
    alike: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """An admin's word: the two are one name, or are not; ``spelling`` None: ``name`` is alone."""

    name: str
    spelling: str | None
    same: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a spelling: how it is ``written``, and the ``others`` of its name.

    ``exact`` are those of ``written`` that are plain words in another case; ``kind`` tells names
    from news terms (기준금리, base rate).
    """

    written: tuple[str, ...]
    others: tuple[str, ...]
    exact: frozenset[str] = frozenset()
    kind: Literal["name", "term"] = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Two spellings as an admin sees them, and who says that they are one, or are not."""

    name: str
    spelling: str | None
    source: Literal["added", "removed", "learned"]
    articles: int


class Names:
    """The table of names. Every method raises DatabaseError when SQLite refuses."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def learn(self, found: Iterable[tuple[Article, Sequence[Pair]]]) -> None:
        """Keep what articles say, in place of what was learned from them before.

        An article that is gone or has a newer version meanwhile teaches nothing.
        """
        with self._database.write() as db:
            for article, pairs in found:
                db.execute("DELETE FROM learned_names WHERE article_id = ?", [article.id])
                current = db.execute(
                    "SELECT 1 FROM current_articles WHERE id = ? AND version = ?",
                    [article.id, article.version],
                ).fetchone()
                if current:
                    db["learned_names"].insert_all(_rows(article.id, pairs), ignore=True)

    def known(self, keys: Collection[str]) -> dict[str, Known]:
        """Return what is known of those among ``keys`` that are spellings of a name.

        Keys are those of ``store.spellings.key``. A spelling of a spelling counts too: 앤솔로픽 and
        앤트로픽 are one by way of Anthropic.
        """
        with self._database.read() as db:
            edits = _edits(db)
            first = _near(db, keys, edits)
            further = {other for near in first.values() for other in near if _leads_on(near[other])}
            second = _near(db, further - first.keys(), edits) | first
        found = {}
        for one, near in first.items():
            others = dict(near)
            for other in near:
                if other in further:
                    others = second.get(other, {}) | others
            refused = edits.refused(one)
            spellings = [others[each] for each in others if each != one and each not in refused]
            if spellings:
                row = shipped().get(one)
                found[one] = Known(
                    written=row.written if row else (),
                    exact=row.exact if row else frozenset(),
                    kind=row.kind if row else "name",
                    others=tuple(dict.fromkeys(spellings)),
                )
        return found

    def add(self, spellings: Sequence[str]) -> None:
        """Let ``spellings``, two or more, mean one name, whatever was said before."""
        with self._database.write() as db:
            for one, other in permutations(spellings, 2):
                db.execute(
                    "DELETE FROM name_edits WHERE key = ? AND other = '' AND same = 0", [key(one)]
                )
                _edit(db, one, other, same=True)

    def remove(self, spellings: Sequence[str]) -> bool:
        """Let ``spellings`` not mean one name, or a single one nothing but itself, for good.

        Tell whether any two of them, or it, were known to; else nothing changes.
        """
        known = self.known([key(one) for one in spellings])
        others = {one: {key(each) for each in said.others} for one, said in known.items()}
        pairs = list(permutations(spellings, 2)) or [(spellings[0], "")]
        if not any(
            key(other) in others.get(key(one), ()) if other else key(one) in others
            for one, other in pairs
        ):
            return False
        with self._database.write() as db:
            for one, other in pairs:
                if not other:
                    db.execute(
                        "DELETE FROM name_edits WHERE same = 1 AND (key = :key OR other = :key)",
                        {"key": key(one)},
                    )
                _edit(db, one, other, same=False)
        return True

    def listed(self) -> Iterator[Listed]:
        """Yield what was added and removed, then what was learned and is believed, in order."""
        with self._database.read() as db:
            edits = _edits(db)
            for edit in edits.pairs:
                source: Literal["added", "removed"] = "added" if edit.same else "removed"
                yield Listed(name=edit.name, spelling=edit.spelling, source=source, articles=0)
            keys = [row[0] for row in db.execute("SELECT DISTINCT key FROM learned_names")]
            told: set[frozenset[str]] = set()
            for one in sorted(keys):
                for other, (spelling, articles) in _learned(db, one).items():
                    pair = frozenset((one, other))
                    if pair not in told and not edits.apart(one, other):
                        told.add(pair)
                        name = _learned(db, other)[one][0] if one in _learned(db, other) else one
                        yield Listed(
                            name=name, spelling=spelling, source="learned", articles=articles
                        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edits:
    pairs: tuple[Edit, ...]
    same: Mapping[str, Mapping[str, str]]
    apart_from: Mapping[str, frozenset[str]]

    def refused(self, one: str) -> frozenset[str]:
        return self.apart_from.get(one, frozenset())

    def alone(self, one: str) -> bool:
        return "" in self.refused(one)

    def apart(self, one: str, other: str) -> bool:
        return self.alone(one) or self.alone(other) or other in self.refused(one)


def _edits(db: Connection) -> _Edits:
    same: dict[str, dict[str, str]] = {}
    apart: dict[str, set[str]] = {}
    pairs: dict[frozenset[str], Edit] = {}
    for row in db.query("SELECT * FROM name_edits ORDER BY name, spelling"):
        if row["same"]:
            same.setdefault(row["key"], {})[row["other"]] = row["spelling"]
        else:
            apart.setdefault(row["key"], set()).add(row["other"])
        edit = Edit(name=row["name"], spelling=row["spelling"] or None, same=bool(row["same"]))
        pairs.setdefault(frozenset((row["key"], row["other"])), edit)
    return _Edits(
        pairs=tuple(pairs.values()),
        same=same,
        apart_from={one: frozenset(others) for one, others in apart.items()},
    )


def _edit(db: Connection, one: str, other: str, *, same: bool) -> None:
    db["name_edits"].insert(
        {"key": key(one), "other": key(other), "name": one, "spelling": other, "same": same},
        replace=True,
    )


def _near(db: Connection, keys: Collection[str], edits: _Edits) -> dict[str, dict[str, str]]:
    """The spellings beside each of ``keys``, by their keys: added, shipped, then learned ones."""
    learned = {
        row[0]
        for row in db.execute(
            "SELECT DISTINCT key FROM learned_names WHERE key IN (SELECT value FROM json_each(?))",
            [json.dumps(list(keys))],
        )
    }
    found = {}
    for one in keys:
        near = dict(edits.same.get(one, {}))
        if one in shipped():
            near = shipped()[one].others | near
        if one in learned:
            near = {other: said for other, (said, _) in _learned(db, one).items()} | near
        near = {other: said for other, said in near.items() if not edits.apart(one, other)}
        if near:
            found[one] = near
    return found


def _leads_on(spelling: str) -> bool:
    """Tell whether what means the same as ``spelling`` is one name: AI, PM and MS are several."""
    return not (spelling.isascii() and spelling.isupper() and len(spelling) <= _ACRONYM)


_ACRONYM: Final = 4


def _learned(db: Connection, one: str) -> dict[str, tuple[str, int]]:
    """What is believed of what articles say: key → how it is written, independent articles."""
    articles, written, alike = _said(db, one)
    found = {}
    for other, said in articles.items():
        if other in alike or (
            _outweighs(said, articles, script(other))
            and _outweighs(said, _said(db, other)[0], script(one))
        ):
            found[other] = (written[other], len(said))
    return found


def _said(db: Connection, one: str) -> tuple[dict[str, set[int]], dict[str, str], frozenset[str]]:
    articles: dict[str, set[int]] = {}
    written: dict[str, str] = {}
    alike = set()
    for row in db.query(
        "SELECT other, spelling, alike, coalesce(group_id, article_id) AS report"
        " FROM learned_names JOIN articles ON articles.id = article_id WHERE key = ?"
        " ORDER BY article_id DESC LIMIT ?",
        [one, NEWEST],
    ):
        articles.setdefault(row["other"], set()).add(row["report"])
        written[row["other"]] = row["spelling"]
        if row["alike"]:
            alike.add(row["other"])
    return articles, written, frozenset(alike)


def _outweighs(said: set[int], articles: Mapping[str, set[int]], wanted: str) -> bool:
    """Tell whether ``said`` are enough of all the articles that name a spelling of this script."""
    rivals = set().union(*(them for other, them in articles.items() if script(other) == wanted))
    return len(said) >= max(INDEPENDENT, SHARE * len(rivals))


def _rows(article_id: int, pairs: Iterable[Pair]) -> Iterator[dict[str, object]]:
    for pair in pairs:
        for one, other in ((pair.name, pair.spelling), (pair.spelling, pair.name)):
            yield {
                "article_id": article_id,
                "key": key(one),
                "other": key(other),
                "spelling": other,
                "alike": pair.alike,
            }
