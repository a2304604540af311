"""What is kept is said, given out and erased; each sentence of /privacy is held to the database."""

import json
from datetime import timedelta
from typing import Any

import pytest

from bot.conversation import Conversation
from bot.introducing import privacy as privacy_at_the_terminal
from bot.reply import Message, Reply, plain_text
from bot.turns import KEPT_FOR
from store.messaging.answers import Answers
from tests.bot.reception.conftest import (
    ADMIN,
    CHANNEL,
    FARE,
    FERRY,
    JANE,
    MINSU,
    NEWSROOM,
    Lobby,
    carried,
)
from tests.retrieval.shelf import SEOUL

#: What a question is known by, wherever it might be kept.
CANARY = "쿠릉쿠릉"


def used(lobby: Lobby) -> Reply:
    """Leave traces of every kind as MINSU; return the last answer."""
    lobby.says("/lang ko")
    lobby.says("/lang en")
    lobby.says(FERRY, to=NEWSROOM)
    answer = lobby.replied(FARE)
    lobby.pushes("up", answer)
    asked = lobby.pushes("down", answer).reply
    assert asked is not None
    lobby.pushes("keep", asked)
    return answer


def exported(lobby: Lobby) -> dict[str, Any]:
    """What MINSU gets."""
    reply = lobby.replied("/export")
    assert reply.attachment is not None
    assert reply.attachment.kind == "document"
    assert reply.attachment.name == "sosik.json"
    kept: dict[str, Any] = json.loads(reply.attachment.data)
    return kept


def names_him(lobby: Lobby) -> dict[str, list[str]]:
    """The rows of every table that name MINSU."""
    with lobby.database.read() as db:
        return {
            table.name: rows
            for table in db.tables
            if (rows := [str(row) for row in table.rows if MINSU in map(str, row.values())])
        }


def test_the_export_holds_every_row_that_names_the_person(lobby: Lobby) -> None:
    answer = used(lobby)
    kept = exported(lobby)
    assert [one["verdict"] for one in kept["verdicts"]] == [-1]
    assert kept["kept_questions"] == [{"answer": answer.answer_id, "question": FARE}]
    assert len(kept["answers"]) == 2
    assert kept["settings"][0]["language"] == "en"
    assert kept["last_question"] == FARE
    told = {
        "answers": "answers", "feedback": "verdicts", "kept_questions": "kept_questions",
        "chats": "settings", "buckets": "limits",
    }  # fmt: skip
    tables = names_him(lobby)
    assert set(tables) == set(told)
    assert {table: len(rows) for table, rows in tables.items()} == {
        table: len(kept[name]) for table, name in told.items()
    }


def test_others_are_not_in_the_export(lobby: Lobby) -> None:
    lobby.says(FERRY, by=JANE)
    used(lobby)
    assert f'"{JANE}"' not in json.dumps(exported(lobby))


def test_erasing_is_asked_about_and_leaves_nothing_of_the_person(lobby: Lobby) -> None:
    used(lobby)
    asked = lobby.replied("/delete")
    assert list(carried(asked)) == ["yes", "no"]
    assert names_him(lobby), "nothing is erased yet"
    erased = lobby.pushes("yes", asked)
    assert erased.reply is not None
    assert erased.used_up
    assert plain_text(erased.reply).startswith("It is erased.")
    assert set(names_him(lobby)) == {"buckets"}, "or erasing would be a way round the limits"
    assert not lobby.holds(FARE)
    lobby.parts.chats.set_language(CHANNEL, MINSU, "en")
    assert "no question to explain" in (lobby.says("/why") or "")
    assert lobby.parts.talk.last_question((CHANNEL, MINSU), now=lobby.now) is None


def test_after_erasing_the_old_buttons_are_dead(lobby: Lobby) -> None:
    answer = used(lobby)
    lobby.pushes("yes", lobby.replied("/delete"))
    for action in carried(answer):
        assert "no longer works" in (lobby.pushes(action, answer).notice or "")


def test_only_counts_stay_of_what_was_answered_and_liked(lobby: Lobby) -> None:
    used(lobby)
    lobby.pushes("yes", lobby.replied("/delete"))
    (day,) = lobby.parts.answers.stats(since=lobby.now - timedelta(days=1), zone=SEOUL)
    assert (day.questions, day.up, day.down) == (2, 0, 1)
    assert not lobby.rows("answer_quotes", "feedback", "kept_questions")


