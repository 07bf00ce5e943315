"""What leaves a window as it was, in a real browser, one after another in one window."""
