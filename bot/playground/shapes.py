"""Small checks of JSON that are put together into the tables of Block Kit."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Check = Callable[[Any, str], Iterator[str]]
"""Yields what is wrong with a value at a JSON pointer, one line each."""


def at(what: str, path: str) -> str:
    """Return a line as Slack writes it in response_metadata.messages."""
    return f"[ERROR] {what} [json-pointer:{path}]"


@dataclass(frozen=True)
class Table:
    """The fields of an object: what it must have, what it may have, and no others."""

    must: Mapping[str, Check] = field(default_factory=dict)
    may: Mapping[str, Check] = field(default_factory=dict)
    rules: tuple[Check, ...] = ()


def fields(table: Table, value: Any, path: str) -> Iterator[str]:
    """Yield what is wrong with an object, field by field, then by the rules across fields."""
    if not isinstance(value, dict):
        yield at("must be an object", path)
        return
    checks = {**table.must, **table.may}
    found = [at(f"missing required field: {n}", path) for n in table.must if value.get(n) is None]
    found += [at(f"invalid additional property: {n}", path) for n in value if n not in checks]
    for name, check in checks.items():
        if value.get(name) is not None:
            found += check(value[name], f"{path}/{name}")
    yield from found
    if not found:
        for rule in table.rules:
            yield from rule(value, path)


def shape(table: Table) -> Check:
    """Return the check of an object with these fields."""
    return lambda value, path: fields(table, value, path)


def string(most: int, least: int = 0) -> Check:
    """Return the check of a string of `least` to `most` characters."""

    def check(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield at("must be a string", path)
        elif len(value) > most:
            yield at(f"must be less than {most + 1} characters", path)
        elif len(value) < least:
            yield at(f"must be more than {least - 1} characters", path)

    return check


def text(most: int, *kinds: str) -> Check:
    """Return the check of a text object of these kinds; plain_text where none is named."""
    allowed = kinds or ("plain_text",)
    table = Table(
        must={"type": one_of(*allowed), "text": string(most, 1)},
        may={"emoji": boolean, "verbatim": boolean},
        rules=(_matching_options,),
    )
    return shape(table)


def _matching_options(value: Any, path: str) -> Iterator[str]:
    foreign = "verbatim" if value["type"] == "plain_text" else "emoji"
    if foreign in value:
        yield at(f"invalid additional property: {foreign}", path)


def one_of(*values: str) -> Check:
    """Return the check that a value is one of these."""

    def check(value: Any, path: str) -> Iterator[str]:
        if value not in values:
            yield at(f"must be one of: {', '.join(values)}", path)

    return check


def array(item: Check, most: int, least: int = 0) -> Check:
    """Return the check of a list of `least` to `most` items."""

    def check(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield at("must be an array", path)
            return
        if len(value) > most:
            yield at(f"no more than {most} items allowed", path)
        if len(value) < least:
            yield at(f"no fewer than {least} items allowed", path)
        for place, inside in enumerate(value):
            yield from item(inside, f"{path}/{place}")

    return check


def boolean(value: Any, path: str) -> Iterator[str]:
    """Yield a line where a value is neither true nor false."""
    if not isinstance(value, bool):
        yield at("must be a boolean", path)


def integer(least: int, most: int) -> Check:
    """Return the check of a whole number within these bounds."""

    def check(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            yield at(f"must be an integer from {least} to {most}", path)

    return check


def union(tables: Mapping[str, Table]) -> Check:
    """Return the check of an object whose `type` says which table holds for it."""

    def check(value: Any, path: str) -> Iterator[str]:
        kind = value.get("type") if isinstance(value, dict) else None
        if isinstance(kind, str) and kind in tables:
            yield from fields(tables[kind], value, path)
        else:
            yield at(f"unsupported type: {kind}", f"{path}/type")

    return check


def anything(_value: Any, _path: str) -> Iterator[str]:
    """Yield nothing: Slack takes what it gets here."""
    return iter(())
