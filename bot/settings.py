"""What the environment tells the bot: one frozen value, read once, never on import."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

SLACK = "https://slack.com/api/"
DATABASE = "sqlite:///trellis.sqlite3"
ADDRESS = f"must look like {DATABASE} or postgresql://user:password@host/name"
SPECIAL = "in a user's name or a password, @ is written as %40 and % as %25"
PORT = 3000
MESSAGES_PER_MINUTE = 300
KEEP_DAYS = 30

Value = TypeVar("Value")
Default = TypeVar("Default")


class SettingsError(Exception):
    """Settings are missing or malformed; `problems` names each of them and what to do."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(("These settings need a look:", *(f"  {p}" for p in problems))))
        self.problems = problems


@dataclass(frozen=True, kw_only=True)
class Settings:
    """All that the bot is told. Its `repr` shows no secret."""

    bot_token: str | None = field(default=None, repr=False)  # of the one workspace; without: many
    client_id: str | None = None  # with its secret: many workspaces install the bot themselves
    client_secret: str | None = field(default=None, repr=False)
    app_token: str | None = field(default=None, repr=False)  # for Socket Mode; without: HTTP
    signing_secret: str | None = field(default=None, repr=False)  # of what comes by HTTP
    api_url: str = SLACK
    database_url: str = field(default=DATABASE, repr=False)
    keys: tuple[str, ...] = field(repr=False)  # the first encrypts, all decrypt
    port: int | None = None  # as it is set: see `serves_on`
    metrics_port: int | None = None  # where a worker or a clock shows health and metrics
    owners: tuple[str, ...] = ()  # the Slack ids of those who answer for the program
    messages_per_minute: int = MESSAGES_PER_MINUTE
    channel_seconds: float = 1.0  # between two messages in a conversation: Slack's own pace
    keep_days: int = KEEP_DAYS  # how long after somebody has left their data is erased

    @property
    def serves_on(self) -> int | None:
        """The port of this process: Slack posts there; over a socket, where one is set."""
        return self.port or (None if self.app_token else PORT)


def read(env: Mapping[str, str]) -> Settings:
    """Return what `env` says; raise SettingsError that names everything wrong with it at once."""
    reader = _Reader(env)
    app_token = _socket(reader)
    settings = {
        **_who(reader),
        "app_token": app_token,
        "signing_secret": _signing_secret(reader),
        "api_url": reader.optional("SLACK_API_URL", _api_url, SLACK),
        "database_url": reader.optional("DATABASE_URL", database_address, DATABASE),
        "keys": reader.needed("TRELLIS_KEYS", _keys, "make a key with: python -m bot new-key"),
        "port": reader.optional("PORT", _port, None),
        "metrics_port": reader.optional("METRICS_PORT", _port, None),
        "owners": reader.optional("TRELLIS_OWNERS", _owners, ()),
        "messages_per_minute": reader.optional(
            "TRELLIS_MESSAGES_PER_MINUTE", _ceiling, MESSAGES_PER_MINUTE
        ),
        "keep_days": reader.optional("TRELLIS_KEEP_DAYS", _days, KEEP_DAYS),
    }
    if reader.problems:
        raise SettingsError(tuple(reader.problems))
    return Settings(**settings)  # type: ignore[arg-type]  # nothing is None once no problem stands


def database_url(env: Mapping[str, str]) -> str:
    """Return only where the database is; raise SettingsError where that is malformed."""
    reader = _Reader(env)
    url = reader.optional("DATABASE_URL", database_address, DATABASE)
    if reader.problems:
        raise SettingsError(tuple(reader.problems))
    return url


def database_address(text: str) -> str:
    """Return a database's address as SQLAlchemy takes it; raise ValueError for what is none.

    Hosts hand out `postgres://`, which it does not know. The error shows no part of a password.
    """
    text = re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", text)
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise ValueError(f"{ADDRESS}; {SPECIAL}") from None
    if url.drivername not in ("sqlite", "sqlite+pysqlite", "postgresql+psycopg"):
        raise ValueError(ADDRESS)
    if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
        raise ValueError(f"names no file, so nothing would be kept: it {ADDRESS}")
    if url.get_backend_name() == "postgresql" and text.count("@") > 1:
        raise ValueError(f"has more than one @: {SPECIAL}")
    return text


