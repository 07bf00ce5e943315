"""One function for each thing a person or the clock does, inside the caller's transaction."""
