"""Runs the bundled model in little memory; imports torch, so import it only where it is needed.

Resident after loading, beside the 420 MB of the imports: 140 MB, against 1,020 MB for the plain
SentenceTransformer of the same folder in float32. The word embeddings stay on disk, the pieces
are split by ``retrieval.unigram``.
"""

import json
import os
import weakref
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModel

from retrieval.unigram import UnigramTokenizer

#: For each shape oneDNN keeps the code it made. Over 1,100 passages resident memory grew by
#: 112 MB with widths rounded up to 16, then stood still; with every width by 284 MB, and on.
_WIDTH_STEP = 16
_WORDS = "embeddings.word_embeddings.weight"


class LeanBert(torch.nn.Module):  # type: ignore[misc]  # torch is not followed
    """The one module of a SentenceTransformer: texts to mean token embeddings."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._tokenizer = UnigramTokenizer(folder / "tokenizer.json")
        # In the dtype of the file the weights are mapped, and what is not used is never read.
        network = AutoModel.from_pretrained(folder, dtype=torch.float16, local_files_only=True)
        network.embeddings.word_embeddings = torch.nn.Identity()
        self._words = RowsOnDisk(folder / "model.safetensors", _WORDS)
        self.max_seq_length: int = network.config.max_position_embeddings
        if _multiplies_bfloat16():
            _use_bfloat16(network)
        self._network = network.float().eval()

    def tokenize(self, texts: Sequence[str], **_: object) -> dict[str, Any]:
        """Give token ids and their mask, padded to the longest text."""
        rows = [self._tokenizer.ids(text, limit=self.max_seq_length) for text in texts]
        width = -(-max(map(len, rows)) // _WIDTH_STEP) * _WIDTH_STEP
        ids = torch.full((len(rows), width), self._tokenizer.padding)
        mask = torch.zeros_like(ids)
        for i, row in enumerate(rows):
            ids[i, : len(row)] = torch.tensor(row)
            mask[i, : len(row)] = 1
        return {"input_ids": ids, "attention_mask": mask}

    def preprocess(
        self, inputs: Sequence[str], prompt: str | None = None, **_: object
    ) -> dict[str, Any]:
        """Do what sentence-transformers 6 asks for in place of ``tokenize``."""
        return self.tokenize([f"{prompt or ''}{text}" for text in inputs])

    def forward(self, features: dict[str, Any], **_: object) -> dict[str, Any]:
        """Add the mean of the token embeddings to ``features``, in float32."""
        hidden = self._network(
            inputs_embeds=self._words(features["input_ids"]),
            attention_mask=features["attention_mask"],
        ).last_hidden_state
        mask = features["attention_mask"].unsqueeze(-1)
        features["sentence_embedding"] = (hidden * mask).sum(1) / mask.sum(1)
        return features


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


class Bfloat16Linear(torch.nn.Module):  # type: ignore[misc]  # torch is not followed
    """Multiplies in bfloat16 and hands float32 on: 2.7 times faster where the processor can, and
    cosines stay within .0007 (.0013 with everything in bfloat16, .05 in dynamic int8).
    """

    def __init__(self, linear: Any) -> None:
        super().__init__()
        self._weight = linear.weight.detach().bfloat16()  # no buffers: .float() passes them by
        self._bias = linear.bias.detach().bfloat16()

    def forward(self, inputs: Any) -> Any:
        """Compute the layer."""
        return torch.nn.functional.linear(inputs.bfloat16(), self._weight, self._bias).float()


def _use_bfloat16(network: Any) -> None:
    for module in list(network.encoder.modules()):
        for name, child in list(module.named_children()):
            if isinstance(child, torch.nn.Linear):
                setattr(module, name, Bfloat16Linear(child))


def _multiplies_bfloat16() -> bool:
    can = torch.cpu.get_capabilities()
    return bool(can.get("avx512_bf16") or can.get("amx_bf16"))
