"""The weight file's format, by a file small enough to write out."""

import struct

import numpy as np
import pytest

from retrieval import e5_weights


def weight_file() -> bytes:
    pieces = [b"<s>", b"<pad>", b"</s>", b"<unk>", "▁소식".encode()]
    borders = np.cumsum([0, *map(len, pieces)]).astype("<u4").tobytes()
    scores = np.array([0, 0, 0, 0, -3.5], "<f4").tobytes()
    replacement = struct.pack("<IB2I", ord("㎞"), 2, ord("k"), ord("m"))
    header = struct.pack("<4sI7ifi", b"E5S1", 1, 32, 1, 2, 64, 5, 8, 2, 1e-12, 32)
    header += struct.pack("<5iQ", len(pieces), 0, 2, 1, 3, sum(map(len, pieces)))
    head = header + borders + scores + b"".join(pieces)
    head += struct.pack("<iI", 1, len(replacement)) + replacement
    quants = bytes(i | (15 - i) << 4 for i in range(16))  # 0..15 low, 15..0 high
    tensors = [("q", 1, 32, np.float16(0.5).tobytes() + quants), ("b", 0, 1, struct.pack("<f", 7))]
    start = len(head) + 4 + sum(2 + len(name) + 21 for name, *_ in tensors)
    directory, data = struct.pack("<i", len(tensors)), b""
    for name, quantised, values, content in tensors:
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", quantised, values, start + len(data), len(content))
        data += content
    return head + directory + data


def test_all_parts_are_read() -> None:
    weights = e5_weights.read(weight_file())
    assert (weights.shape.hidden, weights.shape.vocabulary, weights.shape.positions) == (32, 5, 8)
    assert weights.pieces[3:] == (("<unk>", 0.0), ("▁소식", -3.5))
    assert weights.unknown_id == 3
    assert weights.replacements == {"㎞": "km"}
    expected = [(i - 8) / 2 for i in (*range(16), *reversed(range(16)))]
    assert weights.tensors["q"].tolist() == expected
    assert weights.tensors["b"].tolist() == [7.0]


@pytest.mark.parametrize("data", [b"", b"E5S1", b"GGUF" + weight_file()[4:]])
def test_another_format_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="not an E5S1"):
        e5_weights.read(data)
