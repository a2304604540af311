"""Recognises, by its form, what surrounds an article: menus, boxes, rows, notices."""

import re
import unicodedata
from typing import Final

from store.extract import dates, register
from store.extract.language import weight
from store.extract.vocabulary import CONTROL_PHRASE, CONTROLS, DIALOG, RELATED

_RELATED_LINK = re.compile(
    r"^(?:[☞👉➡→▷»]|>{1,2}\s|(?:related|more)\s?:|▶\s?(?!.{0,200}(?:사진|제공|캡처|갈무리|[=/]))|(?:▲?\s?\[|\()?(?:관련\s?기사"
    r"|관련기사보기|바로가기"
    r"|read more|also read|더\s?보기|関連|相关阅读)\s?[\])]?\s?[:：>▶→|])",
    re.IGNORECASE,
)
_COMMENTS = re.compile(
    r"^(?:\d{1,5}\s?개?의?\s?댓글|(?:전체\s?)?댓글\s?(?:\(\s?)?\d{1,6}\s?(?:개|건)?\)?"
    r"|독자\s?(?:댓글|의견)"
    r"|댓글\s?(?:쓰기|작성|목록|운영정책|등록)|comments?\s?\(?\d{1,6}\)?|\d{1,6}\scomments?"
    r"|leave a (?:reply"
    r"|comment)|(?:post a )?comments?:?$"
    r"|コメント\s?[(（]?\d{1,6}|みんなのコメント|コメント欄|(?:网友|全部|最新|精彩)评论"
    r"|評論\s?\d|评论\s?[(（]?\d)",
    re.IGNORECASE,
)
_AD = re.compile(
    r"^[\[(<\s—–-]{0,3}(?:광고|AD|(?:SKIP )?ADVERTISEMENT|advertisement|Advertisement|sponsored"
    r"|Sponsored(?: "
    r"content)?|스폰서|협찬|PR|広告|スポンサーリンク|广告|廣告|推广)[\])>\s:—–-]{0,3}$"
    r"|^\[(?:광고|AD|PR)\]"
)
_IMPRINT = re.compile(
    r"(?:등록번호|사업자\s?(?:등록)?번호|발행인|편집인|청소년\s?보호\s?책임자|통신판매업"
    r"|대표\s?전화|정기간행물|제호|인터넷신문\s?등록|등록일자|발행일자"
    r"|사업장|대표이사\s?[:：]|FAX|팩스|Tel[.:]|TEL|개인정보\s?(?:보호|관리)\s?책임자|ICP备"
    r"|京公网安备|许可证号)"
)
_COPYRIGHT = re.compile(
    r"무단\s?(?:전재|복제|배포|전제|사용)|재\s?배포|저작권자|all rights reserved|unauthorized "
    r"reproduction|無断(?:転載"
    r"|複製|使用)|転載(?:を|は)?\s?(?:禁|お断)|版权所有|版權所有|^制作单位[:：]|(?:未经|未經).{0,16}(?:授权"
    r"|許可|许可|書面|同意)|(?:转载|轉載)[请請](?:注明|註明)|(?:禁止|谢绝|請勿"
    r"|请勿)转[载載]|AI\s?(?:데이터\s?)?학습|copyrights?\s?(?:ⓒ|©|\(c\)|\d{4})|^[\[<(]?\s?(?:ⓒ|©"
    r"|\(c\)\s)|[ⓒ©]\s?(?:19|20)\d\d$",
    re.IGNORECASE,
)
_COPYRIGHT_SURE = re.compile(
    r"ⓒ|©|\(c\)|저작권자|copyright|rights reserved|금지[\s.>\])〉》]*$|無断|禁じ|版权|版權|制作单位"
    r"|未经|未經|转载|轉載",
    re.IGNORECASE,
)
#: A picture's holder, who is not the outlet: the mark with a photographer or agency, no notice.
_PHOTO_CREDIT = re.compile(
    r"^[\[<(]?\s?(?:ⓒ|©|\([cC]\)\s)(?!.*(?:무단|재배포|저작권자|학습|[Rr][Ii][Gg][Hh][Tt][Ss]|금지)).{0,40}"
    r"(?:기자|News1|뉴스1|뉴시스|연합뉴스|로이터|게티|AFP|AP|EPA|UPI|Getty|Reuters|REUTERS)"
)
#: Reports end so (``-했다.``); boxes speak politely (``-합니다``, ``-세요``).
_NARRATIVE_END = re.compile(r"[가-힣](?<!니)다[.\"”’')\]]{0,4}$")
_SENTENCE_END = re.compile(r"(?:[.!?。！？…‥]|다\.?|[요죠까]\.)[\"'”’」』)\]）]*$")
#: A full stop, which headlines do not end with (``…`` and ``?`` they do).
_FULL_STOP = re.compile(
    r"(?:(?<!\.)\.|。)[\"'”’」』)\]）]*(?:\s?[（(【][一-鿿々ぁ-ヿ・\s]{2,12}[）)】])?$"
)
#: The posts before and after this one, as boards put them into one line with their titles.
_NEIGHBOURS = re.compile(r"관련\s?(?:자료|글)\s(?:이전|다음)글?\s")
_TOC = re.compile(
    r"^[\[<(\s]*(?:목\s?차|차\s?례|contents?|table of contents|目次|目录|目錄)[\])>\s:]*$",
    re.IGNORECASE,
)
_TOC_ITEM = re.compile(r"^(?:\d{1,2}(?:[.-]\d{1,2}){0,2}[.)]?|[①-⑳ⅠⅡⅢⅣⅤ]\.?|[•·\-*])\s?\S")
_MAIL = re.compile(r"[\w.%+-]{1,40}@[\w-]{1,40}(?:\.[\w-]{1,20}){1,3}")
_TAG = re.compile(r"#[^\s#,]{1,40}")
_TAGS_LABEL = re.compile(
    r"^(?:태그|키워드|해시태그|tags?|keywords?|topics?|タグ|キーワード|标签|標籤|(?:文章)?关键词"
    r"|(?:文章)?關鍵字)\s?[:：#]",
    re.IGNORECASE,
)
_URL = re.compile(
    r"^[<(\[]?(?:(?:https?://|www\.)[^\s<>]{3,2000}"
    r"|[a-z0-9-]{1,40}(?:\.[a-z0-9-]{2,30}){0,2}\.[a-z]{2,20}(?:/[^\s<>]{0,400})?)[>)\]]?$",
    re.IGNORECASE,
)
_ROW_END = re.compile(
    r"(?:(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}\.?|\d\d[-./]\d\d(?:[-./]\d\d)?|\d{1,2}:\d\d"
    r"|\d{1,3}(?:초|분|시간|일|주|개월|달|년)\s?전|\d{1,3}\s?(?:minutes?|mins?|hours?|days?)\sago"
    r"|\d{1,3}(?:分|時間|小时|小時|日|天)前)$"
)
# Beside the day of a picture stands its photographer or agency, beside that of a report a name.
_PICTURED = re.compile(
    r"ⓒ|©|사진|자료|제공|[/=]\s?(?:뉴스1|연합뉴스|뉴시스|AFP|AP|로이터)|写真|撮影|图|摄"
)
_NAMED = re.compile(r"기자|특파원|来源|來源|记者|記者|作者|\bBy\b", re.IGNORECASE)
#: An entry of a menu, in Hangul syllables.
_ENTRY_LENGTH: Final = 7
#: Beside a date: the outlet and a writer, in Hangul syllables; more is a title.
_NAMES_LENGTH: Final = 14
_CREDIT: Final = 30
_BARE_MARK = re.compile(
    r"(?!.*(?:무단|금지|재배포|저작권|학습|(?i:rights)|無断|禁|转载|轉載))[ⓒ©]\s?[^\d\s|,.][^|,.]{1,24}"
)
_SOURCE = re.compile(
    r"[>*\s-]{0,4}(?:(?:매체|언론사|신문사|발행처|(?:자료\s?)?출처|원문(?:\s?(?:보기|링크|주소))?|기사\s?원문|링크|주소|URL|source|link"
    r"|媒体|媒體|出典|元記事|来源|來源)\s?[:：=]\s?\S"
    r"|(?:기사\s?|뉴스\s?)?(?:원문|출처|링크)\s(?=https?://))",
    re.IGNORECASE,
)
#: When, as portals and boards say it in the year itself.
_YEARLESS = re.compile(
    r"(?:\S{1,16}\s?[|·]\s?(?:조회\s?\d[\d,]*\s?[|·]\s?)?)?\d{1,2}[/.-]\d{1,2}\.?\s?"
    r"(?:[(（][월화수목금토일月火水木金土日][)）])?\s?\d{1,2}:\d{2}(?::\d{2})?\s?(?:配信|更新|公開)?"
)
#: How long ago, alone in its line.
_AGE = re.compile(
    r"(?:(?:입력|등록|수정|Updated|Published|Posted)\s)?\d{1,3}\s?(?:(?:분|시간|일|주|개월)\s?전"
    r"|(?:min(?:ute)?|hr|hour|day|week|month)s?\sago|(?:分|時間|小时|小時|日|天)前)",
    re.IGNORECASE,
)
#: Counters of a board or box: 조회 수 214 추천 수 0.
_COUNTERS = re.compile(
    r"\d{0,6}(?:(?:조회|추천|비추천|댓글|덧글|공감|비공감|좋아요|싫어요|공유|스크랩|답글|읽음|의견"
    r"|hits?|views?|likes?|comments?|コメント|閲覧数?|いいね|阅读|評論|评论|点赞|浏览)(?:\s?수)?"
    r"\s?[:：(]?\s?\d[\d,.]{0,12}(?:개|회|건|명|만|[kK]|件)?\)?[\s|·,/]{0,4}){1,8}"
)
_POSTED_BY = re.compile(
    r"(?:작성자|글쓴이|등록자|게시자|올린이|닉네임|投稿者|发布者|發佈者)\s?[:：]?\s?\S{1,20}"
)
#: A step of the path to a section, in Hangul syllables.
_CRUMB_LENGTH: Final = 9
_TABLE_HEAD: Final = frozenset(
    [
        "번호",
        "제목",
        "글쓴이",
        "작성자",
        "날짜",
        "작성일",
        "등록일",
        "조회",
        "조회수",
        "추천",
        "no",
        "no.",
        "title",
        "writer",
        "date",
        "hit",
        "views",
        "番号",
        "タイトル",
        "标题",
        "作者",
    ]
)


