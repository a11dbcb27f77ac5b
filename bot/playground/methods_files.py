"""The bot shares a file, in Slack's three steps: ask where, upload, complete."""

import secrets
from dataclasses import replace

from bot.playground.api import Call, Method
from bot.playground.errors import Refusal
from bot.playground.ledger import Ledger
from bot.playground.payloads import file_as_slack
from bot.playground.people import BOT, BOT_ID
from bot.playground.state import File, Json, Message

UPLOADS = "uploads"


def _ask_where(call: Call) -> Json:
    name, length = call.need("filename"), call.number("length", 0)
    if length <= 0:
        raise Refusal("invalid_arguments")
    file_id = f"F0{secrets.token_hex(5).upper()}"
    file = File(file_id, name, b"", BOT, alt=call.text("alt_txt"))
    with call.ledger.lock:
        call.ledger.files[file.id] = file
    return {"upload_url": f"{call.urls[UPLOADS]}{file.id}", "file_id": file.id}


def store(ledger: Ledger, file_id: str, content: bytes) -> bool:
    """Keep what was uploaded; say whether anybody had asked for this place."""
    with ledger.lock:
        file = ledger.files.get(file_id)
        if file is None:
            return False
        ledger.files[file_id] = replace(file, content=content)
        return True


def _complete(call: Call) -> Json:
    given = call.parsed("files")
    if not isinstance(given, list) or not given:
        raise Refusal("invalid_arguments")
    files = tuple(_finish(call, one) for one in given)
    if call.text("channel_id"):
        _share(call, files)
    return {"files": [file_as_slack(file) for file in files]}


def _finish(call: Call, one: Json) -> File:
    with call.ledger.lock:
        file = call.ledger.files.get(str(one.get("id")))
        if file is None or not file.content:
            raise Refusal("file_not_found")
        file = replace(file, title=str(one.get("title") or file.name))
        call.ledger.files[file.id] = file
    return file


def _share(call: Call, files: tuple[File, ...]) -> None:
    channel = call.channel("channel_id")
    if BOT not in channel.members:
        raise Refusal("not_in_channel")
    message = Message(
        channel=channel.id,
        ts=call.ledger.new_ts(),
        user=BOT,
        bot_id=BOT_ID,
        subtype="file_share",
        text=call.text("initial_comment"),
        thread_ts=call.text("thread_ts") or None,
        files=files,
    )
    call.ledger.post(message)


def _delete(call: Call) -> Json:
    ledger, file_id = call.ledger, call.need("file")
    with ledger.lock:
        if ledger.files.pop(file_id, None) is None:
            raise Refusal("file_not_found")
        posts = [one for channel in ledger.posts.values() for one in channel.values()]
    for message in posts:
        kept = tuple(file for file in message.files if file.id != file_id)
        if len(kept) < len(message.files):
            ledger.change(replace(message, files=kept))
    return {}


METHODS = {
    "files.delete": Method(_delete, ("files:write",), 50),
    "files.getUploadURLExternal": Method(_ask_where, ("files:write",), 100),
    "files.completeUploadExternal": Method(_complete, ("files:write",), 100),
}
