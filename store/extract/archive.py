"""Unpack a zip of article files, trusting nothing it says about itself."""

import lzma
import re
import stat
import zipfile
import zlib
from io import BytesIO
from pathlib import PurePosixPath
from typing import Final

from store.article import REASONS, Refused

#: Of one file, whether it comes alone or in an archive.
MAX_BYTES: Final = 10 * 1024 * 1024
MAX_TOTAL_BYTES: Final = 100 * 1024 * 1024
MAX_MEMBERS: Final = 5_000
#: Text packs 3 to 20 times smaller; a mebibyte that packs 200 times smaller is no article.
MAX_RATIO: Final = 200
_RATIO_FROM: Final = 1024 * 1024

_ARCHIVES: Final = frozenset((".zip", ".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".jar"))
_ARCHIVE_MARKS: Final = (b"PK\x03\x04", b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_DAMAGE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
    IndexError,
    KeyError,
)


def members(data: bytes, name: str) -> list[tuple[str, bytes]] | Refused:
    """List the files of the zip ``data`` as (path inside, content), in its own order.

    Folders, ``__MACOSX`` and dot files are left out. One bad member refuses the whole zip.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            refused = _check(infos, name)
            return refused or _read(archive, infos, name)
    except _DAMAGE:
        return _refused("bad_zip", name)


def _check(infos: list[zipfile.ZipInfo], name: str) -> Refused | None:
    total = sum(info.file_size for info in infos)
    if len(infos) > MAX_MEMBERS or total > MAX_TOTAL_BYTES or any(map(_is_bomb, infos)):
        return _refused("zip_bomb", name)
    paths = [_path(info) for info in infos]
    if any(map(_is_unsafe, paths, infos)):
        return _refused("zip_unsafe_path", name)
    if any(PurePosixPath(path).suffix.lower() in _ARCHIVES for path in paths):
        return _refused("zip_nested", name)
    if any(info.flag_bits & 1 for info in infos):
        return _refused("bad_zip", name)
    return None


def _read(
    archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo], name: str
) -> list[tuple[str, bytes]] | Refused:
    found: list[tuple[str, bytes]] = []
    total = 0
    for info in infos:
        path = _path(info)
        if _is_litter(path):
            continue
        with archive.open(info) as stream:
            content = stream.read(MAX_BYTES + 1)
        total += len(content)
        if len(content) > MAX_BYTES or total > MAX_TOTAL_BYTES:
            return _refused("zip_bomb", name)
        if content.startswith(_ARCHIVE_MARKS):
            return _refused("zip_nested", name)
        found.append((path, content))
    return found


def _path(info: zipfile.ZipInfo) -> str:
    """The member's path with ``/``; without the UTF-8 flag Korean Windows wrote CP949."""
    path = info.orig_filename if info.flag_bits & 0x800 else _recoded(info.orig_filename)
    return path.replace("\\", "/")


def _recoded(path: str) -> str:
    try:
        raw = path.encode("cp437")
    except UnicodeEncodeError:
        return path
    for encoding in ("utf-8", "cp949", "cp932"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return path


def _is_unsafe(path: str, info: zipfile.ZipInfo) -> bool:
    return (
        path.startswith("/")
        or "\0" in path
        or ".." in path.split("/")
        or re.match("[A-Za-z]:", path) is not None
        or stat.S_ISLNK(info.external_attr >> 16)
    )


def _is_bomb(info: zipfile.ZipInfo) -> bool:
    if info.file_size > MAX_BYTES:
        return True
    return info.file_size > _RATIO_FROM and info.file_size > MAX_RATIO * info.compress_size


def _is_litter(path: str) -> bool:
    parts = path.split("/")
    return "__MACOSX" in parts or any(part.startswith(".") for part in parts if part != ".")


def _refused(reason: str, name: str) -> Refused:
    return Refused(reason=reason, detail=f"{name}: {REASONS[reason]}")
