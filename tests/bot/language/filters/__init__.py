"""Tests of the language: what is typed, and what is understood."""
