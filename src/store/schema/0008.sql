-- Version 8. Who must do what by when, in a fifth of the bytes and in a table of its own, so that a count over
-- everything reads little: agencies are numbered once, and a record's duties are a JSON list of
-- [task, [leading], [helping], day or null].

CREATE TABLE agents (
    id     INTEGER PRIMARY KEY,
    name   TEXT NOT NULL,
    agency TEXT NOT NULL, -- empty where it is not known which one
    UNIQUE (name, agency)
) STRICT;

CREATE TABLE duties (
    capture BLOB PRIMARY KEY REFERENCES captures (id),
    tasks   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

ALTER TABLE gists DROP COLUMN duties;
DELETE FROM leads;

-- Filled before the next linking, as gists are; until then reports read the records.

INSERT INTO meta (name, value)
SELECT 'gisted', 0 WHERE EXISTS (SELECT 1 FROM records)
ON CONFLICT (name) DO UPDATE SET value = excluded.value;
