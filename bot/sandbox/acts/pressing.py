"""Buttons, menus and pickers, in messages and in views: block_actions and block_suggestion."""

from bot.sandbox import inputs, payloads
from bot.sandbox.acts.desk import NOT_RESPONDING, Desk
from bot.sandbox.acts.typing import keep_values
from bot.sandbox.block_kit import block_problems
from bot.sandbox.refusals import ActRefused
from bot.sandbox.slack_json import Json

MOST_OPTIONS = 100


async def press(desk: Desk) -> Json:
    container = desk.container()
    payload = _in_view(desk, container["view_id"]) if container["type"] == "view" else _in_message(desk, container)
    if payload is None:
        return {}
    delivery = await desk.interact(payload)
    if delivery.outcome != "acked":
        raise ActRefused(NOT_RESPONDING)
    return {}


async def suggest(desk: Desk) -> Json:
    container = desk.container()
    blocks, shown, key = _suggesting(desk, container)
    placed = _placed(desk, blocks)
    payload = payloads.block_suggestion(
        desk.person,
        container,
        block_id=placed.block_id,
        action_id=placed.action_id,
        typed=str(desk.act.get("value", "")),
    )
    delivery = await desk.interact({**payload, **shown}, takes_answer=True)
    if delivery.outcome != "acked":
        raise ActRefused("Couldn't load results")
    answer = delivery.answer or {}
    options = inputs.options_of(answer)
    problem = _options_problem(answer, options)
    if problem:
        desk.parts.recorder.refuse(delivery, problem)
        raise ActRefused("Couldn't load results")
    desk.parts.offered.keep(key, placed.action_id, options)
    return {name: answer[name] for name in ("options", "option_groups") if name in answer}


def _in_view(desk: Desk, view_id: str) -> Json | None:
    """A press in a view, with what is typed so far; None when Slack's client tells nobody."""
    if "values" in desk.act:
        keep_values(desk, view_id, desk.act["values"])
    view = desk.view(view_id)
    placed = _placed(desk, view["blocks"])
    state = _new_state(desk, view_id, placed, held=inputs.held_state(view, placed))
    if state is not None and placed.element["type"] not in inputs.STATELESS:
        view = desk.parts.views.keep_inputs(view_id, {placed.block_id: {placed.action_id: state}})
    if placed.block["type"] == "input" and not placed.block.get("dispatch_action"):
        return None
    used = payloads.Press(desk.person, _action(desk, placed, state), desk.trigger(view_id=view_id), {})
    return payloads.view_press(used, view)


def _in_message(desk: Desk, container: Json) -> Json:
    channel = desk.channel(container["channel"])
    message = desk.message(channel, container["ts"])
    placed = _placed(desk, message.get("blocks", []))
    state = _new_state(desk, message["ts"], placed)
    place = (desk.person.id, channel.id, message["ts"])
    if state is not None and placed.element["type"] not in inputs.STATELESS:
        desk.parts.choices.keep(place, placed, state)
    values = desk.parts.choices.state_values(place, message.get("blocks", []))
    path, url = desk.parts.response_urls.issue("actions", desk.person.id, channel)
    url.ts, url.is_ephemeral = message["ts"], bool(message.get("is_ephemeral"))
    # A parent stands in the channel: what is answered to a click on it does too.
    url.thread_ts = message.get("thread_ts") if message.get("thread_ts") != message["ts"] else None
    used = payloads.Press(desk.person, _action(desk, placed, state), desk.trigger(), values)
    return payloads.message_press(used, channel, message, response_url=f"{desk.parts.address}{path}")


def _placed(desk: Desk, blocks: list[Json]) -> inputs.Placed:
    placed = inputs.find(blocks, str(desk.act.get("block_id")), str(desk.act.get("action_id")))
    if placed is None:
        raise ActRefused("That is no longer there.")
    return placed


def _new_state(desk: Desk, container: str, placed: inputs.Placed, *, held: Json | None = None) -> Json | None:
    if placed.element["type"] not in inputs.VALUE_KEYS:
        return None
    return desk.chosen(container, placed, desk.act.get("value"), held=held)


def _action(desk: Desk, placed: inputs.Placed, state: Json | None) -> Json:
    """The entry of actions[]: for a button its text and value, for the rest what was chosen."""
    element = placed.element
    shown = ("text", "value", "style", "url", "placeholder") if element["type"] == "button" else ("placeholder",)
    return {
        "type": element["type"],
        "action_id": placed.action_id,
        "block_id": placed.block_id,
        **{key: element[key] for key in shown if key in element},
        **(state or {}),
        "action_ts": desk.parts.workspace.next_ts(),
    }


def _suggesting(desk: Desk, container: Json) -> tuple[list[Json], Json, str]:
    """The blocks typed into, what the payload shows beside them, and the name options are kept under."""
    if container["type"] == "view":
        view = desk.view(container["view_id"])
        # Slack tells nothing of what the other fields hold while a person types into this one.
        return view["blocks"], {"view": {**view, "state": {"values": {}}}}, view["id"]
    channel = desk.channel(container["channel"])
    message = desk.message(channel, container["ts"])
    shown = {"channel": {"id": channel.id, "name": payloads.shown_name(channel)}}
    beside = {} if message.get("is_ephemeral") else {"message": message}
    return message.get("blocks", []), {**shown, **beside}, message["ts"]


def _options_problem(answer: Json, options: list[Json]) -> str | None:
    if not options:
        return None
    if len(options) > MOST_OPTIONS:
        return "invalid_options"
    select = {"type": "static_select", "action_id": "offered", "options": options}
    if "option_groups" in answer:
        select = {"type": "static_select", "action_id": "offered", "option_groups": answer["option_groups"]}
    problems = block_problems([{"type": "actions", "elements": [select]}], "message")
    return problems[0] if problems else None
