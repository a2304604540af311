"""The outlet that a page names as its own, and who only shows the text again."""

import re
from collections.abc import Iterable
from typing import Final

from store.extract import dates
from store.outlets import Outlet, host_of, shipped

_ENDING = re.compile(
    r"(?:신문사?|일보|뉴스|경제|방송|타임[스즈]|저널|투데이|닷컴|미디어|통신사?|매거진|데일리"
    r"|[Nn]ews|Times|Post|Journal|Herald|Daily|Tribune|Today|新聞社?|新闻网?|通信社?|日報|日报"
    r"|時報|时报|晚报|早报|オンライン|ニュース|ONLINE)$"
)

# Endings that no section or box has (뉴스, 경제 and Today stand over many).
_LONE = re.compile(
    r"^(?:[^\s]{1,10}(?:신문|일보|방송|통신|新聞|新聞社|日報|日报|时报|時報|晚报|新闻网)"
    r"|(?:The )?(?:[A-Z][a-z]{1,15} ){1,3}(?:[A-Z][a-z]{1,12}-)?"
    r"(?:Times|Post|Herald|Journal|Tribune|Ledger|Gazette|Chronicle))$"
)
_NOT_A_NAME = re.compile(
    r"(?:저작권(?!자)|(?<![가-힣])전재(?![가-힣])|배포\s?금지|무단\s?(?:전재|복제|배포|복사)|재배포|AI\s?학습|이용\s?금지"
    r"|[Aa]ll [Rr]ights|ALL RIGHTS|Unauthorized|無断|转载|轉載|未经|禁止|版权|版權|著作権)"
)
_SLOGAN = re.compile(r"[‘'“\"「『][^’'”\"」』\n]{2,40}[’'”\"」』]")
_ADDRESS = re.compile(
    r"\(?(?:https?://|www\.)?[a-z0-9-]{1,40}(?:\.[a-z0-9-]{1,20}){1,3}[^\s,)]{0,40}\)?",
    re.IGNORECASE,
)
_MARK = re.compile(
    r"ⓒ|©|\([cC]\)|@|저작권자|[Cc]opyrights?|COPYRIGHTS?|(?:19|20)\d\d(?:\s?[-~]\s?\d{4})?"
)
_BELONGS_TO = re.compile(
    r"著作権は、?([^、。にがの]{2,20}?)(?:または|及び|および|に帰属|に属|が有)"
)
_UNAUTHORISED = re.compile(r"(?:未经|未經)(.{2,12}?)(?:书面|書面|授权|授權|许可|許可|同意)")
_DATELINE = re.compile(
    r"^\s{0,4}[\[(【（]\s?(?P<inside>[^\])】）\n]{2,40})[\])】）]"
    r"|^(?P<wire>新华社|新華社|中新社|中新网|人民网)"
    r"|^[A-Z][A-Za-z0-9 .,]{2,40}\((?P<agency>Yonhap|AP|Reuters|AFP|Kyodo|Xinhua"
    r"|Bloomberg)\)\s?[-–—]"
)
_BRACKET = re.compile(
    r"^\s{0,4}[\[(【（［〔](?P<inside>[^\])】）］〕\n]{2,60})[\])】）］〕]"
    r"|^(?P<bare>[가-힣]{2,6}=[가-힣A-Z0-9]{2,10})(?=\s)"
)
_PICTURE = re.compile(
    r"사진|자료|제공|그래픽|영상|출처|写真|画像|提供|撮影|图|圖|摄|攝|[Pp]hoto|PHOTO"
)
_EASTERN_AGENCY = re.compile("(?:聯合ニュース|共同通信|時事通信|共同|時事|ロイター|ＡＦＰ|ＡＰ)$")
# SEOUL, Feb. 5 (Yonhap) --; 新华社北京2月5日电; （中央社記者王小明台北5日電）.
_WIRE = re.compile(
    r"[A-Z][\w .,'’/-]{2,60}\((?P<latin>[A-Za-z -]{2,20})\)\s?[-–—]"
    r"|\((?P<first>[A-Za-z -]{2,20})\)\s?[-–—]"
    r"|[（(]?(?P<east>新华社|新華社|中新社|中新网|中央社|路透社|法新社|美联社|美聯社|彭博社)"
    r"[^。，,]{0,30}[电電讯訊](?=[\s）)（(]|$)"
)
_SENT_BY = re.compile(r"[가-힣A-Za-z]{2,8}통신사?")
# What is no caption ends with a sentence, and then the name alone.
_CLOSED_WITH = re.compile(
    r"(?<!고 있다)(?<!모습이다)(?<!장면이다)(?<!모습)(?<!장면)[。.!?][\"”’'」』]?\s{0,2}"
    r"(?:[\[(（【〔<]\s?|[/=＝―—–-]\s?)(?P<name>[^\s()\[\]（）【】<>/=][^()\[\]（）【】<>/=]{0,24}?)"
    r"\s?[\])）】〕>]?\s{0,2}$"
)
_GIVEN = re.compile(
    r"(?:기사|뉴스)\s?제공\s?[=:：]?\s?([가-힣A-Za-z0-9]{2,10})(?![가-힣])"
    r"|([가-힣A-Za-z0-9]{2,8}?)(?:이|가|에서)?\s?제공(?:한|하는|받은|된)?\s?기사"
)
_LABELLED = re.compile(
    r"[>*\s-]{0,4}(?:(?P<sure>매체|언론사|신문사|媒体|媒體|来源|來源)|(?:자료\s?)?출처|발행처|source|出典)\s?[:：=]\s?"
    r"\[?(?P<name>(?!https?:|www\.)(?:(?!https?:|www\.)[^(（\]\n]){2,30})",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"\s{0,3}(?:\s[-–—|<:·>]|[|｜])\s{0,3}([^-–—|｜<>]{2,40})$")
