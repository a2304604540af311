"""What stored articles say about a forwarded text, about what was quoted, and further ones."""

import pytest

from retrieval.answer import Answer, Quote
from retrieval.checking import merged
from retrieval.quoting import MAX_QUOTES
from tests.retrieval.shelf import NOW, SEOUL, Shelf

RUMOUR = "가람전자가 물결공장 계획을 접고 공장을 해외로 옮길 것이라는 소문이 업계에 돌고 있다."
DENIAL = "가람전자는 물결공장 계획을 접는다는 소문에 대해 “사실무근”이라고 14일 밝혔다."


def check(shelf: Shelf, text: str) -> Answer:
    """Look up what ``text`` claims."""
    return shelf.desk.check(text, now=NOW, zone=SEOUL)


def said(answer: Answer) -> list[str]:
    """The quoted sentences."""
    return [one.text for one in answer.quotes]


@pytest.mark.parametrize(
    "text",
    [
        "[속보] 서해시 시내버스 기본요금이 1700원으로 오릅니다!! 주변에 알려 주세요",
        "서해시 버스 기본요금이 2500원으로 오른답니다 ㅠㅠ",
        "안녕하세요~\n오늘도 행복하세요\n서해시 시내버스 기본요금이 11월 1일부터 오른다네요 https://a.example",
    ],
)
def test_a_forwarded_claim_is_met_with_what_the_article_says(shelf: Shelf, text: str) -> None:
    answer = check(shelf, text)

    assert answer.kind == "answer"
    assert "1700원" in said(answer)[0]
    assert all(one.article.text[one.start : one.end] == one.text for one in answer.quotes)


@pytest.mark.parametrize(
    "text",
    [
        "양파를 머리맡에 두면 독감이 낫는다고 의사들이 밝혔다",
        "서해시 시장이 뇌물 혐의로 구속됐다고 합니다",
        "두레박물관 관장이 유물을 훔쳐 달아났다네요",
    ],
)
def test_what_no_article_bears_on_is_declined(shelf: Shelf, text: str) -> None:
    answer = check(shelf, text)

    assert (answer.kind, answer.quotes) == ("declined", ())
    assert answer.reason in ("not_found", "nothing_similar")


@pytest.mark.parametrize("text", ["", "안녕하세요", "/stats", "😀", "꼭 공유해 주세요!"])
def test_a_text_that_claims_nothing_is_not_searched_for(shelf: Shelf, text: str) -> None:
    assert check(shelf, text).reason == "empty_question"


def test_of_two_claims_each_is_met(shelf: Shelf) -> None:
    answer = check(
        shelf,
        "서해시 시내버스 기본요금이 1700원으로 오른다.\n해람도를 오가는 여객선이 사흘째 멈췄다.",
    )
    titles = {one.article.title for one in answer.quotes}

    assert titles == {"서해시 버스 요금 오른다", "해람도 여객선 사흘째 결항"}


def test_a_forwarded_rumour_is_met_with_its_denial(empty_shelf: Shelf) -> None:
    empty_shelf.add("가람전자 물결공장 백지화설", RUMOUR, day="2026-10-13", outlet="테크마루")
    empty_shelf.add("가람전자 “물결공장 백지화 사실무근”", DENIAL, day="2026-10-14")
    empty_shelf.index()
    answer = check(empty_shelf, "받은글) 가람전자가 물결공장 계획을 접고 해외로 옮긴다고 함")

    assert {one.role: one.text for one in answer.quotes} == {"denial": DENIAL, "earlier": RUMOUR}


def test_an_empty_store_says_so(empty_shelf: Shelf) -> None:
    assert check(empty_shelf, "서해시 버스 요금이 오른다").reason == "empty_store"


def test_what_was_quoted_is_confirmed_by_nothing_that_denies_it(shelf: Shelf) -> None:
    last = shelf.ask("서해시 시내버스 기본요금은 얼마로 오르나?")
    again = shelf.desk.confirm(last.exchange, now=NOW, zone=SEOUL)

    assert [one.role for one in again.quotes] == ["current"]
    assert said(again)[0] in said(last)


def test_what_was_quoted_is_met_with_its_denial(empty_shelf: Shelf) -> None:
    empty_shelf.add("가람전자 물결공장 백지화설", RUMOUR, day="2026-10-13", outlet="테크마루")
    empty_shelf.index()
    last = empty_shelf.ask("가람전자 물결공장 계획은 어떻게 되나?")
    assert said(last) == [RUMOUR]
    empty_shelf.add("가람전자 “물결공장 백지화 사실무근”", DENIAL, day="2026-10-14")
    empty_shelf.index()
    again = empty_shelf.desk.confirm(last.exchange, now=NOW, zone=SEOUL)

    assert [one.role for one in again.quotes] == ["denial", "earlier"]


