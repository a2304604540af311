"""Following stories, watching for words, waiting for answers: begun, listed, let go."""

import json
from datetime import time

import pytest

from bot.reply import plain_text
from bot.subscribing.codes import Deed, data
from store.messaging.awaited import AwaitedQuestions
from store.messaging.follows import MAX_FOLLOWS, Follow, Follows
from store.messaging.subscriptions import Subscriptions
from store.messaging.watchwords import Watchwords
from store.removal import Removal
from store.stories import Stories
from tests.bot.reception.conftest import (
    CHANNEL,
    FARE,
    FERRY,
    JANE,
    MINSU,
    NEWSROOM,
    UNKNOWN,
    Lobby,
    data_of,
)
from tests.bot.subscribing.keyboards import kept, labels, says, tap, taps, turned_on

ADMINS_ONLY = "Only the administrators of this group can change that."


def followed(lobby: Lobby, chat: str = MINSU) -> tuple[Follow, ...]:
    """What the chat follows."""
    return Follows(lobby.database, CHANNEL).of(chat)


def waiting(lobby: Lobby, chat: str = MINSU) -> list[str]:
    """The questions of the chat that wait."""
    return [one.question for one in AwaitedQuestions(lobby.database, CHANNEL).of(chat)]


def watched(lobby: Lobby, chat: str = MINSU) -> list[str]:
    """The rules of the chat."""
    return [one.rule for one in Watchwords(lobby.database, CHANNEL).of(chat)]


# -- following


def test_the_story_of_an_answer_is_followed_by_one_tap(lobby: Lobby) -> None:
    answer = lobby.replied(FARE)
    assert answer.answer is not None
    (article,) = {quote.article.id for quote in answer.answer.quotes}
    story = Stories(lobby.database).place(article, None, now=lobby.now)
    said = lobby.pushes("follow", answer)
    assert says(said).startswith("Followed: 서해시 버스 요금 오른다")
    assert [(one.story, one.topic, one.person) for one in followed(lobby)] == [(story, None, MINSU)]
    lobby.pushes("follow", answer)
    assert len(followed(lobby)) == 1, "once is enough"


def test_before_a_story_is_known_its_headline_is_followed(lobby: Lobby) -> None:
    lobby.pushes("follow", lobby.replied(FARE))
    assert [(one.story, one.topic) for one in followed(lobby)] == [
        (None, "서해시 버스 요금 오른다")
    ]


def test_of_a_list_one_story_is_chosen(lobby: Lobby) -> None:
    articles = lobby.shelf.library.latest(limit=10)
    stories = Stories(lobby.database)
    one = stories.place(articles[0].id, None, now=lobby.now)
    stories.place(articles[1].id, one, now=lobby.now)
    chosen = lobby.pushes("follow", lobby.replied("/latest"))
    assert chosen.reply is not None
    names = labels(chosen.reply)
    assert articles[0].title in names
    assert articles[1].title not in names, "two reports of one story are one choice"
    said = tap(lobby, chosen.reply, articles[0].title or "")
    assert says(said).startswith("Followed:")
    assert [follow.story for follow in followed(lobby)] == [one]


def test_a_topic_is_followed_by_name_and_let_go(lobby: Lobby) -> None:
    said = lobby.replied("/follow 배터리 공장")
    assert plain_text(said).startswith("Followed: 배터리 공장")
    listed = lobby.replied("/following")
    assert labels(listed) == ["✕ 배터리 공장"]
    let_go = tap(lobby, listed, "✕ 배터리 공장")
    assert let_go.in_place
    assert let_go.notice == "No longer followed: 배터리 공장"
    assert not followed(lobby)
    assert "followed no more already" in (tap(lobby, listed, "✕ 배터리 공장").notice or "")


