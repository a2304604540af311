"""The settings of digests: two taps each, in place, and back again."""

from datetime import date, time, timedelta
from threading import Thread
from typing import get_args

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as running
from hypothesis import strategies as st

from bot.channels.telegram.html import html_parts
from bot.reply import Reply, plain_text
from bot.subscribing import screens
from bot.subscribing.codes import Op, Setting, data, mark
from bot.subscribing.screens import Screen, View
from bot.texts import texts_in
from store.messaging.subscription import FOR_GOOD, MAX_TOPICS, Subscription
from tests.bot.reception.conftest import ADMIN, JANE, MINSU, NEWSROOM, Lobby, Opens
from tests.bot.subscribing.keyboards import (
    button,
    gets,
    kept,
    labels,
    says,
    tap,
    taps,
    turned_on,
)
from tests.retrieval.shelf import NOW

CHANNEL_OF_MINSU = "-1009"
ADMINS_ONLY = "Only the administrators of this group can change that."


# -- turning on


@pytest.mark.parametrize(
    ("client", "zone"), [("ko", "Asia/Seoul"), ("ja", "Asia/Tokyo"), ("en-GB", "Europe/London")]
)
def test_the_zone_is_guessed_from_the_clients_language_and_asked_once(
    lobby: Lobby, client: str, zone: str
) -> None:
    first = lobby.replied("/digest", language=client)
    assert "Is that" in plain_text(first)
    assert gets(lobby) is None, "nothing is set by looking"
    settings = taps(lobby, first, "Turn on", language=client)
    assert (kept(lobby).zone, kept(lobby).time) == (zone, time(8))
    assert "Is that" not in plain_text(settings)
    assert "Is that" not in plain_text(lobby.replied("/digest", language=client))


def test_it_is_in_the_language_in_which_it_was_turned_on(lobby: Lobby) -> None:
    turned_on(lobby)
    assert kept(lobby).language == "en"
    taps(lobby, lobby.replied("/digest"), "Language", "as set with /lang")
    assert kept(lobby).language is None


def test_another_zone_turns_it_on_in_two_taps(lobby: Lobby) -> None:
    taps(lobby, lobby.replied("/digest"), "Another time zone", "New York")
    assert kept(lobby).zone == "America/New_York"


def test_another_zone_can_be_typed(lobby: Lobby) -> None:
    zones = taps(lobby, lobby.replied("/digest"), "Another time zone")
    assert "city" in says(tap(lobby, zones, "Another: type a city"))
    assert "no time zone" in (lobby.says("달나라") or "")
    lobby.says("파리")
    assert kept(lobby).zone == "Europe/Paris"


def test_a_link_opens_the_settings(lobby: Lobby) -> None:
    linked = lobby.replied("/start digest")
    assert linked.buttons == lobby.replied("/digest").buttons
    assert "news desk" in (lobby.says("/start") or "")


def test_the_settings_say_when_it_comes_next(lobby: Lobby) -> None:
    settings = taps(lobby, lobby.replied("/digest", language="ko"), "Turn on")
    assert "Every day at 08:00 (Seoul)" in plain_text(settings)
    assert "Next: Mon, Nov 23 08:00" in plain_text(settings)


# -- each setting


@pytest.mark.parametrize(
    ("names", "name", "value"),
    [
        (("Time", "06:00"), "time", time(6)),
        (("Zone", "Tokyo"), "zone", "Asia/Tokyo"),
        (("Weekdays", "Sun"), "weekdays", frozenset(range(6))),
        (("Language", "한국어"), "language", "ko"),
        (("Items", "10"), "length", 10),
        (("Outlets", "Only 소라일보"), "outlets_in", frozenset({"소라일보"})),
        (("Outlets", "Not 소라일보"), "outlets_out", frozenset({"소라일보"})),
        (("Quiet hours", "23:00–07:00"), "quiet", (time(23), time(7))),
        (("Pause", "3 days"), "paused_until", date(2026, 11, 25)),
        (("Pause", "Until I go on"), "paused_until", FOR_GOOD),
        (("Nothing new", "One line"), "when_empty", "say"),
    ],
)
def test_a_setting_takes_two_taps_and_one_brings_it_back(
    lobby: Lobby, names: tuple[str, str], name: str, value: object
) -> None:
    lobby.shelf.add("소라섬 등대", "소라섬 등대가 열렸다.", outlet="소라일보")
    settings = turned_on(lobby, language="ko")
    before = getattr(kept(lobby), name)
    assert before != value
    settings = taps(lobby, settings, *names)
    assert getattr(kept(lobby), name) == value
    undone = taps(lobby, settings, "↩ Undo")
    assert getattr(kept(lobby), name) == before
    taps(lobby, undone, "↩ Undo")
    assert getattr(kept(lobby), name) == value, "what was taken back comes again"


