"""Decompresses what a server sends piece by piece, so that a bomb never stands in memory."""

import zlib
from collections.abc import Iterable, Iterator
from typing import Final

from store.errors import SourceError

GZIP_MAGIC: Final = b"\x1f\x8b\x08"

#: What may be asked for in Accept-Encoding.
ENCODINGS: Final = "gzip, deflate"

_PIECE_BYTES: Final = 64 * 1024
_GZIP: Final = 16 + zlib.MAX_WBITS
_ZLIB: Final = zlib.MAX_WBITS
_RAW: Final = -zlib.MAX_WBITS
_DEFLATE_METHOD: Final = 8


def plain(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Yield what ``chunks``, sent in this Content-Encoding, hold; never over 64 KB or one chunk.

    Raises ``SourceError``: ``bad_encoding``, or ``cut_off`` when the end is missing.
    """
    match encoding.strip().lower():
        case "" | "identity":
            yield from chunks
        case "gzip" | "x-gzip":
            yield from _inflated(chunks, _GZIP)
        case "deflate":
            yield from _inflated(chunks, None)
        case _:
            raise SourceError("bad_encoding", "The answer is compressed in a way not asked for.")


def collect(pieces: Iterable[bytes], max_bytes: int, *, cut: bool = False) -> bytes:
    """Join ``pieces``; over ``max_bytes`` ``cut``, or raise ``SourceError`` (``too_large``)."""
    data = bytearray()
    for piece in pieces:
        data += piece
        if len(data) > max_bytes:
            if cut:
                break
            raise SourceError("too_large", f"The answer is larger than {max_bytes} bytes.")
    return bytes(data[:max_bytes])


def _inflated(chunks: Iterable[bytes], wbits: int | None) -> Iterator[bytes]:
    """Inflate; ``wbits`` None tells zlib's format from raw deflate, which some servers send."""
    unzip = None
    for chunk in chunks:
        rest = chunk
        while rest:
            if unzip is None:
                unzip = zlib.decompressobj(wbits or (_ZLIB if _has_zlib_head(rest) else _RAW))
            elif unzip.eof:
                # A gzip file may have several members; what else follows the end is padding.
                if wbits != _GZIP or not GZIP_MAGIC.startswith(rest[: len(GZIP_MAGIC)]):
                    return
                unzip = zlib.decompressobj(_GZIP)
            yield from _pieces(unzip, rest)
            rest = unzip.unused_data
    if unzip is not None and not unzip.eof:
        raise SourceError("cut_off", "The compressed answer has no end.")


def _pieces(unzip: "zlib._Decompress", data: bytes) -> Iterator[bytes]:
    while True:
        try:
            piece = unzip.decompress(data, _PIECE_BYTES)
        except zlib.error as error:
            raise SourceError("bad_encoding", "The answer cannot be decompressed.") from error
        yield piece
        data = unzip.unconsumed_tail
        if not data and len(piece) < _PIECE_BYTES:
            return


def _has_zlib_head(data: bytes) -> bool:
    return data[0] & 0x0F == _DEFLATE_METHOD
