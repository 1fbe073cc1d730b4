-- What was read from this person's messages, what was agreed with them, and what either side promised.
SELECT 'reading' AS kind, proposal.made_at AS at, proposal.intent AS what, proposal.why AS words, proposal.state,
       proposal.details::text AS details
FROM conversations_proposal AS proposal
WHERE proposal.workspace_id = %(workspace)s AND proposal.lead_id IN (
    SELECT lead_id FROM leads_participant WHERE workspace_id = %(workspace)s AND person_id = %(person)s)
UNION ALL
SELECT 'appointment', appointment.starts_at, appointment.title, appointment.place, appointment.state, ''
FROM conversations_appointment AS appointment
WHERE appointment.workspace_id = %(workspace)s AND appointment.lead_id IN (
    SELECT lead_id FROM leads_participant WHERE workspace_id = %(workspace)s AND person_id = %(person)s)
UNION ALL
SELECT 'promise', pledge.made_at, CASE WHEN pledge.by_us THEN 'ours' ELSE 'theirs' END, pledge.says, pledge.state, ''
FROM conversations_pledge AS pledge
WHERE pledge.workspace_id = %(workspace)s AND pledge.lead_id IN (
    SELECT lead_id FROM leads_participant WHERE workspace_id = %(workspace)s AND person_id = %(person)s)
ORDER BY at
