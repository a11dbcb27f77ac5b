"""`python -m bot people import`: shown first, all or nothing, and every bad line is named."""

from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from bot.admin import RefusedError, people
from bot.admin.people_file import PeopleFile
from bot.data.tables import Person, Workspace
from tests.company import ANA, DEV, GUS, KIM, MAYA, TOM, Company, company, local

HEAD = "email,manager,department,role,country,start date"


@pytest.fixture(scope="module")
def office() -> Iterator[Company]:
    """Open a company once: its lists are compared, and rarely written."""
    with company() as opened:
        opened.home(DEV)
        yield opened


def mail(office: Company, user: str) -> str:
    """Return somebody's address."""
    return office.slack.members[user].email


def planned(
    office: Company, folder: Path, content: str | bytes, team: str | None = None
) -> people.Plan:
    """Return what a list with this content would change."""
    path = folder / "people.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return people.plan(office.bot.desk, PeopleFile(path), team)


def refused(office: Company, folder: Path, *lines: str, head: str = HEAD) -> str:
    """Return why a list with these lines is refused."""
    with pytest.raises(RefusedError) as reason:
        planned(office, folder, "\n".join((head, *lines)))
    return str(reason.value)


def known(office: Company, user: str) -> Person:
    """Return what is known of somebody."""
    return next(one for one in office.rows(Person) if one.user == user)


def test_a_list_is_shown_then_written_and_then_changes_nothing(tmp_path: Path) -> None:
    """The table names each change; written once it holds; the same list again changes nothing."""
    with company() as office:
        lines = [
            f"{mail(office, DEV)},{mail(office, MAYA)},Engineering,Frontend Engineer,de,2024-02-01",
            f"{ANA},{KIM},Data,Analyst,PT,",
        ]
        content = "\n".join((HEAD, *lines))
        plan = planned(office, tmp_path, content)
        out = StringIO()
        people.show(plan, out)
        assert "Frontend Engineer" in out.getvalue()
        assert "2 people in the list: 2 change in 9 places" in out.getvalue()
        assert [one for one in office.rows(Person) if one.title] == []
        people.write(office.bot.desk, plan)
        dev, ana = known(office, DEV), known(office, ANA)
        assert (dev.manager, dev.department, dev.title) == (
            MAYA,
            "Engineering",
            "Frontend Engineer",
        )
        assert (dev.country, str(dev.joined_on)) == ("DE", "2024-02-01")
        assert (ana.manager, ana.country, ana.joined_on) == (KIM, "PT", None)
        assert ana.name == office.slack.members[ANA].real_name.split()[0]
        again = planned(office, tmp_path, content)
        assert (again.changes, again.new) == ((), ())


def test_nobody_is_stored_whom_the_list_does_not_name(tmp_path: Path) -> None:
    """Slack's list is read to find people, and only those who are named are kept."""
    with company() as office:
        people.write(office.bot.desk, planned(office, tmp_path, f"id,role\n{DEV},Engineer\n"))
        assert [one.user for one in office.rows(Person)] == [DEV]


def test_what_people_set_themselves_stays(tmp_path: Path) -> None:
    """A country of one's own outlives the list; one that came from the list follows it."""
    with company() as office:
        for country in ("DE", "FR"):
            plan = planned(office, tmp_path, f"id,country\n{DEV},{country}\n{ANA},{country}\n")
            people.write(office.bot.desk, plan)
            if country == "DE":
                office.press_home(ANA, "Settings")
                office.fill(ANA, country="PT")
        assert (known(office, DEV).country, known(office, ANA).country) == ("FR", "PT")


def test_a_new_country_moves_what_is_planned(tmp_path: Path) -> None:
    """25 March 2027 is a holiday in Greece: the meeting of that day is left out."""
    with company() as office:
        office.meet(first_date="2027-03-25", cadence="2w")
        people.write(office.bot.desk, planned(office, tmp_path, f"id,country\n{DEV},GR\n"))
        assert office.to_next("cue") == local("2027-04-08", "10:30")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-bom"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_any_dress_is_read(office: Company, tmp_path: Path, encoding: str, separator: str) -> None:
    """With and without a mark, as UTF-16, and with any separator: the same changes."""
    text = f"Slack ID{separator}Job Title\r\n{DEV}{separator}Ingénieur\r\n"
    is_marked = encoding.endswith("-bom")
    content = (b"\xff\xfe" if is_marked else b"") + text.encode(encoding.removesuffix("-bom"))
    plan = planned(office, tmp_path, content)
    assert [(one.user, one.new) for one in plan.changes] == [(DEV, "Ingénieur")]


