"""Removes an article wherever it is kept: library, inbox folders, indexes, the database's pages."""

from bot.app import App


def remove_article(app: App, article_id: int) -> bool:
    """Remove the article for good, and never take it in again; tell whether there was one.

    While another process writes the indexes, it takes the article out of them with its next step.
    Backups that were made before still hold it. Raises StoreError and OSError; when only the last
    step fails, remnants may stay in unused parts of the database.
    """
    now = app.clock()
    # The copies first: after a kill in between, the article is still there to be removed again.
    app.inbox.discard(app.removal.files(article_id), now=now)
    removed = app.removal.remove(article_id, now=now)
    if app.indexer.acquire():
        try:
            app.indexer.forget()
        finally:
            app.indexer.release()
    if removed.articles:
        app.database.rewrite()
    return bool(removed.articles)
