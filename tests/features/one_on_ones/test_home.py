"""Home: what is next, and years of answers that one finds again, within what Slack shows."""

from typing import Any

import pytest
from sqlalchemy import Engine, event

from bot.data.home import SEARCHED
from bot.data.tables import Answer, Look
from tests.company import ANA, DEV, GUS, MAYA, TOM, Company, said
from tests.features.one_on_ones.looking import press_shown, shown
from tests.features.one_on_ones.many import FIRST, write_answers
from tests.features.stories import asked, prepared

A_MESSAGE, A_VIEW = 50, 100  # blocks


def many(office: Company, count: int = 60) -> None:
    """Let Dev have written answers for Maya, a day apart."""
    store, now = office.bot.desk.store, office.slack.clock.now()
    for user in (DEV, MAYA):
        office.home(user)
    write_answers(store, (office.slack.team_id, MAYA, DEV), count, now)


def on_home(office: Company, block_id: str, action: str, value: str) -> str:
    """Choose something on Dev's Home as it stands; return what it says then."""
    view = office.slack.home(DEV)
    assert view is not None
    office.slack.press(DEV, block_id, action, view_id=view.id, selection=value)
    office.settle()
    return shown(office)


def block_of(office: Company, action: str) -> str:
    """Return the id of the block of Dev's Home that holds an action."""
    view = office.slack.home(DEV)
    assert view is not None
    return next(
        str(one["block_id"])
        for one in view.blocks
        for part in [*one.get("elements", ()), one.get("element") or {}]
        if part.get("action_id") == action
    )


def lines(home: str) -> list[str]:
    """Return the lines of Home that name an answer."""
    return [one for one in home.splitlines() if one.endswith(("Only you.", "You and Maya."))]


def test_five_hundred_answers_stay_within_what_slack_shows(office: Company) -> None:
    """Home holds the first page and both ways to turn it; the last page ends."""
    many(office, 500)
    office.home(DEV)
    view = office.slack.home(DEV)
    assert view is not None
    assert len(view.blocks) <= A_VIEW
    first = lines(shown(office))
    press_shown(office, "Older")
    second = lines(shown(office))
    assert len(first) == len(second) == 8
    assert not set(first) & set(second)
    press_shown(office, "Newer")
    assert lines(shown(office)) == first
    assert "You work" in shown(office)


@pytest.mark.after(story=many)
def test_answers_are_found_by_theme_and_by_time(office: Company) -> None:
    """One theme of four shows every fourth; a month shows a month's; both hold together."""
    office.home(DEV)
    home = on_home(office, block_of(office, "answers.theme"), "answers.theme", "film")
    assert all("The team in six months" in one for one in lines(home))
    home = on_home(office, block_of(office, "answers.time"), "answers.time", "month")
    found = lines(home)
    assert 7 <= len(found) <= 8
    assert all("The team in six months" in one for one in found)
    press_shown(office, "Show all")
    assert len({one.split(",")[0] for one in lines(shown(office))}) == 4
    home = on_home(office, block_of(office, "answers.time"), "answers.time", "before")
    assert "Nothing is found." in home


@pytest.mark.after(story=many)
def test_a_search_finds_words_in_answers_and_in_questions(office: Company) -> None:
    """Whatever the case; and the field keeps what was searched for until everything is shown."""
    office.home(DEV)
    home = on_home(office, block_of(office, "answers.words"), "answers.words", "NUMBER-37.")
    assert len(lines(home)) == 1
    home = on_home(office, "answers.words.0", "answers.words", "what of film")
    assert len(lines(home)) == 8
    home = on_home(office, "answers.words.0", "answers.words", "nowhere")
    assert "Nothing is found." in home
    press_shown(office, "Show all")
    assert len(lines(shown(office))) == 8
    assert block_of(office, "answers.words") == "answers.words.1"


def test_a_search_says_how_far_it_looked(office: Company) -> None:
    """It opens so many answers and no more, and says so."""
    many(office, SEARCHED + 50)
    office.home(DEV)
    home = on_home(office, block_of(office, "answers.words"), "answers.words", "nowhere")
    assert f"the latest {SEARCHED:,} of these" in home


@pytest.mark.after(story=many)
def test_the_page_stays_while_an_answer_is_shared_edited_and_deleted(office: Company) -> None:
    """What is done on the second page leaves its reader there."""
    office.home(DEV)
    press_shown(office, "Older")
    before = lines(shown(office))
    private = next(one for one in before if one.endswith("Only you."))
    press_shown(office, "Share with Maya")
    after = lines(shown(office))
    assert private.replace("Only you.", "You and Maya.") in after
    press_shown(office, "Edit")
    office.fill(DEV, words="Changed on page two")
    assert lines(shown(office)) == after
    assert office.bot.desk.store.vault.open(_answer(office, 8).sealed) == "Changed on page two"
    press_shown(office, "Delete")
    assert len(lines(shown(office))) == 8
    assert after[0] not in lines(shown(office))
    assert not [one for one in office.rows(Answer) if one.id == FIRST + 8]


