"""Remembers: reads article files, extracts, dates and keeps them, with every version of their text.

It does not know what a question is. Its two central names are ``Library`` (what is kept)
and ``Article`` (what it gives back).
"""
