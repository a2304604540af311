"""Which language a text is in, by its scripts, and how long it is when languages compare."""

import re

_HANGUL = re.compile("[가-힣]")
_KANA = re.compile("[ぁ-ヿ]")
_HAN = re.compile("[一-鿿]")
_LATIN = re.compile("[A-Za-zÀ-ɏ]")
_WIDE = re.compile("[ぁ-ヿ一-鿿가-힣]")
_NO_LETTERS = re.compile(r"[\W\d_]+")
_SAMPLE = 20_000


def language(text: str) -> str | None:
    """Name the language of ``text``: ``ko``, ``ja``, ``zh``, ``en``, or ``None`` for others.

    Han characters alone are Chinese; with kana (a tenth of them) Japanese. Latin letters count a
    third, since a word of them takes about three times as many.
    """
    sample = text[:_SAMPLE]
    hangul, kana, han = (len(found.findall(sample)) for found in (_HANGUL, _KANA, _HAN))
    latin = len(_LATIN.findall(sample)) / 3
    letters = sum(character.isalpha() for character in sample)
    if not letters or (hangul + kana + han + latin * 3) * 2 < letters:
        return None
    if hangul >= max(kana + han, latin * 0.5):
        return "ko"
    if kana + han >= latin:
        return "ja" if kana * 10 >= han else "zh"
    return "en"


def weight(text: str) -> int:
    """Measure ``text`` in Hangul syllables: two other characters count as one."""
    wide = len(_WIDE.findall(text))
    return wide + (len(text) - wide) // 2


def is_words(text: str) -> bool:
    """Tell whether ``text`` is mostly letters, figures and spaces, as writing is."""
    sample = text[:2000]
    letters = len(_NO_LETTERS.sub("", sample))
    return letters * 5 >= 2 * len("".join(sample.split()))
