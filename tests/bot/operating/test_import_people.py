"""People as files name them."""

import pytest

from bot.operating.imports.columns import Unreadable
from bot.operating.imports.people import Directory
from storage.records import Person
from tests.making import TEAM
from tests.tables import for_each

NAMES = ("Ana Torres", "Ana Li", "Ben Okafor", "Chloe Martin")
DIRECTORY = Directory([Person(team_id=TEAM, id=f"U{place}", name=name) for place, name in enumerate(NAMES)])


@for_each("written", ["Ben Okafor", " ben okafor ", "@Ben Okafor", "U2", "<@U2|ben>"])
def test_people_are_found_by_their_whole_names_and_ids(written: str) -> None:
    assert DIRECTORY.find(written, None) == "U2"


@for_each(
    ("written", "meant"),
    [
        ("okafor", " Did you mean “Ben Okafor”?"),
        ("@ana", " Did you mean “Ana Torres” or “Ana Li”?"),
        ("Chloé Martin", " Did you mean “Chloe Martin”?"),
        ("bne", " Did you mean “Ben Okafor”?"),
        ("anna", " Did you mean “Ana Torres” or “Ana Li”?"),
        ("Zoe", ""),
    ],
)
def test_a_part_of_a_name_is_nobody_and_says_whom_it_may_mean(written: str, meant: str) -> None:
    with pytest.raises(Unreadable) as refused:
        DIRECTORY.find(written, None)

    assert str(refused.value) == f"nobody here is called “{written.lstrip('@')}”.{meant}"
