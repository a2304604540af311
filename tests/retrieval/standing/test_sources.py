"""Sources are counted as a careful editor counts them."""

from datetime import UTC, datetime

from retrieval.answer import Sources
from retrieval.standing.sources import count
from store.article import Article, Copies


def article(number: int, outlet: str | None, *, agency: str | None = None) -> Article:
    return Article(
        id=number,
        version=1,
        text="글",
        title=None,
        file=f"{number}.txt",
        stored_at=datetime(2026, 11, 22, tzinfo=UTC),
        outlet=outlet,
        agency=agency,
    )


def group(*articles: Article, origin: str | None = None) -> dict[int, Copies]:
    copies = Copies(
        articles=tuple(one.id for one in articles),
        outlets=tuple(one.outlet for one in articles if one.outlet),
        origin=articles[0].id,
        origin_outlet=origin or articles[0].outlet,
    )
    return {one.id: copies for one in articles}


def test_an_article_by_itself_is_one_source() -> None:
    one = article(1, "한빛일보")

    assert count(one, [], group(one)) == Sources(outlets=("한빛일보",))
    assert count(one, [], {}) == Sources(outlets=("한빛일보",))


def test_copies_are_one_source_and_say_where_they_come_from() -> None:
    wire, copy = article(1, "새벽통신"), article(2, "한빛일보")

    assert count(copy, [], group(wire, copy)) == Sources(
        outlets=("한빛일보", "새벽통신"), independent=1, origin="새벽통신"
    )


def test_another_report_that_agrees_is_another_source() -> None:
    one, other = article(1, "한빛일보"), article(2, "가람신문")

    counted = count(one, [other], group(one) | group(other))

    assert counted == Sources(outlets=("한빛일보", "가람신문"), independent=2)


def test_two_reports_of_one_outlet_are_one_source() -> None:
    one, other = article(1, "한빛일보"), article(2, "한빛일보")

    assert count(one, [other], group(one) | group(other)).independent == 1


def test_two_reports_that_name_one_agency_are_one_source() -> None:
    one = article(1, "한빛일보", agency="새벽통신")
    other, wire = article(2, "가람신문", agency="새벽통신"), article(3, "새벽통신")

    counted = count(one, [other, wire], {})

    assert (counted.independent, counted.origin) == (1, "새벽통신")


def test_what_joins_two_groups_later_makes_them_one() -> None:
    one, other = article(1, "한빛일보"), article(2, "가람신문")
    both = group(article(3, "한빛일보"), article(4, "가람신문"))

    assert count(one, [other, article(3, "한빛일보")], both).independent == 1


def test_articles_of_unknown_outlets_are_sources_of_their_own() -> None:
    counted = count(article(1, None), [article(2, None), article(3, "한빛일보")], {})

    assert counted == Sources(outlets=("한빛일보",), independent=3)
