"""A company to test in: the real bot in the playground, driven as people drive Slack."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from json import dumps
from pathlib import Path
from ssl import PROTOCOL_TLS_CLIENT, SSLContext
from tempfile import TemporaryDirectory
from time import time
from typing import Any, TypeVar
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import httpx
from cryptography.fernet import Fernet
from sqlmodel import SQLModel, select

from bot.admin.demo import MONDAY, live, manifest
from bot.app import Trellis
from bot.delivery import embedded
from bot.playground import payloads
from bot.playground.clock import Clock
from bot.playground.limits import Limits
from bot.playground.people import demo_company
from bot.playground.server import Server
from bot.playground.signed_http import FORM, signature
from bot.playground.state import Json, Message, Result
from bot.playground.workspace import Workspace
from tests.databases import new_database
from tests.past import Past
from tests.ports import free_port

MAYA, KIM, DEV, ANA, TOM = "U0MAYA", "U0KIM", "U0DEV", "U0ANA", "U0TOM"
LENA, NOOR, GUS = "U0LENA", "U0NOOR", "U0GUS"
EVERYBODY = (MAYA, KIM, DEV, ANA, TOM, LENA, NOOR, GUS)
PATIENCE = 20.0
SECRET = "playing"
KEY = Fernet.generate_key().decode()
PLAIN = SSLContext(PROTOCOL_TLS_CLIENT)  # the door speaks plain HTTP: no certificates are read

Row = TypeVar("Row", bound=SQLModel)


@dataclass(frozen=True)
class Company:
    """People who press buttons by what is written on them."""

    slack: Workspace
    bot: Trellis
    door: httpx.Client  # where the bot takes signed payloads

    def command(self, user: str, text: str) -> Result:
        """Type a slash command in one's conversation with the bot."""
        result = self.slack.command(user, self.slack.dm(user), "/career", text)
        self.settle()
        return result

    def write(self, user: str, text: str, *, under: Message | None = None) -> Result:
        """Write to the bot, in a thread where `under` names its root."""
        thread = under.ts if under else None
        result = self.slack.say(user, self.slack.dm(user), text, thread)
        self.settle()
        return result

    def press(self, user: str, label: str, *, on: Message | None = None) -> Result:
        """Press the button with this label: in the open modal, else in the latest message."""
        modal = self.slack.modal(user)
        if on is None and modal is not None:
            place: dict[str, Any] = {"view_id": modal.id}
            blocks = modal.blocks
        else:
            message = on or next(
                one for one in reversed(self.messages(user)) if _button(one.blocks, label)
            )
            place, blocks = {"message": (message.channel, message.ts)}, list(message.blocks)
        return self._press(user, blocks, label, place)

    def press_whisper(self, user: str, label: str) -> Result:
        """Press the button with this label in what only this person sees, the latest first."""
        mine = self.slack.ephemerals(user, self.slack.dm(user))
        shown = next(one for one in reversed(mine) if _button(one.blocks, label))
        return self._press(user, shown.blocks, label, {"message": (shown.channel, shown.ts)})

    def whisper(self, user: str) -> str:
        """Return all that the latest notice for this person's eyes only says."""
        return said(self.slack.ephemerals(user, self.slack.dm(user))[-1].blocks)

    def press_home(self, user: str, label: str) -> Result:
        """Open Home and press the button with this label."""
        self.slack.open_home(user)
        home = self.slack.home(user)
        assert home is not None
        return self._press(user, home.blocks, label, {"view_id": home.id})

    def fill(self, user: str, **fields: Any) -> Result:
        """Fill the open modal, each field by its name, and send it."""
        values = {name.replace("__", "."): value for name, value in fields.items()}
        result = self.slack.submit(user, {name: {name: one} for name, one in values.items()})
        self.settle()
        return result

    def choose(self, user: str, field: str, value: str) -> Result:
        """Choose in an element of the open modal that tells the bot at once."""
        modal = self.slack.modal(user)
        assert modal is not None
        result = self.slack.press(user, field, field, view_id=modal.id, selection=value)
        self.settle()
        return result

    def messages(self, user: str) -> list[Message]:
        """Return the conversation of a person with the bot."""
        return list(self.slack.messages(self.slack.dm(user)))

    def last(self, user: str) -> str:
        """Return all that the latest message says."""
        return said(self.messages(user)[-1].blocks)

    def modal(self, user: str) -> str:
        """Return all that the open modal says."""
        modal = self.slack.modal(user)
        return said(modal.blocks) if modal else ""

    def home(self, user: str) -> str:
        """Open Home and return all that it says."""
        self.slack.open_home(user)
        home = self.slack.home(user)
        return said(home.blocks) if home else ""

    def to_next(self, kind: str) -> datetime:
        """Move the clock to the next moment of a kind; return that moment."""
        moment = next(one for one in self.slack.coming() if one.kind == kind)
        self.to(moment.at)
        return moment.at

    def to(self, at: datetime) -> None:
        """Move the clock."""
        self.slack.move_to(at)
        # What is written from now on stands below all that was sent on the way.
        self.slack.clock.set(at + timedelta(seconds=1))

    def wake_at(self, at: datetime) -> None:
        """Let the bot come back at that moment, after a time in which it was down."""
        self.slack.clock.set(at)
        self.bot.catch_up()
        self.settle()

    def rows(self, table: type[Row]) -> list[Row]:
        """Return all rows of a table, in the order they were written."""
        with self.bot.desk.store.read() as session:
            return list(session.exec(select(table)).all())

    def heading(self, user: str) -> list[str]:
        """Return the first line of each message to a person, oldest first."""
        return [said(one.blocks).splitlines()[0] for one in self.messages(user) if one.blocks]

    def everything(self) -> str:
        """Return all that stands in any message of anybody, threads and notices included."""
        posts = [one for channel in self.slack.posts.values() for one in channel.values()]
        mine = [(one.text, one.blocks) for one in posts if one.bot_id]
        return str([*mine, *((one.text, one.blocks) for one in self.slack.whispers.values())])

    def forge(
        self, user: str, action: str, value: str, *, place: str = "", **more: Any
    ) -> httpx.Response:
        """Send a press of a button that nobody showed this person, rightly signed.

        `place` is what it is said to stand in: a "message", or nothing.
        """
        pressed = {"type": "button", "action_id": action, "block_id": "forged", "value": value}
        where = {"container": {"type": place} if place else {}}
        return self.interact(payloads.press(*self._who(user), pressed | more, where))

    def forge_form(
        self, user: str, form: str, about: str, *, view_id: str = "V0FORGED", **fields: Json
    ) -> httpx.Response:
        """Send a modal that nobody opened for this person, rightly signed."""
        view = {
            "id": view_id,
            "type": "modal",
            "callback_id": form,
            "private_metadata": about,
            "blocks": [],
            "state": {"values": {name: {name: one} for name, one in fields.items()}},
        }
        return self.interact(payloads.submission(*self._who(user), view))

    def interact(self, payload: Any) -> httpx.Response:
        """Post an interaction to the bot as Slack does; return its raw answer."""
        body = urlencode({"payload": dumps(payload)}).encode()
        return self.post(body, FORM)

    def tell(self, event: Any, **envelope: Any) -> httpx.Response:
        """Post an event to the bot as Slack does; return its raw answer."""
        now = int(self.slack.clock.now().timestamp())
        body = payloads.envelope(event, self.slack.team_id, now) | envelope
        return self.post(dumps(body).encode(), "application/json")

    def post(self, body: bytes, kind: str, **headers: str) -> httpx.Response:
        """Post bytes with the right signature, unless `headers` bring another."""
        signed = {"Content-Type": kind, **signature(SECRET, body, int(time())), **headers}
        return self.door.post("/slack/events", content=body, headers=signed)

    def _who(self, user: str) -> tuple[Any, str, str]:
        return self.slack.members[user], self.slack.team_id, self.slack.triggers.issue(user)

    def settle(self) -> None:
        """Wait until everything that is due has been sent."""
        assert self.bot.engine.drain(PATIENCE)

    def meet(self, report: str = DEV, manager: str = MAYA, **fields: Any) -> None:
        """Set up a one-on-one that the manager accepts: Thursday 10:00, every two weeks."""
        usual = {"first_date": "2027-03-04", "starts": "10:00", "minutes": "45", "cadence": "2w"}
        self.command(report, "one-on-one")
        assert self.fill(report, **{"with": manager, **usual, **fields}).errors == {}
        self.slack.dismiss(report)
        self.press(manager, "Accept")

    def _press(self, user: str, blocks: Any, label: str, place: dict[str, Any]) -> Result:
        found = _button(blocks, label)
        assert found, f"no button {label!r}"
        result = self.slack.press(user, *found, **place)
        self.settle()
        return result


