"""What people type, turned into acts: pure, and the same for commands, buttons and mentions."""
