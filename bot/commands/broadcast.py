"""``sosik broadcast``: writes to everybody who can be reached."""

from typing import Annotated

import typer

from bot.admin import broadcasting
from bot.admin.noting import CONSOLE, noted
from bot.channels.terminal import printable
from bot.commands.opening import HomeOption, opened
from bot.commands.people import CHANNEL, YesOption
from bot.errors import BotError
from bot.reply import plain_text
from bot.texts import texts_in


def broadcast(
    text: Annotated[str, typer.Argument(help="What to say.")],
    *,
    yes: YesOption = False,
    home: HomeOption = None,
) -> None:
    """Write to everybody who can be reached; the running service sends it."""
    from bot.channels.telegram.notices import notices  # 0.4 s to import

    if not broadcasting.is_sendable(text):
        raise typer.BadParameter(f"a text of 1 to {broadcasting.MAX_CHARS:,} characters, please")
    with opened(home) as app:
        chats = broadcasting.recipients(
            app.chats, app.access, channel=CHANNEL, closed=app.settings.telegram_access == "closed"
        )
        if not chats:
            raise BotError("there is nobody to write to yet")
        language = app.settings.language
        typer.echo(printable(plain_text(broadcasting.notice(text, texts_in(language)))))
        if not yes:
            typer.confirm(f"Send this to {len(chats):,} chats?", abort=True)
        written = broadcasting.notices(text, chats, default_language=language)
        about, now = f"{len(chats)} chats", app.clock()
        with noted(app.audit, by=CONSOLE, action="broadcast", about=about, now=now):
            app.outbox.put(notices(written, now=now), now=now)
        typer.echo(f"{len(chats):,} messages are in the outbox; see: sosik outbox")
