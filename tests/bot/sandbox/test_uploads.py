"""Files the app uploads: an address, the bytes, and where it is shared, as Slack takes them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox import Person, Sandbox
from tests.bot.sandbox.app import MANIFEST
from tests.bot.sandbox.asking import Reply, ask


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    """Give a workspace whose app may write files."""
    manifest = tmp_path / "manifest.yml"
    manifest.write_text(MANIFEST.replace("files:read,", "files:read, files:write,"))
    with Sandbox(manifest=manifest, port=0) as sandbox:
        yield sandbox


@pytest.fixture
def client(sandbox: Sandbox) -> WebClient:
    return WebClient(token=sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[])


@pytest.fixture
def ana(sandbox: Sandbox) -> Person:
    return sandbox.person("ana")


def _upload(sandbox: Sandbox, client: WebClient, content: bytes = b"a,b\n") -> tuple[str, Reply]:
    asked = client.files_getUploadURLExternal(filename="out.csv", length=len(content))
    path = str(asked["upload_url"]).removeprefix(sandbox.url)
    return str(asked["file_id"]), ask(sandbox, path, body=content)


def _refused(call: Any, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as refusal:
        call(**arguments)
    return str(refusal.value.response["error"])


def test_a_file_is_seen_once_it_is_shared(sandbox: Sandbox, client: WebClient, ana: Person) -> None:
    channel = client.conversations_open(users=ana.id)["channel"]["id"]
    file_id, answer = _upload(sandbox, client)
    assert (answer.status, answer.text) == (200, "OK - 4")
    assert ana.messages("@Incident Tracker") == []

    done = client.files_completeUploadExternal(
        files=[{"id": file_id, "title": "All <of> it"}], channel_id=channel, initial_comment="Here & there"
    )

    assert done["files"] == [{"id": file_id, "title": "All <of> it"}]
    [message] = ana.messages("@Incident Tracker")
    [file] = message.raw["files"]
    assert message.seen_text == "Here & there\nout.csv"
    assert message.raw["text"] == "Here &amp; there"
    assert (file["name"], file["title"], file["size"], file["ims"]) == ("out.csv", "All <of> it", 4, [channel])
    path = file["url_private"].removeprefix(sandbox.url)
    assert ask(sandbox, path).text == "a,b\n"


def test_history_tells_of_the_files(sandbox: Sandbox, client: WebClient, ana: Person) -> None:
    channel = client.conversations_open(users=ana.id)["channel"]["id"]
    file_id, _ = _upload(sandbox, client)
    client.files_completeUploadExternal(files=[{"id": file_id}], channel_id=channel)

    [message] = client.conversations_history(channel=channel)["messages"]

    assert [file["name"] for file in message["files"]] == ["out.csv"]
    assert message["user"] == "U0BOT"


def test_bytes_that_are_not_as_many_as_were_named_are_refused(sandbox: Sandbox, client: WebClient) -> None:
    asked = client.files_getUploadURLExternal(filename="out.csv", length=3)
    path = str(asked["upload_url"]).removeprefix(sandbox.url)

    assert ask(sandbox, path, body=b"abcd").status == 400
    assert ask(sandbox, path, body=b"ab").status == 400
    assert ask(sandbox, "/upload/v1/F0NOTHING", body=b"abc").status == 404
    unsent = [{"id": str(asked["file_id"])}]
    assert _refused(client.files_completeUploadExternal, files=unsent) == "file_not_found"


def test_the_developer_tools_tell_a_file_that_came_from_one_that_did_not(sandbox: Sandbox, client: WebClient) -> None:
    _upload(sandbox, client)
    ask(sandbox, "/upload/v1/F0NOTHING", body=b"abc")

    rows = [row for row in ask(sandbox, "/sandbox/requests").json["requests"] if row["what"] == "upload_url"]

    assert [(row["ok"], row["status"], row["error"]) for row in rows] == [(True, 200, None), (False, 404, "Not Found")]


def test_a_file_is_shared_once(sandbox: Sandbox, client: WebClient, ana: Person) -> None:
    channel = client.conversations_open(users=ana.id)["channel"]["id"]
    file_id, _ = _upload(sandbox, client)
    client.files_completeUploadExternal(files=[{"id": file_id}], channel_id=channel)

    again = _refused(client.files_completeUploadExternal, files=[{"id": file_id}], channel_id=channel)

    assert again == "file_not_found"
    assert len(ana.messages("@Incident Tracker")) == 1


def test_what_slack_refuses_is_refused(sandbox: Sandbox, client: WebClient) -> None:
    share = client.files_completeUploadExternal
    file_id, _ = _upload(sandbox, client)
    files: list[dict[str, Any]] = [{"id": file_id}]

    assert _refused(client.files_getUploadURLExternal, filename="out.csv", length=0) == "invalid_arguments"
    assert _refused(client.files_getUploadURLExternal, filename="", length=3) == "invalid_arguments"
    too_large = 2 * 1024**3
    assert _refused(client.files_getUploadURLExternal, filename="a", length=too_large) == "file_upload_size_restricted"
    assert _refused(share, files=files, channel_id="C0NOWHERE") == "channel_not_found"
    assert _refused(share, files=files, channel_id="C0GENERAL") == "not_in_channel"
    assert _refused(share, files=[{"title": "no id"}]) == "invalid_arguments"
    assert _refused(client.api_call, api_method="files.completeUploadExternal", params={"files": "{"}) == (
        "invalid_arguments"
    )
    sandbox.faults.remove_scope("files:write")
    assert _refused(client.files_getUploadURLExternal, filename="a", length=3) == "missing_scope"
    assert _refused(share, files=files) == "missing_scope"
