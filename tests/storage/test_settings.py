"""What a workspace has decided comes back as it was stored, each workspace's its own, and changes one at a time."""

from dataclasses import replace
from datetime import date, time

import pytest
from sqlalchemy import Connection, Engine

from storage import settings
from storage.records import Holiday, Role, Settings, Severity
from storage.workspaces import WorkspaceNotFound
from tests.making import TEAM
from tests.storage.conftest import OTHER, Rival

DEFAULT = Settings(
    incidents_channel=None,
    reminder_minutes=dict(zip(Severity, (30, 120, 1440, 4320), strict=True)),
    work_starts=time(9),
    work_ends=time(17),
    work_days=(1, 2, 3, 4, 5),
    time_zone="UTC",
    holidays=(),
    daily_post_channel=None,
    daily_post_time=time(9),
    daily_post_days=(1, 2, 3, 4, 5),
    default_role=Role.RESPONDER,
)
CHANGED = Settings(
    incidents_channel="C0OUTAGES",
    reminder_minutes=dict(zip(Severity, (10, 20, 30, 40), strict=True)),
    work_starts=time(7, 30),
    work_ends=time(15, 45),
    work_days=(7,),
    time_zone="Europe/Berlin",
    holidays=(Holiday(day=date(2026, 12, 25), name="Christmas"), Holiday(day=date(2027, 1, 1), name="")),
    daily_post_channel="C0GENERAL",
    daily_post_time=time(8, 15),
    daily_post_days=(),
    default_role=Role.MEMBER,
)


def test_a_workspace_begins_as_the_product_says(tx: Connection) -> None:
    assert settings.get(tx, TEAM) == DEFAULT
    assert settings.lock(tx, TEAM) == DEFAULT


def test_what_is_saved_comes_back_to_its_workspace_alone(tx: Connection, statements: list[str]) -> None:
    settings.save(tx, TEAM, DEFAULT, CHANGED)

    assert len(statements) == 3
    assert settings.get(tx, TEAM) == CHANGED
    assert settings.get(tx, OTHER) == DEFAULT
    settings.save(tx, TEAM, CHANGED, replace(CHANGED, holidays=CHANGED.holidays[:1]))
    assert settings.get(tx, TEAM).holidays == CHANGED.holidays[:1]
    settings.save(tx, TEAM, CHANGED, DEFAULT)
    assert settings.get(tx, TEAM) == DEFAULT


def test_holidays_that_stay_are_left_alone(tx: Connection, statements: list[str]) -> None:
    settings.save(tx, TEAM, DEFAULT, replace(DEFAULT, time_zone="Europe/Berlin"))

    assert len(statements) == 1


def test_who_comes_second_sees_what_the_first_has_changed(clean_engine: Engine, rival: Rival) -> None:
    with clean_engine.begin() as tx:
        before = settings.lock(tx, TEAM)
        waiting = rival.must_wait(lambda their: settings.lock(their, TEAM))
        settings.save(tx, TEAM, before, CHANGED)

    assert waiting.result() == CHANGED
    rival.tx.rollback()


def test_there_are_no_settings_of_a_stranger(tx: Connection) -> None:
    for read in (settings.get, settings.lock):
        with pytest.raises(WorkspaceNotFound):
            read(tx, "T0NOWHERE")
