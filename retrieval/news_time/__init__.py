"""Tells whether a period in a question says when news appeared, language by language.

Each language looks at what stands between the period and a word for news, and answers with the
characters that say it, or None where the period may as well date what is asked about.
"""
