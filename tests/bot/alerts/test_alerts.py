"""Whoever follows, watches or waits is told once, of what is new, and nobody else is."""

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.alerts.listeners import MAX_A_DAY
from store.messaging.subscription import Subscription
from tests.bot.alerts.conftest import CHANNEL, World

FIRST = (
    "나래 화학 공장서 불",
    "22일 오전 나래시의 화학 공장에서 불이 나 3명이 숨졌다. 소방당국은 대응 2단계를 발령했다.",
)
SECOND = (
    "나래 화학 공장 화재 사망자 늘어",
    "나래시 화학 공장 화재로 숨진 사람이 5명으로 늘었다. 소방당국은 불길을 잡았다.",
)
THIRD = (
    "나래 화학 공장 대표 입건",
    "경찰은 나래시 화학 공장 화재와 관련해 공장 대표를 업무상과실치사 혐의로 입건했다.",
)


def follow(world: World, chat: str = "1", **what: object) -> int:
    made = world.follows.add(chat, person=chat, now=world.now, **what)  # type: ignore[arg-type]  # topic or story
    assert made is not None
    world.now += timedelta(seconds=1)
    return made.id


def test_a_new_fact_of_a_followed_story_is_told_with_what_changed(world: World) -> None:
    first = world.report("fire", *FIRST)
    world.quoted("1", first, "22일 오전 나래시의 화학 공장에서 불이 나 3명이 숨졌다.")
    follow(world, story=world.story("fire"))
    world.run()
    world.now += timedelta(hours=2)
    world.report("fire", *SECOND, outlet="새벽신문", url="https://dawn.example/5")
    world.settle()
    (alert,) = world.sent("1")
    assert "“나래시 화학 공장 화재로 숨진 사람이 5명으로 늘었다.”" in alert
    assert "Changed: 3명 → 5명" in alert
    assert "새벽신문" in alert
    world.run(30)
    assert len(world.sent()) == 1


def test_facts_that_come_within_minutes_are_one_message(world: World) -> None:
    world.report("fire", *FIRST)
    follow(world, story=world.story("fire"))
    world.run()
    world.now += timedelta(hours=2)
    world.report("fire", *SECOND, outlet="새벽신문")
    world.run(2)
    world.report("fire", *THIRD, outlet="한낮일보")
    world.run(10)
    (alert,) = world.sent("1")
    assert "5명으로 늘었다" in alert
    assert "입건했다" in alert


def test_a_copy_and_what_was_known_already_alert_nobody(world: World) -> None:
    world.report("fire", *FIRST)
    follow(world, story=world.story("fire"))
    world.run()
    world.now += timedelta(hours=1)
    title, text = FIRST
    world.report("fire", title, f"(나래=새벽통신) {text}", outlet="새벽통신")
    world.run(30)
    assert world.sent() == []


def test_a_topic_alerts_of_new_stories_on_it_only(world: World) -> None:
    follow(world, topic="화학 공장")
    world.report("rates", "기준금리 동결", "한국은행이 기준금리를 연 2.5%로 동결했다.")
    world.report("fire", *FIRST)
    world.run(10)
    (alert,) = world.sent("1")
    assert "3명이 숨졌다" in alert
    assert "Topic: 화학 공장" in alert
    assert "금리" not in alert


def test_a_story_that_went_into_another_is_still_followed(world: World) -> None:
    world.report("older", "나래 공장 주변 통제", "나래시가 화학 공장 주변 도로를 통제했다.")
    world.report("fire", *FIRST)
    follow(world, story=world.story("fire"))
    world.run()
    world.stories.merge(world.story("older"), world.story("fire"), now=world.now)
    world.now += timedelta(hours=1)
    world.report("older", *SECOND, outlet="새벽신문")
    world.settle()
    assert len(world.sent("1")) == 1


def test_watchwords_alert_of_articles_that_meet_them(world: World) -> None:
    world.watchwords.add("1", "한국은행 (금리 또는 환율) -가상화폐", person="1", now=world.now)
    world.watchwords.add("2", "가상화폐", person="2", now=world.now)
    world.now += timedelta(seconds=1)
    world.report("rates", "금리 동결", "한국은행이 기준금리를 연 2.5%로 동결했다.")
    world.report("coins", "가상화폐 규제", "한국은행은 가상화폐 환율 변동이 12% 커졌다고 밝혔다.")
    world.run(10)
    (one,), (other,) = world.sent("1"), world.sent("2")
    assert "동결했다" in one
    assert "Watched for: 한국은행" in one
    assert "가상화폐 환율" in other


