"""An edition is made of what is stored, and kept up as articles arrive."""

from datetime import UTC, datetime, timedelta

from retrieval.digest.gathering import make, refresh
from retrieval.digest.topics import Topics
from tests.retrieval.shelf import NOW, SEOUL, Shelf


def test_stored_stories_are_found_by_words_and_have_vectors(shelf: Shelf) -> None:
    stories = {7: (1,), 8: (2,), 9: (3,)}
    edition = make(stories, shelf.library, shelf.search, shelf.encoder, now=NOW, zone=SEOUL)
    assert set(edition.stories) == {7, 8, 9}
    assert edition.without_vectors(10) == ()
    topics = Topics(
        analyser=lambda: shelf.analyser, encoder=lambda: shelf.encoder, search=shelf.search
    )
    rows, _ = edition.matches(topics.read(["버스 요금"])[0])
    assert [edition.entries[row].story_id for row in rows] == [8]


def test_what_arrives_joins_its_story_and_what_is_removed_leaves(shelf: Shelf) -> None:
    edition = make({7: (1,), 8: (2,)}, shelf.library, shelf.search, None, now=NOW, zone=SEOUL)
    more = shelf.add("버스 요금 인상 연기", "서해시는 버스 요금 인상을 연기했다.", day="2026-10-06")
    changed = {8: (2, more), 7: ()}
    refresh(edition, changed, shelf.library, shelf.search, None, now=NOW)
    known = edition.known(8)
    assert known is not None
    assert known.articles == (2, more)
    assert edition.known(7) is None


def test_a_story_gets_its_vector_when_it_is_encoded(empty_shelf: Shelf) -> None:
    shelf = empty_shelf
    story = {1: (shelf.add("새 부두", "항만은 새 부두를 열었다.", day="2026-11-20"),)}
    edition = make(story, shelf.library, shelf.search, shelf.encoder, now=NOW, zone=SEOUL)
    assert edition.without_vectors(10) == (1,)
    shelf.index()
    refresh(edition, {}, shelf.library, shelf.search, shelf.encoder, now=NOW)
    assert edition.without_vectors(10) == ()


def test_a_new_version_knows_what_it_changed(shelf: Shelf) -> None:
    kept = "항만 공사는 첫 배가 오후에 들어온다고 밝혔다. 부두를 짓는 데에는 480억원이 들었다."
    first, new = "부두는 12월 1일 열린다.", "부두는 12월 8일 열린다."
    id_ = shelf.add("부두 12월 개장", f"{first} {kept}", day="2026-11-20", file="a.txt")
    shelf.add("부두 12월 개장", f"{new} {kept}", day="2026-11-20", file="a.txt")
    edition = make({1: (id_,)}, shelf.library, shelf.search, None, now=NOW, zone=SEOUL)
    brief = edition.brief(1, now=datetime(2026, 11, 22, tzinfo=UTC))
    assert brief is not None
    stands = {one.text: one.stands for one in brief.facts}
    assert (stands[first], stands[new]) == (False, True)


def test_stories_of_the_past_are_left_out(shelf: Shelf) -> None:
    edition = make({7: (1,)}, shelf.library, shelf.search, None, now=NOW, zone=SEOUL)
    later = NOW + timedelta(days=9)
    refresh(edition, {}, shelf.library, shelf.search, None, now=later, days=7)
    assert not edition.stories
