"""Home as it stands before somebody, without opening it anew."""

from tests.company import DEV, Company, said


def shown(office: Company, user: str = DEV) -> str:
    """Return what somebody's Home says, without opening it anew."""
    view = office.slack.home(user)
    assert view is not None
    return said(view.blocks)


def press_shown(office: Company, label: str, user: str = DEV) -> None:
    """Press the first button with this label on Home as it stands."""
    view = office.slack.home(user)
    assert view is not None
    office._press(user, view.blocks, label, {"view_id": view.id})  # noqa: SLF001
