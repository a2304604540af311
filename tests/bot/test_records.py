"""The JSON records: every key is always there, unknown is null, and they can be written."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.records import extracted_record, record
from bot.reply import Line, Reply, Span
from retrieval.answer import Answer, DateRange, Quote, Sources
from store.article import (
    REASONS,
    Article,
    DroppedLine,
    Extracted,
    InferredDate,
    Published,
    Refused,
)

SEOUL = ZoneInfo("Asia/Seoul")
ARTICLE = Article(
    id=3,
    version=2,
    text="Rain fell. The dam held.",
    title="Dam holds",
    file="dam.txt",
    stored_at=datetime(2025, 1, 2, tzinfo=UTC),
    outlet="Valley Post",
    published=Published(iso="2025-01-01T16:30:00+00:00"),
    url="https://news.example/dam",
)
QUOTE = Quote(
    article=ARTICLE,
    start=11,
    end=24,
    text="The dam held.",
    marks=((4, 7),),
    role="differing",
    sources=Sources(outlets=("Valley Post", "Wire"), independent=1, origin="Wire"),
)
ANSWER_KEYS = [
    "question",
    "answered",
    "reason",
    "confidence",
    "as_of",
    "quotes",
    "nearest",
    "kind",
    "listing",
    "range",
    "reply",
    "ms",
    "explanation",
]
FILE_KEYS = [
    "file",
    "title",
    "title_source",
    "body",
    "captions",
    "published",
    "published_precision",
    "published_inferred",
    "published_bounds",
    "publisher",
    "reposted_by",
    "agency",
    "author",
    "language",
    "url",
    "dropped",
    "refused",
    "detail",
]


def reply(answer: Answer | None) -> Reply:
    kind = answer.kind if answer else "talk"
    return Reply(
        kind=kind, lines=(Line.of("said ", Span("so", url="https://x.kr")),), answer=answer
    )


def test_an_answer_is_described_completely_with_times_in_the_zone() -> None:
    answer = Answer(
        question="Did the dam hold?",
        kind="answer",
        quotes=(QUOTE,),
        confidence=0.75,
        as_of=ARTICLE.published,
        range=DateRange(first=date(2025, 1, 1), last=date(2025, 1, 2)),
    )

    assert record("Did the dam hold?", reply(answer), zone=SEOUL, ms=12) == {
        "question": "Did the dam hold?",
        "answered": True,
        "reason": None,
        "confidence": 0.75,
        "as_of": "2025-01-02T01:30:00+09:00",
        "quotes": [
            {
                "text": "The dam held.",
                "start": 11,
                "end": 24,
                "article_id": 3,
                "file": "dam.txt",
                "title": "Dam holds",
                "outlet": "Valley Post",
                "published": "2025-01-02T01:30:00+09:00",
                "url": "https://news.example/dam",
                "role": "differing",
                "sources": {
                    "outlets": ["Valley Post", "Wire"],
                    "independent": 1,
                    "origin": "Wire",
                },
                "marks": [[4, 7]],
            }
        ],
        "nearest": [],
        "kind": "answer",
        "listing": None,
        "range": {"from": "2025-01-01", "to": "2025-01-02"},
        "reply": "said so https://x.kr",
        "ms": 12,
        "explanation": None,
    }


def test_a_declined_question_names_the_reason_and_the_nearest() -> None:
    unknown = replace(ARTICLE, title=None, outlet=None, published=Published(iso="2025-01"))
    answer = Answer(question="?", kind="declined", reason="not_found", nearest=(unknown,))

    described = record("?", reply(answer), zone=SEOUL, ms=0)

    assert described["answered"] is False
    assert described["reason"] == "not_found"
    assert described["nearest"] == [
        {"file": "dam.txt", "title": None, "outlet": None, "published": "2025-01"}
    ]
    assert described["as_of"] is None
    assert described["range"] is None


def test_a_list_is_answered_and_talk_is_not() -> None:
    listed = Answer(question="", kind="list", listing="latest", quotes=(QUOTE,))

    described = record("/latest", reply(listed), zone=SEOUL, ms=1)
    assert (described["answered"], described["listing"]) == (True, "latest")
    talk = record("hi", reply(None), zone=SEOUL, ms=1)
    assert list(talk) == ANSWER_KEYS
    assert (talk["answered"], talk["kind"], talk["confidence"]) == (False, "talk", None)


@given(st.text(st.characters()))
def test_any_question_can_be_written_as_json(question: str) -> None:
    described = record(question, reply(None), zone=SEOUL, ms=1)

    assert list(described) == ANSWER_KEYS
    written = json.dumps(described, ensure_ascii=False).encode()
    assert json.loads(written)["question"] == described["question"]


def test_surrogates_become_their_character_or_a_replacement() -> None:
    def written(question: str) -> object:
        return record(question, reply(None), zone=SEOUL, ms=1)["question"]

    assert written("a\ud83d\ude00b") == "a😀b"
    assert written("a\ud800b") == "a\ufffdb"
    assert written("물음\x00😀") == "물음\x00😀"


def test_an_extracted_article_is_described_completely() -> None:
    extracted = Extracted(
        title="Dam holds",
        title_source="headline",
        paragraphs=("Rain fell.", "The dam held."),
        captions=("The dam",),
        published=Published(iso="2025-01-01"),
        inferred=InferredDate(best=None, earliest=date(2025, 1, 1), latest=None),
        publisher="Valley Post",
        reposted_by="Portal",
        agency="Wire",
        author="A. Writer",
        language="en",
        url="https://news.example/dam",
        dropped=(DroppedLine(text="Menu", kind="menu"),),
    )

    assert extracted_record("dam.txt", extracted) == {
        "file": "dam.txt",
        "title": "Dam holds",
        "title_source": "headline",
        "body": ["Rain fell.", "The dam held."],
        "captions": ["The dam"],
        "published": "2025-01-01",
        "published_precision": "day",
        "published_inferred": None,
        "published_bounds": ["2025-01-01", None],
        "publisher": "Valley Post",
        "reposted_by": "Portal",
        "agency": "Wire",
        "author": "A. Writer",
        "language": "en",
        "url": "https://news.example/dam",
        "dropped": [{"line": "Menu", "class": "menu"}],
        "refused": None,
        "detail": None,
    }


def test_unknown_and_concluded_dates_are_told_apart() -> None:
    bare = Extracted(title=None, title_source="derived", paragraphs=("Rain fell.",))
    day = date(2025, 2, 4)
    concluded = replace(bare, inferred=InferredDate(best=day, earliest=day, latest=day))

    without, with_day = extracted_record("a", bare), extracted_record("a", concluded)

    for described in (without, with_day):
        assert (described["published"], described["published_precision"]) == (None, "none")
    assert (without["published_inferred"], without["published_bounds"]) == (None, None)
    assert with_day["published_inferred"] == "2025-02-04"
    assert with_day["published_bounds"] == ["2025-02-04", "2025-02-04"]


@given(st.sampled_from(sorted(REASONS)), st.text(st.characters()))
def test_a_refused_file_has_the_same_keys_and_its_name_can_be_written(
    reason: str, file: str
) -> None:
    described = extracted_record(file, Refused(reason=reason, detail=REASONS[reason]))

    assert list(described) == FILE_KEYS
    assert (described["refused"], described["detail"]) == (reason, REASONS[reason])
    assert (described["body"], described["title"]) == ([], None)
    assert json.dumps(described, ensure_ascii=False).encode()
