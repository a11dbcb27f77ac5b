"""Who can read what, found out by trying: the table in the README comes from here.

One company has somebody in every role, and Dev with something of every kind, each with a word of
its own. Then everybody looks wherever they can, and presses every button that shows something,
with every id there is. A cell says whether the word came into sight.

`python -m tests.visibility_table` writes the table into the README.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from json import dumps
from pathlib import Path
from typing import Any

from bot.app import FEATURES
from bot.data.buddy_tables import BuddyMatch, BuddyRound, BuddySeat, RoundStep
from bot.data.moves_tables import MoveIdea
from bot.data.tables import Answer, Occurrence, Person, Question
from bot.playground import payloads
from bot.playground.people import BOT
from bot.reception.desk import Act, Caller, Form
from bot.rules.standing import may_act
from tests.company import ANA, DEV, GUS, KIM, LENA, MAYA, NOOR, TOM, Company, company, local

README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- who can read what: begin -->", "<!-- who can read what: end -->"
EVE, ELSEWHERE = "U0EVE", "T0ELSEWHERE"
YES, NO = "yes", "–"

ROLES = {
    "you": DEV,
    "your manager": MAYA,
    "a former manager": KIM,
    "your manager's manager": LENA,
    "your buddy": ANA,
    "a former buddy": TOM,
    "the program's owner": NOOR,
    "a colleague": EVE,
    "another workspace": None,
}
THINGS = {
    "an answer kept to yourself": "word-private",
    "an answer shared with your manager": "word-shared",
    "an answer shared, then taken back": "word-taken-back",
    "an answer shared with a former manager": "word-former",
    "a message not yet said to be an answer": "word-draft",
    "a promise you noted with your manager": "word-promise",
    "a question you wrote for your manager and you": "word-question",
    "the line about you for buddies": "word-line",
    "what you took away from a buddy": "word-takeaway",
    "whom you would rather not meet": GUS,
    "what you told about your role, skills and wishes": "Backup and recovery",
    "an idea for a next move that you saved": "Payroll specialist",
    "an idea that you brought to your one-on-one": "Technical writer",
    "your settings": "1993-04-05",
    "who has read what you shared": "Maya read *",
}
# What shows and changes nothing: everybody tries these with every id.
SHOWS = (
    "answer.read",
    "answer.edit",
    "promise.read",
    "cue.answer",
    "meeting.more",
    "own.open",
    "pick.open",
    "prepare.write",
    "buddy.about",
    "buddy.takeaway",
    "buddy.form",
    "settings.open",
    "my_data.forget",
    "moves.more",
    "moves.aside",
    "moves.form",
    "moves.correct",
    "list.all",
)
LISTS = ("meetings 0", "promises 0", "shared 0")

Buttons = Sequence[tuple[str, str]]
"""Action ids, each with a value."""
Table = Mapping[str, Mapping[str, str]]
"""For each thing, by role: whether it came into sight."""


@contextmanager
def peopled() -> Iterator[Company]:
    """Open a company with somebody in every role, and with something of every kind."""
    with company(local("2027-03-01", "11:00"), owners=(NOOR,)) as office:
        assert office.bot.desk.roles.lexicon  # read ahead: nobody has to wait for it
        dev = office.slack.members[DEV]
        office.slack.admit(replace(dev, id=EVE, name="eve", real_name="Eve Novak"))
        _former_manager(office)
        _manager(office)
        office.command(MAYA, "one-on-one")
        fields = {"first_date": "2027-06-04", "starts": "15:00", "minutes": "30", "cadence": "4w"}
        office.fill(MAYA, **{"with": LENA, **fields, "manager": "them"})
        office.slack.dismiss(MAYA)
        office.press(LENA, "Accept")
        _buddies(office)
        _settings(office)
        yield office


def _former_manager(office: Company) -> None:
    office.meet(DEV, KIM, first_date="2027-03-02", starts="14:00", cadence="1w")
    office.to_next("cue")
    office.press(DEV, "Answer")
    office.fill(DEV, words="word-former", answer__audience="manager")
    office.press_home(KIM, "Read")
    office.slack.dismiss(KIM)
    office.press_home(DEV, "More…")
    office.press(DEV, "End")
    office.slack.dismiss(DEV)


def _manager(office: Company) -> None:
    office.meet(cadence="1w")
    office.press_home(DEV, "Choose the question")
    office.press(DEV, "Write my own")
    office.fill(DEV, question="word-question?")
    office.slack.dismiss(DEV)
    office.slack.dismiss(DEV)
    _moves(office)
    for words, promise in (("word-private", "word-promise"), ("word-shared", "")):
        office.to_next("cue")
        office.press(DEV, "Answer")
        shares = "manager" if words == "word-shared" else "me"
        office.fill(DEV, words=words, answer__audience=shares, promise=promise)
        office.to_next("close")
    office.press_home(MAYA, "Read")
    office.slack.dismiss(MAYA)
    office.to_next("cue")
    office.press(DEV, "Answer")
    office.fill(DEV, words="word-taken-back", answer__audience="manager")
    office.press(DEV, "Take it back")
    office.to_next("close")
    office.to_next("cue")
    office.write(DEV, "word-draft")


def _buddies(office: Company) -> None:
    """Join as people do; the two matches, one over and one under way, are written down."""
    for user, line in ((DEV, "word-line"), (ANA, ""), (TOM, "")):
        office.command(user, "buddy")
        office.press_whisper(user, "Find a career buddy")
        never = [GUS] if user == DEV else []
        office.fill(user, seeks=["feedback"], gives=["writing"], every="4", line=line, never=never)
        office.slack.dismiss(user)
    team, now = office.slack.team_id, office.slack.clock.now()
    with office.bot.desk.store.begin() as session:
        for buddy, is_over in ((TOM, True), (ANA, False)):
            day = date(2027, 2, 1) + timedelta(weeks=is_over)
            held = BuddyRound(team=team, held_on=day, step=RoundStep.DONE)
            session.add(held)
            session.flush()
            match = BuddyMatch(team=team, round_id=held.id or 0, starter=DEV, introduced_at=now)
            match.closed_at = now if is_over else None
            session.add(match)
            session.flush()
            for user in (DEV, buddy):
                session.add(BuddySeat(team=team, match_id=match.id or 0, user=user))
    office.forge(DEV, "buddy.takeaway", "1")
    office.fill(DEV, words="word-takeaway")
    office.slack.dismiss(DEV)


def _settings(office: Company) -> None:
    with office.bot.desk.store.begin() as session:
        dev = session.get_one(Person, (office.slack.team_id, DEV))
        dev.joined_on = date(1993, 4, 5)
        session.add(dev)


def _moves(office: Company) -> None:
    """Ask as people do; save one idea and bring another, which the manager will be shown."""
    office.command(DEV, "moves I'm a support engineer and I know backup and recovery. ideas?")
    office.command(DEV, "moves how far am I from payroll specialist?")
    office.press(DEV, "Save to my plan")
    office.command(DEV, "moves how far am I from technical writer?")
    office.press(DEV, "Bring to my next one-on-one")


def found_out(office: Company) -> Table:
    """Return the table, as the bot behaves."""
    buttons = list(_buttons(office))
    sights = {
        role: look_around(office, user, buttons) if user else knock(office, buttons)
        for role, user in ROLES.items()
    }
    return {
        thing: {role: YES if word in sight else NO for role, sight in sights.items()}
        for thing, word in THINGS.items()
    }


def _ids(office: Company) -> range:
    """Return every id that a row of any table has."""
    ids = [one.id for one in office.rows(Occurrence)]
    ids += [one.id for one in office.rows(Question)] + [one.id for one in office.rows(Answer)]
    ids += [one.id for one in office.rows(MoveIdea)]
    return range(1, max(one or 0 for one in ids) + 1)


def _buttons(office: Company) -> Iterator[tuple[str, str]]:
    """Yield every button that shows something, with each value behind which there is a row."""
    acts = {act.name: act for feature in FEATURES for act in feature.acts}
    people = [Caller(office.slack.team_id, user) for user in ROLES.values() if user]
    with office.bot.desk.store.read() as session:
        for name in SHOWS:
            find = acts[name].of
            for value in LISTS if name == "list.all" else map(str, _ids(office) if find else (1,)):
                if find is None or any(find(session, who, value) for who in people):
                    yield name, value


def look_around(office: Company, user: str, buttons: Buttons) -> str:
    """Return all that comes into a person's sight, wherever they look and whatever they press."""
    seen: list[Any] = []
    for command in ("next", "buddy", "program", "help"):
        office.command(user, command)
    for action, value in buttons:
        office.forge(user, action, value)
        modal = office.slack.modal(user)
        seen.append(modal.blocks if modal else None)
        office.slack.dismiss(user)
    office.slack.open_home(user)
    home = office.slack.home(user)
    seen.append(home.blocks if home else None)
    for channel in office.slack.channels_of(user):
        posts = office.slack.posts[channel.id].values()
        seen += [(one.text, one.blocks) for one in posts if one.user == BOT]
    seen += [one.blocks for one in office.slack.ephemerals(user, office.slack.dm(user))]
    return dumps(seen, ensure_ascii=False)


