"""Tests of the rules: the tables of the product, written again by hand."""
