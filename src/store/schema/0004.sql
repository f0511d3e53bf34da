-- Version 4. Who cites what without looking into the wide rows of links: the most wanted stubs are counted,
-- and those who cite a work are found, in this index alone. Why a parent was chosen is kept with it
-- (JSON), and every work is announced so that it is known of those there are.

DROP INDEX links_by_target;
CREATE INDEX links_by_target ON links (target, verdict, capture);

ALTER TABLE parents ADD COLUMN why TEXT NOT NULL DEFAULT '';

INSERT INTO index_outbox (work, op) SELECT DISTINCT id, 'put' FROM works ORDER BY id;

-- What everybody cites is not resolved whole for one more citation of it: the votes on the works of a
-- large group are kept, and the captures that came since. whole is 0 where those have only citations.
ALTER TABLE members ADD COLUMN cites INTEGER NOT NULL DEFAULT 0;
UPDATE members SET cites = json_type(body, '$.role.citation') IS NOT NULL;
DROP INDEX members_by_group;
CREATE INDEX members_by_group ON members (group_key, cites);

ALTER TABLE pending_groups ADD COLUMN whole INTEGER NOT NULL DEFAULT 1;

CREATE TABLE tallies (
    group_key TEXT NOT NULL,
    work      TEXT NOT NULL,
    body      TEXT NOT NULL,
    PRIMARY KEY (group_key, work)
) STRICT;

CREATE TABLE arrived (
    group_key TEXT NOT NULL,
    capture   BLOB NOT NULL REFERENCES captures (id),
    PRIMARY KEY (group_key, capture)
) STRICT, WITHOUT ROWID;

-- Where documents that say neither number nor issuer meet what they may be copies of; lost is 1 for them.
CREATE TABLE bands (
    band    INTEGER NOT NULL,
    lost    INTEGER NOT NULL,
    capture BLOB NOT NULL REFERENCES captures (id),
    PRIMARY KEY (band, lost, capture)
) STRICT, WITHOUT ROWID;
