"""What people say to any bot: heard before everything else, by the feature whose matter it is."""

from collections.abc import Iterable

from sqlmodel import Session

from bot.content import ContentError
from bot.reception.desk import Desk, Feature, Heard, Hearer


def hear(features: Iterable[Feature]) -> Hearer:
    """Return the hearer of remarks: each goes to the one feature that answers it."""
    answers = {remark: hearer for one in features for remark, hearer in one.remarks.items()}

    def hear_remark(session: Session, heard: Heard, desk: Desk) -> bool:
        if heard.what != "said" or heard.thread_ts:
            return False  # what stands in a thread belongs to what began it
        from bot.rules.understanding.remarks import remark  # it brings its own machinery

        try:
            found = remark(heard.text, desk.roles.lexicon)
        except ContentError:  # the feature that cannot do without says so
            return False
        return found is not None and answers[found](session, heard, desk)

    return hear_remark
