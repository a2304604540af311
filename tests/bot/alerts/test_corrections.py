"""Whoever was quoted a sentence that is changed or taken out is told once, and nobody else is."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.corrections import outcome
from store.article import Edition
from store.changes import sentence_changes
from store.messaging.answers import AnswerRecord, QuoteRef
from store.messaging.due import DueCorrection, DueNews
from store.messaging.outbox import Outgoing
from store.messaging.privacy import erase
from tests.bot.alerts.conftest import CHANNEL, NOW, World

URL = "https://hanbit.example/fire"
TOLL = "나래시 화학 공장에서 불이 나 12명이 숨졌다."
FIXED = "나래시 화학 공장에서 불이 나 2명이 숨졌다."
CAUSE = "경찰은 방화로 보고 용의자를 쫓고 있다."
OTHER = "공장은 1998년에 세워졌다."


def article(world: World, *sentences: str, title: str = "나래 화학 공장 화재") -> int:
    world.now += timedelta(hours=1)
    return world.report("fire", title, " ".join(sentences), url=URL)


def test_a_changed_sentence_is_told_old_and_new_to_whoever_was_quoted_it(world: World) -> None:
    fire = article(world, TOLL, CAUSE, OTHER)
    world.run()
    world.quoted("1", fire, TOLL)
    world.quoted("2", fire, OTHER)
    article(world, FIXED, CAUSE, OTHER)
    world.settle()
    (told,) = world.sent()
    assert told == world.sent("1")[0]
    assert f"Quoted: “{TOLL}”" in told
    assert f"Now: “{FIXED}”" in told
    world.run(90)
    assert len(world.sent()) == 1


def test_a_sentence_that_was_taken_out_is_told_as_gone_once(world: World) -> None:
    fire = article(world, TOLL, CAUSE, OTHER)
    world.run()
    world.quoted("1", fire, CAUSE)
    article(world, TOLL, OTHER)
    world.run(90)
    (told,) = world.sent("1")
    assert f"Quoted: “{CAUSE}”" in told
    assert "this sentence was taken out" in told


@pytest.mark.parametrize("line", ["나래시", "12명", "화학 공장"])
@pytest.mark.parametrize("after", ["서해시 제약 공장", None])
def test_a_changed_line_of_its_words_is_no_change_of_a_sentence(
    world: World, line: str, after: str | None
) -> None:
    fire = article(world, f"{line}\n\n{TOLL}", CAUSE)
    world.run()
    world.quoted("1", fire, TOLL)
    world.quoted("2", fire, f"{TOLL} {CAUSE}")
    article(world, f"{after}\n\n{TOLL}" if after else TOLL, CAUSE)
    world.settle()
    assert world.sent() == []
    article(world, FIXED, CAUSE)
    world.settle()
    assert [len(world.sent(chat)) for chat in ("1", "2")] == [1, 1]


def test_of_a_sentence_that_stands_twice_one_may_go(world: World) -> None:
    fire = article(world, f"{TOLL}\n\n{OTHER}", TOLL, CAUSE)
    world.run()
    world.quoted("1", fire, TOLL)
    article(world, OTHER, TOLL, CAUSE)
    world.settle()
    assert world.sent() == []
    article(world, OTHER, FIXED, CAUSE)
    world.settle()
    assert len(world.sent("1")) == 1


def test_what_an_answer_quoted_is_put_right_too(world: World) -> None:
    fire = article(world, TOLL, CAUSE, OTHER)
    world.run()
    quote = QuoteRef(article_id=fire, version=1, start=0, end=len(TOLL))
    world.outbox.put(
        [Outgoing(chat="1", content="{}")],
        now=world.now,
        answer=AnswerRecord(
            id="a", chat="1", person="1", at=world.now, kind="answer", quotes=(quote,), took_ms=9
        ),
    )
    article(world, FIXED, CAUSE, OTHER)
    world.settle()
    assert any(FIXED in one for one in world.told_texts("1"))


def test_two_changes_while_it_waits_are_one_correction_to_what_stands(world: World) -> None:
    fire = article(world, TOLL, CAUSE, OTHER)
    world.run()
    world.quoted("1", fire, TOLL)
    article(world, TOLL.replace("12명", "7명"), CAUSE, OTHER)
    world.run()
    article(world, FIXED, CAUSE, OTHER)
    world.settle()
    (told,) = world.sent("1")
    assert "7명" not in told
    assert FIXED in told


def test_what_was_changed_back_is_told_to_whoever_knows_the_other(world: World) -> None:
    fire = article(world, TOLL, CAUSE, OTHER)
    world.run()
    world.quoted("1", fire, TOLL)
    article(world, FIXED, CAUSE, OTHER)
    world.settle()
    article(world, TOLL, CAUSE, OTHER, title="화재")
    world.settle()
    first, second = world.sent("1")
    assert f"Now: “{FIXED}”" in first
    assert f"Now: “{TOLL}”" in second


def test_a_digest_made_from_a_version_that_was_replaced_is_put_right(world: World) -> None:
    fire = article(world, TOLL, CAUSE, OTHER)
    old = world.library.article(fire)
    article(world, FIXED, CAUSE, OTHER)
    world.run()
    assert old is not None
    world.quoted("1", old, TOLL)
    world.settle()
    assert len(world.sent("1")) == 1


def test_another_article_that_corrects_a_quoted_one_is_told_with_both(world: World) -> None:
    fire = article(world, TOLL, CAUSE, OTHER)
    world.run()
    world.quoted("1", fire, TOLL)
    world.quoted("2", fire, OTHER)
    world.now += timedelta(hours=5)
    world.report(
        "elsewhere",
        "[바로잡습니다] 나래 화학 공장 화재",
        "나래시 화학 공장 화재로 12명이 숨졌다고 보도했으나 숨진 사람은 2명이므로 바로잡습니다.",
    )
    world.run(10)
    (told,) = world.sent()
    assert told == world.sent("1")[0]
    assert TOLL in told
    assert "바로잡습니다" in told


def test_a_correction_is_told_again_only_when_it_says_something_else(world: World) -> None:
    fire = article(world, TOLL, CAUSE, OTHER)
    world.run()
    world.quoted("1", fire, TOLL)
    said = "나래시 화학 공장 화재로 12명이 숨졌다고 보도했으나 숨진 사람은 2명이므로 바로잡습니다."

    def correct(text: str) -> None:
        world.now += timedelta(hours=1)
        world.report("c", "[바로잡습니다] 나래 화재", text, url="https://hanbit.example/wrong")
        world.run(10)

    correct(said)
    assert len(world.sent("1")) == 1
    correct(f"{said} 독자 여러분께 사과드립니다.")
    assert len(world.sent("1")) == 1
    correct(said.replace("2명이므로", "3명이므로"))
    assert len(world.sent("1")) == 2
    assert world.sent("1")[1].count("Quoted:") == 1


def test_whoever_erases_everything_while_it_is_put_right_is_told_nothing(world: World) -> None:
    fire = article(world, TOLL, CAUSE, OTHER)
    world.run()
    world.quoted("1", fire, TOLL)
    world.quoted("2", fire, TOLL)
    article(world, FIXED, CAUSE, OTHER)
    world.erase_while_writing("1")
    world.settle()
    assert world.sent("1") == world.told_texts("1") == []
    assert len(world.sent("2")) == 1


def test_of_whoever_erases_everything_while_it_is_looked_for_nothing_is_kept(
    world: World,
) -> None:
    fire = article(world, TOLL, CAUSE, OTHER)
    watch = world.watchwords.add("1", "화재", person="1", now=world.now)
    assert watch is not None
    world.run()
    world.quoted("1", fire, TOLL)
    arrival = world.backlog.waiting(1)
    quoted = world.backlog.quoted([fire], since=NOW)
    news = DueNews(
        channel=CHANNEL,
        chat="1",
        article_id=fire,
        cause="watch",
        cause_id=watch.id,
        since=world.now,
        found_at=world.now,
    )
    wrong = [
        DueCorrection(quoted=one, by_article=fire, by_version=2, found_at=world.now)
        for one in quoted
    ]
    erase(world.database, CHANNEL, "1", "1", now=world.now)
    world.backlog.looked_at(arrival, [news], wrong)
    assert wrong
    assert (*world.backlog.news(CHANNEL, "1"), *world.backlog.corrections(CHANNEL, "1")) == ()


def test_a_change_is_no_news_beside_its_correction(world: World) -> None:
    fire = article(world, TOLL, CAUSE, OTHER)
    world.follows.add("1", story=world.story("fire"), person="1", now=world.now)
    world.run()
    world.quoted("1", fire, TOLL)
    article(world, FIXED, CAUSE, OTHER)
    world.run(30)
    assert len(world.sent("1")) == 1


@pytest.mark.parametrize("by_admin", [True, False])
def test_a_removed_article_is_no_correction(world: World, *, by_admin: bool) -> None:
    fire = article(world, TOLL, CAUSE, OTHER)
    world.run()
    world.quoted("1", fire, TOLL)
    article(world, FIXED, CAUSE, OTHER)
    if by_admin:
        world.removal.remove(fire, now=world.now)
    else:
        world.removal.purge(before=world.now + timedelta(days=9), now=world.now)
    world.run(10)
    assert world.sent() == []
    assert world.backlog.corrections(CHANNEL, "1") == ()


SENTENCES = [f"문장 {number}번은 이런 뜻이다." for number in range(6)]


@given(
    versions=st.lists(st.lists(st.sampled_from(SENTENCES), unique=True), min_size=1, max_size=6),
    at=st.integers(0, 5),
)
def test_a_sentence_is_put_right_exactly_when_it_does_not_stand_any_more(
    versions: list[list[str]], at: int
) -> None:
    texts = [" ".join(one) for one in versions]
    history = [
        Edition(
            number=number,
            stored_at=NOW,
            title=None,
            changes=sentence_changes(texts[number - 2], text) if number > 1 else (),
            dropped=(),
        )
        for number, text in enumerate(texts, start=1)
    ]
    first = versions[0]
    if first:
        quoted = first[at % len(first)]
        became = outcome(quoted, 1, history, dict(enumerate(texts, start=1)))
        assert (became is None) >= (quoted in versions[-1] and len(versions) == 1)
        if became is not None and became.new is not None:
            assert became.new in texts[-1]
        if quoted not in versions[-1]:
            assert became is not None
