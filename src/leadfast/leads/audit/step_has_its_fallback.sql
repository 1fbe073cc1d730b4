-- Every pending step has a date within the horizon and says what happens when nobody does it.
SELECT workspace_id, lead_id, id AS step_id
FROM leads_step
WHERE state = 'pending'
  AND (fallback = '' OR fallback_at IS NULL OR due_at > dated_at + interval '9600 hours')
