"""What belongs to a person: taken along in a file, or erased for good."""

from collections.abc import Sequence

from sqlmodel import Session

from bot import blocks
from bot.blocks import Block
from bot.data import erasing
from bot.data.tables import Delivery
from bot.delivery.outbox import Rendered
from bot.features.my_data import exporting, forgetting
from bot.features.my_data.words import WORDS
from bot.reception.desk import Act, Caller, Command, Desk, Feature, Form
from bot.reception.replies import answering
from bot.rules.understanding.reading import Remark

WHERE = "my_data.whereabouts"
ERASE = "my_data.how_to_erase"


def feature(others: Sequence[Feature]) -> Feature:
    """Return this feature; forgetting lets all `others` let a person go first."""
    leaves = [one.leave for one in others if one.leave]
    return Feature(
        words=WORDS,
        acts=(
            Act("my_data.export", exporting.pack_by_button),
            Act("my_data.forget", forgetting.ask),
        ),
        forms=(Form("my_data.forget", forgetting.forget_by_form(leaves)),),
        commands=(
            Command("export", exporting.pack_by_command),
            Command("forget", forgetting.ask),
        ),
        remarks={
            Remark.MINE: answering(WHERE),
            Remark.EXPORT: exporting.hear,
            Remark.ERASE: answering(ERASE),
        },
        views={
            exporting.KIND: exporting.hand_over,
            erasing.ERASED: forgetting.erased,
            WHERE: where,
            ERASE: how_to_erase,
        },
        shelf=show,
        chores=(forgetting.forget_the_gone(leaves), forgetting.sweep),
    )


def show(session: Session, me: Caller, desk: Desk, _asked: str) -> list[Block]:
    """Return the line on Home, for everybody of whom there is something."""
    if not erasing.has_anything(session, me.team, me.user):
        return []
    return [blocks.divider(), blocks.section(desk.say("my_data.home")), _deeds(desk)]


def where(session: Session, delivery: Delivery, desk: Desk) -> Rendered:
    """Say where what they wrote is to be found, to whoever asks in words."""
    has_any = erasing.has_anything(session, delivery.team, delivery.to)
    text = desk.say("my_data.where" if has_any else "my_data.nowhere")
    return Rendered(text, [blocks.section(text), *([_deeds(desk)] if has_any else [])])


def how_to_erase(_session: Session, _delivery: Delivery, desk: Desk) -> Rendered:
    """Say how to erase one answer, and everything; nothing is erased by a sentence."""
    text = desk.say("my_data.erase")
    return Rendered(text, [blocks.section(text), _deeds(desk)])


def _deeds(desk: Desk) -> Block:
    return blocks.actions(
        blocks.button(desk.say("my_data.export"), "my_data.export", "mine"),
        blocks.button(desk.say("my_data.forget"), "my_data.forget", "me"),
    )
