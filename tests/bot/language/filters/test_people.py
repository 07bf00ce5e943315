"""People named in plain text: who is meant, and what is said of a name of nobody or of several."""

import pytest

from bot.errors import Refusal
from bot.language.filters import names_people, with_mentions
from bot.language.mentions import as_typed
from storage.records import Person
from tests.tables import for_each

PEOPLE = [
    Person(team_id="T", id=id_, name=name, is_active=is_active)
    for id_, name, is_active in (
        ("UANA", "Ana Torres", True),
        ("ULEE", "Lee", True),
        ("UBOLEE", "Bo Lee", True),
        ("UEVA", "Eva Lind", False),
        ("UEVA2", "Eva Lopez", True),
        ("UDEE", "Dee Dean", False),
        ("UCY", "Cy One", True),
        ("UCY2", "Cy Two Three", True),
        ("UFAY", "Fay “F2:D2” Moe", True),
    )
]
MENTIONED = {
    "database @ana since:7d": "database <@UANA|ana> since:7d",
    "@ANA TORRES disk": "<@UANA|ANA TORRES> disk",
    "@ana, disk": "<@UANA|ana> disk",
    "@ana disk @dee": "<@UANA|ana> disk <@UDEE|dee>",
    "assignee:ana": "assignee:<@UANA|ana>",
    "assignee: @ana disk": "assignee:<@UANA|ana> disk",
    "Reporter:@lee disk": "Reporter:<@ULEE|lee> disk",
    "owner:“Ana Torres” disk": "owner:<@UANA|Ana Torres> disk",
    "@eva": "<@UEVA2|eva>",
    "@eva lind": "<@UEVA|eva lind>",
    "@two three": "<@UCY2|two three>",
    "x reporter:@Fay “F2:D2” Moe disk": "x reporter:<@UFAY|Fay F2 D2 Moe> disk",
    "@fay moes": "<@UFAY|fay> moes",
}
NAMES_NOBODY = (
    "disk",
    "@me",
    "assignee:me",
    "assignee:nobody",
    "“@ana” x",
    'disk "x @ana"',
    "a@ana",
    "reporter: down",
    "@",
)
REFUSED: dict[str, tuple[str, tuple[str, ...]]] = {
    "x @zoe": ("“@zoe” is nobody here. In double quotes, it is looked for as a word.", ()),
    "an owner:@an": ("“@an” is nobody here. In double quotes, it is looked for as a word.", ()),
    "x owner:cy disk": (
        "“@cy” may be @Cy One or @Cy Two Three.",
        ("x owner:@Cy One disk", "x owner:@Cy Two Three disk"),
    ),
}


@for_each("typed", MENTIONED)
def test_who_is_named_is_mentioned(typed: str) -> None:
    assert as_typed(with_mentions(typed, PEOPLE)) == MENTIONED[typed]
    assert names_people(typed)


@for_each("typed", NAMES_NOBODY)
def test_what_names_nobody_is_left_alone(typed: str) -> None:
    assert not names_people(typed)
    assert with_mentions(typed, PEOPLE) == typed.replace("“", '"').replace("”", '"')


@for_each("typed", REFUSED)
def test_a_name_of_nobody_or_of_several_is_refused_with_who_it_may_be(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        with_mentions(typed, PEOPLE)

    assert (str(refused.value), refused.value.offers) == REFUSED[typed]


def test_two_of_one_name_cannot_be_told_apart() -> None:
    with pytest.raises(Refusal, match=r"More than one person here is called @Ana Torres.* Assignee tells them apart"):
        with_mentions("@ana", [PEOPLE[0], Person(team_id="T", id="UANA2", name="Ana Torres")])
