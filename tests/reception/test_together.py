"""Messages that come at the same moment share a transaction, and no other's trouble."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import chain
from threading import Event
from typing import Any

import pytest
from httpx import Response
from sqlalchemy import event

from bot.data.tables import Delivery
from bot.reception import together
from bot.reception.together import Together
from bot.settings import database_url
from bot.tally import Counted
from tests.company import DEV, PATIENCE, Company, company
from tests.waiting import until

MANY = 8


class Works:
    """Work that writes down what it was given at once; the first waits until it may `go_on`."""

    def __init__(self, bad: int | None = None) -> None:
        self.done, self.go_on, self._bad = list[list[int]](), Event(), bad

    def __call__(self, some: Sequence[int]) -> list[int]:
        """Do it."""
        self.done.append(list(some))
        if some == [0]:
            assert self.go_on.wait(PATIENCE)
        if self._bad in some:
            raise ValueError(self._bad)
        return [one * 10 for one in some]

    @contextmanager
    def crowd(self) -> Iterator[list[Future[int]]]:
        """Let many come one after the other while the first is at work."""
        turns = Together[int, int](self)
        with ThreadPoolExecutor(MANY) as threads:
            come = [threads.submit(turns.do, 0)]
            assert until(lambda: self.done == [[0]])
            for number in range(1, MANY):
                come.append(threads.submit(turns.do, number))
                assert until(lambda: len(turns._come) == number)  # noqa: SLF001 B023 - its queue
            try:
                yield come
            finally:
                self.go_on.set()


def test_who_comes_meanwhile_is_served_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """While the first is served, the others gather; each gets what is theirs, in order."""
    monkeypatch.setattr(together, "A_MOMENT", PATIENCE)
    works = Works()
    with works.crowd() as come:
        works.go_on.set()
        assert [one.result() for one in come] == [number * 10 for number in range(MANY)]
    assert works.done == [[0], [*range(1, MANY)]]


def test_one_that_fails_harms_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those who came with it are served all the same, and it alone is told what was wrong."""
    monkeypatch.setattr(together, "A_MOMENT", PATIENCE)
    works = Works(bad=5)
    with works.crowd() as come:
        works.go_on.set()
        assert isinstance(come.pop(5).exception(), ValueError)
        assert [one.result() for one in come] == [n * 10 for n in range(MANY) if n != 5]


def test_nobody_waits_long_for_who_is_held_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the first does not come to an end, the others go on without."""
    monkeypatch.setattr(together, "A_MOMENT", 0.01)
    works = Works()
    with works.crowd() as come:
        assert [one.result(PATIENCE) for one in come[1:]] == [n * 10 for n in range(1, MANY)]
        assert not come[0].done()
    assert come[0].result() == 0
    assert sorted(chain.from_iterable(works.done)) == list(range(MANY))


def test_messages_share_a_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many written at once are heard in a few transactions; each is answered, once."""
    monkeypatch.setattr(together, "A_MOMENT", PATIENCE)
    with company() as office:
        taken, told = at_once(office, [f"Ev{number}" for number in range(MANY)])
        assert taken < MANY / 2
        assert [one.status_code for one in told] == [200] * MANY
        assert helped(office) == MANY
        office.settle()
        assert len(office.messages(DEV)) == MANY


def test_a_copy_among_them_is_heard_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slack may send a message twice at the same moment."""
    monkeypatch.setattr(together, "A_MOMENT", PATIENCE)
    with company() as office:
        _, told = at_once(office, ["Ev0", *["Ev1"] * (MANY - 1)])
        assert {one.status_code for one in told} <= {200, 401}  # refused: the very same bytes
        assert helped(office) == 2


@pytest.mark.postgres
def test_a_bad_one_among_them_is_refused_alone(
    monkeypatch: pytest.MonkeyPatch, postgres_url: str
) -> None:
    """What the database cannot keep comes back to its sender; the others are heard."""
    monkeypatch.setattr(together, "A_MOMENT", PATIENCE)
    with company(database_url=database_url({"DATABASE_URL": postgres_url})) as office:
        _, told = at_once(office, ["Ev0", "Ev\0", *(f"Ev{number}" for number in range(2, MANY))])
        assert [one.status_code for one in told] == [200, 400, *[200] * (MANY - 2)]
        assert helped(office) == MANY - 1


def at_once(office: Company, names: list[str]) -> tuple[int, list[Response]]:
    """Let Dev write messages, the others while the first is being heard.

    Return in how many transactions they were tried, and what was answered to each.
    """
    office.home(DEV)  # known from now on
    engine, counts = office.bot.desk.store.engine, office.bot.tally.counts
    tries, go_on = list[str](), Event()

    def hold(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if "INTO seen_event" in statement and "VALUES" in statement:
            tries.append(statement)
            assert go_on.wait(PATIENCE)

    event.listen(engine, "before_cursor_execute", hold)
    with ThreadPoolExecutor(len(names)) as slack:
        told = [slack.submit(say, office, names[0])]
        assert until(lambda: tries)
        told += [slack.submit(say, office, name) for name in names[1:]]
        assert until(lambda: counts[Counted.EVENTS, "message"] == len(names))
        go_on.set()
        answers = [one.result() for one in told]
    event.remove(engine, "before_cursor_execute", hold)
    return len(tries), answers


def say(office: Company, name: str) -> Response:
    """Say something in Dev's conversation with the bot, as an event of this name."""
    said = {
        "type": "message",
        "channel_type": "im",
        "channel": office.slack.dm(DEV),
        "user": DEV,
        "text": "Printers are broken",
        "ts": "1700000000.000001",
    }
    return office.tell(said, event_id=name)


def helped(office: Company) -> int:
    """Return how many messages were answered with help."""
    return sum(one.kind == "help" for one in office.rows(Delivery))
