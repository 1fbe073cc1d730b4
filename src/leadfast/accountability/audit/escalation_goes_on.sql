-- No escalation stands still: each that is due was taken further within the hour.
SELECT workspace_id, lead_id, id AS escalation_id, next_at
FROM accountability_escalation
WHERE ended_at IS NULL AND next_at < %(now)s::timestamptz - interval '1 hour'
