-- Every open lead, and every pending step, belongs to somebody who works here.
SELECT lead.workspace_id, lead.id AS lead_id, NULL::uuid AS step_id, member.name AS owner
FROM leads_lead AS lead
JOIN workspaces_member AS member ON member.workspace_id = lead.workspace_id AND member.id = lead.owner_id
WHERE lead.closure_id IS NULL AND member.left_at IS NOT NULL
UNION ALL
SELECT step.workspace_id, step.lead_id, step.id, member.name
FROM leads_step AS step
JOIN workspaces_member AS member ON member.workspace_id = step.workspace_id AND member.id = step.owner_id
WHERE step.state = 'pending' AND member.left_at IS NOT NULL
