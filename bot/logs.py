"""How log lines look: for people, or as one JSON object a line for machines."""

import json
import logging
import sys
import time

_QUIET = ("apscheduler", "alembic", "aiohttp.access", "slack_bolt", "slack_sdk")
"""Libraries that tell at INFO what no operator asked."""


class JsonFormatter(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as JSON, times in UTC."""
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S") + f".{record.msecs:03.0f}Z",
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def configure(*, level: str, style: str) -> None:
    """Log to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    formatter = JsonFormatter() if style == "json" else logging.Formatter("%(asctime)s %(levelname)s %(message)s")
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))
