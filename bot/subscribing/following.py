"""Stories and topics that a chat follows: chosen under an answer, or named."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from bot.citing import headline
from bot.introducing import talk
from bot.reception.visit import Visit
from bot.reply import Button, Pressed, Reply
from bot.subscribing.codes import Deed, data
from bot.subscribing.parts import AlertParts
from bot.subscribing.topics import is_broad, read_topics
from bot.texts import Language, Texts, one_line, shorten
from retrieval.question import language_of
from store.article import Article
from store.messaging.follows import MAX_FOLLOWS, MAX_TOPIC_CHARS, Follow

#: Stories of one answer among which one is chosen.
_CHOICES: Final = 6
_BUTTON_CHARS: Final = 48
#: Articles of a story among which its headline is looked for.
_NEWEST: Final = 50


class Following:
    """Follows what people want to hear more of. Raises DatabaseError."""

    def __init__(self, parts: AlertParts) -> None:
        self._parts = parts

    def follow_topic(self, topic: str, visit: Visit) -> Reply:
        """Obey ``/follow TOPIC``."""
        _ = visit.texts.gettext
        plain = one_line(topic)
        if len(plain) > MAX_TOPIC_CHARS:
            long = _("A topic has {most} letters at most. What is it about, in a few words?")
            return talk(long.format(most=MAX_TOPIC_CHARS))
        read = read_topics(plain.replace(",", " ")).topics
        if not read:
            return talk(_("I see no topic in that. Write /follow and a few words."))
        counted = self._parts.breadth(read[0])
        if counted is None:
            unread = _("Nothing can be looked for with these topics: {topics}")
            return talk(unread.format(topics=f"“{read[0]}”"))
        fits, of = counted
        if is_broad(fits, of):
            broad = _(
                "“{topic}” fits {fits} of the {of} stories of the week. Name it more closely."
            )
            return talk(broad.format(topic=read[0], fits=fits, of=of))
        kept = self._parts.follows.add(
            visit.message.chat, topic=read[0], person=visit.person, now=visit.now
        )
        return self._said(kept, visit)

    def choose(self, articles: Iterable[int], visit: Visit) -> Pressed:
        """Follow the story of these articles; of several stories one is to be chosen."""
        _, found = visit.texts.gettext, self._by_story(articles)
        if not found:
            return Pressed(notice=_("The article is no longer kept."))
        if len(found) == 1:
            return Pressed(reply=self._follow_story(found[0], visit))
        rows = tuple(
            (Button(_titled(one), data(Deed(verb="follow", id=one.id))),)
            for one in found[:_CHOICES]
        )
        return Pressed(reply=replace(talk(_("Which story?")), buttons=rows))

    def follow(self, article_id: int, visit: Visit) -> Pressed:
        """Follow the story of one article, chosen by a button."""
        article = self._parts.library.article(article_id)
        if article is None:
            return Pressed(notice=visit.texts.gettext("The article is no longer kept."))
        return Pressed(reply=self._follow_story(article, visit))

    def let_go(self, id_: int, visit: Visit) -> str:
        """Follow one thing no more, and say so."""
        _ = visit.texts.gettext
        gone = self._parts.follows.remove(visit.message.chat, id_)
        if gone is None:
            return _("That is followed no more already.")
        return _("No longer followed: {name}").format(name=self.name(gone, visit.texts))

    def name(self, one: Follow, texts: Texts) -> str:
        """Name what is followed: the topic, or the newest headline of the story, in the language
        of the chat if there is one.
        """
        if one.topic is not None:
            return one.topic
        newest = self._newest(one.story or 0, texts.language)
        return texts.gettext("a story whose articles are gone") if newest is None else newest

    def _newest(self, story: int, language: Language) -> str | None:
        stories = self._parts.stories
        ids = stories.articles_of(stories.current(story))[-_NEWEST:]
        articles = sorted(self._parts.library.articles(ids).values(), key=lambda one: -one.id)
        own = (one for one in articles if (one.language or language_of(one.text)) == language)
        found = next(own, next(iter(articles), None))
        return None if found is None else headline(found).text

    def _by_story(self, articles: Iterable[int]) -> Sequence[Article]:
        """Return one article of each story, in the order given; those in none stand alone."""
        ids = tuple(dict.fromkeys(articles))
        known, stories = self._parts.library.articles(ids), self._parts.stories.stories_of(ids)
        first: dict[tuple[str, int], Article] = {}
        for id_ in ids:
            if id_ in known:
                key = ("story", stories[id_]) if id_ in stories else ("article", id_)
                first.setdefault(key, known[id_])
        return tuple(first.values())

    def _follow_story(self, article: Article, visit: Visit) -> Reply:
        """Follow its story; while it is in none yet, its headline as a topic."""
        story = self._parts.stories.story_of(article.id)
        title = shorten(headline(article).text, max_chars=MAX_TOPIC_CHARS)
        topic = title if story is None else None
        kept = self._parts.follows.add(
            visit.message.chat, story=story, topic=topic, person=visit.person, now=visit.now
        )
        return self._said(kept, visit)

    def _said(self, kept: Follow | None, visit: Visit) -> Reply:
        _ = visit.texts.gettext
        if kept is None:
            full = _("You follow {most} things already. /following shows them.")
            return talk(full.format(most=MAX_FOLLOWS))
        off = Button(_("Unfollow"), data(Deed(verb="unfollow", id=kept.id)))
        followed = _("Followed: {name}").format(name=self.name(kept, visit.texts))
        when = _("I write as soon as something new is reported on it. /following shows all.")
        return replace(talk(followed, when), buttons=((off,),))


def _titled(article: Article) -> str:
    return shorten(headline(article).text, max_chars=_BUTTON_CHARS)
