"""The bot put together: what fails in one feature is no reason to leave out another."""

import pytest

from bot import app
from bot.data.hosting_tables import LastTick
from bot.reception.desk import Desk, Feature, Job
from tests.company import company


def test_a_feature_that_fails_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its jobs, errands and chores fail; those of the next are done, and the clock goes."""
    done: set[str] = set()

    def fail(_desk: Desk) -> int:
        raise ValueError("broken")

    def working(name: str) -> Job:
        def work(_desk: Desk) -> int:
            done.add(name)
            return 1

        return work

    broken = Feature(
        words={}, jobs=(fail,), errands=(fail,), chores=(fail,), is_due=lambda *_: True
    )
    whole = Feature(
        words={},
        jobs=(working("job"),),
        errands=(working("errand"),),
        chores=(working("chore"),),
        is_due=lambda *_: True,
    )
    monkeypatch.setattr(app, "FEATURES", (broken, whole, *app.FEATURES))
    with company() as office:
        for run in (office.bot.beat, office.bot.run_errands, office.bot.tidy):
            with pytest.raises(ValueError, match="broken"):
                run()
        assert done == {"job", "errand", "chore"}
        assert office.rows(LastTick)
