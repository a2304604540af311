"""Does the service's work in processes that can be killed at once, and started again at once.

``python -m tests.bot.killable HOME``: each line on the standard input starts a process that
watches the inbox and keeps the indexes up; its number is written once it works. What is
slow to load is loaded before, so that a kill falls into the work and not into the start.
"""

import os
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

from bot.indexing import Indexing
from retrieval.morphemes import Analyser
from store.extract.article import extract
from store.inbox import Inbox
from store.ingest import Ingest
from tests.fake_encoder import LetterEncoder
from tests.retrieval.shelf import Shelf


def work(home: Path, analyser: Analyser) -> None:
    """Take in and index until killed."""
    shelf = Shelf(home, analyser=analyser, encoder=LetterEncoder())
    ingest = Ingest(shelf.library, clock=lambda: datetime.now(UTC))
    inbox = Inbox(home / "inbox", ingest=ingest)
    inbox.prepare()
    Indexing(shelf.indexer).start()
    print(os.getpid(), flush=True)
    while True:
        for _ in inbox.sweep():
            pass
        threading.Event().wait(0.01)


if __name__ == "__main__":
    loaded = Analyser()
    extract(b"Sky\n\nThe sky was blue all day. Nobody saw a cloud until noon.", "warm-up.txt")
    for _ in sys.stdin:
        if os.fork() == 0:
            work(Path(sys.argv[1]), loaded)
        os.wait()
