"""The words by which a message goes on from the last question, in four languages."""

import re
from typing import Final

_END = r"(?=[\s?!.,~…。、，？！]|$)"
_PARTICLES = (
    r"(?:에서|에게|에|의|은|는|이|가|을|를|도|로|으로|만|까지|부터|서|ㄴ|랑|와|과|한테|요)*"
)
#: Begins a message that goes on, or turns to another thing; never what is asked about.
CONNECTIVE: Final = re.compile(
    r"^\s*(?:(?:그럼|그러면|그렇다면|그래서|그리고|또한?|then|so|and|what\sabout|how\sabout"
    r"|では|じゃあ?|それでは|それで|那么|那(?![个些里儿边家次位座])|还有)(?![가-힣])[\s,、，]*)+",
    re.IGNORECASE,
)
TURNING: Final = re.compile(
    rf"^\s*(?:(?:그런데|근데|아\s?참|혹시|아|음|저기|but|well|ok(?:ay)?|ところで|但是?){_END}"
    r"[\s,、，]*)+",
    re.IGNORECASE,
)
PRONOUN: Final = re.compile(
    rf"(?<!\S)(?:[그이저](?:거|게|것|걸|때|곳|분|건|날)|거기|거긴|여기|여긴|걔|그녀)들?{_PARTICLES}{_END}"
    r"|\b(?:it|its|that|this|those|these|they|them|their|he|him|his|she|her|there)\b"
    r"|それ[はがをもに]?|これ[はがをもに]?|そこ[はがでにの]?|そちら[はがの]?|彼女?[はがの]"
    r"|^\s*[那这](?:个|些|里|儿|边|家|次|位)?|[它他她](?:们)?的?",
    re.IGNORECASE,
)
#: «그 회사 매출은?»: what stands for the last topic, and is not in the article by that name.
DETERMINED: Final = re.compile(
    r"(?<!\S)(?:그|이|저|해당|그런|이런)\s+(?P<noun>[^\s?!.,]+)"
    r"|\b(?:the\ssame|that|this|those|these)\s(?P<thing>\w+)"
    r"|\bthe\s(?P<kind>company|firm|team|club|law|bill|plant|museum|accident|deal|project|event)\b"
    r"|[そこ]の(?P<mono>[一-龯ァ-ヶー]+)|[那这该](?:家|个|位|次|座)(?P<ben>[一-龯]{2})",
    re.IGNORECASE,
)
ASKING: Final = re.compile(
    r"(?:언제|누구|어디|얼마|무엇|뭐|뭣|며칠)[가-힣]*|(?<!\S)(?:누가|왜|무슨|어떤|어느|어떻게|어째서)"
    rf"{_END}|(?<!\S)[뭘뭔][가-힣]*|몇\s?\S*"
    r"|\bhow(?:\s(?:much|many|long|far|old|large|big|tall|often))?\b"
    r"|\b(?:who|whom|whose|what|when|where|why|which|is|are|was|were|did|does|do|will|can)\b"
    r"|いつ|いくら|なぜ|どうして|どこ|誰|だれ|どの[くぐ]らい|どんな|どう|何(?:人|件|台|個|回|年|月|日|時|歳)?"
    r"|(?:です|ます|でした|ました)か"
    r"|什么时候|什么|是谁|是多少|的|了|是|为什么|为何|多少(?:钱)?|谁|哪里|哪儿|哪[年天个家]|几[个人家名年天]|怎么|吗|呢",
    re.IGNORECASE,
)
#: Nouns for what was asked for, which are no part of a topic.
KINDS: Final = frozenset("가격 값 금액 이름 이유 까닭 날짜 시기 시점 장소 비율".split())  # noqa: SIM905 (readable)
#: What the last question asked for, and is no part of its topic.
KIND: Final = re.compile(
    rf"(?<!\S)(?:{'|'.join(sorted(KINDS))})(?:은|는|이|가|을|를)?\s*"
    r"(?=얼마|몇|언제|누구|뭐|무엇|어디|어떻|$)"
)
MORE: Final = re.compile(
    r"\s*(?:좀\s?)?(?:더\s?)?(?:자세히|자세하게|상세히|구체적으로|자세한\s?(?:내용|얘기|이야기))"
    r"(?:은|는)?(?:\s?좀)?(?:\s?(?:더))?(?:\s?(?:알려\s?줘|알려\s?주세요|말해\s?줘|설명해\s?줘|설명해\s?주세요"
    r"|보여\s?줘|알고\s?싶어))?요?\s*"
    r"|\s*(?:(?:tell|show)\sme\s)?(?:in\s)?more(?:\sdetails?)?(?:\sabout\s(?:it|that))?\s*"
    r"|\s*(?:in\s)?details?\s*|\s*(?:もっと)?詳しく(?:教えて)?\s*|\s*(?:更)?详细(?:一点|说说)?\s*",
    re.IGNORECASE,
)
#: «언제부터?» and «언제까지?» are told apart by the sentence that answers, too.
BOUNDS: Final = re.compile(r"부터|까지|\b(?:since|until)\b|から|まで", re.IGNORECASE)
#: Clauses that give a reason without saying «때문»; only of a bare «왜?» after what was quoted.
CAUSED: Final = re.compile(
    r"[가-힣](?:면서|느라|려고|려면|므로|니까|덕분|바람에|위한|아서|어서|여서|해서|져서)(?=[\s,])"
    r"|[가-힣](?:되자|하자|지자|나자|르자)(?=[\s,])|해야\s"
    r"|ので|から、|により|によって|を受け|ており、|\b(?:since|after|to\smeet|caused|faulty)\b"
    r"|由于|无法|用于|为了",
    re.IGNORECASE,
)
#: Asked in one word, written in another.
ASKS_AGE: Final = re.compile(r"몇\s?살|나이")
AGE: Final = re.compile(r"\d\s?(?:세|살)(?!기)|\(\d{2}\)")
ASKS_ON: Final = re.compile(
    r"언제|누가|왜|얼마|어디|몇|\b(?:when|why|where|how)\b|いつ|いくら|なぜ|どうして|誰|どこ"
    r"|什么时候|为什么|多少|谁|哪里",
    re.IGNORECASE,
)
#: Asks no more than to be told: «한빛일보는 뭐래?» is still after what was asked before.
TOLD: Final = re.compile(
    r"(?:뭐래|뭐라고?|뭐랬)[가-힣]*(?:\s?(?:해|했어|해요|했나|하나|말해|말했어|보도해|보도했어))?"
    r"|\bwhat\s(?:does|did|do)\b|\bsays?\b|何と(?:言って(?:いる|る|ますか)?)|怎么说|说什么",
    re.IGNORECASE,
)
PUNCTUATION: Final = "?!.,~… \t。、，？！"
#: Terms that say nothing about the topic of a follow-up.
LIGHT: Final = frozenset(
    """
    그러 그렇 이러 이렇 그런 이런 그래서 그럼 그러면 그리고 그런데 근데 자세히 더 진짜 정말
    정도 때문 이유 까닭 되 나오 이거 그거 저거 거기 여기 그때 걔 혹시 지금 알리 말하 궁금 대하 관련
    답 질문 여부 나머지 보도 기사 내용 사람 분 곳 돈 수 들 듣 걸리
    a an the of in on at to for by with and or be has have had as from will would about then also
    there they them their he she his her him it its this that those these so ok okay more detail
    details happen happens happened could should please say says said run runs cost costs much many
    """.split()  # noqa: SIM905 (readable as a list of words)
)
INFLECTED_CHARS: Final = 6
HAN_OR_KANA: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
HIRAGANA: Final = re.compile(r"[ぁ-ん]")
