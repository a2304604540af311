"""Speaks: the conversation, the command line, the service and its channels.

It does not know SQL or vectors. Its two central names are ``Conversation`` (a message in, a
reply out) and ``Reply`` (what every channel can show).
"""
