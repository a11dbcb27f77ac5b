"""A year of weekly one-on-ones on the moved clock: each question comes when it should, and once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from sqlmodel import col, select

from bot.data.tables import Occurrence, OneOnOne, Outcome, Person, Question
from bot.playground.limits import Limits
from tests.company import ANA, DEV, KIM, MAYA, TOM, Company, company

FIRST, WEEKS = date(2027, 3, 4), 52  # a Thursday, before the clocks change anywhere
BEGAN = datetime(2027, 3, 1, 15, tzinfo=ZoneInfo("Europe/Berlin"))
YEAR = timedelta(weeks=WEEKS)
DEFERRED = 7  # every seventh question is put off
LENGTH, LAST_PART = timedelta(minutes=45), timedelta(minutes=15)


@dataclass(frozen=True)
class Pair:
    """Who meets, when, and the countries whose holidays count."""

    report: str
    manager: str
    starts: time
    zone: str
    countries: tuple[str, str]

    def meetings(self) -> Iterator[datetime]:
        """Yield when each meeting of the year begins, reckoned from the calendar alone."""
        off = [holidays.country_holidays(one, years=(2027, 2028)) for one in self.countries]
        for week in range(WEEKS):
            day = FIRST + timedelta(weeks=week)
            if not any(day in one for one in off):
                local = datetime.combine(day, self.starts, ZoneInfo(self.zone))
                yield local.astimezone(UTC)


PAIRS = (
    Pair(DEV, MAYA, time(10), "Europe/Berlin", ("DE", "DE")),
    Pair(ANA, KIM, time(14, 30), "Europe/Lisbon", ("PT", "PT")),
    Pair(TOM, KIM, time(9, 15), "America/New_York", ("US", "PT")),
)


@pytest.mark.proof
def test_a_year_brings_each_question_in_time_and_none_twice() -> None:
    """Every cue of a year comes 15 minutes before the end, by local time, with a new question."""
    with company(at=BEGAN) as office:
        office.slack.meter.limits = Limits(is_on=False)
        _set_up(office)
        deferred = _live(office)
        for pair in PAIRS:
            _prove(office, pair)
        print(f"deferred={deferred}")  # noqa: T201 (the proof shows its sums)
        assert deferred > WEEKS * len(PAIRS) // (DEFERRED * 2)


def _set_up(office: Company) -> None:
    for pair in PAIRS:
        office.meet(
            pair.report,
            pair.manager,
            first_date=FIRST.isoformat(),
            starts=f"{pair.starts:%H:%M}",
            cadence="1w",
            zone=pair.zone,
        )
    with office.bot.desk.store.begin() as session:
        for pair in PAIRS:
            for user, country in zip((pair.report, pair.manager), pair.countries, strict=True):
                session.get_one(Person, (office.slack.team_id, user)).country = country


def _live(office: Company) -> int:
    """Live from moment to moment; return how many questions were put off."""
    asked = deferred = 0
    while (moment := office.slack.coming()[0]).at < BEGAN + YEAR:
        office.to(moment.at)
        if moment.kind == "cue" and moment.user:
            asked += 1
            if asked % DEFERRED == 0:
                office.press(moment.user, "Not today")
                deferred += 1
    return deferred


def _prove(office: Company, pair: Pair) -> None:
    expected = [one for one in pair.meetings() if one + LENGTH < BEGAN + YEAR]
    cues = {user: _cues(office, user, pair) for user in (pair.report, pair.manager)}
    for said in cues.values():
        assert [starts for starts, _ in said] == expected
        for starts, at in said:
            ends = starts + LENGTH
            assert ends - LAST_PART <= at < ends - LAST_PART + timedelta(minutes=1)
    asked = _asked(office, pair)
    new = [one for one, is_back in asked if not is_back]
    print(  # noqa: T201 (as above)
        f"{pair.zone}: meetings={len(expected)} holidays={WEEKS - len(expected)} "
        f"cues={sum(map(len, cues.values()))} questions={len(new)} "
        f"repeated={len(new) - len(set(new))}"
    )
    assert len(asked) == len(expected)
    assert len(new) == len(set(new))


def _cues(office: Company, user: str, pair: Pair) -> list[tuple[datetime, datetime]]:
    """Return the start of each meeting for which this person was cued, and when that was said."""
    with office.bot.desk.store.read() as session:
        wanted = select(Occurrence.id).join(OneOnOne).where(OneOnOne.report == pair.report)
        mine = {str(one) for one in session.exec(wanted)}
    found = []
    for message in office.messages(user):
        kind, occurrence, starts, *_ = _key(message.metadata).split(":")
        if kind in {"cue.report", "cue.manager"} and occurrence in mine:
            begins = datetime.strptime(starts, "%Y%m%dT%H%MZ").replace(tzinfo=UTC)
            found.append((begins, datetime.fromtimestamp(float(message.ts), UTC)))
    return found


def _key(metadata: dict[str, dict[str, str]] | None) -> str:
    return f"{(metadata or {}).get('event_payload', {}).get('key', '')}:::"


def _asked(office: Company, pair: Pair) -> list[tuple[str, bool]]:
    """Return the question of each meeting, and whether it came back because it was put off."""
    wanted = (
        select(Occurrence, Question)
        .join(OneOnOne, col(Occurrence.one_on_one_id) == col(OneOnOne.id))
        .join(Question, col(Occurrence.question_id) == col(Question.id))
        .where(OneOnOne.report == pair.report, col(Occurrence.is_open).is_(None))
        .order_by(col(Occurrence.starts_at))
    )
    with office.bot.desk.store.read() as session:
        found = session.exec(wanted).all()
    was_deferred = [False, *(one.outcome is Outcome.DEFERRED for one, _ in found)]
    pairs = zip(found, was_deferred, strict=False)  # what follows the last one is not known yet
    return [(question.bank_id or "", is_back) for (_, question), is_back in pairs]
