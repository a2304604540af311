"""Who did what stands in the order in which it was done."""

from datetime import UTC, datetime, timedelta

from store.database import Database
from store.messaging.audit import Audit, Entry

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def test_acts_are_read_newest_first_page_by_page(database: Database) -> None:
    audit = Audit(database)
    for n in range(5):
        # A clock that is set back changes nothing in their order.
        audit.note(who="console", action="/allow", object=str(n), now=NOW - timedelta(minutes=n))
    audit.note(who="telegram:1", action="/block", object="2 \ud800", now=NOW, outcome="refused")
    first = audit.listed(limit=2)
    assert first == (
        Entry(id=6, at=NOW, who="telegram:1", action="/block", object="2 �", outcome="refused"),
        Entry(
            id=5,
            at=NOW - timedelta(minutes=4),
            who="console",
            action="/allow",
            object="4",
            outcome="done",
        ),
    )
    rest = audit.listed(limit=9, before_id=first[-1].id)
    assert [one.object for one in rest] == ["3", "2", "1", "0"]
