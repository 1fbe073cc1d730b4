-- The twin of leadfast.people.erased.key: HMAC-SHA-256 in its two halves.
CREATE OR REPLACE FUNCTION pg_temp.erased_key(said text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN said LIKE 'erased %%' THEN said ELSE 'erased ' || left(encode(
        sha256(%(outer)s::bytea || sha256(%(inner)s::bytea || convert_to(said, 'UTF8'))), 'hex'), 48) END $$;
