"""What goes wrong on purpose: scripted call by call, or at random with a seed."""

import random
from collections import defaultdict, deque
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

Json = dict[str, Any]

#: Faults, and whether the call has taken effect before it fails.
KINDS: Final = {
    "error": False,  # an answer with an error code, as JSON
    "bad_gateway": False,  # a page of HTML from the front server
    "lost_request": False,  # the connection is closed, nothing was done
    "lost_reply": True,  # done, then the connection is closed without an answer
    "hung_reply": True,  # done, then no answer comes until the client gives up
    "slow": True,  # done, then the answer takes ``seconds``
}
_FLOOD_S: Final = 1
_SLOW_S: Final = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """How one call fails."""

    kind: str
    code: int = 200
    description: str = ""
    parameters: Json = field(default_factory=dict)
    seconds: float = 0.0


#: The names ``chaos`` knows, and what each does.
RANDOM: Final = {
    "flood": Fault(
        kind="error",
        code=429,
        description=f"Too Many Requests: retry after {_FLOOD_S}",
        parameters={"retry_after": _FLOOD_S},
    ),
    "server_error": Fault(kind="error", code=500, description="Internal Server Error"),
    "bad_gateway": Fault(kind="bad_gateway", code=502, description="Bad Gateway"),
    "lost_request": Fault(kind="lost_request"),
    "lost_reply": Fault(kind="lost_reply"),
    "hung_reply": Fault(kind="hung_reply"),
    "slow": Fault(kind="slow", seconds=_SLOW_S),
}


class Faults:
    """The faults to come; scripted ones first, in the order they were asked for."""

    def __init__(self) -> None:
        self._scripted: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self._rates: dict[str, float] = {}
        self._methods: frozenset[str] | None = None
        self._random = random.Random(0)

    def script(self, method: str, fault: Fault, times: int) -> None:
        """Let the next ``times`` calls of ``method`` fail so."""
        self._scripted[method.lower()].extend([fault] * times)

    def chaos(
        self, seed: int, rates: Mapping[str, float], methods: Collection[str] | None = None
    ) -> None:
        """Let a share of all calls fail from now on; empty ``rates`` end it.

        The names in ``rates`` are those of ``RANDOM``; the shares add up to 1 at most.
        """
        if unknown := set(rates) - set(RANDOM):
            raise KeyError(f"no such fault: {sorted(unknown)}")
        self._random = random.Random(seed)
        self._rates = dict(rates)
        self._methods = None if methods is None else frozenset(map(str.lower, methods))

    def next(self, method: str) -> Fault | None:
        """Return how this call of ``method`` fails, if it does."""
        method = method.lower()
        if scripted := self._scripted[method]:
            return scripted.popleft()
        if not self._rates or (self._methods is not None and method not in self._methods):
            return None
        drawn = self._random.random()
        for name, rate in self._rates.items():
            if drawn < rate:
                return RANDOM[name]
            drawn -= rate
        return None
