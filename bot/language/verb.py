"""What a verb is: how it is typed, what it does, and how what follows it is read."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.errors import Refusal
from bot.language.acts import Act
from bot.language.filters import Explained
from bot.language.filters.values import nobody
from bot.rules.names import COMMAND
from storage.records import Among

ANY = Among()


@dataclass(frozen=True, slots=True)
class Verb:
    """One row of the table of verbs."""

    word: str
    aliases: tuple[str, ...]
    arguments: str
    does: str
    examples: tuple[str, ...]
    """What can be typed after the verb; the first is the commonest."""
    read: Callable[["Verb", str], Act]
    pick: Callable[[int], Act] | None = None
    """How it goes on once the incident is chosen, where it is about one and was typed without its number."""
    among: Among = ANY
    """Which incidents the picker offers."""
    may_follow_number: bool = False
    """Also where it lets no incident be picked: it may be about one or about something else."""
    takes_only_number: bool = False
    """Whether what follows a number says nothing."""
    explains: tuple[Explained, ...] = ()
    """What its arguments mean, where that needs more than the examples."""
    also: str = ""
    """What else its own help says, in whole sentences."""

    @property
    def usage(self) -> str:
        """Return the whole line as it is typed."""
        return f"{COMMAND} {self.word} {self.arguments}".rstrip()

    @property
    def takes_number(self) -> bool:
        """Whether a number may be typed before it."""
        return self.pick is not None or self.may_follow_number

    @property
    def words(self) -> tuple[str, ...]:
        """Return everything the verb answers to."""
        return (self.word, *self.aliases)

    def misused(self, problem: str | Refusal, *, offers: tuple[str, ...] = ()) -> Refusal:
        """Return the refusal for a wrong argument: what is wrong, and the verb's own usage, but under a field."""
        why = problem if isinstance(problem, Refusal) else Refusal(problem)
        return why.adding(f"Usage: `{self.usage}`").but(offers=offers or why.offers)

    def nobody(self, word: str) -> Refusal:
        """Return the refusal for a word that was to name somebody."""
        return self.misused(nobody(word))
