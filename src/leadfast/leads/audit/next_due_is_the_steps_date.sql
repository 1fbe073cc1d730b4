-- The date a lead is listed under is the date of its next step.
SELECT lead.workspace_id, lead.id AS lead_id, lead.next_due_at, step.due_at
FROM leads_lead AS lead
JOIN leads_step AS step ON step.workspace_id = lead.workspace_id AND step.id = lead.next_step_id
WHERE lead.next_due_at IS DISTINCT FROM step.due_at
