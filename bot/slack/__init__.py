"""We call Slack: what may be asked, the one module that asks, and the delivery of what was remembered."""
