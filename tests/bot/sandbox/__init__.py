"""Tests of the sandbox: the real SDK and the real Bolt against it."""
