"""The parts that subscriptions are set up with."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from bot.digests.digests import Writer
from retrieval.watching import Matcher
from store.library import Library
from store.messaging.awaited import AwaitedQuestions
from store.messaging.chats import Chats
from store.messaging.confirmations import Confirmations
from store.messaging.follows import Follows
from store.messaging.prompts import Prompts
from store.messaging.subscriptions import Subscriptions
from store.messaging.told import ToldFacts
from store.messaging.watchwords import Watchwords
from store.stories import Stories

#: Whether a person may set what a group or a channel gets: yes; no; or the bot itself may not
#: write there, or is not there.
Standing = Literal["may", "may_not", "absent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestParts:
    """What the settings of digests work with. ``standing`` asks the platform about a person in a
    chat and takes as long as that does; ``zone`` is that of the installation (IANA).

    ``breadth`` tells of how many of the week's stories a topic is, and of how many in all; None
    of a topic in which there is nothing to look for.
    """

    channel: str
    subscriptions: Subscriptions
    told: ToldFacts
    prompts: Prompts
    confirmations: Confirmations
    chats: Chats
    library: Library
    writer: Writer
    standing: Callable[[str, str], Standing]
    breadth: Callable[[str], tuple[int, int] | None]
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertParts:
    """What following stories, watching for words and waiting for answers work with.

    ``standing`` and ``breadth`` are as for digests; ``matcher`` makes what holds rules
    against articles.
    """

    channel: str
    follows: Follows
    watchwords: Watchwords
    awaited: AwaitedQuestions
    stories: Stories
    library: Library
    standing: Callable[[str, str], Standing]
    breadth: Callable[[str], tuple[int, int] | None]
    matcher: Callable[[], Matcher]
