"""Migrations lead to the tables, there and back, whoever else migrates meanwhile and whatever the role may do."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from alembic.util import CommandError
from sqlalchemy import Engine, text

from migrations.versions import __name__ as versions
from storage import schema
from storage.engine import BACKGROUND, Limits, connect
from storage.tables import metadata
from tests.storage.conftest import database
from tests.waiting import until

Shape = dict[str, list[tuple[object, ...]]]

IMPATIENT = Limits(pool=10, statement=0.02, lock=0.02, network=2, size=1)
SIMILAR = {"ix_comments_similar", "ix_incidents_similar"}

COLUMNS = """
    SELECT relname, row_number() OVER (PARTITION BY relname ORDER BY attnum), attname,
        format_type(atttypid, atttypmod), attcollation,
        attnotnull, attidentity, attgenerated, pg_get_expr(adbin, adrelid)
    FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
        LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    WHERE relnamespace = 'public'::regnamespace AND relname <> 'alembic_version' AND relkind = 'r' AND attnum > 0
        AND NOT attisdropped
"""
CONSTRAINTS = """
    SELECT relname, conname, pg_get_constraintdef(pg_constraint.oid), convalidated
    FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
    WHERE relnamespace = 'public'::regnamespace AND relname <> 'alembic_version'
"""
INDEXES = """
    SELECT relname, pg_get_indexdef(indexrelid), indisvalid FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
    WHERE relnamespace = 'public'::regnamespace
        AND relname NOT IN ('alembic_version_pkc', 'ix_comments_similar', 'ix_incidents_similar')
"""
LEFT_OVER = """
    SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relname NOT IN ('alembic_version', 'alembic_version_pkc')
    UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
    UNION ALL SELECT version_num FROM alembic_version
"""
EVERY_ROW_ABOUT_TABLES = """
    SELECT oid, relname, xmin::text FROM pg_class WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT 0, version_num, xmin::text FROM alembic_version
"""
WAITING = """
    SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
WAITED_PAST_ITS_LIMITS = """
    SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()
    AND clock_timestamp() > query_start + interval '40 milliseconds'
"""
MIGRATE_TWICE = """
import os, sys
from storage import revising, schema  # Alembic is loaded once, for both.
from storage.engine import BACKGROUND, connect

is_parent = os.fork()
schema.migrate(connect(sys.argv[1], BACKGROUND))
sys.exit(is_parent and os.waitstatus_to_exitcode(os.waitpid(is_parent, 0)[1]))
"""


def ask(engine: Engine, question: str) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return sorted((tuple(row) for row in connection.execute(text(question))), key=repr)


def shape(engine: Engine) -> Shape:
    return {question: ask(engine, question) for question in (COLUMNS, CONSTRAINTS, INDEXES)}


def url_of(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=False)


@contextmanager
def at_the_same_time(engine: Engine, number: int, *, of: str = WAITING) -> Iterator[None]:
    """Let those begin who begin inside only when so many wait to."""
    with engine.begin() as gate:
        gate.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": schema.MIGRATION_LOCK})
        yield
        until(lambda: ask(engine, of) == [(number,)])


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    """Give threads; asked for before a database, they are ended after it, when nobody can wait for its locks."""
    with ThreadPoolExecutor(4) as threads:
        yield threads


@pytest.fixture(scope="module")
def spare(server_url: str, worker_id: str) -> Iterator[Engine]:
    """Give an engine on a database; to make one for each test costs more than most tests."""
    with database(server_url, f"spare_{worker_id}") as engine:
        yield engine


@contextmanager
def emptied(engine: Engine) -> Iterator[Engine]:
    """Give the engine; nothing is left afterwards, whoever is still connected."""
    yield engine
    with engine.begin() as tx:
        for statement in (schema.OTHERS_OUT, text("DROP SCHEMA public CASCADE"), text("CREATE SCHEMA public")):
            tx.execute(statement)


@pytest.fixture(scope="module")
def shape_of_tables(spare: Engine) -> Shape:
    with emptied(spare):
        metadata.create_all(spare)
        return shape(spare)


@pytest.fixture
def empty(spare: Engine) -> Iterator[Engine]:
    with emptied(spare):
        yield spare


@pytest.fixture
def limited(empty: Engine, worker_id: str) -> Iterator[Engine]:
    """Give an engine whose role may make tables, but may not create extensions."""
    role = f"limited_{worker_id}"
    with empty.begin() as tx:
        tx.execute(text(f"CREATE ROLE {role} LOGIN NOSUPERUSER"))
        tx.execute(text(f"GRANT CREATE, USAGE ON SCHEMA public TO {role}"))
    engine = connect(empty.url.set(username=role).render_as_string(hide_password=False), BACKGROUND)
    yield engine
    engine.dispose()
    with empty.begin() as tx:
        tx.execute(text(f"DROP OWNED BY {role}"))
        tx.execute(text(f"DROP ROLE {role}"))


