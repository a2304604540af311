"""The words of a question that an article answering it has to hold, and which of them it lacks."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from rapidfuzz.fuzz import partial_ratio

from retrieval.morphemes import Analyser, normalise

#: Nouns that name the kind of thing asked for, or when and how much of it: an article that
#: answers «기간은 언제까지?» need not say 기간.
_KIND: Final = frozenset(
    """
    이름 명칭 별명 호칭 제목 직책 직함 직업 역할 돈 값 금액 총액 가격 사람 인물 사람들 인원 나이 곳
    장소 지역 도시 나라 국가 매장 자리 날 날짜 요일 시간 시각 시점 시기 기간 연도 무렵 동안 주기
    이유 원인 방법 과정 종류 부분 분야 문제 상황 상태 회사 업체 기업 단체 기관 수 수치 개수 갯수
    건수 대수 횟수 순위 수준 규모 정도 비율 비중 퍼센트 프로 길이 무게 거리 면적 크기 높이 킬로
    킬로미터 킬로그램 미터 그램 한도 상한 최대 최소 최고 최저 평균 합계 총 약 일정 명단 목록 때 전
    후 뒤 앞 위 중 분 달 주 점 번 차 제 등 안 것 거 말 내용 관련 결과 기준 대상 경우 대비 이상 이하
    이전 이후 당시 현재 지금 최근 요즘 오늘 어제 내일 작년 올해 지난해 내년 지난달 이달 이번 이번달
    처음 마지막 다음 하루 며칠 그때 전체 모두 하나 원래 제일 가장 정말 진짜 결국 계획 예정 예상
    발표 언급 진행 개최 시작 완료 실시 참여 제공 확보 결정 변경 변화 묘사 출시 출발 게시 주최 주관
    발급 해당 필요 가능 친구 여자 남자 얼마 얼먀 서른 마흔 이틀 사흘 나흘 열흘 일주일 기사 뉴스
    소식 보도 질문 답 뜻 의미 생각 이야기 얘기 설명 문의 안녕 부탁 말씀 만약 만일 추가 별도 각각
    실제 정작
    """.split()  # noqa: SIM905 (readable as a list of words)
)
#: A name of at least three syllables is there, misspelled, when a stretch of the text shares this
#: much of its letters (rapidfuzz, of the jamo): 박물간 95, 토래스 83, and 복구비 beside 복구 71.
_NEARLY: Final = 83.0
_MISSPELLED_CHARS: Final = 3
#: Makes of a noun the name of a kind: an article on 복구 and its 비용 answers «복구비는?».
_OF_A_KIND: Final = re.compile(r"(?<=..)(?:일|액|율|률|수|량|값|비|료|가|자|지|률|법|호|명|식)$")
_HAN_AND_KANA: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_HANGUL: Final = re.compile(r"[가-힣]")
_LATIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*")


def keys(terms: Iterable[str], text: str, analyser: Analyser) -> tuple[str, ...]:
    """Return those of a question's ``terms`` that have to stand in an article that answers it.

    They are its nouns, names and numbers, without those that only name the kind of thing asked
    for. A Latin word in small letters is none: beside Hangul it is a loan (delay된 이유) that a
    Korean article writes otherwise, in English no name; nor are the pairs of letters into which
    Japanese and Chinese are cut. ``text`` is the question in its own case.
    """
    named = set(analyser.nouns(text))
    small = in_small_letters(text)
    return tuple(
        term
        for term in terms
        if term in named and term not in _KIND and term not in small and _says_enough(term)
    )


def missing(keys: Iterable[str], text: str) -> tuple[str, ...]:
    """Return the keys whose letters stand nowhere in ``text``, not even misspelled.

    Spaces do not count: 해람 연안여객터미널 has a 여객터미널, however it is cut.
    """
    letters = "".join(normalise(text).split())
    jamo = unicodedata.normalize("NFD", letters)
    return tuple(
        key
        for key in keys
        if key not in letters
        and _OF_A_KIND.sub("", key) not in letters
        and not _may_be_misspelled(key, jamo)
    )


def in_small_letters(text: str) -> frozenset[str]:
    """Return the Latin words of ``text`` that it never writes with a capital."""
    words = set(_LATIN.findall(text))
    named = {word.lower() for word in words if word != word.lower()}
    return frozenset(word for word in words if word == word.lower() and word not in named)


def _says_enough(term: str) -> bool:
    return (len(term) > 1 or term.isdecimal()) and not _HAN_AND_KANA.search(term)


def _may_be_misspelled(key: str, jamo: str) -> bool:
    if len(key) < _MISSPELLED_CHARS or not _HANGUL.search(key):
        return False
    return partial_ratio(unicodedata.normalize("NFD", key), jamo) >= _NEARLY
