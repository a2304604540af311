"""Who asks for news gets headlines: one a story, on what was asked for and nothing else."""

from datetime import date

import pytest

from retrieval.answer import Answer, DateRange
from retrieval.browsing import real_sentences
from retrieval.encoder import SentenceEncoder
from tests.retrieval.shelf import NOW, SEOUL, Shelf

#: Headline, text, day, outlet: a bridge told by three outlets, milk by two, a match by one.
NEWS = (
    (
        "너울다리 다시 막혀…균열 세 곳",
        "너울시는 균열 세 곳이 나온 너울다리를 21일 다시 막았다. 우회로는 북쪽 강변길이다.",
        "2026-11-21",
        "가람신문",
    ),
    (
        "너울다리 균열에 통행 막아",
        "너울다리에서 균열 세 곳이 나와 너울시가 통행을 막았다. 버스는 강변길로 돌아간다.",
        "2026-11-21",
        "나루일보",
    ),
    (
        "균열 나온 너울다리 통행 중단",
        "너울시가 균열이 나온 너울다리의 통행을 21일 중단했다. 출근길이 한 시간 밀렸다.",
        "2026-11-20",
        "다온뉴스",
    ),
    (
        "무지개마트 우유값 8% 인상",
        "무지개마트가 다음 주부터 흰 우유값을 8% 올린다. 사료값이 뛰었기 때문이다.",
        "2026-11-18",
        "가람신문",
    ),
    (
        "우유값 8% 오른다…무지개마트 인상",
        "무지개마트는 흰 우유값을 다음 주부터 8% 인상한다. 요구르트값은 그대로다.",
        "2026-11-19",
        "나루일보",
    ),
    (
        "새벽배 탁구 결승 오늘 저녁",
        "새벽배 전국 탁구 대회 결승이 22일 저녁 솔빛체육관에서 열린다. 표는 모두 팔렸다.",
        "2026-11-22",
        "다온뉴스",
    ),
    (
        "솔빛역 승강기 수리 끝나",
        "솔빛역 승강기가 열흘 만에 다시 움직인다. 이용객은 우유 배달원이 가장 반겼다.",
        "2026-11-09",
        "가람신문",
    ),
)

SMALL_NEWS = (
    ("가온마을 우물 복원", "백 년 된 우물을 가온마을 사람들이 되살렸다."),
    ("노들섬에 철새 돌아와", "두루미 서른 마리가 겨울을 나러 왔다."),
    ("도담골 사과 풍년", "과수원마다 나무가 휘도록 열매를 맺었다."),
    ("라온고개 첫눈", "산간 도로에 얼음이 얼어 차들이 기었다."),
    ("물빛나루 극장 재개장", "영화 세 편을 묶어 보여 주는 밤이 열린다."),
    ("별내들 도예전", "젊은 작가들의 찻잔이 한자리에 모인다."),
)


@pytest.fixture
def newsroom(empty_shelf: Shelf) -> Shelf:
    """A desk with the news of two weeks from three outlets."""
    for title, text, day, outlet in NEWS:
        empty_shelf.add(title, text, day=day, outlet=outlet)
    empty_shelf.index()
    return empty_shelf


def titles(answer: Answer) -> list[str | None]:
    return [quote.article.title for quote in answer.quotes]


def more(shelf: Shelf, question: str, *, skip: int) -> Answer:
    return shelf.desk.ask(question, now=NOW, zone=SEOUL, skip=skip)


def test_the_news_is_one_headline_a_story_the_most_covered_first(newsroom: Shelf) -> None:
    answer = newsroom.ask("주요 뉴스 알려줘")
    assert (answer.kind, answer.listing) == ("list", "news")
    assert titles(answer) == [
        "너울다리 균열에 통행 막아",
        "우유값 8% 오른다…무지개마트 인상",
        "새벽배 탁구 결승 오늘 저녁",
        "솔빛역 승강기 수리 끝나",
    ]
    assert answer.quotes[2].text == "새벽배 전국 탁구 대회 결승이 22일 저녁 솔빛체육관에서 열린다."


