"""The whole bot put together: who listens, and what happens when.

What is due is decided by the one clock that is handed down from here; tokens, leases and health
go by real time, wherever they are.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from enum import Enum, auto
from functools import partial
from threading import Lock, Thread
from time import monotonic
from typing import TYPE_CHECKING

from slack_sdk import WebClient

from bot.calendars.addresses import Reach
from bot.catalogue.shelf import shelf
from bot.clock import Clock, Tick
from bot.content import Content
from bot.data import deliveries, pulse, tidying
from bot.data.store import Store, add_new
from bot.data.tables import Workspace
from bot.delivery.engine import engine_for, rates_for
from bot.delivery.outbox import View
from bot.delivery.sender import Sender
from bot.delivery.wire import CALL_SECONDS
from bot.features import buddies, calendars, moves, my_data, one_on_ones, program
from bot.features import people as people_feature
from bot.listening import Authorize, Listening, only
from bot.reception import mail
from bot.reception.desk import Caller, Desk, Feature, Job, Moment
from bot.reception.words import WORDS
from bot.settings import Settings
from bot.tally import Counted, Tally, Timed

if TYPE_CHECKING:
    from bot.hosting.door import Show
    from bot.hosting.grants import Grants


OTHERS: tuple[Feature, ...] = (
    one_on_ones.FEATURE,
    calendars.feature(one_on_ones.propose),
    buddies.FEATURE,
    moves.FEATURE,
)
# "Stop" and "help" are heard before anything else, whatever question is open.
FEATURES: tuple[Feature, ...] = (
    people_feature.feature(OTHERS),
    *OTHERS,
    program.FEATURE,
    my_data.feature(OTHERS),
)
CONTRACT = {**WORDS, **{key: names for one in FEATURES for key, names in one.words.items()}}

TICK, TIDY = 2.0, 3_600.0  # seconds between two looks at what is due, and at what is past
BEAT = timedelta(seconds=20)  # between two notes that the clock goes
EVENT_KEPT = timedelta(days=1)  # Slack repeats an event for some minutes
PACE_KEPT = timedelta(minutes=1)  # after its moment it says nothing
LAST = 9.0  # seconds that what has begun may take to end: hosts give ten before they kill
DRAIN = 60.0  # seconds that a move of the demo's clock may take to send what fell due
AHEAD = 20  # messages that count among the next moments


class Duty(Enum):
    """What a process can be there for; one may do all, or many processes share them."""

    LISTEN = auto()
    TICK = auto()  # finds out what is due, and records the messages
    WORK = auto()  # sends, holds rounds, reads calendars, erases: whatever takes its time


class Trellis:
    """The running bot: a clock, hands that work, and ears."""

    def __init__(
        self,
        settings: Settings,
        content: Content,
        store: Store,
        now: Callable[[], datetime],
        reach: Reach | None = None,
    ) -> None:
        self._settings = settings
        keep = timedelta(days=settings.keep_days)
        self.desk = Desk(
            store,
            content,
            now,
            self.client,
            shelf(content.folder, content.language),
            keep=keep,
            reach=reach or Reach(),
            owners=settings.owners,
        )
        self.tally = Tally()
        self.engine = engine_for(self._sender())
        self._running_errands = Lock()
        self._clock = Clock([Tick("due", TICK, self.beat)], self._count_failure)
        errands, tidying_up = Tick("errands", TICK, self.run_errands), Tick("tidy", TIDY, self.tidy)
        self._rota = Clock([errands, tidying_up], self._count_failure)
        self._ticked: datetime | None = None
        self._grants, more = self._for_many()
        self._ears = Listening(settings, self.desk, FEATURES, self._connect, self.tally, more)

    def client(self, team: str) -> WebClient:
        """Return a new client for calls to a workspace; Slack refuses it where it has left us."""
        client = self._connect()
        if self._grants is not None:
            bot = self._grants.bot(team)
            client.token = bot.bot_token if bot else None
        return client

    def start(self, duties: Collection[Duty] = tuple(Duty)) -> None:
        """Begin to work, to tick and to listen: whatever of these is asked for.

        Whoever does not listen shows health and metrics where it is told to.
        """
        if Duty.WORK in duties:
            self.engine.start()
            self._rota.start()
        if Duty.TICK in duties:
            self._clock.start()
        if Duty.LISTEN in duties:
            self._ears.start(self._grants.authorizes() if self._grants else self._meet_one())
            # Beside the first messages, which then need not read it themselves.
            Thread(target=self.desk.roles.get_ready, name="reading", daemon=True).start()
        elif self._settings.metrics_port is not None:
            self._ears.show(self._settings.metrics_port)

    def _connect(self) -> WebClient:
        settings = self._settings
        return WebClient(settings.bot_token, base_url=settings.api_url, timeout=CALL_SECONDS)

    def _for_many(self) -> "tuple[Grants | None, Mapping[str, Show]]":
        """Return what many workspaces need: their tokens, and the pages where they install."""
        one = self._settings
        if one.client_id is None or one.client_secret is None:
            return None, {}
        from bot.hosting.grants import Grants  # not needed for one workspace
        from bot.hosting.pages import pages

        store, app = self.desk.store, (one.client_id, one.client_secret)
        return Grants(store, self._connect, *app), pages(store, self._connect(), *app)

    def _meet_one(self) -> Authorize:
        """Find out which workspace the token is for; what had stopped it is over."""
        identity = self._connect().auth_test()
        with self.desk.store.begin() as session:
            home = Workspace(team=identity["team_id"])
            add_new(session, Workspace, [home.model_dump()])  # two processes may start at once
            home = session.get_one(Workspace, home.team)
            home.name, home.bot_user = identity.get("team") or "", identity["user_id"]
            home.scopes = _scopes(identity.headers)
            home.stopped, home.left_at = None, None
        return only(identity, self._settings.bot_token)

    def stop(self) -> bool:
        """Stop listening, and begin nothing more; return whether all that had begun has ended.

        What takes longer than `LAST` seconds is left: it may break off, and is taken up again.
        """
        ends = monotonic() + LAST
        self._ears.stop()
        self._rota.rest()
        self._clock.rest()
        parts = (self.engine, self._clock, self._rota)
        return all(one.stop(max(0.0, ends - monotonic())) for one in parts)

    def tick(self) -> None:
        """Let every feature do what is due now; one short look tells which of them have work."""
        now = self.desk.now()
        with self.desk.store.read() as session:
            busy = [one for one in FEATURES if one.is_due and one.is_due(session, now)]
        if not busy:
            return
        with self.desk.store.alone("tick") as is_alone:
            if is_alone:
                self._do_all("due", (job for feature in busy for job in feature.jobs))

    def beat(self) -> None:
        """Tick, and let every process know now and then that the clock goes."""
        failed: ExceptionGroup | None = None
        with self.tally.timed(Timed.TICK, "due"):
            try:
                self.tick()
            except ExceptionGroup as error:  # the clock goes, and webs are to be used
                failed = error
        real = datetime.now(UTC)
        if self._ticked is None or real - self._ticked >= BEAT:
            with self.desk.store.begin() as session:
                pulse.note_tick(session, real)
            self._ticked = real
        if failed:
            raise failed

    def run_errands(self) -> None:
        """Let every feature do what takes its time; any number of processes share it.

        Whoever comes meanwhile in this one waits until it is done.
        """
        with self._running_errands:
            errands = (errand for feature in FEATURES for errand in feature.errands)
            self._do_all("errands", errands)

    def tidy(self) -> None:
        """Forget what is only kept for a while; one process at a time is enough."""
        with self.desk.store.alone("tidy") as is_alone:
            if is_alone:
                chores = (chore for feature in FEATURES for chore in feature.chores)
                self._do_all("tidy", (*chores, _forget_passing))

    def catch_up(self) -> None:
        """Do all that is due at this moment, but for sending it."""
        self.run_errands()
        self.tick()

    def _count_failure(self, tick: str, error: Exception) -> None:
        """Count what failed as a whole; of a group each has been counted already."""
        if not isinstance(error, ExceptionGroup):
            self.tally.count(Counted.FAILURES, tick)

    def _do_all(self, tick: str, jobs: Iterable[Job]) -> None:
        """Do one after the other. What fails holds up no other; it is counted, and raised last."""
        failed: list[Exception] = []
        for job in jobs:
            try:
                job(self.desk)
            except Exception as error:  # noqa: BLE001 - as above
                failed.append(error)
                self.tally.count(Counted.FAILURES, tick)
        if failed:
            raise ExceptionGroup(f"failed in {tick}", failed)

    def moments(self) -> list[Moment]:
        """Return what will happen next, the soonest first."""
        now = self.desk.now()
        with self.desk.store.read() as session:
            found = [
                moment
                for feature in FEATURES
                if feature.moments
                for moment in feature.moments(session, now)
            ]
            found += [
                Moment(one.not_before, one.kind, Caller(one.team, one.to))
                for one in deliveries.waiting_after(session, now, AHEAD)
                if mail.is_wanted(self.desk, FEATURES, session, one)
            ]
        return sorted(found, key=lambda one: one.at)

    def live_until(self, at: datetime, set_clock: Callable[[datetime], None]) -> None:
        """Do everything that falls due up to `at`, each thing at its own time: for the demo.

        What is tidied every hour is tidied once, at the end.
        """
        start = self.desk.now()
        while moments := [one for one in self.moments() if one.at <= at]:
            set_clock(max(moments[0].at, self.desk.now()))
            self.catch_up()
            self.engine.drain(DRAIN)
        set_clock(max(at, self.desk.now()))
        self.catch_up()
        if (at - start).total_seconds() >= TIDY:
            self.tidy()
        self.engine.drain(DRAIN)

    def _sender(self) -> Sender:
        settings = self._settings
        views: dict[str, View] = {
            kind: partial(mail.render, self.desk, view)
            for feature in FEATURES
            for kind, view in feature.views.items()
        }
        return Sender(
            store=self.desk.store,
            views=views,
            client=self.client,
            now=self.desk.now,
            real=lambda: datetime.now(UTC),
            owners=settings.owners,
            rates=rates_for(
                self.desk.store, settings.messages_per_minute, settings.channel_seconds
            ),
            noted=partial(mail.count_end, self.tally),
            gather=partial(mail.gather, FEATURES),
        )


def _forget_passing(desk: Desk) -> int:
    """Forget which events were heard, and how fast was written, once nothing asks for it."""
    with desk.store.begin() as session:
        events = tidying.forget_events(session, desk.now() - EVENT_KEPT)
        return events + tidying.forget_paces(session, datetime.now(UTC) - PACE_KEPT)


def _scopes(headers: Mapping[str, str]) -> str:
    """Return what Slack says beside each answer that the workspace has granted."""
    return next((it for name, it in headers.items() if name.lower() == "x-oauth-scopes"), "")
