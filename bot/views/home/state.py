"""What somebody looks at on their Home tab: which list, chosen how, from where."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from bot.errors import Refusal
from bot.language import filters, reading
from bot.language.mentions import clean, mark, names_in, plain, with_names
from bot.rules.groups import Group
from storage.records import UNRESOLVED, Filter, Person, Position, Severity, Status

SEARCH_MAX = 300
_NOBODY: Mapping[str, str] = {}
_ID_MAX = 2**63 - 1
_VERSION_MAX = 2**31 - 1
_RANK_MAX = 1000
_WORDS_MOST, _WORD_LONGEST = 8, 80
"""Beyond what a search takes, as a word that is put right may be longer than it was."""

Word = Annotated[str, Field(max_length=_WORD_LONGEST), AfterValidator(clean)]
"""One that the database takes, and that is no longer where it is kept; a button's value need not be ours."""


class Spot(BaseModel):
    """Where a page begins or ends; kept in a button."""

    model_config = ConfigDict(frozen=True)

    rank: Annotated[int, Field(ge=-_RANK_MAX, le=_RANK_MAX)]
    at: AwareDatetime
    id: Annotated[int, Field(ge=0, le=_ID_MAX)]
    words: Annotated[tuple[Word, ...], Field(max_length=_WORDS_MOST)] = ()
    """What is looked for there; none where the words in the box are one of the phrases, as in `Shown`."""

    @classmethod
    def of(cls, place: Position, *, words: Sequence[str] = ()) -> Self:
        """Return the place as a button keeps it."""
        kept = tuple(word[:_WORD_LONGEST] for word in words[:_WORDS_MOST])
        return cls(rank=place.rank, at=place.at, id=place.id, words=kept)

    def packed(self) -> str:
        """Return it as a button keeps it."""
        return self.model_dump_json(exclude_defaults=True)

    @property
    def place(self) -> Position:
        """Return the place."""
        return Position(self.rank, self.at, self.id)


