"""Prints every figure, one a line; what could not be measured goes to standard error.

Names after the command choose measurements: `python -m tests.bench delivery`.
"""

import gc
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from pkgutil import iter_modules

from bot.admin import GARBAGE
from tests import bench

PREFIX = "measure_"


def main(chosen: Sequence[str]) -> None:
    """Run all measurements, or the chosen ones; one that fails does not stop the others."""
    found = sorted(module.name for module in iter_modules(bench.__path__))
    topics = [name.removeprefix(PREFIX) for name in found if name.startswith(PREFIX)]
    gc.set_threshold(GARBAGE)  # as in the bot's own process
    for topic in chosen or topics:
        try:
            for figure in import_module(f"tests.bench.{PREFIX}{topic}").measure():
                print(figure, flush=True)  # noqa: T201 - what this program is for
        except bench.CannotMeasure as reason:
            print(f"{topic}: not measured: {reason}", file=sys.stderr)  # noqa: T201 - as above
        except Exception:  # noqa: BLE001 - the other figures are still wanted
            print(f"{topic}: not measured:", file=sys.stderr)  # noqa: T201 - as above
            traceback.print_exc()


if __name__ == "__main__":
    main(sys.argv[1:])
