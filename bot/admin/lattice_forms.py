"""The lattice as the operator sees it: JSON, a table, or a picture."""

import csv
import io
import json
import math
from collections.abc import Callable, Iterator, Mapping
from html import escape

from bot.rules.catalogue import Level, Role
from bot.rules.lattice.fusion import Lattice
from bot.rules.lattice.ideas import Move, Standing, moves
from bot.rules.lattice.kinds import kind, nearest_level, usual_level

Entry = dict[str, object]
Rows = Mapping[str, list[Entry]]
DECIMALS = 4
SIDE, RIM = 1200, 60  # of the picture, in points
COLOURS = {
    "lateral": "#2f6f8f",
    "deeper": "#6a4c93",
    "up": "#3a7d44",
    "step-back": "#a56a1f",
    "try-out": "#8f8f8f",
}


def by_similarity(lattice: Lattice, top: int) -> Rows:
    """Return for every role the `top` roles most like it; the kind compares their usual levels."""
    return {
        name: [
            _near(role, lattice.roles[near.role], near.fit) for near in lattice.similar(name)[:top]
        ]
        for name, role in sorted(lattice.roles.items())
    }


def by_moves(lattice: Lattice, top: int) -> Rows:
    """Return for every role the `top` best moves from each of its levels, the levels in order.

    A role is named once for each level: at its level nearest to that one.
    """
    return {
        name: [entry for level in role.levels for entry in _moves(lattice, role, level, top)]
        for name, role in sorted(lattice.roles.items())
    }


def _near(role: Role, other: Role, fit: float) -> Entry:
    level = usual_level(role)
    of_kind = kind(role, level, other, nearest_level(other.levels, level))
    return _entry(other, fit, of_kind)


def _moves(lattice: Lattice, role: Role, level: Level, top: int) -> Iterator[Entry]:
    best: dict[str, Move] = {}
    for move in moves(lattice, Standing(role, level)):
        held = best.setdefault(move.role.id, move)
        if abs(move.level.number - level.number) < abs(held.level.number - level.number):
            best[move.role.id] = move
    for move in sorted(best.values(), key=lambda one: (-one.order, one.role.id))[:top]:
        yield _entry(move.role, move.coverage.fit, move.kind) | {
            "from": _step(level),
            "to": _step(move.level),
            "openings": move.role.openings,
        }


def _entry(role: Role, fit: float, of_kind: str) -> Entry:
    return {
        "role": role.id,
        "fit": round(fit, DECIMALS),
        "type": str(of_kind),
        "family": role.family,
    }


def _step(level: Level) -> str:
    return f"{level.number} {level.track}"


def _as_json(rows: Rows) -> str:
    return json.dumps(rows, ensure_ascii=False, indent=1)


def _as_csv(rows: Rows) -> str:
    text = io.StringIO()
    names = ["role", *dict.fromkeys(one for found in rows.values() for row in found for one in row)]
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["from role", *names[1:]])
    for role, found in rows.items():
        writer.writerows([role, *(row.get(one, "") for one in names[1:])] for row in found)
    return text.getvalue().rstrip("\n")


def _as_dot(rows: Rows) -> str:
    lines = ["digraph lattice {"]
    lines += [f"  {json.dumps(role)};" for role in rows]
    for role, found in rows.items():
        lines += [
            f"  {json.dumps(role)} -> {json.dumps(row['role'])} "
            f"[label={json.dumps(row['type'])}, weight={row['fit']}];"
            for row in found
        ]
    return "\n".join([*lines, "}"])


def _as_svg(rows: Rows) -> str:
    """Draw the roles on a circle and a line for each move, in the colour of its kind."""
    places = dict(_circle(rows))
    lines = [
        f'<line x1="{places[role][0]}" y1="{places[role][1]}" x2="{x}" y2="{y}" '
        f'stroke="{COLOURS[str(row["type"])]}" stroke-opacity="0.4"/>'
        for role, found in rows.items()
        for row in found
        for x, y in (places[str(row["role"])],)
    ]
    names = [
        f'<circle cx="{x}" cy="{y}" r="4"/><text x="{x + 6}" y="{y + 4}">{escape(role)}</text>'
        for role, (x, y) in places.items()
    ]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}" font-size="9">'
    return "\n".join([head, *lines, *names, "</svg>"])


def _circle(rows: Rows) -> Iterator[tuple[str, tuple[float, float]]]:
    middle, long = SIDE / 2, SIDE / 2 - RIM
    for place, role in enumerate(rows):
        turn = 2 * math.pi * place / len(rows)
        yield (
            role,
            (
                round(middle + long * math.cos(turn), 1),
                round(middle + long * math.sin(turn), 1),
            ),
        )


FORMS: Mapping[str, Callable[[Rows], str]] = {
    "json": _as_json,
    "csv": _as_csv,
    "dot": _as_dot,
    "svg": _as_svg,
}
