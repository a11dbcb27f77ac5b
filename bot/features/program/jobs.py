"""The chore: counts every week that is over, once."""

import logging

from bot.data import program
from bot.reception.desk import Desk
from bot.rules import tallying

log = logging.getLogger(__name__)


def count_weeks(desk: Desk) -> int:
    """Count the weeks that are over and not counted yet; return how many there were."""
    now, counted = desk.now(), 0
    with desk.store.read() as session:
        teams = program.teams(session)
    for team in teams:
        with desk.store.begin() as session:
            last, first = program.last_week(session, team), program.first_day(session, team)
            for week in tallying.to_count(now, last, first):
                program.keep(session, team, week, program.count(session, team, week))
                counted += 1
                log.info("week.counted team=%s week=%s", team, week)
    return counted
