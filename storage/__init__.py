"""What the tracker remembers: tables, queries and the PostgreSQL they live in; knows nothing of Slack's API."""
