"""The answer in a form: kept, shared, taken back, and read by those alone who may."""

from collections.abc import Iterator
from typing import Any

import pytest

from bot.data.tables import Answer, Look, Person
from tests.company import ANA, DEV, KIM, MAYA, Company, company, past_of
from tests.features.stories import asked

WORDS = "Quietly: I would rather teach than ship"


def answer(office: Company, words: str = WORDS, **fields: str) -> None:
    """Answer in the form."""
    office.press(DEV, "Answer")
    assert office.fill(DEV, words=words, **fields).errors == {}


def opened(office: Company) -> str:
    """Return all that stands in the form that Dev has open, what is chosen included."""
    modal = office.slack.modal(DEV)
    return str(modal.blocks) if modal else ""


@pytest.mark.after(story=asked)
def test_only_me_is_the_default_and_the_line_says_so(office: Company) -> None:
    """The line under the choice changes with it, and what was typed stays."""
    office.press(DEV, "Answer")
    assert "Nobody but you. Not Maya, not People, not an administrator." in office.modal(DEV)
    office.choose(DEV, "answer.audience", "manager")
    assert "You and Maya, from now on." in office.modal(DEV)
    assert "Nobody but you" not in office.modal(DEV)
    office.choose(DEV, "answer.audience", "me")
    assert "Nobody but you" in office.modal(DEV)
    office.fill(DEV, words=WORDS)
    assert "Kept. Only you can see it." in office.last(DEV)
    assert office.rows(Answer)[0].shared_with is None
    assert office.home(MAYA).count("Read") == 0


@pytest.mark.after(story=asked, cadence="1w")
def test_the_choice_is_remembered(office: Company) -> None:
    """The next form begins with it; taking it back is remembered too."""
    answer(office, answer__audience="manager")
    office.to_next("close")
    office.to_next("cue")
    office.press(DEV, "Answer")
    assert "You and Maya, from now on." in office.modal(DEV)
    office.fill(DEV, words="again")
    assert "Kept. You and Maya can see it." in office.last(DEV)
    office.press(DEV, "Take it back")
    assert "Kept. Only you can see it." in office.last(DEV)
    office.to_next("close")
    office.to_next("cue")
    office.press(DEV, "Answer")
    assert "Nobody but you" in office.modal(DEV)


@pytest.mark.after(story=asked)
def test_the_manager_reads_what_is_shared_and_is_seen_to(office: Company) -> None:
    """Nothing before, a look that the author sees while it is shared, nothing after."""
    answer(office)
    one = str(office.rows(Answer)[0].id)
    office.forge(MAYA, "answer.read", one)
    assert "not yours" in office.modal(MAYA)
    office.slack.dismiss(MAYA)
    office.press(DEV, "Share with Maya")
    office.press_home(MAYA, "Read")
    assert WORDS in office.modal(MAYA)
    assert "Dev sees on Home that you read this." in office.modal(MAYA)
    office.slack.dismiss(MAYA)
    assert "Maya read" in office.home(DEV)
    office.press(DEV, "Take it back")
    office.forge(MAYA, "answer.read", one)
    assert WORDS not in office.modal(MAYA)
    assert [(look.owner, look.reader) for look in office.rows(Look)] == [(DEV, MAYA)]
    assert "Read" not in office.home(MAYA)


@pytest.mark.after(story=asked)
def test_ones_own_look_is_no_look(office: Company) -> None:
    """Reading what one wrote leaves no trace."""
    answer(office)
    office.press_home(DEV, "Read")
    assert WORDS in office.modal(DEV)
    assert office.rows(Look) == []


@pytest.mark.after(story=asked)
def test_an_edit_changes_words_and_readers(office: Company) -> None:
    """The form comes filled in; it can be shared later."""
    answer(office)
    office.press(DEV, "Edit")
    assert WORDS in opened(office)
    office.choose(DEV, "answer.change.audience", "manager")
    assert "You and Maya, from now on." in office.modal(DEV)
    assert office.fill(DEV, words="better", answer__change__audience="manager").errors == {}
    assert "Kept. You and Maya can see it." in office.last(DEV)
    office.press_home(MAYA, "Read")
    assert "better" in office.modal(MAYA)
    assert len(office.rows(Answer)) == 1


