"""Files in forms: picked, limited, sent with the form, and there to be downloaded again."""

from pathlib import Path
from typing import Any

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox import Person, Sandbox
from bot.sandbox.driver import ActFailed
from tests.bot.sandbox.app import Bridge, bolt, field, modal, section
from tests.bot.sandbox.asking import act, ask
from tests.bot.sandbox.forms import opened, trigger
from tests.tables import for_each

FILES = field("Files", {"type": "file_input", "filetypes": ["png", "jpg"], "max_files": 2}, optional=True)
FILE_KEYS = {
    "id",
    "created",
    "timestamp",
    "name",
    "title",
    "mimetype",
    "filetype",
    "pretty_type",
    "user",
    "user_team",
    "editable",
    "size",
    "mode",
    "is_external",
    "external_type",
    "is_public",
    "public_url_shared",
    "display_as_bot",
    "username",
    "url_private",
    "url_private_download",
    "media_display_type",
    "permalink",
    "permalink_public",
    "comments_count",
    "is_starred",
    "shares",
    "channels",
    "groups",
    "ims",
    "has_more_shares",
    "has_rich_preview",
    "file_access",
}


@pytest.fixture
def submitted(app: App) -> list[list[dict[str, Any]]]:
    """The files of each form the app was sent."""
    sent: list[list[dict[str, Any]]] = []

    @app.view("form")
    def on_submit(ack: Ack, view: dict[str, Any]) -> None:
        sent.append(view["state"]["values"]["files"]["v"]["files"])
        ack()

    return sent


@pytest.mark.usefixtures("connected")
def test_a_form_carries_slacks_file_objects(
    sandbox: Sandbox, app: App, ana: Person, submitted: list[list[dict[str, Any]]]
) -> None:
    form = opened(app, ana, modal(FILES))
    form.fill("Files", {"Error Rate.PNG": b"\x89PNG", "second.jpeg": b"jpeg"})
    assert form.value("Files") == ["Error Rate.PNG", "second.jpeg"]
    form.submit()

    ((first, second),) = submitted
    assert set(first) == FILE_KEYS
    assert (first["name"], first["title"], first["size"]) == ("Error Rate.PNG", "Error Rate.PNG", 4)
    assert (first["mimetype"], first["filetype"], first["mode"]) == ("image/png", "png", "hosted")
    assert (first["user"], first["id"][0]) == ("U0ANA", "F")
    assert first["permalink"] == f"{sandbox.url}/files/U0ANA/{first['id']}/error_rate.png"
    assert second["filetype"] == "jpg"


@pytest.mark.usefixtures("connected")
def test_a_field_without_files_is_an_empty_list(app: App, ana: Person, submitted: list[list[dict[str, Any]]]) -> None:
    form = opened(app, ana, modal(FILES))
    form.fill("Files", ["graph.png"])
    form.fill("Files", None)
    form.submit()

    assert submitted == [[]]


@pytest.mark.usefixtures("connected")
def test_slacks_client_counts_files_and_knows_their_kinds(app: App, ana: Person, sandbox: Sandbox) -> None:
    form = opened(app, ana, modal({**FILES, "optional": False}))

    form.submit()
    assert form.errors == {"Files": "Please complete this required field."}
    form.fill("Files", ["a.png", "b.png", "c.png"])
    form.submit()
    assert form.errors == {"Files": "Please select no more than 2 files."}
    form.fill("Files", ["a.png", "notes.txt"])
    form.submit()

    assert form.errors == {"Files": "notes.txt is not one of the kinds of file this takes: png, jpg."}
    assert sandbox.recorder.deliveries_of("view_submission") == []


@pytest.mark.usefixtures("connected")
def test_a_file_is_neither_empty_nor_larger_than_slack_takes(app: App, ana: Person) -> None:
    form = opened(app, ana, modal(FILES))
    most = 10 * 1024 * 1024

    with pytest.raises(ActFailed, match=r"empty\.png is empty"):
        form.fill("Files", {"empty.png": b""})
    with pytest.raises(ActFailed, match=r"huge\.png is too large: a file has 10 MB at most"):
        form.fill("Files", {"huge.png": b"x" * (most + 1)})
    form.fill("Files", {"large.png": b"x" * most})

    assert form.value("Files") == ["large.png"]


@pytest.mark.usefixtures("connected")
def test_nobody_sends_somebody_elses_file(sandbox: Sandbox, app: App, ana: Person) -> None:
    theirs = sandbox.person("ben")._hands.upload("secret.png", b"x")
    form = opened(app, ana, modal(FILES))

    with pytest.raises(ActFailed, match="is not among the options"):
        form._hands.do("input", view_id=form.view_id, values={"files": {"v": [theirs]}})


@pytest.mark.usefixtures("connected")
def test_every_address_of_a_file_downloads_it(
    sandbox: Sandbox, app: App, ana: Person, submitted: list[list[dict[str, Any]]]
) -> None:
    form = opened(app, ana, modal(FILES))
    form.fill("Files", {"Ärger <1>.png": b"the bytes"})
    form.submit()

    for key in ("permalink", "url_private", "url_private_download"):
        reply = ask(sandbox, submitted[0][0][key].removeprefix(sandbox.url))
        assert (reply.status, reply.text) == (200, "the bytes")
        assert reply.headers["Content-Disposition"] == "attachment; filename*=UTF-8''%C3%84rger%20%3C1%3E.png"
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        assert reply.headers["Cache-Control"].startswith("private")
        assert "script-src 'self'" in reply.headers["Content-Security-Policy"]
    assert ask(sandbox, "/files/U0ANA/F0NONE/x.png").status == 404


