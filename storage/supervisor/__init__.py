"""The program that keeps a server of our own for its users: apart from them, so it loads neither a driver nor SQL.

Users wait for its start, in which to load what makes dataclasses would take a seventh.
"""