# Words in front of a Korean name, which has two at most.
_HANGUL_SLOGAN = re.compile(r"(?:[가-힣]{1,12}\s){2,6}[가-힣]{2,12}$")
# Where an outlet has its office: 가온시 나무로12길 3, (12345), 4층.
_PLACE = re.compile(
    r"(?:[가-힣]{1,10}\s){0,4}[가-힣\d]{1,12}(?:로|길|동|리)\s?\d[\d-]{0,9}(?:번지|호)?(?:\s.*)?"
    r"|\(?\d{5}\)?(?:\s.*)?|\d{1,3}(?:층|호|동)"
)
_HOLDER = re.compile(
    r"(?:制作单位|製作單位|主办单位|主辦單位|版权所有|版權所有)\s?[:：]\s?"
    r"(?P<name>[^\s:：|｜,，。©]{1,30}?)(?=$|[\s|｜,，。©]|版权|版權)"
)
#: What stands around a name that is alone in its line.
AROUND: Final = " \u3000[]()<>|=·-"
# A longer one is a slogan.
_SITE_NAME = 40
_MAIL_DOMAIN = re.compile(r"@([a-z0-9-]{1,40}(?:\.[a-z0-9-]{1,20}){1,3})", re.IGNORECASE)


def is_outlet(text: str) -> bool:
    """Tell whether the whole of ``text`` is the name of an outlet we know, and no plain word."""
    return shipped().stands_alone(text.strip(AROUND))


def looks_like_outlet(text: str) -> bool:
    """Tell whether ``text`` is short, known or ends as names of outlets do, and no portal."""
    name = text.strip()
    if not 2 <= len(name) <= 30 or is_portal(name) or re.search(r"[@:：\[\]]", name):
        return False
    return is_outlet(name) or (_ENDING.search(name) is not None and name.count(" ") <= 3)


def is_portal(name: str) -> bool:
    """Tell whether ``name`` is a portal or a host of blogs, which only shows others' texts."""
    return any(not outlet.publishes for outlet in shipped().named(name))


def by_domain(host: str) -> str | None:
    """Name the outlet of ``host``, also for its subdomains; portals and blog hosts are none."""
    outlet = shipped().at(host)
    return outlet.name if outlet is not None and outlet.publishes else None


def of_site(names: Iterable[str | None], *, site: str | None, host: str | None) -> str | None:
    """Choose the outlet among the ``names`` that a page's head gives, the surest first.

    The title of a ``site`` counts last, and never where ``host`` shows others' texts; on a host
    of blogs nothing in the head counts, since anybody writes there what they like.
    """
    home = shipped().at(host) if host else None
    if home is not None and home.kind == "blog":
        return None
    own = () if home is not None and not home.publishes else (site,)
    pieces = (piece for name in (*names, *own) if name for piece in _site_pieces(name))
    return next(pieces, None)


