"""Slack's Web API: one table of methods, the checks every call passes, and what each method does."""
