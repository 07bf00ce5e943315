"""What Slack's own reference says, written once more by hand: its methods, and the limits of Block Kit."""
