"""What people set up in a chat and hear of later: digests, followed stories, watchwords, kept
questions. Central: ``Subscribing``, ``Setting``.

It knows no platform, composes nothing and sends nothing by itself.
"""
