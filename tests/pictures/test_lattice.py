"""A lattice drawn: all of it in words too, and kinds told apart by more than colour."""

from bot.pictures import draw_in_child, lattice
from bot.pictures.lattice import LONGEST_TEXT, LOOKS, Drawn, Node

SHOWN = Drawn(
    "Where you could go",
    "Baker",
    (Node("Sideways", "Miller", 0.7, "7 of 10"), Node("Up", "Master baker", 0.5, "5 of 10")),
    "Nearer means more.",
)


def test_a_child_draws_a_png() -> None:
    """The bytes are a PNG, drawn in a process of its own."""
    drawn = draw_in_child(lattice.draw, SHOWN)
    assert drawn is not None
    assert drawn.startswith(b"\x89PNG\r\n\x1a\n")


def test_the_text_says_all_that_the_picture_shows() -> None:
    """Who is in the middle, and each idea with its kind and its numbers, within Slack's limit."""
    assert lattice.text(SHOWN) == (
        "Where you could go. Baker. Sideways: Miller (7 of 10). Up: Master baker (5 of 10)."
    )
    many = Drawn("x", "y", (Node("Up", "z" * 80, 0.1, "1 of 9"),) * 20, "")
    assert len(lattice.text(many)) == LONGEST_TEXT


def test_kinds_differ_in_shape_and_colour() -> None:
    """No two kinds share a shape or a colour."""
    assert len({colour for colour, _ in LOOKS}) == len({shape for _, shape in LOOKS}) == len(LOOKS)
