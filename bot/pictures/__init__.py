"""Pictures: drawn in a process of their own, each with a text beside it that says the same.

What draws loads much. It loads in a child, whose memory is given back when the picture is there.
"""

import logging
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import TypeVar

log = logging.getLogger(__name__)

SECONDS = 20.0  # a picture may take; a message's lease is longer

Value = TypeVar("Value")


def draw_in_child(
    draw: Callable[[Value], bytes], value: Value, seconds: float = SECONDS
) -> bytes | None:
    """Return the PNG that `draw` makes of `value`, drawn in a process of its own.

    `draw` and `value` must be such as can be pickled. None where it breaks, or is not done after
    `seconds`: then the text beside the picture has to do.
    """
    context = get_context("spawn")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_draw, args=(draw, value, there), daemon=True)
    child.start()
    there.close()  # so that a child which breaks is seen as the end of the pipe
    try:
        drawn: bytes | None = here.recv() if here.poll(seconds) else None
    except EOFError:
        drawn = None
    finally:
        child.kill()
        child.join()
        here.close()
    if drawn is None:
        log.warning("picture.missing what=%s", getattr(draw, "__name__", "?"))
    return drawn


def _draw(draw: Callable[[Value], bytes], value: Value, there: Connection) -> None:
    """Draw in the child."""
    there.send(draw(value))
