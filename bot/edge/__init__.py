"""Bytes in: what Slack sends becomes a request for Bolt, and Bolt's answer an ack."""
