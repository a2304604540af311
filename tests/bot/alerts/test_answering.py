"""A question that was kept is answered once, when the store can, and then nobody has it."""

from datetime import timedelta

from bot.alerts.listeners import MAX_A_DAY
from store.messaging.awaited import KEPT_FOR, MAX_AWAITED
from store.messaging.outbox import Outgoing
from tests.bot.alerts.conftest import CHANNEL, World

QUESTION = "두레박물관 초대 관장은 누구야?"


def wait_for(world: World, question: str = QUESTION, chat: str = "1") -> None:
    assert world.awaited.add(chat, question, person=chat, now=world.now) is not None


def traces(world: World) -> int:
    with world.database.read() as db:
        return int(db.execute("SELECT count(*) FROM awaited_questions").fetchone()[0])


def test_a_question_is_answered_once_when_an_article_does(world: World) -> None:
    world.shelf.index()
    wait_for(world)
    world.run(3)
    assert world.sent() == []
    world.report(
        None,
        "두레박물관 11월 문 연다",
        "두레박물관이 11월 7일 개관한다. 초대 관장은 민속학자 고윤슬 씨가 맡는다.",
    )
    world.shelf.index()
    world.run(3)
    (told,) = world.sent("1")
    assert f"Your question: {QUESTION}" in told
    assert "초대 관장은 민속학자 고윤슬 씨가 맡는다" in told
    assert traces(world) == 0
    world.run(10)
    assert len(world.sent()) == 1


def test_an_article_on_something_else_answers_nothing(world: World) -> None:
    wait_for(world)
    world.report(None, "버스 요금 오른다", "서해시는 11월 1일부터 시내버스 요금을 올린다.")
    world.shelf.index()
    world.run(3)
    assert world.sent() == []
    assert traces(world) == 1


def test_after_a_month_the_wait_ends_and_the_asker_is_told(world: World) -> None:
    wait_for(world)
    world.now += KEPT_FOR - timedelta(minutes=1)
    world.run()
    assert world.sent() == []
    world.run(2)
    (told,) = world.sent("1")
    assert "30 days" in told
    assert traces(world) == 0


def test_questions_of_whoever_cannot_be_reached_keep_no_others_waiting(world: World) -> None:
    blocked = [f"-{number}" for number in range(30)]
    for chat in blocked:
        world.chats.seen(CHANNEL, chat, kind="group", now=world.now)
        world.chats.unreachable(CHANNEL, chat, reason="blocked", now=world.now)
        for number in range(MAX_AWAITED):
            wait_for(world, f"{number}번 공장은 언제 문을 열어?", chat=chat)
    wait_for(world)
    wait_for(world, "누리호는 언제 쏘아 올려?")
    world.report(None, "두레박물관 문 연다", "초대 관장은 민속학자 고윤슬 씨가 맡는다.")
    world.shelf.index()
    world.run(3)
    assert len(world.sent("1")) == 1
    world.now += KEPT_FOR
    world.run(3)
    assert len(world.sent()) == 2
    assert traces(world) == 0


def test_the_last_message_of_a_day_says_so(world: World) -> None:
    for number in (1, 2, 3):
        wait_for(world, f"{number}번 공장은 언제 문을 열어?")
    world.now += KEPT_FOR
    for number in range(MAX_A_DAY - 2):
        one = Outgoing(chat="1", content='{"html": ""}', key=f"digest:1:{number}", priority=1)
        world.outbox.put([one], now=world.now)
    world.run(3)
    last_but_one, last = world.sent("1")[-2:]
    assert "2번 공장" in last
    assert "last alert of today" in last
    assert "last alert of today" not in last_but_one


def test_whoever_erases_everything_while_it_is_asked_again_gets_no_answer(world: World) -> None:
    wait_for(world)
    world.run()
    world.report(None, "두레박물관 문 연다", "초대 관장은 민속학자 고윤슬 씨가 맡는다.")
    world.shelf.index()
    world.erase_while_writing("1")
    world.run(3)
    assert world.sent() == world.told_texts("1") == []


def test_a_chat_waits_for_so_many_at_most(world: World) -> None:
    for number in range(MAX_AWAITED):
        wait_for(world, f"{number}?")
    assert world.awaited.add("1", "one more?", person="1", now=world.now) is None
    assert world.awaited.add("1", "0?", person="1", now=world.now) is not None
    wait_for(world, chat="2")
