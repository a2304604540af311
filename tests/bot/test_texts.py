"""The languages: catalogues are complete, and a message shows the language it is written in."""

import json
import re
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

import bot
from bot.texts import (
    LOCALE_FOLDER,
    client_language,
    one_line,
    shorten,
    texts_in,
    written_language,
)

PARTICLE = re.compile(r"\}(은|는|이|가|을|를|와|과|로|으로|라|이라|아|야)(?![가-힣])")


@pytest.fixture(scope="module")
def korean() -> Catalog:
    with (LOCALE_FOLDER / "ko" / "LC_MESSAGES" / "sosik.po").open("rb") as file:
        return read_po(file, locale="ko")


def in_code() -> set[str | tuple[str, ...]]:
    folder = Path(bot.__file__).parent
    found = extract_from_dir(folder, method_map=[("**.py", "python")])
    return {tuple(text) if isinstance(text, list | tuple) else text for _, _, text, _, _ in found}


def forms(message: Message, *, of: str) -> list[str]:
    value = message.id if of == "id" else message.string
    return [value] if isinstance(value, str) else list(value or ())


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_text_of_the_code_stands_in_the_korean_catalogue_and_no_other(
    korean: Catalog,
) -> None:
    in_catalogue = {
        message.id if isinstance(message.id, str) else tuple(message.id)
        for message in korean
        if message.id
    }

    assert in_code() == in_catalogue


def test_every_korean_text_is_final_and_has_the_placeholders_of_the_english(
    korean: Catalog,
) -> None:
    assert not korean.obsolete
    for message in korean:
        if not message.id:
            continue
        assert not message.fuzzy, message.id
        wanted = placeholders(forms(message, of="id")[-1])
        for text in forms(message, of="string"):
            assert re.search("[가-힣]", text) or placeholders(text), message.id
            assert placeholders(text) == wanted, message.id


def test_no_korean_text_needs_a_particle_after_a_word_that_is_filled_in(korean: Catalog) -> None:
    for message in korean:
        if message.id:
            assert not any(PARTICLE.search(text) for text in forms(message, of="string"))


def test_the_template_lists_the_texts_of_the_code() -> None:
    with (LOCALE_FOLDER / "sosik.pot").open("rb") as file:
        template = read_po(file)

    listed = {
        message.id if isinstance(message.id, str) else tuple(message.id)
        for message in template
        if message.id
    }
    assert listed == in_code()


def test_texts_follow_the_language_and_the_number() -> None:
    korean, english = texts_in("ko"), texts_in("en")

    assert korean.gettext("unknown outlet") == "매체 미상"
    assert english.gettext("unknown outlet") == "unknown outlet"
    assert english.ngettext("{count} article", "{count} articles", 1) == "{count} article"
    assert english.ngettext("{count} article", "{count} articles", 2) == "{count} articles"
    assert korean.ngettext("{count} article", "{count} articles", 2) == "기사 {count}건"
    assert korean.gettext("not in any catalogue") == "not in any catalogue"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("이시바 총리는 누구를 만났나?", "ko"),
        ("OpenAI ChatGPT API란?", "ko"),
        ("ㅋㅋㅋ", "ko"),
        ("안녕", "ko"),  # as macOS writes it, in decomposed letters
        ("Who leads the meeting?", "en"),
        ("who is 이재명?", "en"),
        ("hello", "en"),
        ("LG SK KT", "en"),
        ("日本の首相は誰ですか", "other"),
        ("谁主持了会议？", "other"),
        ("OpenAI", None),
        ("GPT-5?", None),
        ("😀👍", None),
        ("123 ?!", None),
        ("https://example.com/some/words", None),
        ("", None),
    ],
)
def test_a_message_shows_the_language_it_is_written_in(text: str, language: str | None) -> None:
    assert written_language(text) == language


@pytest.mark.parametrize(
    ("tag", "language"),
    [("ko", "ko"), ("ko-KR", "ko"), ("en_GB", "en"), ("EN", "en"), ("ja", None), ("", None)],
)
def test_a_clients_language_counts_when_the_bot_speaks_it(tag: str, language: str | None) -> None:
    assert client_language(tag) == language
    assert client_language(None) is None


@given(st.text(st.characters()))
def test_one_line_has_no_breaks_and_can_be_encoded(text: str) -> None:
    line = one_line(text)

    assert line.splitlines() in ([], [line])
    assert json.dumps(line, ensure_ascii=False).encode()
    assert one_line(line) == line


def test_invisible_and_control_characters_are_not_shown() -> None:
    assert one_line("a\u200bb\u202ec\x00d\ud800e\r\n f") == "abc de f"


@given(st.text(), st.integers(min_value=2, max_value=50))
def test_shortened_text_is_a_beginning_and_keeps_the_limit(text: str, limit: int) -> None:
    short = shorten(text, max_chars=limit)

    assert len(short) <= limit
    assert short == text or text.startswith(short.removesuffix("…"))


def test_text_is_cut_between_words() -> None:
    assert shorten("반도체 수출이 크게 늘었다", max_chars=11) == "반도체 수출이…"
