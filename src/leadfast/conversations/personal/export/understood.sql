-- What was read from this person's messages, what was agreed with them, and what either side promised.
WITH lead AS (
    SELECT id FROM leads_lead WHERE workspace_id = %(workspace)s AND person_id = %(person)s
)
SELECT 'reading' AS kind, proposal.made_at AS at, proposal.intent AS what,
       concat_ws(' ', proposal.why, proposal.when_words, proposal.name, proposal.mail, proposal.phone, proposal.role) AS words,
       proposal.state, proposal.details::text AS details
FROM conversations_proposal AS proposal
WHERE proposal.workspace_id = %(workspace)s
  AND (proposal.message_id IN (SELECT id FROM their_message) OR proposal.lead_id IN (SELECT id FROM lead))
UNION ALL
SELECT 'appointment', appointment.starts_at, appointment.title, appointment.place, appointment.state, ''
FROM conversations_appointment AS appointment
WHERE appointment.workspace_id = %(workspace)s AND appointment.lead_id IN (SELECT id FROM lead)
UNION ALL
SELECT 'promise', pledge.made_at, CASE WHEN pledge.by_us THEN 'ours' ELSE 'theirs' END, pledge.says, pledge.state, ''
FROM conversations_pledge AS pledge
WHERE pledge.workspace_id = %(workspace)s
  AND (pledge.message_id IN (SELECT id FROM their_message) OR pledge.lead_id IN (SELECT id FROM lead))
ORDER BY at
