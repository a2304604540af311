"""The runs of benchmarks.load on a stepped clock, and the judge who must not miss anything."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

import httpx
import pytest

from benchmarks.load import runs
from benchmarks.load.asking import Asked, flow, seats
from benchmarks.load.judging import Books, Part, judge
from benchmarks.load.replies import replies
from benchmarks.load.runs import Figures, Stage
from store.database import Database
from tests.journeys.stepped_telegram import SEARCHING, SteppedBot, run_stepped, stepped_api
from tests.telegram_server import TOKEN, BotApi, application, person

QUESTIONS = [f"{city} 소식 {number}?" for city in ("서울", "부산") for number in range(100)]


@pytest.fixture(autouse=True)
def _as_in_a_new_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Undo after each test what the channel sets for the whole process."""
    monkeypatch.setenv("PTB_TIMEDELTA", "")
    monkeypatch.delenv("PTB_TIMEDELTA")
    loggers = [logging.getLogger(name) for name in ("telegram", "httpx", "httpcore")]
    yield
    for logger in loggers:
        logger.setLevel(logging.NOTSET)


def staged(
    folder: Path, run: Callable[[Stage], Awaitable[Figures]], *, people: int = 200, seed: int = 1
) -> tuple[Figures, BotApi]:
    """Do ``run`` on a stage of its own."""

    async def work(loop: Any) -> tuple[Figures, BotApi]:
        api = stepped_api(loop)
        database = Database(folder / "sosik.db")
        bot = SteppedBot(database, api, seed=seed)
        stage = Stage(
            api=api,
            bot=bot,
            database=database,
            seated=seats(people, grouped=0.1),
            questions=QUESTIONS,
            seed=seed,
        )
        figures = await run(stage)
        await bot.stop()
        database.close()
        return figures, api

    return run_stepped(work)


def own_words(api: BotApi) -> list[bool]:
    """Tell of each message of the bot whether it echoes a question of its chat, or holds the place
    of an echo that did not get through.
    """
    said = {
        (chat, str(message.get("text")).removeprefix("@sosik_test_bot "))
        for chat in api.chats
        for message in api.history(chat)
        if not message["from"]["is_bot"]
    }
    return [(sent.chat, sent.text) in said or sent.text == SEARCHING for sent in api.sent]


def test_two_hundred_people_are_answered_soon_once_and_in_order(tmp_path: Path) -> None:
    figures, api = staged(tmp_path, lambda stage: runs.sustained(stage, rate=8, seconds=30))

    assert figures.values["asked"] > 200
    assert all(figures.kept.values()), figures.line()
    assert all(own_words(api))


def test_a_question_of_everybody_at_once_is_answered(tmp_path: Path) -> None:
    figures, _ = staged(tmp_path, runs.at_once)

    assert figures.values["asked"] == 200
    assert all(figures.kept.values()), figures.line()


def test_the_highest_rate_is_the_last_at_which_answers_come_soon(tmp_path: Path) -> None:
    figures, _ = staged(tmp_path, lambda stage: runs.highest(stage, rate=14, seconds=10))

    *kept, broken = figures.values["steps"]  # two at a time take 0.11 s each on average
    assert all(step["seconds"]["p95"] <= 2 for step in kept)
    assert broken["seconds"]["p95"] > 2
    assert figures.values["questions_per_s"] == kept[-1]["rate"]


@pytest.mark.parametrize("seed", range(4))
def test_kills_lose_nothing_and_repeat_only_what_was_in_flight(tmp_path: Path, seed: int) -> None:
    figures, api = staged(
        tmp_path,
        lambda stage: runs.restarts(stage, rate=8, kills=5, lives_s=(0.0, 4.0)),
        seed=seed,
    )

    assert figures.values["kills"] == 5
    assert all(figures.kept.values()), figures.line()
    assert all(own_words(api))


@pytest.mark.parametrize("seed", range(2))
def test_when_calls_fail_only_what_is_told_to_be_uncertain_is_missing(
    tmp_path: Path, seed: int
) -> None:
    figures, api = staged(
        tmp_path, lambda stage: runs.chaos(stage, rate=8, seconds=20, share=0.15), seed=seed
    )

    assert sum(figures.values["failed_calls"].values()) > 20
    assert figures.values["uncertain"] > 2
    assert all(figures.kept.values()), figures.line()
    assert all(own_words(api))


@pytest.mark.parametrize("seed", range(2))
def test_no_reply_at_random_is_refused_for_what_it_says(tmp_path: Path, seed: int) -> None:
    figures, _ = staged(tmp_path, lambda stage: replies(stage, count=100), seed=seed)

    assert figures.values["messages"].keys() == {"sent", "replaced"}
    assert all(figures.kept.values()), figures.line()
    gone = (
        "message to edit not found",
        "message to delete not found",
        "thread not found",
        "no text in the message to edit",
    )
    assert all(said.endswith(gone) for said in figures.values["refused"])
    assert figures.values["refused"]  # people have deleted what was to be changed


