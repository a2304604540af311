"""A Bot API on loopback, as strict as Telegram, for tests: ``BotApi`` is what a test drives.

``with running(BotApi()) as url:`` serves it, ``python -m tests.telegram_server`` by hand with a
page to write on; ``application`` is for a client in the same process, ``posting`` for a webhook.
"""

from tests.telegram_server.app import application
from tests.telegram_server.serve import running
from tests.telegram_server.state import BotApi
from tests.telegram_server.values import (
    TOKEN,
    Sent,
    basic_group,
    channel,
    forum,
    group,
    person,
)
from tests.telegram_server.webhook import posting

__all__ = [
    "TOKEN",
    "BotApi",
    "Sent",
    "application",
    "basic_group",
    "channel",
    "forum",
    "group",
    "person",
    "posting",
    "running",
]
