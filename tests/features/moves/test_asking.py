"""Somebody asks where they could go next, in every way there is, and gets honest ideas."""

import pytest

from bot.data import moves
from bot.data.moves_tables import Career, MoveIdea, MoveQuestion
from bot.rules.lattice.kinds import Kind
from tests.company import ANA, DEV, KIM, LENA, Company, said
from tests.features.moves.people import SUPPORT, guide, tell

TEACHING = f"{SUPPORT}, I like teaching and hate on-call: what else could I do here?"


def ideas(office: Company, user: str = DEV) -> list[MoveIdea]:
    """Return the ideas that the latest question led to, in their order."""
    latest = max(office.rows(MoveQuestion), key=lambda one: one.id or 0)
    shown = moves.content(office.bot.desk.store.vault, latest)["ideas"]
    rows = {one.id: one for one in office.rows(MoveIdea) if one.user == user}
    return [rows[one] for one in shown]


def families(office: Company, some: list[MoveIdea]) -> set[str]:
    """Return the families of the roles of ideas."""
    return {office.bot.desk.roles.roles[one.role].family for one in some}


def test_a_sentence_is_read_remembered_and_answered(office: Company) -> None:
    """The answer says what was read, and has three to six ideas of three kinds and two families."""
    office.write(DEV, TEACHING)
    answer = office.last(DEV)
    assert "I read: role *Support engineer*, likes “teaching”, avoids “on-call”." in answer
    found = ideas(office)
    assert 3 <= len(found) <= 6
    assert len({one.kind for one in found}) >= 3
    assert len(families(office, found)) >= 2
    roles = office.bot.desk.roles.roles
    levels = [roles[one.role].level(one.number, "ic") for one in found if one.track == "ic"]
    assert not any("on-call" in level.tags for level in levels if level)
    assert "support-engineer" not in {one.role for one in found}
    assert answer.count("*This month:*") == answer.count("*To build:*") == len(found)
    assert "*With:* teaching. *Without:* on call." in answer
    assert "Not ranked by pay or level. Only you see this." in answer


def test_what_was_told_holds_for_the_next_question(office: Company) -> None:
    """The next question need not say it again, and Home shows it to its owner alone."""
    office.write(DEV, TEACHING)
    office.write(DEV, "what lateral moves could I make?")
    assert "I remember: role *Support engineer*." in office.last(DEV)
    assert sum(one.kind == Kind.LATERAL for one in ideas(office)) >= 2
    assert "*Without:* on call." in office.last(DEV)
    assert "*I avoid:* “on-call”" in office.home(DEV)
    assert "Support engineer" not in office.home(KIM)


def test_the_role_is_asked_for_and_the_question_answered_then(office: Company) -> None:
    """Without a role it asks; whoever then writes it gets the answer to what they asked."""
    office.write(DEV, "what lateral moves could I make?")
    assert "Which role is yours?" in office.last(DEV)
    assert ideas(office) == []
    office.write(DEV, SUPPORT)
    assert sum(one.kind == Kind.LATERAL for one in ideas(office)) >= 2


def test_the_command_answers_where_only_they_read(office: Company) -> None:
    """`/career moves …` is answered in the conversation with the bot; without words it helps."""
    office.command(DEV, f"moves {TEACHING}")
    assert "none of them a ladder" in office.last(DEV)
    assert "where only you read it" in office.slack.ephemerals(DEV, office.slack.dm(DEV))[-1].text
    office.command(DEV, "moves")
    assert "Ask me where you could go next" in office.last(DEV)
    office.press(DEV, "Who could I talk to about design?")
    assert "happy to be asked about Design and research" in office.last(DEV)


