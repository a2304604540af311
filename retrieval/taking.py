"""What a message is taken for: as it stands, or as going on from the last exchange."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from retrieval import declining, following
from retrieval.answer import Exchange
from retrieval.considering import Considered, Considering
from retrieval.following import Following
from retrieval.morphemes import Analyser
from retrieval.question import Question

#: Analyses what is asked at the time and place of the message.
Understand = Callable[[str], Question]

#: A follow-up that finds nothing is given half of what an answer needs, so that it is declined.
_UNANSWERED: Final = declining.THRESHOLD / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a message was taken for: ``searched`` when that is more than it says, ``considered``
    when it was weighed already; ``story`` names articles whose story is to be told.
    """

    question: Question
    searched: str | None = None
    considered: Considered | None = None
    story: tuple[int, ...] = ()


class Taking:
    """Takes messages for what they ask. Raises IndexDamagedError and DatabaseError."""

    def __init__(self, considering: Considering, *, analyser: Callable[[], Analyser]) -> None:
        self._considering = considering
        self._analyser = analyser

    def take(self, message: str, last: Exchange, *, understand: Understand) -> Taken:
        """Take the message as going on from ``last`` when that answers better."""
        taken = Taken(question=understand(message))
        before = understand(last.question)
        if taken.question.seeks == "timeline" and not taken.question.morphemes:
            return story_of(last, before)
        outlet = taken.question.outlet
        if outlet and not taken.question.morphemes and taken.question.seeks == "fact":
            # 한빛일보는 뭐래? asks the same again, of other reports.
            return Taken(question=replace(before, outlet=outlet), searched=last.question)
        found = self._follow(message, taken, last, before=before, understand=understand)
        stuck = found.question.within is not None and taken.question.within is None
        if not stuck or found.question.seeks != "fact" or _is_answered(found):
            return found
        # The period was that of the last question: «이번 주 새담시 소식», «매출이 얼마야?»
        ever = replace(last, question=before.text)
        before = replace(before, within=None)
        return self._follow(message, taken, ever, before=before, understand=understand)

    def _follow(
        self,
        message: str,
        taken: Taken,
        last: Exchange,
        *,
        before: Question,
        understand: Understand,
    ) -> Taken:
        follows = following.follow(
            message, last, alone=taken.question, before=before, analyser=self._analyser()
        )
        if follows is None:
            return taken
        whole = understand(follows.question)
        whole = replace(whole, wanted=follows.wanted, morphemes=follows.terms or whole.morphemes)
        if whole.seeks != "fact":
            story = last.articles if whole.seeks == "timeline" else ()
            return Taken(question=whole, searched=follows.question, story=story)
        chosen = here = self._here(whole, follows, last)
        if here is None or not following.settled(follows, here):
            elsewhere = self._considering.consider(whole, follows=follows)
            alone = self._considering.consider(taken.question) if follows.own else None
            chosen = following.choose(follows, here=here, whole=elsewhere, alone=alone)
            if chosen is alone:
                return replace(taken, considered=alone)
        if chosen is not None and not following.answers(follows, chosen):
            chosen = replace(chosen, confidence=min(chosen.confidence, _UNANSWERED))
        return Taken(question=whole, searched=follows.question, considered=chosen)

    def _here(self, whole: Question, follows: Following, last: Exchange) -> Considered | None:
        """Weigh the sentences of the last articles, unless those of another outlet are wanted."""
        if not last.articles or whole.outlet:
            return None
        return self._considering.consider(whole, follows=follows, among=last.articles)


def story_of(last: Exchange, question: Question) -> Taken:
    """Take a message as asking how the story of the last exchange went on."""
    question = replace(question, seeks="timeline", within=None)
    return Taken(question=question, searched=last.question, story=last.articles)


def _is_answered(taken: Taken) -> bool:
    considered = taken.considered
    return considered is None or considered.confidence >= declining.THRESHOLD