def is_tags(line: str) -> bool:
    """Tell whether ``line`` is a row of hashtags or a labelled list of key words."""
    if _TAGS_LABEL.match(line):
        return len(line) <= 300
    tags = _TAG.findall(line[:2000])
    rest = _TAG.sub("", line[:2000]).strip(" ,·|/")
    return bool(tags) and len(rest) <= (0 if len(tags) == 1 else 4)


def is_url(line: str) -> bool:
    """Tell whether ``line`` is nothing but a link or a host name."""
    return _URL.match(line) is not None and not line.isdecimal()


def is_copyright(line: str) -> bool:
    """Tell whether ``line`` is a notice of rights, and no sentence about such a notice."""
    if len(line) > 300 or _COPYRIGHT.search(line) is None:
        return False
    if _PHOTO_CREDIT.search(line):
        return False
    return _COPYRIGHT_SURE.search(line) is not None and _NARRATIVE_END.search(line) is None


def is_credit(line: str) -> bool:
    """Tell whether ``line`` is a mark and a name, as under pictures, without a notice of rights."""
    return len(line) <= _CREDIT and _BARE_MARK.fullmatch(line) is not None


def is_source(line: str) -> bool:
    """Tell whether ``line`` says under a label which outlet or address the text is from."""
    return len(line) <= 200 and _SOURCE.match(line) is not None