@pytest.mark.after(story=asked)
def test_a_deleted_answer_is_gone_with_its_looks(office: Company) -> None:
    """Erased for everybody; the question can be answered again."""
    answer(office, answer__audience="manager")
    office.press_home(MAYA, "Read")
    office.press_home(DEV, "Delete")
    assert (office.rows(Answer), office.rows(Look)) == ([], [])
    assert "15 minutes left" in office.heading(DEV)[-1]
    assert "Nothing at the moment." in office.home(DEV)


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("x" * 3_000, "x" * 3_000),
        ("a\x00b\x07c\r\nd", "abc\nd"),
        ("\u202edlrow\u202c שלום", "dlrow שלום"),
        ("\u0645\u06cc\u200c\u0631", "\u0645\u06cc\u200c\u0631"),
        ("10\u00a0000 日本\u3000語", "10\u00a0000 日本\u3000語"),
        ("<!channel> <@U0KIM> & *b* 👩\u200d💻", "<!channel> <@U0KIM> & *b* 👩\u200d💻"),
    ],
)
def test_words_are_kept_and_shown_to_the_letter(shared: Company, words: str, kept: str) -> None:
    """Without control and direction-forcing characters, with all that scripts need."""
    about = str(shared.rows(Answer)[0].occurrence_id)
    given: dict[str, Any] = {
        "words": {"value": words},
        "answer.audience": {"selected_option": {"value": "manager"}},
    }
    before = len(shared.rows(Answer))
    view = f"V{abs(hash(words))}"
    said = shared.forge_form(DEV, "answer", about, view_id=view, **given)
    assert said.status_code == 200
    assert said.text == ""
    assert len(shared.rows(Answer)) == before + 1
    shared.forge(MAYA, "answer.read", str(shared.rows(Answer)[-1].id))
    assert kept in plain(shared, MAYA)
    shared.slack.dismiss(MAYA)


def plain(office: Company, user: str) -> list[str]:
    """Return the texts of the open modal that nothing is read into."""
    modal = office.slack.modal(user)
    texts = [one["text"] for one in modal.blocks if "text" in one] if modal else []
    return [one["text"] for one in texts if one["type"] == "plain_text"]


@pytest.fixture(scope="module")
def shared() -> Iterator[Company]:
    """Open one company, with an answer in it, for tests that only add to it."""
    with company(past=past_of(asked)) as opened_:
        answer(opened_)
        yield opened_


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("x" * 3_001, "3,001"),
        ("", "nothing in it"),
        (" \n\t ", "nothing in it"),
        ("\u200b\u200f \u00a0", "nothing in it"),
        ("\x00\x01", "nothing in it"),
    ],
)
@pytest.mark.parametrize("form", ["answer", "answer.change"])
def test_too_much_or_nothing_stays_in_the_form(
    shared: Company, form: str, words: str, why: str
) -> None:
    """The reason stands under the field, and nothing is kept."""
    one = shared.rows(Answer)[0]
    about = str(one.occurrence_id if form == "answer" else one.id)
    before = [row.sealed for row in shared.rows(Answer)]
    said = shared.forge_form(DEV, form, about, words={"value": words}).json()
    assert said["response_action"] == "errors"
    assert why in said["errors"]["words"]
    assert [row.sealed for row in shared.rows(Answer)] == before


def test_a_form_sent_twice_is_one_answer_and_one_promise(shared: Company) -> None:
    """Whoever presses Save twice, or Slack, which repeats it."""
    about, before = str(shared.rows(Answer)[0].occurrence_id), len(shared.rows(Answer))
    for _ in range(2):
        words = {"words": {"value": "twice"}, "promise": {"value": "call Ana"}}
        assert shared.forge_form(DEV, "answer", about, view_id="V0TWICE", **words).text == ""
    assert len(shared.rows(Answer)) == before + 1
    assert shared.home(DEV).count("You noted one") == 1


@pytest.mark.after(story=asked)
def test_a_new_manager_starts_with_nothing_and_the_former_keeps_nothing(office: Company) -> None:
    """The report moves: neither old nor new managers, nor their managers, read what was shared."""
    answer(office, answer__audience="manager")
    office.press_home(DEV, "More…")
    office.press(DEV, "End")
    office.slack.dismiss(DEV)
    office.meet(DEV, KIM, first_date="2027-03-05")
    one = str(office.rows(Answer)[0].id)
    for who in (MAYA, KIM, ANA):
        office.forge(who, "answer.read", one)
        assert WORDS not in office.modal(who)
        office.slack.dismiss(who)
        assert "Read" not in office.home(who)
    office.to_next("preparation")
    assert "shared" not in office.last(KIM)
    assert "Shared with Maya, who can no longer read it." in office.home(DEV)
    assert office.rows(Look) == []
    # Meeting the first manager again does not bring back what was shared before.
    office.meet(DEV, MAYA, first_date="2027-03-08")
    office.forge(MAYA, "answer.read", one)
    assert WORDS not in office.modal(MAYA)


@pytest.mark.after(story=asked)
def test_what_was_shared_before_cannot_be_shared_with_who_has_gone(office: Company) -> None:
    """Without a one-on-one there is no choice; a press of the old button says so."""
    answer(office)
    office.press_home(MAYA, "More…")
    office.press(MAYA, "End")
    office.press(DEV, "Share with Maya")
    assert "This has moved on" in office.modal(DEV)
    office.slack.dismiss(DEV)
    assert not any(one.shares for one in office.rows(Person))
    office.press_home(DEV, "Edit")
    assert "Nobody but you" in office.modal(DEV)
    assert "radio_buttons" not in opened(office)
    assert office.fill(DEV, words="still mine").errors == {}
