-- A step that a person has not done for more than two days is being raised.
SELECT step.workspace_id, step.lead_id, step.id AS step_id, step.due_at
FROM leads_step AS step
LEFT JOIN accountability_escalation AS escalation
  ON escalation.workspace_id = step.workspace_id AND escalation.step_id = step.id
WHERE step.state = 'pending' AND NOT step.by_assistant AND step.kind <> 'come_back'
  AND step.due_at < %(now)s::timestamptz - interval '48 hours'
  AND step.dated_at < %(now)s::timestamptz - interval '24 hours'
  AND (escalation.id IS NULL OR escalation.ended_at IS NOT NULL)
