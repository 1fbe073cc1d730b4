-- No recording can be heard a day after its time is over.
SELECT workspace_id, id, expires_at FROM capture_recording
WHERE expires_at < %(now)s::timestamptz - interval '1 day'