class _Reader:
    """Reads one name after the other and keeps what is wrong, instead of stopping at the first."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = env
        self.problems: list[str] = []

    def has(self, name: str) -> bool:
        """Say whether `name` is set to more than blanks."""
        return bool(self._env.get(name, "").strip())

    def optional(
        self, name: str, understand: Callable[[str], Value], default: Default
    ) -> Value | Default:
        """Return the value of `name`, or `default` where it is not set or malformed."""
        if not self.has(name):
            return default
        try:
            return understand(self._env[name].strip())
        except ValueError as problem:
            self.problems.append(f"{name} {problem}.")
            return default

    def needed(self, name: str, understand: Callable[[str], Value], advice: str) -> Value | None:
        """Return the value of `name`; None, and a problem noted, where it is not to be had."""
        if not self.has(name):
            self.problems.append(f"{name} is missing: {advice}.")
            return None
        return self.optional(name, understand, None)


def _signing_secret(reader: _Reader) -> str | None:
    if reader.has("SLACK_APP_TOKEN"):
        return reader.optional("SLACK_SIGNING_SECRET", str, None)
    advice = (
        "without SLACK_APP_TOKEN Slack speaks to us over HTTP, and this proves that it is Slack; "
        "set one of the two, both are under Basic Information in your Slack app"
    )
    return reader.needed("SLACK_SIGNING_SECRET", str, advice)


def _is_for_many(reader: _Reader) -> bool:
    """Whether the bot serves whoever installs it: a token for one workspace counts for more."""
    return reader.has("SLACK_CLIENT_ID") and not reader.has("SLACK_BOT_TOKEN")


def _who(reader: _Reader) -> dict[str, str | None]:
    """Return what the bot is known by: the token of one workspace, or the app's own name."""
    if _is_for_many(reader):
        advice = "with SLACK_CLIENT_ID many workspaces are served; it is under Basic Information"
        return {
            "client_id": reader.needed("SLACK_CLIENT_ID", str, advice),
            "client_secret": reader.needed("SLACK_CLIENT_SECRET", str, advice),
        }
    advice = (
        "copy it from your Slack app, OAuth & Permissions; "
        "to serve many workspaces, set SLACK_CLIENT_ID and SLACK_CLIENT_SECRET instead"
    )
    return {"bot_token": reader.needed("SLACK_BOT_TOKEN", _bot_token, advice)}


def _socket(reader: _Reader) -> str | None:
    if _is_for_many(reader) and reader.has("SLACK_APP_TOKEN"):
        reader.problems.append(
            "SLACK_APP_TOKEN is for one workspace: leave it out, "
            "many workspaces speak to the bot over HTTP."
        )
    return reader.optional("SLACK_APP_TOKEN", _app_token, None)


def _bot_token(text: str) -> str:
    if not re.fullmatch(r"xoxb-\S+", text):
        raise ValueError("must be the bot's token, which starts with xoxb-")
    return text


def _app_token(text: str) -> str:
    if not re.fullmatch(r"xapp-\S+", text):
        raise ValueError("must be an app-level token, which starts with xapp-")
    return text


def _api_url(text: str) -> str:
    url = urlsplit(text)
    if url.scheme not in ("http", "https") or not url.hostname:
        raise ValueError(f"must be a web address such as {SLACK}")
    return text if text.endswith("/") else text + "/"


def _keys(text: str) -> tuple[str, ...]:
    keys = _listed(text)
    for position, key in enumerate(keys, start=1):
        try:
            Fernet(key)
        except ValueError:
            raise ValueError(
                f"holds no valid key in position {position}: make one with: python -m bot new-key"
            ) from None
    return keys


def _owners(text: str) -> tuple[str, ...]:
    owners = _listed(text)
    for owner in owners:
        if not re.fullmatch(r"[UW][A-Z0-9]+", owner):
            raise ValueError(f"must list Slack member ids such as U024BE7LH, not {owner!r}")
    return owners


def _listed(text: str) -> tuple[str, ...]:
    """Return the entries between commas; raise ValueError where there are none."""
    entries = tuple(entry.strip() for entry in text.split(",") if entry.strip())
    if not entries:
        raise ValueError("lists nothing: write entries with commas between them")
    return entries


def _port(text: str) -> int:
    return _whole(text, 1, 65535)


def _ceiling(text: str) -> int:
    return _whole(text, 1, 100_000)


def _days(text: str) -> int:
    return _whole(text, 0, 3_650)


def _whole(text: str, least: int, most: int) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
        raise ValueError(f"must be a whole number from {least} to {most}")
    return int(text)
