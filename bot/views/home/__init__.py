"""The Home tab: what somebody looks at there, and how it is drawn."""
