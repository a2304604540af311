"""Who wrote it: names in bylines, as the page gives them, without place, role and address."""

import re
from collections.abc import Iterable
from typing import Final

from store.extract.outlets import is_outlet, looks_like_outlet

_SURNAMES: Final = (
    "온김이박최정강조윤장임한오서신권황안송류유홍전고문손양배백허남심노하곽성차주우구민진나지엄채원천방공현함"
    "변염여추도소석선설마길연위표명기반라왕금옥육인맹제모탁국어은편용예봉사부태시팽승간상갈피두감경"
)
_TWO_SYLLABLE_SURNAMES: Final = ("남궁", "황보", "제갈", "선우", "독고", "사공", "서문", "동방")
_NO_NAMES: Final = (
    *(
        "기자",
        "제보",
        "문의",
        "메일",
        "이메일",
        "기사",
        "구독",
        "광고",
        "편집",
        "독자",
        "사진",
        "연락",
        "신청",
    ),
    *(
        "온라인",
        "본지",
        "공동",
        "전문",
        "현장",
        "담당",
        "정리",
        "취재",
        "국제",
        "정치",
        "사회",
        "전국",
    ),
)
# Names begin so too (이상민, 송고은): no name only where nothing follows.
_NO_WHOLE_NAMES: Final = ("이상", "승인", "송고", "입력", "수정", "등록", "작성")
_ROLE_KO: Final = (
    r"(?:선임|전문|인턴|객원|수습|대|시민|명예|의학전문|법조전문|논설)?기자|특파원|통신원"
    r"|논설위원|논설실장"
    r"|편집위원|편집국장|에디터|칼럼니스트|평론가|리포터|기상캐스터|앵커|PD|피디|작가|인턴"
)
_BEFORE_ROLE = re.compile(
    r"(?P<names>[가-힣]{2,4}(?:\s{0,2}[·,ㆍ/&]\s{0,2}[가-힣]{2,4}"
    r"|\s[가-힣]{2,4}){0,5})\s{0,2}(?P<role>" + _ROLE_KO + r")(?![가-힣]{2})"
)
_LABELLED_KO = re.compile(
    r"(?:^|[\s(\[])(?:글\s?[·ㆍ]\s?사진|취재\s?[·ㆍ]\s?글|글|취재|기자명"
    r"|기자)\s?[=:：]?\s{1,2}(?P<names>[가-힣]{2,4})(?![가-힣])"
    r"|(?:^|[\s(\[])(?:글|취재|글\s?[·ㆍ]\s?사진)\s?[=:：]\s?(?P<tight>[가-힣]{2,4})(?![가-힣])"
)
_MAIL: Final = r"[A-Za-z0-9][A-Za-z0-9._%+-]{0,40}@[A-Za-z0-9-]{1,40}(?:\.[A-Za-z0-9-]{1,20}){1,3}"
_BESIDE_MAIL = re.compile(
    r"(?P<before>[가-힣]{2,4})\s?[(<[]?\s?"
    + _MAIL
    + r"|"
    + _MAIL
    + r"\s?[)>\]]?\s?(?P<after>[가-힣]{2,4})(?![가-힣])"
)
_DATELINE_KO = re.compile(
    r"^\s{0,4}[\[(【（][^\])】）\n]{2,40}[\])】）]\s{0,3}(?P<inside>[가-힣][가-힣 "
    r"·,ㆍ]{1,40}(?:기자|특파원"
    r"|통신원))\s{0,3}=\s"
    r"|^\s{0,4}[\[(【（](?P<within>[^\])】）\n]{2,40}(?:기자|특파원|통신원))[\])】）]"
    r"|^【[^】＝]{1,20}＝(?P<japanese>[一-鿿々ぁ-ヿ\s]{2,12})】"
    r"|^(?P<bare>(?:[가-힣]{2,6}\s?=\s?"
    r"|[가-힣A-Za-z0-9]{2,12}\s(?=[가-힣]{2,4}\s?(?:기자|특파원)\s=))"
    r"[가-힣 ·,ㆍ]{2,30}(?:기자|특파원))(?![가-힣])"
)
CAPITAL: Final = r"[A-ZÀ-Þ][\w'’.-]{0,20}"
_BY = re.compile(
    r"^(?:by|BY|By|(?:Written|Reported|Reporting|Story|Words|Text) by)\s{1,3}(?P<names>"
    + CAPITAL
    + r"(?:,?\s(?:and\s|&\s)?"
    + CAPITAL
    + r"){1,10})"
)
_JA = re.compile(
    r"(?:記者|取材・文|文・構成|執筆者?|著者|ライター|筆者"
    r"|文)\s?[・=＝:：/／]\s?(?P<label>[一-鿿々ぁ-ヿ]{2,10}(?:[\s　][一-鿿々ぁ-ヿ]{1,6})?)"
    r"|(?P<role>[一-鿿々]{1,4}[\s　]?[一-鿿々ぁ-ヿ]{1,5})[\s　]?(?:記者|特派員|編集委員|論説委員"
    r"|通信員)(?![一-鿿])"
    r"|^[【（](?!纠错|糾錯|编辑|相关|推荐|返回)"
    r"(?P<signed>[一-鿿々]{1,4}[\s　]?[一-鿿々ぁ-ヿ]{1,5})[】）]$"
    r"|^[\[［](?P<beside>[一-鿿々]{1,4}[\s　]?[一-鿿々ぁ-ヿ]{1,5})[，,、]\s?[\w　 ]{2,16}[\]］]$"
)
_ZH = re.compile(
    r"(?:本报记者|特派记者|特约记者|记者|記者|作者|撰文|撰稿|(?<![一-鿿])文(?=\s?[:：｜/／]|\s))\s?[:："
    r"|｜/／]?\s?(?P<names>[一-鿿]{2,4}(?:[、，,\s][一-鿿]{2,4}){0,4})(?=$|[\s/／|｜()（）:：])"
)
_DATELINE_ZH = re.compile(
    r"^(?:【[^】]{2,12}】\s?)?(?:本报讯|本報訊|[一-鿿]{2,10}(?:\d{4}年)?(?:\d{1,2}月)?(?:\d{1,2}日)?[讯訊电電])?\s?[（(]"
    r"(?P<names>(?:本报|本報|特约|特派)?(?:记者|記者)"
    r"[^（()）]{2,30})[）)]"
)
#: A broadcaster's reporter signs off: 나래방송 홍길동입니다, 지금까지 가온에서 홍길동이었습니다.
_SIGNED_OFF = re.compile(
    r"(?:(?:(?:지금까지\s(?:[가-힣A-Z]{2,10},?\s){0,3}"
    r"|(?:[가-힣A-Z]{2,10},?\s){0,3}[가-힣A-Z]{0,8}(?:뉴스|방송|TV|[A-Z]{2})\s"
    r"|[가-힣A-Z]{1,9}(?![은는이가을를도의로만엔시국면])[가-힣A-Z]\s)(?P<name>[가-힣]{3,4}?))"
    r"|(?:[가-힣A-Z]{2,10},?\s){0,4}(?P<reporter>[가-힣]{2,4}?)\s?기자)"
    r"(?:입니다|였습니다|이었습니다)\.?"
)
_REACHED = re.compile(
    r"^reporting by\b|^(?:contact|email|reach|write to)\b.{0,60}@|\bcan be reached at\b"
    r"|\breach (?:him|her|them) at\b|\bcontributed to this (?:report|story|article)\.?$",
    re.IGNORECASE,
)
_WESTERN_BESIDE_MAIL = re.compile(rf"(?P<name>{CAPITAL}\s{CAPITAL})\s?[(<|]?\s?{_MAIL}[)>]?")
_BIO = re.compile(
    r"(?P<name>" + CAPITAL + r"\s" + CAPITAL + r") is an? .{0,60}\b(?:writer|reporter|editor"
    r"|correspondent|columnist|journalist)\b.{0,80}\."
)
_EDITED = re.compile(
    r"(?:사진|영상|편집|그래픽|영상편집|촬영|삽화|일러스트|자료)\s?[=:：/·]\s?[가-힣 ,·]{2,20}"
    r"|(?:^|[\s|·(])사진\s[가-힣]{2,4}\s?(?:선임|전문)?기자"
)
_REPOSTER = re.compile(r"(?:작성자|글쓴이|등록자|게시자|올린이|닉네임|投稿者|发布者)\s?[:：]?")
_FILLER = re.compile(
    r"(?:" + _ROLE_KO + r"|기자명|글쓴이|취재|글|사진|제공|구독|팔로우|이메일|다른\s?기사\s?보기"
    r"|기사\s?더\s?보기|프로필|온라인뉴스팀|디지털뉴스팀"
    r"|뉴스룸|특별취재팀|입력|By|by|BY|and|Staff|Writer|Reporter|Correspondent|Editor|記者|记者"
    r"|本报|特派員|編集委員|作者"
    r"|責任編輯|责任编辑|编辑|編輯)"
)
# One of these stands in every byline: asked first, since most lines of a page have none.
_HINT = re.compile(
    _ROLE_KO + r"|[@【（]|^\s?[\[［][一-鿿]|팀|국$|글|취재"
    r"|[Bb][Yy]\s|記者|记者|特派員|委員|通信員|執筆|著者|ライター|筆者|文|作者|撰"
)
_TEAM = re.compile(r"(?:온라인|디지털|뉴스|특별취재|편집)[가-힣]{0,8}(?:팀|국|부|센터)(?:\s|$)")


