"""Reads what a server answered: a body, a redirect, nothing new, or a reason why not."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import quote_from_bytes

import httpx

from store.addresses import origin_of
from store.errors import SourceError
from store.sources import inflate
from store.sources.source import Fetched

#: The longest Retry-After that is believed.
MAX_RETRY_AFTER_S: Final = 24 * 3600.0

_OK: Final = frozenset({200, 203})
_UNCHANGED: Final = 304
_PERMANENT: Final = frozenset({301, 308})
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_CLIENT_ERRORS: Final = range(400, 500)
_SERVER_ERRORS: Final = range(500, 600)
#: The reasons of single statuses; other 4xx are ``rejected``, 5xx a ``server_error``.
REFUSALS: Final[Mapping[int, str]] = {
    401: "login_required",
    403: "forbidden",
    404: "not_found",
    407: "login_required",
    410: "gone",
    429: "too_many_requests",
    451: "forbidden",
}

# A validator is sent back as it came; servers send 20 to 80 characters.
_VALIDATOR: Final = re.compile(r"[\x20-\x7e]{1,1000}")
_MEDIA_TYPE: Final = re.compile(r"[a-z0-9!#$&^_.+-]{1,100}/[a-z0-9!#$&^_.+-]{1,100}")
_CHARSET: Final = re.compile(r"(?i:;\s*charset\s*=)\s*[\"']?([A-Za-z0-9_.:-]{1,40})")
_PRINTABLE: Final = "".join(map(chr, range(0x21, 0x7F)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What one fetch asks for, at each address that it is redirected to.

    ``cut`` keeps the first ``max_bytes`` of a larger answer instead of refusing it.
    """

    max_bytes: int
    headers: Mapping[str, str]
    robots: bool
    cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """Where the server says to look instead, as it says it."""

    location: str
    permanent: bool


def validator(text: str | None) -> str | None:
    """Return an ETag or Last-Modified if it is one that can be sent back, else None."""
    return text if text and _VALIDATOR.fullmatch(text) else None


def understood(url: str, response: httpx.Response, wish: Wish) -> Fetched | Redirect:
    """Read the answer to ``wish`` from ``url``; raises ``SourceError``."""
    status = response.status_code
    if status in _OK:
        return replace(_described(url, response.headers), data=_body(response, wish))
    if status == _UNCHANGED and wish.headers:
        described = _described(url, response.headers)
        etag = described.etag or wish.headers.get("If-None-Match")
        modified = described.last_modified or wish.headers.get("If-Modified-Since")
        return replace(described, unchanged=True, etag=etag, last_modified=modified)
    location = _raw(response.headers, b"location")
    if status in _REDIRECTS and location is not None:
        return Redirect(location=location, permanent=status in _PERMANENT)
    raise _refusal(url, status, response.headers)


def _described(url: str, headers: httpx.Headers) -> Fetched:
    declared = headers.get("content-type", "")
    media_type = declared.partition(";")[0].strip().lower()
    charset = _CHARSET.search(declared)
    return Fetched(
        url=url,
        content_type=media_type if _MEDIA_TYPE.fullmatch(media_type) else None,
        charset=charset[1].lower() if charset else None,
        etag=validator(headers.get("etag")),
        last_modified=validator(headers.get("last-modified")),
    )


def _body(response: httpx.Response, wish: Wish) -> bytes:
    length = response.headers.get("content-length", "")
    if not wish.cut and length.isdigit() and int(length[:20]) > wish.max_bytes:
        raise SourceError("too_large", f"The answer is larger than {wish.max_bytes} bytes.")
    pieces = inflate.plain(response.iter_raw(), response.headers.get("content-encoding", ""))
    data = inflate.collect(pieces, wish.max_bytes, cut=wish.cut)
    if not data.startswith(inflate.GZIP_MAGIC):
        return data
    # A file that is a gzip archive itself (sitemap.xml.gz), or was compressed twice.
    return inflate.collect(inflate.plain((data,), "gzip"), wish.max_bytes, cut=wish.cut)


def _refusal(url: str, status: int, headers: httpx.Headers) -> SourceError:
    reason = REFUSALS.get(status)
    if reason is None:
        known = {_CLIENT_ERRORS: "rejected", _SERVER_ERRORS: "server_error"}
        reason = next((name for span, name in known.items() if status in span), "bad_answer")
    return SourceError(
        reason,
        f"{origin_of(url)} answered with status {status}.",
        retry_after_s=retry_after_s(headers.get("retry-after"), now=datetime.now(UTC)),
        lasting=reason == "gone",
    )


def retry_after_s(header: str | None, *, now: datetime) -> float | None:
    """Read a Retry-After (seconds or an HTTP date); None when it says nothing, a day at most."""
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        # Longer numbers are past a day anyway, and int() refuses thousands of digits.
        return min(float(text[:20]), MAX_RETRY_AFTER_S)
    try:
        moment = parsedate_to_datetime(text)
        seconds = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return min(max(seconds.total_seconds(), 0.0), MAX_RETRY_AFTER_S)


def _raw(headers: httpx.Headers, name: bytes) -> str | None:
    """Return a header that may hold bytes of any encoding, those percent-encoded."""
    value = next((text for field, text in headers.raw if field.lower() == name), None)
    return None if value is None else quote_from_bytes(value, safe=_PRINTABLE)
