"""Stories keep their ids as articles come, are found to be one or two, and leave."""

from datetime import UTC, datetime, timedelta

import pytest

from store.article import Extracted, Published
from store.database import Database
from store.library import Library
from store.removal import Removal
from store.stories import Stories
from tests.store.conftest import NOW


@pytest.fixture
def stories(database: Database) -> Stories:
    """No stories yet."""
    return Stories(database)


def add(library: Library, text: str, *, day: str | None = "2026-11-20", file: str = "") -> int:
    extracted = Extracted(
        title=text.split(".", maxsplit=1)[0],
        title_source="headline",
        paragraphs=(text,),
        published=Published(iso=day) if day else None,
    )
    return library.add(extracted, data=text.encode(), file=file or text, now=NOW).article_id


def let_be_found(database: Database) -> None:
    """Note that the word index holds all articles."""
    with database.write() as db:
        db.execute("UPDATE articles SET words = 1")


def test_articles_wait_from_when_they_are_found_by_words_until_they_are_placed(
    database: Database, library: Library, stories: Stories
) -> None:
    first, second = add(library, "첫째 소식이다."), add(library, "둘째 소식이다.")
    assert stories.waiting(10) == ()
    let_be_found(database)
    assert stories.waiting(10) == (first, second)
    story = stories.place(first, None, now=NOW)
    assert stories.waiting(10) == (second,)
    assert stories.story_of(first) == story
    assert stories.stories_of([first, second]) == {first: story}


def test_a_new_version_waits_again_and_the_text_that_was_placed_stays_known(
    database: Database, library: Library, stories: Stories
) -> None:
    old = "가람시가 다리를 새로 놓는다. 공사는 내년 봄에 시작해 가을에 끝난다."
    changed = "누리시가 길을 넓힌다. 공사는 올해 안에 끝난다."
    add(library, changed, file="road.txt")
    add(library, f"{changed} 비용은 3억원이다.", file="road.txt")
    article = add(library, old, file="bridge.txt")
    story = stories.place(article, None, now=NOW)
    assert add(library, f"{old} 예산은 12억원이다.", file="bridge.txt") == article
    let_be_found(database)
    assert article in stories.waiting(10)
    placed = stories.placed_text(article)
    assert placed is not None
    assert (placed.id, placed.version, placed.text) == (article, 1, old)
    assert stories.place(article, story, now=NOW) == story
    assert article not in stories.waiting(10)


def test_what_was_stored_while_an_article_was_compared_is_not_taken_for_placed(
    database: Database, library: Library, stories: Stories
) -> None:
    old = "가람시가 다리를 새로 놓는다. 공사는 내년 봄에 시작해 가을에 끝난다."
    article = add(library, old, file="bridge.txt")
    add(library, f"{old} 예산은 12억원이다.", file="bridge.txt")
    let_be_found(database)
    stories.place(article, None, now=NOW, version=1)
    assert stories.waiting(10) == (article,)


def test_of_two_stories_that_prove_to_be_one_the_older_id_stays(
    library: Library, stories: Stories
) -> None:
    first, second, third = (add(library, f"{n}째 소식이다.") for n in "첫둘셋")
    a, b, c = (stories.place(one, None, now=NOW) for one in (first, second, third))
    assert stories.merge(c, b, now=NOW) == b
    assert stories.merge(b, a, now=NOW) == a
    assert stories.articles_of(a) == (first, second, third)
    assert stories.current(c) == stories.current(b) == stories.current(a) == a
    assert stories.articles_of(c) == (first, second, third)
    merges = [(one.kind, one.story, one.other, one.articles) for one in stories.events(since=NOW)]
    assert merges == [("merge", b, c, (third,)), ("merge", a, b, (second, third))]
    assert stories.events(since=NOW + timedelta(seconds=1)) == ()


def test_merging_a_story_with_itself_records_nothing(library: Library, stories: Stories) -> None:
    story = stories.place(add(library, "첫째 소식이다."), None, now=NOW)
    assert stories.merge(story, story, now=NOW) == story
    assert stories.events(since=NOW) == ()


