"""The shape of the database. Migrations are appended, never changed."""

from sqlite_utils import Database, Migrations

migrations = Migrations("sosik")


@migrations()
def m001_articles(db: Database) -> None:
    """Articles with every version of their text, the raw files, passages and refusals."""
    db.executescript(
        """
        CREATE TABLE raw_files (
            sha256 TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            size INTEGER NOT NULL,
            data BLOB NOT NULL            -- the file, letter for letter, compressed by zlib
        ) WITHOUT ROWID;
        CREATE TABLE articles (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            version_id INTEGER,           -- the current version
            url TEXT,
            file TEXT NOT NULL,           -- original file name, as the person called it
            published_at REAL,            -- first instant it can have appeared, Unix time
            stored_at REAL NOT NULL,
            words INTEGER NOT NULL DEFAULT 0   -- 1: the word index holds the current version
        );
        CREATE INDEX articles_by_url ON articles(url) WHERE url IS NOT NULL;
        CREATE INDEX articles_by_file ON articles(file);
        CREATE INDEX articles_by_time ON articles(published_at, id);
        CREATE INDEX word_backlog ON articles(id) WHERE words = 0;
        CREATE TABLE versions (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            article_id INTEGER NOT NULL REFERENCES articles(id),
            number INTEGER NOT NULL,
            raw_sha256 TEXT NOT NULL REFERENCES raw_files(sha256),
            title TEXT, title_source TEXT NOT NULL, text TEXT NOT NULL, text_sha256 TEXT NOT NULL,
            captions TEXT NOT NULL, dropped TEXT NOT NULL,     -- JSON
            published TEXT, inferred TEXT,                     -- ISO text; JSON
            outlet TEXT, author TEXT, language TEXT, url TEXT,
            stored_at REAL NOT NULL,
            UNIQUE (article_id, number)
        );
        CREATE VIEW current_articles AS
            SELECT articles.id, versions.number AS version, versions.text, versions.title,
                articles.file, versions.stored_at, versions.outlet, versions.author,
                versions.published, articles.published_at, versions.inferred, versions.language,
                versions.url, versions.captions, articles.words
            FROM articles JOIN versions ON versions.id = articles.version_id;
        CREATE INDEX versions_by_raw ON versions(raw_sha256);
        CREATE INDEX versions_by_text ON versions(text_sha256);
        CREATE TABLE passages (
            id INTEGER PRIMARY KEY AUTOINCREMENT,   -- never used twice: indexes name it
            article_id INTEGER NOT NULL REFERENCES articles(id),
            start INTEGER NOT NULL,
            end INTEGER NOT NULL,
            vectors INTEGER NOT NULL DEFAULT 0      -- 1: the vector index holds it
        );
        CREATE INDEX passages_by_article ON passages(article_id);
        CREATE INDEX vector_backlog ON passages(article_id DESC, id) WHERE vectors = 0;
        CREATE TABLE refusals (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            file TEXT NOT NULL,
            sha256 TEXT,
            reason TEXT NOT NULL, detail TEXT NOT NULL,
            refused_at REAL NOT NULL
        );
        CREATE TABLE indexes (
            name TEXT PRIMARY KEY,          -- words, vectors
            generation INTEGER NOT NULL,
            fingerprint TEXT NOT NULL       -- of what it is built with: analyser or encoder
        ) WITHOUT ROWID;
        """
    )


@migrations()
def m002_chats(db: Database) -> None:
    """What a chat has set for itself."""
    db.executescript(
        """
        CREATE TABLE chats (
            channel TEXT NOT NULL,
            chat TEXT NOT NULL,
            language TEXT,
            PRIMARY KEY (channel, chat)
        ) WITHOUT ROWID;
        """
    )


def unknown_to_us(db: Database) -> frozenset[str]:
    """Name the migrations that a newer version has applied to ``db``."""
    with Database(memory=True) as empty:
        known = {migration.name for migration in migrations.pending(empty)}
    return frozenset(migration.name for migration in migrations.applied(db)) - known
