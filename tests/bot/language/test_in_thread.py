"""What is said under a card needs no number, and never acts on another incident by chance."""

from contextlib import suppress

import pytest
from hypothesis import given, settings

from bot.errors import Refusal
from bot.language.grammar import parse
from bot.language.in_thread import in_full
from bot.language.mentions import mark, plain
from tests.bot.language.typed import TYPED
from tests.tables import for_each

UNDER_12 = [
    ("", "show 12"),
    ("take", "take 12"),
    ("TAKE", "take 12"),
    ("ack looking", "take 12 looking"),
    ("Resolve: rolled back", "resolve 12 rolled back"),
    ("resolve", "resolve 12"),
    ("fix rolled back\nfor good", "resolve 12 rolled back\nfor good"),
    ("comment a &amp; b", "comment 12 a & b"),
    ("sev1", "severity 12 sev1"),
    ("SEV-2 all regions", "severity 12 SEV-2 all regions"),
    ("p1", "priority 12 p1"),
    ("severity 1", "severity 12 1"),
    ("sev 1 all regions", "severity 12 1 all regions"),
    ("severity critical", "severity 12 critical"),
    ("priority 2", "priority 12 2"),
    ("assign <@U0BEN|ben> please", "assign 12 @ben please"),
    ("edit", "edit 12"),
    ("rename Checkout is slow", "edit 12 Checkout is slow"),
    ("history", "history 12"),
    ("delete", "delete 12"),
    # A number that can only be an incident's is one.
    ("take 42", "take 42"),
    ("take 12 again", "take 12 again"),
    ("resolve #42 rolled back", "resolve #42 rolled back"),
    ("resolve inc-42 rolled back", "resolve inc-42 rolled back"),
    ("severity 42", "severity 42"),
    ("severity 3 sev1", "severity 3 sev1"),
    ("severity sev1 42", "severity sev1 42"),
    ("assign <@U0BEN|ben> 42", "assign @ben 42"),
    ("assign 3 <@U0BEN|ben>", "assign 3 @ben"),
    ("resolve 2. restarted the pods", "resolve 12 2. restarted the pods"),
    ("resolve 3, maybe 4 pods are up", "resolve 12 3, maybe 4 pods are up"),
    ("42", "42"),
    ("42 resolve done", "42 resolve done"),
    # What is about no incident stays as it is.
    ("new Search is slow sev2", "new Search is slow sev2"),
    ("list", "list"),
    ("help resolve", "help resolve"),
]


@for_each(("said", "full"), UNDER_12)
def test_what_is_said_is_about_the_incident(said: str, full: str) -> None:
    assert plain(mark(in_full(said, 12))) == full
    parse(in_full(said, 12))


@for_each(
    ("said", "offers"),
    [
        ("resolve 3 servers restarted", ("resolve 12 3 servers restarted", "resolve 3 servers restarted")),
        ("comment 5 users wrote", ("comment 12 5 users wrote", "comment 5 users wrote")),
        ("assign <@U0BEN|ben> 3 servers", ("assign 12 <@U0BEN|ben> 3 servers", "assign <@U0BEN|ben> 3 servers")),
    ],
)
def test_a_number_that_may_begin_a_note_is_asked_about(said: str, offers: tuple[str, ...]) -> None:
    with pytest.raises(Refusal) as refused:
        in_full(said, 12)

    assert refused.value.offers == offers
    for offer in offers:
        parse(offer)


@for_each(
    ("said", "offers"),
    [
        ("resolvee all of it", ("resolve 12 all of it",)),
        ("done", ("resolve 12",)),
        ("Resolved, second provider is stable", ("resolve 12 second provider is stable",)),
        ("update sev1", ("severity 12 sev1",)),
        ("cheers to you all", ()),
    ],
)
def test_what_is_no_verb_is_offered_for_this_incident_alone(said: str, offers: tuple[str, ...]) -> None:
    with pytest.raises(Refusal) as refused:
        in_full(said, 12)

    assert refused.value.offers == offers
    assert "There is no verb" in str(refused.value)


@settings(deadline=None)
@given(TYPED)
def test_whatever_is_said_is_understood_or_refused(said: str) -> None:
    with suppress(Refusal):
        parse(in_full(said, 12))
