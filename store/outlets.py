"""One name for each outlet: 한겨레, 한겨레신문, The Hankyoreh and www.hani.co.kr are the same."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Final, Literal

Kind = Literal["", "agency", "portal", "blog"]

#: Longer than any outlet's name; what is longer is no name and is cut before it is matched.
MAX_NAME: Final = 120

_HOST = re.compile(r"(?:[a-z]{2,6}://)?((?:[a-z0-9-]{1,63}\.){1,6}[a-z]{2,24})(?::\d+)?(?:/.*)?")
_COMPANY = re.compile(
    r"^(?:\((?:주|株|유|재|사)\)|주식회사|유한회사|재단법인|사단법인|株式会社|一般社団法人)\s*"
    r"|\s*(?:\((?:주|株|유|재|사)\)|주식회사|株式会社|(?:股份|有限责任|有限責任)?有限?公司)$"
    r"|(?:,\s*|\s+)(?:inc|co|corp|ltd|llc|plc|gmbh|corporation|company|limited)\.?"
    r"(?=$|,|\s+(?:inc|co|corp|ltd|llc)\b)",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^the\s+(?=\S)", re.IGNORECASE)
# 新華社, 中央社 and 中新社 are names as they stand: only after these does it say «company».
_COMPANY_SIGN = re.compile("(?<=신문|일보|통신|방송)사+$|(?<=[聞闻報报信訊讯送版])社+$")
_EASTERN = re.compile(r"[가-힣ぁ-ヿ一-鿿]")
_NOTE = re.compile(r"^(?P<name>.+?)\s*\((?P<note>[^()]+)\)$")
_SMALL: Final = frozenset(("of", "the", "and", "for", "in", "on", "de", "la"))
# KBS or VOA in a longer name in capitals stay so; four letters are NEWS, POST, TIMES.
_ACRONYM: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """An outlet of the shipped table. ``common`` are those of its names that are plain words too.

    ``kind`` tells a news agency, a portal (which shows others' texts) and a blog host or board
    (which shows anybody's) from other outlets.
    """

    name: str
    kind: Kind
    names: tuple[str, ...]
    domains: tuple[str, ...]
    common: frozenset[str]

    @property
    def publishes(self) -> bool:
        """Whether it has texts of its own, unlike a portal, a blog host or a board."""
        return self.kind in ("", "agency")


def key(name: str) -> str:
    """Normalise ``name``: what differs only in case, width, spacing, marks or company is equal.

    A host or address gives its host without ``www.``; the key of a key is itself.
    """
    return _settled(_key, name)


def _settled(step: Callable[[str], str], text: str) -> str:
    """Repeat ``step`` until it changes nothing: one form of company may hide another."""
    while (after := step(text)) != text:
        text = after
    return text


def _key(name: str) -> str:
    host = host_of(name)
    if host is not None:
        return host
    text = unicodedata.normalize("NFKC", _bare(name).casefold())
    letters = "".join(c for c in text if c.isalnum())
    return _COMPANY_SIGN.sub("", letters) or text


def host_of(name: str) -> str | None:
    """The host that ``name`` is, or the address of which it is; ``None`` for any other name."""
    found = _HOST.fullmatch(name.strip().casefold()[:MAX_NAME])
    return None if found is None else found[1].removeprefix("www.")


def _bare(name: str) -> str:
    """``name`` in one width and spacing, without article and form of company."""
    text = " ".join(unicodedata.normalize("NFKC", name[:MAX_NAME]).split())
    for pattern in (_COMPANY, _ARTICLE):
        text = pattern.sub("", text).strip(" ,") or text
    return text


def tidied(name: str) -> str:
    """Write a name nobody knows in one form, as far as its letters allow.

    ``The NARAE HERALD, Inc.`` becomes ``Narae Herald``, ``나래 일보사`` ``나래일보``.
    """
    return _settled(_tidied, name)


def _tidied(name: str) -> str:
    text = _bare(name)
    if _EASTERN.search(text) and not re.search(r"[A-Za-z]{2} [A-Za-z]{2}", text):
        text = "".join(text.split())
    text = _COMPANY_SIGN.sub("", text) or text
    words = text.split()
    if len(words) > 1 and (text.isupper() or text.islower()):
        return " ".join(_cased(word, first=at == 0) for at, word in enumerate(words))
    return text


def _cased(word: str, *, first: bool) -> str:
    if word.lower() in _SMALL and not first:
        return word.lower()
    acronym = word.isupper() and len(word) <= _ACRONYM
    return word if acronym else word[:1].upper() + word[1:].lower()


class Table:
    """The shipped outlets, found by name or by domain."""

    def __init__(self, outlets: Iterable[Outlet]) -> None:
        self.outlets: Final = tuple(outlets)
        self._by_key: dict[str, tuple[Outlet, ...]] = {}
        self._by_domain: dict[str, Outlet] = {}
        for outlet in self.outlets:
            for one in dict.fromkeys(map(key, (outlet.name, *outlet.names))):
                self._by_key[one] = (*self._by_key.get(one, ()), outlet)
            self._by_domain.update(dict.fromkeys(outlet.domains, outlet))
        self._exact: Final = frozenset(
            name
            for outlet in self.outlets
            if outlet.publishes
            for name in (outlet.name, *outlet.names)
            if name not in outlet.common
        )

    def named(self, name: str) -> tuple[Outlet, ...]:
        """The outlets of that name: several where it alone does not decide."""
        return self._by_key.get(key(name), ())

    def at(self, host: str) -> Outlet | None:
        """The outlet whose domain ``host`` is or lies under, the longest domain first."""
        parts = host.lower().strip(".").split(".")
        tails = (".".join(parts[start:]) for start in range(len(parts) - 1))
        return next((self._by_domain[tail] for tail in tails if tail in self._by_domain), None)

    def stands_alone(self, text: str) -> bool:
        """Tell whether ``text`` is letter for letter an outlet's name, and no plain word."""
        return text in self._exact


@cache
def shipped() -> Table:
    """Read the table of well-known outlets, once."""
    text = (resources.files("store") / "outlets.tsv").read_text(encoding="utf-8")
    return Table(_rows(text))


def _rows(text: str) -> Iterator[Outlet]:
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        name, kind, names, domains = (*line.split("\t"), "", "", "")[:4]
        written = tuple(filter(None, (name, *names.split("|"))))
        yield Outlet(
            name=name.removeprefix("~"),
            kind=_KINDS[kind],
            names=tuple(one.removeprefix("~") for one in written[1:]),
            domains=tuple(domains.split()),
            common=frozenset(one[1:] for one in written if one.startswith("~")),
        )


_KINDS: Final[Mapping[str, Kind]] = {
    "": "",
    "agency": "agency",
    "portal": "portal",
    "blog": "blog",
}


class Outlets:
    """Which outlet a name or host means: what an admin added, then the shipped table."""

    def __init__(self, additions: Mapping[str, str] = MappingProxyType({})) -> None:
        """Take ``additions``: names, keys or domains, and the outlet that each means."""
        self._added: Final = {key(name): outlet.strip() for name, outlet in additions.items()}

    def canonical(self, name: str | None, *, host: str | None = None) -> str | None:
        """Give the one name of the outlet that a page calls ``name`` and serves from ``host``.

        The name decides, unless it is missing, a portal's, or shared by several outlets; then the
        host does. A portal or blog host is no outlet: ``None``. An unknown name is only tidied.
        """
        if name is not None and key(name):
            added = self._addition(name)
            if added is not None:
                return added
        home = self._home(host)
        if name is None or not key(name):
            return home
        address = host_of(name) or host_of(tidied(name))
        if address is not None:
            return self._home(address) or home or (None if shipped().at(address) else address)
        known = shipped().named(name) or _without_note(name)
        if len(known) == 1:
            return self._final(known[0].name) if known[0].publishes else home
        if home is not None and (_names(known, home) or _part_of(name, home)):
            return home
        return tidied(name)

    def _home(self, host: str | None) -> str | None:
        """The outlet that serves from ``host``, an added one first."""
        if not host:
            return None
        parts = key(host).split(".")
        for start in range(len(parts) - 1):
            added = self._addition(".".join(parts[start:]))
            if added is not None:
                return added
        outlet = shipped().at(key(host))
        return self._final(outlet.name) if outlet and outlet.publishes else None

    def _addition(self, name: str) -> str | None:
        outlet = self._added.get(key(name))
        if not outlet:
            return None
        known = [one for one in shipped().named(outlet) if one.publishes]
        return self._final(known[0].name if len(known) == 1 else outlet)

    def _final(self, outlet: str) -> str:
        """Follow what was added about ``outlet`` itself, at most once round a circle."""
        seen: set[str] = set()
        while (one := key(outlet)) not in seen and one in self._added:
            seen.add(one)
            outlet = self._added[one] or outlet
        return outlet


def _without_note(name: str) -> tuple[Outlet, ...]:
    """Know 아시아경제(www.asiae.co.kr) by both of its parts, when they agree."""
    found = _NOTE.match(unicodedata.normalize("NFKC", name[:MAX_NAME]))
    if found is None:
        return ()
    known, host = shipped().named(found["name"]), host_of(found["note"])
    beside = [shipped().at(host)] if host else list(shipped().named(found["note"]))
    return tuple(outlet for outlet in known if outlet in beside)


def _names(known: Iterable[Outlet], home: str) -> bool:
    return any(outlet.name == home for outlet in known)


def _part_of(name: str, home: str) -> bool:
    """Tell whether ``name`` is the outlet's own with a section beside it (한겨레 경제)."""
    outlets = shipped().named(home)
    said = key(name)
    return any(key(one) in said for outlet in outlets for one in (outlet.name, *outlet.names))
