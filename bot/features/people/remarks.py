"""What people say to any bot, answered in a sentence or two, with the way on."""

from collections.abc import Callable, Mapping

from sqlmodel import Session

from bot.blocks import Block, actions, escape, section
from bot.data import people
from bot.data.tables import Delivery
from bot.delivery.outbox import Rendered
from bot.features.people.help import abilities, ideas, set_up
from bot.features.people.stop import pause
from bot.reception.desk import Desk, Heard, Hearer
from bot.reception.replies import answer
from bot.rules.understanding.reading import Remark

KIND = "remark"


WAYS_ON: Mapping[Remark, tuple[Callable[[Desk], Block], ...]] = {
    Remark.HELLO: (set_up, ideas, abilities),
    Remark.THANKS: (),
    Remark.WHO: (abilities,),
    Remark.PRIVACY: (),
    Remark.PAY: (ideas,),
    Remark.HARD: (pause,),
    Remark.HARM: (pause,),
    Remark.DANGER: (),
    Remark.AWAY: (pause,),
    Remark.STAYING: (),
    Remark.NOD: (),
}


def hearers() -> dict[Remark, Hearer]:
    """Return what answers each remark that is no other feature's matter."""
    return {remark: _hearer(remark) for remark in WAYS_ON}


def _hearer(remark: Remark) -> Hearer:
    def hear(session: Session, heard: Heard, desk: Desk) -> bool:
        # Sealed: who was in need is nobody's to read in a database.
        answer(session, heard, desk, KIND, sealed=desk.store.vault.lock(remark))
        return True

    return hear


def view(session: Session, delivery: Delivery, desk: Desk) -> Rendered:
    """Answer a remark; nothing of it was kept but which one it was."""
    remark = Remark(desk.store.vault.open(delivery.about["sealed"]))
    text = _text(session, delivery, desk, remark)
    buttons = [way(desk) for way in WAYS_ON[remark]]
    return Rendered(text, [section(text), *([actions(*buttons)] if buttons else [])])


def _text(session: Session, delivery: Delivery, desk: Desk, remark: Remark) -> str:
    if remark is Remark.HELLO:
        name = people.person(session, delivery.team, delivery.to).name
        return desk.say("remark.hello", name=escape(name))
    return desk.say(f"remark.{Remark.HARD if remark is Remark.HARM else remark}")
