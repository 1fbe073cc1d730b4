-- A closure that stands closes its lead, and a lead is closed by its own closure.
SELECT closure.workspace_id, closure.lead_id, closure.id AS closure_id, closure.kind
FROM leads_closure AS closure
JOIN leads_lead AS lead ON lead.workspace_id = closure.workspace_id AND lead.id = closure.lead_id
WHERE closure.reopened_at IS NULL AND lead.closure_id IS DISTINCT FROM closure.id
UNION ALL
SELECT lead.workspace_id, lead.id, lead.closure_id, 'of another lead'
FROM leads_lead AS lead
LEFT JOIN leads_closure AS closure
  ON closure.workspace_id = lead.workspace_id AND closure.id = lead.closure_id
WHERE lead.closure_id IS NOT NULL AND closure.lead_id IS DISTINCT FROM lead.id
