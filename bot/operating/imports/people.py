"""People by the names and ids that files give them."""

import re
from collections import defaultdict
from collections.abc import Sequence

from bot.language.spelling import names_near
from bot.operating.imports.columns import Unreadable
from storage.records import Person

_MENTION = re.compile(r"<?@?([^|<>]+)(\|[^<>]*)?>?")


class Directory:
    """Who is known here; a bot reports nothing and is assigned nothing."""

    def __init__(self, people: Sequence[Person]) -> None:
        self._by_name: dict[str, list[Person]] = defaultdict(list)
        self._ids = {person.id for person in people if not person.is_bot}
        for person in people:
            if person.id in self._ids:
                self._by_name[person.name.casefold()].append(person)

    def find(self, name: str | None, person_id: str | None) -> str | None:
        """Return whose id or else name it is, None where neither is given; raise Unreadable where that is nobody.

        An id of another workspace is none of ours, and then the name counts.
        """
        if person_id is not None and person_id.strip() in self._ids:
            return person_id.strip()
        if name is None:
            if person_id is None:
                return None
            raise Unreadable(f"nobody here has the id “{person_id.strip()}”.")
        return self._named(name.strip())

    def _named(self, written: str) -> str:
        mention = _MENTION.fullmatch(written)
        name = mention[1].strip() if mention else written
        if name in self._ids:
            return name
        found = self._by_name.get(name.casefold(), [])
        if len(found) == 1:
            return found[0].id
        if found:
            ids = " and ".join(person.id for person in found)
            raise Unreadable(f"several people are called “{name}”: {ids}. Write the id.")
        meant = " or ".join(f"“{self._by_name[near][0].name}”" for near in names_near(name.casefold(), self._by_name))
        raise Unreadable(f"nobody here is called “{name}”.{f' Did you mean {meant}?' if meant else ''}")
