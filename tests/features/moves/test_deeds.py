"""What people do with ideas: look closer, keep, bring to a one-on-one, set aside, and undo it."""

from bot.data.moves_tables import MoveIdea
from bot.data.tables import OneOnOne
from bot.rules.lattice.kinds import Kind
from tests.company import ANA, DEV, KIM, MAYA, Company, local, said
from tests.features.moves.people import SUPPORT, tell

EDUCATOR = "how far am I from customer educator?"
SEEN = "Dev would like to talk about *Customer educator*."


def labels(office: Company, user: str = DEV) -> str:
    """Return all that the buttons of the latest message say, and the rest of it."""
    return said(office.messages(user)[-1].blocks)


def test_the_whole_story(office: Company) -> None:
    """Tell me more has every gap with a practice, try-outs, tags, and whom to ask, in a modal."""
    tell(office)
    office.write(DEV, EDUCATOR)
    office.press(DEV, "Tell me more")
    story = office.modal(DEV)
    assert "↔ Sideways: Customer educator" in story
    assert "*Course design* (asked: with some help; you: not yet). Practice: " in story
    assert "Ways to try it:" in story
    assert "Happy to be asked:* nobody has said so yet." in story
    assert "Only you see this." in story


def test_leading_people_is_told_honestly(office: Company) -> None:
    """People management has what it is really like, a way to try it first, and a way back."""
    tell(office)
    office.write(DEV, "how far am I from support manager?")
    assert "↑ Lead people: " in office.last(DEV)
    office.press(DEV, "Tell me more")
    story = office.modal(DEV)
    for part in ("What it is really like:", "Try it first:* deputise", "The way back:"):
        assert part in story


def test_saved_removed_and_put_back(office: Company) -> None:
    """The plan stands on Home; what was removed can be put back."""
    tell(office)
    office.write(DEV, EDUCATOR)
    office.press(DEV, "Save to my plan")
    assert "Take out of my plan" in labels(office)
    assert "Customer educator" in office.home(DEV)
    office.press_home(DEV, "Remove")
    assert "Removed from your plan: *Customer educator*." in office.home(DEV)
    assert "Save to my plan" in labels(office)
    office.press_home(DEV, "Put it back")
    assert "*My plan*" in office.home(DEV)
    assert "Removed from" not in office.home(DEV)


def test_brought_to_the_next_one_on_one(office: Company) -> None:
    """The button says who sees what; then it stands at the preparation and in the form."""
    tell(office)
    office.meet()
    office.write(DEV, EDUCATOR)
    assert "Maya will see, when preparing" in str(office.messages(DEV)[-1].blocks)
    office.press(DEV, "Bring to my next one-on-one")
    assert "Take it back from the one-on-one" in labels(office)
    assert "You bring *Customer educator* to your next one-on-one with Maya." in office.home(DEV)
    office.to_next("preparation")
    assert SEEN in office.last(MAYA)
    assert SEEN not in str([office.home(one) for one in (KIM, ANA)])
    office.to_next("cue")
    office.press(DEV, "Answer")
    assert "You brought *Customer educator* to this one-on-one" in office.modal(DEV)
    office.slack.dismiss(DEV)
    office.to_next("close")
    office.to_next("preparation")
    assert SEEN not in office.last(MAYA)
    assert "You bring" not in office.home(DEV)


def test_it_waits_where_a_meeting_is_left_out(office: Company) -> None:
    """What was brought is not lost with a meeting that does not happen."""
    tell(office)
    office.meet()
    office.write(DEV, EDUCATOR)
    office.press(DEV, "Bring to my next one-on-one")
    office.press_home(DEV, "Skip the next")
    office.slack.dismiss(DEV)
    office.to_next("preparation")
    assert SEEN in office.last(MAYA)


def test_the_preparation_follows(office: Company) -> None:
    """Brought or taken back after the preparation was sent, it says so all the same."""
    tell(office)
    office.meet()
    office.to_next("preparation")
    office.write(DEV, EDUCATOR)
    office.press(DEV, "Bring to my next one-on-one")
    assert SEEN in office.last(MAYA)
    office.press(DEV, "Take it back from the one-on-one")
    assert "would like to talk" not in office.last(MAYA)


def test_with_several_managers_it_asks_which(office: Company) -> None:
    """Only the one who was chosen sees it."""
    tell(office)
    office.to(local("2027-03-01", "11:00"))
    office.meet()
    office.meet(DEV, KIM, first_date="2027-03-05")
    office.write(DEV, EDUCATOR)
    office.press(DEV, "Bring to my next one-on-one")
    assert "Which one-on-one?" in str(office.slack.modal(DEV))
    office.fill(DEV, meeting="2")
    assert "*Customer educator* comes along: Kim sees its name" in office.modal(DEV)
    office.slack.dismiss(DEV)
    office.to_next("preparation")
    assert SEEN not in office.last(MAYA)
    office.to_next("preparation")
    assert SEEN in office.last(KIM)


