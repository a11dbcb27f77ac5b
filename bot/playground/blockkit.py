"""Block Kit's rules: every limit on a message, a modal and Home, in Slack's own words of refusal.

The tables of blocks and elements stand in `kit`; this looks at whole messages and views.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from bot.playground.kit import BLOCKS, MODAL_FIELDS, VIEW_FIELDS, Surface
from bot.playground.shapes import at, fields

MOST = {Surface.MESSAGE: 50, Surface.MODAL: 100, Surface.HOME: 100}


def message_faults(blocks: Any) -> list[str]:
    """Return what is wrong with a message's blocks, one line each; empty where nothing is."""
    return list(_blocks(blocks, "/blocks", Surface.MESSAGE))


def view_faults(view: Any) -> list[str]:
    """Return what is wrong with a modal or a Home tab, one line each; empty where nothing is."""
    if not isinstance(view, dict):
        return ["[ERROR] must be an object [json-pointer:/view]"]
    if view.get("type") not in (Surface.MODAL, Surface.HOME):
        return [at("unsupported type: " + str(view.get("type")), "/view/type")]
    surface = Surface(view["type"])
    table = MODAL_FIELDS if surface is Surface.MODAL else VIEW_FIELDS
    found = list(fields(table, view, "/view"))
    found += _blocks(view.get("blocks"), "/view/blocks", surface)
    return found or list(_modal_rules(view, surface))


def elements(blocks: Iterable[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield every (block, interactive element) of checked blocks."""
    for block in blocks:
        inside = [block.get("element"), block.get("accessory")]
        inside += block.get("elements", []) if block["type"] == "actions" else []
        yield from ((block, e) for e in inside if e is not None and e["type"] != "image")


def _blocks(blocks: Any, path: str, surface: Surface) -> Iterator[str]:
    if not isinstance(blocks, list):
        yield at("must be an array", path)
        return
    if len(blocks) > MOST[surface]:
        yield at(f"no more than {MOST[surface]} items allowed", path)
    found = [
        line
        for place, block in enumerate(blocks)
        for line in _block(block, f"{path}/{place}", surface)
    ]
    yield from found or _unique(blocks, path)


def _block(block: Any, path: str, surface: Surface) -> Iterator[str]:
    kind = block.get("type") if isinstance(block, dict) else None
    rule = BLOCKS.get(kind) if isinstance(kind, str) else None
    if rule is None or surface not in rule.surfaces:
        yield at(f"unsupported type: {kind}", f"{path}/type")
    else:
        yield from rule.shape(block, path)


def _unique(blocks: list[dict[str, Any]], path: str) -> Iterator[str]:
    ids = Counter(b["block_id"] for b in blocks if b.get("block_id"))
    for name in (name for name, times in ids.items() if times > 1):
        yield at(f"block_id {name!r} already exists", path)
    for place, block in enumerate(blocks):
        names = Counter(e["action_id"] for _, e in elements([block]) if e.get("action_id"))
        for name in (name for name, times in names.items() if times > 1):
            yield at(f"action_id {name!r} already exists in this block", f"{path}/{place}")


def _modal_rules(view: dict[str, Any], surface: Surface) -> Iterator[str]:
    kinds = [block["type"] for block in view["blocks"]]
    if surface is Surface.MODAL and "input" in kinds and not view.get("submit"):
        yield at("missing required field: submit", "/view")
    if sum(bool(e.get("focus_on_load")) for _, e in elements(view["blocks"])) > 1:
        yield at("only one element may have focus_on_load", "/view/blocks")
