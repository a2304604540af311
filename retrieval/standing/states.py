"""The words by which a sentence shows how sure a thing is, how far it came, what it corrects."""

import re
from typing import Final, Literal

#: How a sentence stands to what it tells: a ``rumour`` that others tell, its ``denial``, its
#: ``confirmation``, a ``review`` that is no decision yet.
Stance = Literal["rumour", "denial", "confirmation", "review"]
#: How far a thing has come.
Status = Literal["planned", "delayed", "stopped", "done"]


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.VERBOSE | re.IGNORECASE)


STANCES: Final[dict[Stance, re.Pattern[str]]] = {
    "denial": _pattern(
        r"사실무근 | 사실이\s아니 | 사실과\s다르 | 부인(?:했|하|한|하며) | 낭설 "
        r"| 허위(?:다|라|이|\s보도) | 근거\s?없[는다]"
        r"| 계획이?\s없 | 검토한\s(?:바|적)[가-힣\s]{0,3}없 | 정해진\s(?:바"
        r"|것)[가-힣\s]{0,3}없 | 접촉한\s적[이도]?\s없"
        r"| 일축 | 반박 | 변함[이은]?\s없 | \bden(?:y|ies|ied|ying)\b | \bdenial "
        r"| no\splans? | \buntrue\b | baseless"
        r"| not\strue | groundless | dismissed | 否定し | 事実無根 | 事実ではない "
        r"| 否认 | 不实 | 辟谣 | 不属实 | 子虚乌有"
    ),
    "confirmation": _pattern(
        r"공식\s?(?:발표|화|확인) | 사실로\s(?:확인|드러) | 확정(?:했|됐|지었|하고"
        r"|된) | 최종\s(?:결정|합의|계약)"
        r"| 공시했 | 체결했 | 계약(?:을|했다고)\s?(?:맺|마|체결)? | 인정했 "
        r"| \bconfirm(?:s|ed)?\b | officially | announced"
        r"| 正式に | 正式発表 | 認めた | 確定し | 证实 | 确认 | 正式宣布 | 官宣"
    ),
    "rumour": _pattern(
        r"소문 | (?:철회|백지화|이적|매각|인수|사임|교체|결별|중단|합병|상장|출마|폐쇄"
        r"|이전|은퇴|영입|불화|취소|사퇴|해체|연기)설"
        r"| 알려졌 | 전해졌 | 전해진다 | 관측이 | 관측된 | 말이\s나온 "
        r"| 가능성이\s(?:커|높|제기|거론) | 거론 | 임박 | 유력"
        r"| 것으로\s보인 | 할\s듯 | 전망이\s나 | \brumou?r | reportedly "
        r"| \bsources\s(?:said|say) | is\ssaid\sto | speculat"
        r" | とみられ | 関係者によると | うわさ | 噂 | との観測 | 据传 "
        r"| 传闻 | 传出 | 据悉 | 消息人士"
    ),
    "review": _pattern(
        r"검토(?:하|\s?중|에|할|한다|키로|를|\b) | 저울질 | 논의\s?중 | 고려하고 "
        r"| 고심 | 타진 | \bconsider(?:s|ing|ed)?\b"
        r"| \bweigh(?:s|ing)?\b | \bmulls?\b | under\sreview | reviewing "
        r"| \bstudying\b | 検討 | 考虑 | 研究中 | 拟"
    ),
}
#: A decision, which a review is not yet.
DECIDES: Final = _pattern(
    r"결정했 | 확정(?:했|됐|지었) | 하기로\s?(?:했|결정|의결|확정|합의) "
    r"| 기로\s했 | 승인(?:했|됐) | 의결했 | 통과(?:했|됐|시[켰킨])"
    r"| 가결 | 선정(?:했|됐) | 최종\s결정 | \bdecid(?:es|ed)\b | \bapprov(?:es"
    r"|ed)\b | finali[sz]ed | will\sgo\sahead"
    r"| 決定し | 決めた | 承認 | 可決 | 决定 | 批准 | 通过了 | 敲定"
)
STATUSES: Final[dict[Status, re.Pattern[str]]] = {
    "stopped": _pattern(
        r"취소(?:됐|했|한|된|하기|키로|됩|합) | 무산 | 백지화(?:됐|했|하기|한다) "
        r"| 철회(?:했|하기|한다고|됐) | 부결 | 중단(?:됐|했|한다|하기|된)"
        r"| 결렬 | 실패(?:했|로) | 불발 | 폐기(?:했|하기|됐) | 통제(?:됐|한다|했) "
        r"| 멈[췄춰추] | 끊[겼긴] | 접었 | 포기(?:했|하기)"
        r"| cancel(?:l?ed|s|ling)\b | called\soff | scrapp(?:ed|ing) | scrubbed "
        r"| abandon | withdr[ea]w | suspended | halted"
        r"| collapsed | rejected | fail(?:s|ed)\b | 中止 | 撤回 | 断念 | 否決 "
        r"| 打ち切 | 運休 | 失敗 | 取消 | 停止 | 破裂 | 失败 | 否决 | 停航"
    ),
    "delayed": _pattern(
        r"연기(?:됐|했|한다|하기|된|됩|합|키로) | 미[뤄뤘루룬] | 늦[춰췄추어]졌? "
        r"| 보류 | 늦어[졌진] | 지연 | postpone | delay(?:ed|s)"
        r"| pushed\sback | put\soff | 延期 | 先送り | ずれ込 | 推迟 | 延后"
    ),
    "done": _pattern(
        r"성공(?:했|리|적|하며) | 데\s성공 | (?:열|닫|떠났|시작했|마쳤|끝났"
        r"|끝냈)(?:었)?다\.?$ | 개관(?:했|식) | 개통(?:했|됐) | 착공(?:했|식) "
        r"| 완공(?:했|됐)"
        r"| 준공(?:했|됐) | 재개(?:했|됐) | 통과(?:했|됐|시[켰킨]) | 가결 | 체결(?:했"
        r"|됐) | 출시(?:했|됐) | 타결 | 합의(?:했|에\s이르) | 취임(?:했) | 당선"
        r"| 시행(?:됐|에\s들어) | 다시\s열렸 | 문을\s(?:열었|연\s) | 쏘아\s올[렸리] "
        r"| 발사(?:됐|했) | launched | opened | succeed(?:s|ed)\b | lifted\soff"
        r"| passed\b | resumed | completed | signed\b | reached\san\sagreement "
        r"| 成功し | 開館した | 開業した | 再開し | 可決 | 締結し | 打ち上げた"
        r"| 成功发射 | 成功 | 开馆 | 开幕 | 恢复 | 通过了 | 签署"
    ),
    "planned": _pattern(
        r"예정 | 계획(?:이다|이라|을|인|\s) | 추진 | 할\s방침 | 하기로\s했 | 목표 "
        r"| [한인]다고\s\d+일\s밝혔 "
        r"| (?:연|열린|간|한|된|떠난|뜬|치른|선보인|시작한|오른)다(?:고|\.|$)"
        r"| \bwill\b | plans?\sto | schedul | set\sto | due\sto\s(?:open|launch|begin"
        r"|start) | 予定 | 計画 | 目指す | 将(?:于|在) | 计划 | 预计"
    ),
}
#: The same thing under several words, so that 발사 and 쏘아 올리다 are one event.
EVENTS: Final[dict[str, re.Pattern[str]]] = {
    name: _pattern(words)
    for name, words in {
        "launch": (
            r"발사 | 쏘아\s올 | 날아올 | 궤도에 | launch | lift(?:ed)?\s?off | 打ち上げ "
            r"| 发射 | 升空"
        ),
        "opening": (
            r"개관 | 개장 | 개통 | 개막 | 개업 | 개교 | 문을?\s(?:열|연) | \bopen(?:s|ed"
            r"|ing)?\b | 開館 | 開業 | 開通 | 開幕 | 开馆 | 开通 | 通车 | 开幕 | 开业"
        ),
        "start": (
            r"착공 | 첫\s?삽 | break\sground | broke\sground | groundbreaking | 着工 "
            r"| 动工 | 开工"
        ),
        "vote": (
            r"통과 | 가결 | 부결 | 의결 | 표결 | 본회의 | \bpass(?:es|ed)?\b | \bvoted?\b "
            r"| rejected | 可決 | 否決 | 通过 | 表决"
        ),
        "strike": r"파업 | \bstrike | walkout | スト(?:ライキ)? | 罢工",
        "talks": r"협상 | 교섭 | 회담 | talks | negotiat | 交渉 | 会談 | 谈判 | 会谈",
        "merger": r"인수 | 합병 | 매각 | acqui | merger | takeover | 買収 | 合併 | 收购 | 合并",
        "festival": (
            r"축제 | 공연 | 대회 | 콘서트 | 행사 | festival | concert | 祭り | 公演 "
            r"| 大会 | 音乐节 | 演唱会"
        ),
        "service": (
            r"운항 | 운행 | 뱃길 | 결항 | 여객선 | 항공편 | ferry | sailings? | flights? "
            r"| trains? | 運航 | 欠航 | 運行 | 航班 | 停航 | 轮渡"
        ),
        "factory": r"공장 | 설비 | plant | factory | 工場 | 工厂",
        "release": r"출시 | 발매 | 공개 | release | unveil | 発売 | 发布 | 上市",
        "appointment": r"취임 | 선임 | 임명 | 내정 | appoint | named\sas | 就任 | 任命",
        "transfer": r"이적 | 영입 | transfer | sign(?:s|ed|ing)\b | 移籍 | 转会",
        "fare": r"요금 | 운임 | fares? | 料金 | 運賃 | 票价",
        "law": r"법안 | 법률 | 조례 | 개정안 | bill\b | law\b | ordinance | 法案 | 条例",
        "construction": r"공사 | 건설 | 건립 | 짓 | construct | build | 建設 | 建设 | 兴建",
        "contract": r"계약 | 협약 | contract | agreement | deal\b | 契約 | 协议 | 合同",
    }.items()
}
CORRECTS: Final = _pattern(
    r"바로잡(?:습니다|니다|았습니다|아) | 정정\s?(?:보도|합니다|문|기사) "
    r"| \[정정\] | 알려\s?드립니다 | 사실과\s달라"
    r"| ^\W*corrections?\b | \bcorrects?\s(?:the|an|earlier|figure|to) "
    r"| was\smisstated | misstated | \bwe\sregret"
    r"| erroneously | an\searlier\sversion | 訂正 | お詫び | 更正 | 勘误"
)
#: In a correction, what was wrong stands before it: 1000원이라고 보도했으나.
_WRONG_BEFORE: Final = _pattern(
    r"(?:보도|게재|표기|썼|적었|밝혔|나갔|기재)[가-힣]{0,5}(?:으나|지만|는데"
    r"|나)\b | 아니라 | 아닌 | 이므로"
    r"| \b(?:misstated|wrongly|incorrectly|erroneously)\b | , \s not \s "
    r"| とあるのは | としましたが | としたのは"
    r"| 误(?:为|作|写) | 应为"
)
#: A correction of words: 서하온이 아니라 서가온, 東 should be 西.
NOT_BUT: Final = _pattern(
    r"(?P<wrong>[^\s,‘’“”]{2,}?)(?:이|가|은|는)?\s아니라\s(?P<right>[^\s,.]{2,})"
    r"| (?P<right_en>[A-Z]\S+),?\snot\s(?P<wrong_en>[A-Z][^\s.,]+)"
    r"| (?P<wrong_ja>[^、。「」\s]{2,8})」?とあるのは「?(?P<right_ja>[^、。「」\s]{2,8})」?の誤り"
)


def wrong_until(text: str) -> int:
    """Return where a correction stops saying what was wrong; 0 when it does not say."""
    found = list(_WRONG_BEFORE.finditer(text))
    return found[-1].end() if found else 0
