"""Forms: submitting, what the app's answer does to them, and closing."""

from contextlib import suppress

from bot.sandbox import composing, inputs, payloads
from bot.sandbox.acts.desk import TROUBLE, Desk
from bot.sandbox.acts.typing import keep_values
from bot.sandbox.files import is_of_type
from bot.sandbox.refusals import ActRefused, SlackError
from bot.sandbox.slack_json import Json
from bot.sandbox.views import Window

MOST_FILES = 10
_LONGEST_INPUT = 3000
_REQUIRED = "Please complete this required field."


async def submit(desk: Desk) -> Json:
    view_id = str(desk.act.get("view_id"))
    view = keep_values(desk, view_id, desk.act.get("values", {}))
    if view["type"] != "modal" or not view.get("submit"):
        raise ActRefused("This form has nothing to submit.")
    errors = _client_errors(view)
    if errors:
        return {"errors": errors}
    payload = payloads.view_submission(
        desk.person, view, trigger_id=desk.trigger(view_id=view_id), response_urls=_response_urls(desk, view)
    )
    delivery = await desk.interact(payload, takes_answer=True)
    if delivery.outcome != "acked":
        raise ActRefused(TROUBLE)
    try:
        return _apply(desk, view, delivery.answer or {})
    except SlackError as refusal:
        desk.parts.recorder.refuse(delivery, _told(refusal))
        raise ActRefused(TROUBLE) from refusal


async def close(desk: Desk) -> Json:
    """Cancel: this view goes, the one below shows; or all of them where the view says so."""
    view = desk.view(str(desk.act.get("view_id")))
    if view["type"] != "modal":
        raise ActRefused("That is not a form.")
    if view["clear_on_close"]:
        return await _clear(desk, desk.parts.views.window_of(view["id"]))
    desk.parts.views.close(view["id"])
    await _tell_closed(desk, [view], is_cleared=False)
    return {}


async def clear(desk: Desk) -> Json:
    """The cross: the whole stack goes."""
    return await _clear(desk, desk.window)


async def _clear(desk: Desk, window: Window) -> Json:
    closed = desk.parts.views.clear(window)
    await _tell_closed(desk, closed[::-1], is_cleared=True)
    return {}


async def _tell_closed(desk: Desk, closed: list[Json], *, is_cleared: bool) -> None:
    for view in closed:
        if view["notify_on_close"]:
            await desk.interact(payloads.view_closed(desk.person, view, is_cleared=is_cleared))


def _apply(desk: Desk, view: Json, answer: Json) -> Json:
    """Do to the form what the ack says."""
    views = desk.parts.views
    match answer.get("response_action"):
        case None:
            _close_submitted(desk, view)
        case "clear":
            _clear_submitted(desk, view)
        case "update":
            views.update(view["id"], composing.view(desk.parts.scopes, answer.get("view"), "modal"))
        case "push":
            views.push(view["id"], composing.view(desk.parts.scopes, answer.get("view"), "modal"))
        case "errors":
            return {"errors": _app_errors(view, answer)}
        case unknown:
            raise SlackError(f"unknown response_action {unknown}")
    return {}


def _close_submitted(desk: Desk, view: Json) -> None:
    # The app may have closed or replaced the stack while it worked; then there is nothing left to close.
    with suppress(SlackError):
        desk.parts.views.close(view["id"])


def _clear_submitted(desk: Desk, view: Json) -> None:
    with suppress(SlackError):
        desk.parts.views.clear(desk.parts.views.window_of(view["id"]))


def _app_errors(view: Json, answer: Json) -> Json:
    errors = answer.get("errors")
    known = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= known:
        raise SlackError("errors must name block_ids of input blocks")
    return errors


def _told(refusal: SlackError) -> str:
    problems = refusal.beside.get("response_metadata", {}).get("messages", [])
    return ": ".join([refusal.code, *problems[:1]])


def _client_errors(view: Json) -> dict[str, str]:
    """What Slack's client refuses before the app hears of it."""
    errors: dict[str, str] = {}
    for placed in inputs.interactive(view["blocks"]):
        if placed.block["type"] == "input":
            state = view["state"]["values"][placed.block_id][placed.action_id]
            problem = _problem(placed, state)
            if problem:
                errors[placed.block_id] = problem
    return errors


def _problem(placed: inputs.Placed, state: Json) -> str | None:
    if inputs.is_empty(state):
        return None if placed.block.get("optional") else _REQUIRED
    value, element = inputs.given_value(state), placed.element
    if element["type"] == "file_input":
        return _files_problem(element, state["files"])
    if element["type"] == "number_input":
        return _number_problem(element, str(value))
    most = element.get("max_selected_items")
    if isinstance(value, list) and most is not None and len(value) > most:
        return f"Please select no more than {most}."
    return _length_problem(element, value) if isinstance(value, str) else None


def _files_problem(element: Json, files: list[Json]) -> str | None:
    most, wanted = element.get("max_files", MOST_FILES), element.get("filetypes", [])
    if len(files) > most:
        return f"Please select no more than {most} files."
    wrong = next((file["name"] for file in files if not is_of_type(file, wanted)), None)
    return None if wrong is None else f"{wrong} is not one of the kinds of file this takes: {', '.join(wanted)}."


def _length_problem(element: Json, value: str) -> str | None:
    shortest, longest = element.get("min_length", 0), element.get("max_length", _LONGEST_INPUT)
    if len(value) < shortest:
        return f"Please enter at least {shortest} characters."
    if len(value) > longest:
        return f"Please enter no more than {longest} characters."
    return None


def _number_problem(element: Json, value: str) -> str | None:
    try:
        number = float(value)
    except ValueError:
        return "Please enter a number."
    if not element["is_decimal_allowed"] and not number.is_integer():
        return "Please enter a whole number."
    low, high = element.get("min_value"), element.get("max_value")
    if (low is not None and number < float(low)) or (high is not None and number > float(high)):
        return f"Please enter a number from {low or 'any'} to {high or 'any'}."
    return None


def _response_urls(desk: Desk, view: Json) -> list[Json]:
    """A response_url for every conversation chosen in an input that asks for one."""
    urls: list[Json] = []
    for placed in inputs.interactive(view["blocks"]):
        if not placed.element.get("response_url_enabled"):
            continue
        chosen = inputs.given_value(view["state"]["values"][placed.block_id][placed.action_id])
        channel = desk.parts.workspace.channels.get(str(chosen))
        if channel is not None:
            path, _ = desk.parts.response_urls.issue("app", desk.person.id, channel)
            place = {"channel_id": channel.id, "block_id": placed.block_id, "action_id": placed.action_id}
            urls.append({"response_url": f"{desk.parts.address}{path}", **place})
    return urls
