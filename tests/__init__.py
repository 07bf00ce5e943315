"""Tests: pure parts by table, storage on a real PostgreSQL, journeys through the sandbox's front door."""
