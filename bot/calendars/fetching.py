"""A feed fetched as if its server were out to harm us, which it may be.

Whoever pastes an address chooses where we connect to. So each step looks its host up once, checks
the addresses that it found, and connects to one of these very addresses, under the host's name:
an answer of DNS that changes between looking and connecting changes nothing. One deadline holds
for all of it, kept from outside by closing the connection, as a server that sends a byte a second
never lets a read time out.
"""

import socket
import ssl
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from http.client import HTTPException
from threading import Timer
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import HTTPResponse

from bot.calendars.addresses import Place, Reach, Resolve, place_of, resolve, resolve_within
from bot.calendars.trouble import FeedError, Trouble

REDIRECTS = 5
SECONDS = 10.0  # for all of it: names, connections, redirects, bodies
MOST = 10 * 1024 * 1024  # bytes, packed or not
PIECE = 65_536
LONGEST = 512  # characters of a version's name
MOVED = frozenset({301, 302, 303, 307, 308})
OK, UNCHANGED, GONE = 200, 304, frozenset({401, 403, 404, 410})
KINDS = frozenset(
    {
        "",
        "text/calendar",
        "text/plain",
        "text/x-vcalendar",
        "application/ics",
        "application/octet-stream",
        "binary/octet-stream",
    }
)
HEADERS = {
    "Accept": "text/calendar, text/plain;q=0.5",
    "Accept-Encoding": "gzip",
    "User-Agent": "Trellis",
    "Connection": "close",
}
TOO_LARGE = f"It is larger than {MOST // 1024 // 1024} MiB."


@dataclass(frozen=True)
class Version:
    """How a server tells one state of a feed from another."""

    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True)
class Fetched:
    """What a server answered; without `data` nothing has changed."""

    data: bytes | None = field(repr=False)
    version: Version


@dataclass(frozen=True)
class Web:
    """How feeds are fetched: whom we may connect to, who looks names up, which TLS we trust."""

    reach: Reach = field(default_factory=Reach)
    resolver: Resolve = resolve
    tls: ssl.SSLContext | None = field(default=None, repr=False)
    seconds: float = SECONDS

    def fetch(self, url: str, known: Version | None = None) -> Fetched:
        """Fetch a feed, or learn that it has not changed since `known`. Raises FeedError."""
        deadline = time.monotonic() + self.seconds
        place = place_of(url, self.reach)
        for _ in range(REDIRECTS + 1):
            answer = self._ask(place, known or Version(), deadline)
            if isinstance(answer, Fetched):
                return answer
            place = place_of(answer, self.reach, place.url)
        raise FeedError(Trouble.REDIRECTS, f"It was moved more than {REDIRECTS} times.")

    def _ask(self, place: Place, known: Version, deadline: float) -> Fetched | str:
        """Return the answer of one server, or where it sends us on to."""
        with self._connected(place, deadline) as connection:
            try:
                connection.request(
                    "GET",
                    place.path,
                    headers=_headers(known),
                    preload_content=False,
                    decode_content=False,
                )
                response = connection.getresponse()
                try:
                    answer = _understood(response, known)
                finally:
                    response.close()  # it holds on to the socket
                if time.monotonic() >= deadline:
                    raise _late(self.seconds)  # and what has come may be half of it
            except (OSError, HTTPException, HTTPError, ValueError) as problem:
                if time.monotonic() >= deadline:
                    raise _late(self.seconds) from None
                raise _broken(problem) from None
        return answer

    @contextmanager
    def _connected(self, place: Place, deadline: float) -> Iterator[HTTPConnection]:
        """Connect to a checked address; whatever happens, the connection ends at the deadline."""
        raw = self._open(place, deadline)
        # TLS takes over the socket's number: this one stays ours to shut it by.
        guard = raw.dup()
        timer = Timer(max(0.0, deadline - time.monotonic()), _shut, [guard])
        timer.daemon = True
        timer.start()
        connection = _connection(place, raw, self.tls)
        try:
            yield connection
        finally:
            timer.cancel()
            connection.close()
            for one in (raw, guard):
                one.close()

    def _open(self, place: Place, deadline: float) -> socket.socket:
        left = deadline - time.monotonic()
        found = resolve_within(self.resolver, place, left)
        allowed = [one for one in found if self.reach.may_connect(one, place.port)]
        if not allowed:
            raise FeedError(
                Trouble.PRIVATE, "It leads to a private address, where no feed is fetched from."
            )
        for address in dict.fromkeys(allowed):
            left = deadline - time.monotonic()
            if left <= 0:
                raise _late(self.seconds)
            with suppress(OSError):
                return socket.create_connection((address, place.port), timeout=left)
        raise FeedError(Trouble.UNREACHABLE, "Its server cannot be reached.")


