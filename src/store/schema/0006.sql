-- Version 6. members.cites is 0 for the document, 1 for a citation, 2 for an echo: a group of echoes alone makes
-- nothing, and that is seen without reading it.

UPDATE members SET cites = 2 WHERE json_extract(body, '$.role') = 'echo';

-- Documents that came before there were bands have none. They get theirs before the next linking, in order of their
-- rows; this is how far that has come.

INSERT INTO meta (name, value)
SELECT 'banded', 0 WHERE EXISTS (SELECT 1 FROM members)
ON CONFLICT (name) DO UPDATE SET value = excluded.value;

-- Why a parent was chosen made its rows wide: they leave the tree of the names. See the head of version 1.

CREATE TABLE placed (
    work   TEXT PRIMARY KEY,
    parent TEXT NOT NULL,
    why    TEXT NOT NULL DEFAULT ''
) STRICT;
INSERT INTO placed (work, parent, why) SELECT work, parent, why FROM parents ORDER BY work;
DROP TABLE parents;
ALTER TABLE placed RENAME TO parents;
CREATE INDEX parents_by_parent ON parents (parent);

-- What a person saw where they corrected something (JSON), by which its place is found again in another reading.
-- Null where that was not kept: then the path is all there is.

ALTER TABLE corrections ADD COLUMN seen TEXT;
