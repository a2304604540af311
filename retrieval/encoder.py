"""Turns text into vectors: the seam, and the sentence-transformers part behind it."""

import hashlib
import json
import os
import re
import sys
import threading
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.bundled import MANIFEST, NAME, is_complete
from retrieval.errors import ModelError
from retrieval.together import Together

Vectors = NDArray[np.float32]
#: Texts, and what stands before each of them, to rows of length one.
_Encode = Callable[[list[str], str], Vectors]

#: Ordinary text in any language fills 512 tokens with less; what comes after costs nothing.
_MAX_CHARS: Final = 4000
_MAX_TOKENS: Final = 512
_BATCH: Final = 8  # 16 is no faster, 1 slower by an eighth; small batches spread over the cores
_WEIGHTS: Final = {".json", ".safetensors", ".bin", ".model", ".txt"}
_NOT_FOR_TORCH: Final = ["*.onnx", "*.h5", "*.msgpack", "*.ot", "*.gguf", "onnx/*", "openvino/*"]
#: What transformers and torch raise when a folder is damaged or of another kind.
_DAMAGE: Final = (
    OSError, ValueError, LookupError, RuntimeError, TypeError, AttributeError, ImportError,
)  # fmt: skip


class Encoder(Protocol):
    """Maps texts to unit vectors; equal texts give equal vectors.

    ``name`` identifies the weights and the prefixes: vectors of different names are never mixed.
    """

    name: str
    dimensions: int

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Encode stored texts: shape (len(texts), dimensions), rows of length one."""
        ...

    def question(self, text: str) -> Vectors:
        """Encode one question: shape (dimensions,), length one."""
        ...


class SentenceEncoder:
    """An ``Encoder`` over a sentence-transformers model: a folder or a Hugging Face name.

    The bundled one runs in ``LeanBert``, others in that library, whose import takes seconds.
    ``threads`` 0 is one for each core: so many
    batches of passages are encoded at a time, each on one core, and questions run beside them
    on a caller's thread, those together that wait at the same time. Both methods may be called
    from several threads. Raises ModelError.
    """

    def __init__(self, model: str | Path, *, threads: int) -> None:
        import torch

        # torch's own threads wait for one another spinning: beside two busy processes on two cores,
        # two of them took 460 ms for a question and 3 to 8 passages a second; one 50 ms and 12.
        torch.set_num_threads(1)
        self._encode, prompts, folder = _load(str(model))
        self._question_prefix, self._passage_prefix = _prefixes(str(model), prompts)
        self.name = _name(folder, (self._question_prefix, self._passage_prefix))
        self._workers = ThreadPoolExecutor(
            threads or os.cpu_count() or 1, "encoder", initializer=_yield_to_questions
        )
        self._questions = Together(lambda texts: self._encode(texts, self._question_prefix))
        # Also the warm-up: a tokenizer may set itself up only while no other thread uses it.
        self.dimensions = len(self.question("?"))

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Encode stored texts: shape (len(texts), dimensions), rows of length one."""
        readable = [_readable(text) for text in texts]
        longest_first = sorted(range(len(texts)), key=lambda i: -len(readable[i]))
        batches = [longest_first[i : i + _BATCH] for i in range(0, len(texts), _BATCH)]
        vectors = np.empty((len(texts), self.dimensions), np.float32)
        encoded = self._workers.map(
            lambda batch: self._encode([readable[i] for i in batch], self._passage_prefix), batches
        )
        for batch, rows in zip(batches, encoded, strict=True):
            vectors[batch] = rows
        return vectors

    def question(self, text: str) -> Vectors:
        """Encode one question: shape (dimensions,), length one."""
        return self._questions(_readable(text))


def _yield_to_questions() -> None:
    if sys.platform == "linux":  # where a thread has a niceness of its own
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)


