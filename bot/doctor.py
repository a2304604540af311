"""Says what is missing or broken in an installation, and the mend."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.app import App, encoder_of
from bot.channels.terminal import printable
from config.settings import Settings, SettingsError, load
from retrieval.bundled import bundled_model, is_intact
from retrieval.encoder import Encoder
from retrieval.errors import RetrievalError
from store.disk import MB
from store.errors import StoreError
from store.sources.catalog import DEAD_AFTER, is_dead

#: Below this much free space a database may fail in the middle of its work.
LOW_DISK_BYTES: Final = 500 * MB
#: Errors end with their mend, behind the last semicolon or as the last sentence.
_MEND: Final = re.compile(r"(.+)(?:; |\. )(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at; ``mend`` says what to do when it is not ``fine``."""

    subject: str
    fine: bool
    says: str
    mend: str | None = None


def examine(home: Path | None) -> Iterator[Finding]:
    """Look at all of the installation; what cannot be opened is a finding like any other."""
    try:
        settings = load(home=home)
    except SettingsError as error:
        yield _failed("settings", error, mend="change it in the environment or in .env")
        return
    try:
        app = App(settings)
    except StoreError as error:
        yield from _examine_without_database(settings, error)
        return
    try:
        yield from examine_parts(app)
    finally:
        app.close()


def examine_parts(app: App) -> Iterator[Finding]:
    """Look at the disk, the database, the indexes, the model, the inbox, the sources, Telegram."""
    settings = app.settings
    yield _looked("disk", lambda: _disk(settings))
    yield _looked("database", lambda: _database(app))
    yield _looked("words", lambda: _words(app))
    yield _looked("model", lambda: _model(settings, app.encoder.get))
    yield _looked("vectors", lambda: _vectors(app))
    yield _looked("inbox", lambda: _inbox(app))
    yield _looked("sources", lambda: _sources(app))
    yield _telegram(settings)


def _examine_without_database(settings: Settings, error: StoreError) -> Iterator[Finding]:
    yield _looked("disk", lambda: _disk(settings))
    yield _failed("database", error)
    yield _looked("model", lambda: _model(settings, lambda: encoder_of(settings)))
    yield _telegram(settings)


def _looked(subject: str, look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    except (StoreError, RetrievalError, OSError) as error:
        return _failed(subject, error)


def _failed(subject: str, error: Exception, *, mend: str | None = None) -> Finding:
    parts = _MEND.fullmatch(str(error))
    says, mend = parts.groups() if parts else (str(error), mend)
    return Finding(subject=subject, fine=False, says=says, mend=mend)


def _disk(settings: Settings) -> Finding:
    free = shutil.disk_usage(settings.home).free
    says = f"{free // MB:,} MB free in {settings.home}"
    if free < settings.min_free_mb * MB:
        says += f": below {settings.min_free_mb:,} MB nothing is taken in"
        return _broken("disk", says, "free some space, or lower SOSIK_MIN_FREE_MB")
    mend = "free some space: below 500 MB storing may fail"
    return _fine("disk", says) if free >= LOW_DISK_BYTES else _broken("disk", says, mend)


def _database(app: App) -> Finding:
    problem = app.database.check()
    if problem:
        mend = "move sosik.db, sosik.db-wal and sosik.db-shm away, then run: sosik restore FILE"
        return _broken("database", problem, mend)
    refused = len(app.library.refusals(limit=1000))
    return _fine("database", f"{app.library.count():,} articles, {refused} refused files")


def _words(app: App) -> Finding:
    waiting = app.backlog.waiting().articles
    index = app.search.indexes.words()
    if index is None and app.library.count():
        return _broken("words", "no word index", "run: sosik reindex")
    return _fine("words", f"{waiting:,} articles wait to be indexed")


def _model(settings: Settings, load_encoder: Callable[[], Encoder]) -> Finding:
    encoder = load_encoder()
    if settings.model == "bundled":
        folder = bundled_model(settings.home / "models")
        if not is_intact(folder):
            mend = f"delete {folder}; it is made again at the next start"
            return _broken("model", f"{folder} is damaged", mend)
    return _fine("model", f"{settings.model}, as {encoder.name}")


def _vectors(app: App) -> Finding:
    encoder = app.encoder.now()
    waiting = app.backlog.waiting().passages
    if encoder is not None and app.library.count() and not app.search.by_meaning(encoder):
        says = "none of this model: questions are answered by words alone"
        return _broken("vectors", says, "run: sosik run, or sosik reindex")
    return _fine("vectors", f"{waiting:,} passages wait to be encoded")


def _inbox(app: App) -> Finding:
    folder = app.settings.inbox_folder
    if not folder.is_dir():
        return _fine("inbox", f"{folder} is made when the service starts")
    waiting = sum(1 for _ in app.inbox.waiting())
    return _fine("inbox", f"{waiting:,} files wait in {folder}")


def _sources(app: App) -> Finding:
    sources = app.catalog.all()
    dead = [source for source in sources if is_dead(source, now=app.clock())]
    failing = sum(source.health.failures > 0 for source in sources if not source.paused)
    says = f"{len(sources):,} sources, {failing:,} of them failing"
    if dead:
        named = ", ".join(f"{source.id} ({source.health.reason})" for source in dead[:3])
        says = f"{len(dead):,} have not worked for {DEAD_AFTER.days} days: {printable(named)}"
        return _broken("sources", says, "see: sosik source list; pause or remove what is gone")
    return _fine("sources", says)


def _telegram(settings: Settings) -> Finding:
    token = settings.telegram_token
    if token is None or not token.get_secret_value():
        return _fine("telegram", "off: SOSIK_TELEGRAM_TOKEN is not set")
    return _fine("telegram", f"a token is set; asked at {settings.telegram_api_url}")


def _fine(subject: str, says: str) -> Finding:
    return Finding(subject=subject, fine=True, says=says)


def _broken(subject: str, says: str, mend: str) -> Finding:
    return Finding(subject=subject, fine=False, says=says, mend=mend)
