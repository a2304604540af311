"""Thinks: searches by words and by meaning, picks the sentences to quote, decides to decline.

It does not know what a chat is and never reads the clock. Its two central names are ``Desk``
(asks the store) and ``Answer`` (what it found, or why it declines).
"""