@pytest.mark.parametrize(
    ("topic", "said"),
    [
        ("가" * 4_000, "100 letters at most"), ("***", "no topic"), ("<b></b>", "no topic"),
        ("한국", "fits 39 of the 40 stories"), ("뉴스", "Nothing can be looked for"),
    ],
)  # fmt: skip
def test_topics_that_make_no_sense_are_told(lobby: Lobby, topic: str, said: str) -> None:
    lobby.town.broad |= {"한국": (39, 40), "뉴스": None}
    assert said in (lobby.says(f"/follow {topic}") or "")
    assert not followed(lobby)


def test_one_follows_no_more_than_can_be_kept(lobby: Lobby) -> None:
    follows = Follows(lobby.database, CHANNEL)
    for number in range(MAX_FOLLOWS):
        follows.add(MINSU, topic=f"주제 {number}", person=MINSU, now=lobby.now)
    assert f"{MAX_FOLLOWS} things" in (lobby.says("/follow 하나 더") or "")
    listed = lobby.replied("/unfollow")
    assert len(labels(listed)) == MAX_FOLLOWS


def test_a_followed_story_has_the_newest_headline_or_says_that_it_is_gone(lobby: Lobby) -> None:
    article = lobby.shelf.library.latest(limit=1)[0]
    story = Stories(lobby.database).place(article.id, None, now=lobby.now)
    Follows(lobby.database, CHANNEL).add(MINSU, story=story, person=MINSU, now=lobby.now)
    assert labels(lobby.replied("/following")) == [f"✕ {article.title}"]
    Removal(lobby.database).remove(article.id, now=lobby.now)
    assert labels(lobby.replied("/following")) == ["✕ a story whose articles are gone"]
    pressed = lobby.press(data(Deed(verb="follow", id=article.id)))
    assert pressed.notice == "The article is no longer kept."


def test_a_story_is_named_in_the_language_of_the_chat_where_it_can_be(lobby: Lobby) -> None:
    add, stories = lobby.shelf.add, Stories(lobby.database)
    english = add("Ferry stopped by storm", "The ferry to Haeram was stopped by a storm.")
    korean = add("해람 여객선 태풍에 멈춰", "해람을 오가는 여객선이 태풍에 멈췄다.")
    story = stories.place(english, None, now=lobby.now)
    stories.place(korean, story, now=lobby.now)
    Follows(lobby.database, CHANNEL).add(MINSU, story=story, person=MINSU, now=lobby.now)
    assert labels(lobby.replied("/following")) == ["✕ Ferry stopped by storm"]
    lobby.replied("/lang ko")
    assert labels(lobby.replied("/following")) == ["✕ 해람 여객선 태풍에 멈춰"]


# -- waiting for an answer


def test_a_declined_question_is_kept_only_by_a_tap_and_that_is_said(lobby: Lobby) -> None:
    declined = lobby.replied(UNKNOWN)
    assert not lobby.holds(UNKNOWN)
    pressed = lobby.pushes("await", declined)
    assert "I keep your question for 30 days" in (pressed.notice or "")
    assert pressed.used_up
    assert waiting(lobby) == [UNKNOWN]
    listed = lobby.replied("/following")
    assert labels(listed) == [f"✕ ? {UNKNOWN}"]
    assert tap(lobby, listed, f"✕ ? {UNKNOWN}").notice == "I have forgotten the question."
    assert not lobby.holds(UNKNOWN)


def test_only_the_last_question_can_wait_and_only_that_of_its_asker(lobby: Lobby) -> None:
    declined = lobby.replied(UNKNOWN)
    lobby.says(FARE)
    assert lobby.pushes("await", declined).notice == "I no longer have the question."
    declined = lobby.replied(UNKNOWN)
    forged = lobby.press(data_of(declined, "await"), by=JANE)
    assert "no longer works" in (forged.notice or "")
    lobby.passes(minutes=30)
    assert lobby.pushes("await", declined).notice == "I no longer have the question."
    assert not waiting(lobby)