def test_an_article_that_is_gone_confirms_nothing(shelf: Shelf, empty_shelf: Shelf) -> None:
    last = shelf.ask("서해시 시내버스 기본요금은 얼마로 오르나?").exchange
    gone = type(last)(question=last.question, articles=(99,), quoted=((99, 0), (1, 10**6)))

    assert empty_shelf.desk.confirm(gone, now=NOW, zone=SEOUL).kind == "declined"


def test_further_articles_are_those_not_quoted_each_once(empty_shelf: Shelf) -> None:
    for number in range(4):
        empty_shelf.add(
            f"물결시 정수장 소식 {number}",
            f"물결시 정수장이 {number}월에 필터를 {number + 20}개 바꿨다. 시민은 반겼다.",
            day=f"2026-0{number + 1}-05",
            outlet=f"신문{number}",
        )
    empty_shelf.index()
    last = empty_shelf.ask("물결시 정수장 필터는 몇 개 바꿨나?").exchange
    desk = empty_shelf.desk
    pages = [
        [
            one.article.id
            for one in desk.further(last, limit=2, skip=skip, now=NOW, zone=SEOUL).quotes
        ]
        for skip in (0, 2, 4)
    ]
    listed = [one for page in pages for one in page]

    assert set(listed) | set(last.articles) == {1, 2, 3, 4}
    assert len(listed) + len(set(last.articles)) == 4
    assert pages[-1] == []


def test_the_newest_on_a_topic_come_newest_first(shelf: Shelf) -> None:
    shelf.add("서해시 버스 노선 는다", "서해시는 시내버스 노선을 세 개 늘린다.", day="2026-11-20")
    shelf.index()
    answer = shelf.desk.news("서해시 버스", limit=5, now=NOW, zone=SEOUL)

    assert [one.article.title for one in answer.quotes] == [
        "서해시 버스 노선 는다",
        "서해시 버스 요금 오른다",
    ]
    assert (
        shelf.desk.news("서해시 버스", limit=1, skip=1, now=NOW, zone=SEOUL).quotes[0]
        == (answer.quotes[1])
    )


@pytest.mark.parametrize("topic", ["아이스크림", "quantum physics"])
def test_a_topic_that_no_article_has_is_declined(shelf: Shelf, topic: str) -> None:
    answer = shelf.desk.news(topic, limit=5, now=NOW, zone=SEOUL)

    assert (answer.kind, answer.reason) == ("declined", "nothing_similar")


def test_a_topic_may_be_an_outlet(shelf: Shelf) -> None:
    shelf.add("등대 축제", "등대 축제가 열렸다.", day="2026-11-01", outlet="등대신문")
    shelf.index()
    answer = shelf.desk.news("등대신문", limit=5, now=NOW, zone=SEOUL)

    assert [one.article.outlet for one in answer.quotes] == ["등대신문"]


def test_a_period_of_the_last_question_does_not_stick_to_what_it_has_no_answer_for(
    shelf: Shelf,
) -> None:
    shelf.add("서해시 새 소식", "서해시가 새 공원을 열었다.", day="2026-11-20")
    shelf.index()
    last = shelf.desk.ask("이번 주 서해시 소식", now=NOW, zone=SEOUL)
    answer = shelf.desk.ask("시내버스 기본요금은 얼마야?", now=NOW, zone=SEOUL, last=last.exchange)

    assert "1700원" in " ".join(said(answer))
    assert answer.range is None


def quote(text: str, role: str = "current", *, shelf: Shelf) -> Quote:
    """A quote of the first article with another text."""
    article = shelf.library.articles([1])[1]
    return Quote(article=article, start=0, end=1, text=text, role=role)  # type: ignore[arg-type]  # roles are given as they are


def test_quotes_that_stand_to_each_other_are_not_torn_apart(shelf: Shelf) -> None:
    first = (quote("가나다라마바사", shelf=shelf),)
    second = (quote("아자차카타파하", shelf=shelf), quote("하늘땅바다산강", shelf=shelf))
    pair = (
        quote("부인하는 문장이다", "denial", shelf=shelf),
        quote("부인된 문장이다", "earlier", shelf=shelf),
    )
    together = merged([first, pair, second])

    assert [one.role for one in together] == ["current", "denial", "earlier"]
    assert len(merged([first, second, pair])) == MAX_QUOTES
    assert not any(one.role == "denial" for one in merged([first, second, pair]))
    assert merged([first, first]) == first