@contextmanager
def company(
    at: datetime = MONDAY,
    *,
    socket: bool = False,
    retry_delays: tuple[float, ...] = (),
    past: Past | None = None,
    **settings: Any,
) -> Iterator[Company]:
    """Open the company on the morning of `at`, or where a `past` ended.

    The bot listens over signed HTTP, or over a socket.
    """
    clock = Clock(past.at if past else at)
    slack = Workspace(demo_company(), manifest(), clock=clock, limits=Limits(is_on=False))
    slack.triggers.seconds = PATIENCE
    if past:
        past.show_in(slack)
    port = free_port()
    host = f"http://127.0.0.1:{port}"
    wire: dict[str, Any] = (
        {} if socket else {"request_url": f"{host}/slack/events", "signing_secret": SECRET}
    )
    with (
        TemporaryDirectory(prefix="trellis-test-") as folder,
        Server(slack, retry_delays=retry_delays, ack_seconds=PATIENCE, **wire) as server,
    ):
        path = Path(folder) / "company.db"
        settings.setdefault("database_url", new_database(path, past.rows if past else None))
        settings.setdefault("keys", (KEY,))  # the same for all: a copied past is to be read
        if not socket:
            settings |= {"app_token": None, "signing_secret": SECRET, "port": port}
        with live(slack, server.api_url, **settings) as bot:
            embedded.BREATH = 0.005
            with httpx.Client(
                base_url=host, trust_env=False, verify=PLAIN, timeout=PATIENCE
            ) as door:
                yield Company(slack, bot, door)


@cache
def past_of(story: Callable[..., object], **how: str) -> Past:
    """Let something happen in a company of its own; return what is to be copied.

    `story` is called with the company and with `how`.
    """
    with company() as office:
        story(office, **how)
        office.settle()
        return Past.of(office.slack, Path(str(office.bot.desk.store.engine.url.database)))


def local(day: str, clock: str, zone: str = "Europe/Berlin") -> datetime:
    """Return a moment as somebody there would write it: ("2027-03-04", "10:30")."""
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def said(blocks: Any) -> str:
    """Return every text in blocks, a line each."""
    if isinstance(blocks, dict):
        own = [blocks["text"]] if isinstance(blocks.get("text"), str) else []
        return "\n".join([*own, *filter(None, map(said, blocks.values()))])
    return "\n".join(filter(None, map(said, blocks))) if isinstance(blocks, list | tuple) else ""


def _button(blocks: Any, label: str) -> tuple[str, str] | None:
    for block in blocks or ():
        for element in [*block.get("elements", ()), block.get("accessory") or {}]:
            if element.get("type") == "button" and element["text"]["text"] == label:
                return block["block_id"], element["action_id"]
    return None
