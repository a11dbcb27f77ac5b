"""A real PostgreSQL for the tests: a cluster of its own on loopback, gone when they end."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from tests.ports import free_port

PROGRAMS = Path("/usr/lib/postgresql")
INITDB = ("-A", "trust", "-U", "trellis", "-E", "UTF8", "--locale", "C.UTF-8", "-N")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Lend the address of a server, without a database's name; skip where there is none."""
    found = sorted(PROGRAMS.glob("*/bin/initdb"))
    if not found:
        if os.environ.get("TRELLIS_CI"):
            pytest.fail("no PostgreSQL")
        pytest.skip("no PostgreSQL")
    with _cluster(found[-1].parent) as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """Lend the address of an empty database, as hosts hand it out."""
    name = f"trellis_{uuid4().hex}"
    with psycopg.connect(f"{postgres_server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield f"{postgres_server}/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def _cluster(programs: Path) -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="trellis-pg-"))
    user = "nobody" if os.geteuid() == 0 else None  # initdb refuses to run as root
    if user:
        shutil.chown(folder, user)
    port = free_port()
    settings = f"-F -h 127.0.0.1 -p {port} -k {folder}"
    controls = (str(programs / "pg_ctl"), "-D", str(folder / "data"), "-w", "-s")
    try:
        _run(user, folder, programs / "initdb", "-D", folder / "data", *INITDB)
        _run(user, folder, *controls, "-o", settings, "-l", folder / "log", "start")
        try:
            yield f"postgresql://trellis@127.0.0.1:{port}"
        finally:
            _run(user, folder, *controls, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(user: str | None, folder: Path, *words: str | Path) -> None:
    subprocess.run(words, user=user, cwd=folder, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
