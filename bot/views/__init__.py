"""Records turned into what people see in Slack: pure."""
