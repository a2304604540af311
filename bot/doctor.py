"""Says what is missing or broken in an installation, and the mend."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.app import App
from retrieval.bundled import bundled_model, is_intact
from retrieval.errors import RetrievalError
from store.errors import StoreError

#: Below this much free space a database may fail in the middle of its work.
LOW_DISK_BYTES: Final = 500 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at; ``mend`` says what to do when it is not ``fine``."""

    subject: str
    fine: bool
    says: str
    mend: str | None = None


def examine(app: App) -> Iterator[Finding]:
    """Look at the disk, the database, the indexes, the model, the inbox and Telegram."""
    for look in (_disk, _database, _words, _model, _vectors, _inbox, _telegram):
        try:
            yield look(app)
        except (StoreError, RetrievalError, OSError) as error:
            yield Finding(subject=look.__name__.strip("_"), fine=False, says=str(error))


def _disk(app: App) -> Finding:
    free = shutil.disk_usage(app.settings.home).free
    says = f"{free // 1024**2:,} MB free in {app.settings.home}"
    mend = "free some space: below 500 MB storing may fail"
    return _fine("disk", says) if free >= LOW_DISK_BYTES else _broken("disk", says, mend)


def _database(app: App) -> Finding:
    problem = app.database.check()
    if problem:
        return _broken("database", problem, "put back a copy of sosik.db")
    refused = len(app.library.refusals(limit=1000))
    return _fine("database", f"{app.library.count():,} articles, {refused} refused files")


def _words(app: App) -> Finding:
    waiting = app.backlog.waiting().articles
    index = app.search.indexes.words()
    if index is None and app.library.count():
        return _broken("words", "no word index", "run: sosik reindex")
    return _fine("words", f"{waiting:,} articles wait to be indexed")


def _model(app: App) -> Finding:
    encoder = app.encoder.get()
    if app.settings.model == "bundled":
        folder = bundled_model(app.settings.home / "models")
        if not is_intact(folder):
            mend = f"delete {folder}; it is made again at the next start"
            return _broken("model", f"{folder} is damaged", mend)
    return _fine("model", f"{app.settings.model}, as {encoder.name}")


def _vectors(app: App) -> Finding:
    encoder = app.encoder.now()
    waiting = app.backlog.waiting().passages
    if encoder is not None and app.search.indexes.vectors(encoder=encoder.name) is None and waiting:
        says = f"none of this model; {waiting:,} passages wait"
        return _broken("vectors", says, "run: sosik run, or sosik reindex")
    return _fine("vectors", f"{waiting:,} passages wait to be encoded")


def _inbox(app: App) -> Finding:
    folder = app.settings.inbox_folder
    if not folder.is_dir():
        return _fine("inbox", f"{folder} is made when the service starts")
    waiting = sum(1 for _ in app.inbox.waiting())
    return _fine("inbox", f"{waiting:,} files wait in {folder}")


def _telegram(app: App) -> Finding:
    token = app.settings.telegram_token
    if token is None or not token.get_secret_value():
        return _fine("telegram", "off: SOSIK_TELEGRAM_TOKEN is not set")
    return _fine("telegram", f"a token is set; asked at {app.settings.telegram_api_url}")


def _fine(subject: str, says: str) -> Finding:
    return Finding(subject=subject, fine=True, says=says)


def _broken(subject: str, says: str, mend: str) -> Finding:
    return Finding(subject=subject, fine=False, says=says, mend=mend)
