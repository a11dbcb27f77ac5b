"""Many workspaces: each installs the bot, is served alone, leaves, and comes back."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from bot.data import rekeying
from bot.data.buddy_tables import Buddy, BuddyMatch
from bot.data.hosting_tables import Installation
from bot.data.store import Store
from bot.data.tables import Answer, Delivery, OneOnOne, Person, Sending, Workspace
from bot.hosting.installations import Installations
from tests.company import ANA, DEV, MAYA, company, local
from tests.features.buddies.round import join
from tests.hosting.doors import doors, furnish, kept, knock
from tests.hosting.lent import home, token
from tests.hosting.many import CLIENT_ID, CLIENT_SECRET, NORTH, SOUTH, Host, hosting, link, links


@pytest.fixture
def host() -> Iterator[Host]:
    """Host a bot that two workspaces have installed."""
    with hosting(NORTH, SOUTH) as hosted:
        assert hosted.install(NORTH).status_code == 200
        assert hosted.install(SOUTH).status_code == 200
        yield hosted


def test_each_workspace_lives_its_own_life(host: Host) -> None:
    """The same people with the same ids ask and answer in both, and nothing passes over."""
    north, south = host.at(NORTH), host.at(SOUTH)
    north.meet()
    south.meet()
    north.to_next("cue")
    for office, words in ((north, "Zebra words"), (south, "Okapi words")):
        office.press(DEV, "Answer")
        office.fill(DEV, words=words, answer__audience="manager")
    unlock = host.bot.desk.store.vault.open
    kept = {one.team: unlock(one.sealed) for one in north.rows(Answer)}
    assert kept == {NORTH: "Zebra words", SOUTH: "Okapi words"}
    north.to_next("close")
    north.to_next("preparation")
    for office, words in ((north, "Zebra words"), (south, "Okapi words")):
        office.press(MAYA, "Read")
        assert words in office.modal(MAYA)
    assert north.heading(MAYA) == south.heading(MAYA)


def test_ids_of_another_workspace_open_nothing(
    host: Host, caplog: pytest.LogCaptureFixture
) -> None:
    """What lets somebody in refuses whoever has their id, and their row's, in another workspace."""
    north, south = host.at(NORTH), host.at(SOUTH)
    furnish(north)
    before = kept(north)
    for entry, user, value in list(doors(north)):
        caplog.clear()
        knock(south, entry, user, value)
        assert f"gate.refused entry={entry.name} team={SOUTH} user={user}" in caplog.text
    assert kept(north) == before


def test_tokens_are_sealed(host: Host) -> None:
    """No token stands in the database in clear, and a change of keys reaches them."""
    tokens = {token(host, team) for team in (NORTH, SOUTH)}
    store = host.bot.desk.store
    path = str(store.engine.url.database)
    with closing(sqlite3.connect(path)) as connection:
        dump = "\n".join(connection.iterdump())
    assert 'INTO "installation"' in dump
    assert not any(one in dump for one in tokens)
    other = Store(f"sqlite:///{path}", ("VukNAXqAlB6MzLyd3Qahr27QvQTNxjrWmIRjDm7yzvA=",))
    other.vault._fernet = type(store.vault._fernet)(  # noqa: SLF001  # both keys: the new one first
        [other.vault._first, store.vault._first]  # noqa: SLF001
    )
    assert sum(one.changed for one in rekeying.renew(other)) >= 2
    alone = Store(f"sqlite:///{path}", ("VukNAXqAlB6MzLyd3Qahr27QvQTNxjrWmIRjDm7yzvA=",))
    found = Installations(alone).find_bot(enterprise_id=None, team_id=NORTH)
    other.close()
    alone.close()
    assert found is not None
    assert found.bot_token in tokens


def test_a_workspace_that_leaves(host: Host) -> None:
    """Nothing more is sent there from that moment, its token is gone, and others are not touched.

    Back within the time for which data is kept, it goes on where it was.
    """
    north, south = host.at(NORTH), host.at(SOUTH)
    north.meet()
    south.meet()
    before = len(north.messages(DEV))
    host.oauth.uninstall(host.workspaces[NORTH])
    left = home(host, NORTH)
    assert left is not None
    assert left.stopped in {"tokens_revoked", "app_uninstalled"}
    assert left.left_at is not None
    assert [one.team for one in north.rows(Installation)] == [SOUTH]
    north.to_next("cue")  # there is one clock for all
    assert len(north.messages(DEV)) == before
    assert "question" in south.last(DEV).casefold()
    assert host.install(NORTH).status_code == 200
    back = home(host, NORTH)
    assert back is not None
    assert (back.stopped, back.left_at) == (None, None)
    north.to_next("close")
    north.to_next("cue")
    assert len(north.messages(DEV)) > before


def test_news_of_having_left_may_come_late(host: Host) -> None:
    """Told after the workspace came back, what happened before that is no news."""
    long_ago = int(time.time()) - 3_600
    for kind in ("app_uninstalled", "tokens_revoked"):
        event = {"type": kind, "tokens": {"bot": ["U0TRELLIS"]}}
        assert host.at(NORTH).tell(event, event_time=long_ago).status_code == 200
    back = home(host, NORTH)
    assert back is not None
    assert back.stopped is None
    assert token(host, NORTH)