def test_without_a_one_on_one(office: Company) -> None:
    """There is nobody to bring it to, and it says how to change that."""
    tell(office)
    office.write(DEV, EDUCATOR)
    office.press(DEV, "Bring to my next one-on-one")
    assert "no one-on-one with Trellis in which" in office.modal(DEV)


def test_a_former_manager_sees_it_no_more(office: Company) -> None:
    """With the one-on-one ends what was brought to it."""
    tell(office)
    office.meet()
    office.write(DEV, EDUCATOR)
    office.press(DEV, "Bring to my next one-on-one")
    office.press_home(DEV, "More…")
    office.press(DEV, "End")
    office.slack.dismiss(DEV)
    assert "You bring" not in office.home(DEV)
    office.meet(first_date="2027-03-11")
    office.to_next("preparation")
    assert "would like to talk" not in office.last(MAYA)


def test_who_sees_it_is_asked_where_that_has_changed(office: Company) -> None:
    """A button that named one manager brings nothing to another one: it asks."""
    tell(office)
    office.to(local("2027-03-01", "11:00"))
    office.meet()
    office.write(DEV, EDUCATOR)
    (before,) = (
        one["value"]
        for block in office.messages(DEV)[-1].blocks or ()
        for one in block.get("elements", ())
        if one.get("action_id") == "moves.bring"
    )
    office.press_home(DEV, "More…")
    office.press(DEV, "End")
    office.slack.dismiss(DEV)
    office.meet(DEV, KIM)
    office.forge(DEV, "moves.bring", before)
    assert not any(one.brought_at for one in office.rows(MoveIdea))
    assert "Kim" in str(office.slack.modal(DEV))
    office.fill(DEV, meeting=str(office.rows(OneOnOne)[-1].id))
    office.to_next("preparation")
    assert SEEN in office.last(KIM)


def test_set_aside_and_learned_from(office: Company) -> None:
    """The reason holds for later answers, is shown, and is forgotten when it is undone."""
    tell(office)
    office.write(DEV, "what lateral moves could I make?")
    first = next(one for one in office.rows(MoveIdea) if one.kind == Kind.LATERAL)
    office.forge(DEV, "moves.aside", str(first.id))
    office.fill(DEV, why="tag:customer-facing")
    assert "I leave out everything that means: talks with customers." in office.modal(DEV)
    office.slack.dismiss(DEV)
    assert "Set aside: *" in office.last(DEV)
    office.write(DEV, "what lateral moves could I make?")
    roles = office.bot.desk.roles.roles
    assert roles[first.role].title not in office.last(DEV)
    assert "*Without:* talks with customers." in office.last(DEV)
    assert "talks with customers" in office.home(DEV)
    office.press_home(DEV, "Undo")
    assert "Set aside" not in office.home(DEV)
    office.write(DEV, "what lateral moves could I make?")
    assert roles[first.role].title in office.last(DEV)


def test_set_aside_in_each_way(office: Company) -> None:
    """The role, its family, or only for now: each says what follows."""
    tell(office)
    for why, learned in (
        ("role", "I leave this role out."),
        ("family", "I leave out everything in Customer success."),
        ("later", "I leave it out for three months."),
        ("nonsense", "I leave this role out."),
    ):
        office.write(DEV, EDUCATOR)
        idea = max(one.id or 0 for one in office.rows(MoveIdea) if one.role == "customer-educator")
        office.forge_form(DEV, "moves.aside", str(idea), why={"selected_option": {"value": why}})
        office.settle()
        assert learned in office.home(DEV)
        office.press_home(DEV, "Undo")


def test_a_double_press_is_one_deed(office: Company) -> None:
    """Pressed twice, an idea is saved and brought once."""
    tell(office)
    office.meet()
    office.write(DEV, EDUCATOR)
    (idea,) = [one for one in office.rows(MoveIdea) if one.role == "customer-educator"]
    (meeting,) = office.rows(OneOnOne)
    for _ in range(2):
        office.forge(DEV, "moves.save", str(idea.id))
        office.forge(DEV, "moves.bring", f"{idea.id} {meeting.id}")
    office.to_next("preparation")
    assert office.last(MAYA).count("would like to talk about") == 1
    assert office.home(DEV).count("Remove") == 1


def test_nobody_else_can_touch_it(office: Company) -> None:
    """Another person's press on my idea does nothing and shows nothing."""
    tell(office)
    office.write(DEV, SUPPORT)
    before = office.rows(MoveIdea)
    for deed in ("more", "save", "unsave", "undo", "bring", "take_back", "aside"):
        office.forge(MAYA, f"moves.{deed}", str(before[0].id))
        assert "not yours" in office.modal(MAYA)
    office.forge_form(MAYA, "moves.aside", str(before[0].id))
    assert office.rows(MoveIdea) == before
