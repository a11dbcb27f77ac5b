"""Messages that come at the same moment share a transaction, and no other's trouble."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import chain
from threading import Event
from typing import Any

import pytest
from httpx import Response
from sqlalchemy import text
from sqlalchemy.event import listen as listen_to
from sqlalchemy.event import remove

from bot.data.tables import Answer, Delivery, Sending
from bot.reception import together
from bot.reception.together import Together
from bot.settings import database_url
from bot.tally import Counted
from tests.company import DEV, KIM, MAYA, PATIENCE, TOM, Company, company, past_of
from tests.features.stories import asked
from tests.waiting import until

Said = tuple[str, dict[str, str]]
MANY = 8


class Works:
    """Work that writes down what it was given at once; the first waits until it may `go_on`."""

    def __init__(self, bad: int | None = None, error: type[BaseException] = ValueError) -> None:
        self.done, self.go_on, self._bad, self._error = list[list[int]](), Event(), bad, error
        self.turns = Together[int, int](self)

    def __call__(self, some: Sequence[int]) -> list[int]:
        """Do it."""
        self.done.append(list(some))
        if some == [0]:
            assert self.go_on.wait(PATIENCE)
        if self._bad in some:
            raise self._error(self._bad)
        return [one * 10 for one in some]

    @contextmanager
    def crowd(self) -> Iterator[list[Future[int]]]:
        """Let many come one after the other while the first is at work."""
        with ThreadPoolExecutor(MANY) as threads:
            come = [threads.submit(self.turns.do, 0)]
            assert until(lambda: self.done == [[0]])
            for number in range(1, MANY):
                come.append(threads.submit(self.turns.do, number))
                assert until(partial(self._has_come, number))
            try:
                yield come
            finally:
                self.go_on.set()

    def _has_come(self, number: int) -> bool:
        """Whether one waits, or has gone alone."""
        waiting = [one.item for one in self.turns._come]  # noqa: SLF001 - nobody else asks for it
        return number in waiting or [number] in self.done


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let everybody wait for those before, however slow this machine is."""
    monkeypatch.setattr(together, "A_MOMENT", PATIENCE)


@pytest.mark.usefixtures("patient")
def test_who_comes_meanwhile_is_served_at_once() -> None:
    """While the first is served, the others gather; each gets what is theirs, in order."""
    works = Works()
    with works.crowd() as come:
        works.go_on.set()
        assert [one.result() for one in come] == [number * 10 for number in range(MANY)]
    assert works.done == [[0], [*range(1, MANY)]]
    assert works.turns.do(MANY) == MANY * 10


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("error", [ValueError, SystemExit])
def test_one_that_fails_harms_no_other(error: type[BaseException]) -> None:
    """Those who came with it are served all the same, and it alone is told what was wrong."""
    works = Works(bad=5, error=error)
    with works.crowd() as come:
        works.go_on.set()
        assert isinstance(come.pop(5).exception(), error)
        failed = [one.exception() for one in come if one.exception()]
        assert len(failed) <= (error is SystemExit)  # whoever led: it ends the thread
    assert works.turns.do(MANY) == MANY * 10


def test_nobody_waits_long_for_who_is_held_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the first does not come to an end, the others go on without."""
    monkeypatch.setattr(together, "A_MOMENT", 0.01)
    works = Works()
    with works.crowd() as come:
        assert [one.result(PATIENCE) for one in come[1:]] == [n * 10 for n in range(1, MANY)]
        assert not come[0].done()
    assert come[0].result() == 0
    assert sorted(chain.from_iterable(works.done)) == list(range(MANY))


@pytest.mark.usefixtures("patient")
def test_messages_share_a_transaction() -> None:
    """Many written at once are heard in a few transactions; each is answered, once."""
    with company() as office:
        taken, told = at_once(office, [saying(f"Ev{number}") for number in range(MANY)])
        assert taken < MANY / 2
        assert [one.status_code for one in told] == [200] * MANY
        assert helped(office) == MANY
        office.settle()
        assert len(office.messages(DEV)) == MANY


@pytest.mark.usefixtures("patient")
def test_a_copy_among_them_is_heard_once() -> None:
    """Slack may send a message twice at the same moment."""
    with company() as office:
        _, told = at_once(office, [saying("Ev0"), *[saying("Ev1")] * (MANY - 1)])
        assert {one.status_code for one in told} <= {200, 401}  # refused: the very same bytes
        assert helped(office) == 2


@pytest.mark.usefixtures("patient")
def test_stop_among_them_takes_back_what_was_not_yet_said() -> None:
    """Whoever writes something and then "stop" hears nothing but that the bot has stopped."""
    with company() as office:
        office.bot.engine.stop()  # nothing is sent before
        at_once(office, [saying("Ev0", MAYA), saying("Ev1"), saying("Ev2", text="stop")])
        waiting = [one for one in office.rows(Delivery) if one.state is Sending.WAITING]
        if [one.kind for one in office.rows(Delivery) if one.to == DEV] == ["help", "reply"]:
            assert [(one.to, one.kind) for one in waiting] == [(MAYA, "help"), (DEV, "reply")]
        else:  # "stop" came first: what is said afterwards is answered
            assert len(waiting) == 3


@pytest.mark.usefixtures("patient")
def test_who_was_asked_is_heard_as_such_among_them() -> None:
    """Dev's next words are taken for an answer, though others who were asked nothing write too."""
    with company(past=past_of(asked)) as office:
        events = [saying("Ev0", KIM), saying("Ev1", TOM), saying("Ev2", text="I liked teaching.")]
        at_once(office, events)
        assert [one.author for one in office.rows(Answer)] == [DEV]
        assert helped(office) == len(events) - 1


