"""What people say and what news writes: 팔다 for 매각, 돌아오다 for 귀환."""

from collections.abc import Iterable
from typing import Final

#: Words of one meaning, as terms: of verbs the stem. One that is also another common word (열, 배)
#: is left out.
_GROUPS: Final = """
팔 팔리 매각 판매 처분
사 사들이 매입 매수 인수 구매 구입
짓 건설 착공 신축 건립 조성
만들 제작 생산 제조 개발
고치 수리 복구 개정 수정 보수
바꾸 바뀌 변경 교체 개편 전환
없애 없어지 폐지 철거 철폐
부수 헐 철거
합치 합병 통합 합산
나누 분할 배분
깎 인하 감면 삭감 할인
올리 오르 뛰 인상 상승 급등 상향
내리 떨어지 인하 하락 급락 하향
늘 늘리 늘어나 커지 증가 확대 증액 증설 증원
줄 줄이 줄어들 감소 축소 감축
자르 잘리 짤리 해고 감원 감축 구조조정
뽑 뽑히 채용 선발 선출 선정 발탁 당선
그만두 물러나 사퇴 사임 사의 퇴진
취임 선임 부임 임명 위촉
이기 꺾 승리 제치
열리 개최 개막
닫 쉬 휴관 휴무 휴업 폐쇄 폐점
문닫 폐업 폐점
끝나 끝내 종료 마감 폐막
시작 개시 착수 돌입
멈추 멈춰서 중단 정지
포기 중단 철회 취소
미루 늦추 늦어지 연기 지연
앞당기 단축
돌아오 귀환 복귀 귀국
떠나 출발 출항 출국
쏘 발사
갇히 고립
무너지 붕괴
다치 부상
죽 숨지 사망
잡히 붙잡히 체포 검거
훔치 절도 도난
빌리 대출 차입 임차
갚 상환
벌 벌어들이 수익
걸리 소요
막 차단 저지
맡 담당 수주
내놓 출시 공개 선보이
밝히 발표 공개
알아내 밝혀내 규명
어기 위반
퍼지 확산
늦 지각
옮기 이전 이동
키우 육성 확대
돕 지원
월급 급여 임금 보수
전기세 전기요금
학비 등록금
공짜 무료
가게 매장 점포
손님 고객 이용객 방문객 관람객
직원 임직원 종업원
사장 대표 대표이사
배편 뱃길 여객선
비행기 항공기 여객기 항공편
자동차 차량
무게 중량
벌금 과징금 과태료
고장 장애 결함
쓰레기 폐기물
휴대폰 핸드폰 스마트폰
노인 고령자 어르신
아기 신생아 영아
입장권 관람권 티켓
외국 해외
선생님 교사
"""
_SAME: Final = tuple(tuple(group.split()) for group in _GROUPS.strip().splitlines())


def same_meaning(terms: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return for those of ``terms`` that have any the words which news may write in their place."""
    found = {
        term: tuple(
            dict.fromkeys(one for group in _SAME if term in group for one in group if one != term)
        )
        for term in terms
    }
    return {term: others for term, others in found.items() if others}
