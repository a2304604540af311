"""Who may set what a chat gets: the administrators of a group, in a channel those who may post."""

from typing import Final, Literal

from telegram import Bot, ChatMember, ChatMemberAdministrator
from telegram.error import BadRequest, Forbidden

#: Yes; no; or the bot itself is not there, or may not post.
Standing = Literal["may", "may_not", "absent"]

_OUT: Final = (ChatMember.LEFT, ChatMember.BANNED)


async def standing(bot: Bot, chat: str, person: str) -> Standing:
    """Ask Telegram, at this moment. Raises TelegramError when it cannot be reached."""
    try:
        own = await bot.get_chat_member(int(chat), bot.id)
    except (BadRequest, Forbidden):
        return "absent"
    if own.status in _OUT or not _may_post(own):
        return "absent"
    try:
        theirs = await bot.get_chat_member(int(chat), int(person))
    except (BadRequest, Forbidden):
        return "may_not"
    if theirs.status == ChatMember.OWNER:
        return "may"
    administers = theirs.status == ChatMember.ADMINISTRATOR
    return "may" if administers and _may_post(theirs) else "may_not"


def _may_post(member: ChatMember) -> bool:
    """Tell whether a member may post; in groups nothing is said about that."""
    return not (isinstance(member, ChatMemberAdministrator) and member.can_post_messages is False)
