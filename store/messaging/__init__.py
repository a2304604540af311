"""Remembers what messengers bring and what is owed to them: updates, the outbox, who may do what.

It knows no platform and no question. Its two central names are ``Updates`` (what came in and is
not answered yet) and ``Outbox`` (what is to be sent).
"""
