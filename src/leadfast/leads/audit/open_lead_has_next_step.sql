-- Every open lead has a next step with a date.
SELECT workspace_id, id AS lead_id, label
FROM leads_lead
WHERE closure_id IS NULL AND (next_step_id IS NULL OR next_due_at IS NULL)
