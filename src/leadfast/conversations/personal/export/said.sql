-- What was said with this person: mails in both directions, calls, notes, visits and texts. On leads about others only
-- what they said themselves, or was said to them alone.
WITH lead AS (
    SELECT id FROM leads_lead WHERE workspace_id = %(workspace)s AND person_id = %(person)s
)
SELECT 'mail' AS kind, message.sent_at AS at, message.direction, message.sender, message.subject,
       coalesce(nullif(message.text, ''), message.html) AS words,
       (SELECT jsonb_agg(attachment.name ORDER BY attachment.position)
        FROM conversations_attachment AS attachment
        WHERE attachment.workspace_id = message.workspace_id AND attachment.message_id = message.id) AS files,
       (SELECT encode(fetched.raw, 'escape') FROM mail_fetchedmessage AS fetched
        WHERE fetched.workspace_id = message.workspace_id AND fetched.id = message.fetched_id) AS raw
FROM conversations_message AS message
WHERE message.workspace_id = %(workspace)s AND message.id IN (SELECT id FROM their_message)
UNION ALL
SELECT 'opened or followed', event.at, '', event.agent, event.url, event.what, NULL, NULL
FROM conversations_trackingevent AS event
WHERE event.workspace_id = %(workspace)s AND event.outgoing_id IN (SELECT outgoing_id FROM their_message)
UNION ALL
SELECT 'call', call.at, CASE WHEN call.incoming THEN 'in' ELSE 'out' END, call.number, call.outcome, call.words, NULL, NULL
FROM conversations_call AS call
WHERE call.workspace_id = %(workspace)s AND (call.person_id = %(person)s OR call.lead_id IN (SELECT id FROM lead))
UNION ALL
SELECT 'note', note.at, '', '', '', note.words, NULL, NULL
FROM conversations_note AS note
WHERE note.workspace_id = %(workspace)s AND note.lead_id IN (SELECT id FROM lead)
UNION ALL
SELECT visit.kind, visit.at, '', '', '', visit.words, NULL, NULL
FROM conversations_visit AS visit
WHERE visit.workspace_id = %(workspace)s AND visit.lead_id IN (SELECT id FROM lead)
UNION ALL
SELECT text.channel, text.at, CASE WHEN text.outcome = 'answered' THEN 'in' ELSE 'out' END, text.number, text.outcome,
       text.words, NULL, NULL
FROM conversations_text AS text
WHERE text.workspace_id = %(workspace)s AND (text.person_id = %(person)s OR text.lead_id IN (SELECT id FROM lead))
ORDER BY at
