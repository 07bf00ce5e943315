"""Whether the database answers."""

import logging
import threading

from sqlalchemy import Engine, select

from storage.engine import AWAY

log = logging.getLogger(__name__)


class Probe:
    """Asks, from any thread: one question at a time, since a database that is frozen may never answer it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._asking: threading.Thread | None = None
        self._has_answered = False

    def is_answered(self, *, within: float) -> bool:
        """Tell whether it answers within so many seconds."""
        with self._lock:
            if self._asking is None or not self._asking.is_alive():
                self._has_answered = False
                self._asking = threading.Thread(target=self._ask, name="probe", daemon=True)
                self._asking.start()
            asking = self._asking
        asking.join(within)
        return self._has_answered

    def _ask(self) -> None:
        try:
            with self._engine.connect() as tx:
                tx.execute(select(1))
            self._has_answered = True
        except AWAY as error:
            log.warning("the database does not answer: %s", error)
