"""What can go wrong while remembering, each error with the facts it is about."""

from pathlib import Path


class StoreError(Exception):
    """Base of all errors of this package; its text says what happened and what to do."""


class DatabaseError(StoreError):
    """SQLite could not do what was asked (locked, read-only, full, damaged)."""

    def __init__(self, message: str, *, path: Path) -> None:
        super().__init__(message)
        self.path = path
