"""Modals and Home tabs: each window's stack of at most three, the inputs typed into them, and hashes."""

import itertools
import json
import secrets
from collections import defaultdict
from hashlib import sha256

from bot.sandbox import inputs
from bot.sandbox.changes import HomePublished, ViewClosed, ViewOpened, ViewsCleared, ViewUpdated
from bot.sandbox.people import APP_ID, BOT_ID, TEAM_ID
from bot.sandbox.refusals import SlackError
from bot.sandbox.slack_json import Json
from bot.sandbox.workspace import Workspace

DEEPEST = 3
Window = tuple[str, str]
"""A person's id, and the name of one of their windows."""
_HOME_TITLE = {"type": "plain_text", "text": "View Title", "emoji": True}


class Views:
    """Views live as long as this server. A view is replaced, never changed in place."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._stacks: dict[Window, list[Json]] = defaultdict(list)
        self._homes: dict[str, Json] = {}
        self._numbers = itertools.count(1)

    def stack(self, window: Window) -> list[Json]:
        """Bottom to top."""
        return list(self._stacks[window])

    def window_of(self, view_id: str) -> Window:
        """Where the modal is open; `not_found` when it is closed."""
        for window, stack in self._stacks.items():
            if any(view["id"] == view_id for view in stack):
                return window
        raise SlackError("not_found")

    def home(self, person_id: str) -> Json | None:
        return self._homes.get(person_id)

    def get(self, view_id: str) -> tuple[str, Json]:
        """Whose view it is, and the view; `not_found` when it is closed."""
        for person_id, view in self._all():
            if view["id"] == view_id:
                return person_id, view
        raise SlackError("not_found")

    def by_external_id(self, external_id: str) -> tuple[str, Json]:
        for person_id, view in self._all():
            if external_id and view["external_id"] == external_id:
                return person_id, view
        raise SlackError("not_found")

    def open(self, window: Window, view: Json) -> Json:
        """A new modal; what was open in that window is gone, as when Slack opens one from a message."""
        self._check_external_id(view)
        opened = self._new(view, root=None, previous=None)
        if self._stacks[window]:
            self._workspace.announce(ViewsCleared(*window))
        self._stacks[window] = [opened]
        self._workspace.announce(ViewOpened(*window, opened))
        return opened

    def push(self, view_id: str, view: Json) -> Json:
        """One more on the stack in which `view_id` is."""
        window = self.window_of(view_id)
        stack = self._stacks[window]
        if len(stack) >= DEEPEST:
            raise SlackError("push_limit_reached")
        self._check_external_id(view)
        pushed = self._new(view, root=stack[0]["id"], previous=stack[-1]["id"])
        stack.append(pushed)
        self._workspace.announce(ViewOpened(*window, pushed))
        return pushed

    def update(self, view_id: str, view: Json, *, expected_hash: str | None = None) -> Json:
        """Replace a view; what people typed stays where block_id and action_id stay."""
        _, before = self.get(view_id)
        if expected_hash is not None and expected_hash != before["hash"]:
            raise SlackError("hash_conflict")
        if view.get("external_id") != before["external_id"]:
            self._check_external_id(view)
        updated = self._complete(view, before)
        self._put(updated)
        return updated

    def publish(self, person_id: str, view: Json, *, expected_hash: str | None = None) -> Json:
        """Show the person's Home tab; what they typed there stays as it does in `update`."""
        before = self._homes.get(person_id)
        if before is None or view.get("external_id") != before["external_id"]:
            self._check_external_id(view)
        if before is not None and expected_hash is not None and expected_hash != before["hash"]:
            raise SlackError("hash_conflict")
        published = self._complete(view, before) if before else self._new(view, root=None, previous=None)
        self._homes[person_id] = published
        self._workspace.announce(HomePublished(person_id, published))
        return published

    def keep_inputs(self, view_id: str, values: dict[str, Json]) -> Json:
        """Remember what the person typed; the hash stays, for the app did nothing."""
        _, view = self.get(view_id)
        merged = {**view["state"]["values"]}
        for block_id, entries in values.items():
            merged[block_id] = {**merged.get(block_id, {}), **entries}
        kept = {**view, "state": {"values": merged}}
        self._keep(kept)
        return kept

    def close(self, view_id: str) -> None:
        """Take the view, and any above it, off the stack."""
        window = self.window_of(view_id)
        stack = self._stacks[window]
        while stack and stack.pop()["id"] != view_id:
            pass
        self._workspace.announce(ViewClosed(*window, view_id))

    def clear(self, window: Window) -> list[Json]:
        """Close everything in that window; returns what was open, bottom to top."""
        closed = self._stacks.pop(window, [])
        self._workspace.announce(ViewsCleared(*window))
        return closed

    def _all(self) -> list[tuple[str, Json]]:
        modals = [(person_id, view) for (person_id, _), stack in self._stacks.items() for view in stack]
        return [*modals, *self._homes.items()]

    def _put(self, view: Json) -> None:
        """The view in the place of the one with its id, where the person sees it change."""
        self._keep(view)
        if view["type"] == "home":
            self._workspace.announce(HomePublished(self.get(view["id"])[0], view))
        else:
            self._workspace.announce(ViewUpdated(*self.window_of(view["id"]), view))

    def _keep(self, view: Json) -> None:
        if view["type"] == "home":
            self._homes[self.get(view["id"])[0]] = view
            return
        window = self.window_of(view["id"])
        self._stacks[window] = [view if each["id"] == view["id"] else each for each in self._stacks[window]]

    def _check_external_id(self, view: Json) -> None:
        wanted = view.get("external_id")
        if wanted and any(wanted == open_view["external_id"] for _, open_view in self._all()):
            raise SlackError("duplicate_external_id")

    def _new_id(self) -> str:
        return f"V0{next(self._numbers):06d}{secrets.token_hex(2).upper()}"

    def _new(self, view: Json, *, root: str | None, previous: str | None) -> Json:
        view_id = self._new_id()
        return self._complete(view, {"id": view_id, "root_view_id": root or view_id, "previous_view_id": previous})

    def _complete(self, view: Json, before: Json) -> Json:
        blocks = with_ids(view["blocks"])
        return {
            "id": before["id"],
            "team_id": TEAM_ID,
            "type": view["type"],
            "blocks": blocks,
            "private_metadata": view.get("private_metadata", ""),
            "callback_id": view.get("callback_id", ""),
            "state": {"values": _values(blocks, before)},
            "hash": f"{int(self._workspace.clock.now())}.{secrets.token_urlsafe(6)}",
            "title": view.get("title", _HOME_TITLE),
            "clear_on_close": view.get("clear_on_close", False),
            "notify_on_close": view.get("notify_on_close", False),
            "close": view.get("close"),
            "submit": view.get("submit"),
            "previous_view_id": before["previous_view_id"],
            "root_view_id": before["root_view_id"],
            "app_id": APP_ID,
            "external_id": view.get("external_id", ""),
            "app_installed_team_id": TEAM_ID,
            "bot_id": BOT_ID,
        }