def test_every_change_stands_in_the_place_of_the_keyboard(lobby: Lobby) -> None:
    settings = turned_on(lobby)
    for label in ("Time", "Weekdays", "Topics", "Outlets", "Pause", "Turn off"):
        assert tap(lobby, settings, label).in_place


def test_it_can_be_turned_off_and_on_again_as_it_was(lobby: Lobby) -> None:
    settings = taps(lobby, turned_on(lobby), "Time", "20:00")
    off = taps(lobby, settings, "Turn off")
    assert gets(lobby) is None
    taps(lobby, off, "↩ Undo")
    assert kept(lobby).time == time(20)


def test_a_pause_is_said_and_ends_by_hand(lobby: Lobby) -> None:
    paused = taps(lobby, turned_on(lobby), "Pause", "7 days")
    assert "Paused; it comes again from November 29, 2026 on" in plain_text(paused)
    taps(lobby, paused, "Pause", "Go on now")
    assert kept(lobby).paused_until is None


def test_a_pause_on_a_keyboard_of_last_week_is_refused_once_it_is_over(lobby: Lobby) -> None:
    old = taps(lobby, turned_on(lobby), "Pause")
    lobby.passes(minutes=7 * 24 * 60)
    assert "no longer works" in (tap(lobby, old, "3 days").notice or "")
    assert "no longer works" in (tap(lobby, old, "7 days").notice or "")
    assert kept(lobby).paused_until is None
    taps(lobby, old, "14 days")
    assert kept(lobby).paused_until == date(2026, 12, 6)


def test_one_weekday_stays(lobby: Lobby) -> None:
    days = taps(lobby, turned_on(lobby), "Weekdays")
    for label in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat"):
        days = taps(lobby, days, label)
    assert kept(lobby).weekdays == {6}
    assert "One day has to stay" in (tap(lobby, days, "Sun").notice or "")
    assert kept(lobby).weekdays == {6}


def test_a_weekly_digest_is_set_beside_the_daily_one(lobby: Lobby) -> None:
    settings = taps(lobby, turned_on(lobby), "Time", "18:00")
    weekly = taps(lobby, settings, "Weekly digest", "Turn on", "Weekdays", "Fri")
    assert kept(lobby, kind="weekly").weekdays == {4}
    assert kept(lobby).weekdays == set(range(7))
    assert kept(lobby, kind="weekly").time == time(18), "as the daily one"
    assert "Weekly digest" in plain_text(weekly)


def test_without_a_daily_digest_the_weekly_one_and_channels_are_in_reach(lobby: Lobby) -> None:
    off = lobby.replied("/digest")
    assert "For a channel" in labels(off)
    taps(lobby, off, "Weekly digest", "Turn on")
    assert gets(lobby) is None
    taps(lobby, lobby.replied("/digest"), "Weekly digest", "Turn off")
    assert gets(lobby, kind="weekly") is None


def test_a_time_within_quiet_hours_is_told(lobby: Lobby) -> None:
    settings = taps(lobby, turned_on(lobby), "Quiet hours", "21:00–08:00", "Time", "06:00")
    assert "06:00 lies in the quiet hours" in plain_text(settings)


def test_what_is_shown_now_is_no_news_any_more_and_the_day_is_still_open(lobby: Lobby) -> None:
    settings = turned_on(lobby)
    next_at = kept(lobby).next_at
    shown = tap(lobby, settings, "Show it now")
    assert "서해시 버스 요금 오른다" in says(shown)
    assert not shown.in_place
    assert "not been told" in says(tap(lobby, settings, "Show it now"))
    assert (kept(lobby).last_on, kept(lobby).next_at) == (None, next_at)
    assert lobby.rows("outbox") == {}