def _answer(office: Company, number: int) -> Answer:
    return next(one for one in office.rows(Answer) if one.id == FIRST + number)


@pytest.mark.after(story=many)
def test_who_has_looked_turns_its_pages(office: Company) -> None:
    """The log names reader, theme and day, and has pages of its own."""
    assert office.home(DEV).count("Maya read") == 6
    view = office.slack.home(DEV)
    assert view is not None
    block = next(
        one
        for one in view.blocks
        if "looks.older" in str([e.get("action_id") for e in one.get("elements", ())])
    )
    home = on_home(office, str(block["block_id"]), "looks.older", "6")
    assert home.count("Maya read") == 6


@pytest.mark.after(story=many)
def test_a_forged_state_shows_the_first_page(office: Company) -> None:
    """What a view claims to remember is read with care."""
    office.home(DEV)
    for value in ("9" * 40, "-1", "x"):
        assert office.forge(DEV, "answers.older", value).status_code == 200
    assert office.forge(DEV, "list.all", "meetings " + "9" * 40).status_code == 200
    assert office.forge(DEV, "list.all", "nothing 0").status_code == 200


@pytest.mark.after(story=asked)
def test_a_look_at_a_promise_is_in_the_log(office: Company) -> None:
    """Whoever noted it sees that the other read it; reading one's own is nobody's to see."""
    office.press(DEV, "Answer")
    office.fill(DEV, words="mine", promise="Meet Ana")
    office.press_home(DEV, "See it")
    office.slack.dismiss(DEV)
    assert office.rows(Look) == []
    office.press_home(MAYA, "See it")
    assert "Dev sees on Home that you read this." in office.modal(MAYA)
    assert "Maya read a promise that you noted on Thursday 4 March" in office.home(DEV)


def test_thirty_one_on_ones_fit_a_message_and_open_in_full(office: Company) -> None:
    """`/career next` shows twenty and a button; the list behind it has all of them."""
    office.home(MAYA)
    _thirty(office)
    office.command(MAYA, "next")
    whisper = office.slack.ephemerals(MAYA, office.slack.dm(MAYA))[-1]
    assert len(whisper.blocks) <= A_MESSAGE
    office.press_whisper(MAYA, "All my one-on-ones")
    office.press(MAYA, "Older")
    modal = office.slack.modal(MAYA)
    assert modal is not None
    assert len([one for one in modal.blocks if one["type"] == "section"]) == 10
    assert "Newer" in office.modal(MAYA)
    office.write(MAYA, "when is my next one-on-one?")
    assert len(office.messages(MAYA)[-1].blocks) <= A_MESSAGE
    office.home(MAYA)
    home = office.slack.home(MAYA)
    assert home is not None
    assert len(home.blocks) <= A_VIEW
    assert "You work" in said(home.blocks)


def _thirty(office: Company) -> None:
    from datetime import date, time

    from bot.data.tables import Meeting, OneOnOne

    usual: dict[str, Any] = {"first_date": date(2027, 3, 4), "starts": time(10), "minutes": 45}
    now = office.slack.clock.now()
    with office.bot.desk.store.begin() as session:
        for number in range(30):
            who = f"U0R{number:03}"
            session.add(
                OneOnOne(
                    team=office.slack.team_id,
                    manager=MAYA,
                    report=who,
                    proposed_by=who,
                    state=Meeting.PROPOSED,
                    pair=f"{MAYA}:{who}",
                    cadence="2w",
                    zone="UTC",
                    created_at=now,
                    **usual,
                )
            )


def test_the_calendars_of_all_cards_are_read_at_once(office: Company) -> None:
    """Home asks once which calendars its one-on-ones follow, not once for each."""
    for report in (DEV, ANA, TOM):
        office.meet(report)
    asked: list[str] = []

    def listen(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if "FROM calendar_series" in statement and "one_on_one_id IN" in statement:
            asked.append(statement)

    event.listen(Engine, "before_cursor_execute", listen)
    try:
        assert office.home(MAYA).count("More…") == 3
    finally:
        event.remove(Engine, "before_cursor_execute", listen)
    assert len(asked) == 1


@pytest.mark.after(story=prepared)
def test_home_tells_what_was_asked_from_what_waits(office: Company) -> None:
    """Before the cue a question waits; from then on it was asked today."""
    assert "The question that waits:" in office.home(DEV)
    office.to_next("cue")
    assert "Asked today:" in office.home(DEV)
    assert "The question that waits:" not in office.home(DEV)


@pytest.mark.after(story=Company.meet)
def test_who_only_manages_is_promised_no_question(office: Company) -> None:
    """My answers are a report's: nobody asks the manager, who still sees who has looked."""
    assert "My answers" in office.home(DEV)
    assert "My answers" not in office.home(MAYA)
    assert "Who has looked" in office.home(MAYA)


def test_a_guest_finds_no_dead_ends(office: Company) -> None:
    """What is for members is not offered to guests, and Home says why."""
    home = office.home(GUS)
    assert "you are a guest here" in home
    for label in ("Set up a one-on-one", "Find a career buddy", "Connect a calendar"):
        assert label not in home
    assert "Where could I go next?" in home
