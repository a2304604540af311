"""Digests: what of the news a person has not been told yet, chosen once the stories are known.

It does not know when a digest is due, what a chat is, or how anything is worded. ``Edition`` holds
the stories of some days for everybody, ``compose`` chooses from it for one.
"""
