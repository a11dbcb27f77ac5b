"""Somebody's lattice: where they are in the middle, and the ideas around it, by kind.

Kinds are told apart by shape and by a word, not by colour alone. What fits better stands nearer;
nothing stands above anything else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from math import cos, pi, sin
from textwrap import fill
from typing import Any

SIZE, DOTS = 7.2, 150  # inches on each side, dots an inch
LONGEST_TEXT = 1_000  # characters that Slack takes as the text of a picture
NEAR, FAR = 0.72, 1.12  # how far from the middle what fits wholly stands, and what not at all
WIDE = 20  # letters in a line
AWAY = 0.15  # of words from their shape
# Okabe and Ito's colours, told apart by those who do not see colours too; each with a shape.
LOOKS = (
    ("#0072B2", "o"),
    ("#009E73", "s"),
    ("#CC79A7", "^"),
    ("#E69F00", "D"),
    ("#56B4E9", "v"),
    ("#D55E00", "P"),
)
INK, PAPER, LINE = "#1f2933", "#ffffff", "#b8c2cc"


@dataclass(frozen=True)
class Node:
    """An idea in the picture: its kind in a word, its name, how much fits, and that in words."""

    kind: str
    name: str
    fit: float
    says: str


@dataclass(frozen=True)
class Drawn:
    """A picture of a lattice: what it is called, who is in the middle, and the ideas around."""

    title: str
    middle: str
    nodes: tuple[Node, ...]
    why: str


def text(drawn: Drawn) -> str:
    """Return in words all that the picture shows, within what Slack takes."""
    ideas = " ".join(f"{node.kind}: {node.name} ({node.says})." for node in drawn.nodes)
    said = f"{drawn.title}. {drawn.middle}. {ideas}"
    return said if len(said) <= LONGEST_TEXT else said[: LONGEST_TEXT - 1] + "…"


def draw(drawn: Drawn) -> bytes:
    """Return the picture as a PNG."""
    from matplotlib.figure import Figure

    figure = Figure((SIZE, SIZE), DOTS, facecolor=PAPER)
    axes = figure.add_axes((0.01, 0.05, 0.98, 0.89))
    axes.set_xlim(-1.5, 1.5)
    axes.set_ylim(-1.5, 1.5)
    axes.axis("off")
    looks = _looks(drawn.nodes)
    for place, node in enumerate(_by_kind(drawn.nodes)):
        _idea(axes, node, place * 2 * pi / len(drawn.nodes) + pi / 2, looks[node.kind])
    axes.scatter([0], [0], s=9_500, c=[INK], zorder=3)
    axes.text(0, 0, fill(drawn.middle, 13), color=PAPER, size=13, weight="bold", **_CENTRE)
    figure.text(0.05, 0.955, drawn.title, color=INK, size=19, weight="bold")
    figure.text(0.05, 0.025, drawn.why, color=INK, size=10)
    made = BytesIO()
    figure.savefig(made, format="png", metadata={"Software": None})
    return made.getvalue()


_CENTRE: dict[str, Any] = {"ha": "center", "va": "center", "zorder": 4}


def _looks(nodes: Sequence[Node]) -> dict[str, tuple[str, str]]:
    kinds = list(dict.fromkeys(node.kind for node in nodes))
    return {kind: LOOKS[place % len(LOOKS)] for place, kind in enumerate(kinds)}


def _by_kind(nodes: Sequence[Node]) -> list[Node]:
    """Return the nodes, those of a kind beside each other."""
    kinds = list(dict.fromkeys(node.kind for node in nodes))
    return sorted(nodes, key=lambda node: kinds.index(node.kind))


def _idea(axes: Any, node: Node, angle: float, look: tuple[str, str]) -> None:
    """Draw one idea: a line from the middle, its shape, and its words on the side away from it."""
    colour, shape = look
    far = NEAR + (FAR - NEAR) * (1 - node.fit)
    x, y = far * cos(angle), far * sin(angle)
    axes.plot([0, x], [0, y], color=LINE, linewidth=1.5 + 4 * node.fit, zorder=1)
    axes.scatter([x], [y], s=1_150, c=[colour], marker=shape, edgecolors=PAPER, zorder=3)
    is_above = y > 0
    name = fill(node.name, WIDE)
    axes.text(
        x,
        y + (AWAY if is_above else -AWAY),
        f"{name}\n{node.kind} · {node.says}",
        color=INK,
        size=12,
        ha="center",
        va="bottom" if is_above else "top",
        zorder=5,
    )