def test_more_goes_on_where_the_list_ended(newsroom: Shelf) -> None:
    for number, (title, text) in enumerate(SMALL_NEWS):
        newsroom.add(title, text, day=f"2026-10-{10 + number}")
    newsroom.index()
    first, second, third = (more(newsroom, "주요 뉴스", skip=skip) for skip in (0, 5, 10))
    assert [len(one.quotes) for one in (first, second, third)] == [5, 5, 0]
    assert len({*titles(first), *titles(second)}) == 10
    assert third.reason == "not_found"


def test_the_news_of_a_day_is_that_of_that_day(newsroom: Shelf) -> None:
    answer = newsroom.ask("오늘 주요 뉴스")
    assert titles(answer) == ["새벽배 탁구 결승 오늘 저녁"]
    assert answer.range == DateRange(first=date(2026, 11, 22), last=date(2026, 11, 22))


def test_a_day_without_news_is_declined(newsroom: Shelf) -> None:
    answer = newsroom.ask("11월 15일 뉴스")
    assert (answer.kind, answer.reason) == ("declined", "not_found")


def test_undated_articles_follow_those_of_the_day(newsroom: Shelf) -> None:
    newsroom.add("은행나무길 축제", "은행나무길에서 축제가 열린다. 입장은 무료다.")
    newsroom.index()
    assert titles(newsroom.ask("오늘 뉴스")) == ["새벽배 탁구 결승 오늘 저녁", "은행나무길 축제"]


def test_a_day_to_come_does_not_make_an_article_the_newest_news(newsroom: Shelf) -> None:
    newsroom.add("달나라 여행 열린다", "달나라 여행이 열린다. 표는 없다.", day="2099-01-01")
    newsroom.index()
    assert "달나라 여행 열린다" not in titles(newsroom.ask("최신 뉴스"))


def test_a_store_of_nothing_but_days_to_come_still_has_news(empty_shelf: Shelf) -> None:
    empty_shelf.add("달나라 여행 열린다", "달나라 여행이 열린다. 표는 없다.", day="2099-01-01")
    assert titles(empty_shelf.ask("최신 뉴스")) == ["달나라 여행 열린다"]


def test_a_listed_report_names_all_who_carry_it_as_one_source(empty_shelf: Shelf) -> None:
    text = " ".join(body for _, body in SMALL_NEWS)
    for outlet in ("가람신문", "나루일보", "다온뉴스"):
        empty_shelf.add(f"작은 소식 ({outlet})", text, day="2026-11-21", outlet=outlet)
    empty_shelf.index()
    (listed,) = empty_shelf.ask("주요 뉴스").quotes
    assert set(listed.sources.outlets) == {"가람신문", "나루일보", "다온뉴스"}
    assert listed.sources.independent == 1


def test_of_many_copies_the_earliest_is_shown_once(newsroom: Shelf) -> None:
    text = (
        "해오름군이 폐교 네 곳을 마을 도서관으로 고친다. 첫 도서관은 내년 4월에 문을 연다. "
        "군은 책 2만 권을 사들이고 사서 여섯 명을 뽑기로 했다. 주민 설명회는 다음 달에 있다."
    )
    for number in range(40):
        newsroom.add(
            "해오름군 폐교 네 곳 도서관으로",
            f"{text} {chr(0xAC00 + 28 * number)} 기자",
            day=f"2026-11-{20 - number % 3}",
            outlet=None,
        )
    newsroom.index()
    answer = newsroom.ask("도서관 소식")
    assert titles(answer) == ["해오름군 폐교 네 곳 도서관으로"]
    published = answer.quotes[0].article.published
    assert published is not None
    assert published.iso == "2026-11-18"
    # Copies of unknown outlets are one report: they do not outweigh what three outlets tell.
    assert titles(newsroom.ask("주요 뉴스"))[0] == "너울다리 균열에 통행 막아"


def test_the_only_article_is_the_news(empty_shelf: Shelf) -> None:
    empty_shelf.add("솔빛역 승강기 수리 끝나", "솔빛역 승강기가 다시 움직인다.", day="2026-11-09")
    empty_shelf.index()
    for question in ("주요 뉴스", "솔빛역 소식"):
        assert titles(empty_shelf.ask(question)) == ["솔빛역 승강기 수리 끝나"]


