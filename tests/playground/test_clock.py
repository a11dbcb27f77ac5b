"""The playground's clock moves on its own, and by leaps that wait for the bot."""

from datetime import UTC, datetime, timedelta

from bot.playground.clock import Clock, Moment, next_working_morning
from bot.playground.people import demo_company
from bot.playground.workspace import Workspace

MONDAY = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)


def company() -> Workspace:
    """Return the demo's company on a Monday at 08:30 in Berlin, without a bot."""
    return Workspace(demo_company(), {}, clock=Clock(MONDAY))


def test_the_clock_runs_from_where_it_was_set() -> None:
    """A set clock shows that moment and goes on from there."""
    clock = Clock(MONDAY)
    first = clock.now()
    assert timedelta() <= first - MONDAY < timedelta(seconds=1)
    assert clock.now() >= first


def test_a_move_runs_what_lies_between_first() -> None:
    """The clock arrives when the hook has returned; messages carry the playground's time."""
    workspace, seen = company(), []
    halfway, end = MONDAY + timedelta(hours=1), MONDAY + timedelta(hours=2)

    def tick(start: datetime, at: datetime) -> None:
        seen.append((start >= MONDAY, at))
        workspace.clock.set(halfway)
        workspace.say("U0DEV", "D0DEV", "in between")

    workspace.on_move = tick
    workspace.move_to(end)
    assert seen == [(True, end)]
    assert timedelta() <= workspace.clock.now() - end < timedelta(seconds=1)
    ts = float(workspace.messages("D0DEV")[0].ts)
    assert abs(ts - halfway.timestamp()) < 1


def test_coming_moments_are_in_order() -> None:
    """What lies ahead is listed soonest first; what has passed is not."""
    workspace = company()
    early, late, gone = (
        Moment(MONDAY + timedelta(hours=h), "cue", f"{h}", "U0DEV") for h in (1, 2, -1)
    )
    workspace.moments = lambda: (late, gone, early)
    assert workspace.coming() == (early, late)


def test_one_working_day_on_skips_the_weekend() -> None:
    """From Friday it goes to Monday morning in the person's own zone."""
    workspace = company()
    assert workspace.move_working_day("U0DEV") == MONDAY + timedelta(days=1)
    friday = datetime(2026, 3, 27, 12, tzinfo=UTC)
    morning = next_working_morning(friday, "Europe/Berlin")
    assert morning == datetime(2026, 3, 30, 6, 30, tzinfo=UTC)


def test_ids_are_unique_when_the_clock_jumps_back() -> None:
    """Two messages at one moment have two ids, and a change is noticed by who watches."""
    workspace, changes = company(), []
    stop = workspace.subscribe(lambda: changes.append(workspace.version))
    ids = set()
    for _ in range(50):
        workspace.clock.set(MONDAY)
        ids.add(workspace.say("U0DEV", "D0DEV", "now").ts)
    assert len(ids) == 50
    assert len(changes) == 50
    stop()
    workspace.say("U0DEV", "D0DEV", "unseen")
    assert len(changes) == 50
