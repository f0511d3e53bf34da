-- Version 1. Written to mean the same on PostgreSQL: identifiers of captures are the 32 bytes of
-- their SHA-256, times are microseconds since 1970 UTC (columns that end in _at), JSON is text that
-- no query looks into. SQLite-only words are STRICT and WITHOUT ROWID. Tables with wide rows keep
-- their rowid: a wide row inside a WITHOUT ROWID tree would be read on every step through it.

CREATE TABLE captures (
    id            BLOB PRIMARY KEY CHECK (length(id) = 32),
    bytes         INTEGER NOT NULL,
    media_type    TEXT NOT NULL,
    first_seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- One row per place the same bytes came from. context_id is the SHA-256 of the context's JSON.
CREATE TABLE provenance (
    capture       BLOB NOT NULL REFERENCES captures (id),
    context_id    BLOB NOT NULL CHECK (length(context_id) = 32),
    context       TEXT NOT NULL,
    file          TEXT NOT NULL,
    url           TEXT,
    portal        TEXT,
    province      TEXT,
    agency        TEXT,
    content_type  TEXT,
    etag          TEXT,
    last_modified TEXT,
    fetched_at    INTEGER NOT NULL,
    PRIMARY KEY (capture, context_id)
) STRICT;
CREATE INDEX provenance_by_url ON provenance (url);
CREATE INDEX provenance_by_file ON provenance (file);

CREATE TABLE removed (
    capture    BLOB PRIMARY KEY REFERENCES captures (id),
    author     TEXT NOT NULL,
    reason     TEXT NOT NULL,
    removed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE records (
    capture   BLOB PRIMARY KEY REFERENCES captures (id),
    extractor TEXT NOT NULL,
    citations INTEGER NOT NULL,
    tasks     INTEGER NOT NULL,
    body      TEXT NOT NULL
) STRICT;

-- The clean text, packed with zstd, and where its pages start.
CREATE TABLE texts (
    capture BLOB PRIMARY KEY REFERENCES captures (id),
    pages   TEXT NOT NULL,
    body    BLOB NOT NULL
) STRICT;

-- Position 0 is the document itself, the rest are its citations.
CREATE TABLE members (
    capture   BLOB NOT NULL REFERENCES captures (id),
    position  INTEGER NOT NULL,
    group_key TEXT NOT NULL,
    body      TEXT NOT NULL,
    PRIMARY KEY (capture, position)
) STRICT;
CREATE INDEX members_by_group ON members (group_key);

-- Key groups whose members changed and whose works have not been settled since.
CREATE TABLE pending_groups (
    group_key TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- A work may draw on several groups (documents without a number have one each).
CREATE TABLE works (
    id        TEXT NOT NULL,
    group_key TEXT NOT NULL,
    stub      INTEGER NOT NULL,
    body      TEXT NOT NULL,
    PRIMARY KEY (id, group_key)
) STRICT;
CREATE INDEX works_by_group ON works (group_key);

CREATE TABLE manifestations (
    work      TEXT NOT NULL,
    group_key TEXT NOT NULL,
    capture   BLOB NOT NULL REFERENCES captures (id),
    PRIMARY KEY (work, group_key, capture),
    FOREIGN KEY (work, group_key) REFERENCES works (id, group_key) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX manifestations_by_capture ON manifestations (capture);

CREATE TABLE links (
    capture   BLOB NOT NULL REFERENCES captures (id),
    citation  INTEGER NOT NULL,
    group_key TEXT NOT NULL,
    verdict   TEXT NOT NULL CHECK (verdict IN ('linked', 'ambiguous', 'unmatched', 'withheld')),
    target    TEXT,
    body      TEXT NOT NULL,
    PRIMARY KEY (capture, citation)
) STRICT;
CREATE INDEX links_by_group ON links (group_key);
CREATE INDEX links_by_target ON links (target);

-- The nearest directive each work implements, as its links say: known for every work that was
-- announced up to meta.placed.
CREATE TABLE parents (
    work   TEXT PRIMARY KEY,
    parent TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX parents_by_parent ON parents (parent);

-- Written by a person; never touched by a reprocess. Value is JSON; null takes the value away.
CREATE TABLE corrections (
    seq       INTEGER PRIMARY KEY AUTOINCREMENT,
    subject   TEXT NOT NULL,
    field     TEXT NOT NULL,
    value     TEXT NOT NULL,
    author    TEXT NOT NULL,
    reason    TEXT NOT NULL,
    made_at   INTEGER NOT NULL,
    undone_at INTEGER
) STRICT;
CREATE INDEX corrections_by_subject ON corrections (subject);

CREATE TABLE index_outbox (
    seq  INTEGER PRIMARY KEY AUTOINCREMENT,
    work TEXT NOT NULL,
    op   TEXT NOT NULL CHECK (op IN ('put', 'remove'))
) STRICT;

CREATE INDEX index_outbox_by_work ON index_outbox (work, seq);

CREATE TABLE hosts (
    host        TEXT PRIMARY KEY,
    next_at     INTEGER NOT NULL DEFAULT 0,
    delay_ms    INTEGER NOT NULL DEFAULT 0,
    lease_at    INTEGER NOT NULL DEFAULT 0,
    lease_token INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- note is whatever the crawler wants back with the URL.
CREATE TABLE frontier (
    url           TEXT PRIMARY KEY,
    host          TEXT NOT NULL REFERENCES hosts (host),
    source        TEXT NOT NULL,
    priority      INTEGER NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'dead')),
    attempts      INTEGER NOT NULL DEFAULT 0,
    next_at       INTEGER NOT NULL,
    note          TEXT NOT NULL,
    status        INTEGER,
    etag          TEXT,
    last_modified TEXT
) STRICT;
CREATE INDEX frontier_by_host ON frontier (host, state, priority, next_at);
CREATE INDEX frontier_by_source ON frontier (source, state, next_at);

CREATE TABLE visits (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    url        TEXT NOT NULL,
    source     TEXT NOT NULL,
    visited_at INTEGER NOT NULL,
    outcome    TEXT NOT NULL CHECK (outcome IN ('fetched', 'unchanged', 'failed', 'refused')),
    status     INTEGER,
    capture    BLOB REFERENCES captures (id),
    detail     TEXT
) STRICT;
CREATE INDEX visits_by_source ON visits (source, visited_at);
CREATE INDEX visits_by_url ON visits (url, visited_at);

CREATE TABLE journal (
    seq     INTEGER PRIMARY KEY AUTOINCREMENT,
    done_at INTEGER NOT NULL,
    stage   TEXT NOT NULL,
    items   INTEGER NOT NULL,
    detail  TEXT NOT NULL
) STRICT;
