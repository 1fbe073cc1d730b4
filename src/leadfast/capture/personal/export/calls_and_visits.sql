-- Calls with this person as the telephone system recorded them, who opened their recordings, and visits.
WITH call AS (
    SELECT id FROM conversations_call
    WHERE workspace_id = %(workspace)s AND (person_id = %(person)s OR lead_id IN (
        SELECT id FROM leads_lead WHERE workspace_id = %(workspace)s AND person_id = %(person)s))
)
SELECT 'call record' AS kind, record.at, record.direction, record.theirs, record.their_name,
       concat_ws(' ', record.said, record.why, record.external_key) AS words
FROM capture_callrecord AS record
WHERE record.workspace_id = %(workspace)s AND record.id IN (SELECT id FROM their_record)
UNION ALL
SELECT 'recording', recording.kept_at, '', '', recording.link, recording.consent
FROM capture_recording AS recording
WHERE recording.workspace_id = %(workspace)s AND recording.call_id IN (SELECT id FROM call)
UNION ALL
SELECT 'heard', listening.at, '', '', member.name, ''
FROM capture_listening AS listening
JOIN capture_recording AS recording ON recording.workspace_id = %(workspace)s AND recording.id = listening.recording_id
JOIN workspaces_member AS member ON member.workspace_id = %(workspace)s AND member.id = listening.member_id
WHERE listening.workspace_id = %(workspace)s AND recording.call_id IN (SELECT id FROM call)
UNION ALL
SELECT 'on the floor', visitor.came_at, '', '', visitor.label, concat_ws(' ', visitor.wants, visitor.why)
FROM capture_floorup AS visitor
JOIN leads_lead AS lead ON lead.workspace_id = visitor.workspace_id AND lead.id = visitor.lead_id
WHERE visitor.workspace_id = %(workspace)s AND lead.person_id = %(person)s
ORDER BY at
