"""Tells whom a sentence addresses: reports tell in the plain style, boxes speak to their reader."""

import re
from typing import Final

#: Boxes address their readers: reports in the plain style do not.
# Syllables that end in ㅂ, the seventeenth final: 습니다 is polite, 아니다 is not.
_IN_BIEUP: Final = "[" + "".join(map(chr, range(ord("가") + 17, ord("힣") + 1, 28))) + "]"
_POLITE = re.compile(
    "(?:"
    + _IN_BIEUP
    + r"니다|세요|시오|[아어여해예에네돼워와봐줘래게지까나려셔져겨켜쳐펴혀둬춰꿔내서써커퍼]요"
    r"|죠)[.!]*$"
    r"|(?:ます|ません|です|ました|でした|ください|ましょう|しよう|てね)[。！!]*$"
)
_PLAIN = re.compile(
    r"[가-힣](?<!" + _IN_BIEUP + r"니)다(?:[.\"”’)]|$)"
    r"|(?:[たるだうくすつぬむぶぐ]|ない)(?<!ます)(?<!です)(?<!ました)(?<!でした)。"
)
_QUOTES = re.compile(r"[“「『‘][^”」』’]{0,400}[”」』’]|\"[^\"]{0,400}\"")


def is_polite(line: str) -> bool:
    """Tell whether ``line``, quotations aside, speaks to its reader in the polite style."""
    text = _QUOTES.sub("”", line[-1000:].rstrip(" ~^♡♥★☆"))
    return _POLITE.search(text) is not None and _PLAIN.search(text) is None


def is_plain(line: str) -> bool:
    """Tell whether ``line``, quotations aside, tells in the plain style of reports."""
    return _PLAIN.search(_QUOTES.sub("”", line[-1000:])) is not None
