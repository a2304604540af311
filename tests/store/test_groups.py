"""Copies of one report stand together, and count as one source."""

from store.article import Copies, Extracted, Published
from store.database import Database
from store.library import Library
from store.removal import Removal
from tests.store.conftest import NOW

REPORT = (
    "가람시는 내년 3월부터 시내버스 12개 노선의 첫차를 30분 앞당긴다고 밝혔다. "
    "새벽에 일하는 시민이 늘었다는 조사에 따른 것이다. 시는 운전원 48명을 새로 뽑는다.",
    "시 교통과 관계자는 “첫차를 놓치면 40분을 기다려야 했다”며 “승객이 많은 노선부터 바꾸겠다”고 "
    "말했다. 바뀐 시간표는 정류장 320곳과 누리집에 실린다.",
    "노동조합은 휴식 시간이 줄어서는 안 된다고 맞섰다. 시와 조합은 다음 달 다시 만난다. "
    "요금은 그대로 두기로 했다.",
)
OTHER = (
    "해람군은 폐교를 고쳐 천문대를 짓는다. 망원경 세 대를 두고 주말마다 별을 보는 모임을 연다. "
    "공사는 2027년 가을에 끝난다.",
    "군은 국비 21억 원을 받았다. 주민들은 숙소와 식당이 모자란다고 걱정했다.",
)


def add(
    library: Library,
    number: int,
    *,
    outlet: str,
    paragraphs: tuple[str, ...] = REPORT,
    day: str | None = None,
    agency: str | None = None,
    url: str | None = None,
) -> int:
    extracted = Extracted(
        title=f"첫차 앞당긴다 {number}",
        title_source="meta",
        paragraphs=paragraphs,
        publisher=outlet,
        agency=agency,
        url=url,
        published=Published(iso=day) if day else None,
    )
    stored = library.add(extracted, data=bytes([number]), file=f"{number}.html", now=NOW)
    assert stored.status == "stored"
    return stored.article_id


def test_copies_in_other_outlets_are_one_group_and_the_earliest_is_its_origin(
    library: Library,
) -> None:
    later = add(library, 1, outlet="한빛일보", day="2026-11-21")
    first = add(library, 2, outlet="가람신문", day="2026-11-20")
    edited = (REPORT[0].replace("밝혔다", "21일 밝혔다"), *REPORT[1:])
    third = add(library, 3, outlet="새벽뉴스", paragraphs=edited, day="2026-11-22")
    expected = Copies(
        articles=(later, first, third),
        outlets=("한빛일보", "가람신문", "새벽뉴스"),
        origin=first,
        origin_outlet="가람신문",
    )
    assert library.copies(later) == library.copies(third) == expected


def test_the_agency_that_a_copy_names_is_the_origin(library: Library) -> None:
    one = add(library, 1, outlet="한빛일보", day="2026-11-20", agency="뉴시스")
    wire = add(library, 2, outlet="뉴시스", day="2026-11-21")
    copies = library.copies(one)
    assert copies is not None
    assert (copies.origin, copies.origin_outlet) == (wire, "뉴시스")


def test_another_report_is_a_group_of_its_own(library: Library) -> None:
    one = add(library, 1, outlet="한빛일보")
    other = add(library, 2, outlet="한빛일보", paragraphs=OTHER)
    copies = library.copies(other)
    assert copies is not None
    assert copies.articles == (other,)
    assert library.copies(one) != copies


def test_groups_that_prove_to_be_one_are_joined(library: Library) -> None:
    first = add(library, 1, outlet="한빛일보")
    second = add(library, 2, outlet="가람신문", paragraphs=OTHER)
    other = add(library, 3, outlet="두레신문", paragraphs=OTHER)
    with library._database.write() as db:  # as if an older rule had told them apart
        db.execute("UPDATE articles SET group_id = ? WHERE id = ?", [other, other])
    third = add(library, 4, outlet="새벽뉴스", paragraphs=OTHER)
    copies = library.copies(third)
    assert copies is not None
    assert copies.articles == (second, other, third)
    assert first not in copies.articles


def test_a_new_version_that_is_no_copy_any_more_leaves_its_group(library: Library) -> None:
    one = add(library, 1, outlet="한빛일보")
    other = add(library, 2, outlet="가람신문", url="https://garam.example/2")
    extracted = Extracted(
        title="첫차 앞당긴다 2",
        title_source="meta",
        paragraphs=(REPORT[0], *OTHER),
        publisher="가람신문",
        url="https://garam.example/2",
    )
    stored = library.add(extracted, data=b"new", file="2.html", now=NOW)
    assert (stored.status, stored.article_id) == ("updated", other)
    copies = library.copies(one)
    assert copies is not None
    assert copies.articles == (one,)


def test_copies_stay_together_when_the_first_of_them_is_removed(
    library: Library, database: Database
) -> None:
    ids = [add(library, number, outlet=f"{number}일보") for number in (1, 2, 3)]
    Removal(database).remove(ids[0], now=NOW)
    copies = library.copies(ids[1])
    assert copies is not None
    assert copies.articles == (ids[1], ids[2])
    fourth = add(library, 4, outlet="4일보")
    copies = library.copies(fourth)
    assert copies is not None
    assert copies.articles == (ids[1], ids[2], fourth)


def test_articles_stored_before_copies_were_told_apart_are_compared_later(
    library: Library, database: Database
) -> None:
    ids = [add(library, number, outlet=f"{number}일보") for number in (1, 2)]
    with database.write() as db:
        db.execute("UPDATE articles SET group_id = NULL")
        db.execute("DELETE FROM bands")
    assert library.group_waiting(limit=10) == 2
    assert library.group_waiting(limit=10) == 0
    copies = library.copies(ids[0])
    assert copies is not None
    assert copies.articles == tuple(ids)


def test_what_is_left_of_a_group_does_not_keep_the_name_of_one_that_left(
    library: Library,
) -> None:
    first = add(library, 1, outlet="한빛일보", url="https://hanbit.example/1")
    second = add(library, 2, outlet="가람신문")
    extracted = Extracted(
        title="첫차 앞당긴다 1",
        title_source="meta",
        paragraphs=(REPORT[0], *OTHER),
        publisher="한빛일보",
        url="https://hanbit.example/1",
    )
    assert library.add(extracted, data=b"new", file="1.html", now=NOW).article_id == first
    third = add(library, 3, outlet="새벽뉴스")
    for article_id, together in ((first, (first,)), (second, (second, third))):
        copies = library.copies(article_id)
        assert copies is not None
        assert copies.articles == together


def test_the_copies_of_several_articles_are_asked_for_at_once(library: Library) -> None:
    one = add(library, 1, outlet="한빛일보")
    other = add(library, 2, outlet="해람신문", paragraphs=OTHER)
    copy = add(library, 3, outlet="가람신문", paragraphs=(f"(가람) {REPORT[0]}", *REPORT[1:]))

    found = library.copies_of([one, other, 99])

    assert found == {one: library.copies(copy), other: library.copies(other)}
    assert found[one].articles == (one, copy)
    assert library.copies_of([]) == {}