def test_a_follow_up_waits_as_the_whole_question(lobby: Lobby) -> None:
    lobby.says(FERRY)
    declined = lobby.replied("그건 어느 나라 국적이야?")
    if declined.answer is None or declined.answer.kind != "declined":
        pytest.skip("this shelf answers it")
    lobby.pushes("await", declined)
    assert waiting(lobby) == [declined.answer.searched or "그건 어느 나라 국적이야?"]


# -- watching


def test_a_rule_is_read_back_and_tried_on_the_week(lobby: Lobby) -> None:
    lobby.shelf.add("소라전자 노조 파업", "소라전자 노조가 파업했다.", day="2026-11-21")
    lobby.shelf.add("소라전자 주가", "소라전자 노조 소식에 주가가 내렸다.", day="2026-11-20")
    lobby.shelf.add("소라전자 노조 옛 파업", "소라전자 노조가 파업했다.", day="2026-10-01")
    said = lobby.says("/watch 소라전자 AND (파업 OR 노조) NOT 주가") or ""
    assert said.startswith("Understood: “소라전자” and (“파업” or “노조”) and not “주가”")
    assert "1 article of the last week meets it." in said
    assert watched(lobby) == ["소라전자 AND (파업 OR 노조) NOT 주가"]


def test_rules_are_listed_and_let_go(lobby: Lobby) -> None:
    lobby.says('/watch "쌀값"')
    for command in ("/watching", "/unwatch"):
        assert labels(lobby.replied(command)) == ['✕ "쌀값"']
    gone = tap(lobby, lobby.replied("/watching"), "✕")
    assert gone.notice == 'No longer watched for: "쌀값"'
    assert not watched(lobby)
    assert "No words are watched for" in (lobby.says("/watching") or "")


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("", "Write /watch and words"), ("NOT 주가", "only leaves out words"),
        ("(파업 OR 노조", "“(” is opened and not closed"), ("파업)", "closes what was not opened"),
        ("파업 AND", "missing after “AND”"), ("OR 파업", "missing before “OR”"),
        ("***", "“***” is no word"), ("가" * 400, "300 letters at most"),
        ("가 " * 60, "30 words at most"), ("(" * 20 + "가" + ")" * 20, "8 deep at most"),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_read_is_told_with_what_is_wrong(
    lobby: Lobby, rule: str, said: str
) -> None:
    assert said in (lobby.says(f"/watch {rule}") or "")
    assert not watched(lobby)


def test_a_rule_that_meets_everything_is_not_watched_by(lobby: Lobby) -> None:
    for number in range(25):
        lobby.shelf.add(f"소식 {number}", f"새 소식 {number}번이 들어왔다.", day="2026-11-21")
    assert "too many to watch" in (lobby.says("/watch 소식") or "")
    assert not watched(lobby)


# -- what items of a digest teach


def likes(lobby: Lobby) -> dict[str, float]:
    """What the person likes, the verdicts left aside."""
    one = Subscriptions(lobby.database).get(CHANNEL, MINSU, "digest")
    assert one is not None
    return {name: value for name, value in one.likes.items() if not name.startswith("v:")}


def test_a_verdict_on_an_item_counts_once_and_can_be_changed(lobby: Lobby) -> None:
    turned_on(lobby)
    article = lobby.shelf.add("소라섬 등대 열리다", "소라섬 등대가 열렸다.", day="2026-11-21")
    for _ in range(3):
        liked = lobby.press(data(Deed(verb="up", id=article)))
    assert liked.notice == "Noted: more like this, further up."
    assert likes(lobby) == {"w:소라섬": 1.0, "w:등대": 1.0, "w:열리다": 1.0}
    lobby.press(data(Deed(verb="down", id=article)))
    assert likes(lobby) == {"w:소라섬": -1.0, "w:등대": -1.0, "w:열리다": -1.0}


