"""A PostgreSQL of the demo's own, from this machine's programs: on loopback, gone afterwards."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

PROGRAMS = Path("/usr/lib/postgresql")
INITDB = ("-A", "trust", "-U", "trellis", "-E", "UTF8", "--locale", "C.UTF-8", "-N")


@dataclass(frozen=True)
class Cluster:
    """A server of its own, which can go away and come back."""

    programs: Path
    folder: Path
    port: int
    user: str | None  # who runs it: as root its programs refuse to

    @property
    def url(self) -> str:
        """The server's address, without a database's name."""
        return f"postgresql://trellis@127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it; return when it answers."""
        settings = f"-F -h 127.0.0.1 -p {self.port} -k {self.folder}"
        self._control("-o", settings, "-l", self.folder / "log", "start")

    def stop(self) -> None:
        """End it at once, as when a machine fails; every connection breaks."""
        self._control("-m", "immediate", "stop")

    @contextmanager
    def database(self) -> Iterator[str]:
        """Lend the address of an empty database, as hosts hand it out."""
        import psycopg  # only who has PostgreSQL needs it

        name = f"trellis_{uuid4().hex}"
        with psycopg.connect(f"{self.url}/postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        yield f"{self.url}/{name}"
        with psycopg.connect(f"{self.url}/postgres", autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def run(self, *words: str | Path) -> None:
        """Run one of the server's programs."""
        command = (self.programs / words[0], *words[1:])
        subprocess.run(  # noqa: S603 (the system's own programs)
            command, user=self.user, cwd=self.folder, check=True, stdout=subprocess.DEVNULL
        )

    def _control(self, *words: str | Path) -> None:
        self.run("pg_ctl", "-D", self.folder / "data", "-w", "-s", *words)


def programs() -> Path | None:
    """Return where the newest server's programs are, if there is one on this machine."""
    found = sorted(PROGRAMS.glob("*/bin/initdb"))
    return found[-1].parent if found else None


@contextmanager
def cluster(found: Path, port: int) -> Iterator[Cluster]:
    """Run a server with the programs found, on that port; it is gone when this is left."""
    folder = Path(tempfile.mkdtemp(prefix="trellis-pg-"))
    user = "nobody" if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    server = Cluster(found, folder, port, user)
    try:
        server.run("initdb", "-D", folder / "data", *INITDB)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
