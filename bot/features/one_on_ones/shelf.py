"""My answers and who has looked, as Home shows them: found, leafed through, shared, taken back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode

from slack_bolt import Ack
from sqlmodel import Session

from bot import blocks
from bot.blocks import Block, actions, button, context, divider, escape, header, section, sure
from bot.data import home, looks, meetings, people
from bot.data.home import Mine, Wanted
from bot.data.looks import Looked
from bot.data.tables import Meeting
from bot.features.one_on_ones.scene import Scene, scene, theme_name
from bot.reception.desk import Caller, Desk
from bot.reception.home import ShowHome, asked_in
from bot.rules import spoken
from bot.rules.visibility import Shared, may_read

ANSWERS, LOOKS = 8, 6  # lines of each, within Home's 100 blocks
LONGEST_SEARCH = 100  # characters
FARTHEST = 1_000_000  # lines to skip
ALL, OWN = "all", "own"
YEAR = timedelta(days=365)
TIMES: Mapping[str, timedelta] = {
    "month": timedelta(days=30),
    "quarter": timedelta(days=90),
    "year": YEAR,
}
BEFORE = "before"  # more than a year ago


@dataclass(frozen=True)
class Asked:
    """What a person asked Home to show: whose theme, from when, with which words, which page."""

    theme: str = ""
    time: str = ""
    words: str = ""
    skip: int = 0
    looks: int = 0
    turn: int = 0  # how often all was shown again

    @property
    def is_narrow(self) -> bool:
        """Whether only some of the answers are asked for."""
        return bool(self.theme or self.time or self.words)

    def kept(self) -> str:
        """Return this as the view remembers it."""
        return urlencode({name: value for name, value in vars(self).items() if value})

    def wanted(self, now: datetime) -> Wanted:
        """Return which answers are meant, as seen at `now`."""
        since = now - TIMES[self.time] if self.time in TIMES else None
        before = now - YEAR if self.time == BEFORE else None
        return Wanted(self.theme, since, before, self.words)


def read(kept: str) -> Asked:
    """Return what a view remembers; what cannot be read counts as nothing asked."""
    found = {name: values[0] for name, values in parse_qs(kept).items()}
    return Asked(
        theme=found.get("theme", ""),
        time=found.get("time", ""),
        words=found.get("words", "")[:LONGEST_SEARCH],
        skip=_number(found.get("skip", "")),
        looks=_number(found.get("looks", "")),
        turn=_number(found.get("turn", "")),
    )


def show(session: Session, me: Caller, desk: Desk, kept: str) -> list[Block]:
    """Return the blocks of Home; for somebody who has not begun there are none."""
    asked = read(kept)
    is_begun = home.has_answers(session, me.team, me.user)
    met = [] if is_begun else meetings.living(session, me.team, me.user)
    if not is_begun and not met:
        return []
    found = [divider()]
    if is_begun:
        title = header(desk.say("home.answers_title"))
        found += [title, *_search(desk, asked), *_answers(session, me, desk, asked)]
    elif any(one.report == me.user for one in met):  # who only manages is asked nothing here
        found += [header(desk.say("home.answers_title")), context(desk.say("home.answers_none"))]
    return [*found, header(desk.say("home.looks_title")), *_looks(session, me, desk, asked)]


def choose(ack: Ack, body: Mapping[str, Any], show_home: ShowHome) -> None:
    """Show answers of another theme or time, with the words searched for, or another page."""
    action = body["actions"][0]
    chosen = (action.get("selected_option") or {}).get("value") or action.get("value") or ""
    chosen, asked = "" if chosen == ALL else str(chosen), read(asked_in(body))
    match str(action.get("action_id")):
        case "answers.theme":
            asked = replace(asked, theme=chosen, skip=0)
        case "answers.time":
            asked = replace(asked, time=chosen, skip=0)
        case "answers.words":
            asked = replace(asked, words=chosen[:LONGEST_SEARCH].strip(), skip=0)
        case "answers.newer" | "answers.older":
            asked = replace(asked, skip=_number(chosen))
        case "looks.newer" | "looks.older":
            asked = replace(asked, looks=_number(chosen))
        case _:
            asked = Asked(looks=asked.looks, turn=asked.turn + 1)
    show_home(asked.kept())
    ack()


def _search(desk: Desk, asked: Asked) -> list[Block]:
    themes = [*desk.content.themes.items(), (OWN, desk.say("answers.own_theme"))]
    every = [blocks.option(desk.say("answers.any_theme"), ALL)]
    by_theme = [*every, *(blocks.option(name, theme) for theme, name in themes)]
    by_time = [blocks.option(desk.say("answers.any_time"), ALL)]
    by_time += [blocks.option(desk.say(f"answers.{one}"), one) for one in (*TIMES, BEFORE)]
    words = blocks.text_input(
        "answers.words", initial=asked.words, lines=False, limit=LONGEST_SEARCH
    )
    field = blocks.field(
        "answers.words", desk.say("answers.words"), words, optional=True, tells=True
    )
    # What was typed stays while the block is the same: after "show all" it is another.
    field["block_id"] = f"answers.words.{asked.turn}"
    buttons = [
        blocks.select("answers.theme", by_theme, asked.theme or ALL),
        blocks.select("answers.time", by_time, asked.time or ALL),
    ]
    if asked.is_narrow:
        buttons.append(button(desk.say("answers.clear"), "answers.clear", "all"))
    return [{**actions(*buttons), "block_id": f"answers.{asked.theme}.{asked.time}"}, field]


def _answers(session: Session, me: Caller, desk: Desk, asked: Asked) -> list[Block]:
    wanted = asked.wanted(desk.now())
    vault, who = desk.store.vault, (me.team, me.user)
    found = home.mine(session, vault, who, wanted, asked.skip, ANSWERS)
    shown = [block for one in found.page for block in _answer(session, desk, one)]
    if not shown:
        shown = [context(desk.say("answers.none"))]
    if found.is_cut:
        shown.append(context(desk.say("answers.cut", count=f"{home.SEARCHED:,}")))
    return shown + _pages(desk, "answers", asked.skip, ANSWERS, is_more=found.is_more)


def _answer(session: Session, desk: Desk, one: Mine) -> list[Block]:
    of = scene(session, desk, one.meeting, one.answer.author)
    line = desk.say(
        "home.answer_line",
        theme=theme_name(desk, one.question.theme),
        date=spoken.past_day(one.answer.created_at, of.zone, desk.now()),
        who=_who(of, one),
    )
    read_it = button(desk.say("home.read"), "answer.read", one.answer.id)
    return [section(line, read_it), _buttons(of, one)]


def _buttons(of: Scene, one: Mine) -> Block:
    asked = sure(
        of.say("home.delete_sure"),
        of.say("home.delete_sure_text"),
        of.say("home.delete"),
        of.say("next.end_no"),
        erases=True,
    )
    buttons = [button(of.say("cue.edit"), "answer.edit", one.answer.id)]
    if one.answer.shared_with:
        buttons.insert(0, button(of.say("cue.take_back"), "answer.unshare", one.answer.id))
    elif one.meeting.state is Meeting.ACTIVE:
        share = button(of.say("cue.share", other=of.other.name), "answer.share", one.answer.id)
        buttons.insert(0, share)
    delete = button(of.say("home.delete"), "answer.delete", one.answer.id)
    return actions(*buttons, delete | {"confirm": asked})


def _who(of: Scene, one: Mine) -> str:
    answer, meeting = one.answer, one.meeting
    if answer.shared_with is None:
        return of.say("home.only_you")
    still_meets = meeting.state is Meeting.ACTIVE and meeting.manager == answer.shared_with
    shared = Shared(answer.author, answer.shared_with, still_meets, answer.is_draft)
    can_read = may_read(answer.shared_with, shared)
    return of.say("home.you_and" if can_read else "home.was_shared", other=of.name)


def _looks(session: Session, me: Caller, desk: Desk, asked: Asked) -> list[Block]:
    zone = people.zone(people.person(session, me.team, me.user))
    rows = looks.of_owner(session, me.team, me.user, asked.looks, LOOKS + 1)
    if not rows:
        return [context(desk.say("home.looks_none"))]
    shown = [context(_look(desk, one, zone)) for one in rows[:LOOKS]]
    return shown + _pages(desk, "looks", asked.looks, LOOKS, is_more=len(rows) > LOOKS)


def _look(desk: Desk, one: Looked, zone: str) -> str:
    gone = desk.say("people.gone")
    values = {
        "other": escape(one.reader or "") or gone,
        "date": spoken.past_day(one.at, zone, desk.now()),
        "time": spoken.clock(one.at, zone),
    }
    if one.theme:
        said = desk.say("home.look_line", **values, theme=theme_name(desk, one.theme))
    elif one.promised_at:
        noted = spoken.past_day(one.promised_at, zone, desk.now())
        said = desk.say("home.look_promise", **values, noted=noted)
    else:
        said = desk.say("home.look_buddy", **values)
    return spoken.begun(said, gone)


def _pages(desk: Desk, what: str, skip: int, page: int, *, is_more: bool) -> list[Block]:
    turns = []
    if skip:
        turns.append(button(desk.say("home.newer"), f"{what}.newer", max(0, skip - page)))
    if is_more:
        turns.append(button(desk.say("home.older"), f"{what}.older", skip + page))
    return [actions(*turns)] if turns else []


def _number(text: str) -> int:
    return min(int(text), FARTHEST) if text.isdecimal() and len(text) < len("10000000") else 0
