"""`python -m bot check`: one table, with what to do about each failure."""

import io
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest
from cryptography.fernet import Fernet
from rich.console import Console

from bot.admin import MANIFEST, PROMPTS
from bot.admin.check import Finding, look, main, scopes, table
from bot.data.store import Store
from bot.data.tables import Workspace
from tests.admin.slack import slack
from tests.databases import new_database

WELL = {
    "auth.test": {"ok": True, "team": "Fernhill", "team_id": "T1", "user_id": "U1"},
    "apps.connections.open": {"ok": True, "url": "wss://127.0.0.1/link"},
}
ALL_SCOPES = ",".join(scopes(MANIFEST))
NEEDED_SCOPES = "chat:write, commands, im:history, im:write, users:read"


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """Return settings in order, with a database that is up to date."""
    url = new_database(tmp_path / "trellis.sqlite3")
    return {
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_APP_TOKEN": "xapp-1",
        "TRELLIS_KEYS": Fernet.generate_key().decode(),
        "DATABASE_URL": url,
    }


@pytest.fixture
def well(env: dict[str, str]) -> Iterator[dict[str, str]]:
    """Return settings in order, for a Slack that accepts everything."""
    with slack(WELL, ALL_SCOPES) as url:
        yield env | {"SLACK_API_URL": url}


def found(env: dict[str, str]) -> dict[str, Finding]:
    """Return the findings by name."""
    return {finding.what: finding for finding in look(env, PROMPTS, MANIFEST)}


def test_everything_in_order(well: dict[str, str]) -> None:
    """With everything in order the table says so, and the bot can run."""
    out = io.StringIO()
    assert main(well, out)
    assert "Fernhill" in out.getvalue()
    assert "fails" not in out.getvalue()


def test_no_secret_is_printed(well: dict[str, str]) -> None:
    """The table shows neither tokens nor keys."""
    out = io.StringIO()
    main(well, out)
    assert not any(well[name] in out.getvalue() for name in ("SLACK_BOT_TOKEN", "TRELLIS_KEYS"))


def test_settings_are_named_each(env: dict[str, str]) -> None:
    """Each setting that is wrong has its own row, and nothing is asked of Slack."""
    findings = list(look(env | {"SLACK_BOT_TOKEN": "", "TRELLIS_KEYS": ""}, PROMPTS, MANIFEST))
    advice = [finding.advice or "" for finding in findings if finding.what == "settings"]
    assert [text.split()[0] for text in advice] == ["SLACK_BOT_TOKEN", "TRELLIS_KEYS"]
    assert findings[-1].what == "settings"


def test_words_are_named_each(well: dict[str, str], tmp_path: Path) -> None:
    """What is wrong with the words stands in the table, with its file."""
    findings = list(look(well, tmp_path, MANIFEST))
    advice = [finding.advice or "" for finding in findings if finding.what == "words"]
    assert any(text.startswith("en/questions.toml") for text in advice)
    assert any(finding.is_failure for finding in findings)


def test_roles_and_phrases_are_named_each(well: dict[str, str], tmp_path: Path) -> None:
    """What is wrong with roles or phrases has its file, entry and reason; the bot runs without."""
    folder = tmp_path / "prompts"
    copytree(PROMPTS, folder)
    for file, old, new in (
        ("roles/support.toml", 'next = ["support-manager"]', 'next = ["nobody"]'),
        ("en/phrases.toml", "[levels]", "[levelz]"),
    ):
        path = folder / file
        path.write_text(path.read_text().replace(old, new), "utf-8")
    findings = list(look(well, folder, MANIFEST))
    advice = [f"{one.what}: {one.advice}" for one in findings if one.advice]
    assert any(one.startswith("roles: roles/support.toml: customer-support") for one in advice)
    assert any(one.startswith("phrases: en/phrases.toml: levelz: unknown") for one in advice)
    assert not any(finding.is_failure for finding in findings)


def test_a_database_behind(well: dict[str, str], tmp_path: Path) -> None:
    """A database that has not been migrated is a failure with one thing to do."""
    finding = found(well | {"DATABASE_URL": f"sqlite:///{tmp_path}/new.sqlite3"})["database"]
    assert finding.advice == "The database is not up to date. Run: python -m bot migrate"
    assert finding.is_failure


