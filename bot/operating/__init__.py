"""What an operator does to a workspace's incidents from a terminal: a module for each command."""
