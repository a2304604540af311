"""Decides which story an article goes on with, from the articles it may go on with; pure.

An event is what happens once, with all that follows from it: its announcement and its course,
corrections, denials, tolls, verdicts. The next match of a team, the next issue of a column, another
fire in the town are other events, however alike their words are.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from retrieval.grouping.issues import are_issues
from retrieval.grouping.likeness import ALIKE, goes_on
from retrieval.grouping.weighed import Weighed

#: Two stories are one when it is this alike to both, and nearly as much to the one as the other.
ALIKE_BOTH: Final = 0.2
NEARLY: Final = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The story an article goes on with (None: a new one), and those that are one with it."""

    story: int | None
    also: tuple[int, ...] = ()


def decide(
    new: Weighed, others: Sequence[tuple[int, Weighed]], *, copies: Iterable[int] = ()
) -> Decision:
    """Choose among the stories of ``others``, which are given with their articles.

    ``copies`` are the articles that are copies of the new one: it goes where they are. A story
    with another issue of the same template is never chosen.
    """
    same = set(copies)
    best: defaultdict[int, float] = defaultdict(float)
    barred: set[int] = set()
    with_copies = {story for story, other in others if other.profile.article_id in same}
    for story, other in others:
        if story in with_copies:
            best[story] = 1.0
        elif are_issues(new, other):
            barred.add(story)
        else:
            best[story] = max(best[story], goes_on(new, other))
    ranked = sorted(
        (story for story, alike in best.items() if alike >= ALIKE and story not in barred),
        key=lambda story: (story not in with_copies, -best[story], story),
    )
    if not ranked:
        return Decision(story=None)
    enough = max(ALIKE_BOTH, NEARLY * best[ranked[0]])
    return Decision(story=ranked[0], also=tuple(one for one in ranked[1:] if best[one] >= enough))