def is_stamp(line: str) -> bool:
    """Tell whether ``line`` is dates with their labels, perhaps with names or controls."""
    if len(line) > 160:
        return False
    if _YEARLESS.fullmatch(line) or _AGE.fullmatch(line):
        return True
    found = dates.stamps(line)
    if not found and dates.month_day(line) is None:
        return False
    rest = dates.without_stamps(_MAIL.sub(" ", line))
    if rest == "" or is_control(rest) or _is_name(rest):
        return True
    if weight(rest) > _NAMES_LENGTH or ends_sentence(rest) or _PICTURED.search(line):
        return False
    return any(stamp.label or stamp.clock for stamp in found) or _NAMED.search(rest) is not None


def _is_name(rest: str) -> bool:
    """Tell whether beside a date stands one word and perhaps a section: an outlet or a person."""
    words = [word for word in rest.split() if word.casefold() not in CONTROLS]
    return len(words) == 1 and weight(words[0]) <= _NAMES_LENGTH and not ends_sentence(words[0])


def is_control(line: str) -> bool:
    """Tell whether ``line`` is made of nothing but words of buttons and menus."""
    if len(line) > 200:
        return False
    if len(line) == 1 or _is_menu(line) or _COUNTERS.fullmatch(line) is not None:
        return True
    if len(line) <= 40 and CONTROL_PHRASE.search(line) and _NARRATIVE_END.search(line) is None:
        return True
    words = re.split(
        r"[\s|·•/>＞›»,:;()\[\]{}<＜ㅣ~…▶▼▲◀■*&]+", unicodedata.normalize("NFKC", line).casefold()
    )
    words = [word for word in words if word]
    return all(word in CONTROLS or not re.search(r"[^\W\d_]", word) for word in words)


