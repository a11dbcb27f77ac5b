"""The settings: read at once, with everything wrong named at once."""

import pytest

from bot.settings import Settings, SettingsError, database_url, read

KEY = "VukNAXqAlB6MzLyd3Qahr27QvQTNxjrWmIRjDm7yzvA="
ENOUGH = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "TRELLIS_KEYS": KEY}


def test_three_names_are_enough() -> None:
    """With two tokens and a key everything else has a default."""
    assert read(ENOUGH) == Settings(
        bot_token="xoxb-1",
        app_token="xapp-1",
        signing_secret=None,
        api_url="https://slack.com/api/",
        database_url="sqlite:///trellis.sqlite3",
        keys=(KEY,),
        port=None,
        owners=(),
        messages_per_minute=300,
    )


def test_everything_wrong_is_named_at_once() -> None:
    """Missing and malformed names stand in one error, with what to do about each."""
    env = {
        "SLACK_BOT_TOKEN": "xoxp-1",
        "SLACK_API_URL": "slack.com",
        "DATABASE_URL": "mysql://somewhere",
        "PORT": "http",
        "METRICS_PORT": "70000",
        "TRELLIS_OWNERS": "U1,@maya",
        "TRELLIS_MESSAGES_PER_MINUTE": "0",
    }
    with pytest.raises(SettingsError) as caught:
        read(env)
    names = [problem.split()[0] for problem in caught.value.problems]
    assert names == [
        "SLACK_BOT_TOKEN",
        "SLACK_SIGNING_SECRET",
        "SLACK_API_URL",
        "DATABASE_URL",
        "TRELLIS_KEYS",
        "PORT",
        "METRICS_PORT",
        "TRELLIS_OWNERS",
        "TRELLIS_MESSAGES_PER_MINUTE",
    ]
    assert "python -m bot new-key" in str(caught.value)


@pytest.mark.parametrize("secret", ["", "  "])
def test_http_needs_a_signing_secret(secret: str) -> None:
    """Without an app token an empty signing secret is as good as none."""
    env = ENOUGH | {"SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": secret}
    with pytest.raises(SettingsError, match="SLACK_SIGNING_SECRET is missing"):
        read(env)


def test_http_with_a_secret() -> None:
    """Without an app token the bot listens on the port that it is given."""
    settings = read(
        {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s", "TRELLIS_KEYS": KEY}
        | {"PORT": "8080"}
    )
    assert (settings.app_token, settings.signing_secret, settings.serves_on) == (None, "s", 8080)


@pytest.mark.parametrize(
    ("env", "port"),
    [
        ({}, None),
        ({"PORT": "8080"}, 8080),
        ({"SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": "s"}, 3000),
    ],
)
def test_where_it_serves(env: dict[str, str], port: int | None) -> None:
    """Over a socket nothing is served unless a port is set; over HTTP there is always one."""
    assert read(ENOUGH | env).serves_on == port


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgres_as_hosts_write_it(scheme: str) -> None:
    """All usual ways to write a PostgreSQL address mean the same; the rest of it is kept."""
    url = database_url({"DATABASE_URL": f"{scheme}://u:p%40ss@host:5432/name?sslmode=require"})
    assert url == "postgresql+psycopg://u:p%40ss@host:5432/name?sslmode=require"


@pytest.mark.parametrize("url", ["trellis.sqlite3", "postgres://u:hush@host:port/name", "://"])
def test_an_address_that_is_none(url: str) -> None:
    """What is no database's address is said before anything tries it, and shows no password."""
    with pytest.raises(SettingsError, match="DATABASE_URL must look like") as caught:
        database_url({"DATABASE_URL": url})
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///", "sqlite:///:memory:"])
def test_an_address_without_a_file(url: str) -> None:
    """What would be kept nowhere is refused."""
    with pytest.raises(SettingsError, match="DATABASE_URL names no file"):
        database_url({"DATABASE_URL": url})


@pytest.mark.parametrize("secret", ["hu@sh", "hu@sh:w", "hu@sh/w", "@"])
def test_an_at_sign_in_a_password(secret: str) -> None:
    """It would be read as the host's beginning, and logged: it is refused, and not shown."""
    with pytest.raises(SettingsError, match="@ is written as %40") as caught:
        database_url({"DATABASE_URL": f"postgres://u:{secret}@host/name"})
    assert "sh" not in str(caught.value).replace("host", "")


def test_keys_in_order() -> None:
    """The first key stays the first."""
    other = "3xqYVhTg0bYtmWd8kUuWmUSb0QJmVn0rJ1m2B8Qm0pE="
    assert read(ENOUGH | {"TRELLIS_KEYS": f" {other} , {KEY},"}).keys == (other, KEY)


@pytest.mark.parametrize("keys", ["short", f"{KEY},é", f"{KEY},{KEY[:-2]}"])
def test_a_key_that_is_none(keys: str) -> None:
    """A malformed key is refused by its position; the error does not show it."""
    with pytest.raises(SettingsError, match="holds no valid key in position") as caught:
        read(ENOUGH | {"TRELLIS_KEYS": keys})
    assert keys not in str(caught.value)


def test_only_commas() -> None:
    """A list of nothing is malformed."""
    with pytest.raises(SettingsError, match="TRELLIS_KEYS lists nothing"):
        read(ENOUGH | {"TRELLIS_KEYS": " , "})


def test_the_address_ends_in_a_slash() -> None:
    """A simulated Slack may be named with or without the last slash."""
    assert read(ENOUGH | {"SLACK_API_URL": "http://127.0.0.1:1/api"}).api_url.endswith("/api/")


def test_no_secret_is_shown() -> None:
    """Printing the settings shows no token, no key and no password."""
    settings = read(
        ENOUGH | {"DATABASE_URL": "postgres://u:hush@h/n", "SLACK_SIGNING_SECRET": "quiet"}
    )
    shown = repr(settings)
    assert not any(secret in shown for secret in (KEY, "xoxb", "xapp", "hush", "quiet"))


MANY = {
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": "hush",
    "SLACK_SIGNING_SECRET": "s",
    "TRELLIS_KEYS": KEY,
}


def test_many_workspaces_need_no_token() -> None:
    """With the app's own name and secret each workspace brings its token."""
    settings = read(MANY)
    assert (settings.bot_token, settings.client_id, settings.client_secret) == (None, "1.2", "hush")
    assert "hush" not in repr(settings)


def test_a_token_counts_for_more() -> None:
    """Who copies everything from Slack's pages serves the one workspace of their token."""
    settings = read(MANY | ENOUGH)
    assert (settings.bot_token, settings.client_id) == ("xoxb-1", None)


def test_what_many_workspaces_cannot_do_without() -> None:
    """The secrets, and HTTP: a socket serves one workspace."""
    with pytest.raises(SettingsError) as caught:
        read({"SLACK_CLIENT_ID": "1.2", "SLACK_APP_TOKEN": "xapp-1", "TRELLIS_KEYS": KEY})
    names = [problem.split()[0] for problem in caught.value.problems]
    assert names == ["SLACK_APP_TOKEN", "SLACK_CLIENT_SECRET"]
