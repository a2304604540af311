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


@migrations()
def m006_messaging(db: Database) -> None:
    """What came in, what is owed, and who may do what and how often."""
    db.executescript(
        """
        ALTER TABLE chats ADD COLUMN kind TEXT;             -- private, group, channel; NULL: unseen
        ALTER TABLE chats ADD COLUMN is_on INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE chats ADD COLUMN first_seen REAL;
        ALTER TABLE chats ADD COLUMN last_seen REAL;        -- the day
        ALTER TABLE chats ADD COLUMN unreachable TEXT;      -- why nothing can be sent there
        CREATE TABLE waiting_updates (      -- a row leaves with what was asked
            channel TEXT NOT NULL,
            id INTEGER NOT NULL,
            chat TEXT NOT NULL,
            payload TEXT NOT NULL,          -- empty: erased while it waited
            received_at REAL NOT NULL,
            PRIMARY KEY (channel, id)
        );
        CREATE TABLE done_updates (
            channel TEXT NOT NULL,
            id INTEGER NOT NULL,
            done_at REAL NOT NULL,
            PRIMARY KEY (channel, id)
        ) WITHOUT ROWID;
        CREATE INDEX done_updates_by_time ON done_updates(channel, done_at);
        CREATE TABLE outbox (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            channel TEXT NOT NULL,
            chat TEXT NOT NULL,
            state TEXT NOT NULL DEFAULT 'queued',
            key TEXT,
            priority INTEGER NOT NULL,
            answers TEXT,                   -- the message in the chat that it replies to
            part INTEGER NOT NULL,
            replaces INTEGER,               -- the row whose message it takes the place of
            message TEXT,                   -- the platform's number of what was sent
            attempts INTEGER NOT NULL DEFAULT 0,
            tried_at REAL,                  -- last
            reason TEXT,
            created_at REAL NOT NULL,
            not_before REAL,
            expires_at REAL,
            ended_at REAL                   -- NULL: owed, that is queued or sending
        );
        CREATE UNIQUE INDEX outbox_by_key ON outbox(channel, key) WHERE key IS NOT NULL;
        CREATE INDEX outbox_order ON outbox(channel, priority, id) WHERE ended_at IS NULL;
        CREATE INDEX outbox_of_chat ON outbox(channel, chat, priority, id) WHERE ended_at IS NULL;
        CREATE INDEX outbox_tried ON outbox(channel, chat) WHERE ended_at IS NULL AND attempts > 0;
        CREATE INDEX outbox_later ON outbox(channel, not_before)
            WHERE ended_at IS NULL AND not_before IS NOT NULL;
        CREATE INDEX outbox_expiring ON outbox(channel, expires_at)
            WHERE ended_at IS NULL AND expires_at IS NOT NULL;
        CREATE INDEX outbox_recent ON outbox(channel, tried_at) WHERE tried_at IS NOT NULL;
        CREATE INDEX outbox_ended ON outbox(channel, ended_at) WHERE ended_at IS NOT NULL;
        CREATE INDEX outbox_answers ON outbox(channel, chat, answers) WHERE answers IS NOT NULL;
        CREATE TABLE outbox_contents (      -- a row leaves when its message has left
            id INTEGER PRIMARY KEY,
            content TEXT NOT NULL
        );
        CREATE TABLE access (
            channel TEXT NOT NULL,
            party TEXT NOT NULL,            -- a person or a group
            standing TEXT NOT NULL,         -- admin, allowed, blocked
            at REAL NOT NULL,
            PRIMARY KEY (channel, party)
        ) WITHOUT ROWID;
        CREATE TABLE invitations (
            code_sha256 TEXT PRIMARY KEY,
            made_by TEXT NOT NULL,
            uses INTEGER NOT NULL,          -- left
            expires_at REAL NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE limits (               -- what an admin set
            name TEXT PRIMARY KEY,          -- person, group, global
            burst INTEGER NOT NULL,
            per_minute REAL NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE buckets (
            channel TEXT NOT NULL,
            name TEXT NOT NULL,
            party TEXT NOT NULL,            -- empty for global
            tokens REAL NOT NULL,
            at REAL NOT NULL,
            told INTEGER NOT NULL,          -- 1: this flood had its notice
            PRIMARY KEY (channel, name, party)
        ) WITHOUT ROWID;
        CREATE TABLE answers (              -- chat and person empty: only the count is kept
            channel TEXT NOT NULL,
            id TEXT NOT NULL,
            chat TEXT,
            person TEXT,
            at REAL NOT NULL,
            kind TEXT NOT NULL,             -- answer, list, declined, talk
            took_ms INTEGER NOT NULL,
            up INTEGER NOT NULL DEFAULT 0,      -- verdicts whose givers are forgotten
            down INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (channel, id)
        ) WITHOUT ROWID;
        CREATE INDEX answers_by_time ON answers(channel, at);
        CREATE INDEX answers_by_person ON answers(channel, person) WHERE person IS NOT NULL;
        CREATE INDEX answers_by_chat ON answers(channel, chat) WHERE chat IS NOT NULL;
        CREATE TABLE answer_quotes (
            channel TEXT NOT NULL,
            answer TEXT NOT NULL,
            position INTEGER NOT NULL,
            article_id INTEGER NOT NULL,
            version INTEGER NOT NULL,
            start INTEGER NOT NULL, end INTEGER NOT NULL,
            PRIMARY KEY (channel, answer, position)
        ) WITHOUT ROWID;
        CREATE INDEX answer_quotes_by_article ON answer_quotes(article_id);
        CREATE TABLE feedback (
            channel TEXT NOT NULL,
            answer TEXT NOT NULL,
            person TEXT NOT NULL,
            verdict INTEGER NOT NULL,       -- 1, -1
            at REAL NOT NULL,
            PRIMARY KEY (channel, answer, person)
        ) WITHOUT ROWID;
        CREATE INDEX feedback_by_person ON feedback(channel, person);
        CREATE TABLE kept_questions (       -- of people who agreed to it
            channel TEXT NOT NULL,
            answer TEXT NOT NULL,
            person TEXT NOT NULL,
            question TEXT NOT NULL,
            PRIMARY KEY (channel, answer)
        );
        CREATE TABLE confirmations (
            id TEXT PRIMARY KEY,
            channel TEXT NOT NULL,
            chat TEXT NOT NULL,
            person TEXT NOT NULL,
            action TEXT NOT NULL,
            argument TEXT NOT NULL,
            expires_at REAL NOT NULL
        );
        CREATE TABLE audit (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at REAL NOT NULL,
            who TEXT NOT NULL,              -- channel:person, or console
            action TEXT NOT NULL,
            object TEXT NOT NULL,
            outcome TEXT NOT NULL
        );
        """
    )


