"""Who people are to the bot: their Home tab, their settings, help and stop."""

from collections.abc import Sequence

from bot.features.people import help as help_  # a builtin has that name
from bot.features.people import settings, stop, trouble
from bot.features.people.words import WORDS
from bot.reception import replies
from bot.reception.desk import Act, Command, Feature, Form


def feature(others: Sequence[Feature]) -> Feature:
    """Return this feature; stopping and settings reach into what all `others` have planned."""
    leaves = [one.leave for one in others if one.leave]
    adapts = [one.adapt for one in others if one.adapt]
    return Feature(
        words=WORDS,
        acts=(
            Act("help.open", help_.open_help),
            Act("settings.open", settings.open_form),
        ),
        forms=(Form("settings", settings.save(adapts)),),
        commands=(
            Command("stop", stop.stop_by_command(leaves)),
            Command("help", help_.tell_help),
        ),
        hearers=(stop.hear_stop(leaves), help_.hear_help),
        hears_rest=help_.hear_anything,
        views={
            "help": help_.help_message,
            replies.KIND: replies.view,
            "delivery.trouble": trouble.tell_owner,
        },
    )