def test_a_mention_is_answered_where_nobody_else_reads(office: Company) -> None:
    """In the channel stands only that there is an answer; other words, where to write."""
    tell(office, DEV)
    channel = "C0GENERAL"
    office.slack.say(DEV, channel, "@trellis how far am I from data analyst?")
    office.settle()
    public = [one for one in office.slack.posts[channel].values() if one.bot_id]
    assert ["where nobody else reads along" in one.text for one in public] == [True]
    assert "Data analyst" not in str([one.blocks for one in public])
    assert "Data analyst: you already bring 1 of its 12 main skills." in office.last(DEV)
    office.slack.say(DEV, channel, "@trellis hello there")
    office.settle()
    assert "write to me there" in list(office.slack.posts[channel].values())[-1].text


def test_how_far(office: Company) -> None:
    """A distance names what is there, and what is missing, the largest first, with what helps."""
    tell(office, DEV)
    office.write(DEV, "how far am I from data analyst?")
    answer = office.last(DEV)
    assert "Data analyst: you already bring 1 of its 12 main skills." in answer
    assert "*To build:* Data analysis (a course), Analytical thinking (a book)" in answer
    office.write(DEV, "how far am I from senior support engineer?")
    assert "*↑ Up: Senior support engineer*" in office.last(DEV)


def test_a_while_elsewhere(office: Company) -> None:
    """A try-out in a field leads to try-outs there."""
    tell(office, DEV)
    office.write(DEV, "could I try product work for a while?")
    first = ideas(office)[0]
    assert (first.kind, families(office, [first])) == (Kind.TRY, {"product"})
    assert "*⇄ Try it: " in office.last(DEV)


def test_leading_people_no_more(office: Company) -> None:
    """A manager who wants to stop gets ideas without people to lead, and a way back."""
    office.write(KIM, "I'm an engineering manager and I don't want to manage people any more")
    found = ideas(office, KIM)
    assert found[0].kind == Kind.BACK
    assert {one.track for one in found} <= {"ic", "specialist"}
    assert "With a way back" in office.last(KIM)


def test_skills_elsewhere(office: Company) -> None:
    """Where else the same skills are used: other families only, of several kinds."""
    tell(office, DEV)
    office.write(DEV, "what do people with my skills do elsewhere?")
    found = ideas(office)
    assert "support" not in families(office, found)
    assert len({one.kind for one in found}) >= 2
    assert "I read" not in office.last(DEV)


def test_only_who_agreed_is_named(office: Company) -> None:
    """People are named with their role after they agreed, and no longer once they do not."""
    tell(office, DEV)
    office.write(DEV, "who could I talk to about data?")
    assert "Nobody has said yet" in office.last(DEV)
    guide(office, ANA, "Data analyst")
    guide(office, LENA, "Technical writer")
    office.write(DEV, "who could I talk to about data?")
    assert f"<@{ANA}> (Data analyst)" in office.last(DEV)
    assert LENA not in office.last(DEV)
    office.write(DEV, "how far am I from data analyst?")
    assert f"*Happy to be asked:* <@{ANA}> (Data analyst)" in office.last(DEV)
    office.write(ANA, "who could I talk to about data?")
    assert ANA not in office.last(ANA)
    office.command(ANA, "stop")
    office.write(DEV, "who could I talk to about data?")
    assert "Nobody has said yet" in office.last(DEV)


def test_two_close_readings_are_asked_back(office: Company) -> None:
    """A name alone is asked about with buttons, and the answer takes the question's place."""
    tell(office, DEV)
    office.write(DEV, "SQL")
    assert "What would you like to know?" in office.last(DEV)
    count = len(office.messages(DEV))
    office.press(DEV, "Whom I could talk to")
    assert "happy to be asked about SQL" in office.last(DEV)
    assert len(office.messages(DEV)) == count


def test_a_title_of_several_roles_is_asked_about(office: Company) -> None:
    """Where a word may mean several roles, none is taken silently."""
    office.write(DEV, "I'm an officer, what could I do?")
    assert "Which of these is your role?" in office.last(DEV)
    assert office.rows(MoveIdea) == []
    office.press(DEV, "Compliance officer")
    assert len(ideas(office)) >= 3
    assert "*My role:* Compliance officer" in office.home(DEV)


