"""The form to join: what to talk about, whom to meet rather, and how often."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot import blocks
from bot.blocks import Block
from bot.data import buddies
from bot.data.buddy_tables import Buddy
from bot.features.buddies.scene import topics_of
from bot.reception.desk import Desk
from bot.reception.forms import chosen, picked, ticked, typed
from bot.rules.pairing.members import LevelWish
from bot.rules.rounds import CADENCES

MOST_TOPICS = 5  # of each kind: more say nothing about anybody
LINE, SHORT = 300, 60  # characters
OTHER_DEPARTMENT, NEAR, AVOIDS_LINE = "other_department", "near", "avoids_line"
USUAL = 4  # weeks


@dataclass(frozen=True)
class Filled:
    """What somebody put into the form: the columns of their row, their list, and what is wrong."""

    columns: Mapping[str, Any]
    line: str
    never: Sequence[str]
    errors: Mapping[str, str]


def form(desk: Desk, mine: Buddy | None, listed: str) -> Block:
    """Return the form, filled in with what holds today; `listed` is their department so far."""
    say, key = desk.say, "change" if mine else "join"
    return blocks.modal(
        say("buddy.form.title"),
        [
            blocks.section(say("buddy.form.intro")),
            *_topics(desk, mine),
            *_wishes(desk, mine),
            *_about_me(desk, mine, listed),
            *_nevers(desk, mine),
        ],
        form="buddy.form",
        submit=say(f"buddy.form.{key}"),
        close=say("buddy.form.close"),
    )


def read(desk: Desk, view: Mapping[str, Any], me: str) -> Filled:
    """Read the form; what is no choice of it counts as none."""
    seeks, gives = _known(desk, view, "seeks"), _known(desk, view, "gives")
    wishes = ticked(view, "wishes")
    every = chosen(view, "every") or ""
    columns = {
        "seeks": seeks,
        "gives": gives,
        "every": next((one for one in CADENCES if str(one) == every), USUAL),
        "wants_other_department": OTHER_DEPARTMENT in wishes,
        "wants_near": NEAR in wishes,
        "level_wish": _wish(chosen(view, "level_wish")),
        "department": blocks.clean(typed(view, "department"))[:SHORT],
        "level": _one_of(chosen(view, "level"), levels(desk)),
        "languages": [one for one in ticked(view, "languages") if one in languages(desk)],
        "avoids_line": AVOIDS_LINE in ticked(view, "line_rule"),
    }
    errors = {} if seeks or gives else {"seeks": desk.say("buddy.form.no_topic")}
    line = blocks.clean(typed(view, "line"))
    if len(line) > LINE:
        errors["line"] = desk.say("buddy.form.too_long")
    return Filled(columns, line, [one for one in picked(view, "never") if one != me], errors)


def languages(desk: Desk) -> list[str]:
    """Return the languages that can be chosen, by their own names."""
    return desk.say("buddy.form.languages_known").split(", ")


def levels(desk: Desk) -> list[str]:
    """Return how far along people can say they are."""
    return desk.say("buddy.form.levels_known").split(", ")


def _topics(desk: Desk, mine: Buddy | None) -> list[Block]:
    say = desk.say
    line = desk.store.vault.open(mine.sealed) if mine else ""
    typed_line = blocks.text_input("line", initial=line, limit=LINE)
    return [
        blocks.field(
            "seeks",
            say("buddy.form.seeks"),
            _topic_field(desk, "seeks", mine.seeks if mine else []),
            hint=say("buddy.form.seeks_hint"),
            optional=True,
        ),
        blocks.field(
            "gives",
            say("buddy.form.gives"),
            _topic_field(desk, "gives", mine.gives if mine else []),
            optional=True,
        ),
        blocks.field(
            "line",
            say("buddy.form.line"),
            typed_line,
            hint=say("buddy.form.line_hint"),
            optional=True,
        ),
    ]


def _wishes(desk: Desk, mine: Buddy | None) -> list[Block]:
    say = desk.say
    cadences = [blocks.option(say(f"buddy.form.every_{one}"), str(one)) for one in CADENCES]
    every = blocks.select("every", cadences, str(mine.every if mine else USUAL))
    wishes = [
        blocks.option(say("buddy.form.other_department"), OTHER_DEPARTMENT),
        blocks.option(say("buddy.form.near"), NEAR),
    ]
    marked = [
        name
        for name, is_on in (
            (OTHER_DEPARTMENT, mine is not None and mine.wants_other_department),
            (NEAR, mine is not None and mine.wants_near),
        )
        if is_on
    ]
    level_wishes = [blocks.option(say(f"buddy.form.level_{one}"), one) for one in LevelWish]
    level_wish = blocks.select("level_wish", level_wishes, mine.level_wish if mine else "any")
    return [
        blocks.field("every", say("buddy.form.every"), every),
        blocks.field(
            "wishes", say("buddy.form.wishes"), _ticks("wishes", wishes, marked), optional=True
        ),
        blocks.field("level_wish", say("buddy.form.level_wish"), level_wish),
    ]


def _about_me(desk: Desk, mine: Buddy | None, listed: str) -> list[Block]:
    say = desk.say
    mine_or_listed = mine.department if mine else listed[:SHORT]
    department = blocks.text_input("department", initial=mine_or_listed, lines=False, limit=SHORT)
    known = [blocks.option(one, one) for one in levels(desk)]
    level = blocks.select("level", known, mine.level if mine else None)
    spoken = [blocks.option(one, one) for one in languages(desk)]
    return [
        blocks.field("department", say("buddy.form.department"), department, optional=True),
        blocks.field("level", say("buddy.form.level"), level, optional=True),
        blocks.field(
            "languages",
            say("buddy.form.languages"),
            _several("languages", spoken, mine.languages if mine else []),
            optional=True,
        ),
    ]


def _nevers(desk: Desk, mine: Buddy | None) -> list[Block]:
    say = desk.say
    never: Block = {"type": "multi_users_select", "action_id": "never"}
    if mine and (listed := buddies.never(desk.store.vault, mine)):
        never["initial_users"] = listed
    rule = [blocks.option(say("buddy.form.avoids_line"), AVOIDS_LINE)]
    marked = [AVOIDS_LINE] if mine is None or mine.avoids_line else []
    return [
        blocks.field(
            "never",
            say("buddy.form.never"),
            never,
            hint=say("buddy.form.never_hint"),
            optional=True,
        ),
        blocks.field(
            "line_rule",
            say("buddy.form.line_rule"),
            _ticks("line_rule", rule, marked),
            hint=say("buddy.form.line_rule_hint"),
            optional=True,
        ),
    ]


def _several(action: str, options: list[Block], values: Sequence[str]) -> Block:
    block: Block = {"type": "multi_static_select", "action_id": action, "options": options}
    return _marked(block, options, values) | {"max_selected_items": MOST_TOPICS}


def _ticks(action: str, options: list[Block], values: Sequence[str]) -> Block:
    return _marked({"type": "checkboxes", "action_id": action, "options": options}, options, values)


def _marked(block: Block, options: list[Block], values: Sequence[str]) -> Block:
    first = [one for one in options if one["value"] in values]
    return block | {"initial_options": first} if first else block


def _topic_field(desk: Desk, action: str, values: Sequence[str]) -> Block:
    groups = {
        name: [blocks.option(label, topic) for topic, label in topics.items()]
        for name, topics in desk.content.topics.items()
    }
    block: Block = {
        "type": "multi_static_select",
        "action_id": action,
        "option_groups": [
            {"label": blocks.plain(name, blocks.OPTION), "options": options}
            for name, options in groups.items()
        ],
        "max_selected_items": MOST_TOPICS,
    }
    return _marked(block, [one for options in groups.values() for one in options], values)


def _known(desk: Desk, view: Mapping[str, Any], field: str) -> list[str]:
    known = topics_of(desk)
    return [one for one in ticked(view, field) if one in known][:MOST_TOPICS]


def _wish(value: str | None) -> str:
    return value if value in set(LevelWish) else LevelWish.ANY


def _one_of(value: str | None, known: Sequence[str]) -> str:
    return next((one for one in known if one == value), "")
