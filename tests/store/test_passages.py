"""Passages are runs of whole sentences, short enough to be encoded, that miss nothing."""

from hypothesis import given
from hypothesis import strategies as st

from store.passages import MAX_CHARS, MAX_SENTENCE_CHARS, split
from store.sentences import sentences

SENTENCE = st.integers(1, 700).flatmap(
    lambda size: st.sampled_from(["가", "물 ", "word ", "を"]).map(
        lambda unit: (unit * size)[:size].strip() + ". "
    )
)
TEXT = st.text() | st.lists(SENTENCE | st.just("\n\n"), max_size=20).map("".join)


@given(TEXT)
def test_passages_hold_every_visible_character_once_and_in_order(text: str) -> None:
    spans = list(split(text))
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)
    gaps = zip([0, *edges[1::2]], [*edges[::2], len(text)], strict=True)
    assert not "".join(text[end:start] for end, start in gaps).strip()


@given(TEXT)
def test_no_passage_is_longer_than_its_one_sentence_or_the_limit(text: str) -> None:
    for start, end in split(text):
        inside = [span for span in sentences(text) if start <= span[0] and span[1] <= end]
        assert end - start <= (MAX_SENTENCE_CHARS if len(inside) <= 1 else MAX_CHARS)


@given(TEXT)
def test_no_sentence_is_cut_that_fits_into_a_passage(text: str) -> None:
    passages = list(split(text))
    for start, end in sentences(text):
        whole = any(left <= start and end <= right for left, right in passages)
        assert whole or end - start > MAX_SENTENCE_CHARS


def test_a_sentence_without_white_space_is_cut_anywhere() -> None:
    assert list(split("가" * 1000)) == [(0, 480), (480, 960), (960, 1000)]


def test_a_long_sentence_is_cut_between_words() -> None:
    text = "물이 " * 400
    assert all(text[start] == "물" and text[end - 1] == "이" for start, end in split(text))
