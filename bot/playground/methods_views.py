"""Modals and Home tabs: views.* of the Web API."""

from bot.playground import screens
from bot.playground.api import Call, Method
from bot.playground.errors import Refusal
from bot.playground.payloads import view_as_slack
from bot.playground.state import Json, View


def _body(call: Call) -> Json:
    body = call.parsed("view")
    if not isinstance(body, dict):
        line = "[ERROR] missing required field: view"
        raise Refusal("invalid_arguments", response_metadata={"messages": [line]})
    return body


def _shown(call: Call, view: View) -> Json:
    return {"view": view_as_slack(view, call.ledger.team_id)}


def _trigger(call: Call, body: Json) -> str:
    """Return whose trigger it is; a faulty view does not spend it."""
    screens.check_view(body, "modal")
    return call.ledger.triggers.exchange(call.need("trigger_id"))


def _open(call: Call) -> Json:
    body = _body(call)
    return _shown(call, screens.open_view(call.ledger, _trigger(call, body), body))


def _push(call: Call) -> Json:
    body = _body(call)
    return _shown(call, screens.push_view(call.ledger, _trigger(call, body), body))


def _update(call: Call) -> Json:
    body = _body(call)
    if call.text("view_id"):
        view = screens.find_view(call.ledger, call.text("view_id"))
    else:
        view = screens.find_external(call.ledger, call.need("external_id"))
    if view is None:
        raise Refusal("not_found")
    return _shown(call, screens.update_view(call.ledger, view, body, call.text("hash") or None))


def _publish(call: Call) -> Json:
    body, user = _body(call), call.need("user_id")
    member = call.ledger.members.get(user)
    if member is None or not member.is_person:
        raise Refusal("user_not_found")
    if member.deleted:
        raise Refusal("user_disabled")
    home = call.ledger.manifest.get("features", {}).get("app_home", {})
    if home.get("home_tab_enabled") is False:
        raise Refusal("not_enabled")
    return _shown(call, screens.publish(call.ledger, user, body, call.text("hash") or None))


METHODS = {
    "views.open": Method(_open, per_minute=100),
    "views.push": Method(_push, per_minute=100),
    "views.update": Method(_update, per_minute=100),
    "views.publish": Method(_publish, per_minute=100),
}
