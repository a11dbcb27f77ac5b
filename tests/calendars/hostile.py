"""A server on loopback that answers byte by byte as a test says, politely or not."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from threading import Thread

Answer = Callable[[socket.socket, bytes], None]
HOST = "127.0.0.1"


@dataclass
class Server:
    """Where it listens, and what it was asked so far."""

    port: int
    asked: list[bytes] = field(default_factory=list)

    def url(self, path: str = "/cal.ics", scheme: str = "http", host: str = HOST) -> str:
        """Return an address of this server."""
        return f"{scheme}://{host}:{self.port}{path}"


@contextmanager
def serving(answer: Answer, tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """Answer every connection with `answer`, which is given the socket and what was asked."""
    with socket.create_server((HOST, 0)) as listening:
        server = Server(listening.getsockname()[1])
        thread = Thread(target=_serve, args=(listening, server, answer, tls), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join(5)


def plainly(head: str, body: bytes = b"", status: str = "200 OK") -> Answer:
    """Return what answers with these headers and this body."""

    def answer(connection: socket.socket, _asked: bytes) -> None:
        connection.sendall(f"HTTP/1.1 {status}\r\n{head}\r\n\r\n".encode() + body)

    return answer


def _serve(
    listening: socket.socket, server: Server, answer: Answer, tls: ssl.SSLContext | None
) -> None:
    while True:
        try:
            connection, _ = listening.accept()
        except OSError:
            return
        Thread(target=_answer, args=(connection, server, answer, tls), daemon=True).start()


def _answer(
    connection: socket.socket, server: Server, answer: Answer, tls: ssl.SSLContext | None
) -> None:
    with suppress(OSError), ExitStack() as closing:
        closing.enter_context(connection).settimeout(20)
        if tls is not None:
            connection = closing.enter_context(tls.wrap_socket(connection, server_side=True))
        asked = connection.recv(65_536)
        server.asked.append(asked)
        answer(connection, asked)
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
