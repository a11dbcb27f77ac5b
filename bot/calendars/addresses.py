"""Which addresses a feed may come from: the public internet's, and nobody's inner rooms."""

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Thread
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from bot.calendars.trouble import FeedError, Trouble

# What a service of the cloud around us answers on, although it counts as public.
INNER = tuple(map(ip_network, ("168.63.129.16/32", "192.0.0.0/24", "100.64.0.0/10")))
# IPv6 addresses that stand for an IPv4 address: in the low bits, or from bit 16 on.
NAT64, SIX_TO_FOUR, TEREDO = map(ip_network, ("64:ff9b::/96", "2002::/16", "2001::/32"))
LONGEST = 2_000  # characters of an address
HTTPS = 443
Resolve = Callable[[str, int], Sequence[str]]


@dataclass(frozen=True)
class Place:
    """Where a feed lives: its host as it is called, the port, and the path with its query."""

    host: str
    port: int
    path: str
    is_https: bool
    url: str = field(repr=False)


@dataclass(frozen=True)
class Reach:
    """Where we may connect to beyond the public internet, without TLS too: the demo and tests.

    `near` are (address, port) pairs.
    """

    near: frozenset[tuple[str, int]] = frozenset()

    def may_connect(self, address: str, port: int) -> bool:
        """Whether that very address may be connected to."""
        return (address, port) in self.near or is_public(address)


def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of a host, as the system's resolver says."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(one[4][0]) for one in found]


def resolve_within(resolver: Resolve, place: Place, seconds: float) -> Sequence[str]:
    """Return a host's addresses, or raise FeedError: none, or not within `seconds`."""
    found: list[Sequence[str]] = []

    def look() -> None:
        try:
            found.append(resolver(place.host, place.port))
        except (OSError, UnicodeError):
            found.append(())

    looking = Thread(target=look, name="resolve", daemon=True)
    looking.start()
    looking.join(max(0.0, seconds))
    if not found:
        raise FeedError(Trouble.SLOW, "Its name could not be looked up in time.")
    if not found[0]:
        raise FeedError(Trouble.UNREACHABLE, "There is no such host.")
    return found[0]


def place_of(url: str, reach: Reach, base: str = "") -> Place:
    """Read an address, relative to `base` where it is a redirect's. Raises FeedError."""
    try:
        parts = urlsplit(urljoin(base, _plain(url)))
        port = parts.port or (HTTPS if parts.scheme == "https" else 80)
        host = (parts.hostname or "").rstrip(".").encode("idna").decode()
    except ValueError:
        raise FeedError(Trouble.ADDRESS, "This is no web address.") from None
    is_near = any(port == near for _address, near in reach.near)
    if not host or parts.scheme not in {"https", "http"}:
        raise FeedError(Trouble.ADDRESS, "This is no web address.")
    if parts.scheme == "http" and not is_near:
        raise FeedError(Trouble.ADDRESS, "Only addresses that begin with https:// are read.")
    if parts.username or parts.password:
        raise FeedError(Trouble.ADDRESS, "An address with a name or password in it is not read.")
    return Place(host, port, _path(parts), parts.scheme == "https", parts.geturl())


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, whatever it is dressed up as."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        inner = _inside(found)
        if inner is not None:
            return is_public(str(inner))
        if found.is_site_local:
            return False
    is_inner = any(found.version == one.version and found in one for one in INNER)
    return found.is_global and not found.is_multicast and not is_inner


def _inside(found: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address that an IPv6 address stands for."""
    if found.ipv4_mapped:
        return found.ipv4_mapped
    if found in NAT64 or int(found) >> 32 == 0:
        return IPv4Address(int(found) & 0xFFFFFFFF)
    if found in SIX_TO_FOUR:
        return found.sixtofour
    return IPv4Address(0) if found in TEREDO else None


def _plain(url: str) -> str:
    """Return an address as a browser takes it: calendars hand out webcal:// too."""
    url = url.strip()
    if len(url) > LONGEST or any(ord(one) <= ord(" ") for one in url):
        raise FeedError(Trouble.ADDRESS, "This is no web address.")
    scheme, colon, rest = url.partition(":")
    return f"https:{rest}" if colon and scheme.lower() in {"webcal", "webcals"} else url


def _path(parts: SplitResult) -> str:
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    return quote(path, safe="/?%:@!$&'()*+,;=~[]")
