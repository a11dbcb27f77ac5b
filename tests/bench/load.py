"""A load generator in a process of its own: posts signed events to a bot, on loopback only.

`python -m tests.bench.load PORT SECRET CONNECTIONS RATE < EVENTS` posts each line of its input
once, and prints what came of that as JSON. A rate of 0 is as fast as the answers come.
"""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.playground.signed_http import signature

Json = dict[str, Any]
HEAD = (
    "POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    "Content-Length: {}\r\n{}\r\n"
)


@dataclass(frozen=True)
class Loaded:
    """How long all took, how many were not acknowledged, and each answer's seconds, sorted."""

    seconds: float
    refused: int
    waits: Sequence[float]

    def at(self, share: float) -> float:
        """Return the seconds within which that share of the events was acknowledged."""
        return self.waits[min(len(self.waits) - 1, int(len(self.waits) * share))]


def load(
    port: int, secret: str, events: Sequence[Json], *, connections: int, rate: float = 0
) -> Loaded:
    """Post `events` from another process; `rate` of them each second, 0 for no pause."""
    asked = [str(one) for one in (port, secret, connections, rate)]
    lines = "\n".join(map(json.dumps, events))
    done = subprocess.run(  # noqa: S603 (our own program)
        [sys.executable, "-m", "tests.bench.load", *asked],
        input=lines,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return Loaded(**json.loads(done.stdout))


async def _post_all(
    port: int, secret: str, bodies: Iterable[bytes], connections: int, rate: float
) -> Loaded:
    waits: list[float] = []
    refused = 0
    began = time.perf_counter()
    ahead = enumerate(bodies)

    async def work() -> None:
        nonlocal refused
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for number, body in ahead:
            meant = began + number / rate if rate else time.perf_counter()
            await asyncio.sleep(meant - time.perf_counter())
            headers = signature(secret, body, int(time.time())).items()
            lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
            writer.write(HEAD.format(len(body), lines).encode() + body)
            refused += await _status(reader) != b"200"
            waits.append(time.perf_counter() - meant)
        writer.close()

    await asyncio.gather(*(work() for _ in range(connections)))
    return Loaded(time.perf_counter() - began, refused, sorted(waits))


async def _status(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    length = head.lower().partition(b"content-length:")[2].split(b"\r\n")[0]
    await reader.readexactly(int(length or 0))
    return head.split()[1]


def main(port: str, secret: str, connections: str, rate: str) -> None:
    """Post what stands on standard input."""
    bodies = [line.rstrip("\n").encode() for line in sys.stdin]
    done = asyncio.run(_post_all(int(port), secret, bodies, int(connections), float(rate)))
    print(json.dumps(asdict(done)))  # noqa: T201 (the caller reads it)


if __name__ == "__main__":
    main(*sys.argv[1:])
