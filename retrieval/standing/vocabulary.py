"""The words by which a sentence shows what it counts, of when, and how it stands to others."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.VERBOSE | re.IGNORECASE)


#: What a figure is the figure of, one name for its wordings in all languages.
ASPECTS: Final[dict[str, re.Pattern[str]]] = {
    name: _pattern(words)
    for name, words in {
        "dead": (
            r"숨(?:지|졌|진|져|질) | 사망 | 목숨 | 희생 | \bdead\b | \bdied?\b | deaths? "
            r"| killed | killing"
            r"| fatalit | 死亡 | 死者 | 亡くな | 遇难 | 丧生 | 罹难"
        ),
        "injured": (
            r"다[쳤치친쳐] | 부상 | 중상 | 경상 | injur | \bhurt\b | wounded | けが "
            r"| 怪我 | 負傷 | 重軽傷"
            r"| 軽傷 | 重傷 | 受伤 | 伤者"
        ),
        "missing": r"실종 | \bmissing\b | unaccounted | 行方不明 | 失踪 | 失联",
        "stranded": r"고립 | stranded | 孤立 | 足止め | 被困 | 滞留",
        "evacuated": r"대피 | 피난 | evacuat | 避難 | 撤离 | 疏散",
        "rescued": r"구조(?:됐|했|된|한|돼|하|되|자) | rescued? | 救助 | 获救",
        "infected": r"확진 | 감염 | infect | confirmed\scases | 感染 | 确诊",
        "arrested": r"체포 | 구속 | 검거 | arrest | 逮捕 | 被捕",
        "hired": (
            r"채용 | 일자리 | 고용 | 인원 | 뽑[는을] | \bjobs?\b | \bhir(?:e|ing) | 採用 "
            r"| 雇用 | 岗位 | 就业"
        ),
        "visitors": (
            r"관람객 | 방문객 | 입장객 | 관객 | 참가자 | 참석자 | 인파 | [명인]이\s(?:찾"
            r"|방문|다녀|몰[렸려]|관람)"
            r"| (?:을|를)\s찾[은았] | visitors | visited | attend | spectators | turnout "
            r"| 来場 | 来館 | 入場者"
            r"| 参观 | 游客 | 观众"
        ),
        "invested": r"투자 | 들[여인](?!\b[다오]) | invest | 出資 | 投资 | 投資",
        "budget": (
            r"예산 | 사업비 | 공사비 | budget | \bcosts?\b | 予算 | 事業費 | 総工費 "
            r"| 预算 | 耗资"
        ),
        "subsidy": r"보조금 | 지원금 | 장려금 | subsid | grants?\b | 補助金 | 助成 | 补贴 | 补助",
        "fine": r"과징금 | 과태료 | 벌금 | \bfin(?:e|ed|es)\b | penalt | 罰金 | 課徴金 | 罚款",
        "fare": (
            r"요금 | 운임 | 입장료 | 관람료 | 이용료 | 통행료 | fares? | tickets?\b "
            r"| fees?\b | 料金 | 運賃"
            r"| 票价 | 门票 | 费用"
        ),
        "price": (
            r"가격 | 값[은이을도] | 판매가 | 출고가 | 시세 | prices?\b | priced | 価格 "
            r"| 値段 | 价格 | 售价"
        ),
        "sales": r"매출 | 판매액 | revenue | \bsales\b | 売上 | 営收 | 营收 | 销售额",
        "profit": (
            r"영업이익 | 순이익 | 흑자 | 적자 | 영업손실 | 순손실 | profits? | earnings | net\sloss"
            r"| 利益 | 利润 | 盈利"
        ),
        "wage": r"임금 | 연봉 | 월급 | 시급 | wages? | salar(?:y|ies) | 賃金 | 年俸 | 工资 | 薪",
        "transfer": r"이적료 | transfer\sfee | 移籍金 | 转会费",
        "damage": r"피해액 | 재산\s?피해 | 손해 | damages? | losses | 被害額 | 損害 | 损失",
        "power": (
            r"정전 | 전기가\s(?:나가|나갔|끊) | 단전 | without\spower | outage | blackout "
            r"| 停電 | 停电"
        ),
        "capacity": (
            r"생산\s?능력 | 생산량 | 설비\s?용량 | capacity | output | 生産能力 "
            r"| 生产能力 | 产能"
        ),
        "area": r"면적 | \barea\b | 面積 | 面积",
        "length": r"길이 | 연장 | length | 全長 | 长度 | 全长",
        "share": r"점유율 | market\sshare | シェア | 份额",
        "approval": r"지지율 | 지지도 | approval | 支持率",
        "voted_for": r"찬성 | in\sfavou?r | 賛成 | 赞成",
        "voted_against": r"반대 | against | 反対 | 反对",
        "rate": r"금리 | 이자율 | interest\srate | 金利 | 利率",
        "growth": r"성장률 | 성장할 | growth | 成長率 | 增长率 | 增速",
        "inflation": r"물가\s?상승 | 물가가 | inflation | 消費者物価 | 通胀",
        "unemployment": r"실업률 | unemployment | 失業率 | 失业率",
        "recovered": r"회수율 | recovery\srate",
        "discount": r"할인 | 깎아 | discount | 割引 | 折扣",
        "demand": (
            r"신청 | 접수 | 지원자 | 응모 | appl(?:y|ied|icants?|ications?) | 申請 | 応募 "
            r"| 申请 | 报名"
        ),
    }.items()
}
#: Figures of different ones of a row, or of one of them and of none, are of different things.
CONTRASTS: Final[tuple[tuple[re.Pattern[str], ...], ...]] = tuple(
    tuple(_pattern(words) for words in row)
    for row in (
        (
            r"어른 | 성인 | 일반인 | \badults?\b | 大人 | 成人",
            r"청소년 | 중고생 | \bteen | \byouth | 中高生 | 青少年",
            r"어린이 | 아동 | 초등학생 | \bchild | 子ども | 子供 | 小学生 | 儿童",
            r"노인 | 고령 | 어르신 | 경로 | \bsenior | \belderly | 高齢 | 老人",
        ),
        (r"남성 | 남자 | \bmen\b | 男性", r"여성 | 여자 | \bwomen\b | 女性"),
        (r"유료 | \bpaid\b | 有料 | 收费", r"무료 | \bfree\b | 無料 | 免费"),
        (
            r"매출 | revenue | 売上 | 营收",
            r"영업이익 | operating | 営業利益",
            r"순이익 | \bnet\b | 純利益",
        ),
        (r"수출 | exports? | 輸出 | 出口", r"수입(?:액|량|품) | imports? | 輸入 | 进口"),
        (r"전세", r"월세", r"매매"),
        (r"개인", r"기관", r"외국인|외인"),
        (r"휘발유", r"경유"),
        (r"전망 | 예상 | 컨센서스 | forecast | \bexpect | 予想 | 预期",),
        (r"평균 | average | 平均",),
        (r"누적 | 누계 | cumulative | 累計 | 累计",),
        (r"최저 | 최소 | lowest | minimum", r"최고 | highest"),
        (r"1인당 | per\s(?:person|capita) | 一人当たり | 人均", r"가구당 | per\shousehold"),
        (r"현금 | \bcash\b",),
        (r"왕복 | round\s?trip", r"편도 | one-?way"),
        (r"심야 | 야간 | \bnight | 深夜",),
        (
            r"중상 | 골절 | 중태 | seriously | critical | 重傷 | 重伤",
            r"경상 | slightly | 軽傷 | 轻伤",
        ),
    )
)
#: The period a figure is of; one of these in one sentence and not in the other makes it another.
PERIODS: Final[tuple[re.Pattern[str], ...]] = tuple(
    _pattern(words)
    for words in (
        r"([1-4])\s?분기 | \bq([1-4])\b | ([1-4])〜?[〜-]?\d?月期 "
        r"| 第?([一二三四1-4])(?:四半期|季度)"
        r"| (first|second|third|fourth)\squarter",
        r"(상|하)반기 | (first|second)\shalf | (上|下)(?:半期|半年)",
        r"(지난달|이달|이번\s달|이번\s주|지난주|전날|하루\s평균|한\s달|매달|월평균"
        r"|연간|매년|해마다|최근\s\d)"
        r"| (last\smonth|this\smonth|last\sweek|annual|monthly|daily)"
        r"| (先月|今月|先週|年間|毎年) | (上月|本月|上周|每年)",
        r"(?<!\d)(1?\d)월(?!\s?\d) | (?<!\d)(1?\d)月(?!\s?\d)",
    )
)
#: A year said outright, or counted from the year of publication.
YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:\s?년|年|\b)")
RELATIVE_YEARS: Final[tuple[tuple[re.Pattern[str], int], ...]] = (
    (_pattern(r"재작년"), -2),
    (
        _pattern(
            r"지난해 | (?<!재)작년 | 전년(?!\s?대비|보다) | last\syear | 昨年 | 前年(?!比"
            r"|同) | 去年"
        ),
        -1,
    ),
    (_pattern(r"올해 | 올\s | 금년 | this\syear | 今年"), 0),
    (_pattern(r"내년 | next\syear | 来年 | 明年"), 1),
)
#: A figure of these is one of its day.
OF_A_DAY: Final = frozenset({"price", "rate", "approval", "infected", "share"})
DAY: Final = re.compile(
    r"(?<!\d)(\d{1,2})일(?!\s?(?:밝|발표|간|부터|까지|만에|전(?:[에부\s]|$)))|(전날|어제|이날|오늘)"
)
#: What changes from day to day: each day's figure is a fact of its own.
DAILY: Final = _pattern(
    r"0시\s기준 | 순?매[수도] | 사들였 | 팔아치 | 신규\s확진 | 종가 "
    r"| 거래를\s마[쳤감] | 에\s마감 | 장중 | 전\s?거래일 | 코스피 | 코스닥 | 환율"
    r"| closed\s(?:at|up|down) | 終値 | 收盘 | 아침\s최저 | 낮\s최고 | 미세먼지 | 기온"
)
#: Part of what was counted before it.
PART: Final = _pattern(
    r"이\s?(?:가운데|중)(?:에서)?\s | 그\s?중 | (?:명|곳|건|가구|대|개)\s(?:가운데"
    r"|중)\s | of\s(?:them|whom|these)\b"
    r"| among\sthem | うち | 其中"
)
#: A figure that is added to, or lacks from, another one.
DIFFERENCE: Final = _pattern(
    r"추가(?:로|\s) | 더\s?(?:\d|늘|많|들) | \badditional | \banother\b "
    r"| \bextra\b | さらに | 新たに | 另有"
)
DIFFERENCE_AFTER: Final = _pattern(
    r"\s?(?:이|가|을|를)?\s?(?:더\s)?(?:많|적[다은었게]|높|낮|늘|줄|오[르른를]"
    r"|올[라랐리]|내[리린려]|인상|인하|상승|하락|증가|감소"
    r"|추가|더\s|차이|가까이\s(?:늘|줄)|뛰|떨어|급[등락증감])"
    r"| \s(?:more|fewer|less|higher|lower)\b | (?:多い|少ない|増|減)"
)
#: The figure before it was replaced: 12명에서 17명으로.
REPLACED_AFTER: Final = _pattern(
    r"(?:에서|→|->|보다|부터)\s? | \s(?:to)\s(?=[$₩€¥]?\d) | から | (?:提高|增至"
    r"|增加|升|上调|下调|降|减少)?(?:到|至)"
)
REPLACED_BEFORE: Final = _pattern(
    r"(?:애초|당초|원래|기존|종전|처음|앞서)\s[^,.]{0,14}$ "
    r"| \bfrom(?:\s(?:an?\s)?(?:earlier|initial|previous))?\s$"
    r"| (?:up|down)\sfrom\s$ | (?:earlier|initial(?:ly)?|previous(?:ly)?)\s[^,.]{0,24}$"
    r"| (?:当初|従来)[^、。]{0,10}$ | (?:由|从|此前|原先)[^，。]{0,8}$"
)
#: A later report that says it changes an earlier one.
CHANGES: Final = _pattern(
    r"늘(?:었|어) | 줄(?:었|어) | 불어 | 애초 | 당초 | 원래 | 수정 | 정정 | 상향 "
    r"| 하향 | 최종 | 추가\s?확인 | 뒤늦게 | 다시\s집계"
    r"| \brise[sn]?\b | \brose\b | climb | revis | updat | up\sfrom | down\sfrom "
    r"| earlier | previously | initially"
    r"| 増え | 減っ | 修正 | 当初 | 従来 | 増加 | 增加 | 增至 | 升至 | 上调 | 更新 | 此前 | 更正"
)
REPORTS: Final = _pattern(
    r"(?:밝혔|말했|전했|설명했|발표했|집계했|파악했|보고\s있|알렸|덧붙였|확인했"
    r"|집계됐|조사됐|나타났)(?:다|습니다)"
    r"| \bsaid\b | according\sto | 発表し | 明らかにし | 表示"
)
TOPIC: Final = re.compile(r"(?:^|[\s,'‘“\"])([가-힣A-Za-z0-9·()-]{2,24}?)(?:은|는)\s")

#: Who counts and tells what happened to others.
AUTHORITY: Final = re.compile(r"경찰|소방|당국|정부|본부|(?:청|서|측)$|주최|조직위|대책위|관계자")
#: Provinces and large cities, and what is called city, county or district.
PLACE: Final = re.compile(
    r"(서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충북|충남|전북|전남|경북"
    r"|경남|제주|수원|청주|전주|포항|창원"
    r"|[가-힣]{2,3}(?=(?:특별|광역)?(?:시|군|구|읍|면|항)(?=[\s에의은는이가,.를을와과]|$)))"
)
NO_PLACE: Final = frozenset(
    """
    또다 다시 일정 방치 전반 구제 대다 수시 이제 지도 자율
    제도 연구 요구 친구 기구 복구 입구 출구 축구 야구
    농구 배구 지구 도구 영구 장군 미군 공군 해군 육군 국군 화면 측면 장면 반면 전면 국면 대면 직면
    하면 되면 사항 조항 저항 결항 취항 운항 공항 당장 그러 이러 어떠
    """.split()  # noqa: SIM905 (readable as a list of words)
)


def groups(row: Sequence[re.Pattern[str]], text: str) -> frozenset[int]:
    """Return which of the groups of a row of ``CONTRASTS`` stand in ``text``."""
    return frozenset(number for number, said in enumerate(row) if said.search(text))


@lru_cache(maxsize=256)
def aspects(text: str) -> frozenset[str]:
    """Return what the figures in ``text`` may be figures of."""
    return named(ASPECTS, text)


@lru_cache(maxsize=256)  # the terms of some questions, each read against hundreds of sentences
def naming(term: str) -> tuple[re.Pattern[str], ...]:
    """Return what finds, by any of its words, each aspect that ``term`` names."""
    return tuple(words for words in ASPECTS.values() if words.search(term))


def named(table: dict[str, re.Pattern[str]], text: str) -> frozenset[str]:
    """Return the names of the rows that stand in ``text``."""
    return frozenset(name for name, words in table.items() if words.search(text))
