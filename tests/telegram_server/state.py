"""``BotApi``: one bot on one Bot API, driven by a test while the server answers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.telegram_server.faults import Fault
from tests.telegram_server.limits import Broken
from tests.telegram_server.people import People
from tests.telegram_server.samples import every_kind_of_message, every_kind_of_update
from tests.telegram_server.values import TOKEN, Hook, Json, Sent, group, person, private

__all__ = ["TOKEN", "BotApi", "Sent", "group", "person", "private"]


@dataclass(eq=False, kw_only=True)
class BotApi(People):
    """A test writes through it, reads what the bot did, and says what goes wrong."""

    #: Seconds before an update is posted to the webhook again; doubled after each failure.
    webhook_retry_s: float = 1.0
    hook: Hook | None = field(init=False, default=None)

    @property
    def webhook(self) -> str:
        """The address updates are posted to; empty when the bot polls."""
        return self.hook.url if self.hook else ""

    # -- updates

    def queue_raw(self, content: Json) -> None:
        """Queue an update that Telegram would not send, or that is not known here."""
        self.updates.put_raw(content)

    def forget(self) -> None:
        """Drop the waiting updates."""
        self.updates.clear()

    def confirm(self, offset: int) -> None:
        """Forget the updates below ``offset``."""
        self.updates.confirm(offset)

    def waiting(self, limit: int = 100) -> list[Json]:
        """Return the updates not confirmed yet, oldest first."""
        return self.updates.waiting(limit)

    def every_kind_of_update(self) -> dict[str, Json]:
        """Return a valid update of each kind Telegram has, and of one it may have some day."""
        return every_kind_of_update(self.now())

    def happen(self, kind: str, **fields: Any) -> None:
        """Queue an update of any kind the bot wants: a valid one with these fields of its own.

        For what has no deed of its own: ``happen("pre_checkout_query", id="7")``.
        """
        self.updates.put(kind, self.every_kind_of_update()[kind][kind] | fields)

    def every_kind_of_message(self, *, sender: Json, chat: Json | None = None) -> dict[str, Json]:
        """Return a valid message with each content or service notice Telegram has."""
        return every_kind_of_message(sender=sender, chat=chat or private(sender), date=self.now())

    # -- what goes wrong

    def fail(
        self, method: str, code: int, description: str, *, times: int = 1, **parameters: int
    ) -> None:
        """Let the next ``times`` calls of ``method`` fail.

        ``parameters`` go with the error: ``retry_after``, ``migrate_to_chat_id``.
        """
        fault = Fault(kind="error", code=code, description=description, parameters=parameters)
        self.faults.script(method, fault, times)

    def fail_with_page(self, method: str, code: int = 502, *, times: int = 1) -> None:
        """Let the next ``times`` calls of ``method`` get an HTML page instead of JSON."""
        self.faults.script(method, Fault(kind="bad_gateway", code=code), times)

    def lose(
        self, method: str, *, times: int = 1, delivered: bool = True, hangs: bool = False
    ) -> None:
        """Let the next ``times`` calls of ``method`` get no answer, though they took effect.

        Not ``delivered``: nothing was done. ``hangs``: no answer until the client gives up, else
        the connection is closed.
        """
        kind = ("hung_reply" if hangs else "lost_reply") if delivered else "lost_request"
        self.faults.script(method, Fault(kind=kind), times)

    def slow(self, method: str, seconds: float, *, times: int = 1) -> None:
        """Let the answers to the next ``times`` calls of ``method`` take ``seconds``."""
        self.faults.script(method, Fault(kind="slow", seconds=seconds), times)

    def chaos(
        self, seed: int, rates: Mapping[str, float], *, methods: Collection[str] | None = None
    ) -> None:
        """Let a share of all calls (or of ``methods``) fail; ``log`` tells what was delivered.

        ``rates`` are by name: flood, server_error, bad_gateway, lost_request, lost_reply,
        hung_reply, slow.
        """
        self.faults.chaos(seed, rates, methods)

    def keep_limits(self, *, strict: bool = True) -> None:
        """Refuse messages beyond Telegram's limits; they are counted in any case."""
        self.limits.is_strict = strict

    @property
    def limits_broken(self) -> list[Broken]:
        """The messages that were beyond a limit."""
        return self.limits.broken
