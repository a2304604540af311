"""Differs: what an installation may set, and nothing else. Its central name is ``Settings``."""
