"""Many messages are rendered from what was read for all of them at once."""

from threading import get_ident
from typing import Any

from sqlalchemy import event
from sqlmodel import col, select

from bot.app import FEATURES
from bot.data.tables import Delivery
from bot.features.one_on_ones import FEATURE
from bot.reception.mail import gather, render
from tests.company import ANA, DEV, MAYA, TOM, company


def test_many_messages_are_read_for_at_once() -> None:
    """Of three cues occurrences, one-on-ones, people and questions are read by two statements."""
    with company() as office:
        for report in (DEV, ANA, TOM):
            office.meet(report, MAYA, zone="Europe/Berlin")
        office.to_next("preparation")
        office.to_next("cue")
        desk, asked, me = office.bot.desk, list[str](), get_ident()

        def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
            if get_ident() == me:
                asked.append(statement)

        with desk.store.read() as session:
            wanted = select(Delivery).where(col(Delivery.kind) == "cue.manager")
            cues = session.exec(wanted).all()
            assert len(cues) == 3
            event.listen(desk.store.engine, "before_cursor_execute", note)
            gather(FEATURES, session, cues)
            assert len(asked) == 2
            said = [render(desk, FEATURE.views[one.kind], session, one) for one in cues]
            assert len(asked) == 2
        assert all(said)
