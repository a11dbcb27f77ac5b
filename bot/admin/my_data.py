"""`python -m bot export`, `erase` and `rotate-keys`: what people can do, done by the operator."""

from collections.abc import Callable
from os import O_CREAT, O_EXCL, O_WRONLY, fdopen
from os import open as open_file
from pathlib import Path

from rich.console import Console
from rich.progress import track

from bot.admin import RefusedError
from bot.admin.desks import lend
from bot.app import OTHERS
from bot.data import erasing, rekeying
from bot.data.tables import Person
from bot.features.my_data import forgetting, writer
from bot.reception.desk import Caller, Desk
from bot.settings import Settings

OWN_EYES = 0o600  # only whoever runs the command may read the file


def export(settings: Settings, team: str, user: str, file: Path) -> str:
    """Write everything that is a person's into `file`, which must not exist yet.

    Return what was done; raise RefusedError where it cannot be.
    """
    with lend(settings) as desk, desk.store.read() as session:
        _know(desk, Caller(team, user))
        content = writer.pack(session, desk, team, user)
    try:
        # Made anew, so that it is nobody else's to read from its first byte on.
        with fdopen(open_file(file, O_WRONLY | O_CREAT | O_EXCL, OWN_EYES), "wb") as written:
            written.write(content)
    except OSError as error:
        raise RefusedError(f"{file} cannot be written: {error.strerror}.") from None
    return f"Written to {file}. It holds what {user} wrote, in clear: hand it over safely."


def erase(settings: Settings, team: str, user: str, is_sure: Callable[[str], bool]) -> str:
    """Erase everything that is a person's, after `is_sure` has said so to what will go.

    Their messages in Slack are emptied by the running bot. Return what was done.
    """
    who = Caller(team, user)
    with lend(settings) as desk:
        _know(desk, who)
        with desk.store.read() as session:
            counted = erasing.count(session, team, user)
        listed = ", ".join(f"{table}: {number}" for table, number in counted.items() if number)
        if not is_sure(f"Erase for good what {user} has in {team} ({listed or 'settings only'})?"):
            return "Nothing was erased."
        with desk.store.begin() as session:
            leaves = [one.leave for one in OTHERS if one.leave]
            forgetting.forget(session, who, desk, leaves)
        desk.store.scrub()
    return f"Erased. The running bot now empties its messages to {user}. Mind your backups."


def rotate_keys(settings: Settings) -> str:
    """Lock every value with the first key, showing progress; what is locked by it is left alone.

    Return what was done; raise RefusedError where some values cannot be opened, or on Ctrl+C.
    """
    changed = lost = 0
    with lend(settings) as desk:
        total = -(-rekeying.count(desk.store) // rekeying.BATCH)
        batches = track(
            rekeying.renew(desk.store), "Locking anew", total, console=Console(stderr=True)
        )
        try:
            for done in batches:
                changed, lost = changed + done.changed, lost + done.lost
        except KeyboardInterrupt:
            raise RefusedError(
                f"Stopped after {changed:,} values. They stay so: run it again to go on."
            ) from None
        desk.store.scrub()
    if lost:
        raise RefusedError(
            f"{changed:,} values are locked with the first key now, but none of TRELLIS_KEYS "
            f"opens {lost:,} others: add the key that they were locked with, and run it again."
        )
    return f"{changed:,} values were locked anew. The first key opens everything: drop the others."


def _know(desk: Desk, who: Caller) -> None:
    with desk.store.read() as session:
        is_known = session.get(Person, (who.team, who.user)) is not None
        if not is_known and not erasing.has_anything(session, who.team, who.user):
            raise RefusedError(
                f"Nothing is kept of {who.user} in {who.team}. Both are Slack ids: T… and U…."
            )