# -- what is typed


def ask_for(lobby: Lobby, *names: str) -> None:
    """Press until something is asked for."""
    settings = lobby.replied("/digest")
    if gets(lobby) is None:
        settings = taps(lobby, settings, "Turn on")
    *before, last = names
    assert "ten minutes" in says(tap(lobby, taps(lobby, settings, *before), last))


def test_topics_are_typed_and_taken_away_by_a_tap(lobby: Lobby) -> None:
    ask_for(lobby, "Topics", "Add topics")
    shown = lobby.replied("반도체, 버스 요금")
    assert kept(lobby).topics == ("반도체", "버스 요금")
    taps(lobby, shown, "✕ 반도체")
    assert kept(lobby).topics == ("버스 요금",)
    taps(lobby, shown, "✕ 반도체")
    assert kept(lobby).topics == ("버스 요금",), "an old keyboard does no harm"
    undone = taps(lobby, taps(lobby, shown, "Remove all"), "↩ Undo")
    assert kept(lobby).topics == ("버스 요금",)
    assert "버스 요금" in plain_text(undone)


def test_after_the_answer_questions_are_questions_again(lobby: Lobby) -> None:
    ask_for(lobby, "Topics", "Add topics")
    lobby.says("반도체")
    assert lobby.replied("환율은 얼마야?").kind == "declined"
    assert kept(lobby).topics == ("반도체",)


@pytest.mark.parametrize("command", ["/digest", "/help", "/latest", "/nonsense"])
def test_any_command_ends_the_waiting(lobby: Lobby, command: str) -> None:
    ask_for(lobby, "Topics", "Add topics")
    lobby.says(command)
    lobby.says("반도체")
    assert kept(lobby).topics == ()


def test_after_ten_minutes_nothing_is_awaited(lobby: Lobby) -> None:
    ask_for(lobby, "Topics", "Add topics")
    lobby.passes(minutes=10)
    lobby.says("반도체")
    assert kept(lobby).topics == ()


def test_what_is_awaited_outlives_a_restart(opens: Opens) -> None:
    ask_for(opens(), "Topics", "Add topics")
    lobby = opens()
    lobby.says("반도체")
    assert kept(lobby).topics == ("반도체",)


def test_only_whoever_was_asked_answers(lobby: Lobby) -> None:
    ask_for(lobby, "Topics", "Add topics")
    lobby.says("환율", by=JANE)
    assert gets(lobby, JANE) is None
    assert kept(lobby).topics == ()
    lobby.says("시장은 환율을 걱정했다.", forwarded=True)
    assert kept(lobby).topics == (), "nor do words of somebody else"
    lobby.says("반도체")
    assert kept(lobby).topics == ("반도체",)


@pytest.mark.parametrize(
    ("names", "wrong", "why", "right"),
    [
        (("Time", "Another time"), "25:00", "no time of day", "7시 10분"),
        (("Zone", "Another: type a city"), "Mars/Phobos", "no time zone", "헬싱키"),
        (("Quiet hours", "Other hours"), "22:00-22:00", "no two times", "22:30~6:00"),
        (("Topics", "Add topics"), "!!!", "no topic", "쌀값"),
        (("Topics", "Add topics"), "가" * 4_096, "longer than 100", "쌀값"),
    ],
)
def test_what_cannot_be_is_said_and_awaited_once_more(
    lobby: Lobby, names: tuple[str, ...], wrong: str, why: str, right: str
) -> None:
    ask_for(lobby, *names)
    before = kept(lobby)
    said = lobby.says(wrong) or ""
    assert why in said
    assert len(said) < 300
    assert kept(lobby) == before
    lobby.says(right)
    assert kept(lobby) != before


def test_of_two_hundred_topics_twenty_are_kept_and_the_rest_is_told(lobby: Lobby) -> None:
    ask_for(lobby, "Topics", "Add topics")
    shown = lobby.replied(", ".join(f"주제{number}" for number in range(200)))
    assert len(kept(lobby).topics) == MAX_TOPICS
    assert "There is room for 20 topics; 180 were left out." in plain_text(shown)
    assert "Add topics" not in labels(shown)


