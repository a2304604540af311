"""Puts line breaks back into a page that was copied as one line."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from store.extract.block import Block

# Each begins a new line; what follows it in the same match ends that line.
_STAMP: Final = (
    r"(?:(?:기사\s?입력|최초\s?입력|최종\s?수정|입력\s?시간|입력|등록|수정|승인|송고|작성일"
    r"|등록일|게재|발행일?|Published|Updated"
    r"|Posted|公開日?時?|更新日?時?|配信|发布时间|更新时间)"
    r"\s{0,2}[:：|]?\s{0,2})?(?:19"
    r"|20)\d\d[-./년年]\s?\d{1,2}[-./월月]\s?\d{1,2}[일日.]?\s{0,2}(?:\([월화수목금토일]\)\s?)?(?:오전|오후|午前"
    r"|午後)?\s?\d{1,2}[:시時]\d{2}(?::\d{2})?"
)
_BOARD_STAMP: Final = (
    r"(?:작성일|등록일)\s{0,2}[:：]?\s{0,2}\d{2}[-./]\d{2}(?:\s\d{1,6}(?![\d.-]))?(?:\s목록)?"
)
_MAIL: Final = r"[A-Za-z0-9][A-Za-z0-9._%+-]{0,40}@[A-Za-z0-9-]{1,40}(?:\.[A-Za-z0-9-]{1,20}){1,3}"
_MARKS = re.compile(
    "|".join(
        (
            _STAMP,
            _BOARD_STAMP,
            r"(?:메뉴|본문)\s?(?:바로가기|건너뛰기)|글자\s?크기(?:\s?설정|\s?조절"
            r"|\s?변경)?(?:\s가){0,4}|(?:기사"
            r"|페이지)\s?공유하기|공유하기|스크랩하기?|인쇄하기",
            r"[가-힣]{2,4}\s?(?:선임|인턴|전문)?(?:기자|특파원)\s?[(<\[]?"
            + _MAIL
            + r"[)>\]]?|"
            + _MAIL
            + r"\s[가-힣]{2,4}\s(?:기자|특파원)",
            r"[<(\[]?\s?(?:저작권자|Copyrights?|COPYRIGHT|ⓒ|©)[^.。\n]{0,60}?(?:금지"
            r"|[Rr]eserved)[.>)\]〉]{0,2}|[<(\[]?무단\s?(?:전재"
            r"|복제)[^.。\n]{0,40}?금지[.>)\]]{0,2}",
            r"(?:이 시각 (?:주요|많이)|많이 본 (?:뉴스|기사)|관련\s?(?:기사|뉴스|자료)\s(?=이전"
            r"|다음|더보기|[\[“\"'‘\w])"
            r"|댓글\s\d{1,6}(?!\d)(?=\s)|등록된 댓글이 없습니다)",
        )
    )
)
# Only these close a line too: what follows them is not theirs.
_CLOSED = re.compile(
    "^(?:"
    + "|".join((_STAMP, _BOARD_STAMP))
    + r"|.{0,120}?(?:금지|[Rr]eserved)[.>)\]〉]{0,2}|.{0,60}?"
    + _MAIL
    + r"[)>\]]?|.{0,20}(?:설정|조절|변경|하기|가기|건너뛰기|글자\s?크기(?:\s가){0,4}))$"
)
# A paragraph of this length may be a whole page.
_FLAT = 250
# Words in a report's own sentences make one such mark; a page's furniture makes several.
_FEWEST_MARKS = 2


def unfold(blocks: Iterable[Block]) -> list[Block]:
    """Break each line that holds a page's furniture in its midst where that begins and ends."""
    blocks = list(blocks)
    longest = max((len(block.text) for block in blocks), default=0)
    if longest < _FLAT:
        return blocks
    return [piece for block in blocks for piece in _unfold(block)]


def _unfold(block: Block) -> Iterator[Block]:
    text = block.text
    marks = list(_MARKS.finditer(text))
    board = any(mark[0].startswith(("작성일", "등록일", "관련자료", "등록된")) for mark in marks)
    if block.hint or not (board or len(marks) >= _FEWEST_MARKS):
        yield block
        return
    cuts = {0, len(text)}
    for mark in marks:
        cuts.add(mark.start())
        if _CLOSED.match(mark[0]):
            cuts.add(mark.end())
    ordered = sorted(cuts)
    pieces = [text[a:b].strip() for a, b in pairwise(ordered)]
    for piece in pieces:
        if re.search(r"\w", piece):
            yield replace(block, text=piece, apart=True)
