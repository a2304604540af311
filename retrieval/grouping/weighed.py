"""Weighs what is compared of an article by how rare it is in the store."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt
from typing import Final

from retrieval.grouping.profile import Profile

#: Names agree where so large a part of each article's, weighed by how rare they are, stands in the
#: other: where it is less, another one differs.
NAMES_AGREE: Final = 0.9
#: Names outweigh what is said of them.
_POWER: Final = 2

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A profile with the weights of its terms; ``vector`` has length 1."""

    profile: Profile
    vector: Weights
    title: Weights
    head: Weights
    names: Weights
    nouns: Weights


def weigh(profile: Profile, rarity: Weights) -> Weighed:
    """Weigh the terms of a profile by how rare they are in the store."""
    vector = {term: (1 + log(count)) * rarity[term] for term, count in profile.counts.items()}
    length = sqrt(sum(weight * weight for weight in vector.values())) or 1.0
    return Weighed(
        profile=profile,
        vector={term: weight / length for term, weight in vector.items()},
        title={term: rarity[term] ** _POWER for term in profile.title},
        head={term: rarity[term] ** _POWER for term in profile.head},
        names=_as_rare(profile.names, rarity),
        nouns=_as_rare(profile.nouns, rarity),
    )


def _as_rare(found: Mapping[str, Sequence[Sequence[str]]], rarity: Weights) -> Weights:
    """Weigh each name by the commonest of the words that begin with it.

    Where its particle is rare (해역서), another is not (해역에서).
    """
    weights = {
        name: min((max(rarity.get(term, 0.0) for term in word) for word in words), default=0.0)
        for name, words in found.items()
    }
    return {name: weight**_POWER for name, weight in weights.items() if weight}


def named(one: Weighed, other: Weighed) -> tuple[float, float]:
    """Return which part of each one's names stands in the other; 1 of none."""
    return _part_named(one, other), _part_named(other, one)


def names_agree(one: Weighed, other: Weighed) -> bool:
    """Tell whether both name the same."""
    return bool(one.names and other.names) and min(named(one, other)) >= NAMES_AGREE


def said_of_both(one: Weighed, other: Weighed) -> float:
    """Return which part of the nouns of one headline stands in the other article, the larger."""
    return max(_part_said(one, other), _part_said(other, one))


def _part_named(one: Weighed, other: Weighed) -> float:
    if not one.names:
        return 1.0
    there = sum(weight for name, weight in one.names.items() if _stands(name, other.profile))
    return there / sum(one.names.values())


def _stands(name: str, profile: Profile) -> bool:
    """Tell whether a word begins with the name, written in one word or more."""
    return re.search(f" {' ?'.join(name)}", profile.written) is not None


def _part_said(one: Weighed, other: Weighed) -> float:
    there = sum(weight for noun, weight in one.nouns.items() if noun in other.profile.written)
    return there / (sum(one.nouns.values()) or 1.0)