def knock(office: Company, buttons: Buttons) -> str:
    """Return all that the bot answers to presses that come from another workspace."""
    seen = []
    for action, value in buttons:
        member, _, trigger = office._who(EVE)  # noqa: SLF001
        pressed = {"type": "button", "action_id": action, "block_id": "x", "value": value}
        payload = payloads.press(member, ELSEWHERE, trigger, pressed, {"container": {}})
        seen.append(office.interact(payload).text)
        modal = office.slack.modal(EVE)
        seen.append(dumps(modal.blocks) if modal else "")
    return str(seen)


def doors(office: Company) -> Iterator[tuple[str, str, int]]:
    """Yield every button and form that lets in somebody who has no part in what it is about."""
    team = office.slack.team_id
    outsiders = [Caller(team, NOOR), Caller(team, EVE), Caller(ELSEWHERE, DEV)]
    entries: list[Act | Form] = [act for feature in FEATURES for act in feature.acts]
    entries += [form for feature in FEATURES for form in feature.forms]
    with office.bot.desk.store.read() as session:
        for entry in entries:
            for who in outsiders:
                for value in _ids(office):
                    held = entry.of(session, who, str(value)) if entry.of else None
                    if held and may_act(held.roles, entry.by):
                        yield entry.name, who.user, value


def as_markdown(table: Table) -> str:
    """Return the table as it stands in the README."""
    roles = list(ROLES)
    lines = [f"| | {' | '.join(roles)} |", f"|---|{':-:|' * len(roles)}"]
    lines += [
        f"| {thing} | {' | '.join(cells[role] for role in roles)} |"
        for thing, cells in table.items()
    ]
    return "\n".join(lines)


def written() -> str:
    """Return the table that stands in the README; empty where there is none."""
    text = README.read_text()
    return text.partition(BEGIN)[2].partition(END)[0].strip()


def main() -> None:
    """Write the table into the README, between its two marks."""
    before, _, rest = README.read_text().partition(BEGIN)
    after = rest.partition(END)[2]
    with peopled() as office:
        table = as_markdown(found_out(office))
    README.write_text(f"{before}{BEGIN}\n\n{table}\n\n{END}{after}")


if __name__ == "__main__":
    main()
