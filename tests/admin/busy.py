"""`python -m bot worker`, but with an errand that waits for others longer than anybody should.

It says so on standard error when it has begun.
"""

import sys
import time

from bot import __main__, app
from bot.reception.desk import Desk, Feature

HOUR = 3_600


def wait(_desk: Desk) -> int:
    """Wait for an hour."""
    sys.stderr.write("waiting\n")
    time.sleep(HOUR)
    return 0


if __name__ == "__main__":
    vars(app)["FEATURES"] = (*app.FEATURES, Feature(words={}, errands=(wait,)))
    __main__.app(["worker"])
