"""What kind of thing a question asks for, and whether a sentence has one to show."""

import re
from collections.abc import Iterator
from typing import Final, Literal

from retrieval import wanted_words as words

Wanted = Literal[
    "percent",
    "money",
    "date",
    "number",
    "person",
    "organisation",
    "place",
    "definition",
    "reason",
    "manner",
    "list",
]


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.VERBOSE | re.IGNORECASE)


#: Tried in this order: «몇 %» is a percentage before it is a number.
_ASKS: Final[tuple[tuple[Wanted, re.Pattern[str]], ...]] = (
    (
        "percent",
        _pattern(
            rf"[몇몆]\s?(?:%|퍼센트|프로(?!그)) "
            rf"| {words.SHARE_NOUN}(?:\([^)]*\))?[은는이가]?\s?(?:얼마|[몇몆]|어느\s?정도)"
            r"| (?:what|how\smany)\s(?:percent|share|proportion|fraction) | what\spercentage"
            r"| 何(?:パーセント|%|割) | 百分之[几多幾] | 多少(?:百分|个百分)"
        ),
    ),
    (
        "number",
        _pattern(
            rf"(?:{words.COUNT_NOUN}|토크|코스피|코스닥|나스닥|환율"
            rf"|지수)(?:\s?종가)?[은는이가]?(?:\s\S+)?\s?"
            r"(?:얼[마먀만]|[몇몆](?!\s?(?:%|퍼센트|프로|원|월|일))|어느\s?정도)"
        ),
    ),
    (
        "money",
        _pattern(
            r"[몇몆]\s?[만천백십]?\s?[조억만천]?\s?(?:원|달러|엔|유로|위안|파운드)(?!정|자|인)"
            rf"| {words.MONEY_NOUN}{words.BEFORE_AMOUNT}(?:얼마|얼먀|얼만|어느\s?정도)"
            r"| (?<!보다\s)(?<!객이\s)(?<!님이\s)얼[마먀](?:나|쯤|\s?정도)?"
            rf"(?:짜리|에|로|를|씩|까지)?\s?(?:더\s)?{words.SPENDING}"
            r"| 얼[마먀]에(?!\s?(?:달|이르|해당|불과)) | 얼[마먀]짜리"
            r"| 얼마(?:야|예요|에요|임|죠|냐|니|노|인[가지]\S*|입니까)?\W*$"
            r"| how\smuch\s(?:is|are|was|were|does|do|did|will|would|has|have|money|funding"
            r"|compensation"
            r"|\w+\s(?:cost|pay|paid|earn|raise))\b(?!.*\b(?:rise|rose|grow|grew|fall|fell"
            r"|increase|drop"
            r"|change|shrink|gain|weigh|power|water|time|longer|faster|higher|lower|bigger)\w*\b)"
            r"| \b(?:what|which)\b.{0,40}\b(?:price|fare|fee|cost|fine|salary|budget|toll|rent)s?\b"
            r"| \bcosts?\W*$ | いくら | 何(?:円|ドル|ウォン|ユーロ)"
            r"| 多少(?:钱|錢|元|美元|韩元|日元|亿|万)"
        ),
    ),
    (
        "date",
        _pattern(
            r"언[제재](?!나|든) | 며칠(?!\s?(?:동안|간|걸|이나|만에|째|마다))"
            r"| [몇몆]\s?(?:월|시)(?!간|장)"
            r"| [몇몆]\s?(?:년|일)(?:도|에(?!\s?한)|부터|까지|이[었에]|인|생|\W*$)"
            r"| 무슨\s?(?:요일|날) | 어느\s?(?:날|해|요일)"
            r"| (?<!\w\s)\bwhen\b | ^(?!.*\b(?:how|who|what|which|where|why)\b.*\bwhen\b).*\bwhen\b"
            r"| (?:what|which)\s(?:date|year|day|month|time|weekday)"
            r"| いつ | 何(?:[年月日時]|曜日)(?![間齢]) | 什么时候 | 什麼時候 | 何时 | 何時 "
            r"| 哪[一]?[年天日月] | 几[月号点]"
        ),
    ),
    (
        "number",
        _pattern(
            r"[몇몆](?!몇) | 며칠 | 얼[마먀](?:나|쯤|만|큼)? | 어느\s?정도"
            r"| how\s(?:many|much|long|far|old|large|big|tall|high|deep|heavy|fast|wide|often|hot"
            r"|cold)"
            r"| (?:what|which)\snumber | 何[人名件台個回社軒頭本枚点歳階キ時分倍度番] "
            r"| どのくらい | どれ(?:くらい|だけ|ほど)"
            r"| 多少 | 几[个個人家名次岁台艘只分天年小] | 多[大长高远重久深快]"
        ),
    ),
    (
        "person",
        _pattern(
            rf"(?<!누구)누구(?!누구|한테나) | 누가 | 누굴 | (?:어느|어떤"
            rf"|무슨)\s?{words.PERSON_NOUN}(?!들)"
            r"| \bwho(?:se|m)?\b(?=[^,]*\?|[^.]*$) | 誰 | だれ | どなた | (?<!是)谁 | 是谁 | 誰 "
            r"| 哪位"
        ),
    ),
    (
        "organisation",
        _pattern(
            rf"(?:어느|어떤|무슨)\s?{words.ORGANISATION_NOUN}(?!들)"
            rf"| {words.ORGANISATION_NOUN}[은는이가]\s?어디\S*\W*$"
            r"| (?:which|what)\s(?:company|firm|bank|university|school|team|club|agency|party|maker"
            r"|airline|newspaper|outlet|institute|hospital|organi[sz]ation)\b"
            r"| どの(?:会社|企業|銀行|大学|チーム|団体|機関) | 何という会社"
            r"| 哪(?:家|一家)(?:公司|企业|企業|银行|銀行|机构)? | 哪(?:个|所)(?:大学|球队|机构"
            r"|政党|部门)"
        ),
    ),
    (
        "place",
        _pattern(
            rf"어디(?!어디)(?!까지나) | 어딘 | (?:어느|어떤"
            rf"|무슨)\s?{words.PLACE_NOUN}(?=[은는이가을를에의로서]|\W|$)"
            r"| \bwhere\b | (?:which|what)\s(?:city|country|place|town|region|port|island|district"
            r"|site)\b"
            r"| どこ | どちら | 哪里 | 哪裡 | 哪儿 | 何处 | 哪(?:个|座)(?:城市|国家|地方|机场|港口"
            r"|岛)"
        ),
    ),
    (
        "reason",
        _pattern(
            r"(?<![가-힣])왜(?!곡|국|구|냐하면|란) | (?<=[가-힣])왜(?=\s?[가-힣]+\W*$) | 이유 "
            r"| 까닭 | 어째서 | 뭐\s?때문"
            r"| 무엇\s?때문 | (?:원인|배경|계기|취지|목적)[은는이가]?(?:\s?(?:뭐|무엇|알려|인"
            r"|이)\S*)?.{0,12}\W*$"
            r"| \bwhy\b | what\s(?:caused|led\sto|is\sthe\sreason|was\sthe\sreason|made)"
            r"| \b(?:reason|cause)\b | なぜ | どうして | 理由 | 原因 | 为什么 | 為什麼 | 为何 "
            r"| 怎么会"
        ),
    ),
    (
        "list",
        _pattern(
            r"무엇무엇 | 뭐뭐 | 뭐\s?뭐 | 누구누구 | 어디어디 | (?:어떤|무슨|어느)\s?[가-힣]+들 "
            r"| 나열 | 목록 | 명단"
            r"| 종류[는가]? | 전부\s?(?:알려|말해) | 모두\s?(?:알려|말해|나열|열거)\S* | 열거"
            r"| [가-힣](?:것|곳|사람|나라|회사|기업)들[은이]?\W*$ | (?:어떤|무슨)\s?(?:것|게"
            r"|거)\S*\s?있"
            r"| \b(?:which|what)\s(?:\w+\s)?(?:companies|countries|cities|people|firms|products"
            r"|measures"
            r"|items|things|routes|parties|teams|banks|steps|models|features|\w{3,}s\s(?:are"
            r"|were))\b"
            r"| \b(?:list|name)\s(?:the|all|every) | 一覧 | すべて挙げ | 何と何 | 哪些 | 列出"
        ),
    ),
    (
        "manner",
        _pattern(
            r"어떻게(?!\s?(?:되|돼|됐|됩|생각)) | 어떤\s?(?:방식|방법|식으로|과정) | (?:방법|방식"
            r"|절차)[은는이]?(?:\s?\S+)?\W*$"
            r"| \bhow\s(?:do|does|did|can|could|is|are|was|were|will|would|has|have|to)\b"
            r"| どう(?:やって|のように|すれば) | どのように | 怎么 | 怎麼 | 怎样 | 如何"
        ),
    ),
    (
        "definition",
        _pattern(
            r"^(?:\S+\s){0,3}\S+?(?:이란|란)\s?(?:뭐\S*|무엇\S*|어떤\s?\S+|무슨\s?\S+)?\W*$"
            r"| ^(?!.*(?:이름|제목|명칭|별명|직업|직책))(?:\S+\s){0,2}\S+?(?:[은는이가]"
            r"|이라는\s?게|라는\s?게|라는\s?것은)?\s?(?:뭐|무엇|뭔)"
            r"(?:야|인가|인가요|이야|예요|에요|죠|지|임|니|냐|가요|데)?\W*$"
            r"| (?:뜻|의미|정의|개념)(?:[은는이가을]|이\s)?(?:\s?\S+)?\W*$ | 무슨\s?(?:뜻|의미|말)"
            r"| ^what(?:['’]s|\s(?:is|are))\s(?:an?\s)?(?:[\w-]+\s?){1,3}\W*$"
            r"| what\sdoes\b.*\bmean | meaning\sof | definition\sof | とは | って(?:何|なに) | 意味"
            r"| ^\W*(?:什么|什麼|何)(?:是|叫) | ^.{1,12}是(?:什么|什麼)(?:意思)?\W*$ | 意思"
        ),
    ),
    ("number", _pattern(rf"(?:코스피|코스닥|나스닥|다우|지수)\s(?:종가|시가){words.TAIL}")),
    (
        "percent",
        _pattern(
            rf"{words.SHARE_NOUN}{words.TAIL} | {words.EN}(?:percentage|rate|ratio"
            rf"|share){words.EN_END}"
        ),
    ),
    (
        "money",
        _pattern(
            rf"{words.MONEY_NOUN}{words.TAIL} | {words.EN}(?:prices?|fares?|fees?|costs?|fines?"
            rf"|salary|budget|revenue"
            rf"|profits?|sales|turnover|losses|earnings|subsidy|grant|debt|rent"
            rf"|tuition){words.EN_END}"
            r"| (?:料金|価格|値段|費用|予算|売上高?|営業利益|利益|罰金|年俸|家賃)(?:は|を.*)?\W*$"
            r"| (?:价格|票价|费用|费|预算|营业利润|利润|销售额|罚款|工资|租金)(?:是)?\W*$"
        ),
    ),
    (
        "date",
        _pattern(
            rf"{words.DATE_NOUN}{words.TAIL} | [연년]도[는가]?\W*$ | (?:날|해|때)[은는]\W*$"
            rf"| {words.EN}(?:date|deadline|birthday|opening\sday|schedule){words.EN_END}"
            r"| (?:日程|日付|期限|締め切り|開館日|発売日|開始日)(?:は|を.*)?\W*$"
            r"| (?:日期|时间|期限|开馆日|上市日)(?:是)?\W*$"
        ),
    ),
    (
        "number",
        _pattern(
            rf"{words.COUNT_NOUN}{words.TAIL} | \bnumber\sof | {words.EN}(?:size|height|length"
            rf"|weight"
            rf"|distance|speed|capacity|area|age|population|attendance|turnout|score|duration|width"
            rf"|depth|temperature|casualties){words.EN_END} | (?:人数|件数|面積|距離|重さ|長さ"
            rf"|高さ)(?:は)?\W*$"
            r"| (?:人数|数量|面积|距离|重量|长度|高度|次数)(?:是)?\W*$"
        ),
    ),
    (
        "person",
        _pattern(
            rf"{words.PERSON_NOUN}{words.TAIL} | {words.EN}(?:director|ceo|president|chairman"
            rf"|chairwoman|chair|head"
            rf"|coach|manager|minister|mayor|founder|author|leader|winner|spokes\w+"
            rf"|governor){words.EN_END}"
            r"| (?:社長|館長|監督|会長|首相|大臣|市長|創業者)(?:の名前)?(?:は)?\W*$"
            r"| (?:社长|馆长|导演|会长|总裁|部长|市长|教练|创始人)(?:是|的名字)?\W*$"
        ),
    ),
    (
        "organisation",
        _pattern(
            rf"{words.ORGANISATION_NOUN}{words.TAIL} | {words.EN}(?:company|firm|manufacturer"
            rf"|operator|university){words.EN_END}"
        ),
    ),
    (
        "place",
        _pattern(
            rf"(?:곳|장소|지역|도시|나라|국가|위치|주소|소재지|고향|출[생신]지|개최지|목적지"
            rf"|원산지|촬영지){words.TAIL}"
            rf"| {words.EN}(?:location|venue|address|birthplace|headquarters|destination"
            rf"|capital){words.EN_END}"
            r"| (?:場所|所在地|住所|会場)(?:は)?\W*$ | (?:地点|地址|位置|所在地)(?:是)?\W*$"
        ),
    ),
)
_SHOWS: Final[dict[Wanted, re.Pattern[str]]] = {
    "percent": _pattern(
        r"\d\s?(?:% | ％ | 퍼센트 | 프로(?!그) | %p | percent | per\scent | パーセント | 割)"
        r"| 절반 | \d배 | \d\s?대\s?\d | 분의\s?\d | 百分之 | \b(?:half|a\sthird|a\squarter)\b "
        r"| 半[数分]"
    ),
    "money": _pattern(
        r"[\d십백천만억조수]\s?여?\s?(?:원|달러|엔|유로|위안|파운드|루블)(?!정|격|칙|래|자력|전|서"
        r"|심|주민)"
        r"| \d\s?[억조](?=[까가를을은는대의에로이]|\W) | [$€£¥₩]\s?\d"
        r"| \d\s?(?:won|dollars?|euros?|pounds?|yen|yuan|cents|pence)\b"
        r"| (?:million|billion|trillion|thousand)\s(?:won|dollars?|euros?|pounds?|yen|yuan)"
        r"| [\d万億亿千百]\s?(?:円|元|ドル|ウォン|美元|韩元|日元|欧元|ユーロ|韓元|圓)"
    ),
    "date": _pattern(
        r"\d\s?(?:년|월|일|시(?!간)|세기|年|月|日|時(?!間)|点|号) | \d{4}"
        r"| \d\s?(?:달|개월|주일?)\s?(?:동안|이내|안에|내에|뒤|후)(?![가-힣]{2})"
        r"| 올해 | 지난해 | 내년 | 작년 | 상반기 | 하반기 | 분기 | 이달 | 다음\s?[달주] | 내달 "
        r"| [월화수목금토일]요일"
        r"| January | February | \bMarch\b | April | \bMay\b | June | July | August | September"
        r"| October | November | December | (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
        r"| \b(?:today|tomorrow|yesterday)\b | (?:this|last|next)\s(?:week|month|year|spring"
        r"|summer|autumn)"
        r"| 今年 | 去年 | 昨年 | 来年 | 明年 | 今月 | 来月 | 曜日 | 本月 | 下[个個]?月 | 星期"
    ),
    "number": _pattern(
        r"(?<![월月]\s)(?<![월月\d])\d[\d,.]*(?!\d|[,.]\d|\s?[월月年]|\s?년(?!\s?(?:[간만째동마차]|이[내상하])))"
        r"| (?<![가-힣])(?:[한두세네]|다섯|여섯|일곱|여덟|아홉|열)\s?(?:개|명|곳|차례|번|가지|골"
        r"|팀|시간|달|배|살|척|채)"
        r"| [십백천만억]\s?여?\s?(?:명|개|건|곳|대|가구|톤)"
        r"| \b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?"
        r"|hundreds?)\b"
        r"| [一二三四五六七八九十百千万億亿][人名件台個个回次家年天岁歳]"
    ),
    "person": _pattern(
        rf"[가-힣a-z]\s?{words.PERSON_NOUN}(?![가-힣]{{3}}) | [가-힣]\s?씨(?=[가-힣,\s]|$) "
        rf"| [가-힣]{{2,4}}\(\d{{1,2}}[·)]"
        r"| (?:연구원|변호사|검사|판사|의사|장군|대사|총괄|본부장|부장|과장|실장|상무|전무|이사"
        r"|지휘자|목사|신부|스님"
        r"|연구관|애널리스트|위원|비서관|후보|간사|청장|처장|시인|평론가|공격수|수비수|투수"
        r"|골키퍼)(?=[은는이가의도와과,\s]|$)"
        r"| \b(?:mr|ms|mrs|dr|prof|president|chairman|chairwoman|chief|minister|director|ceo|coach"
        r"|professor|mayor|governor|captain|spokes\w+|founder|secretary|senator|analyst|head\sof)\b"
        r"| 氏 | さん | 社長 | 会長 | 監督 | 選手 | 首相 | 大臣 | 館長 | 先生 | 女士 | 社长 "
        r"| 会长 | 馆长 | 教练 | 部长"
    ),
    "organisation": _pattern(
        r"\(주\) | ㈜ | (?:회사|기업|그룹|전자|자동차|은행|증권|보험|카드|건설|제약|바이오|통신"
        r"|항공|대학교?|대|고등학교"
        r"|연구원|연구소|재단|협회|공사|공단|위원회|테크|시스템즈?|산업|중공업|화학|에너지|물산"
        r"|캐피탈|백화점|병원|구단|당|부|청"
        r"|배터리|모터스|홀딩스|파트너스|센터|조합|연합|fc)(?=[은는이가의도와과,\s(·]|$|에서|에|측)"
        r"| \b(?:inc|corp|ltd|plc|company|university|institute|group|bank|agency|association|party"
        r"|council|club|airlines?|motors|electronics|energy|holdings|foundation)\b"
        r"| 社 | 公司 | 集团 | 銀行 | 银行 | 大学 | 研究[所院] | 協会 | 协会 | 電子 | 电子"
    ),
    "place": _pattern(
        r"(?:시|군|구|도|읍|면|동|역|항|국|섬|공항|센터|호텔|광장|병원|대학교?|공원|본사|청사"
        r"|터미널|공장|부두|단지|산|강)"
        r"(?:에서|에|의|로|으로|까지|와|과)(?=[\s,.]|$)"
        r"| 서울 | 부산 | 대구(?!경) | 인천 | 광주 | 대전 | 울산 | 세종 | 경기도 | 강원 "
        r"| 충[북남] | 전[북남] | 경[북남] | 제주"
        r"| 미국 | 중국 | 일본 | 유럽 | 영국 | 독일 | 프랑스 | 러시아 | 베트남 "
        r"| 인도(?=[의는에가\s]) | 에서\s"
        r"| \b(?:in|at|near|from)\s(?!\d|the\s\d|january|february|march|april|may|june|july|august"
        r"|september|october|november|december|an?\b) | [県市区町村州港駅][にでの、] | で(?:開"
        r"|行) | 在.{1,10}[市省区县镇港]"
    ),
    "definition": _pattern(
        r"(?:뜻|의미|말|가리|일컫|불리)(?:한다|하는|합니다|킨다|킵니다|는|ㄴ다)"
        r"| (?:이란|란|은|는)\s.{4,}(?:이다|입니다"
        r"|(?:기술|제도|장치|방식|개념|것)(?:이?다|입니다)?)\.?$"
        r"| \bis\san?\b | \bare\sa\b | refers\sto | \bmeans\b | とは | という | 是一种 | 是指 | 即"
    ),
    "reason": _pattern(
        r"때문 | 위해 | 위한 | 따라 | 따른 | 탓 | 이유 | 까닭 | 원인 | 계기 | 영향 | 여파 | 차원 "
        r"| 목적 | 의도 | 인해"
        r"| 으로\s(?:풀이|보인) | [하되]자\s | 려고 | 려는 | 고자 | 므로 | 만큼 | [해돼]서\s "
        r"| [았었였]기에 | 덕분 | 의해"
        r"| because | due\sto | owing | caused | \bas\sa\sresult | in\sorder\sto | after\sa\b "
        r"| \bso\sthat\b | since"
        r"| ため | から、 | ので | 理由 | 原因 | 因为 | 由于 | 因(?!此) | 为了"
    ),
    "manner": _pattern(
        r"방식 | 방법 | 통해 | 통한 | 이용 | 활용 | 거쳐 | 으로써 | [해여]\s | 하도록 | 바탕으로 "
        r"| 기반"
        r"| \bby\s\w+ing\b | \bthrough\b | \busing\b | \bvia\b | \bwith\sa\b | によって | を通じ "
        r"| 使って | 通过 | 利用"
    ),
    "list": _pattern(
        r",\s?[^,]+(?:,|\s등|\s및|\sand\b|[와과]\s) | [가-힣]·[가-힣] | [가-힣](?:[와과]|및"
        r"|이며)\s.+\s등 | \s등[\s은이을의도,]"
        r"| \band\b.*,|,.*\band\b | 、[^、]+(?:、|と|など|和|等) | など | 等"
    ),
}


