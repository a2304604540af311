"""Addresses of sources and articles: one spelling to fetch, one key to know them by."""

import ipaddress
import re
import unicodedata
from typing import Final, NoReturn
from urllib.parse import quote, unquote, urlsplit

import httpx

from store.errors import SourceError

#: What every server must take (RFC 9110, 4.1).
MAX_CHARS: Final = 8_000

_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_PARTS: Final = re.compile(
    r"(?i:(?P<scheme>https?)):"
    r"//(?:[^/?#\\]*@)?(?P<host>\[[^\]/?#@]*\]|[^/?#@:\[\]]*)(?::(?P<port>[0-9]*))?"
    r"(?P<path>(?:/[^?#]*)?)(?:\?(?P<query>[^#]*))?(?:#(?P<fragment>.*))?"
)
# Browsers drop these wherever they stand; line breaks in feeds come from wrapped text.
_BREAKS: Final = re.compile(r"[\t\r\n]")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_LABEL: Final = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
# A name that ends in such a label is an IPv4 address in one of its spellings (WHATWG URL, 3.5).
_NUMBER: Final = re.compile(r"[0-9]+|0x[0-9a-f]*")
_ESCAPE: Final = re.compile(r"%([0-9A-Fa-f]{2})?")
_UNRESERVED: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
_PATH_SAFE: Final = "!$&'()*+,;=:@/%"
_QUERY_SAFE: Final = _PATH_SAFE + "?"
_MAX_HOST_CHARS: Final = 253
_MAX_PORT: Final = 65_535

# Parameters that say how a reader came, or who; never which article. Only names that stand in the
# documentation of the advertising or statistics service that adds them: "ref", "source", "from",
# "cid" and the like name articles elsewhere, so they stay.
_TRACKING: Final = re.compile(
    r"utm_.*|_ga|_gl|gclid|gclsrc|dclid|gbraid|wbraid"  # Google
    r"|fbclid|igshid|igsh|msclkid|twclid|ttclid|li_fat_id|yclid|ysclid"  # social media, Yandex
    r"|mc_cid|mc_eid|mkt_tok|vero_id|oly_(?:anon|enc)_id|_hs(?:enc|mi)|__hs(?:tc|sc|fp)"  # mailings
    r"|s_kwcid|guccounter|guce_referrer(?:_sig)?|at_(?:medium|campaign|link_\w+)"  # statistics
    r"|napm|n_(?:media|rank|ad_group|campaign_type)"  # Naver
    r"|phpsessid|jsessionid"  # sessions
)


def normal(url: str) -> str:
    """Return the spelling of ``url`` that is stored and fetched: absolute, ASCII, http or https.

    ``feed:`` becomes https; user, password, default port and fragment go (a fragment that
    routes, ``#/…`` or ``#!…``, stays: it names the article). Raises ``SourceError``
    (``bad_address``).
    """
    text = _BREAKS.sub("", url.strip())
    if len(text) > MAX_CHARS:
        _refuse(f"it has more than {MAX_CHARS} characters")
    if text[:5].lower() == "feed:":
        text = f"https:{text[5:]}" if text.startswith("//", 5) else text[5:]
    parts = _PARTS.fullmatch(text)
    if parts is None or _CONTROL.search(text):
        _refuse("it is not an http or https address")
    scheme = parts["scheme"].lower()
    try:
        path = _without_dots(_percent(parts["path"], safe=_PATH_SAFE))
        query = _percent(parts["query"] or "", safe=_QUERY_SAFE)
        fragment = _percent(parts["fragment"] or "", safe=_QUERY_SAFE)
    except UnicodeEncodeError:
        _refuse("it holds half a character")
    found = f"{scheme}://{_host(parts['host'])}{_port(parts['port'], scheme)}{path}"
    found += f"?{query}" if query else ""
    found += f"#{fragment}" if fragment.startswith(("!", "/")) else ""
    if len(found) > MAX_CHARS:
        _refuse(f"it has more than {MAX_CHARS} characters")
    return found


def key(url: str) -> str:
    """Return what two spellings of one address share; raises ``SourceError`` (``bad_address``).

    Scheme, ``www.``, a slash at the end, the order of the query and parameters that only track
    do not count. Whatever may name another article does: path, letter case, every other
    parameter, and the order of those with one name.
    """
    parts = urlsplit(normal(url))
    bare = parts.netloc.removeprefix("www.")
    host = bare if "." in bare else parts.netloc
    pairs = [pair for pair in parts.query.split("&") if pair and not _tracks(pair)]
    query = "&".join(sorted(pairs, key=lambda pair: pair.partition("=")[0]))
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return f"{host}{parts.path.removesuffix('/')}{f'?{query}' if query else ''}{fragment}"


def host_of(url: str) -> str:
    """Return the host of a ``normal`` address, an IPv6 address without its brackets."""
    return urlsplit(url).hostname or ""


def origin_of(url: str) -> str:
    """Return scheme, host and port of a ``normal`` address, as one address without a path."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def ip_of(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return the address that ``host`` spells out (brackets allowed), None for a name."""
    try:
        return ipaddress.ip_address(host.removeprefix("[").removesuffix("]"))
    except ValueError:
        return None


def _refuse(why: str) -> NoReturn:
    raise SourceError("bad_address", f"This address cannot be used: {why}.", lasting=True) from None


def _host(text: str) -> str:
    if text.startswith("["):
        # A zone names a network card of this machine: fe80::1%eth0.
        if ip_of(text) is None or "%" in text:
            _refuse("it holds no IPv6 address between its brackets")
        return f"[{ip_of(text)}]"
    try:
        host = _ascii(text.removesuffix("."))
    except (httpx.InvalidURL, UnicodeError):
        _refuse("its host is no internet name")
    labels = host.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        if ip_of(host) is None:
            _refuse("its host is a number, but not an IPv4 address of four decimal parts")
        return host
    if len(host) > _MAX_HOST_CHARS or not all(_LABEL.fullmatch(label) for label in labels):
        _refuse("its host is no internet name")
    return host


def _ascii(name: str) -> str:
    # NFKC stands for the mapping of UTS 46 (wide letters, 。): the outcome is checked anyway.
    plain = unicodedata.normalize("NFKC", name).lower()
    return plain if plain.isascii() else httpx.URL(f"https://{plain}/").raw_host.decode("ascii")


def _port(text: str | None, scheme: str) -> str:
    if not text:
        return ""
    port = int(text) if len(text) <= len(str(_MAX_PORT)) else 0
    if not 0 < port <= _MAX_PORT:
        _refuse("its port is none")
    return "" if port == _DEFAULT_PORTS[scheme] else f":{port}"


def _percent(text: str, *, safe: str) -> str:
    """Encode what may not stand in an address, decode what need not (RFC 3986, 6.2.2)."""

    def escape(match: re.Match[str]) -> str:
        if match[1] is None:
            return "%25"
        plain = chr(int(match[1], 16))
        return plain if plain in _UNRESERVED else f"%{match[1].upper()}"

    return quote(_ESCAPE.sub(escape, text), safe=safe)


def _without_dots(path: str) -> str:
    """Resolve ``.`` and ``..`` (RFC 3986, 5.2.4)."""
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments and segments[-1] in {".", ".."}:
        kept.append("")
    return "/" + "/".join(kept)


def _tracks(pair: str) -> bool:
    return _TRACKING.fullmatch(unquote(pair.partition("=")[0]).lower()) is not None
