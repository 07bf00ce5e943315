"""What every command begins and ends with: the settings, the log, and a sentence where it cannot go on."""

import argparse
import sys
from collections.abc import Callable

from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError, OperationalError

from bot import logs
from bot.operating.terminal import Stop
from bot.settings import Settings
from storage import embedded
from storage.engine import is_forbidden

_FORBIDDEN = (
    "The database does not let the user of DATABASE_URL do that. Make this user the owner of the database, or of its "
    "schema public, and of the tables there."
)


def command(do: Callable[[Settings, argparse.Namespace], None]) -> Callable[[argparse.Namespace], None]:
    """Return what does it by the settings of the environment, or exits with a sentence."""

    def done(typed: argparse.Namespace) -> None:
        try:
            settings = Settings()
            logs.configure(level=settings.log_level, style=settings.log_format)
            do(settings, typed)
        except ValidationError as error:
            sys.exit("\n".join(f"{_variable(problem['loc'])}: {problem['msg']}" for problem in error.errors()))
        except (Stop, embedded.BinariesMissing, embedded.StartFailed) as reason:
            sys.exit(str(reason))
        except DBAPIError as error:
            words = _in_words(error)
            if words is None:
                raise
            sys.exit(words)

    return done


def _in_words(error: DBAPIError) -> str | None:
    """Return what an operator can do about it; None for what only we can."""
    if is_forbidden(error):
        return _FORBIDDEN
    if isinstance(error, OperationalError):
        return f"The database cannot be reached: {str(error.orig).strip()}\nIs DATABASE_URL right?"
    return None


def _variable(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location).upper()
