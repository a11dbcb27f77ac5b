"""`python -m bot run`, but with short leases: the next process need not wait 25 seconds for them.

A lease must outlast any call to Slack by far. The simulated one answers within milliseconds.
"""

from datetime import timedelta
from functools import partial

from bot import __main__, app
from bot.delivery.sender import Sender

LEASE = timedelta(seconds=3)

if __name__ == "__main__":
    vars(app)["Sender"] = partial(Sender, lease_for=LEASE)
    __main__.app(["run"])
