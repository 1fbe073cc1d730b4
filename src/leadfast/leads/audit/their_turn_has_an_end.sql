-- Whose turn it is, is known: theirs always has an end.
SELECT workspace_id, id AS lead_id, turn, theirs_until
FROM leads_lead
WHERE closure_id IS NULL AND (turn NOT IN ('ours', 'theirs') OR (turn = 'theirs') <> (theirs_until IS NOT NULL))
