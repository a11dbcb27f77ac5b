"""A picture of my lattice, on request, in my own conversation."""

from tests.company import DEV, Company
from tests.features.moves.people import tell


def test_a_picture_with_its_text(office: Company) -> None:
    """The file is a PNG whose text says where I am and every idea by its kind; only I get it."""
    tell(office)
    office.write(DEV, "show me a picture of my lattice")
    (file,) = office.slack.files.values()
    assert file.content.startswith(b"\x89PNG")
    assert (file.alt or "").startswith("Where you could go. Support engineer. Sideways: ")
    assert "Give and get: " in (file.alt or "")
    assert office.messages(DEV)[-1].text == file.alt


def test_without_a_role_there_is_nothing_to_draw(office: Company) -> None:
    """It asks for the role instead."""
    office.press_home(DEV, "Tell me about me")
    office.fill(DEV, role="", more="SQL", likes=[], dislikes=[], needs=[], guide=[])
    office.slack.dismiss(DEV)
    office.press_home(DEV, "Draw it")
    assert "Which role is yours?" in office.last(DEV)
    assert office.slack.files == {}
