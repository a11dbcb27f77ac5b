"""A company to test in: the real bot in the playground, driven as people drive Slack."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from socket import create_server
from typing import Any

from bot.admin.demo import MONDAY, live, manifest
from bot.app import Trellis
from bot.playground.clock import Clock
from bot.playground.people import demo_company
from bot.playground.server import Server
from bot.playground.state import Message, Result
from bot.playground.workspace import Workspace

MAYA, KIM, DEV, ANA, TOM = "U0MAYA", "U0KIM", "U0DEV", "U0ANA", "U0TOM"
NOOR, GUS = "U0NOOR", "U0GUS"
PATIENCE = 20.0


@dataclass(frozen=True)
class Company:
    """People who press buttons by what is written on them."""

    slack: Workspace
    bot: Trellis

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
        self.slack.move_to(moment.at)
        return moment.at

    def to(self, at: datetime) -> None:
        """Move the clock."""
        self.slack.move_to(at)

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
def company(at: datetime = MONDAY, *, socket: bool = False, **settings: Any) -> Iterator[Company]:
    """Open the company on the morning of `at`; over signed HTTP, or over a socket."""
    slack = Workspace(demo_company(), manifest(), clock=Clock(at))
    url, secret = f"http://127.0.0.1:{PORT}/slack/events", "playing"
    with Server(slack, signing_secret=secret, request_url=None if socket else url) as server:
        if not socket:
            settings |= {"app_token": None, "signing_secret": secret, "port": PORT}
        with live(slack, server.api_url, **settings) as bot:
            yield Company(slack, bot)


def _free_port() -> int:
    with closing(create_server(("127.0.0.1", 0))) as probe:
        port: int = probe.getsockname()[1]
        return port


PORT = _free_port()


def said(blocks: Any) -> str:
    """Return every text in blocks, a line each."""
    if isinstance(blocks, dict):
        own = [blocks["text"]] if isinstance(blocks.get("text"), str) else []
        return "\n".join([*own, *filter(None, (said(one) for one in blocks.values()))])
    if isinstance(blocks, list | tuple):
        return "\n".join(filter(None, (said(one) for one in blocks)))
    return ""


def _button(blocks: Any, label: str) -> tuple[str, str] | None:
    for block in blocks or ():
        for element in [*block.get("elements", ()), block.get("accessory") or {}]:
            if element.get("type") == "button" and element["text"]["text"] == label:
                return block["block_id"], element["action_id"]
    return None
