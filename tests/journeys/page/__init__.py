"""What people do on the sandbox's page, in the real browser."""
