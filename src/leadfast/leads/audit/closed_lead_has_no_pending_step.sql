-- A closed lead has no pending step.
SELECT step.workspace_id, step.lead_id, step.id AS step_id, step.says
FROM leads_step AS step
JOIN leads_lead AS lead ON lead.workspace_id = step.workspace_id AND lead.id = step.lead_id
WHERE step.state = 'pending' AND lead.closure_id IS NOT NULL
