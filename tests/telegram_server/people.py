"""What people do in a chat with the bot: write, edit, press, ask inline, forward, react."""

from typing import Any

from tests.telegram_server.membership import Membership, standing
from tests.telegram_server.refusals import read_text
from tests.telegram_server.values import (
    ANONYMOUS_ADMIN,
    Button,
    Json,
    marked,
    person,
    private,
    written,
)


class People(Membership):
    """The people around the bot; a deed returns the id of the message or query it makes."""

    def write(
        self,
        text: str | None,
        *,
        sender: Json,
        chat: Json | None = None,
        reply_to: int | None = None,
        thread: int | None = None,
        **content: Any,
    ) -> int:
        """Let ``sender`` write in ``chat`` (their private chat by default).

        ``thread`` is a topic of a forum; ``content`` are further fields of the message, such as a
        sticker or a caption.
        """
        chat = chat or private(sender)
        message: Json = {"from": sender, "chat": chat, "date": self.now()}
        if text is not None:
            message |= {"text": text} | marked("entities", text)
        if "caption" in content:
            message |= marked("caption_entities", content["caption"])
        message |= content
        if thread is not None:
            message |= {"message_thread_id": thread, "is_topic_message": True}
        if reply_to is not None:
            message["reply_to_message"] = self.quoted(chat["id"], reply_to)
        return self.deliver("message", message)

    def deliver(self, kind: str, message: Json) -> int:
        """Queue an update of ``kind`` about ``message``, which gets an id and is kept."""
        with self.lock:
            self.know(message["chat"])
            if "from" in message:
                self.meet(message["from"])
                if message["chat"]["type"] in ("group", "supergroup"):
                    here = self.members.setdefault(message["chat"]["id"], {})
                    here.setdefault(message["from"]["id"], standing("member", message["from"]))
            number = self.keep(message)
            if self._reaches_bot(message):
                self.updates.put(kind, dict(message))
            return number

    def _reaches_bot(self, message: Json) -> bool:
        """Say whether privacy mode lets the bot see ``message``."""
        if not self.privacy or message["chat"]["type"] not in ("group", "supergroup"):
            return True
        if not {"text", "caption"} & message.keys():
            return not ({"photo", "document", "sticker", "video", "voice"} & message.keys())
        replied = message.get("reply_to_message", {}).get("from", {})
        if replied.get("id") == self.me["id"] or self._is_admin(message["chat"]["id"]):
            return True
        named = f"@{self.me['username']}".lower()
        text = str(message.get("text") or message.get("caption"))
        command = text.partition(" ")[0]
        return named in text.lower() or (command.startswith("/") and "@" not in command)

    def _is_admin(self, chat: int) -> bool:
        member = self.member(chat, self.me["id"])
        return member is not None and member["status"] == "administrator"

    def edit(self, chat: int, message_id: int, text: str, *, kind: str = "edited_message") -> None:
        """Let the sender change the text of a message."""
        with self.lock:
            message = self.message(chat, message_id)
            if message is None:
                raise LookupError(f"no message {message_id} in chat {chat}")
            message.pop("entities", None)
            message |= {"text": text, "edit_date": self.now()} | marked("entities", text)
            if self._reaches_bot(message):
                self.updates.put(kind, dict(message))

    def press(self, button: str | Button, *, message_id: int, sender: Json, chat: int = 0) -> str:
        """Let ``sender`` press a button under a message of the bot (in their private chat).

        ``button`` is its text. Raises LookupError if the button is not under the message now.
        """
        chat = chat or sender["id"]
        text = button if isinstance(button, str) else button.text
        found = self.newest(chat, message_id).button(text)
        if found.data is None:
            raise LookupError(f"the button {text} sends no data")
        return self.forge(found.data, message_id=message_id, sender=sender, chat=chat)

    def forge(self, data: str, *, message_id: int, sender: Json, chat: int = 0) -> str:
        """Send any callback data from a message, as an old or hostile client may."""
        chat = chat or sender["id"]
        query = self._query(sender)
        message = self.message(chat, message_id)
        if message is None:  # deleted, or too old for Telegram to show it
            message = {"chat": self.chats[chat], "message_id": message_id, "date": 0}
        self.meet(sender)
        content = {"from": sender, "message": message, "data": data, "chat_instance": str(chat)}
        self.updates.put("callback_query", {"id": query} | content)
        return query

    def ask_inline(
        self, text: str, *, sender: Json, offset: str = "", chat_type: str = "sender"
    ) -> str:
        """Let ``sender`` type ``@bot text`` in some chat."""
        if not self.me["supports_inline_queries"]:
            raise ValueError("the bot is not set up for inline queries")
        query = self._query(sender)
        self.meet(sender)
        content = {"from": sender, "query": text, "offset": offset, "chat_type": chat_type}
        self.updates.put("inline_query", {"id": query} | content)
        return query

    def choose_inline(
        self, query: str, result: str, *, text: str, sender: Json, chat: Json | None = None
    ) -> str | None:
        """Let ``sender`` send a result of an inline query into ``chat``.

        Return the id by which the bot can edit it: only results with buttons get one.
        """
        answer = self.inline_answers[query]
        chosen = next(one for one in answer["results"] if one["id"] == result)
        update = {"result_id": result, "from": sender, "query": text}
        inline_id = None
        if "reply_markup" in chosen:
            inline_id = f"AgAAAInline{self.number():06d}"
            self.inline_messages[inline_id] = {"content": chosen, "edits": []}
            update["inline_message_id"] = inline_id
        self.updates.put("chosen_inline_result", update)
        if chat is not None:
            said, entities = read_text(chosen.get("input_message_content", {}), name="message_text")
            more = written("entities", entities) | {"via_bot": self.bot}
            self.write(said or chosen["id"], sender=sender, chat=chat, **more)
        return inline_id

    def forward(
        self,
        text: str,
        *,
        sender: Json,
        origin: Json | str,
        chat: Json | None = None,
        **content: Any,
    ) -> int:
        """Let ``sender`` forward what ``origin`` wrote.

        ``origin`` is a user, a channel, a group (which wrote as itself), or the bare name of
        somebody who hides their account.
        """
        told: Json = {"date": self.now() - 60}
        if isinstance(origin, str):
            told |= {"type": "hidden_user", "sender_user_name": origin}
        elif origin.get("type") == "channel":
            told |= {"type": "channel", "chat": origin, "message_id": 7}
        elif "type" in origin:
            told |= {"type": "chat", "sender_chat": origin}
        else:
            told |= {"type": "user", "sender_user": origin}
        return self.write(text, sender=sender, chat=chat, forward_origin=told, **content)

    def send_file(
        self,
        name: str,
        content: bytes,
        *,
        sender: Json,
        mime: str = "application/octet-stream",
        size: int | None = None,
        **more: Any,
    ) -> int:
        """Let ``sender`` send a document; ``size`` and ``mime`` may lie about it."""
        file = self.keep_file(name, content, mime=mime, size=size)
        document = {
            "file_id": file.file_id,
            "file_unique_id": f"u{file.file_id[-6:]}",
            "file_name": name,
            "mime_type": mime,
            "file_size": file.size,
        }
        return self.write(None, sender=sender, document=document, **more)

    def write_anonymously(self, text: str, *, chat: Json, **more: Any) -> int:
        """Let an administrator of ``chat`` who stays anonymous write there."""
        sender = person(ANONYMOUS_ADMIN, language=None, is_bot=True)
        sender |= {"first_name": "Group", "username": "GroupAnonymousBot"}
        return self.write(text, sender=sender, chat=chat, sender_chat=chat, **more)

    def post(self, text: str, *, channel: Json, **content: Any) -> int:
        """Publish a post in a channel the bot is in."""
        message = {"sender_chat": channel, "chat": channel, "date": self.now(), "text": text}
        return self.deliver("channel_post", message | marked("entities", text) | content)

    def react(self, emoji: str | None, *, message_id: int, sender: Json, chat: Json) -> None:
        """Put an emoji on a message, or take it away."""
        reaction = [{"type": "emoji", "emoji": emoji}] if emoji else []
        content = {"chat": chat, "message_id": message_id, "user": sender, "date": self.now()}
        self.updates.put(
            "message_reaction", content | {"old_reaction": [], "new_reaction": reaction}
        )

    def stop_draft(self, draft_id: int, *, sender: Json) -> None:
        """Press the button that stops what the bot is writing."""
        content = {"chat": private(sender), "draft_id": draft_id}
        self.updates.put("stopped_message_generation", content)

    def _query(self, sender: Json) -> str:
        query = str(4_000_000_000_000 + self.number())
        self.queries[query] = self.clock()
        self.queries_by[query] = sender["id"]
        return query