@migrations()
def m007_stories(db: Database) -> None:
    """Which articles tell one story, and what became of it."""
    db.executescript(
        """
        CREATE TABLE stories (
            id INTEGER PRIMARY KEY AUTOINCREMENT,   -- never used twice: people are told of it
            opened_at REAL NOT NULL,
            merged_into INTEGER                     -- NULL: it stands
        );
        CREATE INDEX stories_merged ON stories(merged_into) WHERE merged_into IS NOT NULL;
        ALTER TABLE articles ADD COLUMN story_id INTEGER;
        ALTER TABLE articles ADD COLUMN story_version INTEGER;  -- the version that was placed
        ALTER TABLE articles ADD COLUMN placed_at REAL;
        ALTER TABLE articles ADD COLUMN lacks_meaning INTEGER NOT NULL DEFAULT 0;  -- 1: no vectors
        CREATE INDEX articles_by_story ON articles(story_id) WHERE story_id IS NOT NULL;
        CREATE INDEX articles_by_placed ON articles(placed_at) WHERE placed_at IS NOT NULL;
        CREATE INDEX story_backlog ON articles(id) WHERE story_version IS NOT version_id;
        CREATE INDEX story_meaning_backlog ON articles(id) WHERE lacks_meaning = 1;
        CREATE TABLE story_events (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at REAL NOT NULL,
            kind TEXT NOT NULL,           -- merge, split
            story INTEGER NOT NULL,       -- the one that stays
            other INTEGER NOT NULL,       -- the one that went into it, or came out of it
            articles TEXT NOT NULL        -- JSON: those that changed their story
        );
        CREATE INDEX story_events_by_time ON story_events(at);
        """
    )


