"""What every command begins and ends with: the settings, the log, and a sentence where it cannot go on."""

import argparse
import sys
from collections.abc import Callable

from pydantic import ValidationError
from sqlalchemy.exc import OperationalError

from bot import logs
from bot.operating.terminal import Stop
from bot.settings import Settings
from storage import embedded


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
        except OperationalError as error:
            sys.exit(f"The database cannot be reached: {str(error.orig).strip()}\nIs DATABASE_URL right?")

    return done


def _variable(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location).upper()