def test_an_article_is_placed_in_what_its_story_went_into(
    library: Library, stories: Stories
) -> None:
    first, second, third = (add(library, f"{n}째 소식이다.") for n in "첫둘셋")
    a, b = (stories.place(one, None, now=NOW) for one in (first, second))
    stories.merge(a, b, now=NOW)
    assert stories.place(third, b, now=NOW) == a


def test_articles_that_are_split_off_get_an_id_that_no_story_had(
    library: Library, stories: Stories
) -> None:
    first, second, third = (add(library, f"{n}째 소식이다.") for n in "첫둘셋")
    story = stories.place(first, None, now=NOW)
    stories.place(second, story, now=NOW)
    other = stories.place(third, None, now=NOW)
    new = stories.split(story, [second, third], now=NOW)
    assert new not in (story, other)
    assert stories.articles_of(story) == (first,)
    assert stories.articles_of(new) == (second,)
    assert stories.story_of(third) == other
    (event,) = stories.events(since=NOW)
    assert (event.kind, event.story, event.other) == ("split", story, new)
    assert event.articles == (second,)


def test_a_removed_article_leaves_its_story_and_its_id_is_not_used_again(
    database: Database, library: Library, stories: Stories
) -> None:
    first, second = add(library, "첫째 소식이다."), add(library, "둘째 소식이다.")
    story = stories.place(first, None, now=NOW)
    Removal(database).remove(first, now=NOW)
    assert stories.articles_of(story) == ()
    assert stories.stories_of([first]) == {}
    assert stories.place(second, None, now=NOW) > story


def test_stories_that_something_happened_in_are_given_with_all_their_articles(
    library: Library, stories: Stories
) -> None:
    old, new, other = (
        add(library, f"{n}째 소식이다.", day=day)
        for n, day in (("첫", "2026-01-05"), ("둘", "2026-11-20"), ("셋", "2026-01-05"))
    )
    before, later = NOW - timedelta(days=90), datetime(2026, 11, 10, tzinfo=UTC)
    story = stories.place(old, None, now=before)
    stories.place(new, story, now=before)
    quiet = stories.place(other, None, now=before)
    assert stories.since(later) == {story: (old, new)}
    stories.place(other, quiet, now=NOW)
    assert stories.since(later) == {story: (old, new), quiet: (other,)}
    assert [one.article_id for one in stories.members([story, quiet])] == [old, new, other]


def test_articles_wait_for_their_vectors_to_be_compared_by_meaning(
    database: Database, library: Library, stories: Stories
) -> None:
    first, second = add(library, "첫째 소식이다."), add(library, "둘째 소식이다.")
    for one in (first, second):
        stories.place(one, None, now=NOW, lacks_meaning=True)
    assert stories.to_compare_by_meaning(after=0, limit=10) == ()
    with database.write() as db:
        db.execute("UPDATE passages SET vectors = 1")
    assert stories.to_compare_by_meaning(after=0, limit=10) == (first, second)
    assert stories.to_compare_by_meaning(after=first, limit=10) == (second,)
    stories.compared_by_meaning([first])
    assert stories.to_compare_by_meaning(after=0, limit=10) == (second,)


def test_articles_near_are_of_the_window_and_those_of_days_to_come_of_when_they_were_stored(
    library: Library, stories: Stories
) -> None:
    days = ("2026-11-20", "2019-05-01", "2099-01-01", None)
    articles = [add(library, f"{day} 소식이다.", day=day) for day in days]
    for one in articles[:]:
        stories.place(one, None, now=NOW)
    unplaced = add(library, "다른 소식이다.")
    passages = library.passages_of([*articles, unplaced])
    window = (NOW - timedelta(days=7), NOW + timedelta(days=7))
    recent, _, ahead, undated = articles
    assert stories.near(passages, between=window) == (recent, ahead, undated)
    assert stories.near(passages[::-1], between=window) == (undated, ahead, recent)
