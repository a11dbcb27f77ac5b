"""How the simulated Slack says no."""

from collections.abc import Mapping
from typing import Any


class Refusal(Exception):  # noqa: N818 (an answer of the Web API, not a failure of ours)
    """An answer with `ok: false`; `fields` come along in its body, `headers` on its response."""

    def __init__(
        self,
        error: str,
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        **fields: Any,
    ) -> None:
        super().__init__(error)
        self.error = error
        self.status = status
        self.headers = dict(headers or {})
        self.fields = fields
