"""What the button «Undo» brings back: a digest as it was set before; pure."""

import json
from dataclasses import dataclass
from datetime import date, time
from types import MappingProxyType
from typing import Any, Final

from store.messaging.subscription import Kind, Subscription

_PLAIN: Final = ("channel", "chat", "kind", "zone", "person", "language", "length", "when_empty")
_LISTS: Final = ("weekdays", "topics", "outlets_in", "outlets_out")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A change of what ``chat`` gets: ``before`` is what it got, None for nothing.

    ``after`` is the count of changes that the digest had when it was done, None when there was no
    digest any more: what was changed by somebody since is not taken back.
    """

    chat: str
    kind: Kind
    before: Subscription | None
    after: int | None

    def dump(self) -> str:
        """Write it as JSON."""
        before = self.before and _written(self.before)
        return json.dumps(
            {"chat": self.chat, "kind": self.kind, "after": self.after, "before": before},
            ensure_ascii=False,
        )

    @classmethod
    def load(cls, text: str) -> "Step":
        """Read what ``dump`` wrote."""
        values = json.loads(text)
        before = values["before"] and _read(values["before"])
        return cls(chat=values["chat"], kind=values["kind"], before=before, after=values["after"])


def _written(one: Subscription) -> dict[str, Any]:
    return {
        **{name: getattr(one, name) for name in _PLAIN},
        **{name: list(getattr(one, name)) for name in _LISTS},
        "time": one.time.isoformat(),
        "quiet": one.quiet and [moment.isoformat() for moment in one.quiet],
        "paused_until": one.paused_until and one.paused_until.isoformat(),
        "likes": dict(one.likes),
    }


def _read(values: dict[str, Any]) -> Subscription:
    quiet = values["quiet"] and tuple(time.fromisoformat(moment) for moment in values["quiet"])
    until = values["paused_until"]
    return Subscription(
        **{name: values[name] for name in _PLAIN},
        weekdays=frozenset(values["weekdays"]),
        topics=tuple(values["topics"]),
        outlets_in=frozenset(values["outlets_in"]),
        outlets_out=frozenset(values["outlets_out"]),
        time=time.fromisoformat(values["time"]),
        quiet=quiet,
        paused_until=until and date.fromisoformat(until),
        likes=MappingProxyType(values["likes"]),
    )