def test_up_down_and_up_again_leads_to_the_tables(empty: Engine, shape_of_tables: Shape) -> None:
    schema.migrate(empty)
    schema.unmigrate(empty, revision="base")
    left_over = ask(empty, LEFT_OVER)
    schema.migrate(empty)

    assert left_over == [], "the way back leaves nothing of ours"
    assert {column[0] for column in shape_of_tables[COLUMNS]} == set(metadata.tables)
    assert shape(empty) == shape_of_tables


def test_every_step_can_be_taken_alone(empty: Engine) -> None:
    """Each migration is on the disk as a numbered file; going one back and forth from each must work."""
    steps = sorted(path.stem for path in Path(sys.modules[versions].__path__[0]).glob("[0-9]*.py"))

    for step in steps:
        schema.migrate(empty, revision=step[:4])
        schema.unmigrate(empty, revision="-1")
        schema.migrate(empty, revision=step[:4])

    assert steps[0].startswith("0001_")
    assert ask(empty, "SELECT version_num FROM alembic_version") == [(steps[-1][:4],)]


def test_tables_and_migrations_agree(engine: Engine) -> None:
    schema.check(engine)


def test_a_difference_between_tables_and_migrations_is_noticed(empty: Engine) -> None:
    schema.migrate(empty)
    with empty.begin() as tx:
        tx.execute(text("ALTER TABLE incidents DROP COLUMN reminders_sent"))

    with pytest.raises(schema.TablesDiffer, match="reminders_sent"):
        schema.check(empty)


def test_migrating_again_changes_nothing(empty: Engine) -> None:
    schema.migrate(empty)
    before = ask(empty, EVERY_ROW_ABOUT_TABLES)

    schema.migrate(empty)

    assert ask(empty, EVERY_ROW_ABOUT_TABLES) == before


def test_threads_may_migrate_at_the_same_time(
    threads: ThreadPoolExecutor, empty: Engine, shape_of_tables: Shape
) -> None:
    with at_the_same_time(empty, 4):
        ends = [threads.submit(schema.migrate, empty) for _ in range(4)]
    for end in ends:
        end.result(timeout=10)

    assert shape(empty) == shape_of_tables


def test_processes_may_migrate_at_the_same_time(empty: Engine, repository: Path, shape_of_tables: Shape) -> None:
    command = [sys.executable, "-c", MIGRATE_TWICE, url_of(empty)]

    with ExitStack() as until_they_end, at_the_same_time(empty, 2):
        program = until_they_end.enter_context(subprocess.Popen(command, cwd=repository))

    assert program.returncode == 0
    assert shape(empty) == shape_of_tables


def test_one_who_waits_to_migrate_is_patient_and_then_impatient_again(
    threads: ThreadPoolExecutor, empty: Engine
) -> None:
    engine = connect(url_of(empty), IMPATIENT)
    with at_the_same_time(empty, 1, of=WAITED_PAST_ITS_LIMITS):
        end = threads.submit(schema.migrate, engine)
    end.result(timeout=10)

    limits = [ask(engine, f"SHOW {name}") for name in ("statement_timeout", "lock_timeout")]
    engine.dispose()

    assert limits == [[("20ms",)], [("20ms",)]]


def test_a_start_that_finds_the_schema_as_it_needs_it_waits_for_nobody(
    threads: ThreadPoolExecutor, engine: Engine
) -> None:
    with at_the_same_time(engine, 0):
        threads.submit(schema.migrate, engine).result(timeout=5)


def test_a_migration_that_fails_lets_the_next_one_begin(empty: Engine) -> None:
    with pytest.raises(CommandError):
        schema.migrate(empty, revision="unheard_of")

    with empty.connect() as first, empty.connect() as second:
        is_free = [
            connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": schema.MIGRATION_LOCK}).scalar_one()
            for connection in (first, second)
        ]
    assert is_free == [True, False]


def test_similar_words_are_indexed_where_the_extension_may_be_created(engine: Engine) -> None:
    if not ask(engine, "SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'"):
        pytest.skip("this server has no pg_trgm")

    indexes = {name for (name,) in ask(engine, "SELECT relname FROM pg_class WHERE relkind = 'i'")}
    assert indexes >= SIMILAR


def test_the_schema_and_the_way_back_do_without_the_extension(limited: Engine, shape_of_tables: Shape) -> None:
    schema.migrate(limited)

    assert shape(limited) == shape_of_tables
    assert ask(limited, "SELECT extname FROM pg_extension WHERE extname = 'pg_trgm'") == []
    assert not SIMILAR & {name for (name,) in ask(limited, "SELECT relname FROM pg_class WHERE relkind = 'i'")}
    schema.check(limited)

    schema.unmigrate(limited, revision="base")

    assert ask(limited, LEFT_OVER) == []
