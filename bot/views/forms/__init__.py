"""Forms. Block ids are the names of fields, where errors belong."""
