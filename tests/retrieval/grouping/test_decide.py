"""Which story an article goes on with, decided on values alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.grouping.abroad import figures_agree
from retrieval.grouping.decide import Decision, decide
from retrieval.grouping.issues import are_issues
from retrieval.grouping.likeness import likeness
from retrieval.grouping.names import Named, namer
from retrieval.grouping.profile import profile
from retrieval.grouping.weighed import Weighed, weigh
from retrieval.morphemes import Analyser, trigrams
from store.article import Article, Published

AT = datetime(2026, 10, 12, 9, tzinfo=UTC)
FIRE = (
    "나래시 가온동 아파트서 불…3명 다쳐",
    "12일 오전 2시께 나래시 가온동 아파트 7층에서 불이 났다. 주민 3명이 연기를 마셨다."
    " 현관에서 킥보드를 충전하고 있었다고 누리소방서는 전했다.",
)
ITS_CAUSE = (
    "나래 가온동 아파트 화재, 배터리서 시작",
    "나래시 가온동 아파트에서 난 불은 현관에서 충전하던 킥보드의 배터리에서 시작됐다고"
    " 누리소방서가 13일 밝혔다. 이 불로 주민 3명이 연기를 마셨다.",
)
OTHER_FIRE = (
    "미르시 보라동 아파트서 불…5명 다쳐",
    "12일 오전 4시께 미르시 보라동 아파트 2층에서 불이 났다. 주민 5명이 연기를 마셨다."
    " 주방에서 음식을 하다 불이 옮겨붙은 것으로 다솜소방서는 본다.",
)


#: By their beginnings, as ``retrieval.grouping.names`` gives them.
NAMES = ("나래", "가온", "미르", "보라", "누노", "아후", "가온화", "새빛제", "누리호", "다기호")


def names(title: str, text: str, language: str) -> Named:
    """Find the names of these tests in a headline."""
    return Named(names=frozenset(one for one in NAMES if one in title))


def weighed(number: int, report: tuple[str, str], *, after: timedelta = timedelta()) -> Weighed:
    """Weigh a report as where every other one tells of a fire."""
    own = profile(article(number, report, after=after), names)
    common = set(trigrams(" ".join(FIRE))) & set(trigrams(" ".join(OTHER_FIRE)))
    return weigh(own, {term: 1.0 if term in common else 4.0 for term in (*own.counts, *own.head)})


def article(number: int, report: tuple[str, str], *, after: timedelta = timedelta()) -> Article:
    title, text = report
    return Article(
        id=number,
        version=1,
        title=title,
        text=text,
        file="",
        stored_at=AT + after,
        published=Published(iso=(AT + after).isoformat()),
        language="ko",
    )


def test_it_goes_on_with_the_story_of_its_event_and_not_with_another_of_its_kind() -> None:
    new = weighed(3, ITS_CAUSE, after=timedelta(days=1))
    others = [(7, weighed(1, FIRE)), (8, weighed(2, OTHER_FIRE))]
    assert decide(new, others) == Decision(story=7)


def test_without_anything_alike_a_story_is_opened() -> None:
    assert decide(weighed(1, FIRE), []) == Decision(story=None)
    weather = ("내일 전국 맑음", "내일은 전국이 맑겠다. 기온은 평년보다 조금 높겠다.")
    assert decide(weighed(1, FIRE), [(7, weighed(2, weather))]) == Decision(story=None)


def test_a_story_with_another_issue_of_the_template_is_not_chosen() -> None:
    new = weighed(1, OTHER_FIRE)
    others = [(7, weighed(2, FIRE)), (7, weighed(3, ITS_CAUSE))]
    assert decide(new, others) == Decision(story=None)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("가온화학 3분기 이익 390억원", "새빛제약 3분기 이익 810억원"),
        ("누리호 뒤집혀…6명 실종", "다기호 뒤집혀…9명 실종"),
    ],
)
def test_texts_that_differ_by_a_name_tell_two_events_however_soon_they_come(
    one: str, other: str
) -> None:
    rest = "이 늘었다고 밝혔다. " + "전문가들은 시장이 기대한 것보다 많다고 보았다. " * 4
    first, second = (
        weighed(number, (title, title.split(maxsplit=1)[0] + rest))
        for number, title in enumerate((one, other))
    )
    updated = weighed(3, (one.replace("6", "7"), one.split(maxsplit=1)[0] + rest))
    assert are_issues(first, second)
    assert not are_issues(first, updated)


def test_other_names_make_another_event_of_one_kind_and_the_same_names_alone_make_none() -> None:
    fares = ("누노령시 버스 요금 1899원으로 인상", "누노령시가 버스 요금을 1899원으로 올린다.")
    elsewhere = ("아후람시 버스 요금 1857원으로 인상", "아후람시가 버스 요금을 1857원으로 올린다.")
    put_off = (
        "누노령시 버스 요금 인상 미뤄",
        "누노령시가 1899원으로 올리려던 버스 요금 인상을 미뤘다.",
    )
    museum = ("누노령시 박물관 새로 문 열어", "누노령시가 토기 이백 점을 모은 박물관을 열었다.")
    first, day = weighed(1, fares), timedelta(days=1)
    assert decide(weighed(2, elsewhere, after=day), [(7, first)]) == Decision(story=None)
    assert decide(weighed(3, put_off, after=day), [(7, first)]) == Decision(story=7)
    assert decide(weighed(4, museum, after=day), [(7, first)]) == Decision(story=None)


def test_what_is_told_again_with_its_figures_is_no_other_issue_of_its_template() -> None:
    report = ("누노령시 버스 요금 1899원으로 인상", "누노령시가 버스 요금을 1899원으로 올린다.")
    again = ("누노령 버스 요금 1899원으로 인상", "누노령시는 버스 요금을 1899원으로 올린다.")
    assert not are_issues(weighed(1, report), weighed(2, again, after=timedelta(days=2)))
    title, text = (part.replace("1899", "1950") for part in again)
    assert are_issues(weighed(1, report), weighed(2, (title, text), after=timedelta(days=2)))


def test_a_copy_goes_where_its_report_is_whatever_else_stands_there() -> None:
    new = weighed(1, FIRE)
    others = [(7, weighed(2, FIRE)), (7, weighed(3, OTHER_FIRE))]
    assert decide(new, others, copies=[2]) == Decision(story=7)


def test_of_stories_that_are_one_with_it_the_others_are_named() -> None:
    new = weighed(1, FIRE)
    assert decide(new, [(7, weighed(2, FIRE)), (5, weighed(3, FIRE))]) == Decision(
        story=5, also=(7,)
    )


@pytest.mark.parametrize(("hours", "issues"), [(1, False), (24, True)])
def test_other_figures_in_the_same_words_are_an_update_soon_after_and_an_issue_on_another_day(
    hours: int, issues: bool
) -> None:
    other = str.maketrans("1237", "3489")
    title, text = FIRE
    later = weighed(
        2, (title.translate(other), text.translate(other)), after=timedelta(hours=hours)
    )
    assert are_issues(weighed(1, FIRE), later) is issues


def test_a_figure_that_changes_beside_others_that_stay_is_an_update_on_any_day() -> None:
    title, text = FIRE
    toll = (title.replace("3", "9"), text.replace("3명", "9명"))
    assert not are_issues(weighed(1, FIRE), weighed(2, toll, after=timedelta(days=1)))


def test_what_onlookers_say_makes_no_template() -> None:
    asides = (
        " 주민들은 대책을 서둘러 달라고 입을 모았다. 관계자는 자세한 내용은 추후 알리겠다고 말했다."
    )
    plan = ("누노령시 다리 새로 놓기로", f"누노령시가 다리를 새로 놓기로 했다.{asides}")
    start = ("누노령시 다리 공사 시작", f"누노령시가 다리 공사에 들어갔다.{asides}")
    assert not are_issues(weighed(1, plan), weighed(2, start, after=timedelta(days=3)))


def test_more_is_made_of_the_same_names_where_the_same_is_said_of_them() -> None:
    plan = ("누노령시 다리 새로 놓기로", "누노령시가 다리를 새로 놓기로 했다.")
    start = ("누노령시 다리 공사 시작", "누노령시가 공사에 들어갔다.")
    first, second = weighed(1, plan), weighed(2, start)
    bridge = {"다리": 16.0}
    assert likeness(replace(first, nouns=bridge), replace(second, nouns=bridge)) > likeness(
        replace(first, nouns={}), replace(second, nouns={})
    )


def test_headlines_full_of_signs_are_compared(analyser: Analyser) -> None:
    reports = (
        ("(주)두온정밀+ [A-Z]* C++ 출시", "두온정밀이 C++를 *내놨다*."),
        ("((((((([[[[[****++++????", "(((( **** ++++"),
        ("가" * 100_000, "나" * 100_000),
    )
    find = namer(lambda: analyser)
    profiles = [profile(article(n, report), find) for n, report in enumerate(reports, start=1)]
    rarity = {term: 1.0 for one in profiles for term in (*one.counts, *one.head)}
    found = [weigh(one, rarity) for one in profiles]
    for one, other in product(found, found):
        assert 0.0 <= likeness(one, other) <= 1.0
        assert isinstance(are_issues(one, other), bool)


def test_a_name_that_stands_in_no_word_of_the_beginning_weighs_nothing() -> None:
    own = profile(article(1, FIRE), lambda *_: Named(names=frozenset({"9층"})))
    terms = dict.fromkeys((*own.counts, *own.head), 1.0)
    assert weigh(own, terms).names == {}


REPORTS = (FIRE, ITS_CAUSE, OTHER_FIRE, ("", ""), ("[인사] 새담시", "▲과장 한가람"))


@given(st.sampled_from(REPORTS), st.sampled_from(REPORTS))
def test_likeness_is_the_same_both_ways_and_between_nothing_and_one(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    alike = likeness(weighed(1, one), weighed(2, other))
    assert 0 <= alike <= 1
    assert alike == pytest.approx(likeness(weighed(2, other), weighed(1, one)), abs=0.2)


@given(st.permutations([(7, FIRE), (8, OTHER_FIRE), (9, FIRE)]))
def test_of_equal_stories_the_older_is_chosen_in_whatever_order_they_are_found(
    found: list[tuple[int, tuple[str, str]]],
) -> None:
    others = [(story, weighed(10 + story, report)) for story, report in found]
    new = weighed(3, ITS_CAUSE, after=timedelta(days=1))
    assert decide(new, others).story == 7


def test_reports_in_two_languages_agree_by_figures_that_are_no_chance() -> None:
    korean = article(1, ("새담공장 투자 1조5000억으로", "1조2000억원에서 1조5000억원으로 늘린다."))
    japanese = article(2, ("投資を1.5兆ウォンに", "1兆2000億ウォンから引き上げる。"))
    other = article(3, ("投資を2兆ウォンに", "工場は20日に着工する。"))
    assert figures_agree(korean, japanese)
    assert not figures_agree(korean, other)
