-- The next step of a lead is the earliest due of its pending ones.
SELECT lead.workspace_id, lead.id AS lead_id, lead.next_step_id, sooner.id AS earliest_step_id
FROM leads_lead AS lead
JOIN leads_step AS next ON next.workspace_id = lead.workspace_id AND next.id = lead.next_step_id
JOIN LATERAL (
    SELECT step.id, step.due_at FROM leads_step AS step
    WHERE step.workspace_id = lead.workspace_id AND step.lead_id = lead.id AND step.state = 'pending'
    ORDER BY step.due_at, step.id LIMIT 1
) AS sooner ON sooner.due_at < next.due_at
WHERE lead.closure_id IS NULL
