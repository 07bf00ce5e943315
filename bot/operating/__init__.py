"""What an operator does from a terminal: a module for each command."""
