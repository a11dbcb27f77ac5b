"""`python -m bot check`: looks at all that the bot needs, and says what to do where it fails."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.admin import LANGUAGE, MANIFEST, PROMPTS, WRONG_KEYS, RefusedError
from bot.admin.databases import require_current
from bot.app import CONTRACT
from bot.catalogue import load as load_roles
from bot.catalogue.shelf import load_phrases
from bot.content import ContentError, load
from bot.data import installations, pulse, rekeying
from bot.data.store import Store
from bot.settings import Settings, SettingsError, read

PATIENCE = 10  # seconds that Slack has to answer


@dataclass(frozen=True)
class Finding:
    """One thing looked at: in order where `advice` is None. Without a needed one nothing runs."""

    what: str
    advice: str | None = None
    is_needed: bool = True

    @property
    def is_failure(self) -> bool:
        """Say whether the bot cannot run because of this."""
        return self.is_needed and self.advice is not None


def main(env: Mapping[str, str], out: TextIO | None = None) -> bool:
    """Print a table of everything looked at; return whether the bot can run."""
    findings = list(look(env, PROMPTS, MANIFEST))
    Console(file=out).print(table(findings))
    return not any(finding.is_failure for finding in findings)


def look(env: Mapping[str, str], prompts: Path, manifest: Path) -> Iterator[Finding]:
    """Yield what is found, in the order in which one would put it right."""
    yield from words(prompts)
    yield from roles(prompts)
    try:
        settings = read(env)
    except SettingsError as error:
        for problem in error.problems:
            yield Finding("settings", problem)
        return
    yield Finding("settings")
    kept = database(settings.database_url)
    yield kept
    if not kept.is_failure:
        yield keys(settings)
    if settings.client_id:
        yield app_credentials(settings)
        yield from () if kept.is_failure else workspaces(settings)
    else:
        yield from bot_token(settings, manifest)
    yield app_token(settings)


def words(prompts: Path) -> Iterator[Finding]:
    """Yield what is wrong with the words, one finding an entry."""
    yield from _read("words", lambda: load(prompts, CONTRACT, LANGUAGE))


def roles(prompts: Path) -> Iterator[Finding]:
    """Yield what is wrong with the roles, and with the phrases by which moves are understood.

    The bot reads these files when it is first asked: until they are mended, only moves are missing.
    """
    yield from _read("roles", lambda: load_roles(prompts), is_needed=False)
    yield from _read("phrases", lambda: load_phrases(prompts, LANGUAGE), is_needed=False)


def _read(what: str, reading: Callable[[], object], *, is_needed: bool = True) -> Iterator[Finding]:
    try:
        reading()
    except ContentError as error:
        for problem in error.problems:
            yield Finding(what, str(problem), is_needed)
    else:
        yield Finding(what)


def database(url: str) -> Finding:
    """Say whether the database answers and has seen every migration."""
    try:
        require_current(url)
    except RefusedError as error:
        return Finding("database", str(error))
    return Finding("database")


def keys(settings: Settings) -> Finding:
    """Say whether the keys are those with which everything was locked."""
    store = Store(settings.database_url, settings.keys)
    try:
        return Finding("keys", None if rekeying.fits(store) else WRONG_KEYS)
    finally:
        store.close()


def bot_token(settings: Settings, manifest: Path) -> Iterator[Finding]:
    """Yield whether Slack accepts the bot's token, and which scopes of `manifest` it lacks."""
    client = WebClient(settings.bot_token, base_url=settings.api_url, timeout=PATIENCE)
    try:
        answer = client.auth_test()
    except (SlackApiError, OSError) as error:
        yield Finding("bot token", refusal(error, "SLACK_BOT_TOKEN"))
        return
    yield Finding(f"bot token ({answer['team']})")
    granted = _granted(answer.headers)
    for scope, is_needed in scopes(manifest).items():
        missing = "Paste manifest.json into your Slack app again and reinstall it."
        if not is_needed:
            missing = "Not granted: the bot does without what it is for."
        yield Finding(f"scope {scope}", None if scope in granted else missing, is_needed)


def app_credentials(settings: Settings) -> Finding:
    """Say whether Slack knows the app: it is shown a code that cannot be right."""
    client = WebClient(base_url=settings.api_url, timeout=PATIENCE)
    app = {"client_id": settings.client_id or "", "client_secret": settings.client_secret or ""}
    try:
        client.oauth_v2_access(code="check", **app)
    except (SlackApiError, OSError) as error:
        if isinstance(error, SlackApiError) and error.response.get("error") == "invalid_code":
            return Finding("app: many workspaces, installed at /slack/install")
        names = "SLACK_CLIENT_ID and SLACK_CLIENT_SECRET"
        return Finding("app: many workspaces", refusal(error, names))
    return Finding("app: many workspaces", "This is no Slack: it took a code that nobody gave.")


def workspaces(settings: Settings) -> Iterator[Finding]:
    """Yield how many workspaces are served, and each that is not."""
    store = Store(settings.database_url, settings.keys)
    with store.read() as session:
        served, _ = pulse.workspaces(session)
        stopped = installations.stopped(session)
    store.close()
    yield Finding(f"workspaces: {served} served")
    for team, name, why in stopped:
        advice = f"Nothing is sent there ({why}) until it is installed again."
        yield Finding(f"workspace {team} ({name})", advice, is_needed=False)


def app_token(settings: Settings) -> Finding:
    """Say how the bot will listen, and whether Slack lets it."""
    if settings.app_token is None:
        return Finding(f"listening: HTTP on port {settings.serves_on}")
    client = WebClient(base_url=settings.api_url, timeout=PATIENCE)
    try:
        client.apps_connections_open(app_token=settings.app_token)
    except (SlackApiError, OSError) as error:
        return Finding("listening: Socket Mode", refusal(error, "SLACK_APP_TOKEN"))
    return Finding("listening: Socket Mode")


def scopes(manifest: Path) -> dict[str, bool]:
    """Return the bot's scopes in `manifest`, each with whether it is needed."""
    asked = json.loads(manifest.read_text())["oauth_config"]["scopes"]
    return {scope: scope not in asked["bot_optional"] for scope in asked["bot"]}


def refusal(error: SlackApiError | OSError, name: str) -> str:
    """Say what to do about Slack's answer, or about none."""
    if isinstance(error, SlackApiError):
        return f"Slack refuses it ({error.response.get('error')}): copy {name} again."
    return f"Slack cannot be reached ({error}): look at the network and SLACK_API_URL."


def table(findings: list[Finding]) -> Table:
    """Return the findings as a table for the terminal."""
    shown = Table("", "what", "what to do", title="Trellis", title_justify="left")
    for finding in findings:
        shown.add_row(_mark(finding), escape(finding.what), escape(finding.advice or ""))
    return shown


def _mark(finding: Finding) -> str:
    if finding.advice is None:
        return "[green]ok[/green]"
    return "[red]fails[/red]" if finding.is_needed else "[yellow]without[/yellow]"


def _granted(headers: Mapping[str, Any]) -> frozenset[str]:
    """Return the scopes that Slack names beside each of its answers."""
    named = {name.lower(): value for name, value in headers.items()}
    return frozenset(scope.strip() for scope in named.get("x-oauth-scopes", "").split(","))
