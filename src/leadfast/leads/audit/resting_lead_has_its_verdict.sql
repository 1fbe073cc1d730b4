-- A resting lead rests by a verdict of its own, with a comeback among its steps.
SELECT lead.workspace_id, lead.id AS lead_id, lead.rest_id
FROM leads_lead AS lead
LEFT JOIN leads_verdict AS verdict ON verdict.workspace_id = lead.workspace_id AND verdict.id = lead.rest_id
WHERE lead.stage = 'resting' AND lead.closure_id IS NULL
  AND (verdict.id IS NULL OR verdict.lead_id <> lead.id OR verdict.decision <> 'rests'
       OR verdict.comeback_at IS NULL
       OR NOT EXISTS (
           SELECT FROM leads_step AS step
           WHERE step.workspace_id = lead.workspace_id AND step.lead_id = lead.id AND step.state = 'pending'))
