"""What follows `settings`."""

import pytest

from bot.errors import Refusal
from bot.language.grammar import parse
from bot.language.workspace_acts import ShowAuditLog, ShowSettings
from tests.tables import for_each


@for_each(
    ("typed", "act"),
    [
        ("settings", ShowSettings()),
        ("settings log", ShowAuditLog()),
        ("settings LOG", ShowAuditLog()),
        ("settings log before 12", ShowAuditLog(before=12)),
        ("settings log after 12", ShowAuditLog(after=12)),
    ],
)
def test_what_is_understood(typed: str, act: object) -> None:
    assert parse(typed) == act


@for_each(
    ("typed", "said", "offered"),
    [
        ("settings channel", "`settings` does not understand “channel”.", "settings"),
        ("settings log banana", "`settings log` does not understand “banana”.", "settings log"),
        ("settings log before", "`settings log` does not understand “before”.", "settings log"),
        ("settings log since 12", "`settings log` does not understand “since 12”.", "settings log"),
        ("settings log after x", "`settings log` does not understand “after x”.", "settings log"),
    ],
)
def test_what_is_not_is_refused_and_what_may_be_meant_offered(typed: str, said: str, offered: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse(typed)

    assert str(refused.value) == f"{said} Usage: `/incident settings [log]`"
    assert refused.value.offers == (offered,)


@for_each(
    ("typed", "meant"),
    [
        ("config", "settings"),
        ("people", "users"),
        ("audit", "settings log"),
        ("servics", "services"),
        ("category", "categories"),
    ],
)
def test_other_words_for_it_are_offered(typed: str, meant: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse(typed)

    assert refused.value.offers == (meant,)
