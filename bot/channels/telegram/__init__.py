"""The Telegram channel: its central name is ``TelegramChannel``."""

from bot.channels.telegram.books import CHANNEL
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.host import Host, Menus
from bot.channels.telegram.pace import Pace

__all__ = ["CHANNEL", "Host", "Menus", "Pace", "TelegramChannel"]
