"""Telegram under load, kills and faults: whether every question is answered, once, soon, in order.

The bot is ``sosik run`` in a process of its own; this process is Telegram, and the people.
"""