def _connection(place: Place, raw: socket.socket, tls: ssl.SSLContext | None) -> HTTPConnection:
    """Return a connection over an open socket, in the host's name."""
    if place.is_https:
        return _SafeOver(raw, place, tls or _trusted())
    return _Over(raw, place)


@cache
def _trusted() -> ssl.SSLContext:
    """Return whom this machine trusts, read once: that takes longer than a feed."""
    return ssl.create_default_context()


class _Over(HTTPConnection):
    """A connection over a socket that is open already."""

    def __init__(self, raw: socket.socket, place: Place) -> None:
        super().__init__(place.host, place.port)
        self._raw = raw

    def _new_conn(self) -> socket.socket:
        return self._raw


class _SafeOver(HTTPSConnection):
    """As `_Over`, with TLS: the certificate must be the host's."""

    def __init__(self, raw: socket.socket, place: Place, tls: ssl.SSLContext) -> None:
        super().__init__(place.host, place.port, ssl_context=tls)
        self._raw = raw

    def _new_conn(self) -> socket.socket:
        return self._raw


def _headers(known: Version) -> dict[str, str]:
    headers = dict(HEADERS)
    if known.etag:
        headers["If-None-Match"] = known.etag
    if known.modified:
        headers["If-Modified-Since"] = known.modified
    return headers


def _understood(answer: Any, known: Version) -> Fetched | str:
    response: HTTPResponse = answer
    if response.status in MOVED and response.headers.get("Location"):
        return str(response.headers["Location"])
    if response.status == UNCHANGED:
        return Fetched(None, known)
    if response.status in GONE:
        sentence = f"Its server says that it is not there, or not for us ({response.status})."
        raise FeedError(Trouble.GONE, sentence)
    if response.status != OK:
        raise FeedError(Trouble.REFUSED, f"Its server answers {response.status}.")
    kind = str(response.headers.get("Content-Type") or "").partition(";")[0].strip().lower()
    if kind not in KINDS:
        raise FeedError(Trouble.KIND, f"It is no calendar but {kind[:40]!r}.")
    data = b"".join(_body(response))
    version = Version(_short(response, "ETag"), _short(response, "Last-Modified"))
    return Fetched(data, version)


def _short(response: HTTPResponse, name: str) -> str | None:
    """Return a header that is to be kept; one that is no sensible value is not."""
    value = str(response.headers.get(name) or "")
    is_sane = value.isascii() and value.isprintable() and 0 < len(value) <= LONGEST
    return value if is_sane else None


def _body(response: HTTPResponse) -> Iterator[bytes]:
    """Yield the body, unpacked, and stop where it grows too large either way."""
    said = str(response.headers.get("Content-Length") or "")
    if said.isdecimal() and (len(said) > len(str(MOST)) or int(said) > MOST):
        raise FeedError(Trouble.SIZE, TOO_LARGE)
    packing = str(response.headers.get("Content-Encoding") or "identity").lower()
    if packing not in {"identity", "gzip", "x-gzip"}:
        raise FeedError(Trouble.KIND, "It is packed in a way that nobody asked for.")
    unpack = _Gunzip() if "gzip" in packing else None
    packed = plain = 0
    while piece := response.read1(PIECE):
        packed += len(piece)
        for part in unpack.unpacked(piece) if unpack else (piece,):
            plain += len(part)
            if max(packed, plain) > MOST:
                raise FeedError(Trouble.SIZE, TOO_LARGE)
            yield part
    is_short = said.isdecimal() and packed < int(said)
    if is_short or (unpack and not unpack.is_done):
        raise HTTPException("cut short")


class _Gunzip:
    """Unpacks piece by piece, never more at a time than a piece."""

    def __init__(self) -> None:
        self._gzip = zlib.decompressobj(16 + zlib.MAX_WBITS)

    @property
    def is_done(self) -> bool:
        """Whether all has been unpacked."""
        return self._gzip.eof

    def unpacked(self, piece: bytes) -> Iterator[bytes]:
        """Yield what is in a piece. Raises FeedError for what is not packed at all."""
        while piece and not self._gzip.eof:
            try:
                yield self._gzip.decompress(piece, PIECE)
            except zlib.error:
                raise FeedError(Trouble.KIND, "It is packed in a way that breaks.") from None
            piece = self._gzip.unconsumed_tail


def _shut(guard: socket.socket) -> None:
    with suppress(OSError):
        guard.shutdown(socket.SHUT_RDWR)


def _late(seconds: float) -> FeedError:
    return FeedError(Trouble.SLOW, f"It was not there within {seconds:g} seconds.")


def _broken(problem: Exception) -> FeedError:
    if isinstance(problem, ssl.SSLError) or isinstance(problem.__cause__, ssl.SSLError):
        return FeedError(Trouble.UNREACHABLE, "Its server cannot prove that it is who it says.")
    return FeedError(Trouble.REFUSED, "Its server breaks off, or sends what is no answer.")
