"""Tests of the Home tab as it looks."""
