"""What listeners do with what Slack sends."""
