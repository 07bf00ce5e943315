"""Exports: written to a file, uploaded, and shared with whoever asked, once."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, Engine

from bot.rules.permissions import role_of, sees_only_own
from bot.slack import signing, troubles
from bot.slack.direct_messages import DirectMessages
from bot.slack.done import Done
from bot.slack.effects import SendExport
from bot.slack.errors import SlackLacksScope, SlackRefused
from bot.slack.gateway import Gateway, Posted
from bot.slack.posting import Poster
from bot.slack.scopes import UPLOADING
from bot.views import exports
from bot.views.spreadsheet import FILE_ENCODING, Counter, csv_lines
from bot.views.troubles import Trouble
from storage import dossiers, workspaces
from storage.records import Delivered, OutboxItem, Person, Selection

log = logging.getLogger(__name__)


class Exports:
    """Sends them.

    Nobody sees a file until it is shared, which is one call. Where the answer to that was lost, the message with the
    file is looked for before another is sent: by the file's name, which says the item of the outbox. Slack may show a
    file only seconds later; then it is sent twice rather than never.
    """

    def __init__(
        self,
        engine: Engine,
        gateway: Gateway,
        poster: Poster,
        direct_messages: DirectMessages,
        now: Callable[[], datetime],
    ) -> None:
        self._engine = engine
        self._gateway = gateway
        self._poster = poster
        self._direct_messages = direct_messages
        self._now = now

    def send(self, item: OutboxItem, effect: SendExport) -> Done:
        """Send what the person may see by now; without the scope for files, say so, and tell the admins."""
        with self._engine.begin() as tx:
            workspace, known = workspaces.with_people(tx, item.team_id, [effect.person_id])
        person = known[effect.person_id]
        if role_of(person, workspace) is None:
            return Done(Delivered())
        try:
            done = self._direct_messages.tell(item, person.id, partial(self._once, item, effect, person))
        except SlackLacksScope as lack:
            if lack.scope != UPLOADING:
                raise
            done = self._direct_messages.tell(item, person.id, lambda channel: self._without_scope(item, channel))
            return replace(done, save=partial(_tell_admins, team_id=item.team_id, scope=lack.scope))
        is_shared = done.outcome == Delivered()
        return replace(done, save=partial(troubles.exports_are_back, team_id=item.team_id)) if is_shared else done

    def _once(self, item: OutboxItem, effect: SendExport, person: Person, channel: str) -> Posted | None:
        """Share the file unless an earlier attempt has; return the message where there is another in its place."""
        if standing := self._poster.standing(item, channel):
            return standing
        at = self._now()
        with TemporaryDirectory(prefix="incident-tracker-") as directory:
            path = Path(directory) / "incidents.csv"
            count = self._write(path, item.team_id, _of(effect, person), is_sorted=effect.is_sorted)
            self._poster.hold(item, channel)
            try:
                file_id = self._gateway.send_file(path, name=signing.file_name(at, item.id))
            except SlackRefused as refused:
                log.warning("outbox item %s: Slack does not take an export: %s", item.id, refused)
                return self._poster.post(item, channel, exports.REFUSED)
        self._poster.hold(item, channel)
        words = exports.here_it_is(count, effect.like, at=at, only_own=sees_only_own(person))
        self._gateway.share_file(channel, file_id, title=exports.title(at), words=words)
        return None

    def _write(self, path: Path, team_id: str, selection: Selection, *, is_sorted: bool) -> int:
        """Write the file and return how many incidents are in it; few are in memory at once."""
        counter = Counter()
        with self._engine.connect() as tx, path.open("w", encoding=FILE_ENCODING, newline="") as file:
            found = dossiers.stream(tx, team_id, selection, is_sorted=is_sorted)
            file.writelines(csv_lines(counter.through(found)))
        return counter.count

    def _without_scope(self, item: OutboxItem, channel: str) -> Posted:
        return self._poster.post(item, channel, exports.WITHOUT_SCOPE)


def _of(effect: SendExport, person: Person) -> Selection:
    """Return what was selected, of what the person may see by now."""
    return replace(effect.selection, visible_to=person.id if sees_only_own(person) else None)


def _tell_admins(tx: Connection, *, team_id: str, scope: str) -> None:
    troubles.begun(tx, team_id, Trouble.EXPORT, scope)
