"""From bytes to text: the right characters, or none."""

import re
import sys
import unicodedata
from collections.abc import Callable
from functools import cache, partial
from typing import Final

#: What pages declare, and the wider encoding that Windows really wrote.
_WIDER: Final = {
    "euc-kr": "cp949",
    "euckr": "cp949",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "ksc5601": "cp949",
    "ks_c_5601-1989": "cp949",
    "x-windows-949": "cp949",
    "ms949": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
}
_BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_WESTERN_NAMES: Final = frozenset(("iso-8859-1", "iso-8859-15", "latin1", "windows-1252", "cp1252"))
_EAST_ASIAN: Final = ("cp949", "euc_jp", "cp932", "gb18030", "big5hkscs")
_DECLARED = re.compile(rb"(?:charset|encoding)\s{0,3}=\s{0,3}[\"']?\s{0,3}([A-Za-z0-9_:.-]{2,40})")
_LINE_ENDS = re.compile("\r\n|[\r\u0085\u2028\u2029\x0b\x0c]")
# What is dropped: control characters, lone surrogates, zero-width spaces, byte order marks.
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\u200b\u2060\ufeff]")
# None of these combines with a character before it: Latin, Hangul, kana and Han, their marks. The
# search for long runs of those that do costs 0.4 µs a character, which most texts can be spared.
_RARE = re.compile(
    "[^\x00-\u02ff\u1100-\u11ff\u2000-\u20cf\u2100-\u2cee\u2e00-\u3029\u3030-\u3098\u309b-\ua66e\uac00-\ud7ff\ue000-\uf8ff"
    "\uff00-\uffff]"
)
_WESTERN: Final = frozenset(
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝàáâãäåæçèéêëìíîïñòóôõöøùúûüýÿßŒœŸ‘’“”«»–—…•·€£§©®°ªº¡¿²³½¼´\xa0"
)
_MAGIC: Final = (
    b"%PDF",
    b"PK\x03\x04",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"\x7fELF",
    b"MZ\x90",
    b"\x1f\x8b",
    b"\xd0\xcf\x11\xe0",
    b"Rar!",
    b"7z\xbc\xaf",
    b"SQLite format 3",
    b"RIFF",
    b"OggS",
    b"ID3",
)
_SAMPLE = 65_536


def decode(data: bytes, *, charset: str | None = None) -> str | None:
    """Read ``data`` as text in NFC with ``\\n`` line ends; ``None`` when no encoding is sure.

    ``charset`` is what was said of it elsewhere, as in an HTTP header: a claim like the one a page
    makes of itself, tried just before that. A character cut in half at either end is dropped; a
    broken one inside shows as U+FFFD.
    """
    text = _raw(data, charset)
    if text is None:
        return None
    text = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text)).replace("\xa0", " ")
    if _RARE.search(text) is not None:
        text = _long_marks().sub(r"\1", text)
    return unicodedata.normalize("NFC", text)


@cache
def _long_marks() -> re.Pattern[str]:
    """Match a run of combining marks longer than any script has; its first thirty are group 1.

    Ordering the marks takes time that grows with the square of their number: ten megabytes of
    them would take hours. Thirty is the limit of Unicode's Stream-Safe Text Format (UAX 15).
    """
    marks = "".join(
        mark for mark in map(chr, range(sys.maxunicode + 1)) if unicodedata.combining(mark)
    )
    return re.compile(f"([{marks}]{{30}})[{marks}]+")


