-- Version 5. Questions that are followed, and the works that came and answer them. A work answers a
-- question once, however often it is told to the index.

CREATE TABLE followed (
    seq     INTEGER PRIMARY KEY AUTOINCREMENT,
    name    TEXT NOT NULL UNIQUE,
    line    TEXT NOT NULL,
    made_at INTEGER NOT NULL
) STRICT;

CREATE TABLE news (
    seq      INTEGER PRIMARY KEY AUTOINCREMENT,
    question INTEGER NOT NULL REFERENCES followed (seq) ON DELETE CASCADE,
    work     TEXT NOT NULL,
    came_at  INTEGER NOT NULL,
    seen_at  INTEGER,
    UNIQUE (question, work)
) STRICT;

CREATE INDEX news_unseen ON news (question) WHERE seen_at IS NULL;
