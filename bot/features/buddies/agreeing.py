"""Who stands behind the time that was suggested: only when all of them do, it is agreed on.

What was said of times stands in the messages that said it; nothing else is kept of it.
"""

from datetime import datetime

from sqlmodel import Session

from bot.data import buddies, deliveries
from bot.data.buddy_tables import BuddyMatch
from bot.features.buddies.scene import Scene

KIND = "buddy.time"


def chosen_by(session: Session, match: BuddyMatch) -> list[str]:
    """Return those who chose the time that stands since it was last changed, and are still in."""
    seats = buddies.seats(session, match.id)
    found = list[str]()
    for one in deliveries.latest(session, match.team, KIND, [seat.user for seat in seats]):
        if one.about["match"] != match.id:
            continue
        if datetime.fromisoformat(one.about["at"]) != match.meets_at:
            break
        found.append(one.about["by"])
    return [seat.user for seat in buddies.still_in(seats) if seat.user in found]


def how_it_stands(of: Scene) -> list[str]:
    """Return the line on the time to come: who suggested it, or that all agreed."""
    at, by = of.match.meets_at, chosen_by(of.session, of.match)
    if at is None or at <= of.desk.now() or not by:
        return []
    when, missing = of.when(at), [one for one in of.us if one.user not in by]
    if not missing:
        return [of.say("buddy.mine_when", when=when)]
    if of.me.user in by:
        return [of.say("buddy.mine_suggested", when=when, names=of.list_names(missing))]
    names = of.list_names([one for one in of.us if one.user in by])
    return [of.say("buddy.mine_offered", when=when, names=names)]
