"""What this PostgreSQL can do beyond what every one can; asked once, at the start."""

from sqlalchemy import Connection, text


def finds_similar(tx: Connection) -> bool:
    """Tell whether words can be compared by their letters: the pg_trgm extension may be missing."""
    return bool(tx.execute(text("SELECT to_regprocedure('similarity(text, text)') IS NOT NULL")).scalar_one())