def is_byline(line: str) -> bool:
    """Tell whether ``line`` holds names of writers, an address and little else."""
    if _signed_off(line):
        return True
    if _BIO.fullmatch(line[:200]) or _REACHED.search(line[:200]):
        return True
    if _HINT.search(line) is None:
        return False
    text = line.strip(" \t[]()<>=/|·-–ㅣ▶■◆")
    if not 2 <= len(text) <= 140 or text.endswith(("다.", "다", "요.", "。")):
        return False
    if _JA.fullmatch(text) or _JA.fullmatch(line.strip()):
        return True
    rest = re.sub(_MAIL, " ", text)
    mail = rest != text
    names = authors(text)
    if not names:
        rest = _TEAM.sub(" ", rest + " ")
        return (mail and len(rest.strip()) <= 12) or rest.strip() == ""
    for name in names:
        rest = rest.replace(name, " ", 1)
    rest = _FILLER.sub(" ", _EDITED.sub(" ", rest))
    words = re.findall(r"[^\W\d_]+", rest)
    return len(words) <= 4 and sum(map(len, words)) <= 16


def authors(line: str) -> list[str]:
    """Name the writers in a byline, in order; reposters, photographers and outlets are none."""
    if signed := _signed_off(line):
        return signed
    bio = _BIO.fullmatch(line[:200]) or _WESTERN_BESIDE_MAIL.fullmatch(line[:200])
    if bio is not None:
        return [bio["name"]]
    if _HINT.search(line[:200]) is None or _REPOSTER.match(line.strip()):
        return []
    text = _EDITED.sub(" ", line.strip()[:200])
    found = [name for match in _BEFORE_ROLE.finditer(text) for name in _korean(match["names"])]
    if not found:
        found = [
            name
            for pattern in (_LABELLED_KO, _BESIDE_MAIL)
            for match in pattern.finditer(text)
            for name in _korean(next(filter(None, match.groups())))
        ]
    return list(dict.fromkeys(found or _western(text) or _eastern(text)))


