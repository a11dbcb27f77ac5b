"""The call itself: what Slack is asked, and what its refusals mean for us."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto
from hashlib import blake2b
from http import HTTPStatus
from http.client import HTTPException
from socket import gaierror
from typing import Any
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.delivery.outbox import Attached, Rendered

POST, UPDATE = "chat.postMessage", "chat.update"
NOT_GRANTED = "missing_scope"
NO_FILE = ("file_not_found", "file_deleted")
A_FILE = "F"  # begins the id of a file, and never a message's ts
INACTIVE = "account_inactive"  # of a person, or of our own token
EVENT_TYPE = "trellis"  # marks our key in a message's metadata
PEOPLE = ("U", "W")  # begin the id of a person
# Far below a lease: a call is over before anybody else takes its message. And whoever is asked to
# stop in the middle of one is gone in ten seconds.
CALL_SECONDS = 8
LONGEST_TEXT = 40_000
LOOK_BACK = 15  # messages; more is throttled for some apps
UNASKED_WAIT = 30.0  # seconds, where a 429 does not name its wait


class Refusal(Enum):
    """What a failed call means for its message."""

    WAIT = auto()  # too fast: nothing was posted, and it is not the message's fault
    STOP = auto()  # the token is no good: nothing can be sent to this workspace
    GIVE_UP = auto()  # this person or channel cannot be written to: somebody should know
    MOOT = auto()  # the message that was to be rewritten is gone: nobody needs to know
    BUG = auto()  # Slack does not take what we rendered
    UNSENT = auto()  # Slack was never reached
    FAULT = auto()  # Slack broke: it may have posted
    SILENCE = auto()  # no answer: it may have posted, or may be about to
    PUZZLE = auto()  # an error that nobody has met yet


MEANINGS = {
    Refusal.WAIT: ("ratelimited", "rate_limited", "message_limit_exceeded"),
    Refusal.STOP: (
        "token_revoked",
        "token_expired",
        "invalid_auth",
        "not_authed",
        INACTIVE,
        NOT_GRANTED,
    ),
    Refusal.GIVE_UP: (
        "user_disabled",
        "user_not_found",
        "channel_not_found",
        "is_archived",
        "not_in_channel",
        "cannot_dm_bot",
        "messages_tab_disabled",
    ),
    Refusal.MOOT: ("message_not_found", "cant_update_message", "edit_window_closed", *NO_FILE),
    Refusal.BUG: ("invalid_blocks", "invalid_blocks_format", "msg_too_long", "msg_blocks_too_long"),
    Refusal.UNSENT: ("request_timeout",),
    Refusal.FAULT: ("fatal_error", "internal_error", "service_unavailable", "unreadable"),
}
MEANING = {error: refusal for refusal, errors in MEANINGS.items() for error in errors}


@dataclass(frozen=True)
class Refused:
    """Why a call failed, in one word without anybody's words; `wait` is what Slack asked for."""

    refusal: Refusal
    error: str
    wait: float = 0.0


@dataclass(frozen=True)
class Letter:
    """A message ready to go. `ts` names the message that it rewrites, if it does."""

    key: str
    channel: str
    rendered: Rendered
    ts: str | None = None
    thread_ts: str | None = None

    @property
    def method(self) -> str:
        """Slack's method that carries it."""
        return UPDATE if self.ts else POST


def send(client: WebClient, letter: Letter) -> tuple[str, str | None]:
    """Post or rewrite the message; return the channel and ts that Slack gave it.

    A file's id takes the place of a ts; rewriting it takes the file away. Raise what `why` reads.
    """
    if letter.rendered.attached:
        return _hand_over(client, letter, letter.rendered.attached)
    if letter.ts and letter.ts.startswith(A_FILE):
        return _take_away(client, letter.channel, letter.ts)
    text, blocks = letter.rendered.text[:LONGEST_TEXT], letter.rendered.blocks
    if letter.ts:
        reply = client.chat_update(channel=letter.channel, ts=letter.ts, text=text, blocks=blocks)
    else:
        reply = client.chat_postMessage(
            channel=letter.channel,
            text=text,
            blocks=blocks,
            thread_ts=letter.thread_ts,
            metadata={"event_type": EVENT_TYPE, "event_payload": {"key": letter.key}},
            unfurl_links=False,
            unfurl_media=False,
        )
    return reply.get("channel") or letter.channel, reply.get("ts") or letter.ts


