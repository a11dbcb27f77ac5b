"""What the program's owner is told when messages cannot be delivered."""

from sqlmodel import Session

from bot.blocks import section
from bot.data.tables import Delivery
from bot.delivery.outbox import Rendered
from bot.reception.desk import Desk


def tell_owner(_session: Session, delivery: Delivery, desk: Desk) -> Rendered:
    """Name the error, once; never whom it was for or what was said."""
    text = desk.say("delivery.owner", error=delivery.about["error"])
    return Rendered(text, [section(text)])