def _signed_off(line: str) -> list[str]:
    found = _SIGNED_OFF.fullmatch(line[:60])
    return [] if found is None else list(_korean(found["name"] or found["reporter"]))


def authors_in_dateline(paragraph: str) -> list[str]:
    """Name the writers in ``[서울=연합뉴스] 홍길동 기자 =`` or ``[매체 홍길동 기자]`` before a "
    "lead."""
    chinese = _DATELINE_ZH.match(paragraph)
    if chinese is not None:
        return _eastern(chinese["names"])
    found = _DATELINE_KO.match(paragraph)
    if found is None:
        return []
    if found["japanese"]:
        return [found["japanese"].strip()]
    inside = next(filter(None, found.groups()))
    return authors(re.sub("[=/]", " = ", inside))


def dateline(paragraph: str) -> str:
    """The part before the lead of ``paragraph`` that names its writers; ``""`` when none does."""
    if not authors_in_dateline(paragraph):
        return ""
    found = _DATELINE_ZH.match(paragraph) or _DATELINE_KO.match(paragraph)
    if found is None:
        return ""
    end = found.end()
    return paragraph[: end + len(paragraph[end:]) - len(paragraph[end:].lstrip(" =　"))]


def _korean(names: str) -> Iterable[str]:
    pieces = re.split(r"\s{0,2}[·,ㆍ/&\s]\s{0,2}", names.strip())
    several = len(pieces) > 1
    return [piece for piece in pieces if is_korean_name(piece, strict=several)]


def is_korean_name(word: str, *, strict: bool) -> bool:
    """Tell whether ``word`` may be a person's name; a ``strict`` one has three syllables."""
    if (
        is_outlet(word)
        or word in _NO_WHOLE_NAMES
        or word.startswith(_NO_NAMES)
        or word.endswith(("부", "팀", "국", "뉴스", "일보", "경제", "방송", "취재", "신문"))
    ):
        return False
    if word.startswith(_TWO_SYLLABLE_SURNAMES):
        return True
    if word[0] not in _SURNAMES:
        return False
    return len(word) == 3 if strict else len(word) in (2, 3)


def _western(text: str) -> list[str]:
    found = _BY.match(text)
    if found is None:
        return []
    names = re.split(r",\s(?:and\s)?|\sand\s|\s&\s", found["names"])
    roles = (
        "Staff",
        "Senior",
        "Correspondent",
        "Reporter",
        "Editor",
        "Writer",
        "Associated",
        "Updated",
    )
    named = (name for name in names if " " in name and not name.startswith(roles))
    return [_without_outlet(name.strip(" .,")) for name in named]


def _without_outlet(name: str) -> str:
    """Cut the outlet off ``Jane Roe Narae Herald``: what follows two words."""
    words = name.split()
    for end in range(2, len(words)):
        if looks_like_outlet(" ".join(words[end:])):
            return " ".join(words[:end])
    return name


def _eastern(text: str) -> list[str]:
    ja = (
        _JA.search(text)
        if re.search(r"[ぁ-ヿ々]|記者$|特派員|編集委員|執筆|著者|筆者|^[【（\[［]", text)
        else None
    )
    if ja is not None:
        return [next(filter(None, ja.groups())).strip()]
    zh = _ZH.search(text)
    return [] if zh is None else [name for name in re.split(r"[、，,\s]", zh["names"]) if name]
