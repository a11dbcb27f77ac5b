"""Modals and Home tabs: opened, stacked up to three high, changed, published."""

import json
import secrets
from dataclasses import replace
from time import time

from bot.playground.blockkit import elements, view_faults
from bot.playground.errors import Refusal
from bot.playground.ledger import Ledger
from bot.playground.state import Json, View

STACK = 3
LARGEST = 250_000


def with_ids(blocks: list[Json]) -> list[Json]:
    """Return a copy of checked blocks in which every block and element has its id."""
    copied: list[Json] = json.loads(json.dumps(blocks))
    for block in copied:
        block["block_id"] = block.get("block_id") or secrets.token_hex(3)
    for _, element in elements(copied):
        element["action_id"] = element.get("action_id") or secrets.token_hex(3)
    return copied


def check_view(body: Json, kind: str) -> None:
    """Refuse a view that breaks Block Kit's rules, or is not of this kind."""
    faults = view_faults(body)
    if not faults and body["type"] != kind:
        faults = [f"[ERROR] must be one of: {kind} [json-pointer:/view/type]"]
    if faults:
        raise Refusal("invalid_arguments", response_metadata={"messages": faults})
    if len(json.dumps(body)) > LARGEST:
        raise Refusal("view_too_large")


def open_view(ledger: Ledger, user: str, body: Json) -> View:
    """Open a modal as the only one that this person has before them."""
    check_view(body, "modal")
    with ledger.lock:
        _check_external(ledger, body, None)
        view = _view(user, body)
        ledger.stacks[user] = [view]
    ledger.touch()
    return view


def push_view(ledger: Ledger, user: str, body: Json) -> View:
    """Put a modal on top of those that this person has open; at most three stand there."""
    check_view(body, "modal")
    with ledger.lock:
        stack = ledger.stacks[user]
        if not stack:
            raise Refusal("not_found")
        if len(stack) >= STACK:
            raise Refusal("push_limit_reached")
        _check_external(ledger, body, None)
        under = stack[-1]
        view = replace(_view(user, body), root_id=under.root_id, previous_id=under.id)
        stack.append(view)
    ledger.touch()
    return view


def update_view(ledger: Ledger, view: View, body: Json, given_hash: str | None) -> View:
    """Change an open modal or a Home tab; refuse where `given_hash` is not the newest."""
    check_view(body, view.body["type"])
    with ledger.lock:
        view = find_view(ledger, view.id) or view
        if given_hash and given_hash != view.hash:
            raise Refusal("hash_conflict")
        _check_external(ledger, body, view.id)
        new = replace(view, body=_body(body), hash=_hash(), errors={})
        put_view(ledger, new)
    ledger.touch()
    return new


def put_view(ledger: Ledger, new: View) -> None:
    """Put a view in the place of the one with its id."""
    with ledger.lock:
        if new.body["type"] == "home":
            ledger.homes[new.user] = new
        stack = ledger.stacks[new.user]
        ledger.stacks[new.user] = [new if view.id == new.id else view for view in stack]


def publish(ledger: Ledger, user: str, body: Json, given_hash: str | None) -> View:
    """Show a Home tab to one person; its id stays the same from then on."""
    check_view(body, "home")
    old = ledger.homes.get(user)
    if old is not None:
        return update_view(ledger, old, body, given_hash)
    view = _view(user, body)
    with ledger.lock:
        ledger.homes[user] = view
    ledger.touch()
    return view


def find_view(ledger: Ledger, view_id: str) -> View | None:
    """Return the view with this id, as long as somebody has it before them."""
    return next((view for view in _all(ledger) if view.id == view_id), None)


def find_external(ledger: Ledger, external_id: str) -> View | None:
    """Return the view that the bot gave this external_id."""
    return next((v for v in _all(ledger) if v.body.get("external_id") == external_id), None)


def _all(ledger: Ledger) -> list[View]:
    with ledger.lock:
        return [*ledger.homes.values(), *(v for stack in ledger.stacks.values() for v in stack)]


def _check_external(ledger: Ledger, body: Json, own: str | None) -> None:
    external = body.get("external_id")
    found = find_external(ledger, external) if external else None
    if found is not None and found.id != own:
        raise Refusal("duplicate_external_id")


def _view(user: str, body: Json) -> View:
    view_id = f"V0{secrets.token_hex(5).upper()}"
    return View(id=view_id, user=user, body=_body(body), hash=_hash(), root_id=view_id)


def _body(body: Json) -> Json:
    return {**body, "blocks": with_ids(body["blocks"])}


def _hash() -> str:
    return f"{int(time())}.{secrets.token_hex(4)}"
