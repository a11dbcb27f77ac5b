"""What belongs to a person: taken along in a file, or erased for good."""

from collections.abc import Sequence

from sqlmodel import Session

from bot import blocks
from bot.blocks import Block
from bot.data import erasing
from bot.features.my_data import exporting, forgetting
from bot.features.my_data.words import WORDS
from bot.reception.desk import Act, Caller, Command, Desk, Feature, Form


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
        views={exporting.KIND: exporting.hand_over, erasing.ERASED: forgetting.erased},
        shelf=show,
        chores=(forgetting.forget_the_gone(leaves), forgetting.sweep),
    )


def show(session: Session, me: Caller, desk: Desk, _asked: str) -> list[Block]:
    """Return the line on Home, for everybody of whom there is something."""
    if not erasing.has_anything(session, me.team, me.user):
        return []
    return [
        blocks.divider(),
        blocks.section(desk.say("my_data.home")),
        blocks.actions(
            blocks.button(desk.say("my_data.export"), "my_data.export", "mine"),
            blocks.button(desk.say("my_data.forget"), "my_data.forget", "me"),
        ),
    ]
