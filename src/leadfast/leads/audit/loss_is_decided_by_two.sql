-- A loss is decided by another person than the one who asked, or alone after seven days with the machine's argument.
SELECT workspace_id, lead_id, id AS verdict_id
FROM leads_verdict
WHERE (NOT alone AND decided_by_id = asked_by_id)
   OR (alone AND (counter_argument = '' OR decided_at < asked_at + interval '168 hours'))