def test_a_topic_that_fits_everything_is_told(lobby: Lobby) -> None:
    lobby.town.broad["한국"] = (33, 40)
    ask_for(lobby, "Topics", "Add topics")
    assert "“한국” fits 33 of the 40 stories" in (lobby.says("한국, 쌀값") or "")


def test_a_topic_that_nothing_can_be_looked_for_with_is_told_and_not_kept(lobby: Lobby) -> None:
    lobby.town.broad |= {"뉴스": None, "5·18": None}
    ask_for(lobby, "Topics", "Add topics")
    assert lobby.says("뉴스") == "Nothing can be looked for with these topics: “뉴스”"
    assert "these topics: “5·18”" in (lobby.says("5·18, 쌀값") or "")
    assert kept(lobby).topics == ("쌀값",)


# -- who may


def test_in_a_group_only_its_administrators_set_it(lobby: Lobby) -> None:
    lobby.town.posts[NEWSROOM] = {MINSU}
    assert lobby.says("/digest", to=NEWSROOM, by=JANE, may_set=False) == ADMINS_ONLY
    settings = turned_on(lobby, to=NEWSROOM)
    assert kept(lobby, NEWSROOM).person == MINSU
    refused = tap(lobby, settings, "Turn off", by=JANE, to=NEWSROOM)
    assert (refused.notice, refused.reply) == (ADMINS_ONLY, None)
    assert gets(lobby, NEWSROOM) is not None


def test_topics_of_a_group_are_typed_in_a_reply_by_whoever_was_asked(lobby: Lobby) -> None:
    lobby.town.posts[NEWSROOM] = {MINSU}
    topics = taps(lobby, turned_on(lobby, to=NEWSROOM), "Topics", to=NEWSROOM)
    assert "Reply to this message" in says(tap(lobby, topics, "Add topics", to=NEWSROOM))
    lobby.says("환율", by=JANE, to=NEWSROOM, may_set=False)
    lobby.says("반도체", to=NEWSROOM, may_set=False)
    assert kept(lobby, NEWSROOM).topics == ("반도체",)


def test_in_a_group_no_channel_is_offered(lobby: Lobby) -> None:
    lobby.town.posts[NEWSROOM] = {MINSU}
    off = lobby.replied("/digest", to=NEWSROOM)
    on = taps(lobby, off, "Turn on", to=NEWSROOM)
    assert not {"For a channel"} & {*labels(off), *labels(on)}


def test_a_person_who_was_administrator_sets_nothing_any_more(lobby: Lobby) -> None:
    lobby.town.posts[NEWSROOM] = {MINSU}
    topics = taps(lobby, turned_on(lobby, to=NEWSROOM), "Topics", to=NEWSROOM)
    tap(lobby, topics, "Add topics", to=NEWSROOM)
    lobby.town.posts[NEWSROOM] = set()
    assert lobby.says("반도체", to=NEWSROOM, may_set=False) == ADMINS_ONLY
    assert kept(lobby, NEWSROOM).topics == ()


def of_the_channel(lobby: Lobby, **more: str) -> Reply:
    """The settings of a channel, a post of which was forwarded."""
    tap(lobby, turned_on(lobby), "For a channel")
    return lobby.replied("새 글", forwarded=True, origin=CHANNEL_OF_MINSU, **more)


def test_a_channel_gets_a_digest_of_whoever_may_post_there(lobby: Lobby) -> None:
    lobby.town.posts[CHANNEL_OF_MINSU] = {MINSU}
    taps(lobby, of_the_channel(lobby), "Turn on", "Time", "19:00")
    one = kept(lobby, CHANNEL_OF_MINSU)
    assert (one.time, one.person) == (time(19), MINSU)
    chat = lobby.parts.chats.get("telegram", CHANNEL_OF_MINSU)
    assert chat is not None
    assert chat.kind == "channel"
    assert kept(lobby).time == time(8), "what the person gets stays"


