"""What can go wrong in retrieval; every text says what to do."""

from pathlib import Path


class RetrievalError(Exception):
    """Base of every error that retrieval raises on purpose."""


class ModelError(RetrievalError):
    """The encoder cannot be made or loaded. ``model`` is the folder or name that was asked for."""

    def __init__(self, model: str, problem: str) -> None:
        super().__init__(f"the model {model} cannot be used: {problem}")
        self.model = model


class IndexDamagedError(RetrievalError):
    """A search index is missing or cannot be read; the articles themselves are safe."""

    def __init__(self, index: str, folder: Path) -> None:
        super().__init__(
            f"the {index} index in {folder} is missing or damaged; no article is lost. "
            "Run: sosik reindex"
        )
        self.index = index
        self.folder = folder


class IndexNotWrittenError(RetrievalError):
    """A search index cannot be written; what is stored stays, and is indexed later."""

    def __init__(self, index: str, folder: Path, problem: str) -> None:
        super().__init__(
            f"the {index} index in {folder} cannot be written ({problem}); no article is lost. "
            "Free some space and check the permissions of the folder"
        )
        self.index = index
        self.folder = folder