def test_nothing_comes_in_quiet_hours_and_all_of_it_after_them(world: World) -> None:
    world.subscriptions.put(
        Subscription(
            channel=CHANNEL, chat="1", zone="Asia/Seoul", quiet=(time(22), time(7)), person="1"
        ),
        now=world.now,
    )
    follow(world, topic="화학 공장")
    world.now = datetime(2026, 11, 22, 13, 30, tzinfo=UTC)  # 22:30 in Seoul
    world.report("fire", *FIRST)
    for _ in range(8):
        world.run()
        world.now += timedelta(hours=1)
    assert world.sent() == []
    world.now = datetime(2026, 11, 22, 22, 1, tzinfo=UTC)
    world.run()
    assert len(world.sent("1")) == 1


@pytest.mark.parametrize(
    "published",
    ["2019-05-02", "2031-01-01", None, "2026-11-12"],
)
def test_articles_of_other_days_that_arrive_today_alert_nobody(
    world: World, published: str | None
) -> None:
    follow(world, topic="화학 공장")
    world.watchwords.add("2", "화학", person="2", now=world.now)
    for number in range(30):
        title, text = FIRST
        world.report(
            f"{number}", title, text.replace("3명", f"{number + 3}명"), published=published
        )
    world.run(10)
    assert world.sent() == []


def test_a_day_has_its_fill_of_alerts_and_the_last_says_so(world: World) -> None:
    follow(world, topic="공장")
    for number in range(12 * MAX_A_DAY):
        world.report(
            f"{number}",
            f"{number}번 공장 준공",
            f"{number + 11}번 공장이 문을 열었다. 직원 {number + 200}명이 일한다.",
        )
    world.run(240)
    sent = world.sent("1")
    assert len(sent) == MAX_A_DAY
    assert "last alert of today" in sent[-1]
    assert not any("last alert" in one for one in sent[:-1])
    world.now += timedelta(hours=13)  # the next day in Seoul
    world.run()
    assert len(world.sent("1")) == MAX_A_DAY + 1


@pytest.mark.parametrize("parts", [2, 3])
def test_the_last_alert_of_a_day_says_so_however_long_alerts_are(world: World, parts: int) -> None:
    write = world.render
    world.render = lambda reply: write(reply) * parts
    follow(world, topic="공장")
    for number in range(6 * MAX_A_DAY):
        world.report(
            f"{number}",
            f"{number}번 공장 준공",
            f"{number + 11}번 공장이 문을 열었다. 직원 {number + 200}명이 일한다.",
        )
    world.run(120)
    sent = world.sent("1")[::parts]
    assert MAX_A_DAY / parts <= len(sent) < MAX_A_DAY / parts + 1
    assert ["last alert of today" in one for one in sent] == [*[False] * (len(sent) - 1), True]


def test_whoever_cannot_be_reached_is_not_written_to(world: World) -> None:
    for chat in ("1", "2"):
        world.chats.seen(CHANNEL, chat, kind="private", now=world.now)
        follow(world, chat, topic="화학 공장")
    world.chats.unreachable(CHANNEL, "2", reason="blocked", now=world.now)
    world.report("fire", *FIRST)
    world.run(10)
    assert len(world.sent("1")) == 1
    assert world.sent("2") == []


def test_what_was_told_while_an_alert_waited_is_not_told_again(world: World) -> None:
    follow(world, topic="화학 공장")
    fire = world.report("fire", *FIRST)
    world.run(1)
    world.quoted("1", fire, "22일 오전 나래시의 화학 공장에서 불이 나 3명이 숨졌다.")
    world.quoted("1", fire, "소방당국은 대응 2단계를 발령했다.")
    world.run(10)
    assert world.sent() == []


def test_whoever_follows_no_more_is_told_no_more(world: World) -> None:
    one = follow(world, topic="화학 공장")
    world.report("fire", *FIRST)
    world.run(1)
    assert world.follows.remove("1", one) is not None
    world.run(10)
    assert world.sent() == []


def test_whoever_erases_everything_while_an_alert_is_written_gets_none(world: World) -> None:
    follow(world, topic="화학 공장")
    follow(world, "2", topic="화학 공장")
    world.report("fire", *FIRST)
    world.erase_while_writing("1")
    world.run(10)
    assert world.sent("1") == world.told_texts("1") == []
    assert len(world.sent("2")) == 1


def test_what_was_followed_while_the_clock_went_ahead_is_told_after_it_was_set(
    world: World,
) -> None:
    set_right = world.now + timedelta(minutes=10)
    world.now += timedelta(days=1)
    follow(world, topic="화학 공장")
    world.watchwords.add("2", "화학", person="2", now=world.now)
    world.run()
    world.now = set_right
    world.run(1)
    world.report("fire", *FIRST)
    world.run(10)
    assert [len(world.sent(chat)) for chat in ("1", "2")] == [1, 1]


def test_only_the_process_that_speaks_alerts(world: World) -> None:
    follow(world, topic="화학 공장")
    world.held = False
    world.report("fire", *FIRST)
    world.run(10)
    assert world.sent() == []
    world.held = True
    world.run(10)
    assert len(world.sent()) == 1
