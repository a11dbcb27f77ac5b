"""Some weeks of Dev's and Maya's, with words of both in every place where words are kept."""

from datetime import date

from bot.data.belongings import sealed_columns
from bot.data.buddy_tables import Buddy, BuddyMatch, BuddyRound, BuddySeat, Part, RoundStep
from bot.data.rekeying import sealed_tables
from tests.company import ANA, DEV, MAYA, Company

ANSWER, DRAFT, PROMISE = "zebra answer", "quokka draft", "okapi promise"
QUESTION = "axolotl question?"
LINE, TAKEAWAY = "wombat line", "tapir take-away"
MINE = (ANSWER, DRAFT, PROMISE, QUESTION, LINE, TAKEAWAY)
THEIR_PROMISE, THEIR_QUESTION = "marmot promise", "narwhal question?"
THEIRS = (THEIR_PROMISE, THEIR_QUESTION)


def live_a_while(office: Company) -> None:
    """Two questions, one by each; an answer that was shared and read; promises; a draft."""
    office.meet()
    write_question(office, DEV, QUESTION)
    office.to_next("cue")
    office.press(DEV, "Answer")
    office.fill(DEV, words=ANSWER, answer__audience="manager", promise=PROMISE)
    office.press(MAYA, "We talked about it")
    office.press(MAYA, "Note a promise")
    office.fill(MAYA, promise=THEIR_PROMISE)
    office.slack.dismiss(MAYA)
    office.to_next("close")
    write_question(office, MAYA, THEIR_QUESTION)
    office.to_next("preparation")
    office.press(MAYA, "Read")
    office.slack.dismiss(MAYA)
    office.to_next("cue")
    office.write(DEV, DRAFT)
    meet_a_buddy(office)


def meet_a_buddy(office: Company) -> None:
    """Write down that Dev and Ana were buddies, and what Dev took away."""
    lock, now = office.bot.desk.store.vault.lock, office.slack.clock.now()
    team = office.slack.team_id
    with office.bot.desk.store.begin() as session:
        held = BuddyRound(team=team, held_on=date(2027, 2, 1), step=RoundStep.DONE)
        session.add(held)
        session.flush()
        match = BuddyMatch(team=team, round_id=held.id or 0, starter=DEV, introduced_at=now)
        match.closed_at = now
        session.add(match)
        session.flush()
        for user, line, words in ((DEV, LINE, TAKEAWAY), (ANA, "", "")):
            session.add(BuddySeat(team=team, match_id=match.id or 0, user=user, sealed=lock(words)))
            buddy = Buddy(team=team, user=user, joined_at=now, sealed="", sealed_never=lock("[]"))
            buddy.sealed, buddy.part = lock(line), Part.LEFT
            session.add(buddy)


def write_question(office: Company, user: str, words: str) -> None:
    """Let somebody write the question of the next meeting."""
    office.press_home(user, "Choose the question")
    office.press(user, "Write my own")
    office.fill(user, question=words)
    office.slack.dismiss(user)
    office.slack.dismiss(user)


def tokens(office: Company) -> dict[str, str]:
    """Return every locked value in the database, by where it stands."""
    found: dict[str, str] = {}
    with office.bot.desk.store.read() as session:
        for table in sealed_tables():
            rows = session.connection().execute(table.select().order_by(*table.primary_key))
            for place, row in enumerate(rows.mappings()):
                names = [name for name in sealed_columns(table) if row[name] is not None]
                found |= {f"{table.name} {place} {name}": row[name] for name in names}
    return found
