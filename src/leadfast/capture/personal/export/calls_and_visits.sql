-- Calls with this person as the telephone system recorded them, who opened their recordings, and visits.
SELECT 'call record' AS kind, record.at, record.direction, record.theirs, record.their_name, record.said AS words
FROM capture_callrecord AS record
WHERE record.workspace_id = %(workspace)s AND record.lead_id IN (
    SELECT lead_id FROM leads_participant WHERE workspace_id = %(workspace)s AND person_id = %(person)s)
UNION ALL
SELECT 'recording', recording.kept_at, '', '', '', recording.consent
FROM capture_recording AS recording
JOIN conversations_call AS call ON call.workspace_id = %(workspace)s AND call.id = recording.call_id
WHERE recording.workspace_id = %(workspace)s AND call.lead_id IN (
    SELECT lead_id FROM leads_participant WHERE workspace_id = %(workspace)s AND person_id = %(person)s)
UNION ALL
SELECT 'heard', listening.at, '', '', member.name, ''
FROM capture_listening AS listening
JOIN capture_recording AS recording ON recording.workspace_id = %(workspace)s AND recording.id = listening.recording_id
JOIN conversations_call AS call ON call.workspace_id = %(workspace)s AND call.id = recording.call_id
JOIN workspaces_member AS member ON member.workspace_id = %(workspace)s AND member.id = listening.member_id
WHERE listening.workspace_id = %(workspace)s AND call.lead_id IN (
    SELECT lead_id FROM leads_participant WHERE workspace_id = %(workspace)s AND person_id = %(person)s)
UNION ALL
SELECT 'on the floor', visitor.came_at, '', '', visitor.label, visitor.wants
FROM capture_floorup AS visitor
WHERE visitor.workspace_id = %(workspace)s AND visitor.lead_id IN (
    SELECT lead_id FROM leads_participant WHERE workspace_id = %(workspace)s AND person_id = %(person)s)
ORDER BY at
