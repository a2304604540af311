"""Sosik as it is run: files are extracted, stored durably, indexed by words and by meaning."""

from collections.abc import Mapping, Sequence
from datetime import UTC
from pathlib import Path

from benchmarks.peers.engine import DEPTH, Ask, Found
from bot.app import App, utc_now
from bot.taking_in import wait_until_found
from config.settings import Settings
from store.ingest import files_below


class Sosik:
    """An ``Engine`` over a home in ``folder``."""

    def __init__(self, folder: Path, *, model: Path, threads: int) -> None:
        settings = Settings(
            home=folder,
            model=str(model),
            threads=threads,
            _env_file=None,  # type: ignore[call-arg]
        )
        self._app = App(settings)
        self._app.analyser.get()
        self._app.encoder.get()

    def take_in(self, articles: Sequence[Path]) -> int:
        """Store the articles and index them."""
        for path in files_below(articles):
            for _ in self._app.ingest.bring(path):
                pass
        passages = self._app.backlog.waiting().passages
        wait_until_found(self._app, None, by_meaning=True, progress=lambda _: None)
        return passages

    def ways(self) -> Mapping[str, Ask]:
        """Find passages, or give the answer that a person gets: up to three sentences, or none."""
        return {"passages": self._passages, "answer": self._answer}

    def _passages(self, text: str) -> Found:
        question = self._app.desk.understand(text, now=utc_now(), zone=UTC)
        hits = self._app.search.find(question, encoder=self._app.encoder.get())[:DEPTH]
        return Found(
            files=tuple(hit.article.file for hit in hits),
            pieces=tuple(hit.passage.text for hit in hits),
        )

    def _answer(self, text: str) -> Found:
        answer = self._app.desk.ask(text, now=utc_now(), zone=UTC)
        return Found(
            files=tuple(quote.article.file for quote in answer.quotes),
            pieces=tuple(quote.text for quote in answer.quotes),
        )
