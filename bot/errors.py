"""What can go wrong while speaking, each error with the facts it is about."""


class BotError(Exception):
    """Base of all errors of this package; its text says what happened and what to do."""


class ChannelError(BotError):
    """A channel cannot start or go on; the text never holds a secret or what a person wrote."""

    def __init__(self, message: str, *, channel: str) -> None:
        super().__init__(message)
        self.channel = channel
