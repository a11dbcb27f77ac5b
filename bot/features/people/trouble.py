"""What the program's owner is told when messages cannot be delivered."""

from sqlmodel import Session

from bot.blocks import section
from bot.data.tables import Delivery
from bot.delivery.outbox import Rendered
from bot.delivery.recovery import UNKNOWN
from bot.reception.desk import Desk


def tell_owner(_session: Session, delivery: Delivery, desk: Desk) -> Rendered:
    """Name the error, once; never whom it was for or what was said."""
    error = delivery.about["error"]
    if error == UNKNOWN:
        text = desk.say("delivery.owner_unknown")
    else:
        text = desk.say("delivery.owner", error=error)
    return Rendered(text, [section(text)])
