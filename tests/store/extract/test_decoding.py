"""Bytes become the right characters, or none."""

import unicodedata

import pytest

from store.extract.decoding import decode, is_binary
from tests.store.extract.news import BODY, LEAD, QUOTE

KOREAN = "\n\n".join(BODY)
JAPANESE = (
    "港の新しい橋が五日に開通し、朝から多くの車が通った。市によると総工費は三十億円だという。"
)
CHINESE = "这座大桥是今年建成的，市民都说出行方便了。工程用了四年时间，在全国也是不多的。"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp949", "utf-32"]
)
def test_korean_is_read_in_each_encoding_it_comes_in(encoding: str) -> None:
    assert decode(KOREAN.encode(encoding)) == KOREAN


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (JAPANESE, "euc_jp"),
        (JAPANESE, "cp932"),
        (JAPANESE, "iso2022_jp"),
        (CHINESE, "gb18030"),
        (CHINESE.translate(str.maketrans("这桥边说时", "這橋邊說時")), "gb18030"),
    ],
)
def test_japanese_and_chinese_are_told_from_korean(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    "declared", ["euc-kr", "ks_c_5601-1987", "iso-8859-1", "utf-8", "shift_jis"]
)
def test_a_declared_charset_is_believed_only_where_it_gives_a_language(declared: str) -> None:
    page = f'<html><head><meta charset="{declared}"></head><body>{LEAD} 똠방각하</body></html>'
    assert decode(page.encode("cp949")) == page


def test_latin_letters_without_a_declaration_are_read() -> None:
    text = "Le café du théâtre a rouvert ses portes à Genève, où les habitués sont déjà revenus."
    assert decode(text.encode("cp1252")) == text


@pytest.mark.parametrize("encoding", ["utf-8", "cp949"])
def test_a_character_cut_in_half_at_the_end_is_dropped(encoding: str) -> None:
    assert decode(QUOTE.encode(encoding) + "끝".encode(encoding)[:-1]) == QUOTE


def test_a_broken_character_inside_is_shown_as_missing() -> None:
    data = LEAD.encode() + b"\xed\x95" + QUOTE.encode()
    assert decode(data) == f"{LEAD}\ufffd{QUOTE}"


def test_decomposed_hangul_is_composed() -> None:
    assert decode(unicodedata.normalize("NFD", LEAD).encode()) == LEAD


def test_what_no_reader_sees_is_dropped_and_line_ends_are_one() -> None:
    assert (
        decode("가\0나\ufeff다\u200b라\r\n마\r바\u2028사\xa0아".encode())
        == "가나다라\n마\n바\n사 아"
    )


def test_other_scripts_of_single_bytes_are_not_taken_for_western() -> None:
    assert decode("Новый мост открыли в городе, и люди пошли по нему.".encode("cp1251")) is None


def test_bytes_in_no_known_encoding_are_refused() -> None:
    thai = "กรุงเทพมหานครเป็นเมืองหลวงของประเทศไทย".encode("cp874")
    assert decode(thai) is None


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n", b"%PDF-1.7", b"PK\x03\x04", bytes(range(256)) * 8, b"\0" * 64]
)
def test_what_is_no_text_is_known_as_binary(data: bytes) -> None:
    assert is_binary(data)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "cp949"])
def test_text_is_not_binary(encoding: str) -> None:
    assert not is_binary(KOREAN.encode(encoding))


@pytest.mark.parametrize("charset", ["shift_jis", "iso-8859-1", "utf-8", "no-such-charset", ""])
def test_a_header_that_lies_wins_over_nothing(charset: str) -> None:
    assert decode(KOREAN.encode(), charset=charset) == KOREAN
    assert decode(KOREAN.encode("cp949"), charset=charset) == KOREAN


@pytest.mark.parametrize("charset", ["gb2312", None])
def test_a_short_text_is_not_read_in_an_encoding_that_leaves_gaps(charset: str | None) -> None:
    text = "港の橋が開通した"  # its bytes in GB 18030 are nearly Japanese in EUC-JP too
    assert decode(text.encode("gb18030"), charset=charset) == text


@pytest.mark.parametrize("charset", [None, "iso-8859-1", "utf-8"])
def test_one_western_letter_is_no_broken_utf_8(charset: str | None) -> None:
    text = "The café on the corner of the square has opened its doors again."
    assert decode(text.encode("cp1252"), charset=charset) == text


def test_runs_of_combining_marks_are_cut_to_what_scripts_have() -> None:
    marks = "\u0301\u0323" * 400_000
    text = decode(f"가{marks}나 각".encode())
    assert text is not None
    assert text.endswith("나 각")
    assert len(text) < 40
    assert decode("e\u0301 각".encode()) == "é 각"