def _readable(text: str) -> str:
    """What a model can read of ``text``: NFKC, without NUL and lone surrogates, not too long."""
    kept = text[:_MAX_CHARS].replace("\0", "").encode(errors="ignore").decode()
    return unicodedata.normalize("NFKC", kept)[:_MAX_CHARS]


def _load(model: str) -> tuple[_Encode, Mapping[str, str], Path]:
    """The model, its prompts and the folder it lies in; the network is the last resort."""
    folder = Path(model).expanduser()
    if folder.is_dir():
        return *_open(model, folder), folder
    if folder.is_absolute() or model.startswith((".", "~")):
        raise ModelError(model, "there is no such folder. Set SOSIK_MODEL to one, or to bundled")
    from huggingface_hub import snapshot_download

    try:
        folder = Path(snapshot_download(model, local_files_only=True))
        return *_open(model, folder), folder
    except (OSError, ValueError, ModelError):
        pass  # not here, or the download was interrupted
    try:
        folder = Path(snapshot_download(model, ignore_patterns=_NOT_FOR_TORCH))
    except (OSError, ValueError, RuntimeError) as error:
        raise ModelError(
            model,
            f"it is not on this machine and could not be fetched ({type(error).__name__}). "
            "Check the name in SOSIK_MODEL and the network, or set SOSIK_MODEL to bundled",
        ) from error
    return *_open(model, folder), folder


def _open(model: str, folder: Path) -> tuple[_Encode, Mapping[str, str]]:
    from safetensors import SafetensorError

    try:
        return _open_bundled(folder) if is_complete(folder) else _open_other(folder)
    except (*_DAMAGE, SafetensorError) as error:
        raise ModelError(
            model,
            f"{folder} is no whole sentence-transformers model ({type(error).__name__}: {error}). "
            "Delete that folder to have it made or fetched again, or set SOSIK_MODEL to another",
        ) from error


def _open_bundled(folder: Path) -> tuple[_Encode, Mapping[str, str]]:
    from retrieval.lean_bert import LeanBert

    lean = LeanBert(folder)
    config = json.loads((folder / "config_sentence_transformers.json").read_bytes())
    return lambda texts, prefix: lean.encode([prefix + text for text in texts]), config["prompts"]


def _open_other(folder: Path) -> tuple[_Encode, Mapping[str, str]]:
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.set_verbosity_error()
    logging.disable_progress_bar()
    opened: Any = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    opened.max_seq_length = min(opened.max_seq_length or _MAX_TOKENS, _MAX_TOKENS)

    def encode(texts: list[str], prefix: str) -> Vectors:
        rows = opened.encode(
            texts, prompt=prefix, show_progress_bar=False, normalize_embeddings=True
        )
        vectors: Vectors = rows.astype(np.float32)
        return vectors

    return encode, opened.prompts


def _prefixes(model: str, prompts: Mapping[str, str]) -> tuple[str, str]:
    """What stands before a question and before a passage: the model's own prompts, if any."""
    question = prompts.get("query", "")
    passage = next((prompts[key] for key in ("document", "passage") if prompts.get(key)), "")
    if question or passage:
        return question, passage
    family = re.split(r"[/_-]", model.lower())
    if "e5" in family and "instruct" not in family:
        return "query: ", "passage: "
    return "", ""


def _name(folder: Path, prefixes: tuple[str, str]) -> str:
    """The same for equal weights and prefixes, wherever the folder lies."""
    digest = hashlib.sha256(json.dumps(prefixes).encode())
    if is_complete(folder):
        digest.update((folder / MANIFEST).read_bytes())  # holds the digest of each file
        return f"{NAME}-{digest.hexdigest()[:16]}"
    for file in sorted(folder.rglob("*")):
        if file.is_file() and file.suffix in _WEIGHTS:
            digest.update(str(file.relative_to(folder)).encode())
            with file.open("rb") as content:
                digest.update(hashlib.file_digest(content, "sha256").digest())
    return digest.hexdigest()[:16]
