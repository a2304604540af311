"""The lean tokenizer cuts text as the `tokenizers` library does."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from retrieval.unigram import UnigramTokenizer

pytestmark = pytest.mark.model

# Characters the library's Unicode tables are too old for, so that it leaves them as they are.
NEWER_THAN_THE_LIBRARY = "㋿ꟲꟳꟴꭩ"
TEXT = st.text(
    st.characters(
        max_codepoint=0xFFFF,
        exclude_categories=["Cs", "Cn"],
        exclude_characters=f"<\0{NEWER_THAN_THE_LIBRARY}",
    )
)


@pytest.fixture(scope="module")
def lean(bundled_folder: Path) -> UnigramTokenizer:
    return UnigramTokenizer(bundled_folder / "tokenizer.json")


@pytest.fixture(scope="module")
def library(bundled_folder: Path) -> Tokenizer:
    return Tokenizer.from_file(str(bundled_folder / "tokenizer.json"))


@settings(max_examples=300, deadline=None)
@given(text=TEXT)
def test_any_text_gets_the_ids_the_library_gives(
    lean: UnigramTokenizer, library: Tokenizer, text: str
) -> None:
    assert lean.ids(text, limit=10_000) == library.encode(text).ids


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("query: 오픈AI가 서울에", "<s> ▁que ry : ▁오픈 AI 가 ▁서울 에 </s>"),
        ("passage: the central bank", "<s> ▁passage : ▁the ▁central ▁bank </s>"),
        ("今日は東京で", "<s> ▁今日は 東京 で </s>"),
        ("中国人民银行宣布", "<s> ▁ 中国人民 银行 宣布 </s>"),
        ("Ａ①\u200bb\x01c", "<s> ▁A 1 ▁ bc </s>"),
        ("", "<s> </s>"),
    ],
)
def test_words_become_long_pieces(
    lean: UnigramTokenizer, library: Tokenizer, text: str, pieces: str
) -> None:
    assert [library.id_to_token(i) for i in lean.ids(text, limit=99)] == pieces.split()


def test_a_long_text_keeps_both_ends_marked(lean: UnigramTokenizer) -> None:
    ids = lean.ids("서울 " * 1000, limit=512)
    assert (len(ids), ids[0], ids[-1]) == (512, lean.first, lean.last)


def test_markers_in_a_text_are_letters(lean: UnigramTokenizer) -> None:
    assert {lean.first, lean.last, lean.padding}.isdisjoint(
        lean.ids("<s></s><pad>", limit=99)[1:-1]
    )
