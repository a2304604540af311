"""What 👍 and 👎 under an item of a digest teach about its order."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, Literal

from bot.citing import headline
from bot.reply import Button, Buttons
from bot.subscribing.codes import Deed, Verb, data
from retrieval.digest.compose import TAUGHT
from retrieval.digest.headwords import words_of
from retrieval.digest.values import Digest
from store.article import Article
from store.messaging.chats import Chats
from store.messaging.subscription import Kind, Subscription
from store.messaging.subscriptions import Subscriptions

Verdict = Literal[1, -1]

#: Before the article, among what is liked: the verdict that counts for it.
_ON: Final = "v:"
#: Verdicts that can still be changed, and words that are remembered; the oldest go first.
_MAX_VERDICTS: Final = 100
_MAX_TAUGHT: Final = 400
_KINDS: Final[tuple[Kind, ...]] = ("digest", "weekly")


def item_buttons(chats: Chats) -> Callable[[Digest, Subscription], Buttons]:
    """Return what makes the buttons under a digest: for each item, in order, its verdicts and the
    following of its story. In a channel readers could press them, who may not set anything.
    """

    def under(digest: Digest, subscription: Subscription) -> Buttons:
        chat = chats.get(subscription.channel, subscription.chat)
        if chat is not None and chat.kind == "channel":
            return ()
        articles = (item.article.id for item in digest.items)
        return tuple(map(_row, range(1, len(digest.items) + 1), articles))

    return under


def _row(number: int, article: int) -> tuple[Button, ...]:
    signs: dict[Verb, str] = {"up": "👍", "down": "👎", "follow": "🔔"}
    return tuple(
        Button(f"{number} {sign}", data(Deed(verb=verb, id=article)))
        for verb, sign in signs.items()
    )


def judge(
    subscriptions: Subscriptions,
    *,
    channel: str,
    chat: str,
    article: Article,
    verdict: Verdict,
) -> bool:
    """Let a verdict count in the digests of a chat; tell whether it gets any.

    The last verdict on an article is the one that counts, however often it is given.
    """
    found = [subscriptions.get(channel, chat, kind) for kind in _KINDS]
    for one in found:
        if one is not None:
            likes = taught(one.likes, article, verdict, topics=one.topics)
            if likes != one.likes:
                subscriptions.teach(one, likes)
    return any(one is not None for one in found)


def taught(
    likes: Mapping[str, float], article: Article, verdict: Verdict, *, topics: Sequence[str]
) -> dict[str, float]:
    """Return what is liked after a verdict on an article of a person with these topics."""
    key = f"{_ON}{article.id}"
    more = dict(likes)
    step = verdict - more.pop(key, 0.0)
    for name in teaches(headline(article).text, topics):
        more[name] = more.pop(name, 0.0) + step
    more[key] = float(verdict)
    verdicts = [name for name in more if name.startswith(_ON)]
    words = [name for name in more if not name.startswith(_ON)]
    gone = {*verdicts[:-_MAX_VERDICTS], *words[:-_MAX_TAUGHT]}
    return {name: value for name, value in more.items() if name not in gone and value}


def teaches(title: str, topics: Sequence[str]) -> tuple[str, ...]:
    """Name what a verdict on a headline is noted under: its long words, the topics it is on.

    As composing reads them: ``w:`` and ``t:``.
    """
    words = words_of(title)
    longest = sorted((one for one in words if len(one) > 1), key=lambda one: (-len(one), one))
    on = (one for one in topics if _is_on(one, words))
    return (*(f"t:{one}" for one in on), *(f"w:{one}" for one in longest[:TAUGHT]))


def _is_on(topic: str, words: frozenset[str]) -> bool:
    own = words_of(topic)
    return bool(own) and all(any(one in word for word in words) for one in own)