def test_every_wrong_line_is_named_and_nothing_is_written(office: Company, tmp_path: Path) -> None:
    """Unknown people, guests, apps, wrong days and countries, each with its line."""
    reason = refused(
        office,
        tmp_path,
        "nobody@example.org,,,,,",
        f"{mail(office, GUS)},,,,,",
        "USLACKBOT,,,,,",
        f"{mail(office, DEV)},{mail(office, DEV)},,,,",
        f"{mail(office, ANA)},who@example.org,,,Atlantis,1.2.2024",
        ",,Sales,,,",
        f"{mail(office, TOM)},,,,,,,,",
    )
    for line, words in (
        (2, "nobody@example.org is nobody in this workspace"),
        (3, "is a guest"),
        (4, "is an app"),
        (5, "names themselves"),
        (6, "the manager who@example.org is nobody"),
        (6, "country Atlantis is unknown"),
        (6, "start date 1.2.2024: write a day as 2026-11-23"),
        (7, "neither an address nor a Slack id"),
        (8, "9 cells under 6 columns"),
    ):
        found = [one for one in reason.splitlines() if f"line {line}:" in one]
        assert words in "\n".join(found), reason
    assert [one for one in office.rows(Person) if one.title or one.manager] == []


def test_somebody_who_stands_twice_is_named_with_both_lines(
    office: Company, tmp_path: Path
) -> None:
    """By address and by id it is the same person."""
    reason = refused(office, tmp_path, f"{mail(office, DEV)},,,A,,", f"{DEV.lower()},,,B,,")
    assert "line 3: this person stands on line 2 already" in reason


def test_a_circle_of_managers_is_refused(office: Company, tmp_path: Path) -> None:
    """Three who manage each other are named in their order."""
    lines = [f"{one},{other},,,," for one, other in ((DEV, MAYA), (MAYA, KIM), (KIM, DEV))]
    reason = refused(office, tmp_path, *lines)
    assert "line 2: these manage each other in a circle: Dev" in reason


def test_a_circle_with_what_is_known_already_is_refused(tmp_path: Path) -> None:
    """The list alone has no circle; together with what was written before it has."""
    with company() as office:
        first = planned(office, tmp_path, f"id,manager\n{DEV},{MAYA}\n")
        people.write(office.bot.desk, first)
        assert "circle" in refused(office, tmp_path, f"{MAYA},{DEV}", head="id,manager")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "a column with the e-mail address or the Slack id is missing"),
        (b"name,role\nDev,x\n", "a column with the e-mail address or the Slack id is missing"),
        (b"id,role,title\n", "more than one column for the title"),
        (b"id,role\nU0DEV,\xe4\n", "line 2: neither UTF-8 nor UTF-16"),
    ],
)
def test_a_file_that_is_no_list_is_refused(
    office: Company, tmp_path: Path, content: bytes, words: str
) -> None:
    """What is wrong with it is said."""
    with pytest.raises(RefusedError, match=words):
        planned(office, tmp_path, content)


def test_without_addresses_the_reason_is_named(tmp_path: Path) -> None:
    """Where Slack shows no addresses, the message says which scope would."""
    with company() as office:
        address = mail(office, DEV)
        office.slack.scopes = office.slack.scopes - {"users:read.email"}
        assert "users:read.email" in refused(office, tmp_path, f"{address},,,,,")


def test_a_person_of_two_workspaces_is_changed_in_one(tmp_path: Path) -> None:
    """With several workspaces the list says of which it is, and touches no other."""
    with company() as office:
        team = office.slack.team_id
        with office.bot.desk.store.begin() as session:
            session.add(Workspace(team="T0OTHER"))
            session.add(Person(team="T0OTHER", user=DEV, email=mail(office, DEV)))
        content = f"email,role\n{mail(office, DEV)},Engineer\n"
        with pytest.raises(RefusedError, match="--team: T0OTHER"):
            planned(office, tmp_path, content)
        people.write(office.bot.desk, planned(office, tmp_path, content, team))
        titles = {one.team: one.title for one in office.rows(Person) if one.user == DEV}
        assert titles == {team: "Engineer", "T0OTHER": ""}


def test_people_follow_slacks_list_day_by_day() -> None:
    """Who was deactivated while nobody listened is let go; who is unknown stays unknown."""
    with company() as office:
        office.meet()
        bot, slack = office.bot, office.slack
        bot.tidy()
        with slack.lock:
            slack.members[MAYA] = replace(slack.members[MAYA], deleted=True)
        bot.tidy()
        assert known(office, MAYA).is_active
        office.to(local("2027-03-02", "12:00"))
        bot.tidy()
        office.settle()
        assert not known(office, MAYA).is_active
        assert "ended the questions" in office.last(DEV)
        assert {one.user for one in office.rows(Person)} == {DEV, MAYA}