def test_nobody_else_sets_what_a_channel_gets(lobby: Lobby) -> None:
    lobby.town.posts[CHANNEL_OF_MINSU] = {JANE}
    assert "Only those who may post" in plain_text(of_the_channel(lobby))
    forged = Setting(target=CHANNEL_OF_MINSU, op="on", value="Asia/Seoul")
    assert "Only those who may post" in (lobby.press(data(forged)).notice or "")
    elsewhere = Setting(target="-100777", op="on", value="Asia/Seoul")
    assert "cannot post" in (lobby.press(data(elsewhere)).notice or "")
    assert lobby.rows("subscriptions") == {"subscriptions": 1}


def test_a_post_that_is_not_awaited_is_looked_up_as_ever(lobby: Lobby) -> None:
    lobby.town.posts[CHANNEL_OF_MINSU] = {MINSU}
    text = "서해시 버스 기본요금이 오른다."
    assert lobby.replied(text, forwarded=True, origin=CHANNEL_OF_MINSU).answer is not None


def test_whoever_adds_the_bot_to_a_channel_gets_its_settings(lobby: Lobby) -> None:
    added = lobby.message("", origin=CHANNEL_OF_MINSU)
    assert lobby.reception.joined(added, name=None, now=lobby.now) is None, "it may not post"
    lobby.town.posts[CHANNEL_OF_MINSU] = {MINSU}
    settings = lobby.reception.joined(added, name=None, now=lobby.now)
    assert settings is not None
    taps(lobby, settings, "Turn on")
    assert kept(lobby, CHANNEL_OF_MINSU).person == MINSU


def test_what_is_no_post_of_a_channel_is_told(lobby: Lobby) -> None:
    tap(lobby, turned_on(lobby), "For a channel")
    assert "no post of a channel" in (lobby.says("@mychannel") or "")


def test_a_closed_bot_sets_nothing_for_strangers(closed: Lobby) -> None:
    assert "invited" in (closed.says("/digest") or "")
    forged = closed.press(data(Setting(op="on", value="Asia/Seoul")))
    assert "invited" in (forged.notice or "")
    assert gets(closed) is None


# -- old keyboards, forged data, several at once


def test_after_erasing_an_old_keyboard_brings_nothing_back(lobby: Lobby) -> None:
    days = taps(lobby, turned_on(lobby), "Weekdays", "Sun")
    undo = button(days, "↩ Undo").data or ""
    lobby.parts.erase(MINSU, MINSU, lobby.now)
    assert "Is that" in says(tap(lobby, days, "Mon"))
    assert "no longer be taken back" in (lobby.press(undo).notice or "")
    assert gets(lobby) is None


def test_only_the_last_change_is_taken_back_by_its_maker_in_its_time(lobby: Lobby) -> None:
    lobby.town.posts[NEWSROOM] = {MINSU, JANE}
    settings = turned_on(lobby, to=NEWSROOM)
    by_minsu = taps(lobby, settings, "Time", "06:00", to=NEWSROOM)
    stolen = tap(lobby, by_minsu, "↩ Undo", by=JANE, to=NEWSROOM)
    assert "no longer be taken back" in (stolen.notice or "")
    taps(lobby, settings, "Items", "3", by=JANE, to=NEWSROOM)
    late = tap(lobby, by_minsu, "↩ Undo", to=NEWSROOM)
    assert "changed again since" in (late.notice or "")
    assert (kept(lobby, NEWSROOM).time, kept(lobby, NEWSROOM).length) == (time(6), 3)
    old = taps(lobby, settings, "Time", "07:00", to=NEWSROOM)
    lobby.passes(minutes=10)
    assert "no longer be taken back" in (tap(lobby, old, "↩ Undo", to=NEWSROOM).notice or "")


