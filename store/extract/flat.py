"""Puts line breaks back into a page that was copied as one line."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from store.extract.block import Block
from store.extract.captions import is_caption

# In a sentence a time is written with 시 or 時; with a label, or all in figures, it is a stamp.
_STAMP: Final = (
    r"(?:기사\s?입력|최초\s?입력|최종\s?수정|입력\s?시간|입력|등록|수정|승인|송고|작성일|등록일|게재|발행일?"
    r"|Published|Updated|Posted|公開日?時?|更新日?時?|配信|发布时间|更新时间)\s{0,2}[:：|]?\s{0,2}"
    r"(?:19|20)\d\d[-./년年]\s?\d{1,2}[-./월月]\s?\d{1,2}[일日.]?\s{0,2}(?:\([월화수목금토일]\)\s?)?"
    r"(?:\(?(?:오전|오후|午前|午後)?\s?\d{1,2}[:시時]\d{2}(?::\d{2})?\)?)?"
    r"|(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}\.?\s{1,2}(?:오전\s|오후\s)?\d{1,2}:\d{2}(?::\d{2})?"
)
_BOARD_STAMP: Final = (
    r"(?:작성자|글쓴이)\s{0,2}[:：]?\s{0,2}\S{2,16}\s(?=작성일|등록일)"
    r"|(?:작성일|등록일)\s{0,2}[:：]?\s{0,2}\d{2}[-./]\d{2}"
    r"(?:[-./]\d{2})?(?:\s\d{1,2}:\d{2}(?::\d{2})?)?(?:\s\d{1,6}(?![\d.:-]))?(?:\s목록)?"
)
_MAIL: Final = (
    r"(?<![\w.%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,40}"
    r"@[A-Za-z0-9-]{1,40}(?:\.[A-Za-z0-9-]{1,20}){1,3}"
)
_CONTROL: Final = (
    r"(?:메뉴|본문)\s?(?:바로가기|건너뛰기)|글자\s?크기(?:\s?설정|\s?조절|\s?변경)?(?:\s가[+-]?(?=\s)){0,4}"
    r"|(?:기사\s?|페이지\s?)?공유하기|스크랩하기|인쇄하기"
)
_BYLINE: Final = (
    r"[가-힣]{2,4}\s(?:기자|특파원)\s(?=(?:기사\s?)?(?:입력|등록|승인|20\d\d)|[\[(【])"
    r"|(?:[가-힣]{2,6}(?:신문|일보|뉴스|경제|방송)\s)?"
    r"[가-힣]{2,4}\s?(?:선임|인턴|전문)?(?:기자|특파원)\s?[(<\[]?" + _MAIL + r"[)>\]]?"
    r"|" + _MAIL + r"\s[가-힣]{2,4}\s(?:기자|특파원)"
)
_NOTICE: Final = (
    r"[<(\[]?\s?(?:저작권자|Copyrights?|COPYRIGHT|ⓒ|©)[^\n]{0,80}?(?:금지|[Rr]eserved)[.>)\]〉]{0,2}"
    r"|[<(\[]?무단\s?(?:전재|복제)[^.。\n]{0,40}?금지[.>)\]]{0,2}"
)
# After these come others' headlines and comments, whose end nothing marks.
_OTHERS: Final = (
    r"이 시각 (?:주요|많이)|많이 본 (?:뉴스|기사)"
    r"|관련\s?자료\s(?=이전|다음)|관련\s?(?:기사|뉴스)\s(?=이전|다음|더보기|[\[“\"'‘\w])"
    r"|댓글\s\d{1,6}(?=\s)|등록된 댓글이 없습니다|목록\s(?:이전글|다음글)"
)
_MARKS = re.compile(
    f"(?P<closed>{_STAMP}|{_BOARD_STAMP}|{_CONTROL}|{_BYLINE}|{_NOTICE})|(?P<opening>{_OTHERS})"
)
# A board's own words beside a page: one of them is enough.
_BOARD = re.compile(
    r"(?:작성일|등록일)\s{0,2}[:：]?\s{0,2}\d|관련\s?자료\s(?:이전|다음)|등록된 댓글이 없"
)
_HEAD: Final = 300
# Every mark holds one of these: a long line without them is not searched further.
_MARKABLE = re.compile(r"[0-9가-힣一-鿿ぁ-ヿⓒ©(]")
# A line of this length may be a whole page.
_FLAT = 150
# Buttons whose words stand bare between two marks and the text.
_BUTTONS = re.compile(
    r"(?:(?:공유|스크랩|인쇄|프린트|북마크|저장|복사|구독|좋아요|(?:댓글|조회수?|추천)(?:\s?\d{1,6})?|닫기|가"
    r"|기사듣기|듣기|URL복사)\s){1,8}"
)
# Sentences of a report; a list of headlines has fewer.
_TOLD = re.compile(r"[가-힣]다\.\s")
_FEWEST_TOLD = 3
_STOPS = re.compile(r"(?:[가-힣]다\.[\"”’]?|[요죠]\.[\"”’]?)\s|。")
_CREDITS = re.compile(
    r"[\[(](?:사진|자료|출처|그래픽)\s?(?:제공)?\s?[=|:]\s?[^\])]{1,30}[\])]"
    r"|(?<=[.\s])/(?:뉴시스|연합뉴스|뉴스1|로이터|AFP|AP)(?=\s)|(?<=\s)사진\s?=\s?\S{2,12}(?=\s)"
    r"|(?P<bare>(?<=[.)]\s)(?:연합뉴스|뉴시스|뉴스1|로이터\s?연합뉴스|[가-힣A-Za-z]{2,12}\s제공"
    r"|사진\s?[|ㅣ]\s?[가-힣]{2,4}\s?기자))(?=\s)"
)
_LONGEST_CAPTION = 200
# A longer one is no page that a person copied.
_LONGEST = 200_000
# Words in a report's own sentences make one such mark; a page's furniture makes several.
_FEWEST_MARKS = 2
# The year, the day and the time of one stamp, each in an element of its own.
_DATE_PIECE = re.compile(r"(?:19|20)\d\d(?:[-./]\d{1,2}[-./]\d{1,2}\.?)?")
_SPLIT_DATE = re.compile(
    r"(?:(?:19|20)\d\d \d\d/\d\d|(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}\.?) \d{1,2}:\d\d(?::\d\d)?"
)


def unfold(blocks: Sequence[Block]) -> list[Block]:
    """Break each line that holds a page's furniture in its midst where that begins and ends.

    A date whose pieces stand in lines of their own is put together.
    """
    return [piece for block in _with_whole_dates(blocks) for piece in _unfold(block)]


def _with_whole_dates(blocks: Sequence[Block]) -> Iterator[Block]:
    at = 0
    while at < len(blocks):
        block, size = blocks[at], 1
        if _DATE_PIECE.fullmatch(block.text):
            for pieces in (3, 2):
                joined = " ".join(one.text for one in blocks[at : at + pieces])
                if _SPLIT_DATE.fullmatch(joined):
                    block, size = replace(block, text=joined), pieces
                    break
        yield block
        at += size


def _unfold(block: Block) -> Iterator[Block]:
    text = block.text
    board = _BOARD.search(text[:_HEAD]) is not None or _BOARD.search(text[-_HEAD:]) is not None
    if (
        block.hint
        or _MARKABLE.search(text) is None
        or len(text) > _LONGEST
        or not (board or len(text) >= _FLAT)
    ):
        yield block
        return
    marks = list(_MARKS.finditer(text))
    closed = any(mark["closed"] for mark in marks)
    if not marks or not (board or (closed and len(marks) >= _FEWEST_MARKS)):
        yield block
        return
    cuts = {0, len(text)}
    for mark in marks:
        cuts.add(mark.start())
        if mark["closed"]:
            cuts.add(mark.end())
            buttons = _BUTTONS.match(text, mark.end() + 1)
            cuts.update((buttons.end(),) if buttons is not None else ())
    others = {mark.start() for mark in marks if mark["opening"]}
    for start, end in pairwise(sorted(cuts)):
        piece = text[start:end].strip()
        if start in others and len(_TOLD.findall(piece)) < _FEWEST_TOLD:
            yield replace(block, text=piece, apart=True, hint="chrome")
        elif re.search(r"\w", piece):
            yield from _without_credits(replace(block, text=piece, apart=True))


def _without_credits(block: Block) -> Iterator[Block]:
    """Cut captions out of running text: the sentence before a credit that no sentence has."""
    text, at = block.text, 0
    for credit in _CREDITS.finditer(text):
        told = [stop.end() for stop in _STOPS.finditer(text, at, max(at, credit.start() - 3))]
        start = told[-1] if told else at
        if credit.end() - start > _LONGEST_CAPTION:
            continue
        if credit["bare"] and not is_caption(text[start : credit.end()].strip()):
            continue
        for piece in (text[at:start].strip(), text[start : credit.end()].strip()):
            if piece:
                yield replace(block, text=piece)
        at = credit.end()
    if text[at:].strip():
        yield replace(block, text=text[at:].strip())
