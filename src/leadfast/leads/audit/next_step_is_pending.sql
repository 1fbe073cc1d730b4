-- The next step of a lead exists, is pending, and is this lead's own.
SELECT lead.workspace_id, lead.id AS lead_id, lead.next_step_id
FROM leads_lead AS lead
LEFT JOIN leads_step AS step ON step.workspace_id = lead.workspace_id AND step.id = lead.next_step_id
WHERE lead.next_step_id IS NOT NULL
  AND (step.id IS NULL OR step.state <> 'pending' OR step.lead_id <> lead.id)
