"""The Telegram channel: its central name is ``TelegramChannel``."""

from bot.channels.telegram.channel import CHANNEL, Commands, Respond, TelegramChannel
from bot.channels.telegram.outbound import Pace

__all__ = ["CHANNEL", "Commands", "Pace", "Respond", "TelegramChannel"]
