"""Tells other events of one kind from one event: the next match, another fire in the town; pure."""

from datetime import timedelta
from typing import Final

from retrieval.grouping.profile import Profile
from retrieval.grouping.weighed import Weighed, named, names_agree

#: Names differ where of either article's less than this part stands in the other.
NAMES_DIFFER: Final = 0.2
#: Texts whose beginnings share this much, figures and all else that differs aside, fill one
#: template: other words begin with at most a third in common.
TEMPLATE: Final = 0.45
#: Soon after, and of the same names, it takes more.
TEMPLATE_NAMED: Final = 0.7
#: With this much in common only figures differ, or a name: without that it is soon after the same
#: event, updated.
ONLY_FIGURES: Final = 0.9
UPDATED_WITHIN: Final = timedelta(hours=12)
#: Where names agree, and so large a part of the long figures, or of those in the same words, it is
#: the same told again, whatever its template.
FIGURES_AGREE: Final = 0.6
SAME_FIGURES: Final = 0.5


def are_issues(one: Weighed, other: Weighed) -> bool:
    """Tell whether two texts that are no copies fill one template: other events of one kind."""
    a, b = one.profile, other.profile
    if a.is_notice or b.is_notice or max(named(one, other)) < NAMES_DIFFER:
        return True
    soon = abs(a.at - b.at) < UPDATED_WITHIN
    shared = _shared(a.opening, b.opening)
    if shared >= ONLY_FIGURES and _lacks(a, b) and _lacks(b, a):
        return True
    if names_agree(one, other):
        if _figures_agree(a, b) or _counts_the_same(a, b):
            return False
        shared = min(shared, _shared(a.telling, b.telling))
        template = TEMPLATE_NAMED if soon else TEMPLATE
    elif a.frame and a.frame == b.frame and not soon:
        return True
    else:
        template = TEMPLATE
    is_update = soon and shared >= ONLY_FIGURES
    return shared >= template and not is_update


def _figures_agree(one: Profile, other: Profile) -> bool:
    fewer = min(len(one.figures), len(other.figures))
    return fewer > 0 and len(one.figures & other.figures) >= FIGURES_AGREE * fewer


def _counts_the_same(one: Profile, other: Profile) -> bool:
    """Tell whether as many figures in the same words are the same: of the next issue few are."""
    shared = one.counted.keys() & other.counted.keys()
    same = sum(one.counted[words] == other.counted[words] for words in shared)
    return same >= SAME_FIGURES * len(shared)


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / (min(len(one), len(other)) or 1)


def _lacks(one: Profile, other: Profile) -> bool:
    """Tell whether a word of the headline stands nowhere in the other text: another's name."""
    return any(word and not word & other.counts.keys() for word in one.repeated)
