"""Takes files in from the command line, and waits until they can be found."""

import logging
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bot.app import App
from bot.channels.terminal import printable
from bot.errors import BotError
from retrieval.errors import RetrievalError
from store.backlog import Waiting
from store.ingest import Outcome, files_below

#: A writer elsewhere that gets nothing done for so long has no working model, or has hung.
STUCK_S: Final = 180.0
_POLL_S: Final = 0.1

log = logging.getLogger(__name__)


class IndexingStuckError(BotError):
    """The process that writes the indexes does not get on with what waits."""

    def __init__(self, waiting: Waiting) -> None:
        super().__init__(
            f"everything is stored, but {waiting.passages} passages still wait for their vectors "
            "and the process that writes the indexes does not get on. Run: sosik doctor"
        )
        self.waiting = waiting


def wait_until_found(
    app: App,
    article_ids: Collection[int] | None,
    *,
    by_meaning: bool,
    progress: Callable[[Waiting], None],
    stuck_s: float = STUCK_S,
) -> None:
    """Return when these (or all) articles are found by words, and ``by_meaning`` also by meaning.

    This process does the work unless another one writes the indexes; then it waits for that.
    Raises ModelError, IndexingStuckError, IndexDamagedError and DatabaseError.
    """
    before, moved_at = None, time.monotonic()
    try:
        while True:
            waiting = app.backlog.waiting(article_ids=article_ids)
            progress(waiting)
            if not waiting.articles and not (by_meaning and waiting.passages):
                return
            if waiting != before:
                before, moved_at = waiting, time.monotonic()
            if app.indexer.acquire():
                _work(app, needs_encoder=by_meaning and not waiting.articles)
            elif time.monotonic() - moved_at > stuck_s:
                raise IndexingStuckError(waiting)
            else:
                time.sleep(_POLL_S)
    finally:
        app.indexer.release()  # a chat may follow, which writes nothing


def take_in(
    app: App,
    paths: Sequence[Path],
    *,
    report: Callable[[Outcome], None],
    by_meaning: bool,
    console: Console,
) -> None:
    """Bring in the files and wait until they are found, with progress on ``console``.

    ``report`` is called for each outcome in order, as soon as it is known. There is no progress
    to see while all files are duplicates that can be found.
    """
    if by_meaning and app.indexer.acquire():
        app.encoder.start()  # loads while the files are read
    brought: list[int] = []
    files = list(files_below(paths))
    with _bars(console) as bars:
        reading = bars.add_task("reading files", total=len(files))
        for path in files:
            for outcome in app.ingest.bring(path):
                if outcome.article_id is not None:
                    brought.append(outcome.article_id)
                if outcome.status != "duplicate":
                    bars.start()
                report(outcome)
            bars.advance(reading)
        _watch(app, brought, by_meaning=by_meaning, bars=bars)


def take_samples_in(app: App, folder: Path, *, console: Console) -> None:
    """Take in what is new in ``folder``, and tell on ``console`` what is refused.

    Without a working model the samples are found by words.
    """

    def report(outcome: Outcome) -> None:
        if outcome.status == "refused":
            console.print(told(outcome), markup=False, soft_wrap=True)

    try:
        take_in(app, [folder], report=report, by_meaning=True, console=console)
    except (RetrievalError, IndexingStuckError) as error:
        log.warning("the samples are found by words alone: %s", error)


def index_all(app: App, *, console: Console) -> None:
    """Wait until everything stored is found by words and by meaning."""
    with _bars(console) as bars:
        _watch(app, None, by_meaning=True, bars=bars)


def told(outcome: Outcome) -> str:
    """Say in a line what became of a file."""
    name = " ".join(printable(outcome.file).split())
    if outcome.status == "refused":
        return f"refused    {name}: {outcome.reason} ({outcome.detail})"
    return f"{outcome.status:<10} {name}: {printable(outcome.title or '–')}"


def _work(app: App, *, needs_encoder: bool) -> None:
    if needs_encoder:
        app.encoder.get()
    app.indexer.step()


def _watch(
    app: App, article_ids: Collection[int] | None, *, by_meaning: bool, bars: Progress
) -> None:
    before = app.backlog.waiting(article_ids=article_ids)
    if before.articles or (by_meaning and before.passages):
        bars.start()
    words = bars.add_task("by words", total=before.articles)
    meaning = bars.add_task("by meaning", total=before.passages, visible=by_meaning)

    def progress(waiting: Waiting) -> None:
        bars.update(words, completed=before.articles - waiting.articles)
        bars.update(meaning, completed=before.passages - waiting.passages)

    wait_until_found(app, article_ids, by_meaning=by_meaning, progress=progress)


@contextmanager
def _bars(console: Console) -> Iterator[Progress]:
    """Give bars that show from their ``start`` on."""
    columns = (TextColumn("{task.description:<14}"), BarColumn(), MofNCompleteColumn())
    bars = Progress(*columns, TimeElapsedColumn(), console=console, disable=not console.is_terminal)
    try:
        yield bars
    finally:
        bars.stop()
