"""The file of a backup: a plain tar of a few known files, and a manifest with their hashes.

It is not compressed: gzip made a database of 15 MB half as large and the vectors a tenth smaller,
and can be had from outside; a file that is not packed cannot unpack to more than it is.
"""

import json
import os
import tarfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, Final

from store.errors import BackupError

DATABASE: Final = "sosik.db"
#: The folder of the vectors, and the files of a generation in the order they are copied.
VECTORS: Final = "vectors"
VECTOR_FILES: Final = ("vectors.f16", "passages.i64", "manifest.json")
_FORMAT: Final = 1
_MANIFEST: Final = "manifest.json"
_WITH_VECTORS: Final = frozenset({DATABASE, *(f"{VECTORS}/{name}" for name in VECTOR_FILES)})
_BLOCK: Final = tarfile.BLOCKSIZE
_CHUNK: Final = 2048 * _BLOCK  # 1 MB
#: More than any manifest has, so that a wrong file is not read into memory.
_MAX_MANIFEST: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a backup holds. ``schema`` names the migrations of its database, ``vectors`` the
    generation and the fingerprint of its vectors, None when there are none in it.
    """

    made_at: datetime
    schema: tuple[str, ...]
    articles: int
    passages: int
    vectors: tuple[int, str] | None


# -- writing


def write(
    target: Path,
    files: Mapping[str, IO[bytes]],
    contents: Contents,
    *,
    progress: Callable[[int], None],
) -> int:
    """Write ``files`` (name to open file, in this order) to the new file ``target``, durably.

    ``progress`` is told the bytes that are written. Return its size.
    """
    with open(target, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as tar:
        members = [_append(tar, name, file, progress) for name, file in files.items()]
        manifest = {
            "format": _FORMAT,
            "made_at": contents.made_at.isoformat(),
            "schema": contents.schema,
            "articles": contents.articles,
            "passages": contents.passages,
            "vectors": contents.vectors,
            "members": members,
        }
        data = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
        tar.write(_header(_MANIFEST, len(data)) + data + _padding(len(data)) + bytes(2 * _BLOCK))
        tar.flush()
        os.fsync(tar.fileno())
        return tar.tell()


def _append(
    tar: IO[bytes], name: str, file: IO[bytes], progress: Callable[[int], None]
) -> dict[str, Any]:
    size, digest = length(file), sha256()
    tar.write(_header(name, size))
    left = size
    while left:
        # A row that a kill left unfinished may be cut off meanwhile; no id stands for it.
        data = file.read(min(left, _CHUNK)) or bytes(min(left, _CHUNK))
        digest.update(data)
        tar.write(data)
        left -= len(data)
        progress(tar.tell())
    tar.write(_padding(size))
    return {"name": name, "size": size, "sha256": digest.hexdigest()}


def _header(name: str, size: int) -> bytes:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member.tobuf(tarfile.GNU_FORMAT)


def _padding(size: int) -> bytes:
    return bytes(-size % _BLOCK)


def length(file: IO[bytes]) -> int:
    """Return the size of an open file in bytes."""
    return os.fstat(file.fileno()).st_size


# -- reading


def read(source: Path, folder: Path) -> Contents:
    """Write the files in the backup ``source`` below the empty ``folder``, durably.

    Raises BackupError unless ``source`` holds exactly what its manifest says.
    """
    found: dict[str, dict[str, Any]] = {}
    with source.open("rb") as tar:
        while (member := _next_member(tar, source)) is not None:
            if member.name in found:
                raise foreign(source, f"it holds {member.name} twice")
            found[member.name] = _extract(tar, member, folder / member.name)
    if found.pop(_MANIFEST, None) is None:
        raise foreign(source, "it ends too early")
    try:
        manifest = json.loads((folder / _MANIFEST).read_bytes())
        if int(manifest["format"]) > _FORMAT:
            raise _newer(source)
        members = {one["name"]: one for one in manifest["members"]}
        contents = _contents(manifest)
    except (
        ArithmeticError,
        AttributeError,
        LookupError,
        RecursionError,
        TypeError,
        ValueError,
    ) as error:
        raise foreign(source, "its manifest cannot be read") from error
    expected = _WITH_VECTORS if contents.vectors else {DATABASE}
    if members != found or found.keys() != expected:
        raise foreign(source, "its files are not those it was made with")
    return contents


def _contents(manifest: dict[str, Any]) -> Contents:
    vectors = manifest["vectors"]
    return Contents(
        made_at=datetime.fromisoformat(manifest["made_at"]),
        schema=tuple(str(name) for name in manifest["schema"]),
        articles=int(manifest["articles"]),
        passages=int(manifest["passages"]),
        vectors=None if vectors is None else (int(vectors[0]), str(vectors[1])),
    )


def _newer(source: Path) -> BackupError:
    return BackupError(
        f"{source} was made by a newer version of Sosik and is left as it is; update Sosik",
        path=source,
    )


def foreign(source: Path, reason: str) -> BackupError:
    """Say that ``source`` cannot be restored, and why."""
    return BackupError(
        f"{source} is not a whole backup of Sosik: {reason}. It is left as it is; take another",
        path=source,
    )


def _next_member(tar: IO[bytes], source: Path) -> tarfile.TarInfo | None:
    """Read the header of the next member; None at the end.

    Only headers of plain files with our names are understood: no links, no long names, no
    extensions, nothing that would be followed or read into memory.
    """
    block = tar.read(_BLOCK)
    if block == bytes(_BLOCK):
        return None
    try:
        member = tarfile.TarInfo.frombuf(block, "utf-8", "strict")
    except (tarfile.HeaderError, ValueError) as error:
        raise foreign(source, "it ends too early or is no tar file") from error
    if member.type != tarfile.REGTYPE or member.name not in _WITH_VECTORS | {_MANIFEST}:
        raise foreign(source, "it holds files that no backup has")
    limit = _MAX_MANIFEST if member.name == _MANIFEST else length(tar)
    if not 0 <= member.size <= min(limit, length(tar) - tar.tell()):
        raise foreign(source, "it ends too early")
    return member


def _extract(tar: IO[bytes], member: tarfile.TarInfo, target: Path) -> dict[str, Any]:
    digest, left = sha256(), member.size
    target.parent.mkdir(exist_ok=True)
    with target.open("xb") as file:
        while left and (data := tar.read(min(left, _CHUNK))):
            digest.update(data)
            file.write(data)
            left -= len(data)
        file.flush()
        os.fsync(file.fileno())
    tar.seek(len(_padding(member.size)), os.SEEK_CUR)
    return {"name": member.name, "size": member.size, "sha256": digest.hexdigest()}
