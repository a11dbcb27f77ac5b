"""Career buddies: joined, paired, introduced, nudged kindly, until they have met."""

from datetime import datetime

from sqlmodel import Session

from bot.data import buddies
from bot.data.buddy_tables import RoundStep
from bot.features.buddies import (
    card,
    carrying,
    course,
    introducing,
    meeting,
    membership,
    messages,
    nudges,
)
from bot.features.buddies.holders import SELF, seat_of
from bot.features.buddies.words import WORDS
from bot.reception.desk import Act, Caller, Command, Feature, Form, Moment
from bot.reception.pressing import step
from bot.reception.replies import answering
from bot.rules.understanding.reading import Remark

AHEAD = 20  # moments that the demo may want to go to


def moments(session: Session, _now: datetime) -> list[Moment]:
    """Return what this feature will do next, and for whom."""
    found = []
    for held in buddies.coming_rounds(session):
        crowd = buddies.taking_part(session, held.team, held.held_on)
        if crowd and held.due_at:
            kind = "buddy.warn" if held.step is RoundStep.WARN else "buddy.pair"
            found.append(Moment(held.due_at, kind, Caller(held.team, crowd[0][0].user)))
    for match in buddies.coming_matches(session, AHEAD):
        step, _at = course.next_step(session, match)
        if match.due_at:
            kind = f"buddy.{step}" if step else "buddy.close"
            found.append(Moment(match.due_at, kind, Caller(match.team, match.starter)))
    return found


FEATURE = Feature(
    words=WORDS,
    acts=(
        Act(card.KIND, card.open_card),
        Act("buddy.form", membership.open_form),
        Act("buddy.skip", step(membership.skip)),
        Act("buddy.unskip", step(membership.unskip)),
        Act("buddy.pause", membership.open_pause),
        Act("buddy.resume", step(membership.resume)),
        Act("buddy.leave", step(membership.leave_by_button)),
        *(
            Act(f"buddy.time.{place}", step(meeting.choose_time), seat_of, SELF)
            for place in range(3)
        ),
        Act("buddy.file", step(meeting.send_file), seat_of, SELF),
        Act("buddy.about", meeting.show_about, seat_of, SELF),
        Act("buddy.met", step(meeting.met), seat_of, SELF),
        Act("buddy.not_yet", step(meeting.not_yet), seat_of, SELF),
        Act("buddy.could_not", step(meeting.could_not), seat_of, SELF),
        Act("buddy.takeaway", meeting.open_takeaway, seat_of, SELF),
    ),
    forms=(
        Form("buddy.form", membership.save),
        Form("buddy.pause", membership.save_pause),
        Form("buddy.takeaway", meeting.save_takeaway, seat_of, SELF),
    ),
    commands=(Command("buddy", card.tell),),
    remarks={Remark.BUDDY: answering(card.KIND)},
    views={**messages.VIEWS, card.KIND: card.message},
    home=card.show,
    sees=nudges.see,
    is_due=buddies.is_due,
    jobs=(introducing.introduce, nudges.remind),
    errands=(carrying.hold_rounds,),
    moments=moments,
    leave=membership.leave,
    pause=membership.pause,
    adapt=membership.adapt,
)