def test_what_two_change_at_once_is_changed_twice(lobby: Lobby) -> None:
    lobby.town.posts[CHANNEL_OF_MINSU] = {MINSU, JANE}
    of_the_channel(lobby)
    setting = Setting(target=CHANNEL_OF_MINSU, op="on", value="Asia/Seoul")
    lobby.press(data(setting))
    lobby.passes(minutes=2)
    removed = [Setting(target=CHANNEL_OF_MINSU, op="day", value=f"{day}-") for day in range(6)]
    threads = [
        Thread(target=lobby.press, args=(data(one),), kwargs={"by": by, "to": by})
        for one, by in zip(removed, (MINSU, JANE) * 3, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert kept(lobby, CHANNEL_OF_MINSU).weekdays == {6}


FORGED = st.builds(
    Setting,
    op=st.sampled_from(get_args(Op)),
    value=st.from_regex(r"[A-Za-z0-9_+/.=-]{0,36}", fullmatch=True)
    | st.sampled_from(
        ["2460", "08000", "7+", "-1+", "0-", "9999-12-31", "2026-02-30", "0800-0800", "1-2",
         "off", "all", "0", "11", "99", "fr", "../../etc", "outlets.9", "outlets.-1", "only",
         f"{mark('없는 매체')}.only", f"{mark('없는 매체')}.x"]
    ),
)  # fmt: skip


# One reception for all examples: what one leaves, the next one meets.
@running(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pressed=FORGED)
def test_forged_data_never_breaks_anything(lobby: Lobby, pressed: Setting) -> None:
    lobby.passes(minutes=1)
    done = lobby.press(data(pressed))
    assert done.notice or done.reply
    one = gets(lobby)
    if one is not None:
        assert one.weekdays
        assert 1 <= one.length <= 10
        assert lobby.replied("/digest").buttons
    lobby.passes(minutes=1)


@pytest.mark.parametrize("op", ["on", "zone"])
def test_a_forged_zone_that_only_this_machine_knows_is_refused(lobby: Lobby, op: Op) -> None:
    turned_on(lobby)
    forged = lobby.press(data(Setting(op=op, value="posix/Asia/Seoul")))
    assert "no longer works" in (forged.notice or "")
    assert lobby.replied("/digest").buttons


# -- screens

OUTLETS = st.lists(st.text(min_size=1, max_size=80), max_size=40, unique=True)


@given(
    name=st.sampled_from(get_args(Screen)),
    language=st.sampled_from(["ko", "en"]),
    target=st.none() | st.just("-1001234567890123"),
    outlets=OUTLETS,
    topics=st.lists(st.text(min_size=1, max_size=100), max_size=20, unique=True),
    page=st.integers(0, 9),
    weekly=st.booleans(),
)
def test_every_screen_fits_a_message_and_every_button_64_bytes(
    name: Screen,
    language: str,
    target: str | None,
    outlets: list[str],
    topics: list[str],
    page: int,
    weekly: bool,
) -> None:
    one = Subscription(
        channel="telegram",
        chat="11",
        zone="America/Argentina/ComodRivadavia",
        kind="weekly" if weekly else "digest",
        topics=tuple(topics),
        outlets_out=frozenset(outlets[:30]),
        quiet=(time(22), time(7)),
        paused_until=date(2027, 1, 1),
    )
    view = View(
        texts=texts_in("ko" if language == "ko" else "en"),
        now=NOW + timedelta(days=1),
        target=target,
        kind=one.kind,
        undo="A" * 16,
        outlets=outlets,
        page=page,
    )
    shown = screens.screen(name, one, view)
    buttons = [one for row in shown.buttons for one in row]
    assert len(html_parts(shown.lines)) == 1
    assert all(shown.buttons), "no row is empty"
    assert len(buttons) <= 100
    assert all(0 < len((one.data or "").encode()) <= 64 for one in buttons)
    assert all(one.text.strip() for one in buttons)


def test_an_admin_of_the_bot_sets_what_is_theirs(lobby: Lobby) -> None:
    turned_on(lobby, by=ADMIN)
    assert kept(lobby, ADMIN).person == ADMIN


def test_all_settings_can_be_gone_through_at_once(lobby: Lobby) -> None:
    settings = turned_on(lobby)
    for label in ("Time", "Zone", "Weekdays", "Items", "Topics", "Outlets", "Pause", "Language"):
        for _ in range(4):
            settings = taps(lobby, taps(lobby, settings, label), "◀ Back")
    assert "a lot at once" in "".join(str(lobby.press("d::d:s:").notice) for _ in range(200))
