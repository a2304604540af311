"""Who is in a chat, and what becomes of it: block, join, leave, appoint, migrate, topics."""

from tests.telegram_server.record import Record
from tests.telegram_server.schema import TYPES
from tests.telegram_server.values import Json, private

#: The rights Telegram names for every administrator.
_RIGHTS = [
    right for right in TYPES["ChatMemberAdministrator"]["required"] if right.startswith("can_")
]


class Membership(Record):
    """Changes of chats and their members, each with the update Telegram sends for it."""

    def block(self, user: Json) -> None:
        """Let ``user`` block the bot."""
        self.blocked.add(user["id"])
        self._change_me(private(user), user, before="member", after="kicked")

    def unblock(self, user: Json) -> None:
        """Let ``user`` start the bot again."""
        self.blocked.discard(user["id"])
        self._change_me(private(user), user, before="kicked", after="member")

    def add_bot(self, chat: Json, *, by: Json, as_admin: bool = False) -> None:
        """Let ``by`` add the bot to a group or channel."""
        self.know(chat)
        self.kicked.discard(chat["id"])
        status = "administrator" if as_admin else "member"
        self._change_me(chat, by, before="left", after=status)
        self._service(chat, by, new_chat_members=[self.bot])

    def remove_bot(self, chat: Json, *, by: Json) -> None:
        """Let ``by`` remove the bot from a group or channel."""
        self.kicked.add(chat["id"])
        self._service(chat, by, left_chat_member=self.bot)
        self._change_me(chat, by, before="member", after="kicked")

    def appoint(
        self, chat: Json, user: Json, *, status: str = "administrator", is_anonymous: bool = False
    ) -> None:
        """Make ``user`` an administrator, the creator or a member of ``chat``, or let them go."""
        self.know(chat)
        self.meet(user)
        before = self.member(chat["id"], user["id"]) or standing("left", user)
        after = standing(status, user, is_anonymous=is_anonymous)
        self.members.setdefault(chat["id"], {})[user["id"]] = after
        self.updates.put("chat_member", self._change(chat, user, before, after))

    def migrate(self, old: Json, new: Json, *, by: Json) -> None:
        """Turn the group ``old`` into the supergroup ``new``."""
        with self.lock:
            self._service(old, by, migrate_to_chat_id=new["id"])
            self.migrated[old["id"]] = new["id"]
            self.members[new["id"]] = self.members.pop(old["id"], {})
            self._service(new, by, migrate_from_chat_id=old["id"])

    def open_topic(self, chat: Json, name: str, *, by: Json) -> int:
        """Open a topic of a forum; return its id, which is that of the message about it."""
        with self.lock:
            created = {"name": name, "icon_color": 7_322_096}
            number = self._service(chat, by, forum_topic_created=created, is_topic_message=True)
            self.topics.setdefault(chat["id"], {})[number] = name
            return number

    def close_topic(self, chat: Json, thread: int) -> None:
        """Delete a topic with all that is in it."""
        with self.lock:
            del self.topics[chat["id"]][thread]

    def _service(self, chat: Json, by: Json, **content: object) -> int:
        self.know(chat)
        self.meet(by)
        message = {"from": by, "chat": chat, "date": self.now()} | content
        number = self.keep(message)
        if "forum_topic_created" in content:
            message["message_thread_id"] = number
        self.updates.put("message", dict(message))
        return number

    def _change_me(self, chat: Json, by: Json, *, before: str, after: str) -> None:
        self.know(chat)
        self.meet(by)
        now = standing(after, self.bot)
        self.members.setdefault(chat["id"], {})[self.me["id"]] = now
        change = self._change(chat, by, standing(before, self.bot), now)
        self.updates.put("my_chat_member", change)

    def _change(self, chat: Json, by: Json, before: Json, after: Json) -> Json:
        members = {"old_chat_member": before, "new_chat_member": after}
        return {"chat": chat, "from": by, "date": self.now()} | members


def standing(status: str, user: Json, *, is_anonymous: bool = False) -> Json:
    """Return a ``ChatMember`` of the Bot API."""
    member: Json = {"status": status, "user": user}
    if status == "creator":
        member["is_anonymous"] = is_anonymous
    elif status == "administrator":
        member |= dict.fromkeys(_RIGHTS, True)
        member |= {"is_anonymous": is_anonymous, "can_be_edited": False}
    elif status == "kicked":
        member["until_date"] = 0
    return member
