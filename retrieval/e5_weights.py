"""Reads the 4-bit weight file of multilingual-e5-small (``E5S1``): tensors and tokenizer."""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

Tensor = NDArray[np.float16] | NDArray[np.float32]

# magic, version; hidden, layers, heads, inner, vocabulary, positions, types; epsilon, block;
# pieces; ids of <s>, </s>, <pad>, <unk>; bytes of all pieces.
_HEADER: Final = struct.Struct("<4sI7ifi5iQ")
_ENTRY: Final = struct.Struct("<BIQQ")  # of the directory, after the name: type, values, at, bytes
_BLOCK: Final = 32
#: 32 weights: one scale, then byte j holds weight j (low half) and weight j + 16 (high half).
_Q4_0: Final = np.dtype([("scale", "<f2"), ("quants", "u1", (_BLOCK // 2,))])
_BLOCKS_AT_ONCE: Final = 1 << 16  # bounds the temporary arrays to a few MB


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The sizes of the network."""

    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """The contents of a weight file. A piece's id is its place in ``pieces`` (piece and score);
    ``replacements`` maps a character to what stands for it; the tensors are flat.
    """

    shape: Shape
    pieces: tuple[tuple[str, float], ...]
    unknown_id: int
    replacements: Mapping[str, str]
    tensors: Mapping[str, Tensor]


def read(data: bytes) -> Weights:
    """Read a whole weight file. Raises ValueError when it is not one of this format."""
    if len(data) < _HEADER.size or data[:4] != b"E5S1":
        raise ValueError("not an E5S1 weight file")
    _, _, *sizes, epsilon, block, count, _, _, _, unknown_id, piece_bytes = _HEADER.unpack_from(
        data
    )
    if block != _BLOCK:
        raise ValueError(f"quantised in blocks of {block}, not {_BLOCK}")
    at = _HEADER.size
    borders = np.frombuffer(data, "<u4", count + 1, at).tolist()
    at += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, at).tolist()
    at += 4 * count
    letters = data[at : at + piece_bytes]
    at += piece_bytes
    pieces = (letters[a:b].decode() for a, b in pairwise(borders))
    map_count, map_bytes = struct.unpack_from("<iI", data, at)
    at += 8
    names = ("hidden", "layers", "heads", "inner", "vocabulary", "positions", "types")
    return Weights(
        shape=Shape(**dict(zip(names, sizes, strict=True)), epsilon=epsilon),
        pieces=tuple(zip(pieces, scores, strict=True)),
        unknown_id=unknown_id,
        replacements=dict(_replacements(data, at, map_count)),
        tensors=dict(_tensors(data, at + map_bytes)),
    )


def _replacements(data: bytes, at: int, count: int) -> Iterator[tuple[str, str]]:
    for _ in range(count):
        character, length = struct.unpack_from("<IB", data, at)
        yield chr(character), "".join(map(chr, struct.unpack_from(f"<{length}I", data, at + 5)))
        at += 5 + 4 * length


def _tensors(data: bytes, at: int) -> Iterator[tuple[str, Tensor]]:
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        quantised, values, start, _ = _ENTRY.unpack_from(data, at + 2 + length)
        at += 2 + length + _ENTRY.size
        if quantised:
            yield name, _dequantise(np.frombuffer(data, _Q4_0, values // _BLOCK, start))
        else:
            yield name, np.frombuffer(data, "<f4", values, start)


def _dequantise(blocks: NDArray[np.void]) -> NDArray[np.float16]:
    """Scale the 4-bit values; float16 costs half the memory and rounds by less than 1/2048."""
    values = np.empty((len(blocks), _BLOCK), np.float16)
    for first in range(0, len(blocks), _BLOCKS_AT_ONCE):
        part = blocks[first : first + _BLOCKS_AT_ONCE]
        quants = part["quants"].astype(np.int8)
        halves = np.concatenate((quants & 15, (quants >> 4) & 15), axis=1) - 8
        values[first : first + _BLOCKS_AT_ONCE] = halves * part["scale"].astype(np.float32)[:, None]
    return values.reshape(-1)