def _site_pieces(name: str) -> Iterable[str]:
    if len(name) > _SITE_NAME:
        return
    if (host := host_of(name)) is not None:
        named = by_domain(host)
        yield from (named,) if named else ()
        return
    for piece in re.split(r"\s{1,3}[|｜-]\s{1,3}", name):
        if not is_portal(piece):
            yield without_suffix(piece, None)
            return


def reposter(evidence: Iterable[str | None], *, original: str | None) -> str | None:
    """Name the portal, blog or board that shows the text of ``original`` again.

    ``evidence`` are hosts, names of the site, suffixes of titles and notices of rights. A blog
    whose text names no original outlet has written it itself.
    """
    for piece in filter(None, evidence):
        host = host_of(piece)
        outlet = shipped().at(host) if host else _other_shown(piece)
        if outlet is not None and outlet.kind in (("portal", "blog") if original else ("portal",)):
            return outlet.name
    return None


def _other_shown(text: str) -> Outlet | None:
    """The portal that a notice of rights or a short name means."""
    pieces = (text, *re.split(r"[\n,|/·&]|\.\s", _MARK.sub("\n", _NOT_A_NAME.split(text)[0])))
    found = (one for piece in pieces for one in shipped().named(piece.strip(AROUND + ".,")))
    return next((outlet for outlet in found if not outlet.publishes), None)


def first_named(names: Iterable[str]) -> str | None:
    """The first of ``names``; an agency only where no other outlet is named beside it."""
    found = list(names)
    own = (name for name in found if _agency_in(name) is None)
    return next(own, found[0] if found else None)


def suffix(title: str) -> str | None:
    """The last piece of ``title`` behind a dash, bar or colon, which may name the site."""
    found = _SUFFIX.search(title.strip())
    return None if found is None else found[1].strip()


def from_copyright(line: str) -> str | None:
    """Read the holder's name out of a copyright line."""
    line = re.sub("（[Cc]）|Ⓒ", "©", line)
    found = _UNAUTHORISED.search(line)
    if found is not None and looks_like_outlet(found[1]):
        return found[1]
    found = _BELONGS_TO.search(line)
    if found is not None:
        return found[1]
    if (found := _HOLDER.search(line)) is not None:
        return found["name"]
    text = _ADDRESS.sub(" ", line.strip(" <>[](){}〈〉《》\t"))
    for candidate in (_SLOGAN.sub(" ", text), text):
        marked = _MARK.sub("\n", candidate).lstrip(" \n.,:-")
        name = _pick_name(re.split(r"[\n,|/·&]|\.\s|\s[-–]\s|\.$", _NOT_A_NAME.split(marked)[0]))
        name = name or _pick_name(re.split(r"[\n,|/·&]|\.\s|\s[-–]\s|\.$", marked))
        if name is not None:
            return name
    return None


def _pick_name(pieces: Iterable[str]) -> str | None:
    names = [piece.strip(" \u3000.,:;<>[](){}'\"‘’“”-–·및") for piece in pieces]
    names = [
        name
        for name in names
        if 2 <= len(name) <= 30
        and not is_portal(name)
        and _NOT_A_NAME.search(name) is None
        and _PLACE.fullmatch(name) is None
        and re.search(r"[^\W\d_]", name)
    ]
    for fits in (is_outlet, looks_like_outlet):
        for name in names:
            if fits(name):
                last = name.split()[-1]
                return last if _HANGUL_SLOGAN.match(name) and fits(last) else name
    # A slogan before the name has several words, the name itself few.
    short = [name for name in names if name.count(" ") <= (4 if name.isascii() else 2)]
    if not short and names and _HANGUL_SLOGAN.match(names[-1]):
        return names[-1].split()[-1]
    return short[-1] if short else None


def from_dateline(paragraph: str) -> str | None:
    """Read the outlet out of ``[서울=연합뉴스]``, ``[파이낸셜뉴스]`` or ``SEOUL (Yonhap) --``."""
    found = _DATELINE.match(paragraph)
    if found is None:
        return None
    if found["inside"] is None:
        return found["wire"] or found["agency"]
    japanese = _japanese(found["inside"].strip())
    if japanese is not None:
        return japanese
    for piece in re.split(r"[=/ ·]", found["inside"]):
        if is_outlet(piece) or (looks_like_outlet(piece) and "=" in found["inside"]):
            return piece
    inside = found["inside"].strip()
    return inside if looks_like_outlet(inside) else None