def is_binary(data: bytes) -> bool:
    """Tell whether ``data`` is no text at all: a known file mark, or bytes no text has."""
    if data.startswith(_MAGIC):
        return True
    sample = data[:_SAMPLE]
    if any(sample.startswith(mark) for mark, _ in _BOMS) or _utf16(sample) is not None:
        return False
    control = sum(sample.count(byte) for byte in (*range(9), *range(14, 27), *range(28, 32)))
    return control > max(2, len(sample) // 20)


def _raw(data: bytes, charset: str | None) -> str | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _nearly(data[len(mark) :], encoding)
    for read in (_utf16, _escaped, _utf8):
        text = read(data)
        if text is not None:
            return text
    claims = [claim for claim in (charset, _declared(data)) if claim]
    readings: tuple[Callable[[bytes], str | None], ...] = (
        *(partial(_as_declared, charset=claim, proof=_is_language) for claim in claims),
        _nearly_utf8,
        _by_language,
        *(partial(_as_declared, charset=claim, proof=_is_one_script) for claim in claims),
        _western,
        _broken_utf8,
    )
    return next((text for text in (read(data) for read in readings) if text is not None), None)


def _utf8(data: bytes) -> str | None:
    return _strict(data, "utf-8")


def _nearly_utf8(data: bytes) -> str | None:
    """Decode UTF-8 with broken characters: beside it are whole ones, which no chance gives."""
    text = _broken_utf8(data)
    if text is None:
        return None
    broken = text.count("\ufffd")
    return text if len(text.encode()) - len(text) > 4 * broken else None


def _broken_utf8(data: bytes) -> str | None:
    return _nearly(data, "utf-8")


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _nearly(data: bytes, encoding: str) -> str | None:
    """Decode in spite of a few broken bytes: one in a thousand characters, three in a short text,
    but never more than one in twenty.
    """
    try:
        text = data.decode(encoding, errors="replace")
    except LookupError:
        return None
    text = text.lstrip("\ufffd").rstrip("\ufffd") if len(text) > 8 else text
    allowed = max(min(3, len(text) // 20), len(text) // 1000)
    return text if text.count("\ufffd") <= allowed else None


def _utf16(data: bytes) -> str | None:
    """Decode UTF-16 without a mark: its spaces and line ends put NULs into every text."""
    if len(data) < 4 or data.count(0) * 100 < len(data):
        return None
    even = data[: len(data) - len(data) % 2]
    encoding = "utf-16-le" if even[1::2].count(0) > even[::2].count(0) else "utf-16-be"
    text = _strict(even, encoding)
    if text is None or not any(space in text for space in (" ", "\n", "。")):
        return None
    return text if _readable(text[:_SAMPLE]) else None


def _readable(text: str) -> bool:
    odd = sum(not _is_common(character) for character in text)
    return odd * 50 <= len(text)


def _is_common(character: str) -> bool:
    code = ord(character)
    return (
        0x20 <= code < 0x250
        or code in (9, 10, 13)
        or 0x2000 <= code < 0x2700
        or 0x3000 <= code < 0x3200
        or 0x4E00 <= code < 0xA000
        or 0xAC00 <= code < 0xD7B0
        or 0xFF00 <= code < 0xFFF0
    )


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data[:4096])
    return None if found is None else found.group(1).decode("ascii")


def _as_declared(data: bytes, charset: str, proof: Callable[[str], bool]) -> str | None:
    """Decode as was declared, where the text then passes ``proof``."""
    name = charset.strip(" \t\"'").lower()
    encoding = _WIDER.get(name, name)
    if encoding in _WESTERN_NAMES:
        return _western(data)
    if encoding not in (*_EAST_ASIAN, "euc-jp", "big5-hkscs"):
        return None  # a single-byte charset fits any bytes: that it fits says nothing
    text = _nearly(data, encoding)
    return text if text is not None and proof(text) else None


def _by_language(data: bytes) -> str | None:
    for encoding in _EAST_ASIAN:
        text = _nearly(data, encoding)
        if text is not None and _is_language(text):
            return text
    return None


def _is_language(text: str) -> bool:
    """Tell whether the East Asian characters are in the proportions of a real language.

    The wrong one of these encodings often decodes without error, into Hangul mixed with Hanja,
    half-width kana or single jamo.
    """
    if not _is_one_script(text):
        return False
    sample = text[:_SAMPLE]
    hangul, kana, han = _scripts(sample)
    if hangul > kana + han:
        return sample.count(" ") * 12 >= hangul
    if kana * 5 >= kana + han:
        return True
    frequent = len(re.findall("[的一是在不了有和人中大上国國年日為为]", sample))
    return frequent * 25 >= kana + han


def _is_one_script(text: str) -> bool:
    """Tell whether the characters belong together: what a short text can show at most."""
    sample = text[:_SAMPLE]
    hangul, kana, han = _scripts(sample)
    known = hangul + kana + han
    junk = len(re.findall("[ㄱ-ㆎｦ-ﾟ\ue000-\uf8ff\u0400-\u04ff]", sample))
    if not known or junk * 20 > known:
        return False
    return hangul * 100 >= known * 85 or hangul * 50 <= known


def _scripts(sample: str) -> tuple[int, int, int]:
    """How many characters are Hangul, kana, Han."""
    hangul, kana, han = (len(re.findall(one, sample)) for one in ("[가-힣]", "[ぁ-ヿ]", "[一-鿿]"))
    return hangul, kana, han


def _western(data: bytes) -> str | None:
    """Decode Western European text: mostly ASCII, and beside it only letters and marks it uses."""
    text = _strict(data, "cp1252")
    if text is None:
        return None
    high = [character for character in text if ord(character) > 0x7F]
    return text if len(high) * 5 <= len(text) and set(high) <= _WESTERN else None


def _escaped(data: bytes) -> str | None:
    """Decode the seven-bit encodings of mail, which are valid UTF-8 but say something else."""
    if b"\x1b$" not in data:
        return None
    return _strict(data, "iso2022_kr" if b"\x1b$)C" in data else "iso2022_jp_2")
