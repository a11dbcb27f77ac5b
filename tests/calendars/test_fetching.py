"""Servers that are out to harm us, each refused with a sentence that says why."""

import gzip
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bot.calendars.addresses import Reach
from bot.calendars.fetching import MOST, Version, Web
from bot.calendars.trouble import FeedError, Trouble
from tests.calendars.hostile import HOST, Answer, Server, plainly, serving

CALENDAR = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
TYPE = "Content-Type: text/calendar"


def near(server: Server, seconds: float = 10, **more: object) -> Web:
    """Return a web in which this one server on loopback may be fetched from."""
    return Web(Reach(frozenset({(HOST, server.port)})), seconds=seconds, **more)  # type: ignore[arg-type]


def refused(answer: Answer, seconds: float = 10) -> FeedError:
    """Return why what is answered so is refused."""
    with serving(answer) as server, pytest.raises(FeedError) as problem:
        near(server, seconds).fetch(server.url())
    assert "127.0.0.1" not in str(problem.value)
    return problem.value


def test_a_feed_is_fetched() -> None:
    """What is served comes back, with what tells its states apart."""
    head = f'{TYPE}; charset=utf-8\r\nETag: "one"\r\nLast-Modified: Mon, 01 Mar 2027 09:00:00 GMT'
    with serving(plainly(head, CALENDAR)) as server:
        found = near(server).fetch(server.url("/a%20b.ics?x=1"))
    assert found.data == CALENDAR
    assert found.version == Version('"one"', "Mon, 01 Mar 2027 09:00:00 GMT")
    assert server.asked[0].startswith(b"GET /a%20b.ics?x=1 HTTP/1.1\r\n")


def test_what_has_not_changed_is_not_sent_again() -> None:
    """The server is told which state is known, and its 304 is understood."""
    with serving(plainly("", status="304 Not Modified")) as server:
        found = near(server).fetch(server.url(), Version('"one"', "Mon"))
    assert found.data is None
    assert found.version == Version('"one"', "Mon")
    assert b'If-None-Match: "one"\r\n' in server.asked[0]
    assert b"If-Modified-Since: Mon\r\n" in server.asked[0]


def test_a_packed_feed_is_unpacked() -> None:
    """What is packed comes back plain."""
    head = f"{TYPE}\r\nContent-Encoding: gzip"
    with serving(plainly(head, gzip.compress(CALENDAR))) as server:
        assert near(server).fetch(server.url()).data == CALENDAR


@pytest.mark.parametrize(
    "target",
    ["http://127.0.0.1:9/", "https://10.0.0.1/", "https://169.254.169.254/latest/", "//127.0.0.1/"],
)
def test_a_redirect_to_a_private_address(target: str) -> None:
    """Wherever a server sends us, the address is checked again."""
    found = refused(plainly(f"Location: {target}\r\nContent-Length: 0", status="302 Found"))
    assert found.trouble in {Trouble.PRIVATE, Trouble.ADDRESS}


def test_dns_that_rebinds() -> None:
    """The address that was checked is the one connected to: no second answer is asked for."""
    answers = iter([[HOST], ["10.0.0.1"]])
    with serving(plainly(TYPE, CALENDAR)) as server:
        web = near(server, resolver=lambda *_: next(answers))
        assert web.fetch(server.url(host="calendar.example.com")).data == CALENDAR
        with pytest.raises(FeedError) as problem:
            web.fetch(server.url(host="calendar.example.com"))
    assert problem.value.trouble is Trouble.PRIVATE
    assert f"Host: calendar.example.com:{server.port}\r\n".encode() in server.asked[0]
    assert len(server.asked) == 1


def test_dns_that_rebinds_on_a_redirect() -> None:
    """After a redirect the same name is looked up and checked anew."""
    answers = iter([[HOST], ["192.168.0.1"]])
    moved = plainly("Location: /next", status="301 Moved")
    with serving(moved) as server, pytest.raises(FeedError) as problem:
        near(server, resolver=lambda *_: next(answers)).fetch(server.url(host="example.com"))
    assert problem.value.trouble is Trouble.PRIVATE


def test_redirects_end() -> None:
    """Five redirects are followed, and no sixth."""
    seen = count()

    def onward(connection: socket.socket, _asked: bytes) -> None:
        plainly(f"Location: /{next(seen)}", status="307 Temporary Redirect")(connection, b"")

    assert refused(onward).trouble is Trouble.REDIRECTS
    assert next(seen) == 6


def _drip(head: bytes) -> Answer:
    def answer(connection: socket.socket, _asked: bytes) -> None:
        connection.sendall(head)
        for _ in range(400):
            connection.sendall(b"a")
            time.sleep(0.05)

    return answer


@pytest.mark.parametrize(
    "head",
    [b"HTTP/1.1 200 OK\r\nContent-Type: text/calendar\r\n\r\n", b"HTTP/1.1 200 OK\r\nX: ", b""],
    ids=["body", "header", "status"],
)
def test_a_slow_drip(head: bytes) -> None:
    """A byte now and then never makes a read late; all of it together is late all the same."""
    began = time.monotonic()
    found = refused(_drip(head), seconds=0.5)
    assert found.trouble is Trouble.SLOW
    assert str(found) == "It was not there within 0.5 seconds."
    assert time.monotonic() - began < 15  # the whole of it takes 20


