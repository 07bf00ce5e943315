"""Tests of the views: Slack takes them, and nobody's words do more than stand there."""
