"""Answers on the side: an acknowledgement's own message, and the response_url of an act."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any

from bot.playground.errors import Refusal
from bot.playground.ledger import Ledger
from bot.playground.methods_chat import check_blocks
from bot.playground.people import BOT, BOT_ID
from bot.playground.state import Ephemeral, Json, Message

USES = 5
SECONDS = 30 * 60.0


@dataclass
class Place:
    """Where an answer to one act belongs, and how often it may still come."""

    user: str
    channel: str
    thread_ts: str | None = None
    ts: str | None = None  # the message that was pressed, if it was one
    left: int = USES
    until: float = 0.0


class Responses:
    """The response URLs that were given out: five answers each, within half an hour."""

    def __init__(self, ledger: Ledger) -> None:
        self.base = "http://127.0.0.1/response/"
        self._ledger = ledger
        self._places: dict[str, Place] = {}

    def url(self, place: Place) -> str:
        """Return a new response URL for an act at this place."""
        token = secrets.token_hex(16)
        place.until = monotonic() + SECONDS
        self._places[token] = place
        return self.base + token

    def knows(self, token: str) -> bool:
        """Whether this workspace gave out that response URL."""
        return token in self._places

    def take(self, token: str, body: Mapping[str, Any]) -> None:
        """Follow an answer that came to a response URL, or refuse it."""
        place = self._places.get(token)
        if place is None or monotonic() > place.until:
            raise Refusal("expired_url", status=404)
        if place.left < 1:
            raise Refusal("used_url", status=404)
        place.left -= 1
        self.show(place, body)

    def show(self, place: Place, body: Mapping[str, Any]) -> None:
        """Show an answer: to the person alone unless it says otherwise, or over the old one."""
        blocks, text = check_blocks(body.get("blocks")), str(body.get("text") or "")
        if body.get("delete_original"):
            self._remove(place)
            return
        if not text and not blocks:
            raise Refusal("no_text", status=500)
        if body.get("replace_original") and place.ts:
            self._replace(place, text, blocks)
        elif body.get("response_type") == "in_channel":
            self._post(place, text, blocks)
        else:
            self._whisper(place, text, blocks, self._ledger.new_ts())

    def _remove(self, place: Place) -> None:
        ledger = self._ledger
        if place.ts in ledger.whispers:
            del ledger.whispers[place.ts]
            ledger.touch()
        elif place.ts in ledger.posts[place.channel]:
            ledger.remove(place.channel, place.ts)

    def _replace(self, place: Place, text: str, blocks: tuple[Json, ...]) -> None:
        ledger = self._ledger
        old = ledger.posts[place.channel].get(place.ts or "")
        if place.ts in ledger.whispers:
            self._whisper(place, text, blocks, place.ts)
        elif old is not None:
            new = replace(old, text=text, blocks=blocks, edited_ts=ledger.new_ts())
            ledger.change(new)

    def _post(self, place: Place, text: str, blocks: tuple[Json, ...]) -> None:
        message = Message(
            channel=place.channel,
            ts=self._ledger.new_ts(),
            user=BOT,
            bot_id=BOT_ID,
            text=text,
            blocks=blocks,
            thread_ts=place.thread_ts,
        )
        self._ledger.post(message)

    def _whisper(self, place: Place, text: str, blocks: tuple[Json, ...], ts: str) -> None:
        ephemeral = Ephemeral(
            channel=place.channel,
            ts=ts,
            user=place.user,
            text=text,
            blocks=blocks,
            thread_ts=place.thread_ts,
        )
        self._ledger.whisper(ephemeral)