def test_a_run_asks_as_often_as_it_should_and_nobody_the_same_again() -> None:
    seated = seats(50, grouped=0.2)
    asks = list(islice(flow(seated, QUESTIONS, rate=8, seed=1), 4000))

    assert 4000 / asks[-1].at_s == pytest.approx(8, rel=0.05)
    assert len({(ask.seat.sender["id"], ask.text) for ask in asks}) == 4000
    assert sum(seat.chat["type"] != "private" for seat in seated) == 10
    assert asks == list(islice(flow(seated, QUESTIONS, rate=8, seed=1), 4000))


class Chats:
    """Chats in which a test says what the bot says; ``books`` are the bot's."""

    def __init__(self) -> None:
        self.api = BotApi()
        self.asked: list[Asked] = []
        self.answers: dict[tuple[int, int], Part] = {}
        self.unsure: dict[int, list[Part]] = {}

    def ask(self, person_: int = 1) -> int:
        at = self.api.clock()
        number = self.api.write("소식?", sender=person(person_))
        self.asked.append(Asked(chat=person_, number=number, at=at))
        return number

    def say(self, text: str, *, answers: int | None = None, chat: int = 1) -> None:
        """Send a message; the books know it as the answer to ``answers``."""

        async def send() -> Any:
            transport = httpx.ASGITransport(application(self.api))
            async with httpx.AsyncClient(transport=transport) as client:
                return await client.post(
                    f"http://telegram.test/bot{TOKEN}/sendMessage",
                    json={"chat_id": chat, "text": text},
                )

        with suppress(httpx.RemoteProtocolError):
            sent = asyncio.run(send()).json()
            if answers is not None:
                self.answers[chat, sent["result"]["message_id"]] = Part(answers, 0)

    def judged(self) -> dict[str, Any]:
        """Return what the judge found, without what is 0."""
        books = Books(answers=self.answers, unsure=self.unsure, sending=0)
        verdict = runs.told(judge(self.api, self.asked, books))
        del verdict["seconds"]
        return {name: value for name, value in verdict.items() if value}


@pytest.fixture
def chats() -> Chats:
    return Chats()


def test_the_judge_finds_nothing_wrong_where_nothing_is(chats: Chats) -> None:
    for person_ in (1, 2, 1):
        chats.say("가", answers=chats.ask(person_), chat=person_)

    assert chats.judged() == {"asked": 3, "most": 1}


def test_the_judge_misses_no_lost_question(chats: Chats) -> None:
    chats.ask()
    chats.say("가", answers=chats.ask())

    assert chats.judged() == {"asked": 2, "most": 1, "lost": 1}


def test_the_judge_sees_that_an_answer_came_twice(chats: Chats) -> None:
    number = chats.ask()
    chats.say("가")
    chats.say("가", answers=number)

    assert chats.judged() == {"asked": 1, "most": 2, "twice": 1}


def test_the_judge_sees_that_a_question_got_two_answers(chats: Chats) -> None:
    number = chats.ask()
    chats.say("가", answers=number)
    chats.say("나", answers=number)

    assert chats.judged() == {"asked": 1, "most": 2, "twice": 1}


def test_the_judge_sees_that_answers_stand_in_the_wrong_order(chats: Chats) -> None:
    first, second = chats.ask(), chats.ask()
    chats.say("나", answers=second)
    chats.say("가", answers=first)

    assert chats.judged() == {"asked": 2, "most": 1, "swapped": 1}


def test_the_judge_sees_what_nobody_asked_for(chats: Chats) -> None:
    chats.say("가", answers=chats.ask())
    chats.say("나")

    assert chats.judged() == {"asked": 1, "most": 1, "stray": 1}


@pytest.mark.parametrize("delivered", [True, False])
def test_the_judge_lets_pass_what_the_bot_says_is_uncertain(chats: Chats, delivered: bool) -> None:
    number = chats.ask()
    chats.unsure[1] = [Part(number, 0)]
    chats.api.lose("sendMessage", delivered=delivered)
    chats.say("가")

    found = chats.judged()
    assert found.pop("most", 0) == delivered
    assert found == {"asked": 1, "uncertain": 1}


def test_the_judge_knows_what_came_twice_the_second_time_with_no_word_of_it(chats: Chats) -> None:
    number = chats.ask()
    chats.unsure[1] = [Part(number, 0)]
    chats.say("가")
    chats.api.lose("sendMessage")
    chats.say("가")

    assert chats.judged() == {"asked": 1, "uncertain": 1, "most": 2, "twice": 1}


def test_the_judge_knows_what_came_before_what_was_lost(chats: Chats) -> None:
    number = chats.ask()
    chats.unsure[1] = [Part(number, 0)]
    chats.say("가")  # and the bot was killed; what it sent again never came

    assert chats.judged() == {"asked": 1, "uncertain": 1, "most": 1}


def test_the_judge_counts_what_was_too_fast_and_what_was_refused(chats: Chats) -> None:
    number = chats.ask()
    chats.say("가", chat=77)
    for _ in range(5):
        chats.say("가", answers=number)

    found = chats.judged()
    assert found["refused"] == 1
    assert found["limits_broken"] == 2  # a chat takes three at once