#: The noun that names the kind, before no more than two other keywords.
_BEFORE_KEYWORDS: Final = r"(?:,?\s\S*[^\s\W다요죠까냐니]){1,2}\W*$"
_NAMES: Final[tuple[tuple[Wanted, re.Pattern[str]], ...]] = (
    ("percent", _pattern(rf"{words.SHARE_NOUN}{_BEFORE_KEYWORDS}")),
    ("money", _pattern(rf"{words.MONEY_NOUN}{_BEFORE_KEYWORDS}")),
    ("date", _pattern(rf"{words.DATE_NOUN}{_BEFORE_KEYWORDS}")),
    ("number", _pattern(rf"{words.COUNT_NOUN}{_BEFORE_KEYWORDS}")),
)
#: More words than this are a sentence, and name other things besides what is asked for.
_MAX_KEYWORDS: Final = 6
_MARKED: Final = re.compile(r"[?？]\s*$")
_SENTENCE: Final = re.compile(r"(?<=[.?!])\s+|(?<=[。？！])|\n+")


def wanted(question: str) -> Wanted | None:
    """Return the kind of thing asked for, None when the wording does not tell.

    Of several sentences the last that asks decides; those before it tell why somebody asks.
    """
    for sentence in reversed(_SENTENCE.split(question)):
        kind = _asked(sentence)
        if kind is not None or _MARKED.search(sentence):
            return kind
    return _named(question)


