"""Digests: when each is due, how it is worded, and that it goes out once.

It does not know what news is nor how a messenger sends. ``Digests`` is the job, ``times`` the
calendar.
"""
