"""Reads a statement, and names the tables in it that nothing holds to a workspace.

A table is held by its `team`, by the key of a row that was held to one before, or by sharing
either with a table that is held. That counts only where it must be so for every row: on all sides
of an OR, never under a NOT, and in an outer join only for the table that is joined. Each query
within another has to hold its own tables, and may do so by those around it.
"""

import re
from collections import ChainMap
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from sqlglot import exp, parse_one

from bot.data.belongings import TEAM
from bot.data.tables import Workspace

KEY = re.compile(r"team|id|replaces|\w+(?<!bank)(?<!event)_id")  # names a row of one workspace
LOOKS = re.compile(r"\b(?:select|update|delete)\b")  # what has none of these only adds rows
MAKES = re.compile(r"\s*(?:create|alter|drop)\b")  # tables, not rows
DIALECT = "postgres"  # what SQLite is asked can be read as well
TABLES = frozenset(one.name for one in Workspace.metadata.sorted_tables if TEAM in one.columns)


@dataclass(frozen=True, eq=False)
class Source:
    """What a statement calls by a name: a table, or a query of its own."""

    table: str = ""


Names = ChainMap[str, Source]
"""The sources that a query may speak of; the first map is of its own."""
Fact = tuple[Source, Source]
"""The first is held where the second is."""

GIVEN = Source()  # a value from outside, which is of the caller's workspace


@cache
def loose(statement: str) -> frozenset[str]:
    """Return the tables of a statement that nothing holds to a workspace."""
    sql = statement.lower()  # as databases read it
    reading = Reading()
    if LOOKS.search(sql) and not MAKES.match(sql):
        reading.read(parse_one(sql, dialect=DIALECT), ChainMap())
    return reading.loose()


class Reading:
    """What is found out about the sources of a statement."""

    def __init__(self) -> None:
        self._sources: list[Source] = []
        self._facts: set[Fact] = set()
        self._first: dict[int, Source | None] = {}  # whose key a query's first column is, by id

    def loose(self) -> frozenset[str]:
        """Return the tables that are not held by what has been read."""
        held = {GIVEN, *(one for one in self._sources if one.table not in TABLES)}
        while more := {one for one, by in self._facts if by in held} - held:
            held |= more
        return frozenset(one.table for one in self._sources if one not in held)

    def read(self, query: exp.Expr, around: Names) -> None:
        """Note what holds the sources of a query, and of those within it."""
        names = around.new_child()
        if not isinstance(query, exp.Insert):  # which speaks of what it adds to
            names.maps[0].update(_sources(query))
        self._sources += names.maps[0].values()
        for one in _parts(query):
            if one is not query and isinstance(one, exp.Query | exp.DML):
                self.read(one, names)
        if isinstance(query, exp.Select):
            self._first[id(query)] = self._holder(query.selects[0], names)
        if where := query.args.get("where"):
            self._facts |= self._stated(where.this, names)
        for join in (one for one in _parts(query) if isinstance(one, exp.Join)):
            self._join(join, names)

    def _join(self, join: exp.Join, names: Names) -> None:
        on, side = join.args.get("on"), join.side
        if on is None or side not in {"", "LEFT"}:
            return
        joined = names.get(join.alias_or_name)
        facts = self._stated(on, names)
        self._facts |= {one for one in facts if not side or one[0] is joined}

    def _stated(self, condition: exp.Expr, names: Names) -> set[Fact]:
        """Return what must be so for every row for which the condition is true."""
        condition = condition.unnest()
        if isinstance(condition, exp.And | exp.Or):
            sides = [self._stated(one, names) for one in condition.flatten()]
            merge = set.union if isinstance(condition, exp.And) else set.intersection
            return merge(*sides)
        pairs: list[tuple[exp.Expr, exp.Expr]] = []
        if isinstance(condition, exp.EQ):
            pairs = [(condition.left, condition.right), (condition.right, condition.left)]
        elif isinstance(condition, exp.In):
            inner = condition.args.get("query") or condition.args.get("field")
            pairs = [(condition.this, inner or exp.tuple_(*condition.expressions))]
        found = ((_named(one, names), self._holder(other, names)) for one, other in pairs)
        own = names.maps[0].values()  # a query within another holds nothing of what is around it
        return {(one, by) for one, by in found if one in own and one and by}

    def _holder(self, value: exp.Expr, names: Names) -> Source | None:
        """Return what a value is of: a source whose key it is, or the caller's workspace."""
        value = value.unnest()
        if isinstance(value, exp.Select):
            return self._first[id(value)]
        if isinstance(value, exp.Column):
            return _named(value, names)
        return None if value.find(exp.Column, exp.Star) else GIVEN


def _parts(query: exp.Expr) -> Iterator[exp.Expr]:
    """Yield the parts of a query, and the queries within it without their parts."""

    def is_apart(one: exp.Expr) -> bool:
        return one is not query and isinstance(one, exp.Query | exp.DML | exp.Lock)

    return query.walk(prune=is_apart)


def _sources(query: exp.Expr) -> Iterator[tuple[str, Source]]:
    for one in _parts(query):
        if isinstance(one, exp.Table):
            yield one.alias_or_name, Source(one.name)
        elif isinstance(one, exp.DerivedTable) and isinstance(one.parent, exp.From | exp.Join):
            yield one.alias_or_name, Source()


def _named(value: exp.Expr, names: Names) -> Source | None:
    """Return the source of which a value is a key."""
    if not isinstance(value, exp.Column) or not KEY.fullmatch(value.name):
        return None
    own = list(names.maps[0].values())
    return names.get(value.table) if value.table else own[0] if len(own) == 1 else None
