"""Tests of the forms: their fields by hand, and nothing typed is lost."""
