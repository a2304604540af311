"""Of how many of the stories of these days a topic is."""

from collections.abc import Callable
from datetime import datetime

from bot.digests.editions import Editions
from retrieval.digest.topics import Topics


class Breadth:
    """Counts stories in the edition of now. Safe to use from several threads."""

    def __init__(
        self, editions: Editions, topics: Topics, *, clock: Callable[[], datetime]
    ) -> None:
        self._editions = editions
        self._topics = topics
        self._clock = clock

    def __call__(self, text: str) -> tuple[int, int] | None:
        """Return how many stories are on the topic, and how many there are; None when there is
        nothing in it to look for (뉴스, 119).

        Raises DatabaseError and IndexDamagedError.
        """
        read = [topic for topic in self._topics.read((text,)) if topic.terms]
        if not read:
            return None
        edition = self._editions.now(self._clock())
        return max(len(edition.matches(topic)[0]) for topic in read), len(edition.stories)