def test_news_on_a_topic_is_quoted_where_it_speaks_of_it(newsroom: Shelf) -> None:
    answer = newsroom.ask("우유값 소식")
    assert titles(answer) == ["우유값 8% 오른다…무지개마트 인상"]
    assert "우유값" in answer.quotes[0].text


@pytest.mark.parametrize(
    "question", ["비트코인 뉴스", "월드컵 기사 보여줘", "너울역 지하상가 소식"]
)
def test_a_topic_that_the_store_does_not_have_gets_no_headlines_for_news(
    newsroom: Shelf, question: str
) -> None:
    assert newsroom.ask(question).kind == "declined"


def test_what_only_mentions_the_topic_is_no_news_on_it(newsroom: Shelf) -> None:
    assert "솔빛역 승강기 수리 끝나" not in titles(newsroom.ask("우유 기사"))


@pytest.mark.parametrize(
    ("question", "outlet", "stories"),
    [("나루일보 기사 보여줘", "나루일보", 2), ("다온뉴스는 뭐래?", "다온뉴스", 2)],
)
def test_a_named_outlet_is_the_only_one_listed(
    newsroom: Shelf, question: str, outlet: str, stories: int
) -> None:
    answer = newsroom.ask(question)
    assert {quote.article.outlet for quote in answer.quotes} == {outlet}
    assert len(answer.quotes) == stories


def test_news_on_a_topic_from_an_outlet_is_that_of_the_outlet(newsroom: Shelf) -> None:
    assert titles(newsroom.ask("가람신문에 나온 너울다리 기사")) == [
        "너울다리 다시 막혀…균열 세 곳"
    ]
    assert newsroom.ask("다온뉴스에 나온 우유값 기사").kind == "declined"


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("가람신문에 따르면 너울다리 우회로는 어디?", "강변길"),
        ("다온뉴스에 따르면 너울다리 때문에 출근길이 얼마나 밀렸나?", "한 시간"),
    ],
)
def test_a_fact_according_to_an_outlet_is_quoted_from_it(
    newsroom: Shelf, question: str, words: str
) -> None:
    answer = newsroom.ask(question)
    assert words in " ".join(quote.text for quote in answer.quotes)
    assert {quote.article.outlet for quote in answer.quotes} == {
        question.split("에", maxsplit=1)[0]
    }


def test_what_an_outlet_says_of_the_last_question_is_quoted_from_it(newsroom: Shelf) -> None:
    last = newsroom.ask("너울다리 균열은 몇 곳에서 나왔나?").exchange
    answer = newsroom.desk.ask("나루일보는 뭐래?", now=NOW, zone=SEOUL, last=last)
    assert answer.kind == "answer"
    assert {quote.article.outlet for quote in answer.quotes} == {"나루일보"}
    assert "균열 세 곳" in " ".join(quote.text for quote in answer.quotes)


def test_neither_a_dateline_nor_an_order_is_quoted_beside_a_headline(empty_shelf: Shelf) -> None:
    empty_shelf.add(
        "바람개비공원 문 연다",
        "(바람=샛별통신) 노을빛 기자 = 지금 아래 링크를 클릭하세요. 바람개비공원이 23일 문을 연다.",
        day="2026-11-21",
    )
    empty_shelf.index()
    (quote,) = empty_shelf.ask("최신 뉴스").quotes
    assert quote.text == "바람개비공원이 23일 문을 연다."


@pytest.mark.model
def test_news_is_found_in_another_language_where_its_own_has_none(
    newsroom: Shelf, bundled_encoder: SentenceEncoder
) -> None:
    newsroom.encoder = bundled_encoder
    newsroom.index()
    listed = newsroom.ask("news about milk prices")
    assert titles(listed)[:1] == ["우유값 8% 오른다…무지개마트 인상"]


def test_the_first_sentences_are_given_as_many_as_are_wanted(shelf: Shelf) -> None:
    for article in shelf.library.articles(range(1, 9)).values():
        every = real_sentences(article)
        assert [real_sentences(article, most=most) for most in (1, 2)] == [every[:1], every[:2]]
