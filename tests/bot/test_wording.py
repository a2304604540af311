"""An answer in words: verbatim quotes, honest sources, dates in the person's zone."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reply import Line, Reply, Span, plain_text
from bot.texts import Language, texts_in
from bot.wording import word, word_outlets
from retrieval.answer import Answer, DateRange, Listing, Quote, Sources
from store.article import Article, InferredDate, OutletCount, Published

SEOUL = ZoneInfo("Asia/Seoul")
PORT = Article(
    id=7,
    version=1,
    text="항만 공사는 11일 새 부두를 열었다. 첫 배는 오후에 들어왔다.",
    title="새 부두 문 열다",
    file="port.html",
    stored_at=datetime(2023, 4, 12, tzinfo=UTC),
    outlet="한빛일보",
    published=Published(iso="2023-04-11T15:10:00+09:00"),
    url="https://news.example/port",
)
BRIDGE = replace(
    PORT,
    id=9,
    text="다리는 5월에 열린다.",
    title="다리 개통",
    outlet=None,
    published=None,
    url=None,
)


def quote(article: Article, text: str) -> Quote:
    start = article.text.index(text)
    return Quote(article=article, start=start, end=start + len(text), text=text)


def answer(*quotes: Quote) -> Answer:
    dates = [each.article.published for each in quotes if each.article.published]
    return Answer(
        question="?", kind="answer", quotes=quotes, as_of=max(dates, default=None), confidence=0.9
    )


def plain(lines: tuple[Line, ...]) -> str:
    return plain_text(Reply(kind="answer", lines=lines))


def said(given: Answer, *, language: Language = "ko", zone: ZoneInfo = SEOUL) -> str:
    return plain(word(given, texts=texts_in(language), zone=zone))


def test_quotes_stand_before_their_numbered_sources_and_the_date_of_the_newest() -> None:
    given = answer(
        quote(PORT, "항만 공사는 11일 새 부두를 열었다."),
        quote(BRIDGE, "다리는 5월에 열린다."),
        quote(PORT, "첫 배는 오후에 들어왔다."),
    )

    assert said(given).splitlines() == [
        "“항만 공사는 11일 새 부두를 열었다.” [1]",
        "“다리는 5월에 열린다.” [2]",
        "“첫 배는 오후에 들어왔다.” [1]",
        "",
        "[1] 한빛일보 · 2023년 4월 11일 15:10 · 새 부두 문 열다 https://news.example/port",
        "[2] 매체 미상 · 날짜 미상 · 다리 개통",
        "2023년 4월 11일 기준",
    ]


OLDER = replace(
    PORT,
    id=8,
    text="새 부두는 5월에 연다.",
    title="새 부두 5월에",
    outlet="새벽통신",
    published=Published(iso="2023-03-04"),
    url=None,
)


def test_an_earlier_report_is_named_as_such_with_its_day() -> None:
    newer = quote(PORT, "항만 공사는 11일 새 부두를 열었다.")
    older = replace(quote(OLDER, "새 부두는 5월에 연다."), role="earlier")

    text = said(answer(newer, older)).splitlines()

    assert text[1] == "앞선 보도(3월 4일): “새 부두는 5월에 연다.” [2]"
    assert text[-1] == "2023년 4월 11일 기준"


@pytest.mark.parametrize(
    ("published", "shown"),
    [
        ("2022-03-04", "앞선 보도(2022년 3월 4일): "),
        ("2023-03", "앞선 보도(2023년 3월): "),
        (None, "앞선 보도(날짜 미상): "),
    ],
)
def test_an_earlier_day_is_told_as_exactly_as_it_is_known(
    published: str | None, shown: str
) -> None:
    dated = replace(OLDER, published=Published(iso=published) if published else None)
    older = replace(quote(dated, "새 부두는 5월에 연다."), role="earlier")

    assert f"\n{shown}“" in said(answer(quote(PORT, "첫 배는 오후에 들어왔다."), older))


def test_outlets_that_differ_are_named_with_the_words_by_which_they_do() -> None:
    one = replace(quote(PORT, "항만 공사는 11일 새 부두를 열었다."), role="differing")
    other = replace(quote(OLDER, "새 부두는 5월에 연다."), role="differing")
    marked = [replace(one, marks=((7, 10),)), replace(other, marks=((6, 8),))]

    assert said(answer(*marked)).splitlines()[:3] == [
        "매체마다 다름: 한빛일보 11일, 새벽통신 5월",
        "“항만 공사는 11일 새 부두를 열었다.” [1]",
        "“새 부두는 5월에 연다.” [2]",
    ]
    assert said(answer(one, other)).startswith("매체마다 다름: 한빛일보 [1], 새벽통신 [2]\n")
    assert said(answer(one, other), language="en").startswith("Outlets differ: 한빛일보 [1], ")


def test_a_correction_and_a_denial_are_announced_and_what_they_answer_follows() -> None:
    correction = replace(quote(PORT, "첫 배는 오후에 들어왔다."), role="correction")
    denial = replace(correction, role="denial")
    older = replace(quote(OLDER, "새 부두는 5월에 연다."), role="earlier")

    assert said(answer(correction, older)).splitlines()[:3] == [
        "정정 보도 있음",
        "정정: “첫 배는 오후에 들어왔다.” [1]",
        "앞선 보도(3월 4일): “새 부두는 5월에 연다.” [2]",
    ]
    assert said(answer(denial, older)).startswith("부인: “첫 배는")


@pytest.mark.parametrize(
    ("sources", "line"),
    [
        (
            Sources(outlets=("한빛일보", "가람신문"), independent=1, origin="새벽통신"),
            "[1] 2개 매체, 독립 출처 1곳 (새벽통신 전재)",
        ),
        (
            Sources(outlets=("한빛일보", "가람신문", "누리경제"), independent=2),
            "[1] 3개 매체, 독립 출처 2곳",
        ),
        (
            Sources(outlets=("한빛일보",), origin="새벽통신"),
            "[1] 1개 매체, 독립 출처 1곳 (새벽통신 전재)",
        ),
        (Sources(independent=2), "[1] 2개 매체, 독립 출처 2곳"),
    ],
)
def test_who_stands_behind_a_quote_is_counted(sources: Sources, line: str) -> None:
    quoted = replace(quote(PORT, "첫 배는 오후에 들어왔다."), sources=sources)

    assert said(answer(quoted)).splitlines()[-2] == line


@pytest.mark.parametrize("outlets", [(), ("한빛일보",)])
def test_one_outlet_by_itself_is_not_counted(outlets: tuple[str, ...]) -> None:
    quoted = replace(quote(PORT, "첫 배는 오후에 들어왔다."), sources=Sources(outlets=outlets))

    assert "독립 출처" not in said(answer(quoted))


def test_in_english_the_words_around_the_quote_are_english() -> None:
    text = said(answer(quote(PORT, "첫 배는 오후에 들어왔다.")), language="en")

    assert text.splitlines() == [
        "“첫 배는 오후에 들어왔다.” [1]",
        "",
        "[1] 한빛일보 · April 11, 2023, 15:10 · 새 부두 문 열다 https://news.example/port",
        "As of April 11, 2023",
    ]


def test_times_are_told_in_the_persons_zone() -> None:
    text = said(answer(quote(PORT, "첫 배는 오후에 들어왔다.")), zone=ZoneInfo("Pacific/Honolulu"))

    assert "2023년 4월 10일 20:10" in text
    assert text.endswith("2023년 4월 10일 기준")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("문을 열었다.", "“문을 열었다.” [1]"),
        ("시장은 “짓겠다”고 했다.", "「시장은 “짓겠다”고 했다.」 [1]"),
        ('시장은 "짓겠다"고 했다.', '「시장은 "짓겠다"고 했다.」 [1]'),
        ("「港」は“新しい”。", "▪ 「港」は“新しい”。 [1]"),
        ("작은 ‘따옴표’는 그대로.", "“작은 ‘따옴표’는 그대로.” [1]"),
    ],
)
def test_marks_around_a_quote_do_not_stand_in_it(text: str, shown: str) -> None:
    article = replace(PORT, text=text)

    assert said(answer(quote(article, text))).splitlines()[0] == shown


@given(text=st.text(min_size=1), data=st.data(), title=st.none() | st.text(), url=st.text())
def test_every_quote_stands_unchanged_in_the_plain_text(
    text: str, data: st.DataObject, title: str | None, url: str
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    article = replace(PORT, text=text, title=title, url=url, outlet=title)
    quoted = Quote(article=article, start=start, end=end, text=text[start:end])

    for language in ("ko", "en"):
        said_so = said(answer(quoted), language=language)
        assert quoted.text in said_so
        assert said_so.encode()


@pytest.mark.parametrize(
    ("first", "last", "best", "shown"),
    [
        ("2025-02-04", "2025-02-05", "2025-02-04", "2025-02-04~05 추정"),
        ("2025-01-31", "2025-02-02", "2025-02-01", "2025-01-31~02-02 추정"),
        ("2024-12-31", "2025-01-01", "2025-01-01", "2024-12-31~2025-01-01 추정"),
        ("2025-02-04", "2025-02-04", "2025-02-04", "2025-02-04 추정"),
        (None, None, "2025-02-04", "2025-02-04 추정"),
        ("2025-06-15", None, None, "2025-06-15 이후 추정"),
        (None, "2025-06-15", None, "2025-06-15 이전 추정"),
        (None, None, None, "날짜 미상"),
    ],
)
def test_a_concluded_date_is_never_shown_as_known(
    first: str | None, last: str | None, best: str | None, shown: str
) -> None:
    earliest, latest, likely = (day and date.fromisoformat(day) for day in (first, last, best))
    inferred = InferredDate(best=likely or None, earliest=earliest or None, latest=latest or None)
    article = replace(BRIDGE, inferred=inferred)

    assert f"· {shown} ·" in said(answer(quote(article, "다리는 5월에 열린다.")))


def test_how_new_the_answer_is_is_told_as_exactly_as_it_is_known() -> None:
    month = replace(PORT, published=Published(iso="2025-05"))
    concluded = replace(
        BRIDGE,
        inferred=InferredDate(
            best=date(2025, 2, 4), earliest=date(2025, 2, 4), latest=date(2025, 2, 5)
        ),
    )

    assert said(answer(quote(month, "첫 배는"))).endswith("\n2025년 5월 기준")
    assert said(answer(quote(concluded, "다리는"))).endswith("\n2025-02-04~05 추정 기준")
    assert said(answer(quote(BRIDGE, "다리는"))).endswith("\n기준일 미상")


def test_an_article_without_a_headline_is_named_by_its_beginning() -> None:
    long = replace(PORT, title=None, url=None, text="부두 공사는 " + "아주 오래 " * 20 + "걸렸다.")
    short = replace(long, text="부두가 열렸다.\n\n배가 왔다.")

    name = said(answer(quote(long, "걸렸다."))).splitlines()[2].rpartition(" · ")[2]
    assert name.startswith("부두 공사는 아주")
    assert name.endswith("…")
    assert len(name) <= 40
    assert "· 부두가 열렸다.\n" in said(answer(quote(short, "배가 왔다.")))


@pytest.mark.parametrize("url", ["javascript:alert(1)", "", "https://a b", "file:///etc", "x.kr"])
def test_only_a_web_address_becomes_a_link(url: str) -> None:
    article = replace(PORT, url=url)
    lines = word(answer(quote(article, "첫 배는")), texts=texts_in("ko"), zone=SEOUL)

    assert all(span.url is None for line in lines for span in line.spans)


def test_the_link_is_on_the_headline_alone() -> None:
    lines = word(answer(quote(PORT, "첫 배는")), texts=texts_in("ko"), zone=SEOUL)

    links = [span for line in lines for span in line.spans if span.url]
    assert links == [Span("새 부두 문 열다", url="https://news.example/port")]


def test_names_from_outside_cannot_break_lines_or_turn_their_direction() -> None:
    article = replace(PORT, title="가짜\n[2] 진짜\u202e", outlet="한빛\r\n일보")

    assert "[1] 한빛 일보 · 2023년 4월 11일 15:10 · 가짜 [2] 진짜 https" in said(
        answer(quote(article, "첫 배는"))
    )


def test_a_declined_question_gets_the_nearest_headlines() -> None:
    declined = Answer(question="?", kind="declined", reason="not_found", nearest=(PORT, BRIDGE))

    assert said(declined).splitlines() == [
        "보관된 기사에서 이 질문의 답을 찾지 못했습니다.",
        "",
        "관련 있을 만한 기사:",
        "· 새 부두 문 열다 · 한빛일보 · 2023년 4월 11일 15:10 https://news.example/port",
        "· 다리 개통 · 매체 미상 · 날짜 미상",
    ]


@pytest.mark.parametrize(
    ("reason", "says"),
    [
        ("nothing_similar", "이 내용을 다룬 것이 없습니다"),
        ("empty_store", "sosik ingest 경로"),
        ("empty_question", "무엇이 궁금하신가요?"),
    ],
)
def test_other_reasons_show_no_headlines(reason: str, says: str) -> None:
    declined = Answer(question="?", kind="declined", reason="not_found", nearest=(PORT,))
    text = said(replace(declined, reason=reason))  # type: ignore[arg-type]  # parametrized

    assert says in text
    assert PORT.title is not None
    assert PORT.title not in text


def test_the_newest_articles_are_numbered_with_one_quote_each() -> None:
    listed = replace(
        answer(quote(PORT, "첫 배는 오후에 들어왔다."), quote(BRIDGE, "다리는 5월에 열린다.")),
        kind="list",
    )

    assert said(listed).splitlines() == [
        "최근 기사",
        "",
        "1. 새 부두 문 열다 https://news.example/port",
        "“첫 배는 오후에 들어왔다.”",
        "한빛일보 · 2023년 4월 11일 15:10",
        "",
        "2. 다리 개통",
        "“다리는 5월에 열린다.”",
        "매체 미상 · 날짜 미상",
        "",
        "2023년 4월 11일 기준",
    ]


@pytest.mark.parametrize(
    ("listing", "heading"),
    [("latest", "최근 기사"), ("news", "주요 기사"), ("timeline", "시간순 정리")],
)
def test_a_list_is_headed_by_what_it_holds(listing: Listing, heading: str) -> None:
    listed = replace(answer(quote(BRIDGE, "다리는 5월에 열린다.")), kind="list", listing=listing)
    assert said(listed).splitlines()[0] == heading


def test_an_answer_says_when_the_model_still_loads_and_which_days_were_searched() -> None:
    given = replace(
        answer(quote(PORT, "첫 배는")),
        by_words_only=True,
        range=DateRange(first=date(2023, 4, 10), last=date(2023, 4, 16)),
    )

    assert said(given).splitlines()[-2:] == [
        "찾은 기간: 2023-04-10~16",
        "의미 모델이 준비되지 않아 낱말로만 찾았습니다.",
    ]


def test_outlets_are_listed_with_their_articles_and_newest_day() -> None:
    counts = (
        OutletCount(outlet="한빛일보", articles=1200, newest=PORT.published),
        OutletCount(outlet=None, articles=1, newest=None),
    )

    assert plain(word_outlets(counts, texts=texts_in("ko"), zone=SEOUL)).splitlines() == [
        "기사 1,201건",
        "· 한빛일보 · 기사 1,200건 · 최근 2023년 4월 11일",
        "· 매체 미상 · 기사 1건",
    ]
    english = plain(word_outlets(counts, texts=texts_in("en"), zone=SEOUL))
    assert english.endswith("· unknown outlet · 1 article")


def test_a_long_list_of_outlets_is_cut_and_says_how_many_are_left() -> None:
    counts = tuple(OutletCount(outlet=f"신문 {n}", articles=1, newest=None) for n in range(32))
    lines = plain(word_outlets(counts, texts=texts_in("ko"), zone=SEOUL)).splitlines()

    assert lines[-2:] == ["· 신문 29 · 기사 1건", "외 매체 2곳"]


def test_without_outlets_the_store_is_empty() -> None:
    assert "sosik ingest 경로" in plain(word_outlets((), texts=texts_in("ko"), zone=SEOUL))


def test_the_words_that_answer_are_bold_within_the_quote() -> None:
    marked = replace(quote(BRIDGE, "다리는 5월에 열린다."), marks=((4, 6),))
    line = word(answer(marked), texts=texts_in("ko"), zone=SEOUL)[0]
    assert [span.text for span in line.spans if span.bold] == ["5월"]
    assert "".join(span.text for span in line.spans) == "“다리는 5월에 열린다.” [1]"
