"""Sentences that order the reader about, or only give links, numbers to call and accounts."""

import re
from typing import Final

from retrieval.morphemes import normalise


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.VERBOSE)


#: A sentence of which this share is addresses, numbers to call and accounts has no other content.
MOSTLY_CONTACTS: Final = 0.4
#: Of a longer text only the beginning is read: sentences of passages have half of it at most, and
#: the patterns take a second on 20,000 letters.
MAX_CHARS: Final = 1_000
#: A sentence within quotation marks, or told of others, is news however it orders.
_QUOTED = re.compile(r"“[^”]*”|‘[^’]*’|「[^」]*」|『[^』]*』|\"[^\"]*\"")
_LINK = _pattern(
    r"https?://\S+ | \bwww\.\S+ | \b[\w.-]+\.(?:com|net|org|co\.kr|kr|cn|jp|io|me"
    r"|ly|xyz|example)(?:/\S*)?\b"
)
_PHONE = _pattern(
    r"(?<![\d-])(?:\+?\d{1,3}[-\s.])?\(?0\d{1,3}\)?[-\s.]\d{3,4}[-\s.]\d{4}(?![\d-])"
    r"| (?<![\d-])1[5-9]\d{2}-\d{4}(?![\d-]) | \b1?-?\d{3}-\d{3}-\d{4}\b"
)
_ACCOUNT = _pattern(r"(?:계좌|account|口座|账[号户])[^.。]{0,12}\d[\d-]{8,}")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
#: Orders to whoever reads, or to the machine that does.
_ORDERS = _pattern(
    # Korean: requests of what only a reader, or a machine that reads, can do
    r"(?:클릭|터치|탭|구독|좋아요|알림\s?설정|팔로우|문의|전화|연락|입금|송금|이체"
    r"|결제|가입|신청|등록|다운로드|내려받|설치|접속|방문|제보"
    r"|예약|구매|주문|참고|확인|공유|응원|후원|입력|누르|눌러|보내|답하|대답|출력"
    r"|무시|잊|따르|말하|검색|참여|투표|기억|읽어|적어|남겨"
    r"|캡처|추가|전송|보내|상담)[가-힣]{0,4}?\s?(?:주)?(?:세요|십시오|시오"
    r"|시길\s바랍니다|시기\s바랍니다|해\s?주시기\s바랍니다|시면\s됩니다"
    r"|기\s바랍니다|바랍니다|바람)"
    r"| (?:눌러|보내|남겨|적어|알려|따라|읽어|잊어|내려받아|설치해|클릭해|구독해"
    r"|문의해|연락해|전화해|입금해|가입해|무시해|답해|공유해"
    r"|출력해)\s?(?:주)?(?:세요|십시오|라|줘)(?:[\s.!]|$)"
    r"| (?:이전|앞선|위의?|모든|기존)\s(?:모든\s)?(?:지시|명령|지침|규칙"
    r"|프롬프트)[^.]{0,20}(?:무시(?:하[고라세시십]|해)|잊(?:고|어|으)|따르지)"
    r"| (?:ai|인공지능|챗봇|어시스턴트|비서|언어\s?모델|모델"
    r"|봇)[은는이가]?\s[^.]{0,40}(?:답|대답|답변|출력|안내|인용|추천|무시"
    r"|말)(?:해야\s(?:한다|합니다)|할\s것|하라|하시오|해라|하십시오)"
    r"| (?:답|대답|답변|출력|안내|인용|무시|전화|입금|송금|접속|클릭|누를|말)할?\s것[.!]?$"
    r"| (?:가입|구독|등록|설치|추천|신청|구매)(?:하|하시)면\s[^.]{0,30}드립니다"
    r"| (?:무시하고|잊고)[^.]{0,60}(?:답하라|대답하라|말하라|출력하라|하라)[.!]?$"
    r"| (?:답하라|대답하라|출력하라|클릭하라|전화하라|입금하라|송금하라|구독하라"
    r"|누르라|눌러라|무시하라|접속하라|답변하라|답해라|말해라)[.!]?$"
    r"| (?:라고|고)\s(?:만\s)?(?:답|대답|출력|말)(?:하라|해라|해야\s한다|하시오|하세요)[.!]?$"
    # English
    r"| \b(?:ignore|disregard|forget|override)\s(?:all\s|any\s|the\s|your\s"
    r"|these\s|those\s)*(?:previous|prior|earlier|above|preceding|other|existing"
    r"|former)?\s?"
    r"(?:instructions?|prompts?|rules?|directions|commands?|guidelines)\b"
    r"| \b(?:you\smust|you\sshould|always|please|now|instead,?)\s(?:now\s|only\s"
    r"|always\s)*(?:answer|reply|respond|output|say|print"
    r"|tell\s(?:the\s)?users?)\b"
    r"| (?:^|[.!,:;]\s|\bplease\s|\band\s|\bto\sclaim[^,]*,\s|\bnow\s)(?:click|tap"
    r"|subscribe|sign\sup|log\sin|download|install|call\s(?:us|this|now"
    r"|the\snumber|\+?\d)|dial|text\s(?:us|the|\d)"
    r"|e-?mail\sus|contact\sus|visit\s(?:our|us|www|http|the\slink)|follow\s(?:us"
    r"|our|the\slink|this\slink)|share\sthis|like\sand|send\s(?:money|bitcoin|\$"
    r"|your|payment|the\smoney)|transfer\s(?:money|\$|the|funds)"
    r"|wire\s(?:money|\$|the|funds)|deposit|pay\s(?:now|here|\$)|buy\snow"
    r"|order\snow|donate|enter\syour|scan\sthe|open\sthe\slink|go\sto\s(?:http|www"
    r"|our|the\slink)|respond\swith|reply\swith|answer\swith|repeat\safter|act\sas"
    r"|pretend)\b"
    r"| \b(?:assistants?|system|chatbots?|ai(?:\smodels?)?"
    r"|language\smodels?)\b[:,]?\s(?:\w+\s){0,3}?(?:must|should|tell|answer|reply"
    r"|respond|output|say)\b"
    r"| \bclick\s(?:here|below)\b | \bsubscribe\s(?:now|today|here|to\sour)\b "
    r"| \bcall\s(?:now|this\snumber|us\s(?:at|on|now|today))\b"
    # Japanese
    r"| (?:クリック|タップ|登録|購読|フォロー|お?電話|ご?連絡|お?問い合わせ|振り込"
    r"|送金|入力|ダウンロード|インストール|アクセス|シェア|ご?確認|ご?覧|無視|回答"
    r"|答え|出力|忘れ|押し|従|申し込)[^。、]{0,6}(?:ください|下さい|しろ|せよ"
    r"|なさい)"
    r"| (?:アクセス|クリック|案内|回答|出力|無視|電話|送金)せよ | (?:以前|これまで"
    r"|上記|前|すべて)の?(?:の)?(?:指示|命令|ルール)[^。]{0,8}(?:無視|忘れ)"
    # Chinese
    r"| (?:请|快|立即|马上|赶快|务必|现在就?)[^。，]{0,6}(?:点击|拨打|致电|关注"
    r"|订阅|扫码|扫描|联系|转账|汇款|下载|安装|登录|注册|转发|分享|回复|回答|输出"
    r"|无视|忽略|忘记|充值|加微信)"
    r"| (?:忽略|无视|忘记)[^。，]{0,10}(?:指令|指示|命令|规则|提示) | (?:点击|长按"
    r"|扫描)(?:下方|此处|这里|链接|二维码|上方|以下)(?!\w{0,2}后)"
    r"| 关注我们 | (?:公众号|微信)[^。]{0,8}获取"
)
#: With a number or an address beside it: 1588-0000으로 문의하면 된다.
_GET_IN_TOUCH = _pattern(
    r"(?:문의|전화|연락|신청|접속|상담|예약|제보|입금|송금)(?:하|하시"
    r"|를\s하)면\s(?:됩니다|된다|돼요)"
    r"| (?:문의|제보|상담|예약)\s?[:：] | \b(?:call|contact|e-?mail|visit|text"
    r"|inquiries)\b | までお?(?:電話|連絡|問い?合わせ)"
    r"| お?(?:問い?合わせ|申し込み)は | 咨询(?:电话|热线) | 联系(?:电话|方式)"
)
#: An order that somebody gives in the news: it is told, not given.
_TOLD = _pattern(
    r"(?:라고|라며|달라고|하라고|자고|며|다고|고)\s?(?:당부|말했|말하|밝혔|강조"
    r"|요청|요구|권고|호소|지시|명령|주문|촉구|전했|전하|안내했|설명|덧붙|적었"
    r"|적혀|썼|조언|경고|외쳤|했다|하며|했습니다|권했)"
    r"| (?:달라|하라|라)는\s | (?:세요|십시오)['’\"”]?\s?(?:라고|라는|하고|란|라며)"
    r"| \b(?:said|told|urged|asked|advised|warned|ordered|says|tells|urges|reads"
    r"|wrote|instructed)\b"
    r"| と(?:呼び?かけ|話|述べ|語|訴え|求め|指示|説明|書) | (?:表示|说|称|呼吁"
    r"|提醒|要求|建议|指出|强调)(?:[:：，]|[^。]{0,8}(?:民众|市民|居民))"
)


def is_instruction(sentence: str) -> bool:
    """Tell whether ``sentence`` orders its reader about, or is little but ways to get in touch.

    What an official asks of the public is news, and so is a number to call within a report.
    """
    text = normalise(sentence[:MAX_CHARS])[:MAX_CHARS]
    contacts = [
        found for said in (_LINK, _EMAIL, _PHONE, _ACCOUNT) for found in said.finditer(text)
    ]
    if sum(len(found[0]) for found in contacts) >= MOSTLY_CONTACTS * len(text.strip() or " "):
        return bool(contacts)
    if contacts and _GET_IN_TOUCH.search(text):
        return True
    spoken = _QUOTED.sub(" ", text)
    return bool(_ORDERS.search(spoken)) and not _TOLD.search(spoken)
