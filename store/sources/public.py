"""Which addresses are on the public internet, and which others an admin has listed."""

import ipaddress
import re
from collections.abc import Collection
from typing import Final

from store.addresses import host_of, ip_of, normal
from store.errors import SourceError

#: Hosts that may be fetched although they are not public, each with one port or with any (None).
Listed = frozenset[tuple[str, int | None]]

# Below 1024 other services listen (SSH, mail), which a request must not be able to talk to.
_WEB_PORTS: Final = frozenset({80, 443})
_FIRST_FREE_PORT: Final = 1024

# IANA's special-purpose registries, without what is globally reachable; no method of ipaddress
# answers this, and its is_global changed between patch releases.
_IPV4: Final = tuple(
    (ipaddress.ip_network(network), kind)
    for network, kind in (
        ("0.0.0.0/8", "unspecified"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "carrier-grade NAT"),
        ("127.0.0.0/8", "loopback"),
        ("168.63.129.16/32", "cloud metadata"),  # Azure's, the one outside of every special range
        ("169.254.0.0/16", "link-local or cloud metadata"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "reserved"),
        ("192.0.2.0/24", "documentation"),
        ("192.88.99.0/24", "reserved"),
        ("192.168.0.0/16", "private"),
        ("198.18.0.0/15", "benchmark"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
    )
)
_GLOBAL_IPV6: Final = ipaddress.IPv6Network("2000::/3")
_IPV6: Final = tuple(
    (ipaddress.ip_network(network), kind)
    for network, kind in (
        ("2001::/23", "reserved"),
        ("2001:db8::/32", "documentation"),
        ("3fff::/20", "documentation"),
    )
)
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")


def not_public(address: str) -> str | None:
    """Say what kind of address this is (``private``, ``loopback`` …); None when it is public.

    An IPv6 address that only carries IPv4 ones (mapped, NAT64, 6to4, Teredo) is what these are.
    """
    found = ip_of(address)
    if found is None:
        return "unreadable"
    if isinstance(found, ipaddress.IPv4Address):
        return next((kind for network, kind in _IPV4 if found in network), None)
    if found.scope_id is not None:
        return "link-local"
    carried = _carried(found)
    if carried:
        return next(filter(None, (not_public(str(each)) for each in carried)), None)
    if found not in _GLOBAL_IPV6:
        return "loopback" if found.is_loopback else "private or reserved"
    return next((kind for network, kind in _IPV6 if found in network), None)


def web_port(port: int) -> bool:
    """Say whether a request may talk to whatever listens at ``port``."""
    return port in _WEB_PORTS or port >= _FIRST_FREE_PORT


def _carried(address: ipaddress.IPv6Address) -> tuple[ipaddress.IPv4Address, ...]:
    if address in _NAT64:
        return (ipaddress.IPv4Address(int(address) & 0xFFFFFFFF),)
    one = address.ipv4_mapped or address.sixtofour
    return (one,) if one else address.teredo or ()


def listed(hosts: Collection[str]) -> Listed:
    """Read hosts that an admin listed: ``intranet.example``, ``10.0.0.5:8080``, ``[::1]:80``.

    Raises ``ValueError`` for what is no host.
    """
    return frozenset(_entry(text.strip()) for text in hosts)


def _entry(text: str) -> tuple[str, int | None]:
    literal = ip_of(text)
    if literal is not None:
        return str(literal), None
    match = re.fullmatch(r"(.+?)(?::([0-9]{1,5}))?", text)
    try:
        host = host_of(normal(f"http://{match[1]}/")) if match and "/" not in text else ""
    except SourceError:
        host = ""
    if match is None or not host:
        raise ValueError(f"{text!r} is not a host, or a host and its port")
    return host, int(match[2]) if match[2] else None
