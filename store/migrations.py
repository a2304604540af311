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


@migrations()
def m003_sources(db: Database) -> None:
    """Sources and what they listed, copies, days named in texts, outlets, removals, leases."""
    db.executescript(
        """
        ALTER TABLE articles ADD COLUMN address TEXT;       -- the URL's key: its spellings are one
        ALTER TABLE articles ADD COLUMN group_id INTEGER;   -- shared by copies; NULL: not compared
        ALTER TABLE articles ADD COLUMN held_until REAL;    -- not purged before, Unix time
        CREATE INDEX articles_by_address ON articles(address) WHERE address IS NOT NULL;
        CREATE INDEX articles_by_group ON articles(group_id);
        ALTER TABLE versions ADD COLUMN publisher TEXT;     -- as written; outlet: canonical
        ALTER TABLE versions ADD COLUMN reposted_by TEXT;
        ALTER TABLE versions ADD COLUMN agency TEXT;
        ALTER TABLE versions ADD COLUMN changes TEXT NOT NULL DEFAULT '[]';  -- JSON [[old, new]]
        UPDATE versions SET publisher = outlet;
        DROP VIEW current_articles;
        CREATE VIEW current_articles AS
            SELECT articles.id, versions.number AS version, versions.text, versions.title,
                articles.file, versions.stored_at, versions.outlet, versions.author,
                versions.published, articles.published_at, versions.inferred, versions.language,
                versions.url, versions.captions, articles.words, articles.group_id,
                articles.address, versions.reposted_by, versions.agency
            FROM articles JOIN versions ON versions.id = articles.version_id;
        CREATE TABLE bands (
            band INTEGER NOT NULL,        -- a hash of part of a MinHash signature
            article_id INTEGER NOT NULL REFERENCES articles(id),
            PRIMARY KEY (band, article_id)
        ) WITHOUT ROWID;
        CREATE INDEX bands_by_article ON bands(article_id);
        CREATE TABLE event_dates (
            article_id INTEGER NOT NULL REFERENCES articles(id),
            start INTEGER NOT NULL, end INTEGER NOT NULL,    -- in the text of the current version
            first TEXT NOT NULL, last TEXT NOT NULL,         -- ISO days, both included
            PRIMARY KEY (article_id, start, first)
        ) WITHOUT ROWID;
        CREATE INDEX event_dates_by_day ON event_dates(first, last);
        CREATE TABLE outlet_names (       -- an admin's additions to the shipped table
            key TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            outlet TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE removed (            -- what is not taken in again
            mark TEXT PRIMARY KEY,        -- file:, text: or url: and its hash or key
            removed_at REAL NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE forgotten_articles (id INTEGER PRIMARY KEY);   -- to leave the indexes
        CREATE TABLE forgotten_passages (id INTEGER PRIMARY KEY);
        CREATE TABLE sources (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            kind TEXT NOT NULL,           -- feed, sitemap, page, folder
            address TEXT NOT NULL,
            key TEXT NOT NULL UNIQUE,     -- the address's key: its spellings are one
            title TEXT,
            pages INTEGER NOT NULL,       -- 1: pages behind links are fetched
            paused INTEGER NOT NULL DEFAULT 0,
            added_at REAL NOT NULL,
            interval_s REAL NOT NULL,
            next_at REAL NOT NULL,
            checked_at REAL, succeeded_at REAL,
            failures INTEGER NOT NULL DEFAULT 0,             -- in a row
            reason TEXT,
            etag TEXT, last_modified TEXT,
            told_dead INTEGER NOT NULL DEFAULT 0
        );
        CREATE INDEX sources_by_next ON sources(next_at) WHERE paused = 0;
        CREATE TABLE items (              -- what a source has listed
            source_id INTEGER NOT NULL REFERENCES sources(id),
            key TEXT NOT NULL,
            digest TEXT NOT NULL,         -- of what was listed, as it was last taken in
            tries INTEGER NOT NULL,       -- of fetching its page, when it waits for another
            article_id INTEGER,           -- the one that this entry brought
            seen_at REAL NOT NULL,
            PRIMARY KEY (source_id, key)
        ) WITHOUT ROWID;
        CREATE TABLE leases (
            name TEXT PRIMARY KEY,
            holder TEXT NOT NULL,
            until REAL NOT NULL
        ) WITHOUT ROWID;
        """
    )


@migrations()
def m004_names(db: Database) -> None:
    """Spellings of one name: what articles say, and what an admin says."""
    db.executescript(
        """
        CREATE TABLE learned_names (      -- each pair of spellings in both directions
            key TEXT NOT NULL,            -- a spelling without case, spaces and marks
            other TEXT NOT NULL,
            article_id INTEGER NOT NULL REFERENCES articles(id),
            spelling TEXT NOT NULL,       -- the other, as it is written
            alike INTEGER NOT NULL,       -- 1: believed at once, since they look or sound alike
            PRIMARY KEY (key, article_id, other)
        ) WITHOUT ROWID;
        CREATE INDEX learned_names_by_article ON learned_names(article_id);
        CREATE TABLE name_edits (         -- an admin's word, in both directions
            key TEXT NOT NULL,
            other TEXT NOT NULL,          -- empty: the name means nothing but itself
            name TEXT NOT NULL,
            spelling TEXT NOT NULL,
            same INTEGER NOT NULL,        -- 0: these two are not one name
            PRIMARY KEY (key, other)
        ) WITHOUT ROWID;
        """
    )


@migrations()
def m005_outlets(db: Database) -> None:
    """The outlets of the stored articles are listed at each question."""
    db.execute("CREATE INDEX versions_by_outlet ON versions(outlet)")


def unknown_to_us(db: Database) -> frozenset[str]:
    """Name the migrations that a newer version has applied to ``db``."""
    with Database(memory=True) as empty:
        known = {migration.name for migration in migrations.pending(empty)}
    return frozenset(migration.name for migration in migrations.applied(db)) - known