def test_a_database_that_is_not_there(well: dict[str, str]) -> None:
    """A database that does not answer is told with its reason and the setting to look at."""
    finding = found(well | {"DATABASE_URL": "postgres://u:hush@127.0.0.1:1/name"})["database"]
    assert finding.is_failure
    assert "Look at DATABASE_URL" in (finding.advice or "")
    assert "hush" not in (finding.advice or "")


def test_optional_scopes(env: dict[str, str]) -> None:
    """The bot runs without the optional scopes, and the table says which are not granted."""
    with slack(WELL, NEEDED_SCOPES) as url:
        findings = found(env | {"SLACK_API_URL": url})
    assert findings["scope files:write"].advice
    assert not any(finding.is_failure for finding in findings.values())


def test_a_needed_scope(env: dict[str, str]) -> None:
    """Without a needed scope the bot cannot run, though Slack accepts its token."""
    with slack(WELL, "chat:write") as url:
        findings = found(env | {"SLACK_API_URL": url})
    assert findings["scope im:history"].is_failure
    assert not findings["scope chat:write"].is_failure


def test_tokens_that_slack_refuses(env: dict[str, str]) -> None:
    """A refused token is told with Slack's reason and the name to copy again."""
    refused = {name: {"ok": False, "error": "invalid_auth"} for name in WELL}
    with slack(refused, "") as url:
        findings = found(env | {"SLACK_API_URL": url})
    advice = "Slack refuses it (invalid_auth): copy {} again."
    assert findings["bot token"].advice == advice.format("SLACK_BOT_TOKEN")
    assert findings["listening: Socket Mode"].advice == advice.format("SLACK_APP_TOKEN")


def test_no_slack_there(env: dict[str, str]) -> None:
    """A Slack that cannot be reached is told as such."""
    findings = found(env | {"SLACK_API_URL": "http://127.0.0.1:1/api/"})
    assert (findings["bot token"].advice or "").startswith("Slack cannot be reached")


def test_listening_over_http(well: dict[str, str]) -> None:
    """Without an app token the table says where the bot will listen."""
    env = well | {"SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": "s", "PORT": "8080"}
    assert not found(env)["listening: HTTP on port 8080"].is_failure


@pytest.fixture
def many(env: dict[str, str]) -> dict[str, str]:
    """Return settings for many workspaces."""
    told = {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "hush", "SLACK_SIGNING_SECRET": "s"}
    return env | {"SLACK_BOT_TOKEN": "", "SLACK_APP_TOKEN": ""} | told


def test_many_workspaces(many: dict[str, str]) -> None:
    """The app's own name is shown to Slack; who is served is counted, who is not is named."""
    store = Store(many["DATABASE_URL"], (many["TRELLIS_KEYS"],))
    with store.begin() as session:
        session.add(Workspace(team="T1", name="Fernhill"))
        session.add(Workspace(team="T2", name="Oakdale", stopped="app_uninstalled"))
    store.close()
    with slack({"oauth.v2.access": {"ok": False, "error": "invalid_code"}}, "") as url:
        findings = found(many | {"SLACK_API_URL": url})
    assert findings["app: many workspaces, installed at /slack/install"].advice is None
    assert findings["workspaces: 1 served"].advice is None
    assert "app_uninstalled" in (findings["workspace T2 (Oakdale)"].advice or "")
    assert not any(finding.is_failure for finding in findings.values())


def test_an_app_that_slack_does_not_know(many: dict[str, str]) -> None:
    """A wrong secret is told with the names to copy again, and is not shown."""
    with slack({"oauth.v2.access": {"ok": False, "error": "bad_client_secret"}}, "") as url:
        finding = found(many | {"SLACK_API_URL": url})["app: many workspaces"]
    assert "copy SLACK_CLIENT_ID and SLACK_CLIENT_SECRET again" in (finding.advice or "")
    assert "hush" not in (finding.advice or "")


def test_what_stands_in_brackets_is_shown() -> None:
    """A name or a place in a file is no markup of the terminal's."""
    console = Console(file=io.StringIO(), width=120, record=True)
    console.print(table([Finding("workspace: Acme [/R&D]", "look at [[question]]")]))
    shown = console.export_text()
    assert "Acme [/R&D]" in shown
    assert "[[question]]" in shown