class State(BaseModel):
    """Kept in the tab's private metadata, and with the person; never a permission."""

    model_config = ConfigDict(frozen=True)

    group: Group = Group.MINE
    severities: tuple[Severity, ...] = ()
    statuses: tuple[Status, ...] = ()
    service: str | None = None
    assignee: str | None = None
    search: Annotated[str, Field(max_length=SEARCH_MAX)] = ""
    """What was typed into the search box; it may name filters, which count before the menus."""
    page: Spot | None = None
    is_back: bool = False
    rewritten: Annotated[int, Field(ge=0)] = 0
    """How often we have changed the words in the box: Slack's client keeps what it shows there unless we say so."""
    version: Annotated[int, Field(ge=0, lt=_VERSION_MAX)] = 0
    """How many clicks of the person's led here."""
    people: Annotated[tuple[Person, ...], Field(exclude=True)] = ()
    """Whom the box may name, as long as it is looked at; a text field makes no mentions."""

    @classmethod
    def read(cls, packed: str) -> Self:
        """Read it back; the beginning, for what is not ours or is of another release."""
        try:
            return cls.model_validate_json(packed)
        except ValidationError:
            return cls()

    def packed(self) -> str:
        """Return it as the tab keeps it."""
        return self.model_dump_json(exclude_defaults=True)

    @property
    def place(self) -> Position | None:
        """Return from where the page goes on."""
        return self.page.place if self.page else None

    @property
    def is_filtered(self) -> bool:
        """Whether something narrows the list."""
        return bool(self.severities or self.statuses or self.service or self.assignee or self.search)

    @property
    def names_people(self) -> bool:
        """Whether `people` must be known to read the box."""
        return filters.names_people(self.search)

    @property
    def chosen(self) -> Filter:
        """Return what is chosen from the menus."""
        return Filter(severities=self.severities, statuses=self.statuses, service=self.service, assignee=self.assignee)

    def wanted(self) -> tuple[tuple[str, ...], Filter]:
        """Return the words and the filter of the box and the menus together; raise Refusal for what cannot be read."""
        words, typed = self.typed()
        return words, replace(
            typed,
            severities=typed.severities or self.severities,
            statuses=typed.statuses or self.statuses,
            service=typed.service or self.service,
            assignee=typed.assignee or (None if typed.is_unassigned else self.assignee),
        )

    def in_group(self, group: Group) -> Self:
        """Look at another list, filtered in the same way."""
        return self._anew(group=group)

    def searching(self, text: str) -> Self:
        """Look for what was typed into the box."""
        return self._anew(search=text[:SEARCH_MAX])

    def searching_instead(self, text: str) -> Self:
        """Look for something else than what was typed, which is in the box from now on."""
        return self._anew(search=text[:SEARCH_MAX], rewritten=self.rewritten + 1)

    def naming(self, meant: Filter) -> str:
        """Return what would be in the box with the names that are meant, of whichever was typed or chosen."""
        return self._retyped(lambda typed: replace(typed, service=meant.service, categories=meant.categories))

    def naming_unresolved(self) -> str:
        """Return what would be in the box for all that is unresolved, whichever status was typed or chosen."""
        return self._retyped(lambda typed: replace(typed, statuses=UNRESOLVED))

    def typing(self, words: Sequence[str], wanted: Filter, names: Mapping[str, str] = _NOBODY) -> str:
        """Return what would be in the box for these, with people named as they are now, or as these are."""
        typed = plain(mark(filters.typed(wanted)))
        return " ".join([*words, with_names(typed, {**names_in(self._marked), **names})]).strip()

    def with_severities(self, severities: tuple[Severity, ...]) -> Self:
        """Choose from the menu, which counts more than what was typed before."""
        return self._chosen(lambda typed: replace(typed, severities=()), severities=severities)

    def with_statuses(self, statuses: tuple[Status, ...]) -> Self:
        """Choose from the menu, which counts more than what was typed before."""
        return self._chosen(lambda typed: replace(typed, statuses=()), statuses=statuses)

    def with_service(self, name: str | None) -> Self:
        """Choose from the menu, which counts more than what was typed before."""
        return self._chosen(lambda typed: replace(typed, service=None), service=name)

    def with_assignee(self, person_id: str | None) -> Self:
        """Choose from the menu, which counts more than what was typed before."""
        return self._chosen(lambda typed: replace(typed, assignee=None, is_unassigned=False), assignee=person_id)

    def cleared(self) -> Self:
        """Look at the whole list."""
        return type(self)(group=self.group, rewritten=self.rewritten + 1, version=self.version)

    def turned(self, page: Spot, *, is_back: bool) -> Self:
        """Turn to the page beside."""
        return self.model_copy(update={"page": page, "is_back": is_back})

    def from_the_start(self) -> Self:
        """Look at the first page."""
        return self._anew()

    def _chosen(self, without: Callable[[Filter], Filter], **chosen: object) -> Self:
        """Take a filter that is chosen now out of the words in the box."""
        try:
            words, typed = self.typed()
        except Refusal:
            return self._anew(**chosen)
        less = without(typed)
        if less == typed:
            return self._anew(**chosen)
        text = self.typing(words, less)
        return self._anew(**chosen, search=text[:SEARCH_MAX], rewritten=self.rewritten + 1)

    def _retyped(self, change: Callable[[Filter], Filter]) -> str:
        words, typed = self.typed()
        return self.typing(words, change(typed))

    def typed(self) -> tuple[tuple[str, ...], Filter]:
        """Read what was typed as the command `search` would."""
        asked = reading.sought(self._marked)
        return asked.words, asked.wanted

    @property
    def _marked(self) -> str:
        return filters.with_mentions(clean(self.search), self.people)

    def _anew(self, **changes: object) -> Self:
        return self.model_copy(update={"page": None, "is_back": False, **changes})
