-- Nothing that came in lies unread: after five minutes a sweep reads it and tells the admins.
SELECT workspace_id, id AS arrival_id, door, arrived_at
FROM capture_arrival
WHERE settlement = 'waiting' AND read_at IS NULL AND arrived_at < %(now)s::timestamptz - interval '7 minutes'
