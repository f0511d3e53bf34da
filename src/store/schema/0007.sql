-- Version 7. What reports over the whole library ask of each record, in a row a tenth as wide: its number, the words
-- of its citations, what its reader warned of, who must do what by when, and the words of that (all JSON; null where
-- there is nothing).

CREATE TABLE gists (
    capture BLOB PRIMARY KEY REFERENCES captures (id),
    number  TEXT,
    duties  TEXT,
    warned  TEXT,
    quotes  TEXT,
    words   TEXT
) STRICT;

-- Where an agency leads something that has a deadline.

CREATE TABLE leads (
    agency  TEXT NOT NULL,
    capture BLOB NOT NULL REFERENCES captures (id),
    PRIMARY KEY (agency, capture)
) STRICT, WITHOUT ROWID;

-- The capture that speaks for a work: the best of those that cite or charge something. Known for every work that was
-- announced up to meta.placed.

CREATE TABLE voices (
    work    TEXT PRIMARY KEY,
    capture BLOB NOT NULL REFERENCES captures (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX voices_by_capture ON voices (capture);

-- Records that came before get theirs before the next linking, in order of their rows; this is how far that has come.

INSERT INTO meta (name, value)
SELECT 'gisted', 0 WHERE EXISTS (SELECT 1 FROM records)
ON CONFLICT (name) DO UPDATE SET value = excluded.value;
