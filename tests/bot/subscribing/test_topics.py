"""Topics as they are typed, whatever is in them."""

from hypothesis import given
from hypothesis import strategies as st

from bot.subscribing.topics import read_topics
from store.messaging.subscription import MAX_TOPIC_CHARS, MAX_TOPICS


def test_topics_stand_between_commas_or_on_lines() -> None:
    typed = read_topics("반도체, 기준금리\n 손흥민、독도；#K팝")
    assert typed.topics == ("반도체", "기준금리", "손흥민", "독도", "K팝")
    assert read_topics("interest rates").topics == ("interest rates",)


def test_what_is_there_already_is_not_added_again() -> None:
    typed = read_topics("AI, 쌀값, ai", have=("쌀값",))
    assert (typed.topics, typed.known) == (("AI",), ("쌀값", "ai"))


def test_of_two_hundred_topics_there_is_room_for_twenty() -> None:
    typed = read_topics(",".join(f"주제{number}" for number in range(200)))
    assert len(typed.topics) == MAX_TOPICS
    assert typed.left_over == 200 - MAX_TOPICS


def test_a_topic_as_long_as_a_message_is_left_out() -> None:
    typed = read_topics("가" * 4_096 + ",나무")
    assert (typed.topics, typed.too_long) == (("나무",), 1)


def test_markup_addresses_and_signs_are_no_topics() -> None:
    typed = read_topics(
        "<b>선거</b>, https://example.com/a, ***, <script>, &nbsp;, \u200b, \u3164, \u115f\uffa0,"
        " 물가 <i>"
    )
    assert typed.topics == ("선거", "물가")


@given(st.text(max_size=5_000), st.lists(st.text(min_size=1, max_size=20), max_size=25))
def test_whatever_is_typed_can_be_kept(text: str, have: list[str]) -> None:
    typed = read_topics(text, have=have)
    assert len(typed.topics) <= max(0, MAX_TOPICS - len({one.casefold() for one in have}))
    for topic in typed.topics:
        assert topic.strip() == topic
        assert 0 < len(topic) <= MAX_TOPIC_CHARS
        assert "\n" not in topic
