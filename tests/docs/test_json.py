"""docs/json.md has exactly the keys, types and reasons that the records have."""

from dataclasses import asdict, fields
from datetime import UTC, date, datetime
from typing import Final, get_args

import pytest

from bot.doctor import Finding
from bot.records import article_record, extracted_record, record, source_record
from bot.reply import Kind, Line, Reply
from retrieval.answer import Answer, DateRange, Quote, Reason
from store.article import (
    REASONS,
    Article,
    Copies,
    DroppedLine,
    Edition,
    EventDate,
    Extracted,
    InferredDate,
    Published,
    Refused,
)
from store.ingest import Outcome
from store.sources.source import Health, Source
from tests.docs.commands import command_names, command_options
from tests.docs.markdown import document, rows, section, spans

_TEXT: Final = document("docs/json.md")
_TYPES: Final[dict[type, str]] = {
    str: "string",
    bool: "boolean",
    int: "number",
    float: "number",
    list: "list",
    dict: "object",
    type(None): "null",
}
_BARE: Final = Article(
    id=1, version=1, text="A.", title=None, file="a.txt", stored_at=datetime(2026, 1, 1, tzinfo=UTC)
)
_FULL: Final = Article(
    id=2,
    version=1,
    text="B.",
    title="B",
    file="b.txt",
    stored_at=_BARE.stored_at,
    outlet="Valley Post",
    published=Published(iso="2026-01-01"),
    url="https://news.example/b",
)
_QUOTES: Final = tuple(
    Quote(article=article, start=0, end=2, text=article.text) for article in (_BARE, _FULL)
)
_DAY: Final = date(2026, 1, 1)
_ANSWERS: Final = (
    None,
    Answer(question="?", kind="declined", reason="not_found", nearest=(_BARE, _FULL)),
    Answer(
        question="?",
        kind="answer",
        quotes=_QUOTES,
        confidence=0.5,
        as_of=_FULL.published,
        range=DateRange(first=_DAY, last=_DAY),
    ),
)
_RECORDS: Final = [
    record("?", Reply(kind="talk", lines=(Line.of("!"),), answer=answer), zone=UTC, ms=1)
    for answer in _ANSWERS
]
_EXTRACTED: Final = [
    extracted_record("a.txt", Refused(reason="empty", detail="It is empty.")),
    extracted_record("b.txt", Extracted(title=None, title_source="derived", paragraphs=("B.",))),
    extracted_record(
        "c.txt",
        Extracted(
            title="C",
            title_source="headline",
            paragraphs=("C.",),
            published=Published(iso="2026-01"),
            inferred=InferredDate(best=_DAY, earliest=_DAY, latest=None),
            publisher="Valley Post",
            author="Kim",
            language="en",
            url="https://news.example/c",
            dropped=(DroppedLine(text="Menu", kind="control"),),
        ),
    ),
]
_OUTCOMES: Final = [
    Outcome(file="a.txt", status="refused", reason="empty", detail="It is empty."),
    Outcome(file="b.txt", status="stored", article_id=1, title="B"),
]
_NOW: Final = _BARE.stored_at
_SOURCES: Final = [
    source_record(
        Source(
            id=1,
            kind="feed",
            address="https://news.example/rss",
            title=title,
            pages=True,
            paused=paused,
            added_at=_NOW,
            health=Health(interval_s=60.0, next_at=_NOW, checked_at=checked, reason=title),
        ),
        zone=UTC,
        now=_NOW,
    )
    for title, paused, checked in ((None, False, None), ("News", True, _NOW))
]
_STORED: Final = [
    article_record(_BARE, history=[], copies=None, event_dates=[], zone=UTC),
    article_record(
        _FULL,
        history=[Edition(number=1, stored_at=_NOW, title="B", changes=(), dropped=())],
        copies=Copies(articles=(2,), outlets=("Valley Post",), origin=2, origin_outlet="A"),
        event_dates=[EventDate(start=0, end=1, first=_DAY, last=_DAY)],
        zone=UTC,
    ),
]
_FINDINGS: Final = [
    Finding(subject="disk", fine=False, says="no space", mend="free some"),
    Finding(subject="disk", fine=True, says="space"),
]


def _inner(key: str) -> list[object]:
    """The objects below ``key`` in the answer records."""
    values = [one[key] for one in _RECORDS]
    return [
        item
        for value in values
        for item in (value if isinstance(value, list) else [value])
        if item is not None
    ]


@pytest.mark.parametrize(
    ("heading", "records"),
    [
        ("## Answer", _RECORDS),
        ("### Quote", _inner("quotes")),
        ("### Nearest article", _inner("nearest")),
        ("### Range", _inner("range")),
        ("## Outcome", [asdict(outcome) for outcome in _OUTCOMES]),
        ("## Extracted article", _EXTRACTED),
        ("## Source", _SOURCES),
        ("## Stored article", _STORED),
        ("## Finding", [asdict(finding) for finding in _FINDINGS]),
    ],
)
def test_keys_and_types_are_those_of_the_records(
    heading: str, records: list[dict[str, object]]
) -> None:
    told = {spans(key)[0]: types.split(" or ") for key, types, _ in rows(section(_TEXT, heading))}
    assert records
    for one in records:
        assert list(one) == list(told)
        for key, value in one.items():
            assert _TYPES[type(value)] in told[key], key


@pytest.mark.parametrize(
    ("heading", "values"),
    [
        ("### Reasons for declining", get_args(Reason)),
        ("### Reasons for refusing", tuple(REASONS)),
    ],
)
def test_reasons_are_those_of_the_program(heading: str, values: tuple[str, ...]) -> None:
    assert [spans(value)[0] for value, _ in rows(section(_TEXT, heading))] == list(values)


def test_kinds_and_statuses_are_those_of_the_program() -> None:
    told = {
        spans(key)[0]: spans(meaning)
        for heading in ("## Answer", "## Outcome")
        for key, _, meaning in rows(section(_TEXT, heading))
    }
    assert set(told["kind"]) == set(get_args(Kind))
    status = next(field for field in fields(Outcome) if field.name == "status")
    assert set(told["status"]) == set(get_args(status.type))


def test_commands_with_json_are_those_that_take_it() -> None:
    takes = {name for name, options in command_options().items() if "--json" in options}
    told = {name for first, *_ in rows(_TEXT) for name in command_names(first)}
    assert told == takes
