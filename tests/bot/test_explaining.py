"""How an answer came about: in at most thirty lines, in both languages, and as JSON."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import pytest

from bot.app import App
from bot.chatting import answer_one
from bot.explaining import explain, explanation_record
from bot.introducing import commands
from bot.reply import Message, Reply, plain_text
from bot.texts import texts_in
from config.settings import Settings
from retrieval import candidates, declining
from retrieval.explanation import ASPECTS, Explanation
from retrieval.wanted import Wanted
from tests.fake_encoder import LetterEncoder

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
BODY = "정부는 9일 새 정수장을 열었다고 밝혔다. 하루 3만 톤의 물을 걸러 시민에게 보낸다."
FERRY = "섬을 오가는 여객선이 사흘째 멈췄다. 파도가 4m를 넘어 배를 띄울 수 없다고 한다."


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    """One process' parts over a home with a few articles, two of them of one text."""
    made = App(Settings(home=tmp_path / "home"), load_encoder=LetterEncoder, clock=lambda: NOW)
    texts = {
        "a.txt": f"새 정수장 가동\n입력 2026-09-09 10:00\n\n{BODY}",
        "b.txt": f"정수장 문 열어\n입력 2026-09-10 10:00\n\n{BODY}",
        "c.txt": f"여객선 결항\n입력 2026-09-12 10:00\n\n{FERRY}",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, "utf-8")
        list(made.ingest.bring(tmp_path / name))
    made.encoder.get()
    assert made.indexer.acquire()
    while made.indexer.step():
        pass
    made.indexer.release()
    yield made
    made.close()


def say(app: App, text: str) -> Reply:
    """Send a message."""
    message = Message(channel="test", chat="1", text=text, language="ko")
    return app.conversation.reply(message, now=NOW)


def explanation(app: App, question: str) -> Explanation:
    """Ask, and have it explained by the desk."""
    return app.desk.explain(question, now=NOW, zone=app.zone)


def test_why_tells_what_was_understood_found_weighed_and_decided(app: App) -> None:
    say(app, "정수장은 언제 열었나?")
    told = plain_text(say(app, "/why"))

    assert "질문: 정수장은 언제 열었나?" in told
    assert "물으신 것: 때" in told
    assert "정수장 (" in told
    assert "새 정수장 가동 · 매체 미상 · 2026-09-09" in told
    assert "확신도:" in told
    assert told.splitlines()[-1] == "결과: 답했습니다"


def test_an_explanation_is_no_longer_than_a_person_reads(app: App) -> None:
    long = "정수장 여객선 파도 시민 정부 하루 사흘째 물 섬 배 " * 20
    for question in ("정수장은 언제 열었나?", "9월 12일 나온 여객선 기사", long, "", "?"):
        for language in ("ko", "en"):
            texts = texts_in("ko" if language == "ko" else "en")
            lines = explain(explanation(app, question), texts=texts, zone=UTC)
            assert len(lines) <= 30


def test_a_declined_question_is_explained_too(app: App) -> None:
    say(app, "비트코인 시세는 얼마야?")
    assert plain_text(say(app, "/why")).splitlines()[-1] == "결과: 답하지 않았습니다"


def test_a_follow_up_is_explained_by_what_it_was_taken_for(app: App) -> None:
    say(app, "정수장은 언제 열었나?")
    say(app, "그건 왜?")
    assert "정수장은" in plain_text(say(app, "/why")).split("질문:")[1].splitlines()[1]


def test_there_is_nothing_to_explain_before_a_question_and_after_a_new_start(app: App) -> None:
    nothing = "아직 설명해 드릴 답이 없습니다."
    assert plain_text(say(app, "/why")) == nothing
    say(app, "/latest")
    assert plain_text(say(app, "/why")) == nothing
    say(app, "정수장은 언제 열었나?")
    say(app, "/new")
    assert plain_text(say(app, "/why")) == nothing


def test_what_the_days_leave_out_and_what_is_a_copy_is_named(app: App) -> None:
    left_out = {
        one.why: [article.title for article in one.articles]
        for one in explanation(app, "9월 9일 이후 나온 정수장 기사").left_out
    }
    assert left_out == {"copy": ["정수장 문 열어"]} or left_out == {"copy": ["새 정수장 가동"]}
    other = explanation(app, "9월 12일 나온 정수장 기사").left_out
    assert {one.why for one in other} == {"other_days"}
    assert other[0].count == 2


def test_the_sentences_that_are_quoted_are_marked_as_such(app: App) -> None:
    made = explanation(app, "정수장은 언제 열었나?")
    told = {one.text for one in made.weighed if one.quoted}
    assert told == {quote.text for quote in made.answer.quotes}
    assert "정부는 9일 새 정수장을 열었다고 밝혔다." in told


def test_the_record_of_an_explanation_is_json_and_adds_up(app: App) -> None:
    made = explanation(app, "정수장은 언제 열었나?")
    told = json.loads(json.dumps(explanation_record(made, zone=UTC)))
    assert told["threshold"] == declining.THRESHOLD
    assert told["wanted"] == "date"
    assert set(told["parts"]) == set(declining.FEATURES)
    assert [one["score"] for one in told["found"]] == sorted(
        (one["score"] for one in told["found"]), reverse=True
    )


def test_ask_explains_when_it_is_told_to(app: App) -> None:
    question = "정수장은 언제 열었나?"
    assert json.loads(answer_one(app, question, as_json=True))["explanation"] is None
    told = json.loads(answer_one(app, question, as_json=True, explained=True))["explanation"]
    assert told["question"] == question
    assert question in answer_one(app, question, as_json=False, explained=True)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_kind_and_aspect_has_a_name(language: str) -> None:
    from bot.explaining import _aspects, _kinds

    texts = texts_in("ko" if language == "ko" else "en")
    aspects = {ASPECTS.get(name, name) for name in candidates.FEATURES} | set(declining.FEATURES)
    assert aspects - set(_aspects(texts)) == set()
    assert set(get_args(Wanted)) - set(_kinds(texts)) == set()


def test_the_commands_for_it_are_in_the_menu() -> None:
    assert {"why", "more", "timeline"} <= {name for name, _ in commands("ko")}
