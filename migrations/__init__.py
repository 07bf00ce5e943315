"""The schema's history: numbered Alembic migrations, each with one purpose and a way back."""
