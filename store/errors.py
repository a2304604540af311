"""What can go wrong while remembering, each error with the facts it is about."""

from pathlib import Path


class StoreError(Exception):
    """Base of all errors of this package; its text says what happened and what to do."""


class DatabaseError(StoreError):
    """SQLite could not do what was asked (locked, read-only, full, damaged)."""

    def __init__(self, message: str, *, path: Path) -> None:
        super().__init__(message)
        self.path = path


class LowDiskError(StoreError):
    """Less than the floor is free on the disk of ``folder``; ``free`` and ``floor`` in bytes."""

    def __init__(self, folder: Path, *, free: int, floor: int) -> None:
        super().__init__(
            f"{free // 1_000_000:,} MB free on the disk of {folder}, floor "
            f"{floor // 1_000_000:,} MB: nothing is taken in until space is freed; what is stored "
            "stays and is answered from"
        )
        self.folder = folder
        self.free = free
        self.floor = floor


class BackupError(StoreError):
    """A backup could not be made or restored; ``path`` is the file or folder it is about."""

    def __init__(self, message: str, *, path: Path) -> None:
        super().__init__(message)
        self.path = path


class RemovedError(StoreError):
    """An admin removed this article; it is not taken in again."""

    def __init__(self) -> None:
        super().__init__("this article was removed by an admin and is not taken in again")


class ToldMeanwhileError(StoreError):
    """A chat was told something while the same was being written for it: nothing was promised."""

    def __init__(self) -> None:
        super().__init__("the chat was told this meanwhile; nothing was promised")


class NoLongerDueError(StoreError):
    """What was being written was due to its chat no more: nothing was promised."""

    def __init__(self) -> None:
        super().__init__("it is due to the chat no more; nothing was promised")


class SourceError(StoreError):
    """A source could not be fetched or read: ``reason`` is a short code, ``detail`` one sentence.

    ``retry_after_s`` is how long the server asks to be left alone, where it does; ``lasting``
    says that trying again soon is of no use (410, a private address, robots.txt).
    """

    def __init__(
        self, reason: str, detail: str, *, retry_after_s: float | None = None, lasting: bool = False
    ) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail
        self.retry_after_s = retry_after_s
        self.lasting = lasting
