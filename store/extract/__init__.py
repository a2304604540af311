"""Makes one article of the bytes of one file: decodes, separates the text from the page around
it, and finds title, time, outlet and author, each only where the file itself shows it.

Pure: no clock, no file, no network. It begins at ``article.extract`` and ``archive.members``.
"""
