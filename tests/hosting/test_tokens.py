"""Tokens that end: renewed in time, by one worker, and borne with where Slack will not renew."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select, update

from bot.data.hosting_tables import Installation
from bot.data.tables import Delivery, Sending
from bot.playground.faults import Trouble
from tests.company import DEV
from tests.hosting.lent import home, token
from tests.hosting.many import NORTH, Host, hosting


def test_tokens_are_renewed_before_something_is_sent() -> None:
    """A token that has ended is renewed by the first message, by one worker, and is then used."""
    with hosting(NORTH, lives=3 * 3600) as host:
        host.install(NORTH)
        host.at(NORTH).meet()
        first = token(host, NORTH)
        ended = datetime.now(UTC) - timedelta(seconds=1)
        _set_end(host, ended)
        host.oauth.tokens[first].ends_at = ended.timestamp()
        with ThreadPoolExecutor(4) as workers:
            used = set(workers.map(lambda _: token(host, NORTH), range(8)))
        assert len(used) == 1
        assert first not in used
        assert len(host.oauth.tokens) == 2
        host.at(NORTH).to_next("cue")
        assert all(one.state is Sending.SENT for one in host.at(NORTH).rows(Delivery))


def test_a_token_near_its_end_is_used_while_slack_cannot_renew_it() -> None:
    """Trouble at Slack costs nothing before the token has ended; afterwards sending waits."""
    with hosting(NORTH, lives=3 * 3600) as host:
        host.install(NORTH)
        host.at(NORTH).command(DEV, "next")
        first = token(host, NORTH)
        _set_end(host, datetime.now(UTC) + timedelta(minutes=30))
        faults = host.workspaces[NORTH].faults
        faults.switch_on(Trouble.LOST_BEFORE, "oauth.v2.access", times=2)
        assert token(host, NORTH) == first
        assert token(host, NORTH) == first  # the one who tries has half a minute for it
        _set_end(host, datetime.now(UTC) + timedelta(minutes=30), free=True)
        assert token(host, NORTH) != first


def test_a_token_that_slack_will_not_renew_stops_the_workspace() -> None:
    """Its messages wait, and go on as soon as there is a token that holds."""
    with hosting(NORTH, lives=3 * 3600) as host:
        host.install(NORTH)
        north = host.at(NORTH)
        north.meet()
        refreshes = dict(host.oauth._refreshes)  # noqa: SLF001
        host.oauth._refreshes.clear()  # noqa: SLF001
        ended = datetime.now(UTC) - timedelta(seconds=1)
        host.oauth.tokens[token(host, NORTH)].ends_at = ended.timestamp()
        _set_end(host, ended)
        north.to_next("preparation")
        stopped = home(host, NORTH)
        assert stopped is not None
        assert stopped.stopped == "token_expired"
        host.oauth._refreshes.update(refreshes)  # noqa: SLF001
        _set_end(host, ended, free=True)
        north.home(DEV)
        north.settle()
        again = home(host, NORTH)
        assert again is not None
        assert again.stopped is None
        assert all(one.state is Sending.SENT for one in north.rows(Delivery))


def test_a_refused_renewal_keeps_nobody_waiting() -> None:
    """Whoever comes after one whom Slack refused is answered by Slack too, and not put off."""
    with hosting(NORTH, lives=3 * 3600) as host:
        host.install(NORTH)
        first = token(host, NORTH)
        host.oauth._refreshes.clear()  # noqa: SLF001
        _set_end(host, datetime.now(UTC) - timedelta(seconds=1))
        assert [token(host, NORTH) for _ in range(2)] == [first, first]


def test_a_refused_renewal_leaves_slack_in_peace(caplog: pytest.LogCaptureFixture) -> None:
    """While the token still holds, Slack is not asked again with every message."""
    with hosting(NORTH, lives=3 * 3600) as host:
        host.install(NORTH)
        first = token(host, NORTH)
        host.oauth._refreshes.clear()  # noqa: SLF001
        _set_end(host, datetime.now(UTC) + timedelta(minutes=30))
        assert [token(host, NORTH) for _ in range(3)] == [first] * 3
    assert caplog.text.count("token.refused") == 1


def _set_end(host: Host, at: datetime, *, free: bool = False) -> None:
    """Let the bot believe that its token ends then; `free`: and that nobody is renewing it."""
    news = {"expires_at": at, **({"renewing_until": None} if free else {})}
    with host.bot.desk.store.begin() as session:
        session.exec(update(Installation).values(**news))
        assert session.exec(select(Installation)).all()
