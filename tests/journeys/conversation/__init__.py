"""Journeys: what people do, through real Bolt, real PostgreSQL and the sandbox's real HTTP and WebSocket."""
