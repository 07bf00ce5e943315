"""Slack calls us: read the payload, have the act done, answer in the ack."""