@migrations()
def m008_subscriptions(db: Database) -> None:
    """Who gets digests, what each chat was told, and how what was promised arrived."""
    db.executescript(
        """
        CREATE TABLE subscriptions (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            channel TEXT NOT NULL,
            chat TEXT NOT NULL,
            person TEXT,                    -- who set it up
            kind TEXT NOT NULL,             -- digest, weekly
            time TEXT NOT NULL,             -- local, HH:MM
            zone TEXT NOT NULL,             -- IANA
            weekdays TEXT NOT NULL,         -- JSON, 0 is Monday
            language TEXT,
            length INTEGER NOT NULL,
            topics TEXT NOT NULL, outlets_in TEXT NOT NULL, outlets_out TEXT NOT NULL,   -- JSON
            quiet TEXT,                     -- JSON: from, to
            paused_until TEXT,              -- local day
            when_empty TEXT NOT NULL,       -- say, silent
            likes TEXT NOT NULL,            -- JSON
            next_at REAL NOT NULL,          -- when to look whether it is due
            settled_until REAL NOT NULL,    -- what was due until then was sent, or never will be
            last_on TEXT,                   -- local day of the last one
            changes INTEGER NOT NULL,
            UNIQUE (channel, chat, kind)
        );
        CREATE INDEX subscriptions_due ON subscriptions(next_at, id);
        CREATE TABLE told_facts (           -- as quoted: text[start:end] of that version
            id INTEGER PRIMARY KEY,
            channel TEXT NOT NULL,
            chat TEXT NOT NULL,
            story INTEGER,
            fact TEXT NOT NULL,             -- its key
            article_id INTEGER NOT NULL,
            version INTEGER NOT NULL,
            start INTEGER NOT NULL, end INTEGER NOT NULL,
            at REAL NOT NULL,
            how TEXT NOT NULL,              -- digest, answer, alert, correction
            message INTEGER                 -- the row of the outbox that tells it
        );
        CREATE INDEX told_facts_by_chat ON told_facts(channel, chat, at);
        CREATE INDEX told_facts_by_time ON told_facts(channel, at);
        CREATE INDEX told_facts_by_article ON told_facts(article_id);
        CREATE INDEX told_facts_by_message ON told_facts(message) WHERE message IS NOT NULL;
        ALTER TABLE outbox ADD COLUMN due_at REAL;          -- when it should have been there
        CREATE INDEX outbox_unasked ON outbox(channel, chat, created_at) WHERE priority = 1;
        CREATE TABLE deliveries (           -- of digests and alerts; it names nobody
            channel TEXT NOT NULL,
            quarter INTEGER NOT NULL,       -- of an hour, counted as in Unix time
            kind TEXT NOT NULL,             -- digest, weekly, alert, correction …
            state TEXT NOT NULL,            -- sent, late, uncertain, failed, expired
            count INTEGER NOT NULL,
            PRIMARY KEY (channel, quarter, kind, state)
        ) WITHOUT ROWID;
        """
    )


@migrations()
def m009_alerts(db: Database) -> None:
    """What chats want to hear of as soon as it is known, and what of that waits to be told."""
    db.executescript(
        """
        CREATE TABLE follows (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            channel TEXT NOT NULL,
            chat TEXT NOT NULL,
            person TEXT,                    -- who set it up
            topic TEXT,                     -- free text; NULL: a story
            story INTEGER,                  -- as it was named then: it may have gone into another
            created_at REAL NOT NULL
        );
        CREATE UNIQUE INDEX follows_of_chat
            ON follows(channel, chat, coalesce(topic, ''), coalesce(story, 0));
        CREATE INDEX follows_by_story ON follows(story) WHERE story IS NOT NULL;
        CREATE TABLE watchwords (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            channel TEXT NOT NULL,
            chat TEXT NOT NULL,
            person TEXT,
            rule TEXT NOT NULL,             -- as it was written
            created_at REAL NOT NULL,
            UNIQUE (channel, chat, rule)
        );
        CREATE TABLE awaited_questions (    -- declined, and kept by whoever asked
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            channel TEXT NOT NULL,
            chat TEXT NOT NULL,
            person TEXT,
            question TEXT NOT NULL,
            asked_at REAL NOT NULL,
            expires_at REAL NOT NULL,
            tried INTEGER NOT NULL DEFAULT 0,   -- what could be found then, as a number
            UNIQUE (channel, chat, question)
        );
        ALTER TABLE articles ADD COLUMN alerted INTEGER;    -- the version that was looked at
        UPDATE articles SET alerted = version_id;
        CREATE INDEX alert_backlog ON articles(id) WHERE alerted IS NOT version_id;
        CREATE TABLE due_news (             -- an article that somebody is to be told of
            channel TEXT NOT NULL,
            chat TEXT NOT NULL,
            article_id INTEGER NOT NULL,
            cause TEXT NOT NULL,            -- follow, watch
            cause_id INTEGER NOT NULL,
            since REAL NOT NULL,            -- what was stored later is new
            found_at REAL NOT NULL,
            PRIMARY KEY (channel, chat, article_id, cause, cause_id)
        ) WITHOUT ROWID;
        CREATE INDEX due_news_by_cause ON due_news(cause, cause_id);
        CREATE TABLE due_corrections (      -- a sentence quoted to somebody that may be put right
            channel TEXT NOT NULL,
            chat TEXT NOT NULL,
            article_id INTEGER NOT NULL,
            version INTEGER NOT NULL,
            start INTEGER NOT NULL, end INTEGER NOT NULL,
            by_article INTEGER NOT NULL,    -- the same one, or one that corrects it
            by_version INTEGER NOT NULL,    -- from this one on
            found_at REAL NOT NULL,
            PRIMARY KEY (channel, chat, article_id, version, start, end, by_article)
        ) WITHOUT ROWID;
        """
    )


def unknown_to_us(db: Database) -> frozenset[str]:
    """Name the migrations that a newer version has applied to ``db``."""
    with Database(memory=True) as empty:
        known = {migration.name for migration in migrations.pending(empty)}
    return frozenset(migration.name for migration in migrations.applied(db)) - known
