"""Decides and talks to Slack; what it remembers is in storage."""