def _hand_over(client: WebClient, letter: Letter, file: Attached) -> tuple[str, str | None]:
    """Hand a file over with its text; where files are not granted, say what is said instead."""
    is_person = letter.channel.startswith(PEOPLE)
    channel = open_dm(client, letter.channel) if is_person else letter.channel
    try:
        reply = client.files_upload_v2(
            channel=channel,
            filename=_marked(file.name, letter.key),
            title=file.title,
            content=file.content,
            alt_txt=file.alt,
            initial_comment=letter.rendered.text,
            thread_ts=letter.thread_ts,
        )
    except SlackApiError as error:
        if error.response.get("error") != NOT_GRANTED:
            raise
        return send(client, replace(letter, rendered=file.instead))
    return channel, str(reply["file"]["id"])


def _take_away(client: WebClient, channel: str, file_id: str) -> tuple[str, str | None]:
    """Delete a file that was handed over; where files are not granted any more, nobody can."""
    try:
        client.files_delete(file=file_id)
    except SlackApiError as error:
        if error.response.get("error") != NOT_GRANTED:
            raise
    return channel, file_id


def open_dm(client: WebClient, user: str) -> str:
    """Return the channel of the bot's conversation with `user`; raise what `why` reads."""
    return str(client.conversations_open(users=user)["channel"]["id"])


def look_up(
    client: WebClient, key: str, channel: str, thread_ts: str | None, oldest: datetime
) -> tuple[str | None, bool]:
    """Look once for the message that carries `key`; return its ts, and whether all was seen.

    A file carries it in its name, and its id is returned. Raise what `why` reads.
    """
    window: dict[str, Any] = {
        "channel": channel,
        "oldest": f"{oldest.timestamp():.6f}",
        "limit": LOOK_BACK,
        "include_all_metadata": True,
    }
    if thread_ts:
        reply = client.conversations_replies(ts=thread_ts, **window)
    else:
        reply = client.conversations_history(**window)
    messages = reply.get("messages") or []
    keys = {_key(message): str(message["ts"]) for message in messages}
    files = [file for message in messages for file in message.get("files") or []]
    mine = [str(one["id"]) for one in files if _mark(key) in str(one.get("name"))]
    return keys.get(key) or next(iter(mine), None), not reply.get("has_more")


def why(error: Exception) -> Refused:
    """Say what an exception of `send`, `open_dm` or `look_up` means."""
    if isinstance(error, SlackApiError):
        return _why_refused(error)
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, (ConnectionRefusedError, gaierror)):
        return Refused(Refusal.UNSENT, type(reason).__name__)
    # Broken connections, and replies that cannot be read.
    is_silence = isinstance(error, (OSError, HTTPException, ValueError))
    return Refused(Refusal.SILENCE if is_silence else Refusal.PUZZLE, type(reason).__name__)


def blame(client: WebClient) -> Refused:
    """Say whom `account_inactive` means: our own token, or else the person."""
    try:
        client.auth_test()
    except Exception as error:  # noqa: BLE001 - whatever it is, `why` reads it
        return why(error)
    return Refused(Refusal.GIVE_UP, INACTIVE)


def _why_refused(error: SlackApiError) -> Refused:
    response = error.response
    status = int(response.status_code)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Refused(Refusal.WAIT, "ratelimited", _asked_wait(response.headers))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Refused(Refusal.FAULT, f"http_{status}")
    code = str(response.get("error", ""))
    # A page that is not Slack's comes back as a long "error": it is not kept.
    code = code if re.fullmatch(r"[a-z0-9_]{1,60}", code) else "unreadable"
    wait = UNASKED_WAIT if MEANING.get(code) is Refusal.WAIT else 0.0
    return Refused(MEANING.get(code, Refusal.PUZZLE), code, wait)


def _asked_wait(headers: Mapping[str, str]) -> float:
    asked = headers.get("Retry-After", "")
    return float(asked) if re.fullmatch(r"\d+(\.\d+)?", asked) else UNASKED_WAIT


def _marked(name: str, key: str) -> str:
    """Return a file's name with the mark of its message: a file has no other place for it."""
    stem, dot, ending = name.rpartition(".")
    return f"{stem}-{_mark(key)}{dot}{ending}"


def _mark(key: str) -> str:
    return blake2b(key.encode(), digest_size=6).hexdigest()


def _key(message: dict[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return None
    key = (metadata.get("event_payload") or {}).get("key")
    return key if isinstance(key, str) else None
