"""Sosik beside txtai and Haystack: the same articles, encoder folder, cores and run.

``__main__`` runs each in a process of its own (``child``), ``figures`` judges what came back. The
two libraries are in the dependency group ``peers``, best installed into an environment of its own.
"""
