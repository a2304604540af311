"""Quotes are shown in the paragraphs they stand in, as long as their articles say so."""

from hypothesis import given
from hypothesis import strategies as st

from bot.reception.paragraphs import marked
from bot.reply import Pressed, Reply, plain_text
from store.removal import Removal
from tests.bot.reception.conftest import FARE, FERRY, Lobby

_FEW = st.integers(1, 3)


def shown(pressed: Pressed) -> str:
    """What was replied to a press, as plain text."""
    assert pressed.reply is not None, pressed
    return plain_text(pressed.reply)


def bold(reply: Reply | None) -> list[str]:
    """What stands in bold."""
    assert reply is not None
    return [span.text for line in reply.lines for span in line.spans if span.bold]


def test_quotes_are_shown_in_bold_in_their_paragraph_under_one_headline(lobby: Lobby) -> None:
    answer = lobby.replied(FARE)
    pressed = lobby.pushes("paragraphs", answer)
    assert answer.answer is not None
    assert bold(pressed.reply) == [quote.text for quote in answer.answer.quotes]
    said = shown(pressed)
    assert said.count("서해시 버스 요금 오른다") == 1
    assert said.count("연료비") == 1
    assert pressed.reply is not None
    assert not pressed.reply.buttons


def test_the_paragraph_holds_what_stands_around_the_quote(lobby: Lobby) -> None:
    said = shown(lobby.pushes("paragraphs", lobby.replied(FERRY)))
    assert "파도가 4m를 넘어" in said


def test_of_a_text_without_paragraphs_only_what_stands_around_is_shown(lobby: Lobby) -> None:
    padding = " ".join(f"어느 회의에서는 안건 {number}번을 길게 다루었다." for number in range(400))
    text = f"{padding} 소라섬 등대의 높이는 41미터로 집계됐다. {padding}"
    lobby.shelf.add("소라섬 등대", text, day="2026-11-01")
    lobby.shelf.index()
    answer = lobby.replied("소라섬 등대의 높이는 몇 미터야?")
    pressed = lobby.pushes("paragraphs", answer)
    assert bold(pressed.reply) == ["소라섬 등대의 높이는 41미터로 집계됐다."]
    lines = shown(pressed).split("\n")
    assert len(lines[1]) < 800
    assert lines[1].startswith("▪ … ")
    assert lines[1].endswith(" …")
    assert lines[1].removeprefix("▪ … ").removesuffix(" …") in text


@given(st.data())
def test_a_paragraph_is_shown_as_it_is_with_all_its_quotes(data: st.DataObject) -> None:
    text = data.draw(st.text(alphabet="가나 b.\u0301", min_size=1, max_size=3_000))
    places = st.integers(0, len(text))
    marks = [sorted((data.draw(places), data.draw(places))) for _ in range(data.draw(_FEW))]
    pieces = list(marked(text, [(start, end) for start, end in marks]))
    whole = "".join(one if isinstance(one, str) else one.text for one in pieces)
    assert whole.removeprefix("… ").removesuffix(" …") in text
    in_bold = sum(len(one.text) for one in pieces if not isinstance(one, str))
    assert in_bold == len({at for start, end in marks for at in range(start, end)})


def test_a_changed_article_is_not_shown_as_if_it_had_said_so_before(lobby: Lobby) -> None:
    answer = lobby.replied(FERRY)
    assert answer.answer is not None
    (quote,) = answer.answer.quotes
    text = quote.article.text.replace("312명", "298명")
    changed = lobby.shelf.add(quote.article.title, text, file=quote.article.file)
    assert changed == quote.article.id
    said = shown(lobby.pushes("paragraphs", answer))
    assert said.endswith("The article has changed since; ask again for its present words.")
    assert "298" not in said
    assert "312" not in said
    lobby.shelf.index()
    again = lobby.pushes("paragraphs", lobby.replied(FERRY))
    assert "298명" in shown(again)


def test_of_a_removed_article_nothing_is_left_to_show(lobby: Lobby) -> None:
    answer = lobby.replied(FERRY)
    assert answer.answer is not None
    (quote,) = answer.answer.quotes
    Removal(lobby.database).remove(quote.article.id, now=lobby.now)
    pressed = lobby.pushes("paragraphs", answer)
    assert pressed == Pressed(notice="The article is no longer kept.")
