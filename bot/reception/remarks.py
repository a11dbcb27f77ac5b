"""What people say to any bot: heard before everything else, by the feature whose matter it is."""

from collections.abc import Iterable

from sqlmodel import Session

from bot.content import ContentError
from bot.reception.desk import Desk, Feature, Heard, Hearer


def hear(features: Iterable[Feature]) -> Hearer:
    """Return the hearer of remarks: each goes to the one feature that answers it."""
    answers = {remark: hearer for one in features for remark, hearer in one.remarks.items()}
    awaits = [one.awaits for one in features if one.awaits]

    def hear_remark(session: Session, heard: Heard, desk: Desk) -> bool:
        if heard.what != "said":
            return False
        from bot.rules.understanding.remarks import DOUBTFUL, URGENT, remark  # with its machinery

        try:
            found = remark(heard.text, desk.roles.lexicon)
        except ContentError:  # the feature that cannot do without says so
            return False
        if found is None or (heard.thread_ts and found not in URGENT):
            return False  # what stands in a thread belongs to what began it
        if found in DOUBTFUL and any(one(session, heard.who) for one in awaits):
            return False
        return answers[found](session, heard, desk)

    return hear_remark