@pytest.mark.usefixtures("connected")
def test_the_app_reads_a_file_with_its_token_and_scope(
    sandbox: Sandbox, app: App, ana: Person, submitted: list[list[dict[str, Any]]]
) -> None:
    form = opened(app, ana, modal(FILES))
    form.fill("Files", ["graph.png"])
    form.submit()
    path = submitted[0][0]["url_private"].removeprefix(sandbox.url)
    own, foreign = {"Authorization": f"Bearer {sandbox.bot_token}"}, {"Authorization": "Bearer xoxb-other"}

    assert ask(sandbox, path, headers=own).text == "The bytes of graph.png\n"
    assert "Sign in" in ask(sandbox, path, headers=foreign).text
    sandbox.faults.remove_scope("files:read")
    assert "Sign in" in ask(sandbox, path, headers=own).text


@pytest.mark.usefixtures("connected")
def test_a_form_with_files_needs_the_scope(sandbox: Sandbox, client: WebClient, app: App, ana: Person) -> None:
    app.command("/raw")(lambda ack: ack())
    ana.type("#incidents", "/raw")
    sandbox.faults.remove_scope("files:read")

    with pytest.raises(SlackApiError) as refused:
        client.views_open(trigger_id=trigger(sandbox), view=modal(FILES))
    opened(app, ana, modal(section("no files, no scope")))

    assert refused.value.response["error"] == "missing_scope"
    assert refused.value.response["needed"] == "files:read"
    assert "chat:write" in refused.value.response["provided"]


@pytest.mark.usefixtures("connected")
def test_an_answer_with_files_needs_the_scope_too(sandbox: Sandbox, app: App, ana: Person) -> None:
    @app.view("form")
    def on_submit(ack: Ack) -> None:
        ack(response_action="update", view=modal(FILES))

    sandbox.faults.remove_scope("files:read")
    with pytest.raises(ActFailed, match="We had some trouble connecting"):
        opened(app, ana, modal(section("x"))).submit()

    assert sandbox.recorder.deliveries_of("view_submission")[0].error == "missing_scope"


def test_files_outlive_a_restart(manifest: Path, tmp_path: Path) -> None:
    with Sandbox(manifest=manifest, data_dir=tmp_path / "data", port=0) as sandbox:
        app = bolt(sandbox)
        app.view("form")(lambda ack: ack())
        with Bridge(sandbox, app):
            form = opened(app, sandbox.person("ana"), modal(FILES))
            form.fill("Files", {"graph.png": b"kept"})
            form.submit()
        path = form.raw["state"]["values"]["files"]["v"]["files"][0]["permalink"].removeprefix(sandbox.url)

    with Sandbox(manifest=manifest, data_dir=tmp_path / "data", port=0) as sandbox:
        assert ask(sandbox, path).text == "kept"


UPLOADS = [
    ("as=U0ANA&name=..%2F..%2Fgraph.png", b"x", "graph.png"),
    ("as=U0ANA&name=C%3A%5Cgraph%00%0A.png", b"x", "graph.png"),
    ("as=U0ANA", b"x", "file"),
    ("as=U0ANA&name=" + "x" * 300 + ".png", b"x", "x" * 251 + ".png"),
]


@pytest.mark.parametrize(("query", "body", "name"), UPLOADS)
def test_a_browser_uploads_under_a_plain_name(sandbox: Sandbox, query: str, body: bytes, name: str) -> None:
    assert ask(sandbox, f"/sandbox/files?{query}", body=body).json["file"]["name"] == name


@for_each(
    ("query", "body"),
    [
        ("as=U0NOBODY&name=x.png", b"x"),
        ("as=U0EVA&name=x.png", b"x"),
        ("as=U0ANA&name=x.png", b""),
        ("as=U0ANA&name=x.png", b"x" * (10 * 1024 * 1024 + 1)),
    ],
)
def test_what_cannot_be_uploaded_is_said_in_words(sandbox: Sandbox, query: str, body: bytes) -> None:
    reply = ask(sandbox, f"/sandbox/files?{query}", body=body).json

    assert reply["ok"] is False
    assert reply["error"].endswith(".")


def test_files_go_with_a_message_and_are_heard_with_it(sandbox: Sandbox, client: WebClient, ana: Person) -> None:
    sandbox.admin.invite_app("#incidents")
    ana.type("#incidents", "the card")
    ana.type("#incidents", "see the graph", thread=ana.latest("#incidents"), files={"graph.png": b"1"})
    ana.type("#incidents", "", files=["notes.txt"])
    assert ana.thread(ana.messages("#incidents")[0])[1].seen_text == "see the graph\ngraph.png"
    sandbox.server.read(lambda: None)

    first = [each.payload["event"] for each in sandbox.recorder.deliveries_of("message") if each.attempt == 0]
    _, reply, alone = first
    assert (reply["subtype"], reply["text"], reply["thread_ts"]) == ("file_share", "see the graph", first[0]["ts"])
    assert [set(file) for file in reply["files"]] == [FILE_KEYS]
    assert (alone["text"], "blocks" in alone) == ("", False)
    (newest, *_) = client.conversations_history(channel="C0INCIDENTS")["messages"]
    assert [file["name"] for file in newest["files"]] == ["notes.txt"]
    assert "subtype" not in newest


@for_each("files", [["F0NONE"], "F0NONE", [{}], [None]])
def test_a_message_takes_its_authors_files_alone(sandbox: Sandbox, files: object) -> None:
    done = act(sandbox, **{"as": "U0ANA"}, act="send", channel="C0INCIDENTS", text="x", files=files)

    assert done == {"ok": False, "error": "A message takes up to 10 files of your own."}
