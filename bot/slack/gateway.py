"""The only module that touches Slack's Web API: one typed function per call, one error per thing to do about it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any, cast

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot.slack import signing
from bot.slack.charts import or_without_charts
from bot.slack.errors import (
    SlackBusy,
    SlackLacksScope,
    SlackRefused,
    SlackRejectsToken,
    meaning,
    no_answer,
)
from bot.slack.pacing import Pacing
from bot.slack.profiles import described
from bot.slack.response_urls import ResponseUrls
from bot.slack.scopes import FILES, Scopes
from bot.slack.sdk import web_client
from bot.slack.uploading import send_bytes
from bot.views.blocks import Message, View
from storage.records import Person

_Method = Callable[..., SlackResponse]

INTERACTIVE_TIMEOUT = 2
BACKGROUND_TIMEOUT = 10
"""Seconds; well under the outbox's lease."""
PAGE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who our token says we are."""

    team_id: str
    team_name: str
    bot_id: str
    bot_user_id: str


@dataclass(frozen=True, slots=True)
class Posted:
    """Where a message is: `ts` is text, its trailing zeros count."""

    channel: str
    ts: str


class Gateway:
    """Slack's Web API with our token. Calls raise SlackRefused, SlackUnavailable or SlackBusy; none is retried here."""

    def __init__(self, *, token: str, base_url: str, timeout: int, pacing: Pacing, scopes: Scopes) -> None:
        self._client = web_client(token=token, base_url=base_url, timeout=timeout)
        self._response_urls = ResponseUrls(base_url=base_url, timeout=timeout)
        self._timeout = timeout
        self._pacing = pacing
        self._scopes = scopes

    def identity(self) -> Identity:
        """Ask who we are."""
        answer = self._call(self._client.auth_test)
        if "bot_id" not in answer:
            raise SlackRejectsToken("it is not a bot's token", may_have_happened=False)
        return Identity(
            team_id=answer["team_id"],
            team_name=answer["team"],
            bot_id=answer["bot_id"],
            bot_user_id=answer["user_id"],
        )

    def post(self, channel: str, message: Message, *, outbox_id: int, thread_ts: str | None = None) -> Posted:
        """Post a message that `find` recognises by the outbox id."""
        answer = self._paced(
            channel,
            str(outbox_id),
            or_without_charts(self._client.chat_postMessage),
            channel=channel,
            text=message.text,
            blocks=signing.signed(message.blocks, outbox_id),
            metadata=signing.metadata(outbox_id),
            unfurl_links=False,
            unfurl_media=False,
            **({"thread_ts": thread_ts} if thread_ts else {}),
        )
        return Posted(answer["channel"], answer["ts"])

    def post_privately(
        self, channel: str, person_id: str, message: Message, *, outbox_id: int, thread_ts: str | None = None
    ) -> None:
        """Show a message to one person alone; nobody can look for it afterwards, and it goes when they reload."""
        self._paced(
            "chat.postEphemeral",
            str(outbox_id),
            or_without_charts(self._client.chat_postEphemeral),
            channel=channel,
            user=person_id,
            text=message.text,
            blocks=message.blocks,
            **({"thread_ts": thread_ts} if thread_ts else {}),
        )

    def update(self, posted: Posted, message: Message, *, outbox_id: int | None = None) -> None:
        """Put something else in a message's place; with the outbox id it was posted with, `find` goes on to know it."""
        self._paced(
            "chat.update",
            f"{posted.channel} {posted.ts}",
            or_without_charts(self._client.chat_update),
            channel=posted.channel,
            ts=posted.ts,
            text=message.text,
            blocks=message.blocks if outbox_id is None else signing.signed(message.blocks, outbox_id),
        )

    def find(
        self, channel: str, *, outbox_id: int, author: str, since: float, thread_ts: str | None = None
    ) -> Posted | None:
        """Look in a channel, or a thread, for our message of an outbox item; `since` is in Unix seconds.

        `author` is our bot's user id: another installation's outbox counts from one too.
        """
        place = {"channel": channel, "oldest": f"{since:.6f}", "include_all_metadata": True}
        method: _Method = self._client.conversations_history
        if thread_ts:
            method, place = self._client.conversations_replies, place | {"ts": thread_ts}
        for page in self._pages(method, **place):
            for message in page["messages"]:
                if message.get("user") == author and signing.outbox_id(message) == outbox_id:
                    return Posted(channel, message["ts"])
        return None

    def send_file(self, path: Path, *, name: str) -> str:
        """Give Slack a file that is to be shared, and return its id; nobody sees it yet."""
        method = self._client.files_getUploadURLExternal
        asked = self._paced("files.getUploadURLExternal", name, method, filename=name, length=path.stat().st_size)
        send_bytes(str(asked["upload_url"]), path, timeout=self._timeout)
        return str(asked["file_id"])

    def share_file(self, channel: str, file_id: str, *, title: str, words: str) -> None:
        """Post a file that Slack has, with words of ours; `find` recognises it by its name."""
        self._call(
            self._client.files_completeUploadExternal,
            channel_id=channel,
            files=[{"id": file_id, "title": title}],
            initial_comment=words,
        )

    def open_dm(self, person_id: str) -> str:
        """Return the D-id of our conversation with a person."""
        return str(self._call(self._client.conversations_open, users=person_id)["channel"]["id"])

    def person(self, team_id: str, person_id: str) -> Person:
        """Return somebody as Slack describes them now."""
        return described(team_id, self._paced("users.info", person_id, self._client.users_info, user=person_id)["user"])

    def people(self, team_id: str, cursor: str) -> tuple[list[Person], str]:
        """Return a page of the workspace's people and the next cursor, empty after the last."""
        answer = self._call(self._client.users_list, limit=PAGE, **_at(cursor))
        return [described(team_id, user) for user in answer["members"]], _next_cursor(answer)

    def channels(self, cursor: str, *, with_private: bool = True) -> tuple[list[Mapping[str, Any]], str]:
        """Return a page of channels and the next cursor, empty after the last; a short page need not be the last.

        All public ones, and the private ones we are in; archived ones do not count.
        """
        answer = self._call(
            self._client.conversations_list,
            limit=PAGE,
            types="public_channel,private_channel" if with_private else "public_channel",
            exclude_archived=True,
            **_at(cursor),
        )
        return answer["channels"], _next_cursor(answer)

    def channel(self, channel: str) -> Mapping[str, Any]:
        """Return a channel as Slack describes it now; a private one only where we are in it."""
        return cast("Mapping[str, Any]", self._call(self._client.conversations_info, channel=channel)["channel"])

    def join(self, channel: str) -> None:
        """Join a public channel, so that its history and events reach us."""
        self._call(self._client.conversations_join, channel=channel)

    def allowed(self, view: View) -> View:
        """Return the form as Slack lets us show it: a field for files needs a scope, or the whole form is refused."""
        return _without_files(view) if self._scopes.lack(FILES) else view

    def open_view(self, trigger_id: str, view: View) -> None:
        """Open a form; the trigger lives three seconds, and one that was used was used when this was first heard.

        The scope for files may be gone since Slack last spoke to us: then the form opens without them.
        """
        view = self.allowed(view)
        try:
            self._call(self._client.views_open, trigger_id=trigger_id, view=view)
        except SlackLacksScope:
            fewer = _without_files(view)
            if fewer == view:
                raise
            self.open_view(trigger_id, fewer)
        except SlackRefused as refused:
            if refused.error != "exchanged_trigger_id":
                raise

    def update_view(self, view_id: str, view_hash: str, view: View) -> None:
        """Put another form in an open form's place, unless it has changed since; then somebody pressed twice."""
        seen = {"hash": view_hash} if view_hash else {}
        try:
            self._call(self._client.views_update, view_id=view_id, view=view, **seen)
        except SlackRefused as refused:
            if refused.error != "hash_conflict":
                raise

    def push_view(self, trigger_id: str, view: View) -> None:
        """Open a form over the window something was pressed in."""
        try:
            self._call(self._client.views_push, trigger_id=trigger_id, view=view)
        except SlackRefused as refused:
            if refused.error != "exchanged_trigger_id":
                raise

    def publish(self, person_id: str, view: View, *, seen: str = "") -> bool:
        """Show somebody's Home tab; False where it has changed since they saw it under that hash."""
        try:
            self._call(self._client.views_publish, user_id=person_id, view=view, **({"hash": seen} if seen else {}))
        except SlackRefused as refused:
            if refused.error != "hash_conflict":
                raise
            return False
        return True

    def publish_later(self, person_id: str, view: View) -> None:
        """Show somebody's Home tab, when it is its turn."""
        self._paced("views.publish", person_id, self._client.views_publish, user_id=person_id, view=view)

    def respond(self, response_url: str, message: Message, *, replace_original: bool = False) -> None:
        """Answer privately where somebody typed or clicked; only at an address of Slack's."""
        self._response_urls.answer(response_url, message, replace_original=replace_original)

    def _pages(self, method: _Method, **arguments: Any) -> Iterator[Mapping[str, Any]]:
        cursor = ""
        while True:
            answer = self._call(method, limit=PAGE, **arguments, **_at(cursor))
            yield answer
            cursor = _next_cursor(answer)
            if not cursor:
                return

    def _paced(self, place: str, who: str, method: _Method, **arguments: Any) -> Mapping[str, Any]:
        """Call when it is the turn of `who` at this place; SlackBusy, ours or Slack's, says when that is."""
        if wait := self._pacing.wait(place, who):
            raise SlackBusy(wait)
        try:
            return self._call(method, **arguments)
        except SlackBusy as busy:
            self._pacing.hold(place, who, busy.seconds)
            raise

    def _call(self, method: _Method, **arguments: Any) -> Mapping[str, Any]:
        try:
            answer = method(**arguments)
        except SlackApiError as error:
            self._scopes.learn(error.response.headers)
            raise meaning(error) from error
        except (SlackClientError, OSError, HTTPException, ValueError) as error:
            raise no_answer(error) from error
        self._scopes.learn(answer.headers)
        return cast("Mapping[str, Any]", answer.data)


def _without_files(view: View) -> View:
    blocks = [block for block in view["blocks"] if block.get("element", {}).get("type") != "file_input"]
    return {**view, "blocks": blocks}


def _at(cursor: str) -> dict[str, str]:
    return {"cursor": cursor} if cursor else {}


def _next_cursor(answer: Mapping[str, Any]) -> str:
    return str(answer.get("response_metadata", {}).get("next_cursor", "") or "")
