"""Questions in any chat: ``@bot question`` gets choices while one types."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.reply import Message, Suggestion
from tests.bot.channels.telegram.conftest import Desk, OneLiner, answering, noting, says, until
from tests.telegram_server import BotApi, person

pytestmark = pytest.mark.anyio

MINSU, JANE = person(11), person(12, language="en")
Suggest = Callable[[Message], Awaitable[tuple[Suggestion, ...]]]


def choice(title: str, text: str = "「물가가 올랐다」 [1]") -> Suggestion:
    return Suggestion(title=title, description="소식신문 · 어제", reply=says(text))


def suggesting(*choices: Suggestion, heard: list[Message] | None = None) -> OneLiner:
    """A host with these choices for everything that is typed."""

    async def suggest(message: Message) -> tuple[Suggestion, ...]:
        if heard is not None:
            heard.append(message)
        return choices

    return OneLiner(suggested=suggest)


async def test_what_is_typed_gets_choices_that_quote_and_a_way_to_the_private_chat(
    api: BotApi, desk: Desk
) -> None:
    heard: list[Message] = []
    async with answering(api, desk, suggesting(choice("물가"), choice("환율"), heard=heard)):
        query = api.ask_inline("요즘 물가는?", sender=MINSU)
        await until(lambda: query in api.inline_answers)

    answer = api.inline_answers[query]
    assert [one["title"] for one in answer["results"]] == ["물가", "환율"]
    content = answer["results"][0]["input_message_content"]
    assert content["message_text"] == "「물가가 올랐다」 [1]"
    assert content["link_preview_options"] == {"is_disabled": True}
    assert answer["is_personal"]
    assert answer["button"] == {"text": "더 묻기", "start_parameter": "more"}
    assert [(one.chat, one.text, one.person, one.language) for one in heard] == [
        ("11", "요즘 물가는?", "11", "ko")
    ]


async def test_only_the_newest_of_what_one_types_fast_is_answered(api: BotApi, desk: Desk) -> None:
    heard: list[str] = []

    async def slowly(message: Message) -> tuple[Suggestion, ...]:
        heard.append(message.text)
        await asyncio.sleep(0.1)
        return (choice(message.text),)

    async with answering(api, desk, OneLiner(suggested=slowly)):
        queries = [api.ask_inline("요즘 물가"[:end], sender=MINSU) for end in range(1, 6)]
        other = api.ask_inline("prices", sender=JANE)
        await until(lambda: {queries[-1], other} <= api.inline_answers.keys())

    assert set(api.inline_answers) == {queries[-1], other}
    assert sorted(heard) == ["prices", "요즘 물가"]


async def test_what_is_typed_while_an_answer_is_worked_out_takes_its_place(
    api: BotApi, desk: Desk
) -> None:
    begun = asyncio.Event()

    async def slowly(message: Message) -> tuple[Suggestion, ...]:
        begun.set()
        await asyncio.sleep(0.1)
        return (choice(message.text),)

    async with answering(api, desk, OneLiner(suggested=slowly)):
        first = api.ask_inline("물가", sender=MINSU)
        await begun.wait()
        second = api.ask_inline("물가는?", sender=MINSU)
        await until(lambda: second in api.inline_answers)

    assert first not in api.inline_answers


async def test_more_than_ten_choices_are_cut(api: BotApi, desk: Desk) -> None:
    choices = [choice(f"제목 {number}") for number in range(40)]
    async with answering(api, desk, suggesting(*choices)):
        query = api.ask_inline("물가", sender=MINSU)
        await until(lambda: query in api.inline_answers)

    results = api.inline_answers[query]["results"]
    assert [one["title"] for one in results] == [f"제목 {number}" for number in range(10)]


async def test_nothing_to_offer_still_shows_the_way_to_the_private_chat(
    api: BotApi, desk: Desk
) -> None:
    async with answering(api, desk, suggesting()):
        query = api.ask_inline("", sender=MINSU)
        await until(lambda: query in api.inline_answers)

    assert api.inline_answers[query]["results"] == []
    assert api.inline_answers[query]["button"]["text"] == "더 묻기"


@pytest.mark.parametrize(
    "odd",
    [
        choice("</b><script>&", "1 < 2 & <b>"),
        choice("\u202e거꾸로\u200b"),
        choice("\x00\ud800제목\udfff", "\x00\ud800글\udfff"),
        choice("가" * 5_000, "가" * 9_000),
        choice(" ", "글"),
        choice("제목", " \u200b"),
    ],
    ids=lambda one: ascii(one.title)[:20],
)
async def test_one_odd_choice_does_not_take_the_others_with_it(
    api: BotApi, desk: Desk, odd: Suggestion
) -> None:
    async with answering(api, desk, suggesting(odd, choice("환율"))):
        query = api.ask_inline("물가", sender=MINSU)
        await until(lambda: query in api.inline_answers)

    titles = [one["title"] for one in api.inline_answers[query]["results"]]
    assert titles[-1] == "환율"
    assert not any("\ud800" <= char <= "\udfff" or char == "\0" for char in "".join(titles))
    assert [call.description for call in api.log if call.outcome == "refused"] == []


async def test_an_answer_that_comes_too_late_disturbs_nothing(api: BotApi, desk: Desk) -> None:
    api.query_timeout_s = -1.0
    async with answering(api, desk, suggesting(choice("물가"))):
        api.ask_inline("물가", sender=MINSU)
        api.write("끝", sender=MINSU)
        await until(lambda: len(api.sent) == 1)

    assert api.inline_answers == {}


async def test_a_search_that_fails_disturbs_nothing(api: BotApi, desk: Desk) -> None:
    async def failing(message: Message) -> tuple[Suggestion, ...]:
        raise RuntimeError(message.text)

    async with answering(api, desk, OneLiner(suggested=failing)):
        api.ask_inline("물가", sender=MINSU)
        api.write("끝", sender=MINSU)
        await until(lambda: len(api.sent) == 1)


async def test_typing_is_not_kept_nor_held_up_by_questions(api: BotApi, desk: Desk) -> None:
    begun = asyncio.Event()

    async def stuck(message: Message) -> None:
        begun.set()
        await asyncio.sleep(1)

    host = OneLiner(stuck, suggested=suggesting(choice("물가")).suggested)
    async with answering(api, desk, host):
        api.write("오래 걸리는 질문", sender=MINSU)
        await begun.wait()
        query = api.ask_inline("물가", sender=MINSU)
        await until(lambda: query in api.inline_answers, within_s=0.9)
        kept = [one.payload for one in desk.updates.waiting()]

    assert len(kept) == 1


async def test_a_choice_that_was_sent_is_no_new_question(api: BotApi, desk: Desk) -> None:
    heard: list[Message] = []
    host = OneLiner(noting(heard), suggested=suggesting(choice("물가")).suggested)
    async with answering(api, desk, host):
        query = api.ask_inline("물가", sender=MINSU)
        await until(lambda: query in api.inline_answers)
        api.choose_inline(query, "0", text="물가", sender=MINSU, chat={"id": 11, "type": "private"})
        api.write("끝", sender=MINSU)
        await until(lambda: len(api.sent) == 1)

    assert [message.text for message in heard] == ["끝"]
