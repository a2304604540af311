"""Keeps the search indexes up with the store: words at once, vectors from a backlog."""

import logging
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from retrieval import vectors, words
from retrieval.encoder import Encoder
from retrieval.errors import IndexDamagedError
from retrieval.indexes import folder_of
from retrieval.morphemes import ANALYSER, Analyser
from retrieval.pairs import LEARNER, pairs
from retrieval.words import FIELDS, WordIndex, WordWriter
from store.article import Passage
from store.backlog import Backlog, IndexName
from store.names import Names

#: Articles in one commit of the word index: more make a commit cheaper for each, and later.
WORDS_BATCH: Final = 128
#: Passages encoded between two looks for new articles, which go first: 0.4 s on two cores. Of 16
#: the encoder makes one batch a core, and the core with the shorter texts waits: 11 % idle, now 3.
VECTORS_BATCH: Final = 32
#: Deleted articles, and passages, taken out of the indexes in one step: 1.4 s of 1,000,000.
FORGET_BATCH: Final = 100_000
_WORDS_FINGERPRINT: Final = f"{ANALYSER} {LEARNER} {','.join(FIELDS)}"

log = logging.getLogger(__name__)


class Indexer:
    """Writes the indexes below ``folder``. Of all processes only the one with the lock writes.

    ``encoder`` returns None while no model is loaded: words are then indexed, vectors wait.
    """

    def __init__(
        self,
        folder: Path,
        *,
        backlog: Backlog,
        names: Names,
        analyser: Callable[[], Analyser],
        encoder: Callable[[], Encoder | None],
    ) -> None:
        self._folder = folder
        self._backlog = backlog
        self._names = names
        self._analyser = analyser
        self._encoder = encoder
        self._checked: set[Path] = set()
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = FileLock(folder / "writer.lock", thread_local=False)

    def acquire(self) -> bool:
        """Become the writer if nobody else is; the lock ends with ``release`` or the process."""
        if not self._lock.is_locked:
            try:
                self._lock.acquire(timeout=0)
            except Timeout:
                return False
        return True

    def release(self) -> None:
        """Let another process write."""
        self._lock.release()

    def step(self) -> bool:
        """Forget what was deleted, then do one batch of what waits, words first.

        Return whether anything was done. The caller has acquired the lock.
        """
        forgot = self.forget()
        return self.index_words() or self._index_vectors() or forgot

    def forget(self) -> bool:
        """Take out of both indexes what was deleted. Return whether there was anything.

        It is noted as forgotten when both are rid of it, so a kill has it done again. An index
        that is damaged is begun anew instead. The caller has acquired the lock.
        """
        forgotten = self._backlog.forgotten(limit=FORGET_BATCH)
        if not forgotten:
            return False
        self._forget_in("words", forgotten.articles, self._words_are_intact, words.forget)
        self._forget_in("vectors", forgotten.passages, self._vectors_are_intact, vectors.forget)
        self._backlog.mark_forgotten(forgotten)
        return True

    def vectors_folder(self) -> Path | None:
        """Return the folder of the current vectors, which a backup takes along; None without."""
        current = self._backlog.generation("vectors")
        return None if current is None else folder_of(self._folder, "vectors", current[0])

    def renew(self) -> None:
        """Let both indexes be built anew from the stored articles, by whoever writes."""
        indexes: tuple[IndexName, ...] = ("words", "vectors")
        for index in indexes:
            current = self._backlog.generation(index)
            if current is not None:
                self._backlog.renew(index, fingerprint=current[1])

    def index_words(self) -> bool:
        """Put the next batch of articles into the word index, and learn the names in them.

        Return whether there was one.
        """
        generation = self._generation("words", _WORDS_FINGERPRINT, self._words_are_intact)
        batch = self._backlog.articles_without_words(limit=WORDS_BATCH)
        if not batch:
            return False
        writer = WordWriter(folder_of(self._folder, "words", generation), analyser=self._analyser())
        try:
            for article, passages in batch:
                writer.add(article, passages)
            writer.commit()
        finally:
            writer.close()
        self._names.learn([(article, pairs(article.text)) for article, _ in batch])
        self._backlog.mark_words([article for article, _ in batch], generation=generation)
        self._remove_others("words", generation)
        return True

    def _index_vectors(self) -> bool:
        encoder = self._encoder()
        if encoder is None:
            return False
        generation = self._generation("vectors", encoder.name, self._vectors_are_intact)
        batch = self._backlog.passages_without_vectors(limit=VECTORS_BATCH)
        if not batch:
            return False
        folder = folder_of(self._folder, "vectors", generation)
        vectors.create(folder, dimensions=encoder.dimensions)
        rows = encoder.passages([_context(passage, title) for passage, title in batch])
        ids = [passage.id for passage, _ in batch]
        vectors.append(folder, ids, rows)
        self._backlog.mark_vectors(ids, generation=generation)
        self._remove_others("vectors", generation)
        return True

    def _forget_in(
        self,
        index: IndexName,
        ids: Sequence[int],
        intact: Callable[[Path], bool],
        forget: Callable[[Path, Sequence[int]], None],
    ) -> None:
        current = self._backlog.generation(index)
        if current is None:
            return
        generation = self._generation(index, current[1], intact)
        folder = folder_of(self._folder, index, generation)
        if ids and folder.exists():
            try:
                forget(folder, ids)
            except IndexDamagedError:
                log.warning("the %s index is damaged and is built anew", index)
                generation = self._backlog.renew(index, fingerprint=current[1])
        self._remove_others(index, generation)  # one that was given up holds these as well

    def _generation(
        self, index: IndexName, fingerprint: str, intact: Callable[[Path], bool]
    ) -> int:
        """Return the generation to write to; a new one when the old cannot be gone on with."""
        current = self._backlog.generation(index)
        if current is not None and current[1] == fingerprint:
            folder = folder_of(self._folder, index, current[0])
            if intact(folder) or not self._backlog.holds(index):
                return current[0]
            log.warning("the %s index is missing or damaged and is built anew", index)
        return self._backlog.renew(index, fingerprint=fingerprint)

    def _remove_others(self, index: IndexName, generation: int) -> None:
        """Delete the folders of other generations; a reader that still has one open keeps it."""
        for folder in self._folder.glob(f"{index}-*"):
            if folder != folder_of(self._folder, index, generation):
                shutil.rmtree(folder, ignore_errors=True)

    def _words_are_intact(self, folder: Path) -> bool:
        if not (folder / "meta.json").exists():
            return False
        return self._once(folder, lambda: WordIndex(folder))

    def _vectors_are_intact(self, folder: Path) -> bool:
        return self._once(folder, lambda: self._agree(folder))

    def _agree(self, folder: Path) -> None:
        """Let the rows be those of the passages that are marked.

        They are others after a kill between writing and marking, or when the database was put
        back from a copy; new passages would then be given the ids, and so the rows, of others.
        """
        missing = vectors.keep_only(folder, self._backlog.encoded_passages())
        if missing:
            log.warning("the vectors index lacks passages, which are encoded anew")
            self._backlog.unmark_vectors(missing)

    def _once(self, folder: Path, check: Callable[[], object]) -> bool:
        """Run a costly check the first time this process meets the folder."""
        if folder not in self._checked:
            try:
                check()
            except IndexDamagedError:
                return False
            self._checked.add(folder)
        return folder.exists()


def _context(passage: Passage, title: str) -> str:
    """Write the passage as it is encoded: below its headline, which names what it is about."""
    return f"{title}\n{passage.text}" if title else passage.text
