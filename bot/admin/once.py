"""Takes in what was sent as a file, and what stands at an address, once."""

import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from bot.reply import Document
from bot.texts import one_line
from store.errors import SourceError
from store.extract.archive import MAX_BYTES
from store.ingest import MAX_ARCHIVE_BYTES, Ingest, Outcome
from store.sources.reading import Look, Material, Reader, needs_page
from store.sources.source import Item, Listing

#: What bots can fetch of Telegram: https://core.telegram.org/bots/api#getfile
MAX_SENT_BYTES: Final = 20 * 1024 * 1024
#: Entries of a feed that are fetched at once: at a second or two a page, the person waits a minute.
MAX_ENTRIES: Final = 30
#: File systems hold 255 bytes; the inbox may add a number.
_MAX_NAME_BYTES: Final = 200
#: What programs cannot have in a name, here or on the machine that a backup is restored on.
_NOT_IN_NAMES: Final = re.compile(r'[\\/:*?"<>|]')
_OPML_SUFFIX: Final = ".opml"
_OPML_MARK: Final = re.compile(rb"<opml\b", re.IGNORECASE)
#: What stands before the first tag of a list: declaration, comments.
_HEAD_BYTES: Final = 4_096


def safe_name(name: str) -> str:
    """Make a file's name of what a stranger calls it: no path, no controls, not too long."""
    last = _NOT_IN_NAMES.split(one_line(name).rstrip(". "))[-1].strip(". ")
    stem, dot, suffix = last.rpartition(".")
    if not dot or not stem:
        stem, suffix = last, ""
    ending = f".{suffix}" if suffix else ""
    room = _MAX_NAME_BYTES - len(os.fsencode(ending))
    if room <= 0:
        stem, ending, room = last, "", _MAX_NAME_BYTES
    return os.fsencode(stem)[:room].decode(errors="ignore") + ending or "file"


def limit_of(name: str) -> int:
    """Return how many bytes of a file of this name are taken."""
    inbox = MAX_ARCHIVE_BYTES if PurePosixPath(name).suffix.lower() == ".zip" else MAX_BYTES
    return min(inbox, MAX_SENT_BYTES)


def fetched(document: Document) -> bytes:
    """Fetch a sent file. Raises SourceError (``too_large``, ``empty``) and ChannelError."""
    limit = limit_of(safe_name(document.name))
    too_large = SourceError("too_large", f"The file is larger than {limit // 1024**2} MB.")
    if document.size > limit:
        raise too_large
    data = document.fetch()
    if len(data) > limit:  # the size is the platform's word
        raise too_large
    return data


def is_list(data: bytes, name: str) -> bool:
    """Tell whether a file is a list of feeds: by its name, or by its first tag."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix == _OPML_SUFFIX:
        return True
    return suffix == ".xml" and _OPML_MARK.search(data[:_HEAD_BYTES]) is not None


def take_in_file(data: bytes, name: str, *, ingest: Ingest) -> tuple[Outcome, ...]:
    """Take in a file as the inbox does: an archive or saved feed with all that is in it."""
    with tempfile.TemporaryDirectory(prefix="sosik-") as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        return tuple(ingest.bring(path))


def take_in_address(
    address: str, *, reader: Reader, ingest: Ingest
) -> tuple[tuple[Outcome, ...], int]:
    """Take in the page at ``address``, or what the feed there lists, newest first.

    Also returns how many entries were left alone. Raises SourceError when nothing is there.
    """
    look = reader.look(address)
    if look.page is not None:
        return (_brought(look.page, ingest),), 0
    listing = look.listing or Listing(kind="feed")
    entries = listing.items[:MAX_ENTRIES]
    outcomes = tuple(_of_entries(entries, look, listing, reader=reader, ingest=ingest))
    return outcomes, len(listing.items) - len(entries) + listing.left_out


def _of_entries(
    entries: tuple[Item, ...], look: Look, listing: Listing, *, reader: Reader, ingest: Ingest
) -> Iterator[Outcome]:
    """Take in each entry by its page where it is only a teaser, or by what it says itself."""
    for item in entries:
        outcome = None
        if needs_page(item, look.address):
            outcome = _by_page(item, look, listing, reader=reader, ingest=ingest)
        if item.html and (outcome is None or outcome.status == "refused"):
            outcome = _brought(reader.entry_of(item, listing, address=look.address), ingest)
        if outcome is None:
            outcome = Outcome(file=item.url or item.key, status="refused", reason="no_article")
        yield outcome


def _by_page(
    item: Item, look: Look, listing: Listing, *, reader: Reader, ingest: Ingest
) -> Outcome:
    try:
        return _brought(reader.page_of(item, listing, address=look.address), ingest)
    except SourceError as error:
        file = item.url or item.key
        return Outcome(file=file, status="refused", reason=error.reason, detail=error.detail)


def _brought(material: Material, ingest: Ingest) -> Outcome:
    return ingest.bring_read(material.data, file=material.file, read=material.extract)
