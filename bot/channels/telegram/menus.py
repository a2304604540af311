"""Publishes the commands: per language, per scope, and more of them for admins."""

import logging

from telegram import (
    Bot,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import BadRequest, Forbidden

from bot.channels.telegram.host import Commands, Menus

_log = logging.getLogger(__name__)


async def publish(bot: Bot, menus: Menus) -> None:
    """Set the lists that everybody sees; a refused one is passed over.

    Raises TelegramError when Telegram cannot be reached.
    """
    for commands, scope in (
        (menus.private, None),
        (menus.private, BotCommandScopeAllPrivateChats()),
        (menus.group, BotCommandScopeAllGroupChats()),
    ):
        try:
            await _set(bot, commands, scope)
        except BadRequest:
            _log.error("Telegram: a list of commands was refused")


async def publish_to(bot: Bot, menus: Menus, admin: str) -> bool:
    """Show an admin more commands; False while the admin has not written to the bot yet."""
    try:
        await _set(bot, menus.admin, BotCommandScopeChat(int(admin)))
    except (BadRequest, Forbidden):
        return False
    return True


async def withdraw(bot: Bot, menus: Menus, person: str) -> None:
    """Take the list of an admin back from someone who is none any more."""
    for language in menus.admin:
        await bot.delete_my_commands(BotCommandScopeChat(int(person)), language_code=language)


async def _set(bot: Bot, commands: Commands, scope: BotCommandScope | None) -> None:
    for language, listed in commands.items():
        await bot.set_my_commands(list(listed), scope=scope, language_code=language)
