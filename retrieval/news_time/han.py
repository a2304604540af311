"""When the news appeared, in Japanese and Chinese, which share most of their words for it."""

import re
from typing import Final

from retrieval.news_time.said import REACH, Said, is_past_day, is_quarter
from retrieval.periods import Period

_NEWS: Final = (
    r"(?:ニュース|記事|速報|ヘッドライン|トピックス|新[闻聞]|消息|报道|報道|報導|文章|[头頭][条條]"
    r"|快[讯訊]|要[闻聞]|资讯|資訊)"
    r"(?!社|网|網|[发發]言人|[发發]布[会會]|[联聯]播|[记記]者|中心|官|機関|机构|陣|局|番組"
    r"|キャスター|筋|人士|学|系)"
)
_TAIL: Final = re.compile(
    r"[間间]?[内內中]?(?:に入って)?(?P<since>以降|以来|以來|以後|以后|之后|之後|から|起"
    r"|至今)?(?:の|的|に|は|で)?"
)
#: What a period and the word for news may have between them: a topic, without hiragana, in which
#: Japanese verbs end.
_FOLLOWS: Final = re.compile(
    r"(?P<topic>(?:に関する|についての|に関連する|何か|どんな|主な|[一-鿿々ァ-ヿA-Za-z0-9・&の ])"
    r"{0,20}?)" + _NEWS
)
_CLAUSE: Final = re.compile(
    r"[举舉]行|召[开開]|[发發]生|上市|推出|[开開]始|[开開]播|宣布|公布|[签簽]署|出席|[会會]见"
    r"|[访訪]"
    r"|[结結]束|[举舉][办辦]|成立|[发發][射布表売]|開催|発[売表生]|公開|就任|逮捕|死亡|去世|辞任"
    r"|了|[过過]"
    r"|季度|四半期|年度|[末初]|[上中下]旬|前|[目][标標]|[计計][划劃]|予定|上映|出生|生まれ"
    r"|^[和与與]"
    r"|(?<!^)的(?!$|主要|重要|热门|最新)"
)
_EVENT: Final = re.compile(
    r"[会會][议議谈談]|事故|地震|火[灾災]|[試比][合赛]|[选選][举挙]|裁判|[会會]見|大会"
)
_PUBLISHED: Final = re.compile(
    r"(?:(?:新しく|新たに)?(?:報じられ|報道され|報道した|報じた|掲載され|配信され)"
    r"|(?:报道|報道|報導)(?:了|过|過)?(?:的|什么|什麼|哪些))"
)
_CAME_OUT: Final = re.compile(
    r"(?:(?:新しく|新たに)?(?:出た|発表された|出ている|書かれた|公開された)"
    r"|(?:新)?(?:[发發][布表]|刊登|刊[发發載载]|登[载載]|出来)的)"
)
_ASKED: Final = re.compile(
    r"(?:都|又)?(?:还|還)?有(?:什么|什麼|哪些|没有|沒有)(?:[重主大][要大]|新)?的?" + _NEWS
)
_HAPPENED: Final = re.compile(
    r"、?(?:(?:何|なに)[がか](?:あっ|あり|起き|起こっ|報じ|報道)|どんな(?:こと|出来事)が"
    r"|都?(?:[发發]生|出)了?(?:什么|什麼|哪些)|有(?:什么|什麼)(?:新[鲜鮮]事"
    r"|大事))[^。？?]{0,12}[。？?\s]*$"
)
_PAPERS: Final = re.compile(
    r"(?:の)?(?:新聞|新[闻聞]|报纸|報紙|报章|報章)(?:に|には|で|では|上)?(?:[是都]?(?:何|なに|什么"
    r"|什麼|哪些)"
    r"|登|刊|写|寫|[报報]道|出て|載)"
)
_NEWS_BEFORE: Final = re.compile(_NEWS + r"[、，,:：\s]*$")


def han(text: str, period: Period, until: int) -> Said | None:
    """Read «昨日のニュース», «先週報じられた», «上周的新闻», «昨天发生了什么»."""
    tail = _TAIL.match(text, period.end, until)
    if tail is None:
        return None
    before = text[max(0, period.start - REACH) : period.start]
    after = text[tail.end() : until][:REACH].lstrip(" ")
    came_out = _CAME_OUT.match(after)
    if is_quarter(text, period) and not re.match(rf"\s?{_NEWS}", after):
        return None
    topic = _FOLLOWS.match(after, came_out.end() if came_out else 0)
    event = topic and (
        _CLAUSE.search(topic["topic"])
        or (is_past_day(text, period) and _EVENT.search(topic["topic"]))
    )
    if (
        (topic and not event)
        or _ASKED.match(after)
        or _PUBLISHED.match(after)
        or _PAPERS.match(after)
        or (not before.strip() and _HAPPENED.match(after))
        or (_NEWS_BEFORE.search(before) and not after.strip(" 。？?！!"))
    ):
        return Said(start=period.start, end=tail.end(), since=tail["since"] is not None)
    return None