def test_a_verdict_keeps_no_setting_from_being_taken_back(lobby: Lobby) -> None:
    earlier = taps(lobby, turned_on(lobby), "Time", "06:00")
    article = lobby.shelf.add("소라섬 등대 열리다", "소라섬 등대가 열렸다.", day="2026-11-21")
    lobby.press(data(Deed(verb="up", id=article)))
    assert "Taken back." in says(tap(lobby, earlier, "↩ Undo"))
    assert kept(lobby).time == time(8)
    assert likes(lobby) == {"w:소라섬": 1.0, "w:등대": 1.0, "w:열리다": 1.0}


def test_without_a_digest_or_an_article_there_is_nothing_to_teach(lobby: Lobby) -> None:
    article = lobby.shelf.library.latest(limit=1)[0].id
    pressed = lobby.press(data(Deed(verb="up", id=article)))
    assert "No digest is turned on here" in (pressed.notice or "")
    assert "no longer kept" in (lobby.press(data(Deed(verb="up", id=10**17))).notice or "")
    assert not lobby.rows("subscriptions")


# -- groups, forged data, what is kept


@pytest.mark.parametrize("command", ["/follow 쌀값", "/watch 쌀값", "/following", "/unwatch"])
def test_in_a_group_only_administrators_set_what_it_hears(lobby: Lobby, command: str) -> None:
    lobby.town.posts[NEWSROOM] = {MINSU}
    assert lobby.says(command, by=JANE, to=NEWSROOM, may_set=False) == ADMINS_ONLY
    assert not followed(lobby, NEWSROOM)
    assert not watched(lobby, NEWSROOM)


def test_in_a_group_only_administrators_press_what_sets_something(lobby: Lobby) -> None:
    lobby.town.posts[NEWSROOM] = {MINSU}
    answer = lobby.replied(FARE, to=NEWSROOM)
    assert lobby.pushes("follow", answer, by=JANE, to=NEWSROOM).notice == ADMINS_ONLY
    lobby.pushes("follow", answer, to=NEWSROOM)
    (one,) = followed(lobby, NEWSROOM)
    off = data(Deed(verb="unfollow", id=one.id))
    assert lobby.press(off, by=JANE, to=NEWSROOM).notice == ADMINS_ONLY
    assert followed(lobby, NEWSROOM) == (one,)


def test_nobody_lets_go_of_what_another_chat_follows(lobby: Lobby) -> None:
    lobby.says("/follow 쌀값")
    lobby.says("/watch 쌀값")
    (one,) = followed(lobby)
    for verb in ("unfollow", "unwatch", "unkeep"):
        lobby.press(data(Deed(verb=verb, id=one.id)), by=JANE)
    assert followed(lobby) == (one,)
    assert watched(lobby) == ["쌀값"]


def test_all_of_it_is_given_out_and_erased(lobby: Lobby) -> None:
    turned_on(lobby)
    lobby.says("/follow 쌀값")
    lobby.says("/watch 밀가루")
    lobby.pushes("await", lobby.replied(UNKNOWN))
    export = lobby.replied("/export").attachment
    assert export is not None
    kept = json.loads(export.data)
    text = export.data.decode()
    assert len(kept["subscriptions"]) == 1
    assert all(word in text for word in ("쌀값", "밀가루", UNKNOWN))
    lobby.pushes("yes", lobby.replied("/delete"))
    assert not lobby.rows("subscriptions", "follows", "watchwords", "awaited_questions")
    assert not any(lobby.holds(word) for word in ("쌀값", "밀가루", UNKNOWN))


def test_privacy_tells_of_all_of_it(lobby: Lobby) -> None:
    said = lobby.says("/privacy") or ""
    for words in ("how your digests are set", "you follow", "watch for", "waits for an answer",
                  "30 days at most", "60 days", "undone"):  # fmt: skip
        assert words in said, words


def test_the_commands_are_in_the_help_and_short_help_of_groups(lobby: Lobby) -> None:
    said = lobby.says("/help") or ""
    for name in ("digest", "follow", "following", "unfollow", "watch", "watching", "unwatch"):
        assert f"/{name} –" in said
    assert "/digest –" in (lobby.says("/help", to=NEWSROOM) or "")
