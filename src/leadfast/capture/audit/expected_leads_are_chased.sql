-- A lead that was promised and is not here is chased on its day: none is an hour behind.
SELECT workspace_id, id AS expected_id, chase_at
FROM capture_expected
WHERE chase_at < %(now)s::timestamptz - interval '1 hour'
