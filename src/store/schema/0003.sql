-- Version 3. What reports ask of all works at once: who issued what when, and where something is odd.
-- odd is 1 where the body holds an anomaly; of records, a warning of the reader.

ALTER TABLE works ADD COLUMN issuer TEXT;
ALTER TABLE works ADD COLUMN issued_on TEXT;
ALTER TABLE works ADD COLUMN odd INTEGER NOT NULL DEFAULT 0;
ALTER TABLE links ADD COLUMN odd INTEGER NOT NULL DEFAULT 0;
ALTER TABLE records ADD COLUMN odd INTEGER NOT NULL DEFAULT 0;

UPDATE works SET issuer = json_extract(body, '$.issuer_id'), issued_on = json_extract(body, '$.issued_on'),
    odd = coalesce(json_array_length(body, '$.anomalies'), 0) > 0;
UPDATE links SET odd = coalesce(json_array_length(body, '$.anomalies'), 0) > 0;
UPDATE records SET odd = EXISTS (
    SELECT 1 FROM json_each(records.body, '$.diagnostics') AS found
    WHERE json_extract(found.value, '$.severity') = 'warning'
);

CREATE INDEX works_by_issuer ON works (issuer, issued_on);
CREATE INDEX works_odd ON works (id) WHERE odd = 1;
CREATE INDEX links_odd ON links (capture, citation) WHERE odd = 1;
CREATE INDEX records_odd ON records (capture) WHERE odd = 1;
