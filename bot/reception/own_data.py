"""What is kept about a person: said, given out, erased."""

import json
from datetime import datetime

from bot.introducing import talk
from bot.reception import buttons
from bot.reception.parts import Parts
from bot.reply import Attachment, Line, Message, Press, Reply
from bot.texts import Texts

#: What a confirmation is for, in the database.
ERASE = "erase"


def give_out(parts: Parts, message: Message, texts: Texts) -> Reply:
    """Send all that is kept about the person as a file."""
    kept = parts.export(message.chat, message.person or message.chat)
    data = json.dumps(kept, ensure_ascii=False, indent=2).encode()
    said = texts.gettext("This is all that is kept about you here. /delete erases it.")
    return Reply(
        kind="talk",
        lines=(Line.of(said),),
        attachment=Attachment(name="sosik.json", data=data, kind="document"),
    )


def ask_to_erase(parts: Parts, message: Message, texts: Texts, *, now: datetime) -> Reply:
    """Ask whether all that is kept about the person is to be erased."""
    asked = parts.confirmations.ask(
        chat=message.chat,
        person=message.person or message.chat,
        action=ERASE,
        argument="",
        now=now,
    )
    _ = texts.gettext
    said = _(
        "Erase everything that is kept about you here: the language you set, which articles were"
        " quoted to you, your ratings, and the questions you let me keep? This cannot be undone."
    )
    yes = buttons.to_confirm(asked, _("Erase it all"), texts)
    return Reply(kind="talk", lines=(Line.of(said),), buttons=yes)


def erase(parts: Parts, press: Press, texts: Texts, *, now: datetime) -> Reply:
    """Erase it, and say what stays."""
    parts.talk.forget((press.channel, press.chat))
    parts.erase(press.chat, press.person, now)
    return talk(
        texts.gettext("It is erased. I know nothing about you any more."),
        texts.gettext("This message itself is forgotten here within two days."),
    )


def privacy(texts: Texts) -> Reply:
    """Say what is kept, and what is not."""
    _ = texts.gettext
    return talk(
        _(
            "Your question is kept until it is answered, and never logged. The last one and the"
            " one before it stay in memory for 30 minutes, so that you can go on from them; /new"
            " forgets them at once."
        ),
        _(
            "Kept for this chat: its number and the day you last wrote, the language, and for 30"
            " days which articles were quoted to you and your 👍 or 👎, without your questions –"
            " unless you let me keep one. After that only the counts remain. The numbers of"
            " messages are kept for two days, so that nothing is answered twice."
        ),
        _(
            "/export sends you all of it, /delete erases it. Only a block or the standing of an"
            " admin stays."
        ),
        _(
            "Searching happens on the machine this bot runs on; no cloud AI is asked. Nothing you"
            " write leaves it except the messages themselves, to the chat service you use, which"
            " may keep them under its own rules. News is fetched from its sites whether or not"
            " anybody asks."
        ),
    )
