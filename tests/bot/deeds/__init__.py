"""Tests of deeds in a transaction that is rolled back."""
