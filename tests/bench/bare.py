"""A bare Bolt app under the bot's own server: verifies what comes, and acknowledges it.

`python -m tests.bench.bare PORT SECRET`
"""

import sys

from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_bolt.authorization import AuthorizeResult
from waitress.server import create_server

from bot.hosting.door import THREADS


def main(port: str, secret: str) -> None:
    """Serve until killed; say so when it begins, as the bot does."""
    who = AuthorizeResult(
        enterprise_id=None, team_id="T0TRELLIS", bot_user_id="U0", bot_id="B0", bot_token="xoxb-0"
    )
    bolt = App(signing_secret=secret, authorize=lambda: who, process_before_response=True)
    bolt.event("message")(_nothing)
    server = create_server(
        SlackRequestHandler(bolt), host="127.0.0.1", port=int(port), threads=THREADS
    )
    print(" started mode=bare", flush=True)  # noqa: T201 (the caller reads it)
    server.run()


def _nothing() -> None:
    """Do nothing: what is left is the cost of Bolt and of the server."""


if __name__ == "__main__":
    main(*sys.argv[1:])
