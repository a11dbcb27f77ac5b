"""Counts by period, drawn in a process of its own, with a text that says the same."""

import struct
import subprocess
import sys
import time

from bot.pictures import columns, draw_in_child
from bot.pictures.columns import LONGEST_TEXT, Columns, Series

SHOWN = Columns(
    "One-on-ones by month",
    ("January", "February"),
    (Series("talked about", (12, None)), Series("put off", (1_005, 7))),
    "fewer than 5",
)


def slow(_value: object) -> bytes:
    """Draw for longer than anybody waits."""
    time.sleep(60)
    return b"late"


def broken(_value: object) -> bytes:
    """Break while drawing."""
    raise SystemExit(1)


def test_a_child_draws_a_png() -> None:
    """The bytes are a PNG in the size that was asked for, from a process of its own."""
    drawn = draw_in_child(columns.draw, SHOWN)
    assert drawn is not None
    assert drawn.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", drawn[16:24])
    assert (width, height) == (columns.WIDTH * columns.DOTS, columns.HEIGHT * columns.DOTS)


def test_the_text_says_all_that_the_picture_shows() -> None:
    """Every count stands in the text, and what is hidden in the picture is hidden there."""
    assert columns.text(SHOWN) == (
        "One-on-ones by month. January: talked about 12, put off 1,005. "
        "February: talked about fewer than 5, put off 7."
    )


def test_the_text_stays_within_what_slack_takes() -> None:
    """Many periods are cut, with a sign that they were."""
    many = Columns("x", ("period",) * 200, (Series("y", (1,) * 200),), "z")
    assert len(columns.text(many)) == LONGEST_TEXT
    assert columns.text(many).endswith("…")


def test_nobody_waits_for_a_child_that_does_not_end() -> None:
    """After its time the child is ended, and there is no picture."""
    begun = time.monotonic()
    assert draw_in_child(slow, SHOWN, seconds=0.1) is None
    assert time.monotonic() - begun < 30


def test_a_child_that_breaks_makes_no_picture() -> None:
    """An error while drawing is no error of the bot's."""
    assert draw_in_child(broken, SHOWN) is None


def test_the_bot_at_rest_carries_no_drawing() -> None:
    """The pictures can be imported without what draws them."""
    program = "import sys, bot.pictures.columns; print('matplotlib' in sys.modules)"
    command = [sys.executable, "-c", program]
    said = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603  # our own program
    assert said.stdout.strip() == "False"
