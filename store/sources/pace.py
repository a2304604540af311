"""How long to leave a source alone: learned from how often it has something new."""

from dataclasses import dataclass
from typing import Final

#: A new source is asked again after half an hour, before anything is known of it.
FIRST_INTERVAL_S: Final = 30 * 60.0
#: Something new: sooner. Nothing: later. A source with news at every third poll keeps its pace
#: (0.7 x 1.2 x 1.2 = 1.008).
_SOONER: Final = 0.7
_LATER: Final = 1.2
#: More new entries than this between two polls, and some may have been missed: much sooner.
_MANY: Final = 10
_MUCH_SOONER: Final = 0.4
#: After a failure: a minute, doubled each time, up to six hours.
_FIRST_RETRY_S: Final = 60.0
_LAST_RETRY_S: Final = 6 * 3600.0
#: What will not mend by itself soon (410, robots.txt) is asked once a day.
_LASTING_S: Final = 24 * 3600.0
#: How often is 2 ** n at most worked out.
_MOST_DOUBLINGS: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """No source is asked more often than ``shortest_s`` or less often than ``longest_s``."""

    shortest_s: float
    longest_s: float

    def clip(self, interval_s: float) -> float:
        """Bring ``interval_s`` within the bounds."""
        return min(max(interval_s, self.shortest_s), self.longest_s)


def next_interval(
    interval_s: float, *, new: int, bounds: Bounds, ttl_s: float | None = None
) -> float:
    """Learn from a poll that found ``new`` entries: the seconds until the next one.

    Multiplicative increase and decrease; ``ttl_s`` is how long the feed itself wants to be left
    alone, which counts up to the longest interval.
    """
    factor = _MUCH_SOONER if new > _MANY else _SOONER if new else _LATER
    learned = bounds.clip(interval_s * factor)
    return learned if ttl_s is None else max(learned, min(ttl_s, bounds.longest_s))


def after_failure(
    failures: int, *, chance: float, retry_after_s: float | None = None, lasting: bool = False
) -> float:
    """Return the seconds until the next try after so many failures in a row.

    Exponential backoff with equal jitter (half fixed, half by ``chance`` in 0..1), as in Brooker,
    "Exponential Backoff And Jitter", 2015. What the server asks for is never cut short.
    """
    doublings = min(max(failures - 1, 0), _MOST_DOUBLINGS)
    longest = _LASTING_S if lasting else min(_FIRST_RETRY_S * 2**doublings, _LAST_RETRY_S)
    return max(longest * (0.5 + chance / 2), retry_after_s or 0.0)
