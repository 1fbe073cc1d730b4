-- What was adopted came in: its lead is there, or its arrival waits for a person.
SELECT finding.workspace_id, finding.id AS finding_id
FROM drops_rescuedfinding AS finding
LEFT JOIN leads_lead AS lead ON lead.workspace_id = finding.workspace_id AND lead.id = finding.lead_id
WHERE finding.adopted_at IS NOT NULL AND finding.lead_id IS NOT NULL AND lead.id IS NULL
