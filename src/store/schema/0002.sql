-- Version 2. Captures in which nothing could be read, and why: asked about far more often than the
-- wide records that say so.

CREATE TABLE unread (
    capture BLOB PRIMARY KEY REFERENCES captures (id),
    reason  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO unread (capture, reason)
SELECT records.capture, min(json_extract(found.value, '$.message'))
FROM records, json_each(records.body, '$.diagnostics') AS found
WHERE json_extract(found.value, '$.severity') = 'error'
GROUP BY records.capture;