@pytest.mark.postgres
@pytest.mark.usefixtures("patient")
def test_a_bad_one_among_them_is_refused_alone(postgres_url: str) -> None:
    """What the database cannot keep comes back to its sender; the others are heard."""
    with company(database_url=database_url({"DATABASE_URL": postgres_url})) as office:
        names = ["Ev0", "Ev\0", *(f"Ev{number}" for number in range(2, MANY))]
        _, told = at_once(office, [saying(name) for name in names])
        assert [one.status_code for one in told] == [200, 400, *[200] * (MANY - 2)]
        assert helped(office) == MANY - 1


@pytest.mark.postgres
@pytest.mark.usefixtures("patient")
def test_who_does_not_need_what_others_hold_waits_not(postgres_url: str) -> None:
    """While somebody holds Dev's one-on-one, Dev's "stop" waits, and nobody who wrote with it."""
    with company(database_url=database_url({"DATABASE_URL": postgres_url})) as office:
        office.meet()
        others = [saying(f"Ev{number}", TOM) for number in range(1, MANY)]
        office.home(TOM)
        with office.bot.desk.store.engine.connect() as holder, ThreadPoolExecutor(1) as slack:
            holder.execute(text("SELECT id FROM one_on_one FOR UPDATE"))
            stop = saying("Ev0", text="stop")
            told = slack.submit(at_once, office, [saying("Ev", KIM), stop, *others])
            assert until(lambda: helped(office) == MANY)
            assert not told.done()
            holder.rollback()
            assert {one.status_code for one in told.result()[1]} == {200}


def at_once(office: Company, events: list[Said]) -> tuple[int, list[Response]]:
    """Let people write, the others while the first is being heard.

    Return in how many transactions they were tried, and what was answered to each.
    """
    for who in {str(event["user"]) for _, event in events}:
        office.home(who)  # known from now on
    engine, counts = office.bot.desk.store.engine, office.bot.tally.counts
    tries, go_on, before = list[str](), Event(), counts[Counted.EVENTS, "message"]

    def hold(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if "INTO seen_event" in statement and "VALUES" in statement:
            tries.append(statement)
            assert go_on.wait(PATIENCE)

    def has_heard(number: int) -> bool:
        return counts[Counted.EVENTS, "message"] == number

    listen_to(engine, "before_cursor_execute", hold)
    with ThreadPoolExecutor(len(events)) as slack:
        told = list[Future[Response]]()
        for number, one in enumerate(events, 1):
            told.append(slack.submit(tell, office, one))
            assert until(lambda: tries)
            assert until(partial(has_heard, before + number))
        go_on.set()
        answers = [one.result() for one in told]
    remove(engine, "before_cursor_execute", hold)
    return len(tries), answers


def saying(name: str, user: str = DEV, text: str = "Printers are broken") -> Said:
    """Return a message in somebody's conversation with the bot: its event's name, and the event."""
    said = {
        "type": "message",
        "channel_type": "im",
        "channel": f"D{user[1:]}",
        "user": user,
        "text": text,
        "ts": f"1700000000.{name}",
    }
    return name, said


def tell(office: Company, said: Said) -> Response:
    """Post it as Slack does."""
    name, event = said
    return office.tell(event, event_id=name)


def helped(office: Company) -> int:
    """Return how many messages were answered with help."""
    return sum(one.kind == "help" for one in office.rows(Delivery))
