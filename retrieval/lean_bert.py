"""Runs the bundled model fast and in little memory; imports torch, so import it only where needed.

Against the same folder in transformers, both multiplying in bfloat16: 1.4 times the passages a
CPU-second (texts stand one after another without padding, and attend while in the cache), a
question in 0.7 of the time, loaded in 1.7 s of CPU time in place of 5.6. Resident then: 400 MB, 220
of them torch, where SentenceTransformer has 1,440: the word embeddings stay on disk, the pieces are
split by ``retrieval.unigram``.
"""

import json
import os
import warnings
import weakref
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import safe_open
from torch import Tensor
from torch.nn.functional import gelu, layer_norm, linear, normalize

from retrieval.unigram import UnigramTokenizer

#: Rows of a text are rounded up to it: for each shape oneDNN keeps the code it made.
_WIDTH_STEP: Final = 16
_WORDS: Final = "embeddings.word_embeddings.weight"


class LeanBert:
    """A BertModel with mean pooling as ``retrieval.bundled`` writes it. Any thread may use it.

    It multiplies in bfloat16 where the processor can and keeps the sums between in float32:
    cosines to vectors wholly in float32 stay above .9999, so that vectors of two machines mix.
    """

    def __init__(self, folder: Path, *, bfloat16: bool | None = None) -> None:
        self._tokenizer = UnigramTokenizer(folder / "tokenizer.json")
        self._words = RowsOnDisk(folder / "model.safetensors", _WORDS)
        fast = multiplies_bfloat16() if bfloat16 is None else bfloat16
        weights = _Weights(folder, torch.bfloat16 if fast else torch.float32)
        self._first = weights.norm("embeddings.LayerNorm")
        types = weights.read("embeddings.token_type_embeddings.weight")
        self._places = weights.read("embeddings.position_embeddings.weight") + types[0]
        layers = weights.config["num_hidden_layers"]
        self._layers = [weights.layer(f"encoder.layer.{i}") for i in range(layers)]
        self._heads = int(weights.config["num_attention_heads"])
        self._epsilon = float(weights.config["layer_norm_eps"])
        self._encode = _without_the_interpreter_lock(_encode)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the mean token embeddings of at least one text, rows of length one."""
        rows = [self._tokenizer.ids(text, limit=len(self._places)) for text in texts]
        spans: list[_Span] = []
        for row in rows:
            start = spans[-1].end if spans else 0
            width = -(-len(row) // _WIDTH_STEP) * _WIDTH_STEP
            spans.append(_Span(start=start, stop=start + len(row), end=start + width))
        ids = torch.full((spans[-1].end,), self._tokenizer.padding)
        for row, span in zip(rows, spans, strict=True):
            ids[span.start : span.stop] = torch.tensor(row)
        with torch.inference_mode():
            places = torch.cat([self._places[: span.end - span.start] for span in spans])
            states = self._words(ids) + places
            vectors: NDArray[np.float32] = self._encode(
                states, self._first, self._layers, spans, self._heads, self._epsilon
            ).numpy()
        return vectors


class _Span(NamedTuple):
    """The rows of one text among those of all; from ``stop`` to ``end`` they are padding."""

    start: int
    stop: int
    end: int


class _Linear(NamedTuple):
    weight: Tensor
    bias: Tensor


class _Layer(NamedTuple):
    attention: _Linear
    attended: _Linear
    attention_norm: _Linear
    inner: _Linear
    outer: _Linear
    norm: _Linear


def _encode(
    states: Tensor,
    first: _Linear,
    layers: list[_Layer],
    spans: list[_Span],
    heads: int,
    epsilon: float,
) -> Tensor:
    """Run the layers over the rows of several texts: only in the attention do they stand apart."""
    states = _norm(states, first, epsilon)
    for layer in layers:
        found = _attend(_linear(states, layer.attention), spans, heads)
        states = _norm(states + _linear(found, layer.attended), layer.attention_norm, epsilon)
        inner = gelu(_linear(states, layer.inner))
        states = _norm(states + _linear(inner, layer.outer), layer.norm, epsilon)
    means = torch.stack([states[span.start : span.stop].mean(0) for span in spans])
    return normalize(means)


def _attend(projected: Tensor, spans: list[_Span], heads: int) -> Tensor:
    projected = projected.view(len(projected), 3, heads, -1)
    found = torch.empty_like(projected[:, 0])
    for span in spans:  # one text at a time stays in the processor's cache
        rows = projected[span.start : span.end]
        queries, keys, values = rows.permute(1, 2, 0, 3).unbind()
        scores = torch.bmm(queries, keys.transpose(1, 2))
        scores[:, :, span.stop - span.start :] = -float("inf")
        found[span.start : span.end] = torch.bmm(scores.softmax(-1), values).transpose(0, 1)
    return found.flatten(1)


def _linear(states: Tensor, by: _Linear) -> Tensor:
    return linear(states.to(by.weight.dtype), by.weight, by.bias)


def _norm(states: Tensor, by: _Linear, epsilon: float) -> Tensor:
    return layer_norm(states, by.weight.shape, by.weight, by.bias, epsilon)


def _without_the_interpreter_lock(function: Any) -> Any:
    """Compile ``function`` into one call, which lets go of Python's lock until it is done.

    Each operation that Python calls lets go of it and then waits for it, up to 5 ms: beside a busy
    thread a question took 0.5 s, compiled 0.1 s. The results are the same to the last bit.
    """
    with warnings.catch_warnings():
        # torch.compile and torch.export, which it names instead, want a C++ compiler.
        warnings.simplefilter("ignore", DeprecationWarning)
        return torch.jit.script(function)


class _Weights:
    """The tensors of the model's file; only those that are asked for are read."""

    def __init__(self, folder: Path, dtype: Any) -> None:
        self.config: Mapping[str, Any] = json.loads((folder / "config.json").read_bytes())
        self._tensors: Any = safe_open(folder / "model.safetensors", "pt")
        self._dtype = dtype

    def read(self, name: str) -> Any:
        return self._tensors.get_tensor(name).float()

    def norm(self, name: str) -> _Linear:
        return _Linear(self.read(f"{name}.weight"), self.read(f"{name}.bias"))

    def linear(self, *names: str, scales: Sequence[float] = (1.0,)) -> _Linear:
        """Several as one, their outputs side by side, each scaled."""
        weight, bias = (
            torch.cat(
                [
                    self.read(f"{name}.{kind}") * scale
                    for name, scale in zip(names, scales, strict=True)
                ]
            )
            for kind in ("weight", "bias")
        )
        return _Linear(weight.to(self._dtype), bias.to(self._dtype))

    def layer(self, name: str) -> _Layer:
        heads = self.config["num_attention_heads"]
        scale = (self.config["hidden_size"] // heads) ** -0.5
        parts = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
        return _Layer(
            attention=self.linear(*parts, scales=(scale, 1.0, 1.0)),
            attended=self.linear(f"{name}.attention.output.dense"),
            attention_norm=self.norm(f"{name}.attention.output.LayerNorm"),
            inner=self.linear(f"{name}.intermediate.dense"),
            outer=self.linear(f"{name}.output.dense"),
            norm=self.norm(f"{name}.output.LayerNorm"),
        )


class RowsOnDisk:
    """A float16 matrix of a safetensors file of which rows are read when they are wanted.

    A text wants a hundred rows of 250,000. Mapped, each row brings its neighbours into memory:
    109 MB for the 3,225 rows of 200 passages. Reading takes 0.7 ms for a batch of 8 passages.
    """

    def __init__(self, file: Path, tensor: str) -> None:
        self._descriptor = os.open(file, os.O_RDONLY)
        weakref.finalize(self, os.close, self._descriptor)
        header_bytes = int.from_bytes(os.pread(self._descriptor, 8, 0), "little")
        header: Mapping[str, Any] = json.loads(os.pread(self._descriptor, header_bytes, 8))
        self._width: int = header[tensor]["shape"][1]
        self._start: int = 8 + header_bytes + header[tensor]["data_offsets"][0]

    def __call__(self, ids: Any) -> Any:
        """Look up rows as float32: shape (*ids.shape, width)."""
        wanted, places = torch.unique(ids, return_inverse=True)
        size = 2 * self._width
        rows = bytearray().join(
            os.pread(self._descriptor, size, self._start + row * size) for row in wanted.tolist()
        )
        return torch.frombuffer(rows, dtype=torch.float16).view(-1, self._width).float()[places]


def multiplies_bfloat16() -> bool:
    """Whether this processor has instructions for it."""
    can = torch.cpu.get_capabilities()
    return bool(can.get("avx512_bf16") or can.get("amx_bf16"))
