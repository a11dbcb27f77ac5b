"""Slack's payloads, random and mutated: every kind that the bot takes, in every way wrong."""

import json
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any
from urllib.parse import urlencode

from hypothesis import strategies as st

from bot.app import FEATURES
from bot.playground import payloads
from bot.playground.people import Member, demo_company
from bot.playground.signed_http import FORM
from bot.playground.state import Channel, Kind

Json = Any
Sent = tuple[bytes, str]
HERD = 20  # payloads that are drawn at once
TEAM_KEYS = frozenset({"team", "team_id", "context_team_id", "authorizations", "user_team"})
TEAM_KEYS |= {"source_team", "app_installed_team_id", "enterprise_id", "context_enterprise_id"}
PLACE = {"container": {"type": "view"}, "view": {"id": "V0", "type": "modal", "hash": "1"}}
FIELDS = ("words", "answer.audience", "promise", "with", "days", "starts", "minutes", "cadence")
COMMANDS = ("", "next", "help", "buddy", "one-on-one", "one-on-one <@U0MAYA>", "export", "x" * 3000)
SAYINGS = ("help", "hello", "where could I go next?", "<!channel> & <b>", "no", "met", "maybe")
ODD: tuple[Json, ...] = (
    *(None, True, -1, 0, 10**30, 1.5e300, "", " ", "x" * 4000, "\x00", "\ud800", "🦉" * 99),
    *([], {}, [None], [[]], {"id": None}, ["U0DEV"], "U0MAYA", "U0DEV", "D0DEV", "1772.000100"),
    *("2027-13-45", "25:99", "1", "2", "3", "4", "99999999999999999999", "T0OTHER", "<@U0ANA>"),
)
NOISE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=12,
)


def members() -> list[Member]:
    """Return the people of a workspace, and somebody who is none of them."""
    stranger = Member(id="U0NOBODY", name="nobody", real_name="Nobody")
    return [*(one for one in demo_company() if one.is_person), stranger]


@st.composite
def whole(draw: st.DrawFn, team: str) -> tuple[str, Json]:
    """Draw a payload of a workspace as Slack would send it: its kind, and what stands in it."""
    who, kind = draw(st.sampled_from(members())), draw(st.sampled_from(MAKERS))
    return kind.__name__, kind(draw, team, who)


def event(draw: st.DrawFn, team: str, who: Member) -> Json:
    """Return a message, a change of one, an opening, a mention, or news of a person."""
    said = {
        "type": "message",
        "user": who.id,
        "text": draw(st.sampled_from(SAYINGS)),
        "ts": f"17{draw(st.integers(10**7, 10**8 - 1))}.000100",
        "channel": f"D{who.id[1:]}",
        "channel_type": "im",
    }
    profile = {"id": who.id, "team_id": team, "tz": "Europe/Lisbon", "profile": {"real_name": "X"}}
    kinds: Sequence[Json] = (
        said,
        said | {"thread_ts": "1700000001.000100"},
        said | {"subtype": "message_changed", "message": said, "previous_message": said},
        said | {"subtype": "message_deleted", "previous_message": said},
        said | {"type": "app_mention", "channel_type": "channel"},
        {"type": "app_home_opened", "user": who.id, "tab": "home", "channel": said["channel"]},
        {"type": "user_change", "user": profile},
        {"type": "team_join", "user": profile},
    )
    return payloads.envelope(draw(st.sampled_from(kinds)), team, 1_772_000_000)


def press(draw: st.DrawFn, team: str, who: Member) -> Json:
    """Return a press of one of the bot's buttons, with a value that may be another's row."""
    acts = [one.name for feature in FEATURES for one in feature.acts]
    action = {"type": "button", "action_id": draw(st.sampled_from(acts)), "block_id": "b"}
    value = draw(st.integers(0, 9).map(str) | st.sampled_from(["new", "", "1 2", "-1"]))
    return payloads.press(who, team, "trigger", action | {"value": value}, PLACE)


def form(draw: st.DrawFn, team: str, who: Member) -> Json:
    """Return one of the bot's forms, filled with anything."""
    forms = [one.name for feature in FEATURES for one in feature.forms]
    given = st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=30) | st.none())
    values = {
        name: {name: {"type": "x", "value": text, "selected_option": {"value": text}}}
        for name, text in draw(given).items()
    }
    view = {
        "id": f"V{draw(st.integers(0, 10**6))}",
        "type": "modal",
        "callback_id": draw(st.sampled_from(forms)),
        "private_metadata": draw(st.integers(0, 9).map(str)),
        "blocks": [{"type": "input", "block_id": "words"}],
        "state": {"values": values},
    }
    return payloads.submission(who, team, "trigger", view)


def command(draw: st.DrawFn, team: str, who: Member) -> Json:
    """Return a slash command."""
    dm = Channel(f"D{who.id[1:]}", Kind.IM, (who.id,))
    own = {"command": "/career", "text": draw(st.sampled_from(COMMANDS)), "trigger_id": "t"}
    return payloads.command(who, dm, team, own)


MAKERS = (event, press, form, command)


@st.composite
def mutated(draw: st.DrawFn, team: str, *, keeps_team: bool) -> list[Sent]:
    """Draw a payload, whole and with up to four things wrong in many ways, as bytes and their kind.

    With `keeps_team` it stays one of that workspace. What goes wrong is drawn by one seed: that
    is a tenth of the work, and an example still shrinks to a payload and a number.
    """
    kind, payload = draw(whole(team))
    whole_text = json.dumps(payload)
    odd = [json.dumps(one) for one in (*ODD, *draw(st.lists(NOISE, max_size=3)))]
    chance = Random(draw(st.integers(0, 2**32)))  # noqa: S311 (nothing is to be kept secret)
    herd = [json.loads(whole_text) for _ in range(HERD)]
    for one in herd[1:]:
        for _ in range(chance.randint(1, 4)):
            _break(one, odd, chance, keeps_team=keeps_team)
    return [written(kind, one) for one in herd]


def _break(payload: Json, odd: Sequence[str], chance: Random, *, keeps_team: bool) -> None:
    """Replace or remove a part of the payload."""
    places = [one for one in paths(payload) if not (keeps_team and TEAM_KEYS & set(one))]
    if not places:
        return
    *way, last = chance.choice(places)
    part = payload
    for step in way:
        part = part[step]
    if chance.random() < 1 / 2:
        part[last] = json.loads(chance.choice(odd))
    else:
        del part[last]


@st.composite
def noise(draw: st.DrawFn) -> list[Sent]:
    """Draw some that were never a payload."""
    kind = st.sampled_from(("event", "press", "command"))
    kinds = st.sampled_from((FORM, "application/json", ""))
    one = st.builds(written, kind, NOISE) | st.tuples(st.binary(max_size=200), kinds)
    return draw(st.lists(one, min_size=HERD, max_size=HERD))


def written(kind: str, payload: Json) -> Sent:
    """Return a payload as Slack writes it, and its content type."""
    if kind == "event":
        return json.dumps(payload).encode(), "application/json"
    if kind == "command":
        fields = payload if isinstance(payload, dict) else {"text": payload}
        plain = {key: str(one).encode(errors="replace") for key, one in fields.items()}
        return urlencode(plain, errors="replace").encode(), FORM
    return urlencode({"payload": json.dumps(payload)}).encode(), FORM


def paths(part: Json, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield where each part of a payload stands."""
    steps = part.items() if isinstance(part, dict) else enumerate(part)
    for step, inner in steps:
        yield (*way, step)
        if isinstance(inner, dict | list):
            yield from paths(inner, (*way, step))
