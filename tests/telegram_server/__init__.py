"""A Bot API on loopback, as strict as Telegram, for tests: ``BotApi`` is what a test drives.

``with running(BotApi()) as url:`` serves it, ``python -m tests.telegram_server`` by hand;
``application`` is for a client in the same process.
"""

from tests.telegram_server.app import application
from tests.telegram_server.serve import running
from tests.telegram_server.state import TOKEN, BotApi, Sent, group, person

__all__ = ["TOKEN", "BotApi", "Sent", "application", "group", "person", "running"]
