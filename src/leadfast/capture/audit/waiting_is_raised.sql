-- What waits for a person past its time is raised within minutes: none is half an hour behind.
SELECT workspace_id, id AS arrival_id, due_at
FROM capture_arrival
WHERE settlement = 'waiting' AND due_at < %(now)s::timestamptz - interval '30 minutes'
UNION ALL
SELECT workspace_id, id AS call_record_id, due_at
FROM capture_callrecord
WHERE due_at < %(now)s::timestamptz - interval '30 minutes'
