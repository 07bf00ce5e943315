"""Who gets another role is told by whom, and what they may do now; what is not so any more is not said."""

from collections.abc import Callable

from sqlalchemy import Engine, text

from bot.sandbox import Person, Sandbox
from storage import people
from tests.journeys.seeing import answer_to, direct_messages, types, until_told
from tests.waiting import until

Settle = Callable[[], None]


def told(person: Person) -> list[str]:
    """Return what the person was told, each time the first sentence."""
    return [message.split(". ")[0] for message in direct_messages(person)]


def hold(engine: Engine, person_id: str) -> None:
    """Have what the person is told wait behind something that is due in an hour."""
    with engine.begin() as tx:
        tx.execute(
            text(
                "INSERT INTO outbox (team_id, lane, kind, effect, available_at) VALUES ('T0ACME', 'dm:' || :id, "
                "'describe_person', jsonb_build_object('kind', 'describe_person', 'person_id', :id), "
                "now() + interval '1 h')"
            ),
            {"id": person_id},
        )


def test_a_role_given_by_menu_verb_or_undo_is_told_to_whoever_gets_it(
    acme: Sandbox, ana: Person, ben: Person, chloe: Person, clean_engine: Engine, all_is_said: Settle
) -> None:
    answer_to(chloe, "/incident users").choose("Make admin", near="<@U0ANA>")
    until_told(chloe, "@ana is now an admin")
    answer = answer_to(ana, "/incident users @ben member")
    all_is_said()

    [to_ana] = direct_messages(ana)
    assert to_ana == (
        "@chloe made you an admin of Incident Tracker. You may now open, read, delete and restore incidents; comment "
        "and follow; change, resolve and assign any incident; add services and categories; rename or remove services "
        "or categories; set roles; change settings."
    )
    [to_ben] = direct_messages(ben)
    assert to_ben == (
        "@ana made you a member of Incident Tracker. You may now open and read incidents; comment and follow; "
        "change and resolve what you reported or are assigned."
    )
    answer.press("Undo")
    until(lambda: len(direct_messages(ben)) == 2)
    assert told(ben)[1] == "@ana gave you the default role in Incident Tracker: responder"
    for same in ("@ben responder", "@ben default", "@dev member", "me responder"):
        assert " (before: " in types(ana, f"/incident users {same}")
    for refused in ("@eva admin", "@incident-tracker admin", "@chloe member", "@ben default"):
        assert "now (before:" not in types(chloe, f"/incident users {refused}")
    all_is_said()
    assert [len(told(person)) for person in (ana, ben, chloe, acme.person("dev"))] == [1, 2, 0, 0]
    with clean_engine.connect() as tx:
        asked = "SELECT DISTINCT effect ->> 'person_id' FROM outbox WHERE kind = 'tell_role' ORDER BY 1"
        assert tx.execute(text(asked)).scalars().all() == ["U0ANA", "U0BEN"]


def test_what_waited_says_what_is_so_by_then_or_nothing(
    acme: Sandbox, ana: Person, ben: Person, chloe: Person, clean_engine: Engine, all_is_said: Settle, hurry: Settle
) -> None:
    for steps, said in (
        (["admin", "default"], ["@chloe gave you the default role in Incident Tracker: responder"]),
        (["admin", "member"], ["@chloe made you a member of Incident Tracker"]),
    ):
        before = len(told(ben))
        hold(clean_engine, "U0BEN")
        for role in steps:
            types(chloe, f"/incident users @ben {role}")
        hurry()
        all_is_said()
        assert told(ben)[before:] == said, steps
    hold(clean_engine, "U0ANA")
    types(chloe, "/incident users @ana admin")
    acme.admin.change_person("ana", role="deactivated")
    until(lambda: not _is_active(clean_engine, "U0ANA"))
    hurry()
    all_is_said()
    with clean_engine.connect() as tx:
        asked = "SELECT ts FROM outbox WHERE kind = 'tell_role' AND effect ->> 'person_id' = 'U0ANA'"
        assert tx.execute(text(asked)).scalars().all() == [None]


def _is_active(engine: Engine, person_id: str) -> bool:
    with engine.connect() as tx:
        return people.get(tx, "T0ACME", person_id).is_active
