"""Signed HTTP: every payload is posted to the bot's one request URL."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from ssl import PROTOCOL_TLS_CLIENT, SSLContext
from time import time
from urllib.parse import urlencode

import httpx

from bot.playground.courier import REFUSED, TIMEOUT, UNREACHABLE
from bot.playground.ledger import Ack
from bot.playground.state import Json

OK = 200
FORM = "application/x-www-form-urlencoded"


class SignedHttp:
    """Posts to `request_url` and signs with the secret that only Slack and the bot know."""

    def __init__(self, request_url: str, signing_secret: str) -> None:
        self._url = request_url
        self._secret = signing_secret
        # Nobody's certificates are read for plain HTTP; the courier ends what takes too long.
        plain = SSLContext(PROTOCOL_TLS_CLIENT)
        self._client = httpx.AsyncClient(trust_env=False, verify=plain, timeout=None)  # noqa: S113

    async def deliver(self, kind: str, payload: Json, attempt: int, reason: str) -> Ack:
        """Post one payload; any answer but 200 is no acknowledgement."""
        body, content_type = _written(kind, payload)
        headers = {"Content-Type": content_type, **signature(self._secret, body, int(time()))}
        if attempt:
            headers |= {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": reason}
        try:
            response = await self._client.post(self._url, content=body, headers=headers)
        except httpx.TimeoutException:
            return Ack(is_ok=False, reason=TIMEOUT)
        except httpx.HTTPError:
            return Ack(is_ok=False, reason=UNREACHABLE)
        if response.headers.get("x-slack-no-retry") == "1":
            return Ack(is_ok=True)
        if response.status_code != OK:
            return Ack(is_ok=False, reason=REFUSED)
        return Ack(is_ok=True, body=_read(response.text))

    async def close(self) -> None:
        """Give back every connection."""
        await self._client.aclose()


def signature(secret: str, body: bytes, at: int) -> Mapping[str, str]:
    """Return the headers that prove a body's origin: HMAC-SHA256 over `v0:timestamp:body`."""
    digest = hmac.new(secret.encode(), f"v0:{at}:".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": str(at), "X-Slack-Signature": f"v0={digest}"}


def _written(kind: str, payload: Json) -> tuple[bytes, str]:
    if kind == "events_api":
        return json.dumps(payload).encode(), "application/json"
    form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return urlencode(form).encode(), FORM


def _read(text: str) -> Json | None:
    """Return what the bot answered; plain words are a message's text."""
    if not text.strip():
        return None
    try:
        found = json.loads(text)
    except ValueError:
        return {"text": text}
    return found if isinstance(found, dict) else {"text": text}
