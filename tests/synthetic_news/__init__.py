"""Invented news with exact truth: what was written, and pages that show it."""
