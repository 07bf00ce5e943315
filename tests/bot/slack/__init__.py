"""Tests of what is asked of Slack: what is remembered, and how fast it goes out."""
