"""What people do with the bot's pieces: slash commands, presses, and forms."""

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.playground import forms, payloads, screens
from bot.playground.courier import TIMEOUT
from bot.playground.errors import Refusal
from bot.playground.ledger import Ack, Ledger
from bot.playground.people import Member
from bot.playground.responses import Place, Responses
from bot.playground.state import Channel, Json, Result, Selection, Values, View
from bot.playground.typing_in import typed

TROUBLE = "We had some trouble connecting. Try again?"
GONE = "That is no longer here."


class Acts(Ledger):
    """The ledger, and people who command, press and submit."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.responses = Responses(self)

    def command(self, user: str, channel: str, command: str, text: str = "") -> Result:
        """Send a slash command such as "/career"; what it answers at once shows up there."""
        listed = self.manifest.get("features", {}).get("slash_commands", [])
        own = next((c for c in listed if c["command"] == command), None)
        if own is None or "commands" not in self.scopes:
            return Result(f"{command} is not a valid command.")
        place = Place(user, channel)
        form = {
            "command": command,
            "text": typed(self, text) if own.get("should_escape") else text,
            "response_url": self.responses.url(place),
            "trigger_id": self.triggers.issue(user),
        }
        who, where = self.members[user], self.channels[channel]
        ack = self._ask("slash_commands", payloads.command(who, where, self.team_id, form))
        if not ack.is_ok:
            return Result(f'{command} failed with the error "{_word(ack)}"')
        if ack.body and (ack.body.get("text") or ack.body.get("blocks")):
            return self._shown(place, ack.body)
        return Result()

    def press(
        self,
        user: str,
        block_id: str,
        action_id: str,
        *,
        message: tuple[str, str] | None = None,
        view_id: str | None = None,
        selection: Selection = None,
        values: Values | None = None,
    ) -> Result:
        """Press a button or choose in an element of a `message` (channel, ts) or a view.

        A button needs no `selection`; given one, it stands in for the button's value, as a
        forger would. In a view, `values` is what stands in its inputs.
        """
        view = screens.find_view(self, view_id) if view_id else None
        blocks = self._blocks(message, view)
        element = forms.find(blocks, block_id, action_id)
        if element is None:
            return Result(GONE)
        if element["type"] in forms.STATE_FIELDS and element["type"] != "overflow":
            values = _merged(values or {}, block_id, action_id, selection)
        state = forms.state(blocks, values or {})
        if view is not None:
            place = payloads.in_view(payloads.view_as_slack(view, self.team_id, state))
        elif message is not None:
            place = self._in_message(user, *message, state)
        action = _action(element, block_id, selection)
        trigger = self.triggers.issue(user)
        payload = payloads.press(self.members[user], self.team_id, trigger, action, place)
        ack = self._ask("interactive", payload)
        return Result() if ack.is_ok else Result(f"{TROUBLE} ({_word(ack)})")

    def submit(self, user: str, values: Values) -> Result:
        """Submit the modal on top. An input that `values` leaves out keeps its initial value.

        Required inputs, lengths and formats are checked before the bot is asked.
        """
        view = self.modal(user)
        if view is None:
            return Result(GONE)
        refused = forms.refusals(view.blocks, values)
        if refused:
            return self._refuse(view, refused)
        state = forms.state(view.blocks, values)
        shown = payloads.view_as_slack(view, self.team_id, state)
        trigger = self.triggers.issue(user)
        who = self.members[user]
        ack = self._ask("interactive", payloads.submission(who, self.team_id, trigger, shown))
        if not ack.is_ok:
            return Result(TROUBLE)
        return self._follow(view, ack.body or {})

    def close_modal(self, user: str) -> Result:
        """Close the modal on top; the one beneath it comes back."""
        return self._close(user, is_cleared=False)

    def dismiss(self, user: str) -> Result:
        """Close every modal that the person has open."""
        return self._close(user, is_cleared=True)

    def modal(self, user: str) -> View | None:
        """Return the modal on top of what this person has open, if any."""
        with self.lock:
            stack = self.stacks.get(user)
            return stack[-1] if stack else None

    def _ask(self, kind: str, payload: Json) -> Ack:
        if self.carrier is None:
            return Ack(is_ok=False)
        return self.carrier.ask(kind, payload)

    def _shown(self, place: Place, body: Mapping[str, Any]) -> Result:
        try:
            self.responses.show(place, body)
        except Refusal as no:
            return Result(f'failed with the error "{no.error}"')
        return Result()

    def _blocks(self, message: tuple[str, str] | None, view: View | None) -> list[Json]:
        if view is not None:
            return view.blocks
        if message is None:
            return []
        channel, ts = message
        found = self.whispers.get(ts) or self.posts[channel].get(ts)
        return list(found.blocks) if found else []

    def _in_message(self, user: str, channel: str, ts: str, state: Json) -> Json:
        where = self.channels[channel]
        post = self.posts[channel].get(ts)
        place = Place(user, channel, post.thread_ts if post else None, ts)
        shown = payloads.message_as_slack(post, self.team_id) if post else _whispered(ts)
        return payloads.in_message(shown, where, state, self.responses.url(place))

    def _refuse(self, view: View, errors: Mapping[str, str]) -> Result:
        screens.put_view(self, replace(view, errors=dict(errors)))
        self.touch()
        return Result(errors=errors)

    def _follow(self, view: View, body: Json) -> Result:
        """Do what the bot's answer to a submission says; without any, the modal closes."""
        what = body.get("response_action")
        try:
            if what == "errors":
                return self._red_lines(view, body.get("errors"))
            if what == "update":
                screens.update_view(self, view, body["view"], None)
            elif what == "push":
                screens.push_view(self, view.user, body["view"])
            else:
                self._take_off(view, everything=what == "clear")
        except (Refusal, KeyError):
            return Result(TROUBLE)
        return Result()

    def _red_lines(self, view: View, errors: Any) -> Result:
        inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
        if not isinstance(errors, dict) or not errors or not inputs.issuperset(errors):
            return Result(TROUBLE)
        return self._refuse(view, errors)

    def _take_off(self, view: View, *, everything: bool) -> None:
        with self.lock:
            stack = self.stacks[view.user]
            self.stacks[view.user] = [] if everything else [v for v in stack if v.id != view.id]
        self.touch()

    def _close(self, user: str, *, is_cleared: bool) -> Result:
        view = self.modal(user)
        if view is None:
            return Result(GONE)
        self._take_off(view, everything=is_cleared or bool(view.body.get("clear_on_close")))
        if view.body.get("notify_on_close"):
            shown = payloads.view_as_slack(view, self.team_id)
            who = self.members[user]
            told = payloads.closing(who, self.team_id, shown, is_cleared=is_cleared)
            self._ask("interactive", told)
        return Result()


def _merged(values: Values, block_id: str, action_id: str, selection: Selection) -> Values:
    return {**values, block_id: {**values.get(block_id, {}), action_id: selection}}


def _action(element: Json, block_id: str, selection: Selection) -> Json:
    action = {key: value for key, value in element.items() if key not in _UNSENT}
    action |= {"block_id": block_id, "action_ts": f"{time.time():.6f}"}
    if element["type"] in forms.STATE_FIELDS:
        return action | forms.state_of(element, selection)
    return action if selection is None else action | {"value": selection}


_UNSENT = frozenset(
    {"options", "option_groups", "confirm", "focus_on_load", "accessibility_label", "multiline"}
)


def _whispered(ts: str) -> Json:
    return {"ts": ts, "is_ephemeral": True}


def _word(ack: Ack) -> str:
    return "operation_timeout" if ack.reason == TIMEOUT else "dispatch_failed"


def may_act(member: Member | None, channel: Channel | None) -> bool:
    """Tell whether somebody can do anything in a channel: an active member of it."""
    if member is None or member.deleted or channel is None:
        return False
    return member.id in channel.members
