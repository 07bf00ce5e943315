"""What outlives a restart: people, channels, messages and files in one SQLite file, or nowhere."""

import json
import sqlite3
from dataclasses import asdict
from pathlib import Path

from bot.sandbox.channels import Channel
from bot.sandbox.people import TEAM_ID, Profile
from bot.sandbox.slack_json import Json

FILE_NAME = "workspace.sqlite3"
CLOCK_OFFSET = "clock_offset"
"""The fact how many seconds people have moved the clock forward."""
_SCHEMA = """
create table if not exists people (id text primary key, body text not null);
create table if not exists channels (id text primary key, body text not null);
create table if not exists messages (
  channel text, ts text, body text not null, primary key (channel, ts)
) without rowid;
create table if not exists files (id text primary key, body text not null, content blob not null);
create table if not exists facts (name text primary key, value text not null);
"""


def forget_all(data_dir: Path | None) -> None:
    """Remove what a store that is closed kept there."""
    if data_dir is not None:
        for ending in ("", "-wal", "-shm"):
            (data_dir / f"{FILE_NAME}{ending}").unlink(missing_ok=True)


def clock_kept_in(data_dir: Path) -> tuple[str, float]:
    """Return whose workspace is kept there, and how many seconds its clock is ahead, also while it runs.

    Where none is kept, none is begun.
    """
    if not (data_dir / FILE_NAME).exists():
        return TEAM_ID, 0.0
    store = Store(data_dir)
    try:
        return TEAM_ID, store.clock_offset
    finally:
        store.close()


class Store:
    """Every change is committed when its method returns; the operating system may still hold it (WAL, NORMAL)."""

    def __init__(self, data_dir: Path | None) -> None:
        if data_dir is not None:
            data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        place = ":memory:" if data_dir is None else str(data_dir / FILE_NAME)
        self._connection = sqlite3.connect(place, isolation_level=None, check_same_thread=False)
        self._connection.execute("pragma journal_mode = wal")
        self._connection.execute("pragma synchronous = normal")
        self._connection.executescript(_SCHEMA)

    def close(self) -> None:
        self._connection.close()

    def people(self) -> list[Profile]:
        return [Profile(**json.loads(body)) for (body,) in self._rows("select body from people order by rowid")]

    def channels(self) -> list[Channel]:
        bodies = [json.loads(body) for (body,) in self._rows("select body from channels order by rowid")]
        return [Channel(**{**body, "members": tuple(body["members"])}) for body in bodies]

    def messages(self) -> list[tuple[str, Json]]:
        """Channel and message, oldest first."""
        rows = self._rows("select channel, body from messages order by ts")
        return [(channel, json.loads(body)) for channel, body in rows]

    def fact(self, name: str) -> str | None:
        row = self._connection.execute("select value from facts where name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    @property
    def clock_offset(self) -> float:
        """How many seconds people have moved the clock forward."""
        return float(self.fact(CLOCK_OFFSET) or 0)

    def keep_fact(self, name: str, value: str) -> None:
        self._connection.execute("insert or replace into facts values (?, ?)", (name, value))

    def keep_person(self, person: Profile) -> None:
        self._connection.execute(_upsert("people"), (person.id, json.dumps(asdict(person))))

    def keep_channel(self, channel: Channel) -> None:
        self._connection.execute(_upsert("channels"), (channel.id, json.dumps(asdict(channel))))

    def keep_message(self, channel_id: str, message: Json) -> None:
        row = (channel_id, message["ts"], json.dumps(message))
        self._connection.execute("insert or replace into messages values (?, ?, ?)", row)

    def forget_message(self, channel_id: str, ts: str) -> None:
        self._connection.execute("delete from messages where channel = ? and ts = ?", (channel_id, ts))

    def file(self, file_id: str) -> Json | None:
        row = self._connection.execute("select body from files where id = ?", (file_id,)).fetchone()
        return None if row is None else json.loads(row[0])

    def file_content(self, file_id: str) -> bytes:
        row = self._connection.execute("select content from files where id = ?", (file_id,)).fetchone()
        return bytes(row[0])

    def keep_file(self, file: Json, content: bytes) -> None:
        self._connection.execute("insert into files values (?, ?, ?)", (file["id"], json.dumps(file), content))

    def _rows(self, query: str) -> list[tuple[str, ...]]:
        return self._connection.execute(query).fetchall()


def _upsert(table: str) -> str:
    # The table's name is one of our own two words, never a person's.
    return f"insert into {table} values (?, ?) on conflict (id) do update set body = excluded.body"  # noqa: S608