def test_a_slow_handshake() -> None:
    """A server that never finishes its part of TLS is given up as well."""

    def silent(_connection: socket.socket, _asked: bytes) -> None:
        time.sleep(1)

    with serving(silent) as server, pytest.raises(FeedError) as problem:
        near(server, seconds=0.5).fetch(server.url(scheme="https"))
    assert problem.value.trouble in {Trouble.SLOW, Trouble.UNREACHABLE}


def test_a_name_that_is_looked_up_for_ever() -> None:
    """The system's resolver has no more time than everything else."""
    over = threading.Event()

    def never(_host: str, _port: int) -> Sequence[str]:
        over.wait(20)
        return ["93.184.216.34"]

    began = time.monotonic()
    with pytest.raises(FeedError) as problem:
        Web(resolver=never, seconds=0.2).fetch("https://example.com/")
    over.set()
    assert problem.value.trouble is Trouble.SLOW
    assert time.monotonic() - began < 15


def test_a_zip_bomb() -> None:
    """What grows past the limit when it is unpacked is dropped there and then."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    bomb = packer.compress(bytes(200 * 1024 * 1024)) + packer.flush()
    assert len(bomb) < 1024 * 1024
    found = refused(plainly(f"{TYPE}\r\nContent-Encoding: gzip", bomb))
    assert found.trouble is Trouble.SIZE
    assert str(found) == "It is larger than 10 MiB."


def test_two_gigabytes() -> None:
    """What announces itself as too large is not begun, and what does not is not finished."""
    assert refused(plainly(f"{TYPE}\r\nContent-Length: {2 << 30}")).trouble is Trouble.SIZE
    sent = []

    def endless(connection: socket.socket, _asked: bytes) -> None:
        plainly(TYPE)(connection, b"")
        for _ in range(2 << 14):
            connection.sendall(bytes(1 << 16))
            sent.append(1 << 16)

    assert refused(endless).trouble is Trouble.SIZE
    assert sum(sent) < 4 * MOST


@pytest.mark.parametrize(
    "piece",
    [b"X-Long: " + b"a" * 100_000, b"X-Many: a\r\n" * 5_000, b"HTTP/1.1 100 Continue\r\n\r\n"],
)
def test_an_endless_header(piece: bytes) -> None:
    """Headers without end are refused."""

    def answer(connection: socket.socket, _asked: bytes) -> None:
        if not piece.startswith(b"HTTP"):
            connection.sendall(b"HTTP/1.1 200 OK\r\n")
        for _ in range(200_000):
            connection.sendall(piece)

    found = refused(answer, seconds=1)
    assert found.trouble in {Trouble.REFUSED, Trouble.SLOW}


def test_an_endless_chunk_size() -> None:
    """A chunk whose size never ends is refused."""

    def answer(connection: socket.socket, _asked: bytes) -> None:
        plainly(f"{TYPE}\r\nTransfer-Encoding: chunked")(connection, b"")
        for _ in range(1_000):
            connection.sendall(b"0" * 65_536)

    assert refused(answer).trouble is Trouble.REFUSED


@pytest.mark.parametrize(
    ("head", "status", "trouble"),
    [
        ("Content-Type: text/html", "200 OK", Trouble.KIND),
        ("Content-Type: image/png", "200 OK", Trouble.KIND),
        (f"{TYPE}\r\nContent-Encoding: br", "200 OK", Trouble.KIND),
        (f"{TYPE}\r\nContent-Encoding: gzip", "200 OK", Trouble.KIND),
        (TYPE, "404 Not Found", Trouble.GONE),
        (TYPE, "500 Oh", Trouble.REFUSED),
        (f"{TYPE}\r\nContent-Length: 1000", "200 OK", Trouble.REFUSED),
    ],
)
def test_a_wrong_answer(head: str, status: str, trouble: Trouble) -> None:
    """What is no calendar, no answer, or only half of one is refused."""
    assert refused(plainly(head, CALENDAR, status)).trouble is trouble


def test_what_is_no_http() -> None:
    """A server of another kind is refused."""
    assert refused(lambda to, _: to.sendall(b"220 mail ready\r\n")).trouble is Trouble.REFUSED


def test_nobody_listens() -> None:
    """A server that is not there is said not to be."""
    with socket.create_server((HOST, 0)) as probe:
        server = Server(probe.getsockname()[1])
    with pytest.raises(FeedError) as problem:
        near(server).fetch(server.url())
    assert problem.value.trouble is Trouble.UNREACHABLE


def test_tls_is_in_the_hosts_name(tmp_path: Path) -> None:
    """The checked address is connected to in the host's name, and must prove to be it."""
    theirs, ours = _certified(tmp_path, "calendar.example.com")
    names = []
    theirs.sni_callback = lambda _socket, name, _context: names.append(name)
    with serving(plainly(TYPE, CALENDAR), theirs) as server:
        web = near(server, resolver=lambda *_: [HOST], tls=ours)
        found = web.fetch(server.url(scheme="https", host="calendar.example.com"))
        assert found.data == CALENDAR
        with pytest.raises(FeedError) as problem:
            web.fetch(server.url(scheme="https", host="other.example.com"))
    assert names == ["calendar.example.com", "other.example.com"]
    assert problem.value.trouble is Trouble.UNREACHABLE
    assert "cannot prove" in str(problem.value)


def _certified(folder: Path, host: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Return a server's TLS with a certificate of that host, and a client's that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    plain = serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (folder / "both.pem").write_bytes(secret + pem)
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(folder / "both.pem")
    return theirs, ssl.create_default_context(cadata=pem.decode())
