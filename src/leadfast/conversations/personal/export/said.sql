-- What was said with this person: mails in both directions, calls, notes, visits and texts.
SELECT 'mail' AS kind, message.sent_at AS at, message.direction, message.sender, message.subject, message.text AS words
FROM conversations_message AS message
WHERE message.workspace_id = %(workspace)s AND message.lead_id IN (
    SELECT lead_id FROM leads_participant WHERE workspace_id = %(workspace)s AND person_id = %(person)s)
UNION ALL
SELECT 'call', call.at, CASE WHEN call.incoming THEN 'in' ELSE 'out' END, call.number, call.outcome, call.words
FROM conversations_call AS call
WHERE call.workspace_id = %(workspace)s AND call.lead_id IN (
    SELECT lead_id FROM leads_participant WHERE workspace_id = %(workspace)s AND person_id = %(person)s)
UNION ALL
SELECT 'note', note.at, '', '', '', note.words
FROM conversations_note AS note
WHERE note.workspace_id = %(workspace)s AND note.lead_id IN (
    SELECT lead_id FROM leads_participant WHERE workspace_id = %(workspace)s AND person_id = %(person)s)
UNION ALL
SELECT visit.kind, visit.at, '', '', '', visit.words
FROM conversations_visit AS visit
WHERE visit.workspace_id = %(workspace)s AND visit.lead_id IN (
    SELECT lead_id FROM leads_participant WHERE workspace_id = %(workspace)s AND person_id = %(person)s)
UNION ALL
SELECT text.channel, text.at, CASE WHEN text.outcome = 'answered' THEN 'in' ELSE 'out' END, text.number, text.outcome,
       text.words
FROM conversations_text AS text
WHERE text.workspace_id = %(workspace)s AND text.lead_id IN (
    SELECT lead_id FROM leads_participant WHERE workspace_id = %(workspace)s AND person_id = %(person)s)
ORDER BY at
