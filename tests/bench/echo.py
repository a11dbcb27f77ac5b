"""A stand-in for Slack that takes anything and says yes, as fast as Python can.

Run as a program of its own it prints its port and serves until it is ended: what it costs is
not counted in the process that is measured. A number after the command is how many seconds each
answer takes.
"""

import asyncio
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

DM = "D1"  # where what names no channel lands
CHANNEL = re.compile(rb'"channel": ?"(\w+)"')
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
BODY = (
    b'{"ok":true,"channel":"%s","ts":"1700000000.000001",'
    b'"team_id":"T0TRELLIS","user_id":"U0TRELLIS","bot_id":"B0TRELLIS"}'
)


@contextmanager
def echoing(seconds: float = 0) -> Iterator[str]:
    """Lend the address of a stand-in in a process of its own; each answer takes `seconds`."""
    command = [sys.executable, "-m", "tests.bench.echo", str(seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - ours
        try:
            assert process.stdout is not None
            yield f"http://127.0.0.1:{int(process.stdout.readline())}/api/"
        finally:
            process.kill()


async def _answer(
    seconds: float, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    asked = await reader.readexactly(int(head.split(b"content-length:")[1].split(b"\r\n")[0]))
    named = CHANNEL.search(asked)
    body = BODY % (named.group(1) if named else DM.encode())
    await asyncio.sleep(seconds)
    writer.write(HEAD + b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
    await writer.drain()
    writer.close()


async def _serve(seconds: float) -> None:
    server = await asyncio.start_server(partial(_answer, seconds), "127.0.0.1", 0, backlog=512)
    print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201 - the caller reads it
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(float(sys.argv[1])))
