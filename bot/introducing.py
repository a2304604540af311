"""What the bot says about itself: its commands, how to ask, what is kept."""

from bot.reply import Line, Reply, Span
from bot.texts import Language, Texts, texts_in


def commands(language: Language) -> list[tuple[str, str]]:
    """Name every command and what it does, in the order of a menu."""
    _ = texts_in(language).gettext
    return [
        ("latest", _("the newest articles, also on a topic: /latest topic 3")),
        ("more", _("more of the last list, or further articles")),
        ("timeline", _("a story from its beginning: /timeline topic")),
        ("why", _("how the last answer came about")),
        ("sources", _("the outlets of the stored articles")),
        ("lang", _("language of the replies: ko, en or auto")),
        ("new", _("start a new conversation")),
        ("privacy", _("what is kept and what is not")),
        ("help", _("how to ask, and all commands")),
        ("start", _("what this bot is")),
    ]


def talk(*sentences: str) -> Reply:
    """Say a few sentences, one a line."""
    return Reply(kind="talk", lines=tuple(Line.of(sentence) for sentence in sentences))


def start(texts: Texts) -> Reply:
    """Say what this bot is."""
    _ = texts.gettext
    return Reply(
        kind="talk",
        lines=(
            Line.of(Span(_("Sosik, your news desk"), bold=True)),
            Line.of(
                _(
                    "Ask me a question. I answer with sentences quoted word for word from the"
                    " stored articles, with outlet, date and link. If they do not hold the answer,"
                    " I say so."
                )
            ),
            Line.of(_("Commands: /help")),
        ),
    )


def help_on_asking(texts: Texts) -> Reply:
    """Say how to ask, and name the commands."""
    _ = texts.gettext
    return Reply(
        kind="talk",
        lines=(
            Line.of(
                _("Write your question as you would ask a person: who, what, when, where, why.")
            ),
            Line.of(_("You can go on from an answer: when was that? why? and for children?")),
            Line.of(
                _("“Is that true?” after an answer looks for reports that deny or correct it.")
            ),
            Line.of(_("Forward me a message, and I look for articles on what it claims.")),
            Line.of(_("Questions in Korean, English, Japanese and Chinese are understood.")),
            Line(),
            *(Line.of(f"/{name} – {text}") for name, text in commands(texts.language)),
        ),
    )


def privacy(texts: Texts) -> Reply:
    """Say what is kept, and what is not."""
    _ = texts.gettext
    return talk(
        _(
            "Your questions are neither written down nor logged. Only the last one, and the one"
            " before it, stay in memory for 30 minutes, so that you can go on from them; /new"
            " forgets them at once."
        ),
        _("Kept for this chat: only the language, if you set one with /lang."),
        _(
            "Searching happens on the machine this bot runs on; no cloud AI is asked. Nothing you"
            " write leaves it except the messages themselves, to the chat service you use, which"
            " may keep them under its own rules. News is fetched from its sites whether or not"
            " anybody asks."
        ),
    )