def with_ids(blocks: list[Json]) -> list[Json]:
    """The blocks as Slack keeps them: every block_id and action_id filled in.

    A block that people can only press has the same id again in an update that leaves it as it was: who presses a
    button of it, one with an action_id of its own, at that moment presses something that is still there.
    """
    return [_block_with_ids(block, twins=blocks[:place].count(block)) for place, block in enumerate(blocks)]


def _block_with_ids(block: Json, *, twins: int) -> Json:
    kept = {**block, "block_id": block.get("block_id") or _made_up_id(block, twins=twins)}
    for key in ("element", "accessory"):
        if key in kept:
            kept[key] = _element_with_id(kept[key])
    if block["type"] == "actions":
        kept["elements"] = [_element_with_id(element) for element in block["elements"]]
    return kept


def _made_up_id(block: Json, *, twins: int) -> str:
    if inputs.holds_state(block):
        return secrets.token_urlsafe(4)  # What people gave goes with the id.
    return sha256(json.dumps([twins, block]).encode()).hexdigest()[:8]


def _element_with_id(element: Json) -> Json:
    if element["type"] == "image" or "action_id" in element:
        return element
    return {**element, "action_id": secrets.token_urlsafe(4)}


def _values(blocks: list[Json], before: Json) -> Json:
    """state.values of a view: initial values, but what was typed where the ids stayed and the element can hold it."""
    typed = before.get("state", {}).get("values", {})
    values: Json = {}
    for placed in inputs.interactive(blocks):
        if placed.element["type"] not in inputs.STATELESS:
            kept = typed.get(placed.block_id, {}).get(placed.action_id)
            is_kept = kept is not None and inputs.may_hold(placed.element, kept)
            state = kept if is_kept else inputs.initial_state(placed.element)
            values.setdefault(placed.block_id, {})[placed.action_id] = state
    return values
