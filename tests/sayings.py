"""What the code says, read from its source: each key of prompts/ where it is written down.

A key written in pieces (`f"cue.{kind}"`) is a pattern. Moves keep theirs without the first word,
which their scene adds.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

from bot.reception import words as reception

ROOT = Path(__file__).parents[1]
FEATURES = sorted(one.parent.name for one in (ROOT / "bot/features").glob("*/words.py"))
ADDED = {"moves": "moves."}
ANYTHING = "(.+)"
SAYS = {"say": 0, "words": 0, "tell": 3, "notice": 1, "reply": 3}  # where each takes its key
OF_A_PRESS = {"notice": 0}  # as a method, which knows its desk
WORD = re.compile(r"[a-z_]+(\.[a-z_0-9]+)+")

Contract = dict[str, frozenset[str]]


@dataclass(frozen=True)
class Saying:
    """A key, or a pattern of keys, where it is said, and the names that are filled in there."""

    place: str
    pattern: str
    given: frozenset[str] | None  # None: some are handed on and cannot be read

    @property
    def looks(self) -> str:
        """The key as it is written, where it is written out."""
        return self.pattern.replace("\\", "")

    def fits(self, key: str, room: str) -> bool:
        """Whether it may mean this key."""
        return bool(re.fullmatch(f"({re.escape(ADDED.get(room, ''))})?{self.pattern}", key))


def contract_of(room: str) -> Contract:
    """Return the keys that the code of a feature may say: its own, and those of the reception."""
    own: Contract = import_module(f"bot.features.{room}.words").WORDS if room in FEATURES else {}
    return {**reception.WORDS, **own}


def said_in(room: str) -> list[Saying]:
    """Return whatever is said there by a key that is written where it is said."""
    return [
        Saying(f"{place}:{call.lineno}", pattern, _given(call))
        for place, tree in _trees(room)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and _name(call) in SAYS
        for pattern in _patterns(_key(call))
    ]


def written_in(room: str) -> list[Saying]:
    """Return every text there that could be a key, wherever it is handed on."""
    return [
        Saying(f"{place}:{getattr(one, 'lineno', 0)}", pattern, None)
        for place, tree in _trees(room)
        for one in _whole(tree)
        if (pattern := _pattern(one))
    ]


def _whole(tree: ast.Module) -> list[ast.AST]:
    """Return what stands in a file, without the pieces of texts that are put together."""
    every = list(ast.walk(tree))
    pieces = {id(one) for text in every if isinstance(text, ast.JoinedStr) for one in text.values}
    return [one for one in every if id(one) not in pieces]


@cache
def _trees(room: str) -> tuple[tuple[str, ast.Module], ...]:
    folder = ROOT / "bot" / ("reception" if room == "reception" else f"features/{room}")
    files = sorted(one for one in folder.rglob("*.py") if one.name != "words.py")
    return tuple((str(one.relative_to(ROOT)), ast.parse(one.read_text())) for one in files)


def _name(call: ast.Call) -> str:
    if isinstance(call.func, ast.Name):
        return call.func.id.removeprefix("_")
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _key(call: ast.Call) -> ast.expr | None:
    is_method = isinstance(call.func, ast.Attribute)
    at = (SAYS | OF_A_PRESS if is_method else SAYS)[_name(call)]
    return call.args[at] if len(call.args) > at else None


def _given(call: ast.Call) -> frozenset[str] | None:
    names = [one.arg for one in call.keywords]
    return None if None in names else frozenset(name for name in names if name)


def _patterns(key: ast.expr | None) -> Iterator[str]:
    if isinstance(key, ast.IfExp):
        yield from _patterns(key.body)
        yield from _patterns(key.orelse)
    elif key is not None and (pattern := _pattern(key)):
        yield pattern


def _pattern(node: ast.AST) -> str:
    """Return what a text matches; nothing for what is no text, or might be any."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.escape(node.value)
    if not isinstance(node, ast.JoinedStr):
        return ""
    parts = [one.value if isinstance(one, ast.Constant) else None for one in node.values]
    pattern = "".join(ANYTHING if one is None else re.escape(str(one)) for one in parts)
    return pattern if any(parts) else ""
