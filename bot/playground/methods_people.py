"""Who is who: auth.test, bots.*, users.* and apps.* of the Web API."""

from bot.playground.api import APP_TOKEN, Call, Method
from bot.playground.errors import Refusal
from bot.playground.payloads import DOMAIN
from bot.playground.people import APP_ID, BOT, BOT_ID, Member
from bot.playground.state import Json

PAGE = 200
CONNECTIONS = "connections"


def _auth_test(call: Call) -> Json:
    return {
        "url": f"https://{DOMAIN}.slack.com/",
        "team": "Playground",
        "team_id": call.ledger.team_id,
        "user": "trellis",
        "user_id": BOT,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def _bots_info(call: Call) -> Json:
    if call.text("bot") not in ("", BOT_ID):
        raise Refusal("bot_not_found")
    bot = {"id": BOT_ID, "deleted": False, "name": "Trellis", "app_id": APP_ID, "user_id": BOT}
    return {"bot": {**bot, "updated": int(call.ledger.clock.now().timestamp())}}


def _as_slack(call: Call, member: Member) -> Json:
    ledger = call.ledger
    with_email = "users:read.email" in ledger.scopes
    return member.as_slack(ledger.team_id, ledger.clock.now(), with_email=with_email)


def _users_info(call: Call) -> Json:
    member = call.ledger.members.get(call.need("user", "user_not_found"))
    if member is None:
        raise Refusal("user_not_found")
    return {"user": _as_slack(call, member)}


def _users_list(call: Call) -> Json:
    members = list(call.ledger.members.values())
    start = call.number("cursor", 0)
    end = start + (call.number("limit", 0) or PAGE)
    return {
        "members": [_as_slack(call, member) for member in members[start:end]],
        "cache_ts": int(call.ledger.clock.now().timestamp()),
        "response_metadata": {"next_cursor": str(end) if end < len(members) else ""},
    }


def _lookup(call: Call) -> Json:
    email = call.need("email", "users_not_found").lower()
    for member in call.ledger.members.values():
        if member.email.lower() == email and not member.deleted:
            return {"user": _as_slack(call, member)}
    raise Refusal("users_not_found")


def _connect(call: Call) -> Json:
    if CONNECTIONS not in call.urls:
        raise Refusal("not_allowed_token_type")
    return {"url": call.urls[CONNECTIONS]}


METHODS = {
    "api.test": Method(lambda call: {"args": dict(call.args)}),
    "auth.test": Method(_auth_test),
    "bots.info": Method(_bots_info, ("users:read",), 50),
    "users.info": Method(_users_info, ("users:read",), 100),
    "users.list": Method(_users_list, ("users:read",), 20),
    "users.lookupByEmail": Method(_lookup, ("users:read.email",), 50),
    "apps.connections.open": Method(_connect, token=APP_TOKEN),
}
