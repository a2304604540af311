"""What is kept about a person: said, given out, erased."""

import json
from typing import Final

from bot.introducing import talk
from bot.reception import buttons
from bot.reception.parts import Parts
from bot.reception.visit import Visit
from bot.reply import Attachment, Line, Reply
from bot.texts import Texts

#: What a confirmation is for, in the database.
ERASE: Final = "erase"


def give_out(parts: Parts, visit: Visit) -> Reply:
    """Send all that is kept about the person as a file."""
    kept = parts.export(visit.message.chat, visit.person)
    # The one thing that stands in memory alone.
    kept["last_question"] = parts.talk.last_question(visit.conversation, now=visit.now)
    data = json.dumps(kept, ensure_ascii=False, indent=2).encode()
    said = visit.texts.gettext("This is all that is kept about you here. /delete erases it.")
    return Reply(
        kind="talk",
        lines=(Line.of(said),),
        attachment=Attachment(name="sosik.json", data=data, kind="document"),
    )


def ask_to_erase(parts: Parts, visit: Visit) -> Reply:
    """Ask whether all that is kept about the person is to be erased."""
    asked = parts.confirmations.ask(
        chat=visit.message.chat, person=visit.person, action=ERASE, argument="", now=visit.now
    )
    _ = visit.texts.gettext
    said = _(
        "Erase everything that is kept about you here: the language you set, which articles were"
        " quoted to you, your ratings, the questions you let me keep, your digests, and what you"
        " follow and watch for? This cannot be undone."
    )
    yes = buttons.to_confirm(asked, _("Erase it all"), visit.texts)
    return Reply(kind="talk", lines=(Line.of(said),), buttons=yes)


def erase(parts: Parts, visit: Visit) -> Reply:
    """Erase it, and say what stays."""
    parts.erase(visit.message.chat, visit.person, visit.now)
    _ = visit.texts.gettext
    if visit.is_admin:
        stays = _("You are still an admin, and what you did as one stays on record.")
        return talk(_("It is erased."), stays)
    return talk(
        _("It is erased."),
        _("How much you asked, and this message, are forgotten here within two days."),
    )


def privacy(texts: Texts) -> Reply:
    """Say what is kept, how long, and what is not. Tests hold each sentence to the database."""
    _ = texts.gettext
    return talk(
        _(
            "What you write is kept, with the name the chat service gives you, until it is"
            " answered, and never logged. Your last question and the one before it stay in memory"
            " for 30 minutes, so that you can go on from them; /new forgets them at once."
        ),
        _(
            "Kept of this chat: its number, the days on which it first and last wrote, what was"
            " set with /lang, /on or /off, and whether I can write to it."
        ),
        _(
            "Kept for 30 days of each answer: who asked, when, how long it took, which articles"
            " were quoted, and your 👍 or 👎. Your question is not among it, unless you let me keep"
            " it. After that only times and counts remain, which name nobody."
        ),
        _(
            "Kept until you change it or let it go: how your digests are set (time, time zone,"
            " topics, outlets, what your 👍 and 👎 taught), the stories and topics you follow, the"
            " words you watch for. A question that waits for an answer is kept only when you ask"
            " for that, for 30 days at most. Which sentences you were told is kept for 60 days, so"
            " that nothing is told twice and corrections reach you."
        ),
        _(
            "Kept for two days at most: the numbers of messages, so that nothing is answered"
            " twice, how much you asked, what you were asked to confirm or to write, and how a"
            " digest was set before a change, so that it can be undone; for one day an answer that"
            " cannot be delivered."
        ),
        _(
            "/export sends you all of it, /delete erases it. Only these stay: a block, the standing"
            " of an admin and what admins did, and backups made before."
        ),
        _(
            "Searching happens on the machine this bot runs on; no cloud AI is asked. Nothing you"
            " write leaves it except the messages themselves, to the chat service you use, which"
            " may keep them under its own rules. News is fetched from its sites whether or not"
            " anybody asks."
        ),
    )
