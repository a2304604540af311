"""Where news comes from: feeds, news sitemaps, pages and folders, fetched, read and kept in step.

Two central names: ``Source``, ``Poll``.
"""