def _is_menu(line: str) -> bool:
    """Tell a row of short entries, or a path to a section, from a headline."""
    crumbs = [crumb.strip() for crumb in re.split(r"[>›＞»]", line)]
    if len(crumbs) > 1 and all(0 < weight(crumb) <= _CRUMB_LENGTH for crumb in crumbs):
        return not ends_sentence(line)
    steps = [step.strip() for step in re.split(r"\s[/／·]\s", line)]
    if (
        len(steps) > 1
        and steps[0].casefold() in CONTROLS
        and max(map(weight, steps)) <= _CRUMB_LENGTH
    ):
        return True
    entries = re.split(r"\s{2,}|[\u3000\t|｜]", line)
    if max(map(weight, entries)) <= _ENTRY_LENGTH:
        few = len(entries) == 3 and "|" in line and not re.search(r"\d", line)
        if few or len(entries) >= 4:
            return True
    words = re.split(r"[\s·]+", line.casefold())
    known = sum(word in CONTROLS for word in words)
    plain = re.search(r"[\d\"'“‘…,?!]", line) is None
    return plain and len(words) >= 4 and known * 4 >= len(words) * 3


def is_reposter(line: str) -> bool:
    """Tell whether ``line`` says who posted the text, and perhaps how often it was read."""
    found = _POSTED_BY.match(line)
    if found is None:
        return False
    rest = line[found.end() :].strip(" |·/")
    return rest == "" or _COUNTERS.fullmatch(rest) is not None


def is_dialog(line: str) -> bool:
    """Tell whether ``line`` is a sentence of a comment box, paywall or consent banner."""
    if len(line) > 200 or _NARRATIVE_END.search(line) or register.is_plain(line):
        return False
    found = DIALOG.search(line)
    return found is not None and not (found[0].isascii() and len(line) > 140)


def is_related_header(line: str) -> bool:
    """Tell whether ``line`` opens a list of other articles."""
    found = RELATED.match(line)
    if found is None or _SENTENCE_END.search(line):
        return False
    return len(line) <= 24 + found.end() or _NEIGHBOURS.match(line) is not None


def is_related_link(line: str) -> bool:
    """Tell whether ``line`` is itself the link to another article."""
    return len(line) <= 200 and _RELATED_LINK.match(line) is not None


def opens_comments(line: str) -> bool:
    """Tell whether readers' comments begin here; nothing after is the article."""
    return len(line) <= 60 and _COMMENTS.match(line) is not None


def is_advert(line: str) -> bool:
    """Tell whether ``line`` marks an advertisement."""
    return len(line) <= 100 and _AD.match(line) is not None


def is_imprint(line: str) -> bool:
    """Tell whether ``line`` is from the publisher's legal details."""
    found = set(_IMPRINT.findall(line[:600]))
    return len(found) >= 2 or (len(found) == 1 and len(line) <= 40 and ":" in line)


def is_table_head(line: str) -> bool:
    """Tell whether ``line`` heads the columns of a board."""
    words = line.casefold().split()
    return 2 <= len(words) <= 8 and all(word in _TABLE_HEAD for word in words)


def is_row(line: str) -> bool:
    """Tell whether ``line`` could be a row of a list: some words, then a date or an age."""
    if len(line) > 300 or not any(map(str.isdecimal, line[-40:])):
        return False
    words = line[-120:].split()
    if len(words) < 3:
        return False
    tail = words[-4:]
    while len(tail) > 1 and tail[-1].replace(",", "").isdecimal():
        tail.pop()
    return any(_ROW_END.search(" ".join(tail[-size:])) for size in (1, 2))


def is_numbered_row(line: str) -> bool:
    """Tell whether ``line`` is a row that also begins with its number."""
    numbered = is_row(line) and line.split(maxsplit=1)[0].replace(",", "").isdecimal()
    return numbered and dates.without_stamps(line) != ""


def opens_contents(line: str) -> bool:
    """Tell whether a table of contents begins here."""
    return _TOC.match(line) is not None


def is_contents_item(line: str) -> bool:
    """Tell whether ``line`` is a numbered or bulleted short entry."""
    return len(line) <= 80 and _TOC_ITEM.match(line) is not None and not ends_sentence(line)


def has_full_stop(line: str) -> bool:
    """Tell whether ``line`` ends with a full stop, closing quotes and brackets aside."""
    return _FULL_STOP.search(line[-40:]) is not None


def ends_sentence(line: str) -> bool:
    """Tell whether ``line`` ends as a sentence does, closing quotes and brackets aside."""
    return _SENTENCE_END.search(line[-40:]) is not None


def holds_sentence(line: str) -> bool:
    """Tell whether a sentence ends before the end of ``line``."""
    return (
        re.search(r"[가-힣][다요]\.\s|[a-z]{2}[.!?][\"”’']?\s+[A-Z“\"]|。.", line[:1000])
        is not None
    )