def test_a_title_nobody_bears_is_asked_about(office: Company) -> None:
    """A role that is nearly one of the catalogue's is offered, and none is taken."""
    tell(office)
    office.write(DEV, "how far am I from video whisperer?")
    assert "I do not know “video whisperer” here." in office.last(DEV)
    options = said(office.messages(DEV)[-1].blocks).splitlines()
    assert options[-1] == "None of these"
    office.press(DEV, options[-2])
    assert f"{options[-2]}: you already bring" in office.last(DEV)


def test_the_same_question_gives_the_same_answer(office: Company) -> None:
    """Asked again, word for word, the answer is the same to the byte."""
    office.write(DEV, TEACHING)
    office.write(DEV, TEACHING)
    first, second = (one for one in office.messages(DEV) if one.bot_id)
    assert (first.text, said(first.blocks)) == (second.text, said(second.blocks))


def test_what_a_skill_opens(office: Company) -> None:
    """The answer to which skill one would like to learn leads, on one click, to what it opens."""
    tell(office, DEV)
    office.meet()
    office.press_home(DEV, "Choose the question")
    office.choose(DEV, "theme", "skills")
    office.press(DEV, "Ask this")
    office.slack.dismiss(DEV)
    office.slack.dismiss(DEV)
    office.to_next("cue")
    office.press(DEV, "Answer")
    office.fill(DEV, words="I would like to get better at course design, honestly")
    office.press(DEV, "What could this open up?")
    assert "What Course design would open for you:" in office.last(DEV)
    assert "Customer educator" in office.last(DEV)
    assert "honestly" not in office.everything()


def test_suggestions_name_moves(office: Company) -> None:
    """Whoever opens the conversation is offered a question about moves."""
    office.slack.open_messages(DEV)
    assert "What lateral moves could I make?" in str(office.slack.suggested_prompts(DEV))


@pytest.mark.parametrize("words", ["I like teaching", "", "👍"])
def test_an_edit_is_no_question(office: Company, words: str) -> None:
    """Changing a message afterwards asks nothing and is remembered nowhere."""
    told = {"type": "message", "subtype": "message_changed", "channel": office.slack.dm(DEV)}
    message = {"type": "message", "user": DEV, "text": words, "ts": "1.2"}
    office.tell({**told, "channel_type": "im", "user": DEV, "message": message, "ts": "1.3"})
    office.settle()
    assert office.rows(Career) == []


def test_what_nobody_asked_for_is_said_to_be_that(office: Company) -> None:
    """Beside the kind that was asked for, others come last and are not passed off as it."""
    office.write(DEV, f"{SUPPORT}. Lateral moves?")
    found = [one.kind for one in ideas(office)]
    assert found == sorted(found, key=lambda one: one != Kind.LATERAL)
    assert ("What you asked for comes first" in office.last(DEV)) == (len(set(found)) > 1)
    office.write(DEV, "how do I get promoted?")
    assert "the level after yours" in office.last(DEV)
    assert "none of them a ladder" not in office.last(DEV)


def test_the_level_that_was_chosen_is_explained(office: Company) -> None:
    """Where no level was named, it says which one it took; where one was, nothing more."""
    office.write(DEV, f"{SUPPORT}. How far am I from data analyst?")
    assert "the one nearest to yours" in office.last(DEV)
    office.write(DEV, "how far am I from senior data analyst?")
    assert "the one nearest to yours" not in office.last(DEV)


def test_who_is_not_what_was_understood_is_asked_again(office: Company) -> None:
    """A role that somebody denies is forgotten."""
    office.write(DEV, "I am a backend engineer, what could I do?")
    office.write(DEV, "I'm not a backend engineer")
    assert "Which role is yours?" in office.last(DEV)
    assert "backend" not in office.home(DEV).casefold()
