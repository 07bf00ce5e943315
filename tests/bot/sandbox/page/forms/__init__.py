"""Forms in a real browser, one after another in one window."""
