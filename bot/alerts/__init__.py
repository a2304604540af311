"""Alerts: what chats asked to hear of as soon as it is known, and what they were told wrong.

``Looking`` finds out whom what is new concerns, ``Telling`` tells them; in between it waits in the
database. It does not know what a messenger is.
"""
