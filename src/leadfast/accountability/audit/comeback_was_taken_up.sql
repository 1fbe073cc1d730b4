-- A resting lead whose comeback date has come is worked again within the hour.
SELECT lead.workspace_id, lead.id AS lead_id, step.due_at
FROM leads_step AS step
JOIN leads_lead AS lead ON lead.workspace_id = step.workspace_id AND lead.id = step.lead_id
WHERE step.state = 'pending' AND step.kind = 'come_back' AND lead.stage = 'resting'
  AND step.due_at < %(now)s::timestamptz - interval '1 hour'