def test_cancelled_or_by_another_hand_nothing_is_erased(lobby: Lobby) -> None:
    used(lobby)
    before = {name: rows for name, rows in names_him(lobby).items() if name != "buckets"}
    asked = lobby.replied("/delete")
    assert lobby.pushes("yes", asked, by=JANE).reply is None
    assert lobby.pushes("yes", asked, by=ADMIN, to=MINSU).reply is None
    lobby.pushes("no", asked)
    assert "no longer works" in (lobby.pushes("yes", asked).notice or "")
    after = {name: rows for name, rows in names_him(lobby).items() if name != "buckets"}
    assert after == before


def test_a_block_stays_and_so_do_an_admins_standing_and_deeds(lobby: Lobby) -> None:
    lobby.says("/allow 77", by=ADMIN)
    erased = lobby.pushes("yes", lobby.replied("/delete", by=ADMIN), by=ADMIN)
    assert erased.reply is not None
    assert "still an admin" in plain_text(erased.reply)
    assert lobby.parts.access.standing(CHANNEL, ADMIN) == "admin"
    assert [entry.action for entry in lobby.parts.audit.listed(limit=5)] == ["allow"]


# -- the sentences of /privacy


def test_no_word_of_a_question_stays_in_the_database(lobby: Lobby) -> None:
    for text in (f"{CANARY} 요금은?", f"/timeline {CANARY}", f"/latest {CANARY}", f"/{CANARY}"):
        answer = lobby.replied(text)
        for action in carried(answer).keys() - {"await"}:  # which asks for that
            lobby.pushes(action, answer)
    lobby.says(CANARY, to=NEWSROOM)
    lobby.says(f"시장은 {CANARY}라고 말했다.", forwarded=True)
    lobby.types(f"{CANARY} 요금은?")
    assert not lobby.holds(CANARY)


def test_the_last_question_is_in_memory_for_half_an_hour_or_until_new(lobby: Lobby) -> None:
    assert timedelta(minutes=30) == KEPT_FOR
    last = lobby.parts.talk.last_question
    lobby.says(FARE)
    assert last((CHANNEL, MINSU), now=lobby.now) == FARE
    lobby.passes(minutes=30)
    assert last((CHANNEL, MINSU), now=lobby.now) is None
    lobby.says(FARE)
    lobby.says("/new")
    assert last((CHANNEL, MINSU), now=lobby.now) is None


def test_what_is_kept_of_a_chat_and_an_answer_is_what_privacy_names(lobby: Lobby) -> None:
    said = lobby.says("/privacy") or ""
    used(lobby)
    with lobby.database.read() as db:
        columns = {name: set(db[name].columns_dict) for name in ("chats", "answers", "feedback")}
    assert columns["chats"] == {
        "channel", "chat", "kind", "language", "is_on", "first_seen", "last_seen", "unreachable"
    }  # fmt: skip
    assert columns["answers"] == {
        "channel", "id", "chat", "person", "at", "kind", "took_ms", "up", "down"
    }  # fmt: skip
    assert columns["feedback"] == {"channel", "answer", "person", "verdict", "at"}
    for words in ("its number", "first and last wrote", "/lang", "whether I can write", "who",
                  "how long it took", "which articles", "👍", "30 days", "two days",
                  "how much you asked", "/export", "/delete", "a block", "backups"):  # fmt: skip
        assert words in said, words


def test_after_thirty_days_an_answer_names_nobody(lobby: Lobby) -> None:
    used(lobby)
    answers = Answers(lobby.database, CHANNEL)
    answers.forget(before=lobby.now + timedelta(seconds=1))
    assert set(names_him(lobby)) == {"chats", "buckets"}
    assert not lobby.holds(FARE)


def test_how_much_one_asked_is_forgotten(lobby: Lobby) -> None:
    lobby.says(FARE)
    assert "buckets" in names_him(lobby)
    lobby.parts.limits.forget(before=lobby.now + timedelta(seconds=1))
    assert "buckets" not in names_him(lobby)


def test_what_privacy_says_at_the_terminal_is_true_there(lobby: Lobby) -> None:
    talk = lobby.parts.talk
    assert isinstance(talk, Conversation)
    before = lobby.rows()
    message = Message(channel="terminal", chat="local", text=f"{CANARY} 요금은?")
    talk.reply(message, now=lobby.now)
    assert lobby.rows() == before
    assert not lobby.holds(CANARY)
    said = plain_text(privacy_at_the_terminal(talk.texts_for(message)))
    assert said == plain_text(
        talk.reply(Message(channel="terminal", chat="local", text="/privacy"), now=lobby.now)
    )


@pytest.mark.parametrize("language", ["ko", "en"])
def test_privacy_fits_one_message(lobby: Lobby, language: str) -> None:
    lobby.says(f"/lang {language}")
    assert 400 < len(lobby.says("/privacy") or "") < 2_500
