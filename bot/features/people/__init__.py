"""Who people are to the bot: their Home tab, their settings, help and stop."""

from collections.abc import Sequence
from functools import partial

from bot.features.people import help as help_  # a builtin has that name
from bot.features.people import remarks, rest, settings, stop, trouble
from bot.features.people.words import WORDS
from bot.reception import callers, replies
from bot.reception.desk import Act, Command, Feature, Form
from bot.reception.pressing import step
from bot.rules.understanding.reading import Remark


def feature(others: Sequence[Feature]) -> Feature:
    """Return this feature; stopping and settings reach into what all `others` have planned."""
    leaves = [one.leave for one in others if one.leave]
    adapts = [one.adapt for one in others if one.adapt]
    pauses = [one.pause for one in others if one.pause]
    return Feature(
        words=WORDS,
        acts=(
            Act("help.open", help_.open_help),
            Act("settings.open", settings.open_form),
            Act("rest.open", rest.open_form),
            Act("stop.all", step(stop.stop_by_button(leaves))),
        ),
        forms=(Form("settings", settings.save(adapts)), Form("rest", rest.save(pauses))),
        commands=(
            Command("stop", stop.stop_by_command(leaves)),
            Command("pause", rest.open_form),
            Command("help", help_.tell_help),
        ),
        chores=(partial(callers.follow_lists, leaves=leaves, adapts=adapts),),
        hearers=(stop.hear_stop(leaves),),
        remarks={
            **remarks.hearers(),
            Remark.ENOUGH: stop.hear_enough,
            Remark.HELP: replies.answering(help_.KIND, asked=True),
        },
        hears_rest=help_.hear_anything,
        views={
            help_.KIND: help_.help_message,
            stop.KIND: stop.offer,
            replies.KIND: replies.view,
            remarks.KIND: remarks.view,
            "delivery.trouble": trouble.tell_owner,
        },
    )