def _named(keywords: str) -> Wanted | None:
    """Return the kind that one of the last of a few keywords names: 도매가격, 이달 10kg."""
    if len(keywords.split()) > _MAX_KEYWORDS:
        return None
    return next((kind for kind, names in _NAMES if names.search(keywords)), None)


def asking_sentence(text: str) -> tuple[list[str], str]:
    """Return the sentences before the one that asks, and that one; all when none is told."""
    sentences = [one for one in _SENTENCE.split(text) if one.strip()]
    asks = [index for index, one in enumerate(sentences) if _asked(one) or _MARKED.search(one)]
    if len(sentences) < 2 or not asks:
        return [], text
    at = asks[-1]
    return sentences[:at], sentences[at]


def _asked(sentence: str) -> Wanted | None:
    return next((kind for kind, asks in _ASKS if asks.search(sentence)), None)


def shows(kind: Wanted, sentence: str) -> bool:
    """Tell whether ``sentence`` has something of that kind to show."""
    return _SHOWS[kind].search(sentence) is not None


def stretches(kind: Wanted, sentence: str) -> Iterator[tuple[int, int]]:
    """Give where ``sentence`` shows something of that kind, of a figure perhaps only its end."""
    return (match.span() for match in _SHOWS[kind].finditer(sentence))