def _japanese(inside: str) -> str | None:
    for name in ("聯合ニュース", "共同", "時事", "ロイター"):
        if inside.endswith(name):
            return {"共同": "共同通信", "時事": "時事通信"}.get(name, name)
    return None


def agency(opening: Iterable[str], closing: str, alone: Iterable[str] = ()) -> str | None:
    """Name the news agency that the text itself says it comes from; a picture's credit is none.

    ``opening`` are the first paragraphs and bylines, ``closing`` is the last paragraph, ``alone``
    the lines that hold one name, just below the text.
    """
    for paragraph in opening:
        found = _in_dateline(paragraph) or _given(paragraph)
        if found is not None:
            return found
    ended = _CLOSED_WITH.search(closing[-90:])
    found = _agency_in(ended["name"]) if ended is not None else _given(closing[-90:])
    return found or next(filter(None, map(_agency_in, alone)), None)


def _in_dateline(paragraph: str) -> str | None:
    if (wire := _WIRE.match(paragraph)) is not None:
        return _agency_in(next(filter(None, wire.groups())))
    found = _BRACKET.match(paragraph)
    if found is None or _PICTURE.search(found[0]):
        return None
    inside = (found["inside"] or found["bare"]).strip()
    pieces = re.split(r"[=＝/·,\s]+", inside)
    # 【ソウル聯合ニュース】 writes place and agency in one.
    run = _EASTERN_AGENCY.search(inside)
    # [런던=AP/뉴시스]: the last is the one that sent it here.
    named = [name for name in map(_agency_in, (inside, *pieces)) if name is not None]
    if not named and run is not None:
        return _agency_in(run[0])
    # Nobody else is sent from a place than an agency, known or not: [전주=가람통신].
    unknown = [piece for piece in pieces[1:] if _SENT_BY.fullmatch(piece)]
    return (named or unknown or [None])[-1]


def _given(text: str) -> str | None:
    found = _GIVEN.search(text)
    return None if found is None else _agency_in(next(filter(None, found.groups())))


def _agency_in(name: str) -> str | None:
    """The canonical name of the agency that ``name`` is, and that only."""
    outlets = shipped().named(name) if name.strip() else ()
    return outlets[0].name if len(outlets) == 1 and outlets[0].kind == "agency" else None


def from_source(line: str) -> str | None:
    """Read the outlet out of ``来源：…``, or beside the date in ``line`` (``한빛일보 | 입력 "
    "…``)."""
    found = re.search(r"(?:来源|來源|매체|언론사)\s?[:：]\s?([^\s:：|]{2,20})", line)
    if found is not None:
        return found[1]
    for piece in re.split(r"[|·•,/　]|\s{2,}", dates.without_stamps(line) + "|" + line):
        name = piece.strip()
        if is_outlet(name) or is_lone_outlet(name):
            return name
    return None


def from_label(line: str) -> str | None:
    """Read the outlet out of ``매체: 한빛일보`` or ``출처 : 한빛일보 (https://…)``."""
    found = _LABELLED.match(line)
    if found is None:
        return None
    name = found["name"].strip(AROUND)
    addressed = re.search(r"https?:|www\.", line[found.end("name") :]) is not None
    return name if found["sure"] or addressed or looks_like_outlet(name) else None


def is_lone_outlet(text: str) -> bool:
    """Tell whether ``text``, alone in a line, can only be the name of an outlet."""
    return len(text) <= 30 and _LONE.match(text) is not None


def from_mail(line: str) -> str | None:
    """Name the outlet of the first e-mail address whose domain we know."""
    for found in _MAIL_DOMAIN.finditer(line):
        name = by_domain(found[1])
        if name is not None:
            return name
    return None


def without_suffix(title: str, outlet: str | None) -> str:
    """Cut `` - 매일경제``, ``| 한겨레``, ``: 네이버 뉴스`` and breadcrumbs off the end of
    ``title``.
    """
    text = title.strip()
    for _ in range(3):
        found = _SUFFIX.search(text)
        if found is None or found.start() < 4:
            break
        last = found[1].strip()
        known = last == outlet or looks_like_outlet(last) or is_portal(last)
        if not known and not found[0].strip().startswith("<"):
            break
        text = text[: found.start()].rstrip()
    return text