@pytest.mark.parametrize("order", [("app_uninstalled", "tokens_revoked"), ("tokens_revoked",)])
def test_leaving_is_told_in_any_order(host: Host, order: tuple[str, ...]) -> None:
    """Twice, once, either first: the retention clock starts with the first."""
    for kind in order:
        host.at(NORTH).tell({"type": kind, "tokens": {"bot": ["U0TRELLIS"]}})
    left = home(host, NORTH)
    assert left is not None
    assert left.stopped in order
    assert left.left_at is not None


def test_a_persons_token_is_not_ours(host: Host) -> None:
    """That somebody took back a token of their own stops nothing."""
    host.at(NORTH).tell({"type": "tokens_revoked", "tokens": {"oauth": [DEV]}})
    still = home(host, NORTH)
    assert still is not None
    assert still.stopped is None


def test_data_goes_when_its_time_is_over(host: Host) -> None:
    """A month after a workspace left, nothing of it is kept, and all of the other is."""
    for team in (NORTH, SOUTH):
        host.at(team).meet()
    host.oauth.uninstall(host.workspaces[NORTH])
    clock = host.workspaces[NORTH].clock
    clock.set(clock.now() + timedelta(days=31))
    host.bot.tidy()
    for table in (Workspace, Person, OneOnOne, Delivery, Installation):
        assert {one.team for one in host.at(SOUTH).rows(table)} == {SOUTH}  # type: ignore[attr-defined]


def test_a_workspace_that_never_installed(host: Host) -> None:
    """Its payloads change nothing, whatever they are."""
    stranger = {"type": "message", "user": DEV, "text": "help", "ts": "1.000100"}
    stranger |= {"channel": "D0DEV", "channel_type": "im"}
    for event in (stranger, {"type": "app_uninstalled"}):
        answer = host.at(NORTH).tell(event, team_id="T0OTHER", authorizations=[])
        assert answer.status_code < 500
    assert {one.team for one in host.at(NORTH).rows(Workspace)} == {NORTH, SOUTH}
    assert host.at(NORTH).rows(Delivery) == []


def test_the_page_asks_for_what_the_manifest_says(host: Host) -> None:
    """Slack's page gets the app's id, its scopes and a state; the secret is not shown."""
    page = host.door.get("/slack/install").text
    asked = parse_qs(urlsplit(link(page)).query)
    assert asked["client_id"] == [CLIENT_ID]
    assert {"chat:write", "commands", "im:history"} <= set(asked["scope"][0].split(","))
    assert asked["user_scope"] == [""] if "user_scope" in asked else True
    assert CLIENT_SECRET not in page


def test_who_comes_back_must_have_begun(host: Host) -> None:
    """Without the cookie, with another's or an invented state, or a used code: no installation."""
    began = host.door.get("/slack/install")
    cookie = began.headers["set-cookie"]
    state = parse_qs(urlsplit(link(began.text)).query)["state"][0]
    good = host.oauth.allow(host.workspaces[NORTH], state)
    assert httpx.get(good, trust_env=False).status_code == 400
    invented = host.oauth.allow(host.workspaces[NORTH], "made-up")
    assert host.come_back(invented, "slack-app-oauth-state=made-up").status_code == 401
    assert host.come_back(good, cookie).status_code == 200
    assert host.come_back(good, cookie).status_code == 401
    cancelled = next(one for one in links(httpx.get(link(began.text)).text) if "denied" in one)
    assert "access_denied" in host.come_back(cancelled, cookie).text


def test_the_sdk_finds_its_store_whole(host: Host) -> None:
    """What is saved is found again as the SDK keeps it, by workspace and never for a whole org."""
    store = Installations(host.bot.desk.store)
    found = store.find_installation(enterprise_id=None, team_id=NORTH)
    assert found is not None
    assert (found.team_id, found.bot_user_id) == (NORTH, "U0TRELLIS")
    assert found.user_id == MAYA
    assert store.find_bot(enterprise_id="E1", team_id=None, is_enterprise_install=True) is None
    assert store.find_bot(enterprise_id=None, team_id="T0OTHER") is None
    store.delete_all(enterprise_id=None, team_id=NORTH)
    assert store.find_bot(enterprise_id=None, team_id=NORTH) is None


def test_one_workspace_stays_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a bot's token, the app's own name in the environment changes nothing and opens nothing.

    Bolt alone would drop the token, and let others install into files.
    """
    monkeypatch.setenv("SLACK_CLIENT_ID", CLIENT_ID)
    monkeypatch.setenv("SLACK_CLIENT_SECRET", CLIENT_SECRET)
    with company() as office:
        office.meet()
        assert office.door.get("/slack/install").status_code == 404
        assert all(one.state is Sending.SENT for one in office.rows(Delivery))


def test_a_round_that_fails_holds_up_no_other_workspace(host: Host) -> None:
    """Buddies whose rows are broken in one workspace meet in every other."""
    for team in (NORTH, SOUTH):
        for user in (DEV, ANA):
            join(host.at(team), user)
    with host.bot.desk.store.begin() as session:
        broken = session.get_one(Buddy, (NORTH, DEV))
        broken.sealed_never = host.bot.desk.store.vault.lock("no list")
    office = host.at(SOUTH)
    office.slack.clock.set(local("2027-03-02", "16:00"))
    host.at(NORTH).slack.clock.set(local("2027-03-02", "16:00"))
    for _ in ("warn", "pair"):
        with suppress(ExceptionGroup):
            host.bot.run_errands()
    teams = {one.team for one in office.rows(BuddyMatch)}
    assert teams == {SOUTH}
