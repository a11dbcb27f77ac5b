"""`python -m bot demo-scale`, but with its first question after a minute.

The form for a one-on-one takes whole minutes that lie ahead: less would be in the past.
"""

from datetime import timedelta

from bot import __main__
from bot.admin import demo_scale

if __name__ == "__main__":
    vars(demo_scale)["FIRST"] = timedelta(seconds=65)
    __main__.app(["demo-scale"])
