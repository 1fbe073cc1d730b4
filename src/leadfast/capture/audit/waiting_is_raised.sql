-- What waits for a person past its time is raised within minutes: none is half an hour behind.
SELECT workspace_id, id AS arrival_id, due_at
FROM capture_arrival
WHERE settlement = 'waiting' AND due_at < %(now)s::timestamptz - interval '30 minutes'
