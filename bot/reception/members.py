"""The list of a workspace's people, as Slack hands it out: page by page, as slowly as it asks."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

PAGE = 200  # people of a page, as Slack recommends
PATIENT = 20  # times that a page is asked for again, when Slack says that it is too fast

Profile = Mapping[str, Any]


def pages(client: WebClient) -> Iterator[Sequence[Profile]]:
    """Yield every page of users.list; raise SlackApiError where Slack refuses it."""
    client.retry_handlers = [RateLimitErrorRetryHandler(max_retry_count=PATIENT)]
    cursor = ""
    while True:
        answer = client.users_list(limit=PAGE, cursor=cursor or None)
        yield [one for one in answer.get("members") or () if one.get("id")]
        cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return
